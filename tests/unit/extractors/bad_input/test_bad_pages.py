"""Rows 36 and 37, and answers whose reading never ends: the process that reads is stopped, the run goes on."""

import json
import os
import resource
import signal
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from bad_run import GOOD_BOARD, NOW, run, told
from web_server import Reply, Web, reply

from extractors.raw import RawResponse
from extractors.reading import STOPPED, Reader, _prepare, _read, parse_response
from extractors.records import Posting, Rejected, SourceRun
from extractors.sources.greenhouse import Greenhouse
from extractors.sources.registry import SourceBook


def with_content(markup: str) -> Reply:
    jobs = [{"id": 1, "title": "Dev", "content": markup}, {"id": 2, "title": "Ops", "content": "fine"}]
    return reply(200, json.dumps({"jobs": jobs}).encode())


PAGES = {
    "36 depth": with_content("<div>" * 100_000),
    "36 links": with_content("<a>" * 1_600_000),
    "36 brackets": with_content("<" * 1_000_000),
    "36 sections": with_content("<![CDATA[" * 100_000),
}


@pytest.mark.parametrize("key", PAGES)
def test_row_36_markup_that_no_page_has_costs_only_its_row(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, board=PAGES[key])
    told(outcome, key)
    assert outcome.titles == ["Ops"]


JSON = {
    "37 depth": reply(200, b'{"jobs": ' + b"[" * 100_000),
    "37 closed depth": reply(200, b'{"jobs": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "37 digits": reply(200, b'{"jobs": [{"id": %s}]}' % (b"9" * 5000)),
    "37 broken": reply(200, GOOD_BOARD[:40]),
    "37 large": reply(200, b'{"jobs": [' + b"[]," * 12_000_000 + b"[]]}"),
    "shape": reply(200, b'{"data": {"jobs": []}}'),
    "shape list": reply(200, b"[1, 2]"),
}


@pytest.mark.parametrize("key", JSON)
def test_row_37_json_that_cannot_be_read(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, board=JSON[key])
    told(outcome, key)
    assert outcome.documents == []


def test_row_37_numbers_that_are_none_and_keys_given_twice(web: Web, tmp_path: Path, reader: Reader) -> None:
    body = (
        b'{"jobs": [{"id": 1, "title": "Old", "title": "Dev", "content": "x", "first_published": 1e400},'
        b' {"id": 2, "title": "Ops", "content": "x", "first_published": NaN, "updated_at": -Infinity},'
        b' {"id": 3, "title": "Lone \\ud800 half", "content": "x", "first_published": 1%s}]}' % (b"0" * 400)
    )
    outcome = run(web, tmp_path, reader, board=reply(200, body))
    told(outcome, "37 twice")
    assert outcome.titles == ["Dev", "Ops", "Lone half"]
    assert [one.posted_on for one in outcome.documents if isinstance(one, Posting)] == [None, None, None]


# --- a process that can be stopped ----------------------------------------------------------------------------------

LARGE = RawResponse("greenhouse/x.warc.gz", "greenhouse", "https://x.test/", 200, {}, GOOD_BOARD + b" " * 20_000, NOW)


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> SourceBook:
    """A book with sources that cannot be read, known to the reading process too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    kinds = import_module("stubborn")
    parsers: dict[str, Any] = {"greenhouse": Greenhouse(()), "endless": kinds.Endless(), "greedy": kinds.Greedy()}
    return SourceBook([], [], {**parsers, "crashing": kinds.Crashing()})


def test_reading_that_does_not_end_is_stopped_and_the_others_are_read(
    stubborn: SourceBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ["greenhouse", "endless", "greenhouse", "greedy", "crashing", "greenhouse"]
    # However busy the machine is, only the endless one runs out of time.
    monkeypatch.setattr(Reader, "_patience", lambda reader, response: 2.0 if response.source == "endless" else 300.0)
    with Reader(stubborn, memory=256 << 20) as reader:
        read = list(reader.read(replace(LARGE, source=name, raw_id=f"{name}/x.warc.gz") for name in order))
    assert [response.source for response, _ in read] == order
    found = {response.source: records[0] for response, records in read}
    assert isinstance(found["greenhouse"], Posting)
    outcomes = {}
    for name in ("endless", "greedy", "crashing"):
        row = found[name]
        assert isinstance(row, Rejected) and row.reason == STOPPED and f"raw/{name}/x.warc.gz" in row.remedy
        outcomes[name] = row
    for name, row in outcomes.items():
        told(_Told(row), f"stopped {name}")
    assert "no end after 2 s; an answer of 20,067 bytes" in outcomes["endless"].detail


class _Told:
    """An outcome that is one row."""

    run, documents = SourceRun("", "ok"), ()

    def __init__(self, row: Rejected) -> None:
        self.rejected = [row]


def test_small_answers_are_read_at_once_and_large_ones_alike(stubborn: SourceBook) -> None:
    small = replace(LARGE, body=GOOD_BOARD)
    with Reader(stubborn) as reader:
        ((_, at_once),) = reader.read([small])
        assert reader._pool is None, "no process was needed"
        ((_, elsewhere),) = reader.read([LARGE])
    assert at_once == elsewhere == parse_response(stubborn, small)


def test_a_larger_answer_is_given_more_time(stubborn: SourceBook) -> None:
    reader = Reader(stubborn, deadline_s=30)
    assert reader._patience(LARGE) == 30
    assert reader._patience(replace(LARGE, body=bytes(32 << 20))) == 120


def test_a_reading_process_that_is_killed_is_replaced(stubborn: SourceBook) -> None:
    with Reader(stubborn) as reader:
        list(reader.read([LARGE]))
        (worker,) = reader._pool._pool_manager.worker_manager.workers
        os.kill(worker, signal.SIGKILL)
        read = list(reader.read([LARGE] * 3))
    assert [type(records[0]) for _, records in read] == [Posting] * 3


def test_a_reading_process_whose_run_was_killed_is_ended_by_the_system(stubborn: SourceBook) -> None:
    class Asking:
        def parse(self, response: RawResponse) -> Iterator[Rejected]:
            yield Rejected("asking", "", str(signal.alarm(100)))

    stubborn.parsers["asking"] = Asking()  # type: ignore[assignment]
    _prepare(stubborn, resource.RLIM_INFINITY)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    (row,) = _read(replace(LARGE, source="asking"), 3000.0)
    assert isinstance(row, Rejected) and 3000 < int(row.reason) <= 3030, "seconds left while reading"
    assert signal.alarm(0) == 0, "none afterwards"
