"""`skilltide sql`: what it gives, and what it does not let happen."""

import csv
import io
import json
import signal
import threading
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from pipelines.cli import asking
from pipelines.cli.asking import interruptible
from pipelines.cli.rows import csv_cell
from tests.unit.pipelines.conftest import HOSTILE, Run


def test_a_table_of_plain_lines(run: Run) -> None:
    result = run("sql", "select skill_id, 12 as n from skills where kind = 'library'")
    assert result.stdout == "skill_id   n\npytorch   12\n"
    assert result.stderr == "1 row\n"


def test_json_is_an_array_of_objects_with_lists_kept(run: Run) -> None:
    rows = json.loads(run("sql", "--json", "select name, aliases from skills order by skill_id limit 2").stdout)
    assert rows == [{"name": "Docker", "aliases": ["Docker"]}, {"name": "Hadoop", "aliases": ["Hadoop"]}]


def test_no_rows_are_an_empty_array(run: Run) -> None:
    assert json.loads(run("sql", "--json", "select 1 where false").stdout) == []


def test_values_of_every_type_become_json(run: Run) -> None:
    query = "select date '2026-01-05' as d, 1.5::decimal(4,2) as m, 'nan'::double as x, {'a': 1} as s, 'a'::blob as b"
    assert json.loads(run("sql", "--json", query).stdout) == [
        {"d": "2026-01-05", "m": 1.5, "x": None, "s": {"a": 1}, "b": "61"}
    ]


def test_columns_of_the_same_name_are_told_apart(run: Run) -> None:
    assert json.loads(run("sql", "--json", "select 1 as a, 2 as a").stdout) == [{"a": 1, "a_2": 2}]


def test_csv_is_safe_for_spreadsheets_and_keeps_negative_numbers(run: Run) -> None:
    query = "select '=HYPERLINK(1)' as a, -3 as b, '+1' as c, '@SUM' as d, null as e, 'a,\"b\"' as f"
    rows = list(csv.reader(io.StringIO(run("sql", "--format", "csv", query).stdout)))
    assert rows[1] == ["'=HYPERLINK(1)", "-3", "'+1", "'@SUM", "", 'a,"b"']


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\u200b @x", "\uff1d1"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


def test_a_table_shows_no_terminal_escape(run: Run) -> None:
    shown = run("sql", "select title from postings").stdout
    assert HOSTILE not in shown and "\x1b" not in shown and "ML Engineer evil" in shown


def test_parquet_into_a_file_and_into_a_pipe(run: Run, tmp_path: Path) -> None:
    query = "select skill_id, aliases from skills order by skill_id"
    assert run("sql", "--format", "parquet", "-o", "skills.parquet", query).exit_code == 0
    piped = run("sql", "--format", "parquet", query).stdout_bytes
    assert pl.read_parquet(tmp_path / "skills.parquet").equals(pl.read_parquet(io.BytesIO(piped)))


def test_a_file_gets_csv_where_no_format_is_given(run: Run, tmp_path: Path) -> None:
    run("sql", "-o", "out.csv", "select 1 as n")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "n\n1\n"


def test_a_query_may_come_from_standard_input(run: Run) -> None:
    assert run("sql", "-", stdin="select 7 as n").stdout == "n\n7\n"


@pytest.mark.parametrize(
    "query",
    [
        "create table t (a int)",
        "delete from skills",
        "select * from read_csv('/etc/hostname')",
        "copy skills to 'stolen.csv'",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "load httpfs",
        "install httpfs",
        "pragma database_size",
        "checkpoint",
        "export database 'stolen'",
        "explain analyze copy skills to 'stolen.csv'",
        "select * from read_text('/etc/hostname')",
        "from glob('/etc/*')",
        "pivot skills on kind using count(*)",
        "selec 1",
        "select nothing from skills",
        "select 1; select 2",
        "",
        "-- only a comment",
        "select error('now') from range(3)",
    ],
)
@pytest.mark.parametrize("form", ["table", "parquet"])
def test_what_is_no_reading_question_is_refused_in_one_line(run: Run, tmp_path: Path, query: str, form: str) -> None:
    result = run("sql", "--format", form, query)
    assert result.exit_code == 2, result.stdout
    assert result.stderr.startswith("skilltide: ") and len(result.stderr.splitlines()) == 1
    assert "unexpected fault" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_shown_as_it_is_drawn(run: Run) -> None:
    lines = run("sql", "explain select name from skills").stdout.splitlines()
    assert [line for line in lines if line.strip("│ ") == "Projections: name"]


def test_another_file_is_refused_with_the_way_to_read_it(run: Run) -> None:
    assert "`duckdb -readonly`" in run("sql", "from '/etc/hostname.csv'").stderr


def test_ctrl_c_stops_a_long_query() -> None:
    # It once ran on: the database does not look at signals while it computes.
    stopped, shell = threading.Event(), threading.main_thread().ident
    assert shell is not None

    def long_query() -> bool:
        signal.pthread_kill(shell, signal.SIGINT)
        return stopped.wait(60)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interruptible(SimpleNamespace(interrupt=stopped.set), long_query)  # type: ignore[arg-type]
    finally:
        signal.signal(signal.SIGINT, before)
    assert stopped.is_set()


@pytest.mark.parametrize("form", ["table", "csv", "parquet"])
def test_a_query_that_runs_on_is_stopped_and_leaves_no_half_file(run: Run, tmp_path: Path, form: str) -> None:
    endless = "select a.i + b.i as n from range(10000000) as a(i), range(10000000) as b(i)"
    counting = f"select count(*) from ({endless}) where n = -1"
    query = counting if form == "table" else endless
    result = run("sql", "--timeout", "0.3", "--format", form, "-o", "out", query)
    assert (result.exit_code, "stopped after 0.3 s" in result.stderr) == (2, True), result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_needs_too_much_memory_is_refused_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MEMORY_LIMIT", "20MB")
    result = run("sql", "select list(i) from range(50000000) as t(i)")
    assert result.exit_code == 2
    assert result.stderr.startswith("skilltide: the query needs more memory than 20MB: ")


def test_a_table_shows_the_first_rows_and_says_that_there_are_more(run: Run) -> None:
    result = run("sql", "select i from range(10001) as t(i)")
    assert len(result.stdout.splitlines()) == 10_001  # with the heading
    assert result.stderr == "the first 10,000 rows; --format csv gives all\n"
    assert len(run("sql", "--format", "csv", "select i from range(10001) as t(i)").stdout.splitlines()) == 10_002


def test_a_failed_query_leaves_the_file_of_the_last_one(run: Run, tmp_path: Path) -> None:
    run("sql", "-o", "out.csv", "select 1 as n")
    late = "select case when i = 60000 then error('late') else i end as n from range(70000) as t(i)"
    assert run("sql", "-o", "out.csv", late).exit_code == 2
    assert run("sql", "--format", "parquet", "-o", "out.csv", late).exit_code == 2
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "n\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_device_is_written_and_not_replaced(run: Run) -> None:
    assert run("sql", "-o", "/dev/null", "select 1").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_markdown_shows_hostile_text_as_it_is(run: Run) -> None:
    query = "select 'a|b' as x, '[x](javascript:1)' as y, '<b>`c`' as z, 3 as n"
    assert run("sql", "--format", "markdown", query).stdout == (
        "| x | y | z | n |\n| -- | -- | -- | --: |\n| a\\|b | \\[x\\](javascript:1) | &lt;b&gt;\\`c\\` | 3 |\n"
    )


def test_an_output_that_cannot_be_written_is_one_line(run: Run) -> None:
    result = run("sql", "-o", "no/such/folder.csv", "select 1")
    assert result.exit_code == 2 and "cannot be written" in result.stderr
