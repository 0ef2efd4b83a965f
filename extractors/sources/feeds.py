"""RSS and Atom feeds: what companies, researchers and practitioners write about.

Asks for: every feed of `sources.toml`, once a day, conditionally, hosts side by side.
A row: one entry; its title, else the beginning of its text, and what text the feed carries, which may be a teaser. The
id is the entry's address without tracking parameters and fragment, so that one post met in two feeds is one post. Where
several entries of a feed share an address, as in a list of releases, the fragment or the entry's own id tells them
apart; without an address, the own id is the id.
Dates: `published`, else `updated`, in UTC; an entry without a date has none, one in the future keeps it.
"""

import html
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from extractors import flaws
from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Article, Rejected
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, plausible_day
from extractors.sources.options import Options, entries, one_of
from extractors.sources.xml import parse_xml, refuse_dangers, xml_text
from extractors.text import one_line, stored_text

OPTIONS: Options = {"feeds": list}
_LINE: Options = {"id": str, "title": str, "url": str, "field": str}
FIELDS = ("mlops", "responsible-ai", "edge", "federated", "automl", "interpretability", "generative-ai")
"""Fields of the guide: a line may say which one its feed is listed for, so that each stays covered."""
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"
_MAX_FEED = 2_000_000
_MAX_ITEMS = 1_000
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_PREFIX = re.compile(r"(</?)rss:")
_LONGEST_TITLE = 100
_TRACKING = re.compile(r"^(?:utm_\w+|source|gi|ref|fbclid|gclid|mc_[ce]id)$")
_CHARSET = re.compile(r"charset=[\"']?([\w.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed that is on."""

    id: str
    title: str
    url: str
    field: str = ""


def from_table(where: str, table: Mapping[str, Any]) -> "Feeds":
    """The feeds of `[feeds]` that are on."""
    lines = entries(where, table, "feeds", _LINE, ("id", "title", "url"))
    for one in lines:
        if "field" in one:
            one_of(f"{where}: feed {one['id']}", "field", one["field"], FIELDS)
    return Feeds(tuple(Feed(one["id"], one["title"], one["url"], one.get("field", "")) for one in lines))


class Feeds:
    """All feeds of `sources.toml` that are on."""

    name = "feeds"
    kind: SourceKind = "post"

    def __init__(self, feeds: tuple[Feed, ...]) -> None:
        self._feeds = feeds

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every feed not asked today."""
        keys = {feed: f"feeds:{feed.id}:{plan.as_of}" for feed in self._feeds}
        due = [feed for feed in self._feeds if not plan.already(keys[feed])]
        client.expect(len(due))
        yield from client.get_many(
            Request(
                feed.url, expect="xml", key=keys[feed], meta={"feed": feed.id, "title": feed.title}, conditional=True,
                # Some readable feeds are larger than what is read of one.
                max_bytes=4 * _MAX_FEED, deadline_s=30, accept=_ACCEPT,
            )
            for feed in due
        )  # fmt: skip

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The entries of one feed; a broken feed gives those that can be read."""
        feed = response.meta.get("feed", "")
        where = f"feeds: {feed or response.url}"
        charset = _CHARSET.search(_header(response, "content-type"))
        text, cut = _cut(xml_text(response.body, charset[1] if charset else None))
        refuse_dangers(text, where=where)
        parse_xml(text.encode("utf-8"), where=where, cut=cut)
        parsed = _read_feed(text)
        if not parsed.get("entries") and _ITEM_END.search(text):
            # Some write every element of RSS with a prefix, which no parser expects.
            parsed = _read_feed(_PREFIX.sub(r"\1", text))
        if not parsed.get("version") and not parsed.get("entries"):
            raise ParseError(f"{where}: no feed of a known kind in {len(response.body):,} bytes")
        if not parsed["entries"] and _ITEM_END.search(text):
            raise ParseError(f"{where}: none of its entries can be read")
        if cut:
            yield Rejected(self.name, response.url, "feed cut", f"only {_MAX_ITEMS:,} entries or 2 MB are read")
        base = response.meta.get("final_url", response.url)
        entries = parsed["entries"][:_MAX_ITEMS]
        shared = _shared_addresses(entries, base)
        for entry in entries:
            yield self._read_entry(entry, feed, base, shared, response)

    def _read_entry(self, entry: Any, feed: str, base: str, shared: set[str], response: RawResponse) -> Record:
        text = _plain(_longest(entry))
        title = one_line(_plain(str(entry.get("title") or ""))) or one_line(text.split("\n", 1)[0])[:_LONGEST_TITLE]
        link = str(entry.get("link") or "")
        url = _address(link, base)
        if not title:
            return Rejected(self.name, url or response.url, "entry without a title", f"feed {feed}")
        own = str(entry.get("id") or "")
        host, native = _identity(url, own, title)
        if url in shared:
            native = f"{native}#{_short(urlsplit(link).fragment or own or title)}"
        return Article(
            kind="post",
            source=self.name,
            feed=host or feed,
            native_id=native,
            title=title,
            text=text,
            url=url or base,
            published_on=_published(entry, response.fetched_at),
            categories=tuple(one for one in (one_line(str(tag.get("term") or "")) for tag in _tags(entry)) if one),
        )


def _shared_addresses(entries: list[Any], base: str) -> set[str]:
    """The addresses under which a feed has entries of different titles."""
    titles: dict[str, set[str]] = {}
    for entry in entries:
        titles.setdefault(_address(str(entry.get("link") or ""), base), set()).add(str(entry.get("title")))
    return {url for url, found in titles.items() if url and len(found) > 1}


def _header(response: RawResponse, name: str) -> str:
    return next((value for key, value in response.headers.items() if key.lower() == name), "")


def _cut(text: str) -> tuple[str, bool]:
    """The feed up to the caps, at the end of an entry, and whether anything was cut."""
    place = 0
    for number, found in enumerate(_ITEM_END.finditer(text), 1):
        if found.end() > _MAX_FEED or number > _MAX_ITEMS:
            return text[:place], True
        place = found.end()
    return text[:_MAX_FEED], len(text) > _MAX_FEED


def _read_feed(text: str) -> Any:
    import feedparser

    # Our own cleaning follows; feedparser's would cost most of its time. Its failures on odd input are its own
    # (assertions, index errors), and mean the same to us.
    try:
        return feedparser.parse(
            text.encode("utf-8"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, AssertionError, TypeError, AttributeError, RecursionError) as fault:
        raise ParseError(f"feeds: cannot be read as a feed ({type(fault).__name__}: {fault})") from fault


def _plain(markup: str) -> str:
    """Text of a field that may be HTML, escaped HTML or text; markup beyond our limits leaves it empty, as a flaw."""
    if re.search(r"&lt;/?[a-z][^&]{0,200}&gt;", markup) and not re.search(r"<[a-z]", markup):
        markup = html.unescape(markup)
    try:
        return stored_text(markup)
    except ParseError as fault:
        flaws.note("text left out", fault.message, "the entry is stored with its title alone", of_row=True)
        return ""


def _longest(entry: Any) -> str:
    texts = [str(part.get("value") or "") for part in entry.get("content") or [] if isinstance(part, dict)]
    return max([*texts, str(entry.get("summary") or "")], key=len)


def _tags(entry: Any) -> list[Any]:
    tags = entry.get("tags") or []
    return [tag for tag in tags if isinstance(tag, dict)][:20]


def _address(link: str, base: str) -> str:
    """An absolute web address without tracking parameters; empty when the link is none."""
    try:
        parts = urlsplit(urljoin(base, link.strip())) if link.strip() else None
        if parts is None or parts.scheme not in ("https", "http") or not parts.hostname or len(link) > 2000:
            return ""
        kept = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key) and "@" not in value]
        return parts._replace(query=urlencode(kept), fragment="").geturl()
    except ValueError:
        return ""


def _identity(url: str, entry_id: str, title: str) -> tuple[str, str]:
    """Where an entry lives and what it is called there."""
    if url:
        parts = urlsplit(url)
        path = parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")
        if path:
            return (parts.hostname or "").removeprefix("www."), path if len(path) <= 200 else _short(path)
    return "", _short(entry_id or title)


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=10).hexdigest()


def _published(entry: Any, seen: datetime) -> date | None:
    for name in ("published_parsed", "updated_parsed"):
        # feedparser's own `get` makes an "updated" out of "published", and warns of it.
        moment = dict.get(entry, name)
        if moment:
            try:
                return plausible_day(datetime.fromtimestamp(timegm(moment), UTC).date(), seen=seen)
            except (ValueError, OverflowError, OSError, TypeError):
                continue
    return None
