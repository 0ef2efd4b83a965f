"""A collection over several sources: what each run is called, and that none disturbs another."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from web_server import Web, dead_port, polite, reply

from extractors.collect import collect
from extractors.raw import RawResponse
from extractors.reading import parse_response
from extractors.records import Rejected, SourceRun
from extractors.sources.base import Plan, Record, SourceClient, SourceKind
from extractors.sources.boards import Board
from extractors.sources.feeds import Feed, Feeds
from extractors.sources.greenhouse import Greenhouse
from extractors.sources.registry import SourceBook, SourceInfo

NOW = datetime(2026, 1, 25, tzinfo=UTC)
BASE = SourceInfo("", "posting", True, "", "", "", "", 1.0, "", "continuous")
JOBS = json.dumps({"jobs": [{"id": 1, "title": "Dev", "content": "x"}]}).encode()
RSS = b'<rss version="2.0"><channel><item><title>t</title><link>https://a.test/1</link></item></channel></rss>'


class Stumbling:
    """A source with a fault of its own."""

    name = "stumbling"
    kind: SourceKind = "post"

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        raise KeyError("a bug")
        yield

    def parse(self, response: RawResponse) -> Iterator[Record]:
        raise ZeroDivisionError("another")
        yield


def book(*sources: object) -> SourceBook:
    infos = [replace(BASE, name=one.name, kind=one.kind) for one in sources]  # type: ignore[attr-defined]
    return SourceBook(list(sources), infos, {info.name: one for info, one in zip(infos, sources, strict=True)})  # type: ignore[arg-type]


def run(web: Web, folder: Path, given: SourceBook, only: set[str] | None = None, **settings: object) -> list[SourceRun]:
    with polite(folder, web, **settings) as (client, raw):
        plan = Plan(date(2026, 1, 25), date(2025, 1, 25), NOW, raw.already)
        return collect(given, raw, client, plan, only, lambda source, done, total: None)


GREENHOUSE = Greenhouse((Board("acme", "Acme"), Board("gone", "Gone")))
FEEDS = Feeds((Feed("a", "A", "https://a.test/feed"), Feed("b", "B", "https://b.test/feed")))
BOARD = "/boards-api.greenhouse.io/v1/boards/acme/jobs"


def fill(web: Web) -> None:
    web.routes[BOARD] = reply(200, JOBS)
    web.routes["/a.test/feed"] = web.routes["/b.test/feed"] = reply(200, RSS)


def test_a_source_with_a_fault_of_its_own_stops_no_other(web: Web, tmp_path: Path) -> None:
    fill(web)
    broken, boards, feeds = run(web, tmp_path, book(Stumbling(), GREENHOUSE, FEEDS))
    assert (broken.status, broken.failures) == ("partial", 1) and "KeyError" in broken.message
    assert boards.status == "partial" and "1 unknown there (404): gone" in boards.message
    assert (feeds.status, feeds.requests, feeds.failures) == ("ok", 2, 0)


def test_a_second_run_of_the_day_asks_nothing(web: Web, tmp_path: Path) -> None:
    fill(web)
    run(web, tmp_path, book(GREENHOUSE, FEEDS))
    before = len(web.asked)
    runs = run(web, tmp_path, book(GREENHOUSE, FEEDS))
    assert len(web.asked) == before
    assert [(one.status, one.message) for one in runs] == [("ok", "nothing was due")] * 2


def test_without_network_every_source_is_unreachable(tmp_path: Path) -> None:
    runs = run(Web(url=f"http://127.0.0.1:{dead_port()}"), tmp_path, book(GREENHOUSE, FEEDS))
    assert [one.status for one in runs] == ["unreachable", "unreachable"]
    assert all("no connection" in one.message for one in runs)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_refusing_service_is_called_refused(web: Web, tmp_path: Path, status: int) -> None:
    web.routes[BOARD] = reply(status)
    (fared,) = run(web, tmp_path, book(Greenhouse((Board("acme", "Acme"),))))
    assert fared.status == "refused" and str(status) in fared.message


def test_one_host_down_leaves_the_feeds_of_others(web: Web, tmp_path: Path) -> None:
    fill(web)
    web.routes["/a.test/feed"] = reply(503)
    (fared,) = run(web, tmp_path, book(FEEDS))
    assert (fared.status, fared.requests, fared.failures) == ("partial", 2, 1) and "503" in fared.message


def test_only_the_chosen_sources_are_asked_and_those_off_say_why(web: Web, tmp_path: Path) -> None:
    fill(web)
    given = book(GREENHOUSE, FEEDS)
    off = replace(BASE, name="lever", enabled=False, reason_off="not today")
    given = SourceBook(given.sources, [*given.infos, off], given.parsers)
    assert [one.source for one in run(web, tmp_path, given, {"feeds"})] == ["feeds"]
    assert run(web, tmp_path, given)[-1] == SourceRun("lever", "off", message="not today")


def test_reading_never_raises(web: Web, tmp_path: Path) -> None:
    response = RawResponse("r", "stumbling", "https://x.test/", 200, {}, b"abc", NOW)
    (fault,) = parse_response(book(Stumbling()), response)
    assert isinstance(fault, Rejected) and "ZeroDivisionError" in fault.detail and "3 bytes" in fault.detail
    (unknown,) = parse_response(book(), response)
    assert isinstance(unknown, Rejected) and unknown.reason == "unknown source"


def test_an_answer_that_could_not_be_used_ends_among_the_rejected(web: Web, tmp_path: Path) -> None:
    web.routes[BOARD] = reply(200, b"<html>log in</html>")
    given = book(Greenhouse((Board("acme", "Acme"),)))
    with polite(tmp_path, web) as (client, raw):
        (fared,) = collect(given, raw, client, Plan(date(2026, 1, 25), date(2025, 1, 1), NOW, raw.already))
        (row,) = [record for one in raw.iterate() for record in parse_response(given, one)]
    assert fared.status == "partial"
    assert isinstance(row, Rejected) and row.reason == "unusable answer" and "expected JSON" in row.detail


def test_a_parse_error_names_its_source() -> None:
    response = RawResponse("r", "greenhouse", "https://x.test/", 200, {}, b"{}", NOW, {"board": "acme"})
    (row,) = parse_response(book(GREENHOUSE), response)
    assert isinstance(row, Rejected) and "board acme" in row.detail
