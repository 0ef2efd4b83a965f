"""What a collection tells of boards and feeds that shrink, vanish or keep failing, and when it leaves them alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from web_server import Web, polite, reply

from extractors.alarms import message_of, reading_alarms
from extractors.collect import collect
from extractors.raw import RawResponse
from extractors.reading import parse_response
from extractors.records import BoardGone, Listing, Posting, Rejected, SourceRun
from extractors.sources.base import Plan, stranger
from extractors.sources.boards import Board
from extractors.sources.feeds import Feed, Feeds
from extractors.sources.greenhouse import Greenhouse
from extractors.sources.registry import SourceBook, SourceInfo

DAY = date(2026, 1, 20)
BOARD = "/boards-api.greenhouse.io/v1/boards/acme/jobs"
MANY = b'{"jobs": [' + b", ".join(b'{"id": %d, "title": "Dev", "content": "x"}' % n for n in range(1, 100)) + b"]}"
ONE = b'{"jobs": [{"id": 1, "title": "Dev", "content": "x"}]}'
GREENHOUSE = Greenhouse((Board("acme", "Acme"),))
INFO = SourceInfo("greenhouse", "posting", True, "", "", "", "", 1.0, "", "continuous")
BOOK = SourceBook([GREENHOUSE], [INFO], {"greenhouse": GREENHOUSE})


def run(web: Web, folder: Path, number: int, book: SourceBook = BOOK) -> SourceRun:
    """One collection on the day of that number."""
    day = DAY + timedelta(days=number)
    with polite(folder, web, tries=1) as (client, raw):
        plan = Plan(day, DAY, datetime.fromisoformat(f"{day}T12:00:00+00:00"), raw.already)
        (fared,) = collect(book, raw, client, plan)
    return fared


@pytest.mark.parametrize("failing", [reply(404), reply(500), reply(200, b"<html>log in</html>")])
def test_a_board_that_failed_on_three_days_is_left_alone_for_five(web: Web, tmp_path: Path, failing: object) -> None:
    web.routes[BOARD] = failing  # type: ignore[assignment]
    fared = [run(web, tmp_path, number) for number in range(9)]
    assert [one.requests for one in fared] == [1, 1, 1, 0, 0, 0, 0, 0, 1]
    assert (
        "not asked before 2026-01-28, having failed on 3 or more days in a row: acme (the last time: "
        in fared[3].message
    )
    assert fared[3].status == "partial"


def test_failing_several_times_on_one_day_counts_once(web: Web, tmp_path: Path) -> None:
    web.routes[BOARD] = reply(500)
    assert [run(web, tmp_path, 0).requests for _ in range(4)] == [1, 1, 1, 1]


def test_an_answer_between_failures_starts_the_count_again(web: Web, tmp_path: Path) -> None:
    web.routes[BOARD] = [reply(500), reply(500), reply(200, ONE), reply(500), reply(500), reply(500)]
    assert [run(web, tmp_path, number).requests for number in range(7)] == [1, 1, 1, 1, 1, 1, 0]


def test_a_host_that_is_down_is_not_held_against_its_boards(web: Web, tmp_path: Path) -> None:
    web.routes[BOARD] = reply(503)
    assert [run(web, tmp_path, number).requests for number in range(4)] == [1, 1, 1, 1]


def test_a_feed_that_keeps_failing_is_left_alone_too(web: Web, tmp_path: Path) -> None:
    feeds = Feeds((Feed("a", "A", "https://a.test/feed"),))
    book = SourceBook([feeds], [replace(INFO, name="feeds", kind="post")], {"feeds": feeds})
    assert [run(web, tmp_path, number, book).requests for number in range(4)] == [1, 1, 1, 0]


def test_an_answer_far_below_the_last_four_is_told(web: Web, tmp_path: Path) -> None:
    # One small answer among the four before does not make small answers usual.
    web.routes[BOARD] = [*[reply(200, body) for body in (MANY, ONE, MANY, MANY)], reply(200, ONE)]
    assert run(web, tmp_path, 0).status == "ok"
    assert run(web, tmp_path, 1).status == "partial"
    assert [run(web, tmp_path, number).status for number in (2, 3)] == ["ok", "ok"]
    fared = run(web, tmp_path, 4)
    assert fared.status == "partial" and fared.failures == 0
    assert f"only {len(ONE)} bytes, {len(MANY):,} the times before" in fared.message


def test_an_unknown_board_is_kept_as_a_fact_about_it(web: Web, tmp_path: Path) -> None:
    run(web, tmp_path, 0)
    with polite(tmp_path, web) as (_, raw):
        (kept,) = raw.iterate()
    assert kept.day == DAY
    rejected, gone = parse_response(BOOK, kept)
    assert isinstance(rejected, Rejected) and rejected.reason == "unknown there (404)"
    assert gone == BoardGone("greenhouse", "acme")


def kept(**meta: str) -> RawResponse:
    return RawResponse("r", "greenhouse", "https://b.test/", 200, {}, b"", datetime(2026, 1, 20, tzinfo=UTC), meta)


def test_rows_that_were_read_are_nothing_to_tell() -> None:
    row = Posting("greenhouse", "acme", "1", "Acme", "Dev", "x", "https://b.test/1", None)
    rejected = Rejected("greenhouse", "https://b.test/", "unreadable posting", "row 2: no title")
    assert reading_alarms(kept(board="acme"), [row, rejected, Listing("greenhouse", "acme", ("1", "2"))]) == []


def test_a_response_of_which_no_row_was_read_names_what_is_missing() -> None:
    rejected = [Rejected("greenhouse", "", "unreadable posting", f"row {n}: posting {n}: no title") for n in (1, 2)]
    assert reading_alarms(kept(board="acme"), rejected) == [
        "acme: none of 2 rows could be read (unreadable posting: row 1: posting 1: no title)"
    ]
    assert reading_alarms(kept(feed="blog"), [Rejected("feeds", "", "unreadable response", "no feed")]) == [
        "blog: nothing could be read (unreadable response: no feed)"
    ]


def test_what_collecting_told_of_already_is_not_told_again() -> None:
    assert reading_alarms(kept(board="acme", failure="unusable answer"), [Rejected("x", "", "unusable answer")]) == []


def test_many_lines_are_one_message_with_the_first_in_full() -> None:
    assert message_of(["a", "a", "b"]) == "a; b"
    assert message_of(list("abcde")) == "a; b; c; and 2 more like it"
    assert message_of([]) == ""


@pytest.mark.parametrize(
    ("company", "named", "told"),
    [
        ("Acme", ["Acme, Inc."], False), ("ACME Robotics", ["acme"], False), ("Crédit Nord", ["credit nord"], False),
        ("Acme", [], False), ("Acme", ["", None], False), ("", ["Zenith"], False),
        ("Acme", ["Zenith", "Acme"], False), ("Acme", ["Zenith Steel"], True), ("Hewlett", ["Hans Peter Esser"], True),
    ],
)  # fmt: skip
def test_the_owner_of_a_board_is_held_against_the_company_it_is_listed_for(
    company: str, named: list[object], told: bool
) -> None:
    found = stranger("greenhouse", "https://b.test/", company=company, named=named)
    assert (found is not None) is told
