"""One collection in which one board or feed misbehaves and the others do not, and what people see of it afterwards.

Not a test itself. What is to be seen for each kind of bad input stands in docs/bad-input.md, and nowhere else: `told`
looks up the row there and compares it with the real message.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from web_server import Reply, Web, polite, reply

from extractors.collect import collect
from extractors.http import Manners
from extractors.raw import RawResponse
from extractors.reading import Reader
from extractors.records import Article, Posting, Rejected, SourceRun
from extractors.sources.base import Plan, Request
from extractors.sources.boards import Board
from extractors.sources.feeds import Feed, Feeds
from extractors.sources.greenhouse import Greenhouse
from extractors.sources.registry import SourceBook, SourceInfo

DAY = date(2026, 1, 25)
NOW = datetime(2026, 1, 25, 12, tzinfo=UTC)
PAGE = Path(__file__).parents[4] / "docs" / "bad-input.md"
BOARD = "/boards-api.greenhouse.io/v1/boards/{}/jobs"
FEED = "/{}.test/feed"
GOOD_BOARD = b'{"jobs": [{"id": 1, "title": "Good posting", "content": "Python"}]}'
GOOD_FEED = (
    b'<rss version="2.0"><channel><title>t</title><item><title>Good post</title>'
    b"<link>https://good.test/1</link></item></channel></rss>"
)
_INFO = SourceInfo("", "posting", True, "", "", "", "", 0.0, "", "continuous")
_PARSERS: dict[str, Any] = {"greenhouse": Greenhouse(()), "feeds": Feeds(())}


def new_reader(**limits: Any) -> Reader:
    """A reader for both sources."""
    return Reader(SourceBook([], [], _PARSERS), **limits)


@dataclass
class Outcome:
    """How the bad source fared, what was stored, and what was set aside."""

    run: SourceRun
    rejected: list[Rejected]
    documents: list[Posting | Article]

    @property
    def titles(self) -> list[str]:
        return [one.title for one in self.documents]


class _Hasty:
    """The client with other limits for the bad one, so that no test waits for a minute; the good one has its time."""

    def __init__(self, client: Any, changed: dict[str, Any]) -> None:
        self._client, self._changed = client, changed

    def fetch(self, request: Request, *, source: str, manners: Manners) -> RawResponse:
        asked = replace(request, **self._changed) if "bad" in request.url else request
        fetched: RawResponse = self._client.fetch(asked, source=source, manners=manners)
        return fetched

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def run(
    web: Web | None,
    folder: Path,
    reader: Reader,
    *,
    board: Reply | list[Reply] | None = None,
    feed: Reply | list[Reply] | None = None,
    feed_url: str = "https://bad.test/feed",
    at: datetime = NOW,
    request: dict[str, Any] | None = None,
    **settings: Any,
) -> Outcome:
    """Collects and reads one bad board or feed beside a good one of the other source, which must not suffer.

    `web` None means that addresses are looked up and connected to (see `direct`); `request` changes what is asked.
    """
    boards = [Board("bad", "Bad")] if board is not None else [Board("good", "Good")]
    feeds = [Feed("bad", "Bad", feed_url)] if board is None else [Feed("good", "Good", "https://good.test/feed")]
    sources: list[Any] = [Greenhouse(tuple(boards)), Feeds(tuple(feeds))]
    if web is None:
        sources = [Feeds((*feeds, Feed("good", "Good", "http://good.test/feed")))]
    else:
        web.routes.setdefault(BOARD.format("good"), reply(200, GOOD_BOARD))
        web.routes.setdefault(FEED.format("good"), reply(200, GOOD_FEED))
        if board is not None:
            web.routes[BOARD.format("bad")] = board
        elif feed is not None:
            web.routes[FEED.format("bad")] = feed
    infos = [replace(_INFO, name=one.name, kind=one.kind) for one in sources]
    book = SourceBook(sources, infos, {one.name: one for one in sources})
    with polite(folder, web, **{"tries": 2, "clock": lambda: at, **settings}) as (client, raw):
        plan = Plan(at.date(), DAY, at, raw.already)
        runs = collect(book, raw, _Hasty(client, request or {}), plan)  # type: ignore[arg-type]
        read = [(one.fetched_at >= at, record) for one, found in reader.read(raw.iterate()) for record in found]
    bad = "greenhouse" if board is not None else "feeds"
    good = [one for _, one in read if isinstance(one, (Posting, Article)) and one.title.startswith("Good")]
    assert good, "the good source lost its document"
    assert all(one.status == "ok" for one in runs if one.source != bad), "the good source suffered"
    fared = next(one for one in runs if one.source == bad)
    now = [record for is_new, record in read if is_new]
    documents = [one for one in now if isinstance(one, (Posting, Article)) and one not in good]
    return Outcome(fared, [one for one in now if isinstance(one, Rejected)], documents)


def told(outcome: Outcome, key: str) -> None:
    """Asserts that people see of this input what docs/bad-input.md promises, at the place it names."""
    expected = expectations()[key]
    seen: list[tuple[str, str]]
    if expected["where"] == "sources":
        line = f"{outcome.run.status}: {outcome.run.message}"
        seen = [(line, line)]
    else:
        seen = [(f"{one.reason}: {one.detail}", one.remedy) for one in outcome.rejected]
    assert any(
        _pattern(expected["message"]).search(message) and _pattern(expected["what to do"]).search(remedy)
        for message, remedy in seen
    ), f"row {key}: expected {expected}, found {seen}"


@cache
def expectations() -> dict[str, dict[str, str]]:
    """The table of docs/bad-input.md by its first column."""
    found: dict[str, dict[str, str]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 5 and cells[0][0].isalnum() and cells[0] != "row":
            assert cells[0] not in found, f"{cells[0]} stands twice in {PAGE.name}"
            found[cells[0]] = dict(zip(("row", "input", "where", "message", "what to do"), cells, strict=True))
    return found


def _pattern(cell: str) -> re.Pattern[str]:
    """`…` stands for what differs from case to case."""
    return re.compile(".*".join(re.escape(part) for part in cell.split("…")), re.DOTALL)


@contextmanager
def direct(monkeypatch: Any, ports: dict[str, int], addresses: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Settings for a run without a stand-in: names have these addresses, and these addresses lie at these ports here.

    Everything but the last step is real: the look-up, the checks of addresses, TLS. An address without a port fails
    the test: it must not be connected to.
    """
    import httpcore

    connect = httpcore.SyncBackend.connect_tcp

    def instead(self: Any, host: str, port: int, *rest: Any, **options: Any) -> Any:
        assert host in ports, f"connected to {host}"
        return connect(self, "127.0.0.1", ports[host], *rest, **options)

    def resolver(host: str, port: int) -> list[str]:
        if host not in addresses:
            raise httpcore.ConnectError(f"{host}: no address (Name or service not known)")
        return addresses[host]

    with monkeypatch.context() as patched:
        patched.setattr(httpcore.SyncBackend, "connect_tcp", instead)
        yield {"resolver": resolver}
