"""Postings of which their service says itself that they were taken down, where no board lists all that is open."""

from datetime import date

from duckdb import DuckDBPyConnection
from warehouse_records import days, posting

from extractors.records import Listing, Posting, Removed
from warehouse.load import load_records


def shown(con: DuckDBPyConnection, day: int, *records: Posting | Removed | Listing) -> None:
    load_records(con, records, raw_id=None, seen_on=days(day))


def removed(native: str, day: int) -> Removed:
    return Removed("board", "acme", native, days(day))


def closed(con: DuckDBPyConnection) -> dict[str, date | None]:
    return dict(con.execute("select native_id, closed_on from posting_records order by native_id").fetchall())


def test_a_removal_closes_its_posting_on_its_day_and_changes_nothing_else(con: DuckDBPyConnection) -> None:
    shown(con, 0, posting("1"), posting("2"))
    before = con.execute("select * exclude closed_on from posting_records order by all").fetchall()
    shown(con, 5, removed("1", 3), removed("unknown", 3))
    assert closed(con) == {"1": days(3), "2": None}
    assert con.execute("select * exclude closed_on from posting_records order by all").fetchall() == before


def test_a_posting_that_is_shown_again_is_open_again(con: DuckDBPyConnection) -> None:
    shown(con, 0, posting("1"))
    shown(con, 1, removed("1", 1))
    shown(con, 2, posting("1"))
    assert closed(con) == {"1": None}


def test_a_row_and_its_end_in_one_answer_leave_it_closed_however_often_it_is_loaded(con: DuckDBPyConnection) -> None:
    for _ in range(2):
        shown(con, 9, posting("1"), removed("1", 4))
        assert closed(con) == {"1": days(4)}


def test_an_older_answer_read_later_opens_nothing(con: DuckDBPyConnection) -> None:
    shown(con, 3, posting("1"), removed("1", 3))
    shown(con, 1, posting("1"))
    assert closed(con) == {"1": days(3)}


def test_boards_that_list_all_of_theirs_are_believed_alone(con: DuckDBPyConnection) -> None:
    for day, ids in enumerate([("1", "2"), ("2",), ("2",)]):
        shown(con, day, *map(posting, ids), Listing("board", "acme", ids))
    shown(con, 3, posting("1"))
    assert closed(con)["1"] == days(1), "a row without a listing opens nothing there"
