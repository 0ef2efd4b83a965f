"""Greenhouse job boards: one request a board brings every open posting with its text.

Asks for: `GET boards-api.greenhouse.io/v1/boards/<token>/jobs?content=true`, once a day a board, conditionally.
A row: one open post; `id` is stable over edits. `content` is HTML that was escaped once more.
Dates: `first_published` is when the posting appeared; `updated_at` moves with every edit and is not used.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected, Workplace
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.text import one_line, stored_text

_WORKPLACES: dict[str, Workplace] = {
    "remote": "remote", "hybrid": "hybrid", "onsite": "onsite", "on-site": "onsite", "in-office": "onsite",
    "in office": "onsite", "office": "onsite",
}  # fmt: skip
_MAX_BOARD = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Board:
    """A board and the company it is expected to belong to."""

    token: str
    company: str


class Greenhouse:
    """All boards of `sources.toml`."""

    name = "greenhouse"
    kind: SourceKind = "posting"

    def __init__(self, boards: tuple[Board, ...]) -> None:
        self._boards = boards

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """One request for every board not asked today."""
        keys = {board: f"greenhouse:{board.token}:{plan.as_of}" for board in self._boards}
        due = [board for board in self._boards if not plan.already(keys[board])]
        client.expect(len(due))
        for board in due:
            response = client.get(
                Request(
                    f"https://boards-api.greenhouse.io/v1/boards/{quote(board.token)}/jobs?content=true",
                    expect="json",
                    key=keys[board],
                    meta={"board": board.token, "company": board.company},
                    conditional=True,
                    max_bytes=_MAX_BOARD,
                    read_timeout_s=30,
                    accept="application/json",
                )
            )
            if response is not None:
                yield response

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"greenhouse: board {board}")
        jobs = payload.get("jobs") if isinstance(payload, dict) else None
        if not isinstance(jobs, list):
            raise ParseError(f"greenhouse: board {board}: no list 'jobs' in the answer")
        stranger = _stranger(jobs, response.meta.get("company", ""))
        if stranger:
            detail = f"listed for {response.meta['company']}, but the board says {stranger}: check sources.toml"
            yield Rejected(self.name, response.url, "board of another company", detail)
        for number, job in enumerate(jobs, 1):
            try:
                yield self._posting(job, board, response)
            except ParseError as fault:
                url = str(job.get("absolute_url") or response.url) if isinstance(job, dict) else response.url
                yield Rejected(self.name, url, "unreadable posting", f"row {number}: {fault.message}")

    def _posting(self, job: Any, board: str, response: RawResponse) -> Posting:
        if not isinstance(job, dict):
            raise ParseError(f"expected an object, found {type(job).__name__}")
        native, title, content = job.get("id"), job.get("title"), job.get("content")
        if not isinstance(native, (int, str)) or isinstance(native, bool) or not native:
            raise ParseError(f"no usable 'id' ({native!r})")
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
            native_id=str(native),
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


def _stranger(jobs: list[Any], company: str) -> str | None:
    """The name the board gives itself when it has nothing in common with the company it is listed for."""
    names = {str(job.get("company_name") or "").strip() for job in jobs if isinstance(job, dict)} - {""}
    wanted = _letters(company)
    if not wanted or not names:
        return None
    related = any(wanted in _letters(name) or _letters(name) in wanted for name in names)
    return None if related else sorted(names)[0]


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
