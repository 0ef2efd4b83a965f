"""Workable job boards: one request a board brings every published job with its text.

Asks for: `GET apply.workable.com/api/v1/widget/accounts/<account>?details=true`, once a day a board; without `details`
there are no texts. Readings of the host's robots.txt differ: it is read at run time and obeyed.
A row: one job in one place. A job open in two countries is two rows of one `shortcode`: they are one posting with two
places. Places that the employer hides are left out; pay is never stated.
Dates: `published_on`, a day without a time; `created_at` is when the draft was begun and is not used.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from extractors.raw import RawResponse
from extractors.records import Posting, Workplace
from extractors.sources.base import Record, Request, day_of, read_json, stranger
from extractors.sources.boards import (
    BOARD_OPTIONS,
    Board,
    BoardService,
    boards_of,
    list_under,
    merged_rows,
    open_postings,
    read_rows,
)
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import (
    employment_of,
    markup_in,
    native_id,
    place_text,
    places_text,
    required_id,
    required_title,
    text_in,
    workplace_of,
)
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS
_SITE = "https://apply.workable.com"


def from_table(where: str, table: Mapping[str, Any]) -> "Workable":
    """The boards of `[workable]`."""
    return Workable(boards_of(where, table))


class Workable(BoardService):
    """All boards of `sources.toml`."""

    name = "workable"

    def request(self, board: Board) -> Request:
        """Published jobs with their texts."""
        return Request(
            f"{_SITE}/api/v1/widget/accounts/{quote(board.token, safe='')}?details=true",
            expect="json",
            accept="application/json",
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board, each once with all its places."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"workable: board {board}")
        jobs = list_under(payload, "jobs", source=self.name, board=board)
        owner = payload.get("name")
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=[owner])
        if foreign:
            yield foreign
        groups = [_merged(group) for group in merged_rows(jobs, _shortcode)]
        employer = text_in(owner) or response.meta.get("company") or board
        yield from read_rows(self.name, response, groups, lambda job: self._posting(job, board, employer, response))
        yield open_postings(self.name, board, [_shortcode(job) for job in jobs])

    def _posting(self, job: dict[str, Any], board: str, employer: str, response: RawResponse) -> Posting:
        native = required_id(job, "shortcode")
        places = job["locations"]
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=employer,
            title=required_title(job.get("title"), native),
            text=stored_text(markup_in(job.get("description"))),
            # The address in the row names no account; this is the page it leads to.
            url=f"{_SITE}/{quote(board, safe='')}/j/{quote(native, safe='')}/",
            posted_on=day_of(job.get("published_on"), seen=response.fetched_at),
            location=places_text(place_text(one.get("city"), one.get("region"), one.get("country")) for one in places),
            country=single_country(
                country_code(one.get("countryCode")) or country_code(one.get("country")) for one in places
            ),
            workplace=_workplace(job),
            employment_type=employment_of(job.get("employment_type")),
        )


def _shortcode(job: object) -> str | None:
    return native_id(job.get("shortcode")) if isinstance(job, dict) else None


def _merged(rows: list[Any]) -> Any:
    """One row for all rows of a job; what is no object is left as it is, to be told apart later."""
    if not isinstance(rows[0], dict):
        return rows[0]
    return {**rows[0], "locations": [place for row in rows for place in _places(row)]}


def _places(row: dict[str, Any]) -> list[dict[str, Any]]:
    listed = row.get("locations")
    if isinstance(listed, list) and listed:
        return [place for place in listed if isinstance(place, dict) and place.get("hidden") is not True]
    return [{"city": row.get("city"), "region": row.get("state"), "country": row.get("country")}]


def _workplace(job: dict[str, Any]) -> Workplace | None:
    stated = workplace_of(job.get("workplace_type"))
    return "remote" if stated is None and job.get("telecommuting") is True else stated
