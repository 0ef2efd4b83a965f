"""XML read so that nothing outside it is touched and nothing in it can blow up.

Belongs here: the hardened parser and its checks. Does not belong here: dialects of feeds.
"""

import re
from typing import Any

from lxml import etree

from extractors import flaws
from extractors.errors import ParseError
from extractors.text import decode

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MAX_TAG = 50_000
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(body: bytes, charset: str | None = None) -> str:
    """The text of an XML document, decoded by our own list of charsets and without its declaration."""
    declared = _DECLARED.match(body[:400])
    named = declared[1].decode("ascii") if declared else charset
    return _DECLARATION.sub("", _NOT_XML.sub("", decode(body, named)), count=1).lstrip("\ufeff \t\r\n")


def refuse_dangers(text: str, *, where: str) -> None:
    """`ParseError` for a document type or entity of its own, and for tags no honest document has."""
    start = re.search(r"<\w", text)
    head = _COMMENT.sub("", text[: start.start()] if start else text[:10_000])
    if "<!" in head:
        if re.search(r"<!doctype\s+html", head, re.IGNORECASE):
            raise ParseError(f"{where}: an HTML page, expected XML")
        raise ParseError(f"{where}: it brings a document type of its own, which is refused")
    if start is None:
        raise ParseError(f"{where}: no element in it, expected XML")
    for piece in text.split("<"):
        if len(piece) > _MAX_TAG and not piece.startswith("![CDATA[") and piece.find(">", 0, _MAX_TAG) < 0:
            raise ParseError(f"{where}: a tag of more than {_MAX_TAG:,} characters")


def parse_xml(body: bytes, *, where: str, cut: bool = False) -> Any:
    """The root element. What is broken is read as far as it goes, as a flaw; what is dangerous or no XML, refused.

    `cut` says that the end is missing because we left it out.
    """
    text = xml_text(body)
    refuse_dangers(text, where=where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise ParseError(f"{where}: not XML ({fault})") from fault
    if root is None:
        raise ParseError(f"{where}: not XML, expected one root element")
    for entry in parser.error_log:
        if "depth" in entry.message.lower() or "amplification" in entry.message.lower():
            raise ParseError(f"{where}: nested too deeply to read")
    broken = [entry for entry in parser.error_log if entry.level > 1 and not entry.type_name.startswith("NS_")]
    if broken and not cut:
        told = f"{where}: {broken[0].message} (line {broken[0].line})"
        flaws.note("broken XML", told, "what stands before and after the fault is stored; tell the publisher")
    return root


def text_of(element: Any, path: str) -> str:
    """The text of the first element of that name, or an empty text."""
    found = element.find(path)
    return "" if found is None else "".join(str(piece) for piece in found.itertext())
