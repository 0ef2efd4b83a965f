"""What of the last publication is kept, and that a copy with kept parts equals one that is made anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import DAY, article, days, load, posting, read_all

from warehouse.dictionary import load_dictionary
from warehouse.openings import cluster_openings
from warehouse.publish import DATABASE, publish
from warehouse.store import open_published

AS_OF = date(2026, 1, 25)
HEALTH = "insert into source_health values ('2026-01-25 06:00:00', 'board', 'ok', 1, 2, 0, 0, '')"
MOVES = {
    "nothing": "select 1",
    "how a source fared": HEALTH,
    "a skill's name": "update skills set name = 'Python 3' where skill_id = 'python'",
    "a wording": "update posting_records set text_hash = 'other', text = 'other' where native_id = '1'",
    "a mention": "update mentions set zone = 'duty' where document_id = 'board:acme:2'",
    "a day of a posting": "update posting_records set last_seen = last_seen + 1 where native_id = '2'",
    "a reading of a board": (
        "insert into board_readings (source, board, read_on, outcome)"
        " values ('board', 'acme', date '2026-01-20', 'complete')"
    ),
    "the order of the gates": (
        "create temp table turned as from trend_gates order by rowid desc; delete from trend_gates;"
        " insert into trend_gates from turned; drop table turned"
    ),
}  # fmt: skip
Rows = dict[str, list[tuple[object, ...]]]


def rows(folder: Path) -> Rows:
    """Every relation in the order in which it is stored, comments included."""
    con = open_published(folder / DATABASE)
    try:
        found = {relation.name: con.execute(f"from {relation.name}").fetchall() for relation in load_dictionary()}
        comments = "select table_name, column_name, comment from duckdb_columns() where not internal order by all"
        return {**found, "comments": con.execute(comments).fetchall()}
    finally:
        con.close()


def written(folder: Path) -> dict[str, int]:
    """Which file on the disk each published file is."""
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def filled(con: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    load(con, posting("1"), posting("2"), posting("3", "Borealis", on=days(-9)), article())
    read_all(con, "python")
    cluster_openings(con)
    con.execute("insert into skills values ('python', 'Python', 'language', 'programming', ['python'])")
    con.executemany(
        "insert into trend_gates (as_of_week, population, skill_id, gate, value, threshold, passed)"
        " values (?, 'ml', 'python', ?, 1, 2, true)", [(DAY, gate) for gate in ("q", "size", "employers")],
    )  # fmt: skip
    yield con


@pytest.mark.parametrize("move", MOVES)
def test_a_copy_with_kept_parts_is_one_that_was_made_anew(
    filled: DuckDBPyConnection, tmp_path: Path, move: str
) -> None:
    publish(filled, tmp_path / "kept", AS_OF)
    filled.execute(MOVES[move])
    publish(filled, tmp_path / "kept", AS_OF)
    publish(filled, tmp_path / "anew", AS_OF)
    assert rows(tmp_path / "kept") == rows(tmp_path / "anew")
    assert written(tmp_path / "kept").keys() == written(tmp_path / "anew").keys()


def test_only_files_of_what_moved_are_written(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    before = written(tmp_path)
    publish(filled, tmp_path, AS_OF)
    again = written(tmp_path)
    assert {name for name in before if before[name] != again[name]} == {DATABASE, "manifest.json"}
    filled.execute(HEALTH)
    publish(filled, tmp_path, AS_OF)
    last = written(tmp_path)
    assert {name for name in last if again[name] != last[name]} == {
        DATABASE, "manifest.json", "parquet/source_health.parquet",
    }  # fmt: skip


@pytest.mark.parametrize("name", [DATABASE, "texts.parquet", "parquet/mentions.parquet"])
def test_a_damaged_file_of_the_last_publication_is_not_kept(
    filled: DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    publish(filled, tmp_path, AS_OF)
    whole = rows(tmp_path)
    damaged = bytearray((tmp_path / name).read_bytes())
    damaged[len(damaged) // 2] ^= 255
    (tmp_path / name).write_bytes(damaged)
    publish(filled, tmp_path, AS_OF)
    assert (tmp_path / name).read_bytes() != damaged
    assert rows(tmp_path) == whole


def test_another_day_makes_everything_anew(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path / "kept", AS_OF)
    publish(filled, tmp_path / "kept", AS_OF - timedelta(days=3))
    publish(filled, tmp_path / "anew", AS_OF - timedelta(days=3))
    assert rows(tmp_path / "kept") == rows(tmp_path / "anew")
