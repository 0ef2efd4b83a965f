"""What stood on a board long before the board was read: it has outlived others and is no sample of its week."""

from datetime import date

from duckdb import DuckDBPyConnection
from warehouse_records import days, load, posting, read_all

from extractors.records import Listing
from warehouse.facts import SURVIVOR_DAYS, load_facts
from warehouse.load import load_records
from warehouse.openings import cluster_openings


def _weeks(con: DuckDBPyConnection, *, listed: bool, source: str = "board") -> int:
    """How many openings count of one that is old and one that is new when they are first seen."""
    old = posting("1", "Old Co", on=days(-SURVIVOR_DAYS - 1), source=source)
    new = posting("2", "New Co", on=days(-SURVIVOR_DAYS + 1), source=source, text="Something else altogether. " * 9)
    if listed:
        load_records(con, [old, new, Listing(source, "acme", ("1", "2"))], raw_id=None, seen_on=days(0))
    else:
        load(con, old, new, on=days(0))
    read_all(con, "python")
    cluster_openings(con)
    return len(load_facts(con, date(2026, 12, 28)))


def test_of_a_board_that_lists_what_is_open_only_what_is_young_at_its_first_reading_counts(
    con: DuckDBPyConnection,
) -> None:
    """Jobs that are filled slowly once were most of the past weeks of a new board: skills seemed to fall."""
    assert _weeks(con, listed=True) == 1


def test_of_a_source_that_shows_all_there_ever_was_everything_counts(con: DuckDBPyConnection) -> None:
    assert _weeks(con, listed=False) == 2


def test_a_later_reading_of_the_same_board_drops_nothing(con: DuckDBPyConnection) -> None:
    load_records(con, [Listing("board", "acme", ())], raw_id=None, seen_on=days(-90))
    assert _weeks(con, listed=True) == 2
