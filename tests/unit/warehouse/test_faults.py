"""A run that is killed, or whose disk is full: what was published stays whole, and the next run ends as any other."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import faulty_run
import pytest
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseFileError
from warehouse.publish import publish
from warehouse.store import explained, open_published, transaction

Rows = dict[str, list[tuple[object, ...]]]


def published(folder: Path) -> Rows:
    """Every published relation, but for the moment of publication."""
    con = open_published(folder / "published" / "skilltide.duckdb")
    try:
        names = con.execute("select table_name from duckdb_tables() where table_name <> 'reports'").fetchall()
        return {name: con.execute(f"from {name} order by all").fetchall() for (name,) in names}
    finally:
        con.close()


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with something published."""
    folder = tmp_path_factory.mktemp("before")
    faulty_run.run(folder, 25)
    return folder


@pytest.fixture(scope="module")
def undisturbed(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What a run that nothing happened to publishes."""
    folder = tmp_path_factory.mktemp("undisturbed") / "data"
    shutil.copytree(before, folder)
    faulty_run.run(folder, 60)
    return published(folder)


def second_run(folder: Path, stage: str, fault: str) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, faulty_run.__file__, str(folder), stage, fault]
    return subprocess.run(program, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[3])


@pytest.mark.parametrize(("stage", "call"), [("load", 9), ("openings", 4), ("measure", 3)])
def test_a_kill_leaves_the_published_copy_and_the_next_run_ends_as_an_undisturbed_one(
    before: Path, undisturbed: Rows, tmp_path: Path, stage: str, call: int
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    assert second_run(folder, stage, str(call)).returncode == -signal.SIGKILL
    assert published(folder) == published(before) != undisturbed
    faulty_run.run(folder, 60)
    assert published(folder) == undisturbed


@pytest.mark.parametrize("stage", ["load", "publish"])
def test_a_full_disk_is_one_line_and_the_published_copy_stays(before: Path, tmp_path: Path, stage: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    ended = second_run(folder, stage, "full")
    assert ended.stdout.startswith("WarehouseFileError: "), ended
    assert ended.stdout.count("\n") == 1
    assert "cannot be written" in ended.stdout and "published before is untouched" in ended.stdout
    assert not list((folder / "published").rglob(".*")), "a half copy would keep a full disk full"
    assert published(folder) == published(before)
    faulty_run.run(folder, 60)
    assert len(published(folder)["postings"]) >= 60


def test_a_commit_that_failed_is_told_as_what_it_was_about(con: DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseFileError, match="disk is full"), explained(Path("w.duckdb")), transaction(con):
        con.execute("rollback")
        raise duckdb.IOException("IO Error: Could not write file: disk is full")


def test_a_foreign_file_in_place_of_the_published_copy_is_named_and_then_replaced(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    foreign = tmp_path / "published" / "skilltide.duckdb"
    foreign.parent.mkdir()
    foreign.write_bytes(b"<html>not found</html>" * 900)
    with pytest.raises(WarehouseFileError, match="not a DuckDB database") as caught:
        open_published(foreign)
    assert "skilltide publish" in caught.value.remedy
    publish(con, foreign.parent, faulty_run.AS_OF)
    open_published(foreign).close()
