"""Opening the database files: every way in which that can fail ends in one sentence and a remedy."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import WarehouseBusyError, WarehouseFileError
from warehouse.store import migrate, open_published, open_writer, schema_scripts

HOLD = "import sys; from pathlib import Path; from warehouse.store import open_writer\n"
HOLD += "con = open_writer(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"


def test_scripts_run_twice_without_harm(tmp_path: Path) -> None:
    con = open_writer(tmp_path / "w.duckdb")
    assert migrate(con, tmp_path / "w.duckdb") == []
    con.execute("delete from schema_version")
    assert migrate(con, tmp_path / "w.duckdb") == [name for _, name, _ in schema_scripts()]
    con.close()


def test_a_file_with_an_older_wording_of_a_script_is_carried_forward(tmp_path: Path) -> None:
    con = open_writer(tmp_path / "w.duckdb")
    con.execute("insert into taxonomy_state values ('kept')")
    con.execute("update schema_version set sha256 = 'older' where version = 3")
    con.close()
    con = open_writer(tmp_path / "w.duckdb")
    assert con.execute("select version from taxonomy_state").fetchall() == [("kept",)]
    assert con.execute("select count(*) from schema_version where sha256 = 'older'").fetchall() == [(0,)]
    con.close()


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    con = open_writer(tmp_path / "w.duckdb")
    con.execute("insert into schema_version values (999, '999_future.sql', 'x')")
    con.close()
    with pytest.raises(WarehouseFileError, match="newer skilltide") as caught:
        open_writer(tmp_path / "w.duckdb")
    assert "update skilltide" in caught.value.remedy


def test_a_second_writer_waits_and_then_names_the_process_that_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        slept: list[float] = []
        with pytest.raises(WarehouseBusyError, match=f"process {holder.pid} ") as caught:
            open_writer(path, wait_s=0.5, sleep=slept.append)
        assert sum(slept) == pytest.approx(0.5)
        assert "published/skilltide.duckdb" in caught.value.remedy
        holder.kill()
    open_writer(path).close()


@pytest.mark.parametrize("content", [b"<html>not found</html>" * 900, b"x" * 40])
def test_a_foreign_file_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseFileError) as caught:
        open_writer(path)
    assert str(path) in caught.value.message
    assert "\n" not in caught.value.message
    assert "move it away" in caught.value.remedy
    assert path.read_bytes() == content


@pytest.mark.parametrize("part", [0.5, 0.001])
def test_a_truncated_file_is_named_as_such(tmp_path: Path, part: float) -> None:
    path = tmp_path / "w.duckdb"
    con = open_writer(path)
    con.execute("create table filler as select md5(range::varchar) as filling from range(50000)")
    con.close()
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(WarehouseFileError, match="cut short") as caught:
        con = open_writer(path)
        con.execute("select max(filling) from filler").fetchall()
    assert "move it away" in caught.value.remedy


def test_a_damaged_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    open_writer(path).close()
    content = bytearray(path.read_bytes())
    content[4096 + 20 : 4096 + 40] = b"\xff" * 20
    content[8192 + 20 : 8192 + 40] = b"\xff" * 20
    path.write_bytes(content)
    with pytest.raises(WarehouseFileError, match="damaged"):
        open_writer(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseFileError, match="cannot create this folder") as caught:
        open_writer(tmp_path / "file" / "data" / "w.duckdb")
    assert "SKILLTIDE_DATA" in caught.value.remedy


def test_the_published_copy_is_read_only_and_says_when_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(WarehouseFileError, match="nothing has been published"):
        open_published(tmp_path / "skilltide.duckdb")
    duckdb.connect(str(tmp_path / "skilltide.duckdb")).close()
    con = open_published(tmp_path / "skilltide.duckdb")
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        con.execute("create table t (a integer)")
    con.close()
