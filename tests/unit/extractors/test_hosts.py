"""Turns at a host, over threads and over processes."""

import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.hosts import HostTurns, budget_of


def test_one_request_in_flight_a_host_and_a_pause_between(tmp_path: Path) -> None:
    turns = HostTurns(tmp_path)
    others = HostTurns(tmp_path)
    spans: list[tuple[float, float]] = []

    def ask(given: HostTurns, host: str) -> None:
        with given.turn(host, 0.05):
            began = time.time()
            time.sleep(0.01)
            spans.append((began, time.time()))

    # Two sets of turns over one folder stand for two processes.
    threads = [
        threading.Thread(target=ask, args=(one, host)) for one in (turns, others) for host in ("a.x.org", "b.x.org")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(later[0] - earlier[1] >= 0.04 for earlier, later in pairwise(spans))


def test_budgets_are_counted_by_registered_domain() -> None:
    assert budget_of("export.arxiv.org") == budget_of("oaipmh.arxiv.org") == "arxiv.org"
    assert budget_of("a.github.io") != budget_of("b.github.io")
    assert budget_of("www.bbc.co.uk") == "bbc.co.uk"


class Clock:
    """Stands for the module `time` in `hosts` alone: other threads of this process sleep too, and would be counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_769_342_400.0
        self.waits: list[float] = []
        monkeypatch.setattr("extractors.hosts.time", self)

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def test_what_a_host_asked_for_holds_for_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    HostTurns(tmp_path).rest("api.x.org", 90)
    with HostTurns(tmp_path).turn("www.x.org", 1.0):
        pass
    assert clock.waits == [90]


def test_a_clock_that_was_set_back_makes_no_pause_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with HostTurns(tmp_path).turn("x.org", 1.0):
        pass
    clock.now -= 86_400
    with HostTurns(tmp_path).turn("x.org", 1.0):
        pass
    HostTurns(tmp_path).rest("y.org", 1e12)
    with HostTurns(tmp_path).turn("y.org", 1.0):
        pass
    assert clock.waits == [0, 1, 3600]
