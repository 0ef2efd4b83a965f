"""What every source is: a name, a kind, a way to ask for responses and a pure way to read one.

Belongs here: the protocol, the plan of a run, the view of the web a source gets, and small readers all sources share.
Does not belong here: the HTTP client, one source's knowledge.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Literal, Protocol

from extractors import flaws
from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Article, BoardGone, Listing, Posting, Rejected, Removed
from extractors.text import decode

Record = Posting | Article | Rejected | Removed | Listing | BoardGone
SourceKind = Literal["posting", "paper", "post"]
EARLIEST = date(1990, 1, 1)
FOREIGN_BOARD = "board of another company"
"""The reason under which a board is set aside whose payload names another owner than `sources.toml`."""
UNKNOWN_THERE = "unknown there (404)"
"""The reason under which a board is set aside that its service does not know."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run wants: documents from `since` to `as_of`. `already` tells whether a key was finished before."""

    as_of: date
    since: date
    now: datetime
    already: Callable[[str], bool]
    #: The user's keys, by source; never shown, not even by `repr`.
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)


class Sink(Protocol):
    """Where an answer goes that is too large for memory (`extractors/downloads.py`)."""

    def headers(self) -> dict[str, str]:
        """What to send so that only what is missing comes."""

    def take(self, url: str, status: int, headers: Mapping[str, str], pieces: Iterable[bytes]) -> None:
        """Keeps an answer 200, 206 or 416, piece by piece."""


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. `key` is noted as finished when the answer is kept; `meta` is kept with the answer for the parser.

    `lists` says that the answer is what the service has of the board `meta["board"]`: that it is unknown there (404) is
    then kept as a fact about the board.
    """

    url: str
    expect: Literal["json", "xml", "html", "sitemap", "any"] = "any"
    key: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    conditional: bool = False
    max_bytes: int = 8 * 1024 * 1024
    deadline_s: float = 60.0
    read_timeout_s: float = 10.0
    accept: str = "*/*"
    missing_is_answer: bool = False
    #: Sent besides the usual ones.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: What placeholders in `url` and `headers` stand for, filled in on the wire alone: nothing kept or told has them.
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: With a body the request is a POST of JSON.
    body: bytes | None = None
    #: 204 means that there is nothing, where other services never send it.
    empty_is_answer: bool = False
    lists: bool = False
    #: Hosts to which the service sends whoever asks for something that it does not know, instead of answering 404.
    unknown_at: tuple[str, ...] = ()
    #: Set by `SourceClient.download` alone.
    sink: Sink | None = None


class SourceClient(Protocol):
    """The web as one source sees it: every answer is kept and counted, every failure reported."""

    def get(self, request: Request) -> RawResponse | None:
        """The kept answer; None when the request failed or its board is skipped. Raises when the host is left alone.

        Where the server says that nothing is new, this is what was kept before, as of now.
        """

    def get_many(self, requests: Iterable[Request]) -> Iterator[RawResponse]:
        """Answers as they come, hosts side by side, one request in flight a host."""

    def download(self, request: Request) -> Path | None:
        """A file too large for memory, on disk; None when it failed, and the next run goes on where this one stopped.

        It is the source's to delete. `max_bytes` of the request does not count here.
        """

    def keep(self, request: Request, body: bytes) -> RawResponse:
        """A part of a downloaded file, kept as if it had been the answer to this request."""

    def finished(self, key: str) -> None:
        """Notes that the work named by `key` need not be done again."""

    def note(self, key: str, value: str) -> None:
        """Keeps a small fact between runs, such as a resumption token."""

    def recall(self, key: str) -> str | None:
        """The fact kept under `key`."""

    def report(self, message: str) -> None:
        """Adds a line to what people see about this source's run, and counts it as a failure."""

    def expect(self, total: int) -> None:
        """How many requests the run will need, for the progress bar."""


class Source(Protocol):
    """One service, or one kind of service such as feeds."""

    name: str
    kind: SourceKind

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Asks for what the plan needs and is not there yet."""

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """Reads one response: no network, no clock, no database."""


def read_json(body: bytes, *, where: str) -> Any:
    """JSON of an answer, or `ParseError`: too deep, numbers of thousands of digits, not JSON at all.

    Numbers that are none (NaN, 1e400) become None; of a key given twice the last value holds, which is told as a flaw.
    """
    try:
        return json.loads(
            decode(body), strict=False, parse_constant=lambda _: None, parse_float=_finite, object_pairs_hook=_once
        )
    except RecursionError as fault:
        raise ParseError(f"{where}: JSON nested too deeply to read") from fault
    except ValueError as fault:
        raise ParseError(f"{where}: expected JSON, found {body[:40]!r} ({fault})") from fault


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if isfinite(number) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = sorted({key for key, times in Counter(key for key, _ in pairs).items() if times > 1})
        flaws.note("key given twice", ", ".join(twice)[:200], "the last value was taken; tell the service")
    return found


def stranger(source: str, url: str, *, company: str, named: Iterable[object]) -> Rejected | None:
    """The row for the quarantine when no name the payload gives its owner has to do with the company it is listed for.

    `named` are the names found in the rows of one board; with none of them, or no company, there is nothing to compare.
    """
    names = sorted({str(name).strip() for name in named if isinstance(name, str)} - {""})
    wanted = _letters(company)
    if not wanted or not names or any(wanted in _letters(name) or _letters(name) in wanted for name in names):
        return None
    detail = f"listed for {company}, but the board says {names[0]}: check sources.toml"
    return Rejected(source, url, FOREIGN_BOARD, detail)


def _letters(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def plausible_day(moment: date | None, *, seen: datetime) -> date | None:
    """The date, or None when it is before 1990 or more than two years ahead of the day it was seen."""
    if moment is None or moment < EARLIEST or (moment - seen.date()).days > 730:
        return None
    return moment


def day_of(value: object, *, seen: datetime) -> date | None:
    """The UTC day of an ISO text or of epoch seconds (milliseconds are recognised by their size)."""
    try:
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, (int, float)):
            seconds = value / 1000 if value > 1e11 else value
            return plausible_day(datetime.fromtimestamp(seconds, UTC).date(), seen=seen)
        moment = datetime.fromisoformat(str(value).strip())
    except (ValueError, OverflowError, OSError):
        return None
    return plausible_day((moment.astimezone(UTC) if moment.tzinfo else moment).date(), seen=seen)
