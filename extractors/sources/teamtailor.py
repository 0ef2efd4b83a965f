"""Teamtailor job boards: the RSS feed of a board brings every published job with its text, a hundred a page.

Asks for: `GET <company>.teamtailor.com/jobs.rss?per_page=100&offset=N`, once a day a board, the next page only after a
full one and at most ten of them; a board on a domain of the employer's own names it as `host`. robots.txt and its
Content-Signal differ from board to board and are obeyed.
A row: one item with all its places (no streets). Tenants that were tried and left hold made-up jobs whose text sells
the service itself: those are set aside. Pay is never stated.
Dates: `pubDate`, with an offset, in UTC.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from extractors.errors import HostClosedError, ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected, Workplace
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, plausible_day, stranger
from extractors.sources.boards import BOARD_OPTIONS, MAX_BOARD, Board, boards_of, day_key, open_postings
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import native_id, place_text, places_text, required_title, text_in, web_address
from extractors.sources.xml import parse_xml, text_of
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS
PAGE = 100
MAX_PAGES = 10
_TT = "{https://teamtailor.com/locations}"
_PITCHES = 3
_WORKPLACES: dict[str, Workplace] = {"none": "onsite", "hybrid": "hybrid", "fully": "remote"}


def from_table(where: str, table: Mapping[str, Any]) -> "Teamtailor":
    """The boards of `[teamtailor]`."""
    return Teamtailor(boards_of(where, table))


class Teamtailor:
    """All boards of `sources.toml`."""

    name = "teamtailor"
    kind: SourceKind = "posting"

    def __init__(self, boards: tuple[Board, ...]) -> None:
        self._boards = boards

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page of every board not read to its end today."""
        due = [board for board in self._boards if not plan.already(day_key(self.name, board, plan))]
        client.expect(len(due))
        for board in due:
            # Every board has a host of its own: one that answers no more keeps no other from being read.
            with suppress(HostClosedError):
                yield from self._pages(client, plan, board)

    def _pages(self, client: SourceClient, plan: Plan, board: Board) -> Iterator[RawResponse]:
        """The pages of a board from where an interrupted run left off; a page that fails ends it for this run."""
        key = day_key(self.name, board, plan)
        seen: set[str] = set()
        for page in range(int(client.recall(f"{key}:next") or 1), MAX_PAGES + 1):
            work = f"{key}:{page}"
            # A board that is unknown there is noted as asked, without an answer.
            response = None if plan.already(work) else client.get(replace(_request(board, page), key=work))
            if response is None:
                return
            ids = _ids(response)
            # A server that repeats a page past the end would be asked for ever.
            more = len(ids) >= PAGE and bool(ids - seen)
            if more:
                seen |= ids
                client.note(f"{key}:next", str(page + 1))
            yield response
            if not more:
                break
        client.finished(key)

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The jobs of one page."""
        board = response.meta.get("board", "")
        channel = _channel(response)
        owner, items = text_in(text_of(channel, "title")), channel.findall("item")
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=[owner])
        part = int(response.meta.get("page", "1"))
        if foreign and part == 1:
            yield foreign
        for item in items:
            try:
                yield self._row(item, board, owner, response)
            except ParseError as fault:
                yield Rejected(self.name, response.url, "unreadable posting", fault.message)
        yield open_postings(self.name, board, [_id(item) for item in items], part=part, last=len(items) < PAGE)

    def _row(self, item: Any, board: str, owner: str | None, response: RawResponse) -> Posting | Rejected:
        native = _id(item)
        if native is None:
            raise ParseError("an item without a guid")
        title = required_title(text_of(item, "title"), native)
        text = stored_text(text_of(item, "description"))
        employer = owner or response.meta.get("company") or board
        if text.lower().count("teamtailor") >= _PITCHES and "teamtailor" not in employer.lower():
            return Rejected(self.name, response.url, "made-up offer", f"board {board}: {title}")
        places = item.findall(f"{_TT}locations/{_TT}location")
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=employer,
            title=title,
            text=text,
            url=web_address(text_of(item, "link"), response.url),
            posted_on=_day(text_of(item, "pubDate"), response.fetched_at),
            location=places_text(map(_place, places)),
            country=single_country(country_code(text_of(place, f"{_TT}country")) for place in places),
            workplace=_WORKPLACES.get(text_of(item, "remoteStatus").strip().lower()),
        )


def _request(board: Board, page: int) -> Request:
    host = board.host or f"{quote(board.token, safe='')}.teamtailor.com"
    return Request(
        f"https://{host}/jobs.rss?per_page={PAGE}&offset={(page - 1) * PAGE}",
        expect="xml",
        accept="application/rss+xml, application/xml;q=0.9",
        meta={"board": board.token, "company": board.company, "page": str(page)},
        conditional=True,
        lists=page == 1,
        max_bytes=MAX_BOARD,
        read_timeout_s=30,
    )


def _channel(response: RawResponse) -> Any:
    where = f"teamtailor: board {response.meta.get('board', '')}"
    root = parse_xml(response.body, where=where)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise ParseError(f"{where}: root element is <{root.tag}>, expected <rss> with a <channel>")
    return channel


def _ids(response: RawResponse) -> set[str]:
    """The ids of a page; none when it cannot be read, which reading it for real will tell."""
    try:
        return {found for item in _channel(response).findall("item") if (found := _id(item))}
    except ParseError:
        return set()


def _id(item: Any) -> str | None:
    return native_id(text_of(item, "guid"))


def _place(place: Any) -> str | None:
    city = text_in(text_of(place, f"{_TT}city")) or text_in(text_of(place, f"{_TT}name"))
    return place_text(city, text_of(place, f"{_TT}country"))


def _day(value: str, seen: datetime) -> date | None:
    try:
        moment = parsedate_to_datetime(value.strip())
        return plausible_day((moment.astimezone(UTC) if moment.tzinfo else moment).date(), seen=seen)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
