"""The life of postings: gone only on the word of two complete readings, back again, and edited; in whatever order."""

from dataclasses import replace
from datetime import date

from duckdb import DuckDBPyConnection
from warehouse_records import days, posting

from extractors.records import BoardGone, Listing, Posting
from warehouse.load import load_records

Record = Posting | Listing | BoardGone


def read(con: DuckDBPyConnection, day: int, *ids: str, **listed: object) -> None:
    """One response of the board on a day: the rows and the listing of them."""
    records: list[Record] = [posting(one) for one in ids]
    load_records(con, [*records, replace(Listing("board", "acme", ids), **listed)], raw_id=None, seen_on=days(day))  # type: ignore[arg-type]


def gone(con: DuckDBPyConnection, day: int) -> None:
    load_records(con, [BoardGone("board", "acme")], raw_id=None, seen_on=days(day))


def closed(con: DuckDBPyConnection) -> dict[str, date | None]:
    return dict(con.execute("select native_id, closed_on from posting_records").fetchall())


def spells(con: DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select right(posting_id, 1), opened_on, closed_on, closed_by from open_spells order by 1, spell"
    ).fetchall()


def test_one_reading_without_it_closes_nothing(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2")
    read(con, 1, "2")
    assert closed(con) == {"1": None, "2": None}


def test_two_complete_readings_on_different_days_close_it_on_the_first_of_them(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2")
    read(con, 1, "2")
    read(con, 1, "2")
    assert closed(con)["1"] is None
    read(con, 3, "2")
    assert closed(con) == {"1": days(1), "2": None}
    assert spells(con) == [("1", days(0), days(1), "missing from its board"), ("2", days(0), None, None)]


def test_a_posting_that_comes_back_is_open_again_and_both_times_are_kept(con: DuckDBPyConnection) -> None:
    for day, ids in enumerate([("1", "2"), ("2",), ("2",), ("1", "2")]):
        read(con, day, *ids)
    assert closed(con) == {"1": None, "2": None}
    assert spells(con)[:2] == [("1", days(0), days(1), "missing from its board"), ("1", days(3), None, None)]


def test_a_capped_reading_is_no_evidence_of_absence_but_of_presence(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2")
    read(con, 1, "2", capped=True)
    read(con, 2, "2")
    read(con, 3, "1", "2", capped=True)
    read(con, 4, "2")
    assert closed(con)["1"] is None
    read(con, 5, "2")
    assert closed(con)["1"] == days(4)


def test_the_parts_of_a_board_are_one_reading_only_together(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2", "3")
    for day in (1, 2):
        read(con, day, "1", part=1, last=False)
        read(con, day, "2", part=3, last=True)
    assert closed(con) == {"1": None, "2": None, "3": None}
    for day in (1, 2):
        read(con, day, part=2, last=False)
    assert closed(con) == {"1": None, "2": None, "3": days(1)}


def test_a_row_that_could_not_be_read_is_not_gone(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2")
    for day in (1, 2):
        load_records(con, [posting("2"), Listing("board", "acme", ("1", "2"))], raw_id=None, seen_on=days(day))
    assert closed(con) == {"1": None, "2": None}
    assert con.execute("select distinct last_seen from posting_records").fetchall() == [(days(2),)]


def test_a_row_read_late_is_newer_than_the_stored_one_though_the_board_was_listed_later(
    con: DuckDBPyConnection,
) -> None:
    load_records(con, [posting("1", text="A.")], raw_id=None, seen_on=days(0))
    load_records(con, [Listing("board", "acme", ("1",))], raw_id=None, seen_on=days(5))
    load_records(con, [posting("1", text="B.")], raw_id=None, seen_on=days(3))
    stored = con.execute("select text[-2:], first_seen, last_seen from posting_records").fetchall()
    assert stored == [("B.", days(0), days(5))]
    assert con.execute("select seen_from, seen_to from posting_versions order by version").fetchall() == [
        (days(0), days(0)), (days(3), days(3))
    ]  # fmt: skip


def test_a_board_that_is_suddenly_empty_is_believed_the_second_time(con: DuckDBPyConnection) -> None:
    read(con, 0, "1")
    read(con, 1)
    assert closed(con) == {"1": None}
    read(con, 2, "2")
    read(con, 3, "1", "2")
    assert spells(con)[0] == ("1", days(0), None, None)
    read(con, 4)
    read(con, 5)
    assert closed(con) == {"1": days(4), "2": days(4)}
    assert spells(con)[0][3] == "its board was empty"


def test_an_empty_reading_alone_is_not_one_of_the_two(con: DuckDBPyConnection) -> None:
    read(con, 0, "1", "2")
    read(con, 1)
    read(con, 2, "2")
    assert closed(con)["1"] is None
    read(con, 3, "2")
    assert closed(con)["1"] == days(2)


def test_a_board_that_is_unknown_on_two_days_is_gone_with_its_postings(con: DuckDBPyConnection) -> None:
    read(con, 0, "1")
    gone(con, 1)
    gone(con, 1)
    assert closed(con) == {"1": None}
    gone(con, 2)
    assert spells(con) == [("1", days(0), days(1), "its board was gone (404)")]
    read(con, 3, "1")
    assert closed(con) == {"1": None}


def test_boards_do_not_close_each_others_postings(con: DuckDBPyConnection) -> None:
    read(con, 0, "1")
    for day in (1, 2):
        load_records(con, [Listing("board", "other", ("9",))], raw_id=None, seen_on=days(day))
        load_records(con, [Listing("lever", "acme", ("9",))], raw_id=None, seen_on=days(day))
    assert closed(con) == {"1": None}


def test_a_posting_is_open_since_its_own_date_at_its_first_stretch(con: DuckDBPyConnection) -> None:
    read(con, 5, "1")
    assert spells(con) == [("1", days(0), None, None)]


def test_former_wordings_are_kept_and_one_that_comes_back_is_the_present_one(con: DuckDBPyConnection) -> None:
    for day, text in enumerate(("A.", "B.", "A.", "C.")):
        load_records(con, [posting("1", text=text)], raw_id=f"r{day}", seen_on=days(day))
    versions = con.execute("select version, text[-2:], seen_from, seen_to, is_current from posting_versions").fetchall()
    assert sorted(versions) == [
        (1, "A.", days(0), days(2), False), (2, "B.", days(1), days(1), False), (3, "C.", days(3), days(3), True)
    ]  # fmt: skip
    assert con.execute("select versions from posting_records").fetchall() == [(3,)]
    load_records(con, [posting("1", text="A.")], raw_id="r4", seen_on=days(4))
    assert con.execute("select text[-2:], seen_from from posting_versions where is_current").fetchall() == [
        ("A.", days(0))
    ]
    assert con.execute("select versions from posting_records").fetchall() == [(3,)]
