"""Greenhouse job boards: one request a board brings every open posting with its text.

Asks for: `GET boards-api.greenhouse.io/v1/boards/<token>/jobs?content=true&pay_transparency=true`, once a day a board,
conditionally. Pay ranges are documented for single postings alone; boards that leave them out are read the same.
A row: one open post; `id` is stable over edits, and a requisition put up again gets a new one. `content` is HTML that
was escaped once more. A post without an `internal_job_id` invites applications in general and is no opening: it is set
aside. The country is that of the location, else the one all offices of the post lie in.
Dates: `first_published` is when the posting appeared; `updated_at` moves with every edit and is not used.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Period, Posting, Rejected, Salary, Workplace
from extractors.sources.base import Record, Request, day_of, read_json, stranger
from extractors.sources.boards import (
    BOARD_OPTIONS,
    Board,
    BoardService,
    boards_of,
    ids_of,
    list_under,
    open_postings,
    read_rows,
)
from extractors.sources.countries import country_in, single_country
from extractors.sources.fields import (
    amount,
    employment_of,
    language_of,
    one_band,
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
_API = "https://boards-api.greenhouse.io/v1/boards"
_WORKPLACE = ("workplace type", "location type")
_EMPLOYMENT = ("employment type", "time type", "job type")
_BETWEEN = re.compile(r"\s*[;•]\s*")


def from_table(where: str, table: Mapping[str, Any]) -> "Greenhouse":
    """The boards of `[greenhouse]`."""
    return Greenhouse(boards_of(where, table))


class Greenhouse(BoardService):
    """All boards of `sources.toml`."""

    name = "greenhouse"

    def request(self, board: Board) -> Request:
        """Open posts with their texts."""
        return Request(
            f"{_API}/{quote(board.token, safe='')}/jobs?content=true&pay_transparency=true",
            expect="json",
            accept="application/json",
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"greenhouse: board {board}")
        jobs = list_under(payload, "jobs", source=self.name, board=board)
        owners = [job.get("company_name") for job in jobs if isinstance(job, dict)]
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=owners)
        if foreign:
            yield foreign
        openings = [job for job in jobs if not _is_invitation(job)]
        for job in jobs:
            if _is_invitation(job):
                detail = f"board {board}: {text_in(job.get('title'))} ('internal_job_id' is null)"
                yield Rejected(self.name, response.url, "invitation to apply, no opening", detail, "nothing to do")
        yield from read_rows(self.name, response, openings, lambda job: self._posting(job, board, response))
        yield open_postings(self.name, board, ids_of(jobs), total=_stated_total(payload))

    def _posting(self, job: dict[str, Any], board: str, response: RawResponse) -> Posting:
        native = required_id(job, "id")
        title = required_title(job.get("title"), native)
        content = job.get("content")
        if not isinstance(content, str):
            raise ParseError(f"posting {native}: no text ('content' is {type(content).__name__})")
        location = _location(job.get("location"))
        metadata = _metadata(job.get("metadata"))
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=text_in(job.get("company_name")) or response.meta.get("company", board),
            title=title,
            # Escaped once more by the service: unescape exactly once, the parser does the rest.
            text=stored_text(html.unescape(content)),
            url=web_address(job.get("absolute_url"), response.url),
            posted_on=day_of(job.get("first_published"), seen=response.fetched_at),
            location=location,
            country=country_in(location) or _country(job.get("offices")),
            workplace=_workplace(metadata, location),
            employment_type=employment_of(*(metadata.get(name) for name in _EMPLOYMENT)),
            salary=_salary(job.get("pay_input_ranges")),
            language=language_of(job.get("language")),
        )


def _is_invitation(job: object) -> bool:
    return isinstance(job, dict) and "internal_job_id" in job and job["internal_job_id"] is None


def _stated_total(payload: dict[str, Any]) -> int:
    """How many postings the answer says it holds; 0 when it does not say."""
    meta = payload.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    return total if isinstance(total, int) else 0


def _location(found: object) -> str | None:
    """The place as typed; several in one text are parted by a semicolon or a bullet."""
    name = text_in(found.get("name")) if isinstance(found, dict) else None
    return places_text(place.strip() for place in _BETWEEN.split(name)) if name else None


def _country(offices: object) -> str | None:
    rows = [office for office in offices if isinstance(office, dict)] if isinstance(offices, list) else []
    return single_country(country_in(office.get("location")) or country_in(office.get("name")) for office in rows[:100])


def _metadata(rows: object) -> dict[str, object]:
    """The employer's own fields by lower-case name; of a field with several values only a single one counts."""
    found: dict[str, object] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            value = row.get("value")
            one = value[0] if isinstance(value, list) and len(value) == 1 else value
            found.setdefault(row["name"].strip().lower(), one)
    return found


def _workplace(metadata: Mapping[str, object], location: str | None) -> Workplace | None:
    """From a field of the employer's that says so, else from a location that begins with the word."""
    for name in _WORKPLACE:
        stated = workplace_of(metadata.get(name))
        if stated:
            return stated
    first = (location or "").lower().replace("-", ",").split(",")[0].strip()
    return workplace_of(first) if first in ("remote", "hybrid") else None


def _salary(ranges: object) -> Salary | None:
    """Ranges are in cents and name no period, but for their title and remark."""
    bands = []
    for one in ranges if isinstance(ranges, list) else []:
        if isinstance(one, dict):
            low, high = (cents / 100 if (cents := amount(one.get(key))) else None for key in ("min_cents", "max_cents"))
            bands.append(pay(low, high, one.get("currency_type"), _period(one)))
    return one_band([band for band in bands if band is not None]) if None not in bands else None


def _period(one: dict[str, Any]) -> Period | None:
    words = re.findall(r"[a-z]+", f"{one.get('title') or ''} {one.get('blurb') or ''}".lower()[:500])
    periods = {period for word in words if (period := period_of(word))}
    return periods.pop() if len(periods) == 1 else None
