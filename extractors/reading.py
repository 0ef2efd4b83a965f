"""Kept responses turned into records, in a process of its own that can be stopped.

Belongs here: the fence around parsing: time, memory, faults of parsers, flaws they tell of. Does not belong here: how
any response is read (the sources), storing records.
"""

import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTimeError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from extractors import flaws
from extractors.errors import ExtractorError
from extractors.raw import FAILURE, RawResponse
from extractors.records import Article, BoardGone, Posting, Rejected
from extractors.sources.base import FOREIGN_BOARD, UNKNOWN_THERE, Record

if TYPE_CHECKING:
    from extractors.sources.registry import SourceBook

STOPPED = "reading stopped"
DEADLINE_S = 30.0
MEMORY = 1 << 30
# So little is read at once where it is asked for: starting a process takes 0.7 s, and nothing known makes 16 KiB long.
SMALL = 16 * 1024
_LARGE = 8 * 1024 * 1024
_AHEAD = 4
_GRACE_S = 30
# So many rows of one answer are set aside each by itself for one reason; the rest are counted.
_ALIKE = 1000
_NO_MEMORY = "it takes more memory than one answer is given"
#: The pool and what it was given to do.
_Begun = tuple[Any, "Future[list[Record]]"]
_KEPT = "the answer is kept as raw/{raw_id}; report it with that file, or switch the address off in sources.toml"

_ON_PURPOSE = "nothing to do: it is left out on purpose"
_ROW = "that row alone is left out; report it with the answer, which is kept as raw/{raw_id}"
# What helps where the source that set a row aside does not say it.
_REMEDIES = {
    "unreadable response": _KEPT,
    "unexpected fault while reading": _KEPT,
    STOPPED: _KEPT,
    "talk, not a posting": _ON_PURPOSE,
    "someone looking for work": _ON_PURPOSE,
    "invitation to apply, no opening": _ON_PURPOSE,
    "entry without a title": "nothing to do: there is nothing in it to read",
    "feed cut": "nothing to do: the newest entries stand first and were read",
    "made-up offer": "nothing to do: the service fills empty boards with it; remove the board if it stays so",
    FOREIGN_BOARD: "correct or remove the board in sources.toml",
}


class Reader:
    """Reads responses in order. One for a run; its process starts with the first response that is not small.

    `deadline_s` is for a response of up to 8 MiB, larger ones have more in proportion; `memory` is in bytes.
    """

    def __init__(self, book: "SourceBook", *, deadline_s: float = DEADLINE_S, memory: int = MEMORY) -> None:
        self._book = book
        self._deadline_s = deadline_s
        self._memory = memory
        self._pool: Any = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, responses: Iterable[RawResponse]) -> Iterator[tuple[RawResponse, list[Record]]]:
        """Each response with its records, in the order given."""
        begun: deque[tuple[RawResponse, _Begun | None]] = deque()
        for response in responses:
            begun.append((response, self._begin(response) if len(response.body) > SMALL else None))
            if len(begun) > _AHEAD:
                yield self._end(*begun.popleft())
        while begun:
            yield self._end(*begun.popleft())

    def _begin(self, response: RawResponse) -> "_Begun":
        from pebble import ProcessPool

        if self._pool is not None and not self._pool.active:
            self._stop()
        if self._pool is None:
            # Not forked: a child would hold the locks of this process and whatever its threads were in the middle of.
            self._pool = ProcessPool(
                1, initializer=_prepare, initargs=(self._book, self._memory), context=get_context("spawn")
            )
        patience = self._patience(response)
        return self._pool, self._pool.schedule(_read, args=[response, patience], timeout=patience)

    def _end(self, response: RawResponse, begun: "_Begun | None") -> tuple[RawResponse, list[Record]]:
        from pebble import ProcessExpired

        if begun is None:
            return response, parse_response(self._book, response)
        told = "the reading process ends as soon as it is started"
        for _ in range(2):
            try:
                return response, begun[1].result()
            except BrokenProcessPool:
                # It was ended between two answers, by the system perhaps: no fault of this one.
                if self._pool is begun[0]:
                    self._stop()
                begun = self._begin(response)
                continue
            except OutOfTimeError:
                told = f"no end after {self._patience(response):.3g} s"
            except MemoryError:
                told = _NO_MEMORY
            except ProcessExpired as fault:
                told = f"the reading process ended with {_ending(fault.exitcode)}"
            break
        return response, [_with_remedy(_unread(response, STOPPED, told), response)]

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def _patience(self, response: RawResponse) -> float:
        return self._deadline_s * max(1.0, len(response.body) / _LARGE)


def parse_response(book: "SourceBook", response: RawResponse) -> list[Record]:
    """All records of one response. A response or row that cannot be read becomes a `Rejected`, never an exception."""
    if FAILURE in response.meta:
        return _failed(response)
    source = book.parsers.get(response.source)
    if source is None:
        remedy = "put its table back into sources.toml, or update skilltide"
        return [Rejected(response.source, response.url, "unknown source", "no such source in this version", remedy)]
    records = _Kept(response)
    with flaws.collecting():
        try:
            for record in source.parse(response):
                records.add(record)
                for flaw in flaws.taken():
                    records.add(_flawed(flaw, response, record))
        except ExtractorError as fault:
            records.add(_unread(response, "unreadable response", fault.message, fault.remedy))
        except MemoryError:
            records.add(_unread(response, STOPPED, _NO_MEMORY))
        except Exception as fault:
            told = f"{type(fault).__name__}: {fault}"
            records.add(_unread(response, "unexpected fault while reading", told))
        for flaw in flaws.taken():
            records.add(_flawed(flaw, response, None))
    return records.all()


class _Kept:
    """The records of one response. Of many rows set aside for one reason the first are kept, the rest counted."""

    def __init__(self, response: RawResponse) -> None:
        self._response = response
        self._records: list[Record] = []
        self._alike: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Keeps a record, a rejected one with what to do about it."""
        if isinstance(record, Rejected):
            self._alike[record.reason] += 1
            if self._alike[record.reason] > _ALIKE:
                return
            record = _with_remedy(record, self._response)
        self._records.append(record)

    def all(self) -> list[Record]:
        """What was kept, and for each reason how many more there were."""
        for reason, count in self._alike.items():
            if count > _ALIKE:
                told = f"and {count - _ALIKE:,} more rows like these"
                self._records.append(_with_remedy(_unread(self._response, reason, told, _KEPT), self._response))
        return self._records


def _with_remedy(rejected: Rejected, response: RawResponse) -> Rejected:
    remedy = rejected.remedy or _REMEDIES.get(rejected.reason, _ROW)
    return replace(rejected, remedy=remedy.replace("{raw_id}", response.raw_id))


def _flawed(flaw: flaws.Flaw, response: RawResponse, record: Record | None) -> Rejected:
    """The row that tells of a flaw in a row which is stored all the same."""
    if not flaw.of_row or not isinstance(record, (Posting, Article)):
        return Rejected(response.source, response.url, flaw.reason, flaw.detail, flaw.remedy)
    name = record.posting_id if isinstance(record, Posting) else record.article_id
    return Rejected(response.source, record.url, flaw.reason, f"{name}: {flaw.detail}", flaw.remedy)


def _failed(response: RawResponse) -> list[Record]:
    """What is kept of an answer that could not be used."""
    failure, board = response.meta[FAILURE], response.meta.get("board")
    told = (response.meta.get("detail", ""), response.meta.get("remedy", ""))
    rejected = Rejected(response.source, response.url, failure, *told)
    return [rejected, BoardGone(response.source, board)] if board and failure == UNKNOWN_THERE else [rejected]


def _unread(response: RawResponse, reason: str, told: str, remedy: str = "") -> Rejected:
    detail = f"{told}; an answer of {len(response.body):,} bytes"
    return Rejected(response.source, response.url, reason, detail, remedy)


def _ending(code: int | None) -> str:
    with suppress(ValueError):
        if code is not None and code < 0:
            return signal.Signals(-code).name
    return f"status {code}"


# --- in the reading process -----------------------------------------------------------------------------------------

_of_this_process: dict[str, "SourceBook"] = {}


def _prepare(book: "SourceBook", memory: int) -> None:
    _of_this_process["book"] = book
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _read(response: RawResponse, patience: float) -> list[Record]:
    # Where the run itself was killed nobody is left to stop this process: the system does, soon after.
    signal.alarm(int(patience) + _GRACE_S)
    try:
        return parse_response(_of_this_process["book"], response)
    finally:
        signal.alarm(0)
