"""What a body really is, whatever its label says: the look at it before it is kept.

Belongs here: telling data from images, error pages, logins and challenges. Does not belong here: how much is read
(`guard.py`), what the data say (the sources).
"""

import re
from html import unescape

from extractors.errors import UnusableError

_BINARY = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"), (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "media"), (b"\x00\x00\x01\x00", "an icon"), (b"OggS", "media"), (b"ID3", "media"),
    (b"\xd0\xcf\x11\xe0", "an Office file"), (b"BM", "a bitmap"), (b"wOF", "a font"),
)  # fmt: skip
_ASIDE = re.compile(rb"<!--.*?-->|<\?xml[^>]*>", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|title|p|div)\b")
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"^(?:just a moment|attention required|access denied|pardon our interruption|ddos-guard|security check"
    r"|are you (?:a )?(?:human|robot)|human verification|verify(?:ing)? you are|one more step|captcha|request blocked)",
    re.IGNORECASE,
)
_CHALLENGE_PARTS = (b"captcha-delivery.com", b"_Incapsula_Resource", b"cf-challenge", b"challenge-form", b"px-captcha")
_LOGIN = re.compile(r"^(?:sign|log)[ -]?(?:in|on)\b|\b(?:sign|log)[ -]?in$", re.IGNORECASE)
_CONSENT = re.compile(r"\b(?:cookie|consent|privacy choices|before you continue)\b", re.IGNORECASE)
_SMALL_PAGE = 40_000
_HUMAN = "open it in a browser; a service that keeps programs off is to be switched off in sources.toml"
_LOOK = "open it in a browser, then correct the address or switch it off in sources.toml"
_AGAIN = "the next run asks again; if it stays so, look at the address in a browser"


def check_kind(body: bytes, expect: str, content_type: str) -> None:
    """Refuses a body that is not of the kind asked for: an image labelled as text, a challenge page, nothing at all.

    `expect` is json, xml, html, sitemap (XML, or a gzip file of it) or any; `content_type` is what the server called
    it, for the message.
    """
    label = f"{len(body):,} bytes labelled {content_type[:60] or 'as nothing'!r}"
    for magic, name in _BINARY:
        if magic == b"\x1f\x8b" and expect == "sitemap" and body.startswith(magic):
            return
        # Two letters are the start of many a text.
        if body.startswith(magic) and (len(magic) > 2 or magic == b"\x1f\x8b" or 0 in body[:64]):
            raise UnusableError(f"{name}, {label}", _LOOK)
    start = body[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if not start:
        if expect != "any":
            raise UnusableError(f"an empty body of {len(body):,} bytes, expected {expect}", _AGAIN)
        return
    if _PAGE.match(_ASIDE.sub(b"", start).lstrip()):
        _check_page(body, expect, label)
    elif expect == "html" and b"<" not in start:
        raise UnusableError(f"expected HTML, found {start[:40]!r}, {label}", _LOOK)
    if expect == "json" and not start.startswith((b"{", b"[")):
        raise UnusableError(f"expected JSON, found {start[:40]!r}, {label}", _LOOK)
    if expect in ("xml", "sitemap") and not start.startswith(b"<"):
        raise UnusableError(f"expected XML, found {start[:40]!r}, {label}", _LOOK)


def _check_page(body: bytes, expect: str, label: str) -> None:
    """An HTML page: refused when it stands in the way of the data, or where no page was asked for."""
    found = _TITLE.search(body[:_SMALL_PAGE].replace(b"\0", b""))
    title = " ".join(unescape(found[1].decode("utf-8", "replace")).split())[:100] if found else ""
    called = f"an HTML page called {title!r}" if title else "an HTML page without a title"
    if _CHALLENGE.search(title) or (len(body) < _SMALL_PAGE and any(part in body for part in _CHALLENGE_PARTS)):
        raise UnusableError(f"{called} that asks for proof of being human, {label}", _HUMAN)
    if _LOGIN.search(title):
        raise UnusableError(f"{called} that asks for a login, {label}", _HUMAN)
    if expect in ("json", "xml", "sitemap"):
        kind = "a page about cookies or consent: " if _CONSENT.search(title) else ""
        raise UnusableError(f"expected {expect.upper()}, found {kind}{called}, {label}", _LOOK)
