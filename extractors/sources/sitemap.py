"""Sitemaps: which addresses a site lists, and which further sitemaps an index names.

Belongs here: reading one file within bounds. Does not belong here: which of the addresses are jobs, requests.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from extractors.errors import ParseError, UnusableError
from extractors.sources.xml import parse_xml

MAX_BYTES = 20 * 1024 * 1024
"""Below half of what the protocol allows one file, unpacked; as a tree it takes fifteen times as much memory."""
MAX_ENTRIES = 50_000
_MAX_TAGS = 600_000


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Addresses with their last change: of sitemaps in an index, else of pages. `cut` says that there were more."""

    entries: tuple[tuple[str, str], ...]
    is_index: bool = False
    cut: bool = False


def read_sitemap(body: bytes, *, host: str, where: str) -> Sitemap:
    """The https addresses of a sitemap that lie on `host`; `ParseError` for anything else than a sitemap."""
    if body.startswith(b"\x1f\x8b"):
        # Brings the network stack along, which only this needs.
        from extractors.guard import bounded_body

        try:
            body = bounded_body([body], "gzip", MAX_BYTES)
        except UnusableError as fault:
            raise ParseError(f"{where}: {fault.message}") from fault
    if body.count(b"<") > _MAX_TAGS:
        raise ParseError(f"{where}: more than {_MAX_TAGS:,} tags in a sitemap")
    root = parse_xml(body, where=where)
    kind = _local(root)
    if kind not in ("urlset", "sitemapindex"):
        raise ParseError(f"{where}: root element is <{kind}>, expected <urlset> or <sitemapindex>")
    listed = [one for one in root if _local(one) == ("url" if kind == "urlset" else "sitemap")]
    found = {}
    for entry in listed[:MAX_ENTRIES]:
        parts = {_local(part): "".join(part.itertext()).strip() for part in entry}
        address = _on_host(parts.get("loc", ""), host)
        if address:
            found[address] = parts.get("lastmod", "")[:40]
    return Sitemap(tuple(found.items()), kind == "sitemapindex", len(listed) > MAX_ENTRIES)


def _local(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _on_host(address: str, host: str) -> str | None:
    """The address with https, when it lies on the host; a site's own http addresses lead to the same pages."""
    try:
        parts = urlsplit(address)
        ours = parts.scheme in ("https", "http") and parts.hostname == host and parts.port in (None, 80, 443)
    except ValueError:
        return None
    return parts._replace(scheme="https", netloc=host, fragment="").geturl() if ours and len(address) <= 2000 else None
