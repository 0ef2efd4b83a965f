"""Lever job boards: one request a board brings every published posting as a bare list.

Asks for: `GET api.lever.co/v0/postings/<site>?mode=json`, without a limit and so without pages, once a day a board.
European accounts are at `api.eu.lever.co`: a site that is unknown (404) is asked for there, and once it answers, only
there; a line may say `host = "api.eu.lever.co"` at once.
A row: one posting. Its text is the description, every list with its heading, what is said of pay, and the closing
part: the requirements stand in the lists alone. The answer never names the company.
Dates: `createdAt`, milliseconds UTC, is when the posting was made; it may be years before it was published, and there
is no better one. Nothing tells of edits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Salary
from extractors.sources.base import Plan, Record, Request, SourceClient, day_of, read_json
from extractors.sources.boards import (
    BOARD_OPTIONS,
    Board,
    BoardService,
    boards_of,
    day_key,
    ids_of,
    open_postings,
    read_rows,
)
from extractors.sources.countries import country_code, country_in, single_country
from extractors.sources.fields import (
    employment_of,
    markup_in,
    pay,
    period_of,
    places_text,
    required_id,
    required_title,
    text_in,
    web_address,
    workplace_of,
)
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS
_HOST = "api.lever.co"
_EUROPEAN = "api.eu.lever.co"


def from_table(where: str, table: Mapping[str, Any]) -> "Lever":
    """The boards of `[lever]`."""
    return Lever(boards_of(where, table))


class Lever(BoardService):
    """All boards of `sources.toml`."""

    name = "lever"

    def request(self, board: Board) -> Request:
        """Published postings, all at once."""
        return Request(
            f"https://{board.host or _HOST}/v0/postings/{quote(board.token, safe='')}?mode=json",
            expect="json",
            accept="application/json",
        )

    def ask(self, client: SourceClient, plan: Plan, board: Board) -> RawResponse | None:
        """The board; one that is unknown there (404, noted as asked) is tried in Europe, and kept being asked there."""
        found_there, european = f"{self.name}:{board.token}:host", replace(board, host=_EUROPEAN)
        if board.host:
            return super().ask(client, plan, board)
        if client.recall(found_there):
            return super().ask(client, plan, european)
        response = super().ask(client, plan, board)
        if response is None and plan.already(day_key(self.name, board, plan)):
            response = super().ask(client, plan, european)
            if response is not None:
                client.note(found_there, _EUROPEAN)
        return response

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board."""
        board = response.meta.get("board", "")
        rows = read_json(response.body, where=f"lever: board {board}")
        if not isinstance(rows, list):
            raise ParseError(f"lever: board {board}: expected a list of postings, found {str(rows)[:80]}")
        yield from read_rows(self.name, response, rows, lambda row: self._posting(row, board, response))
        yield open_postings(self.name, board, ids_of(rows))

    def _posting(self, row: dict[str, Any], board: str, response: RawResponse) -> Posting:
        native = required_id(row, "id")
        title = required_title(row.get("text"), native)
        markup = _markup(row)
        if not markup.strip():
            raise ParseError(f"posting {native}: no text")
        found = row.get("categories")
        categories: dict[str, Any] = found if isinstance(found, dict) else {}
        places = _places(categories)
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=response.meta.get("company") or board,
            title=title,
            text=stored_text(markup),
            url=web_address(row.get("hostedUrl"), response.url),
            posted_on=day_of(row.get("createdAt"), seen=response.fetched_at),
            location=places_text(places),
            country=single_country([country_code(row.get("country")), *map(country_in, places)]),
            workplace=workplace_of(row.get("workplaceType")),
            employment_type=employment_of(categories.get("commitment")),
            salary=_salary(row.get("salaryRange")),
        )


def _markup(row: dict[str, Any]) -> str:
    """The whole advertisement; list items come without the list around them."""
    description = markup_in(row.get("description"))
    if not description:
        description = markup_in(row.get("opening")) + markup_in(row.get("descriptionBody"))
    parts = [description]
    lists = row.get("lists")
    for one in lists if isinstance(lists, list) else []:
        if isinstance(one, dict):
            parts.append(f"<h3>{markup_in(one.get('text'))}</h3><ul>{markup_in(one.get('content'))}</ul>")
    parts += [markup_in(row.get("salaryDescription")), markup_in(row.get("additional"))]
    return "\n".join(f"<div>{part}</div>" for part in parts if part.strip())


def _places(categories: dict[str, Any]) -> list[str]:
    every = categories.get("allLocations")
    places = [place for place in map(text_in, every if isinstance(every, list) else []) if place]
    main = text_in(categories.get("location"))
    return places or ([main] if main else [])


def _salary(found: object) -> Salary | None:
    """`per-year-salary`, `per-hour-wage` and the like; other intervals are left to the reading of the text."""
    if not isinstance(found, dict):
        return None
    interval = found.get("interval")
    words = interval.split("-") if isinstance(interval, str) else []
    period = period_of(words[1]) if len(words) > 1 and words[0] == "per" else None
    return pay(found.get("min"), found.get("max"), found.get("currency"), period) if period else None
