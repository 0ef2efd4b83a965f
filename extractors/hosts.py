"""Turns at a host: one request in flight and a pause between two, over threads and over processes.

Belongs here: host budgets, locks, pauses. Does not belong here: what is asked, and what to do with an answer.
"""

import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from extractors.errors import UnreachableError

_LOCK_WAIT_S = 300.0
_LONGEST_REST_S = 3600.0
# Names under which strangers get subdomains: each of these is a host of its own.
_SHARED = frozenset(["github.io", "gitlab.io", "co.uk", "org.uk", "ac.uk", "com.au", "co.jp", "com.br", "substack.com"])


def budget_of(host: str) -> str:
    """The name whose requests are counted together: the domain someone registered."""
    labels = host.lower().rstrip(".").split(".")
    last = ".".join(labels[-2:])
    return ".".join(labels[-3:]) if last in _SHARED else last


class HostTurns:
    """Gives out turns. The folder is shared by all processes of this data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._mutexes: dict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def turn(self, host: str, pause_s: float) -> Iterator[None]:
        """The only request to this host, at least `pause_s` after the end of the last one."""
        budget = budget_of(host)
        with self._mutexes[budget]:
            try:
                with FileLock(self._file(budget, "lock"), timeout=_LOCK_WAIT_S):
                    time.sleep(max(0.0, self._pause_left(budget, pause_s), self._rest_left(budget)))
                    try:
                        yield
                    finally:
                        _write(self._file(budget, "last"), time.time())
            except Timeout as fault:
                raise UnreachableError(
                    f"{budget}: another run has been asking there for {_LOCK_WAIT_S:.0f} s",
                    "wait for the other run, or end it",
                ) from fault

    def rest(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for a while, an hour at most: no process gets a turn before."""
        _write(self._file(budget_of(host), "rest"), time.time() + min(seconds, _LONGEST_REST_S))

    def _file(self, budget: str, kind: str) -> Path:
        return self._folder / f"{re.sub(r'[^a-z0-9.-]', '_', budget)}.{kind}"

    def _pause_left(self, budget: str, pause_s: float) -> float:
        """What is left of the pause after the last request of any process."""
        last = _written(self._file(budget, "last"))
        # A clock that was set back must not make the pause longer than it is.
        return min(pause_s, pause_s - (time.time() - last)) if last is not None else 0.0

    def _rest_left(self, budget: str) -> float:
        """What is left of the time the host asked for."""
        until = _written(self._file(budget, "rest"))
        return min(_LONGEST_REST_S, until - time.time()) if until is not None else 0.0


def _write(stamp: Path, moment: float) -> None:
    """The moment as the time of an empty file; the kernel's own would be some milliseconds old."""
    stamp.touch()
    os.utime(stamp, (moment, moment))


def _written(stamp: Path) -> float | None:
    try:
        return stamp.stat().st_mtime
    except FileNotFoundError:
        return None
