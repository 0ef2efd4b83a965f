"""What a run remembers for the next one: finished work, validators, robots files, hosts to leave alone.

Belongs here: one small SQLite file beside the raw responses. Does not belong here: anything that could not be lost;
without this file everything is merely asked for again.
"""

import sqlite3
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from extractors.errors import RawStoreError

_SCHEMA = """
create table if not exists finished (key text primary key, raw_id text);
create table if not exists validators (
    url text primary key, raw_id text not null, etag text, last_modified text, confirmed integer not null default 0
);
create table if not exists robots (host text primary key, fetched_at text not null, status integer not null, body blob);
create table if not exists resting (host text primary key, until text not null, reason text not null);
create table if not exists notes (key text primary key, value text not null);
create table if not exists failing (
    name text primary key, times integer not null, last_on text not null, skip_until text not null, reason text not null
);
create table if not exists recent_sizes (url text primary key, bytes text not null);
"""
FAILURES_TO_SKIP = 3
#: How many sizes of earlier answers are kept, to know the usual one.
_SIZES = 4
SKIPPED = timedelta(days=5)
"""How long a board or feed is not asked that failed on so many days in a row."""


@dataclass(frozen=True, slots=True)
class Validator:
    """What to send so that a server may answer "nothing new", and the response that then holds."""

    raw_id: str
    etag: str | None
    last_modified: str | None


class State:
    """One connection shared by the threads of a process; other processes wait their turn."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._con = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            # A note survives the end of this process at once; a disk need not be waited for at each of them.
            self._con.execute("pragma journal_mode = wal")
            self._con.execute("pragma synchronous = normal")
            self._con.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as fault:
            raise RawStoreError(
                f"{path}: cannot be used to remember what was collected ({fault})",
                "check that the data folder can be written; if the file is damaged, delete it: "
                "stored responses stay, some are asked for again",
            ) from fault

    def close(self) -> None:
        """Gives the file back."""
        with self._lock:
            self._con.close()

    def _run(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return self._con.execute(query, values).fetchall()
            except sqlite3.Error as fault:
                raise RawStoreError(f"{self._path}: {fault}", "delete the file: it is rebuilt") from fault

    def finish(self, key: str, raw_id: str | None) -> None:
        """Notes that `key` is done; with a raw_id it counts only as long as that response is there."""
        self._run("insert or replace into finished values (?, ?)", (key, raw_id))

    def finished(self, key: str) -> tuple[bool, str | None]:
        """Whether `key` is done and which response proves it."""
        rows = self._run("select raw_id from finished where key = ?", (key,))
        return (True, str(rows[0][0]) if rows[0][0] else None) if rows else (False, None)

    def forget(self, raw_id: str) -> None:
        """A response was lost: whatever rests on it is to be asked for again."""
        self._run("delete from finished where raw_id = ?", (raw_id,))
        self._run("delete from validators where raw_id = ?", (raw_id,))

    def offer_validator(self, url: str, raw_id: str, etag: str | None, last_modified: str | None) -> None:
        """Keeps validators unconfirmed: they are not sent before the rows of their response are stored."""
        if etag or last_modified:
            self._run("insert or replace into validators values (?, ?, ?, ?, 0)", (url, raw_id, etag, last_modified))

    def validator(self, url: str) -> Validator | None:
        """The confirmed validators of a URL."""
        rows = self._run("select raw_id, etag, last_modified from validators where url = ? and confirmed = 1", (url,))
        if not rows:
            return None
        raw_id, etag, modified = rows[0]
        return Validator(str(raw_id), str(etag) if etag else None, str(modified) if modified else None)

    def confirm(self, raw_ids: Collection[str]) -> None:
        """The rows of these responses are stored: their validators may be used from now on."""
        waiting = {str(raw_id) for (raw_id,) in self._run("select raw_id from validators where confirmed = 0")}
        with self._lock:
            self._con.execute("begin immediate")
            self._con.executemany(
                "update validators set confirmed = 1 where raw_id = ?",
                [(one,) for one in waiting.intersection(raw_ids)],
            )
            self._con.execute("commit")

    def failed(self, name: str, on: date, reason: str) -> None:
        """A board or feed failed on a day; several times on one day count once."""
        rows = self._run("select times, last_on from failing where name = ?", (name,))
        times = (int(str(rows[0][0])) + (str(rows[0][1]) != on.isoformat())) if rows else 1
        until = on + SKIPPED if times >= FAILURES_TO_SKIP else on
        self._run(
            "insert or replace into failing values (?, ?, ?, ?, ?)",
            (name, times, on.isoformat(), until.isoformat(), reason),
        )

    def answered(self, name: str) -> None:
        """A board or feed answered: what it failed before no longer counts."""
        self._run("delete from failing where name = ?", (name,))

    def skipped(self, name: str, on: date) -> tuple[date, str] | None:
        """When a board or feed that keeps failing is asked next, and how it failed; None when it may be asked."""
        rows = self._run("select skip_until, last_on, reason from failing where name = ?", (name,))
        if not rows or not str(rows[0][1]) < on.isoformat() <= str(rows[0][0]):
            return None
        return date.fromisoformat(str(rows[0][0])) + timedelta(days=1), str(rows[0][2])

    def resize(self, url: str, size: int) -> list[int]:
        """Keeps the size in bytes of the newest answer of an address and gives those of the last four before it."""
        rows = self._run("select bytes from recent_sizes where url = ?", (url,))
        before = [int(one) for one in str(rows[0][0]).split()] if rows else []
        kept = " ".join(map(str, [*before, size][-_SIZES:]))
        self._run("insert or replace into recent_sizes values (?, ?)", (url, kept))
        return before

    def robots(self, host: str, *, not_before: datetime) -> tuple[int, bytes] | None:
        """A robots.txt fetched since `not_before`."""
        rows = self._run("select status, body, fetched_at from robots where host = ?", (host,))
        if not rows or datetime.fromisoformat(str(rows[0][2])) < not_before:
            return None
        status, body, _ = rows[0]
        return int(str(status)), body if isinstance(body, bytes) else b""

    def keep_robots(self, host: str, fetched_at: datetime, status: int, body: bytes) -> None:
        """Keeps a robots.txt for later runs."""
        moment = fetched_at.astimezone(UTC).isoformat()
        self._run("insert or replace into robots values (?, ?, ?, ?)", (host, moment, status, body))

    def resting(self, host: str, now: datetime) -> tuple[datetime, str] | None:
        """Until when a host asked to be left alone, if that is still to come."""
        rows = self._run("select until, reason from resting where host = ?", (host,))
        if not rows or (until := datetime.fromisoformat(str(rows[0][0]))) <= now:
            return None
        return until, str(rows[0][1])

    def rest(self, host: str, until: datetime, reason: str) -> None:
        """Leaves a host alone until a moment, over runs."""
        self._run("insert or replace into resting values (?, ?, ?)", (host, until.astimezone(UTC).isoformat(), reason))

    def note(self, key: str, value: str) -> None:
        """Keeps a small fact."""
        self._run("insert or replace into notes values (?, ?)", (key, value))

    def recall(self, key: str) -> str | None:
        """The fact kept under a key."""
        rows = self._run("select value from notes where key = ?", (key,))
        return str(rows[0][0]) if rows else None
