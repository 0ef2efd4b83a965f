"""schema.org JobPosting blocks of a page, as web sites really write them.

Belongs here: finding the blocks, reading broken ones, the shapes a property may have. Does not belong here: sitemaps,
sites, requests.
"""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from extractors.errors import ParseError
from extractors.text import MAX_HTML, decode

_MAX_BLOCKS = 50
_MAX_NODES = 2_000
_WRAPPING = re.compile(r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*$")
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?[a-zA-Z]")
_TAG = re.compile(r"</?[a-zA-Z]")
#: A line break that was escaped twice shows as a backslash and a letter.
_SPELT_BREAK = re.compile(r"(?:^|(?<=[\s>.;!?]))(?:\\[nrt])+|(?:\\[nrt])+(?=[\s<]|$)")


def job_postings(body: bytes, *, where: str) -> list[dict[str, Any]]:
    """Every JobPosting of a page, the same one only once; `ParseError` for a page too large to read."""
    found: list[dict[str, Any]] = []
    for text in _blocks(body, where=where):
        for value in _values(text):
            found += [node for node in _nodes(value) if _is_posting(node)]
    return [node for number, node in enumerate(found) if node not in found[:number]]


def markup_of(value: object) -> str:
    """A property that holds HTML or a list of texts, unescaped as often as it was escaped."""
    if isinstance(value, list):
        return "".join(f"<p>{markup_of(one)}</p>" for one in value[:100] if isinstance(one, str))
    text = value if isinstance(value, str) else ""
    for _ in range(2):
        if _TAG.search(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    return _SPELT_BREAK.sub("\n", text)


def name_of(value: object) -> str | None:
    """The name in a property that is a text, an object with a name, or a list that begins with either."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("legalName") or value.get("value")
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def objects_of(value: object) -> list[Any]:
    """The members of a property that is one thing or a list of things."""
    return value[:100] if isinstance(value, list) else [] if value is None else [value]


def _blocks(body: bytes, *, where: str) -> Iterator[str]:
    """The text of every script of type application/ld+json, whatever follows the type."""
    from lxml import etree
    from lxml import html as lxml_html

    text = decode(body)
    if len(text) > MAX_HTML:
        raise ParseError(f"{where}: a page of {len(text):,} characters, at most {MAX_HTML:,} are read")
    if "ld+json" not in text.lower():
        return
    try:
        # A byte order or an encoding declared in the text would be a second opinion about what is decoded already.
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise ParseError(f"{where}: not HTML ({fault})") from fault
    scripts = (one for one in tree.iter("script") if "ld+json" in str(one.get("type", "")).lower())
    for script in islice(scripts, _MAX_BLOCKS):
        yield _WRAPPING.sub("", str(script.text_content())).strip()


def _values(text: str) -> list[Any]:
    """What a block holds: JSON, JSON with comments or trailing commas, several values in a row, or escaped JSON."""
    for candidate in dict.fromkeys((text, html.unescape(text))):
        values = _as_library_reads(candidate) or _row_of_values(candidate)
        if values:
            return values
    return []


def _as_library_reads(text: str) -> list[Any]:
    from extruct.jsonld import JsonLdExtractor
    from lxml import etree

    block = etree.Element("script", type="application/ld+json")
    try:
        block.text = text
        return list(JsonLdExtractor().extract_items(block))
    except (ValueError, RecursionError, IndexError):
        # IndexError: how the library stumbles over brackets that were never opened.
        return []


def _row_of_values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    place = 0
    try:
        while place < len(text) and len(values) < _MAX_BLOCKS:
            value, end = decoder.raw_decode(text, place)
            values.append(value)
            place = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n;,"))
    except (ValueError, RecursionError):
        return []
    return values


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a value: itself, members of lists, of `@graph` and of what a page is mainly about."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _is_posting(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and kind.rsplit("/", 1)[-1] == "JobPosting"
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )
