"""Greenhouse job boards: one request a board brings every open posting with its text.

Asks for: `GET boards-api.greenhouse.io/v1/boards/<token>/jobs?content=true`, once a day a board, conditionally.
A row: one open post; `id` is stable over edits. `content` is HTML that was escaped once more.
Dates: `first_published` is when the posting appeared; `updated_at` moves with every edit and is not used.
"""

import html
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Workplace
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json, stranger
from extractors.sources.boards import BOARD_OPTIONS, Board, ask_boards, boards_of, read_rows
from extractors.text import one_line, stored_text

OPTIONS = BOARD_OPTIONS
_WORKPLACES: dict[str, Workplace] = {
    "remote": "remote", "hybrid": "hybrid", "onsite": "onsite", "on-site": "onsite", "in-office": "onsite",
    "in office": "onsite", "office": "onsite",
}  # fmt: skip


def from_table(where: str, table: Mapping[str, Any]) -> "Greenhouse":
    """The boards of `[greenhouse]`."""
    return Greenhouse(boards_of(where, table))


class Greenhouse:
    """All boards of `sources.toml`."""

    name = "greenhouse"
    kind: SourceKind = "posting"

    def __init__(self, boards: tuple[Board, ...]) -> None:
        self._boards = boards

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """One request for every board not asked today."""
        yield from ask_boards(
            client,
            plan,
            self.name,
            self._boards,
            lambda board: Request(
                f"https://boards-api.greenhouse.io/v1/boards/{quote(board.token)}/jobs?content=true",
                expect="json",
                accept="application/json",
            ),
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"greenhouse: board {board}")
        jobs = payload.get("jobs") if isinstance(payload, dict) else None
        if not isinstance(jobs, list):
            raise ParseError(f"greenhouse: board {board}: no list 'jobs' in the answer")
        owners = [job.get("company_name") for job in jobs if isinstance(job, dict)]
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=owners)
        if foreign:
            yield foreign
        yield from read_rows(self.name, response, jobs, lambda job: self._posting(job, board, response))
        ids = tuple(one for one in map(_native_id, jobs) if one is not None)
        yield Listing(self.name, board, ids, capped=len(ids) < max(len(jobs), _stated_total(payload)))

    def _posting(self, job: dict[str, Any], board: str, response: RawResponse) -> Posting:
        native, title, content = _native_id(job), job.get("title"), job.get("content")
        if native is None:
            raise ParseError(f"no usable 'id' ({job.get('id')!r})")
        if not isinstance(title, str) or not one_line(title):
            raise ParseError(f"posting {native}: no title")
        if not isinstance(content, str):
            raise ParseError(f"posting {native}: no text ('content' is {type(content).__name__})")
        employer = job.get("company_name")
        url = job.get("absolute_url")
        location = _text(job.get("location"))
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=one_line(employer if isinstance(employer, str) else "") or response.meta.get("company", board),
            title=one_line(title),
            # Escaped once more by the service: unescape exactly once, the parser does the rest.
            text=stored_text(html.unescape(content)),
            url=url if isinstance(url, str) and url.startswith("https://") else response.url,
            posted_on=day_of(job.get("first_published"), seen=response.fetched_at),
            location=location,
            workplace=_workplace(job.get("metadata"), location),
            language=job["language"] if isinstance(job.get("language"), str) else None,
        )


def _native_id(job: object) -> str | None:
    native = job.get("id") if isinstance(job, dict) else None
    return str(native) if isinstance(native, (int, str)) and not isinstance(native, bool) and native else None


def _stated_total(payload: dict[str, Any]) -> int:
    """How many postings the answer says it holds; 0 when it does not say."""
    meta = payload.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    return total if isinstance(total, int) else 0


def _text(location: object) -> str | None:
    name = location.get("name") if isinstance(location, dict) else None
    return one_line(name) or None if isinstance(name, str) else None


def _workplace(metadata: object, location: str | None) -> Workplace | None:
    """From a metadata row that says so, else from a location that is nothing but the word."""
    for row in metadata if isinstance(metadata, list) else []:
        if isinstance(row, dict) and str(row.get("name", "")).strip().lower() in ("location type", "workplace type"):
            found = _WORKPLACES.get(str(row.get("value", "")).strip().lower())
            if found:
                return found
    first = (location or "").lower().replace("-", ",").split(",")[0].strip()
    return _WORKPLACES.get(first) if first in ("remote", "hybrid") else None
