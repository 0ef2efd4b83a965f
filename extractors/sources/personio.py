"""Personio job boards: one request a board brings every position as XML.

Asks for: `GET <account>.jobs.personio.de/xml?language=en`, once a day a board; accounts of the other site say `host =
"<account>.jobs.personio.com"`. Without a language the texts are German. An account that does not exist leads to
the service's own site, which counts as unknown there. The slug proves nothing: names of companies that are no customers
were seen answering.
A row: one position; its text is every part of the description with its heading. A position sent twice is one posting
with the places of both. No address is given: it is made from the id. No pay and no flag for remote work; an office
called "Remote" is one.
Dates: `createdAt`, with an offset, is when the position was made; there is no other.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected
from extractors.sources.base import Record, Request, day_of, stranger
from extractors.sources.boards import BOARD_OPTIONS, Board, BoardService, boards_of, merged_rows, open_postings
from extractors.sources.countries import country_in, single_country
from extractors.sources.fields import employment_of, native_id, places_text, required_title, text_in, workplace_of
from extractors.sources.xml import parse_xml, text_of
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS


def from_table(where: str, table: Mapping[str, Any]) -> "Personio":
    """The boards of `[personio]`."""
    return Personio(boards_of(where, table))


class Personio(BoardService):
    """All boards of `sources.toml`."""

    name = "personio"

    def request(self, board: Board) -> Request:
        """Open positions in English."""
        return Request(
            f"https://{board.host or quote(board.token, safe='') + '.jobs.personio.de'}/xml?language=en",
            expect="xml",
            accept="application/xml, text/xml;q=0.9",
            # Where an account that does not exist leads.
            unknown_at=("personio.com", "www.personio.com", "personio.de", "www.personio.de"),
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The positions of one board, each once."""
        board = response.meta.get("board", "")
        root = parse_xml(response.body, where=f"personio: board {board}")
        if root.tag != "workzag-jobs":
            raise ParseError(f"personio: board {board}: root element is <{root.tag}>, expected <workzag-jobs>")
        positions = root.findall("position")
        owners = [text_of(position, "subcompany") for position in positions]
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=owners)
        if foreign:
            yield foreign
        for copies in merged_rows(positions, _id):
            try:
                yield self._posting(copies, board, response)
            except ParseError as fault:
                yield Rejected(self.name, response.url, "unreadable posting", fault.message)
        yield open_postings(self.name, board, [_id(position) for position in positions])

    def _posting(self, copies: list[Any], board: str, response: RawResponse) -> Posting:
        first = copies[0]
        native = _id(first)
        if native is None:
            raise ParseError("a position without an id")
        offices = list(dict.fromkeys(office for copy in copies for office in _offices(copy)))
        only = workplace_of(offices[0]) if len(offices) == 1 else None
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            # The subcompany is a legal entity of the employer, and differs from position to position.
            employer=response.meta.get("company") or text_in(text_of(first, "subcompany")) or board,
            title=required_title(text_of(first, "name"), native),
            text=stored_text(_markup(first)),
            url=f"https://{urlsplit(response.url).hostname}/job/{quote(native, safe='')}",
            posted_on=day_of(text_of(first, "createdAt"), seen=response.fetched_at),
            location=places_text(offices),
            country=single_country(map(country_in, offices)),
            workplace=only,
            employment_type=employment_of(text_of(first, "employmentType"), text_of(first, "schedule")),
        )


def _id(position: Any) -> str | None:
    return native_id(text_of(position, "id"))


def _offices(position: Any) -> list[str]:
    found = [
        text_of(position, "office"),
        *("".join(one.itertext()) for one in position.findall("additionalOffices/office")),
    ]
    return [office for office in map(text_in, found) if office]


def _markup(position: Any) -> str:
    parts = position.findall("jobDescriptions/jobDescription")
    return "\n".join(f"<h3>{text_of(part, 'name')}</h3><div>{text_of(part, 'value')}</div>" for part in parts)
