"""One collection over all sources: hosts side by side, one failing source never in another's way.

Belongs here: running sources, counting what came of each, and the one fence around each of them. Does not belong here:
what a source asks for, HTTP, storing rows.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from statistics import median
from typing import Literal
from urllib.parse import urlsplit

from extractors.downloads import PIECE, Download, Seen
from extractors.errors import (
    ExtractorError,
    HostClosedError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)
from extractors.hosts import budget_of
from extractors.http import Manners, PoliteClient
from extractors.raw import ROUND, RawResponse, RawStore
from extractors.records import SourceRun
from extractors.sources.base import Plan, Request, Source
from extractors.sources.registry import SourceBook, SourceInfo, obstacle
from extractors.state import FAILURES_TO_SKIP

Progress = Callable[[str, int, int | None], None]
_HOST_THREADS = 16
_SHOWN = 3
_WORTH_WATCHING = 2_000
_SHRUNK = 0.4
Status = Literal["ok", "partial", "unreachable", "refused", "off"]


@dataclass
class _Tally:
    """What came of one source's requests."""

    answers: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    messages: list[str] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)
    skipped: dict[str, tuple[date, str]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    total: int | None = None
    #: Pieces of downloads that came, and that will have come in the end.
    pieces: int = 0
    pieces_total: int = 0


class Session:
    """The web as one source sees it (`SourceClient`)."""

    def __init__(  # noqa: PLR0917 - one caller, below
        self,
        client: PoliteClient,
        raw: RawStore,
        info: SourceInfo,
        pool: ThreadPoolExecutor,
        progress: Progress,
        day: date,
    ) -> None:
        self._day = day
        self._client = client
        self._raw = raw
        self._info = info
        self._pool = pool
        self._progress = progress
        self._manners = Manners(info.pause_s, info.documented_api)
        self._lock = threading.Lock()
        self.tally = _Tally()

    def get(self, request: Request) -> RawResponse | None:
        """The kept answer; None when the request failed or its board or feed is skipped for failing day after day.

        `HostClosedError` ends a source's round.
        """
        name = request.meta.get("board") if request.lists else request.meta.get("feed")
        if name and self._is_skipped(name):
            return None
        request = replace(request, meta={ROUND: self._day.isoformat(), **request.meta})
        try:
            response = self._client.fetch(request, source=self._info.name, manners=self._manners)
        except HostClosedError as fault:
            self._failed(fault)
            raise
        except ExtractorError as fault:
            if isinstance(fault, NotFoundError) and request.key:
                # An unknown board is not asked for twice on one day.
                self._raw.state.finish(request.key, None)
            self._failed(fault, request.meta.get("board") or request.meta.get("feed"))
            if name and not self._client.closed(urlsplit(request.url).hostname or ""):
                self._raw.state.failed(f"{self._info.name}:{name}", self._day, fault.message)
            return None
        with self._lock:
            self.tally.answers += 1
            host = urlsplit(request.url).hostname or ""
            if host in self._client.delays:
                self.tally.delays[host] = self._client.delays[host]
        if name:
            self._raw.state.answered(f"{self._info.name}:{name}")
        if request.conditional and response.revisit_of is None:
            self._watch_size(request.url, len(response.body))
        self._show()
        return response

    def download(self, request: Request) -> Path | None:
        """A file on disk, taken there or found there; None when it failed, with what came of it left for the next run.

        Raises `HostClosedError` as `get` does.
        """
        name = f"{blake2b(request.url.encode(), digest_size=8).hexdigest()}-{urlsplit(request.url).path[-60:]}"
        seen = self._seen_pieces()
        file = Download(self._raw.downloads / self._info.name / re.sub(r"[^\w.-]", "_", name), seen)
        if file.is_whole:
            return file.path
        try:
            self._client.download(replace(request, sink=file), manners=self._manners)
        except ExtractorError as fault:
            self._failed(fault)
            if isinstance(fault, HostClosedError):
                raise
            return None
        with self._lock:
            self.tally.answers += 1
        self._show()
        return file.path

    def _seen_pieces(self) -> Seen:
        """What moves the progress bar while a file comes: a step for every `PIECE`."""
        counted, known = 0, 0

        def seen(done: int, total: int | None) -> None:
            nonlocal counted, known
            pieces, total_pieces = done // PIECE, (total or done) // PIECE
            if (pieces, total_pieces) != (counted, known):
                with self._lock:
                    self.tally.pieces += pieces - counted
                    self.tally.pieces_total += total_pieces - known
                counted, known = pieces, total_pieces
                self._show()

        return seen

    def keep(self, request: Request, body: bytes) -> RawResponse:
        """A part of a downloaded file, kept like an answer."""
        return self._raw.save(
            source=self._info.name, url=request.url, status=200, headers={}, body=body, fetched_at=self._client.now(),
            meta={ROUND: self._day.isoformat(), **request.meta}, key=request.key,
        )  # fmt: skip

    def _is_skipped(self, name: str) -> bool:
        found = self._raw.state.skipped(f"{self._info.name}:{name}", self._day)
        if found is None:
            return False
        with self._lock:
            self.tally.skipped[name] = found
        self._show()
        return True

    def _watch_size(self, url: str, size: int) -> None:
        """An answer of less than two fifths of the last four may be an error page in disguise: told, and kept."""
        before = self._raw.state.resize(url, size)
        usual = round(median(before)) if before else 0
        if usual >= _WORTH_WATCHING and size < usual * _SHRUNK:
            with self._lock:
                self.tally.alarms.append(f"{url}: only {size:,} bytes, {usual:,} the times before")

    def get_many(self, requests: Iterable[Request]) -> Iterator[RawResponse]:
        """Answers as they come, hosts side by side, one request in flight a host."""
        by_host: dict[str, list[Request]] = defaultdict(list)
        for request in requests:
            by_host[budget_of(urlsplit(request.url).hostname or "")].append(request)
        rounds = [self._pool.submit(self._one_host, listed) for listed in by_host.values()]
        for finished in as_completed(rounds):
            yield from finished.result()

    def _one_host(self, requests: list[Request]) -> list[RawResponse]:
        kept = []
        for request in requests:
            try:
                response = self.get(request)
            except HostClosedError:
                # The other hosts go on; the rest of this one is counted as failed.
                continue
            if response is not None:
                kept.append(response)
        return kept

    def finished(self, key: str) -> None:
        """Notes that the work named by `key` need not be done again."""
        self._raw.state.finish(key, None)

    def note(self, key: str, value: str) -> None:
        """Keeps a small fact between runs."""
        self._raw.state.note(key, value)

    def recall(self, key: str) -> str | None:
        """The fact kept under `key`."""
        return self._raw.state.recall(key)

    def report(self, message: str) -> None:
        """Adds a line to what people see, and counts it as a failure."""
        self._failed(ExtractorError(message))

    def expect(self, total: int) -> None:
        """How many requests the run will need."""
        self.tally.total = total
        self._show()

    def _failed(self, fault: ExtractorError, name: str | None = None) -> None:
        with self._lock:
            self.tally.failures[_class_of(fault)] += 1
            if name and isinstance(fault, NotFoundError):
                self.tally.missing[name] = None
            else:
                line = f"{fault.message} → {fault.remedy}" if fault.remedy else fault.message
                if line not in self.tally.messages:
                    self.tally.messages.append(line)
        self._show()

    def _show(self) -> None:
        tally = self.tally
        done = tally.answers + sum(tally.failures.values()) + len(tally.skipped) + tally.pieces
        # A board asked for at two places, or a page more than was thought, make no bar longer than it is.
        total = None if tally.total is None else max(done, tally.total + tally.pieces_total)
        self._progress(self._info.name, done, total)


def _class_of(fault: ExtractorError) -> str:
    if isinstance(fault, (UnreachableError, HostClosedError)):
        return "unreachable"
    return "refused" if isinstance(fault, RefusedError) else "other"


def _silent(source: str, done: int, total: int | None) -> None:
    """No progress shown."""


def collect(  # noqa: PLR0917 - the last two are optional and named by callers
    book: SourceBook,
    raw: RawStore,
    client: PoliteClient,
    plan: Plan,
    only: set[str] | None = None,
    progress: Progress = _silent,
) -> list[SourceRun]:
    """Asks every source that is on (and in `only`, when given) and tells how each fared, in the order of the book."""
    infos = {info.name: info for info in book.infos}
    chosen = [one for one in book.sources if infos[one.name].enabled and (only is None or one.name in only)]
    obstacles = {one.name: obstacle(infos[one.name], plan.keys, plan.as_of) for one in chosen}
    chosen = [one for one in chosen if not obstacles[one.name]]
    runs: dict[str, SourceRun] = {name: SourceRun(name, "off", message=why) for name, why in obstacles.items() if why}
    with (
        ThreadPoolExecutor(_HOST_THREADS, thread_name_prefix="host") as hosts,
        ThreadPoolExecutor(max(1, len(chosen)), thread_name_prefix="source") as threads,
    ):
        jobs = {
            threads.submit(_run, one, Session(client, raw, infos[one.name], hosts, progress, plan.as_of), plan): one
            for one in chosen
        }
        for job in as_completed(jobs):
            runs[jobs[job].name] = job.result()
    for info in book.infos:
        if not info.enabled and (only is None or info.name in only):
            runs[info.name] = SourceRun(info.name, "off", message=info.reason_off)
    return [runs[info.name] for info in book.infos if info.name in runs]


def _run(source: Source, session: Session, plan: Plan) -> SourceRun:
    """One source behind its fence: whatever goes wrong in it ends here, as a line about this source."""
    try:
        for _ in source.collect(session, plan):
            pass
    except HostClosedError:
        pass  # Reported when the host was closed.
    except ExtractorError as fault:
        session.report(fault.message)
    except Exception as fault:
        session.report(f"{source.name}: unexpected {type(fault).__name__}: {fault}; please report this")
    return _judge(source.name, session.tally)


def _judge(name: str, tally: _Tally) -> SourceRun:
    failures = sum(tally.failures.values())
    status: Status = "ok"
    if (failures and tally.answers) or (not failures and (tally.alarms or tally.skipped)):
        status = "partial"
    elif failures:
        kinds = tally.failures
        status = "partial" if kinds["other"] else "refused" if kinds["refused"] else "unreachable"
    parts = []
    for lines in (tally.messages, tally.alarms):
        parts += lines[:_SHOWN]
        if len(lines) > _SHOWN:
            parts.append(f"and {len(lines) - _SHOWN} more like it")
    parts += _left_alone(tally.skipped)
    if tally.missing:
        parts.append(f"{len(tally.missing)} unknown there (404): {', '.join(sorted(tally.missing))}")
    parts += [f"{host} asks for {delay:g} s between requests, kept" for host, delay in sorted(tally.delays.items())]
    message = "; ".join(parts)
    if not failures and not tally.answers and not tally.skipped:
        message = "nothing was due"
    return SourceRun(name, status, requests=tally.answers + failures, failures=failures, message=message)


def _left_alone(skipped: dict[str, tuple[date, str]]) -> list[str]:
    """Which boards or feeds were not asked, by the day on which they will be; why, where it is one."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for name, (again, _) in skipped.items():
        by_day[again].append(name)
    lines = []
    for again, names in sorted(by_day.items()):
        last = f" (the last time: {skipped[names[0]][1]})" if len(names) == 1 else ""
        lines.append(
            f"not asked before {again}, having failed on {FAILURES_TO_SKIP} or more days in a row: "
            f"{', '.join(sorted(names))}{last}"
        )
    return lines
