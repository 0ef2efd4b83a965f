"""From markup and odd characters to plain text that can be stored, searched and shown.

Belongs here: HTML to text with its structure kept, cleaning of characters, masking of personal data, decoding of
bytes. Does not belong here: anything that knows a source, skills, or pages.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from extractors import flaws
from extractors.errors import ParseError

MAX_HTML = 2_000_000
MAX_TEXT = 100_000
MAX_RUN = 120
_MAX_TAGS = 50_000
_MAX_DEPTH = 250

_CHARSETS = frozenset(
    [
        "utf-8",
        "utf8",
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "latin-1",
        "latin1",
        "iso-8859-2",
        "iso-8859-15",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "cp1252",
        "koi8-r",
        "utf-16",
        "utf-16le",
        "utf-16be",
        "shift_jis",
        "euc-jp",
        "gb2312",
        "gbk",
        "gb18030",
        "big5",
        "euc-kr",
    ]
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# NULs and other controls, surrogates that JSON escapes can smuggle in, and characters that show nothing but change
# the order or the look of what stands around them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_LONG_RUN = re.compile(rf"(\S{{{MAX_RUN}}})(?=\S)")

_DOMAIN = r"(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}"
_EMAIL = re.compile(rf"(?<![\w.%+-])[\w.%+-]{{1,200}}( ?)[@\uff20\ufe6b]( ?){_DOMAIN}(/)?")
_COMMON_END = re.compile(r"\.(?:com|org|net|io|ai|co|dev)$")
_NO_NAMES = frozenset(("a", "an", "at", "from", "in", "is", "on", "our", "the", "to", "with", "your"))
_OPEN, _CLOSE = r"\s?[\[({<]\s?", r"\s?[\])}>]\s?"
_AT = rf"(?:{_OPEN}(?:at|a|@){_CLOSE}|\s?[-_]at[-_]\s?)"
_INNER_DOT = rf"(?:{_OPEN}(?:dot|punkt|\.){_CLOSE}|\s?[-_]dot[-_]\s?)"
_DOT = rf"(?:{_INNER_DOT}|\.|\s+dot\s+)"
_SPELT_EMAIL = re.compile(
    rf"(?<![/\w.+-])[\w.+-]{{1,64}}(?:{_INNER_DOT}[\w+-]{{1,64}}){{0,3}}(?:{_AT}|\s+at\s+(?=\w{{1,63}}\s+dot\s))[\w-]{{1,63}}(?:{_DOT}[^\W_]{{2,24}}){{1,4}}",
    re.IGNORECASE,
)
# The pattern above costs a millisecond a page, and nearly no page has any of these, which it cannot do without.
_SIGNS = (
    "dot",
    "-at-",
    "_at_",
    "(at",
    "[at",
    "{at",
    "<at",
    "( at",
    "[ at",
    "(a)",
    "[a]",
    "(@",
    "[@",
    "{@",
    "( @",
    "[ @",
)
_BETWEEN = "[ .\\-/\u2010-\u2015\u2212]"
_PART = r"(?:\(\d{1,5}\)|\d{1,5})"
_PHONE = re.compile(
    # With the code of a country; as they are written in America; with the zero that numbers in Europe begin with.
    rf"(?<![\w+])(?:[+\uff0b]\d{{1,3}}(?:{_BETWEEN}{{0,3}}{_PART}){{2,6}}"
    rf"|\(\d{{3}}\) ?\d{{3}}{_BETWEEN}\d{{4}}|\d{{3}}[.\-\u2010-\u2012]\d{{3}}[.\-\u2010-\u2012]\d{{4}})(?!\w)"
    r"|(?<![\w+/=.&#?%\-])(?<!\d[ :])(?:"
    rf"00[1-9]\d(?:{_BETWEEN}{_PART}){{2,6}}|(?:1{_BETWEEN})?[2-9]\d{{2}} \d{{3}} \d{{4}}"
    rf"|1{_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}}"
    rf"|(?:\(0[1-9]\d{{0,3}}\)|0[1-9]\d{{0,3}})(?:{_BETWEEN}{{1,3}}\d{{2,8}}){{1,5}})(?![\w/=]|\.\w)"
)
_SMALL_WORDS = r"[^\w\n]{0,3}(?:(?:no|nr|number|me|us|at|on)\b[^\w\n]{0,3})"
_CALLED = re.compile(
    rf"\b((?:(?:tele)?phone|telefon|tel|t[ée]l|tlf|fax|mobil|whats ?app)\b{_SMALL_WORDS}{{0,2}}"
    rf"|(?:mobile|cell|call|ring|text)\b{_SMALL_WORDS}{{1,3}})"
    rf"(\(?\d(?:{_BETWEEN}{{0,2}}[()]?\d){{6,14}})(?![\w/=])",
    re.IGNORECASE,
)
# The two patterns above cost much more than this, which every telephone number has.
_DIGITS = re.compile(rf"\d(?:{_BETWEEN}|[()\d]){{5,40}}\d")
EMAIL_MASK, PHONE_MASK = "[e-mail]", "[phone]"


def decode(body: bytes, charset: str | None = None) -> str:
    """Bytes as text: a byte order mark wins, then a charset that is on the list, then UTF-8, then Windows-1252.

    Bytes that mean nothing there become U+FFFD and are told of as a flaw.
    """
    text = _decoded(body, charset)
    lost = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if lost > 0:
        told = f"{lost:,} of {len(text):,} characters, sent as {charset or 'nothing said'}"
        flaws.note("characters lost", told, "they show as \ufffd in the stored text; tell the publisher if it matters")
    return text


def _decoded(body: bytes, charset: str | None) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    named = (charset or "").strip().strip("\"'").lower()
    if named.startswith("utf-16") and 0 not in body[:200]:
        named = ""  # Sixteen bits a letter, and no zero among them: the label is wrong.
    if not named.startswith("utf-16") and body[:4].count(0) >= 2:
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace")
    if named in _CHARSETS and named not in ("utf-8", "utf8", "iso-8859-1", "latin-1", "latin1"):
        return body.decode(named, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        # UTF-8 that was cut or has a stray byte holds other letters beyond ASCII that are whole; text in the old
        # Western code holds none.
        cut = fault.start >= len(body) - 4
        other_letters = not body.decode("utf-8", "ignore").isascii()
        return body.decode("utf-8" if cut or other_letters else "cp1252", "replace")


def mask_personal(text: str) -> str:
    """The text with e-mail addresses and telephone numbers replaced by a word that says so."""
    if "@" in text or "\uff20" in text or "\ufe6b" in text:
        text = _EMAIL.sub(_mask_email, text)
    lowered = text.lower()
    if any(sign in lowered for sign in _SIGNS):
        text = _SPELT_EMAIL.sub(EMAIL_MASK, text)
    if not _DIGITS.search(text):
        return text
    text = _PHONE.sub(_mask_phone, text)
    return _CALLED.sub(rf"\1{PHONE_MASK}", text)


def _mask_email(found: re.Match[str]) -> str:
    """ "ann @ acme.com" is an address; "Head of Tech @ Acme.com" and "our site @ acme.com/jobs" are not."""
    address, before, after, path = found[0], *found.groups()
    if not before and not after:
        return EMAIL_MASK + (path or "")
    is_one = address.islower() and not path and bool(after or _COMMON_END.search(address))
    is_one = is_one and address.split(" ", 1)[0] not in _NO_NAMES
    return EMAIL_MASK if is_one else address


def _mask_phone(found: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in found[0])
    least = 9 if found[0].lstrip("(").startswith("0") else 8
    return PHONE_MASK if least <= digits <= 15 else found[0]


def clean_text(text: str) -> str:
    """Text fit for storing: no invisible characters, plain line ends, no endless runs, personal data masked.

    What is longer than `MAX_TEXT` is cut and told of as a flaw.
    """
    length = len(text)
    text = _LINE_ENDS.sub("\n", text[: 2 * MAX_TEXT])
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    text = mask_personal(_SPACES.sub(" ", text))
    text = _LONG_RUN.sub(r"\1 ", text)
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    text = _BLANK_LINES.sub("\n\n", text)
    if len(text) > MAX_TEXT or length > 2 * MAX_TEXT:
        told = f"a text of {length:,} characters, of which the first {min(MAX_TEXT, len(text)):,} are kept and read"
        flaws.note("text cut", told, "nothing to do: no honest posting or post is that long", of_row=True)
    return text[:MAX_TEXT].strip()


def one_line(text: str) -> str:
    """Clean text without line breaks, for titles and names."""
    return _SPACES.sub(" ", clean_text(text).replace("\n", " "))


# --- HTML -----------------------------------------------------------------------------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?:\s[^<>]{0,2000})?/?>")
_SIMPLE_TAGS = frozenset(("p", "i", "em", "b", "strong", "a", "code", "pre"))
_SIMPLE_LINK = re.compile(r'<a\s[^<>]{0,200}?href="([^"<>]{0,2000})"[^<>]{0,200}>([^<]{0,2000})</a>')
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "option",
    ]
)
_DROPPED = frozenset(("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "title"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset(("p", "ul", "ol", "table", "blockquote", "pre", "section", "article"))
_MAY_HIDE = re.compile(r"<[^<>]*\s(?:style\s*=|(?:aria-)?hidden\b)", re.IGNORECASE)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def html_to_text(markup: str) -> str:
    """The visible text of HTML.

    Headings stand on lines of their own after a blank line, list items start with "- ", blocks end lines, inline tags
    leave no space, and what a reader would not see (scripts, styles, comments, hidden elements) is gone. Raises
    `ParseError` for markup that no honest page has: over 2 MB, 250 levels or 50,000 tags.
    """
    if "<" not in markup:
        return _tidy(html.unescape(markup[:MAX_HTML]))
    _refuse_bombs(markup)
    names = {name.lower() for _, name in _TAG.findall(markup)}
    if names <= _SIMPLE_TAGS and markup.count("<") == len(_TAG.findall(markup)) and not _MAY_HIDE.search(markup):
        return _tidy(_simple_to_text(markup))
    return _tidy("".join(_visible(markup)))


def _refuse_bombs(markup: str) -> None:
    if len(markup) > MAX_HTML:
        raise ParseError(f"HTML of {len(markup):,} characters, at most {MAX_HTML:,} are read")
    if markup.count("<") > _MAX_TAGS:
        raise ParseError(f"HTML with {markup.count('<'):,} tags, at most {_MAX_TAGS:,} are read")
    depth = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _MAX_DEPTH:
            raise ParseError(f"HTML nested deeper than {_MAX_DEPTH} levels")


def _simple_to_text(markup: str) -> str:
    """The short way for comments made of paragraphs, emphasis, code and links: no parser needed."""

    def link(found: re.Match[str]) -> str:
        shown = found[2]
        return found[1] if shown.rstrip().endswith(("...", "…")) else shown

    markup = _SIMPLE_LINK.sub(link, markup)
    return html.unescape(_TAG.sub(lambda tag: "\n\n" if tag[2].lower() in ("p", "pre") else "", markup))


def _visible(markup: str) -> Iterator[str]:
    """Pieces of text and line breaks, by one walk over the tree that needs no recursion."""
    from bs4 import BeautifulSoup, Tag
    from bs4.element import Comment, NavigableString, PreformattedString

    soup = BeautifulSoup(markup, "lxml")
    stack: list[object] = [soup]
    preformatted = 0
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            if node == _END_PRE:
                preformatted -= 1
            else:
                yield node
        elif isinstance(node, (Comment, PreformattedString)):
            continue
        elif isinstance(node, NavigableString):
            text = str(node)
            yield text if preformatted else re.sub(r"\s+", " ", text)
        elif isinstance(node, Tag) and not _is_hidden(node.name, node.attrs):
            if node.name == "br":
                yield "\n"
                continue
            before, after = _breaks(node.name)
            yield before
            if node.name == "pre":
                preformatted += 1
                stack.append(_END_PRE)
            stack.append(after)
            stack.extend(reversed(node.contents))


_END_PRE = "\0pre"


def _breaks(name: str) -> tuple[str, str]:
    if name in _HEADINGS:
        return "\n\n", "\n"
    if name == "li":
        return "\n- ", ""
    if name in _PARAGRAPHS:
        return "\n\n", "\n\n"
    if name in ("td", "th"):
        return "", " "
    return ("\n", "\n") if name in _BLOCKS else ("", "")


def _is_hidden(name: str, attributes: object) -> bool:
    if name in _DROPPED:
        return True
    if not attributes or not isinstance(attributes, dict):
        return False
    return (
        "hidden" in attributes
        or str(attributes.get("aria-hidden", "")).lower() == "true"
        or bool(_HIDING.search(str(attributes.get("style", ""))))
    )


_BULLET_ALONE = re.compile(r"\n-[ \n]*\n(?=\S)(?!- )")


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.strip() for line in text.split("\n"))
    # "<li><p>text</p></li>" leaves the bullet alone on its line.
    text = _BULLET_ALONE.sub("\n- ", "\n" + text)
    text = re.sub(r"\n(?:- ?\n)+", "\n", text + "\n")
    return _BLANK_LINES.sub("\n\n", text).strip()


def stored_text(markup: str) -> str:
    """What every source does with an HTML description: to text, then cleaned."""
    return clean_text(html_to_text(markup))
