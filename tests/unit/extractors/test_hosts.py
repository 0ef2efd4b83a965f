"""Turns at a host, over threads and over processes."""

import threading
import time
from itertools import pairwise
from pathlib import Path

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
