"""Turns at a host: one request in flight and a pause between two, over threads and over processes.

Belongs here: host budgets, locks, pauses. Does not belong here: what is asked, and what to do with an answer.
"""

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
        self._not_before: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, pause_s: float) -> Iterator[None]:
        """The only request to this host, at least `pause_s` after the end of the last one."""
        budget = budget_of(host)
        name = re.sub(r"[^a-z0-9.-]", "_", budget)
        stamp = self._folder / f"{name}.last"
        with self._mutexes[budget]:
            try:
                lock = FileLock(self._folder / f"{name}.lock", timeout=_LOCK_WAIT_S)
                with lock:
                    self._wait(budget, stamp, pause_s)
                    try:
                        yield
                    finally:
                        stamp.touch()
            except Timeout as fault:
                raise UnreachableError(
                    f"{budget}: another run has been asking there for {_LOCK_WAIT_S:.0f} s",
                    "wait for the other run, or end it",
                ) from fault

    def _wait(self, budget: str, stamp: Path, pause_s: float) -> None:
        try:
            since = time.time() - stamp.stat().st_mtime
        except FileNotFoundError:
            since = pause_s
        # A clock that was set back must not make the pause longer than it is.
        pause = min(max(0.0, pause_s - since), pause_s)
        asked = self._not_before.get(budget, 0.0) - time.monotonic()
        if max(pause, asked) > 0:
            time.sleep(max(pause, asked))

    def rest(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for a while: nobody in this process gets a turn before."""
        self._not_before[budget_of(host)] = time.monotonic() + seconds
