"""Publishing: a whole, checked copy or the last one, whatever happens in between."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, article, days, load, posting, read_all

from extractors.records import Rejected, Salary
from warehouse.dictionary import PAGE, load_dictionary, render_dictionary
from warehouse.errors import PublishRefusedError, WarehouseFileError
from warehouse.load import load_records
from warehouse.openings import cluster_openings
from warehouse.publish import DATABASE, input_hash, publish
from warehouse.store import open_published, open_writer

AS_OF = date(2026, 1, 25)
ROOT = Path(__file__).parents[3]
# Dies in the second publication: while relations are filled, before the swap, or after the first renames.
PUBLISH_THEN_DIE = """
import os, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from warehouse_records import load, posting, read_all, days
from warehouse.openings import cluster_openings
from warehouse.publish import publish
from warehouse.store import open_writer
folder, moment = Path(sys.argv[1]), sys.argv[3]
con = open_writer(folder / "warehouse.duckdb")
for number in range(2):
    load(con, posting(str(number)), on=days(number))
    read_all(con, "python")
    cluster_openings(con)
    renamed = 0
    whole = Path.replace
    def step(stage, done, total):
        if number == 1 and (stage, done) == ("publish: relations", 5) and moment == "build":
            os.kill(os.getpid(), 9)
        if number == 1 and stage == "publish: swap" and moment == "swap":
            os.kill(os.getpid(), 9)
    def rename(self, target):
        global renamed
        renamed += 1
        if number == 1 and moment == "rename" and renamed == 4:
            os.kill(os.getpid(), 9)
        return whole(self, target)
    Path.replace = rename
    publish(con, folder / "published", date(2026, 1, 25), progress=step)
"""


@pytest.fixture
def filled(con: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    paid = replace(posting("2"), workplace="onsite", salary=Salary(1.0, 2.0, "EUR", "month"))
    load(con, posting("1"), paid, posting("3", "Borealis", on=days(30)), article())
    read_all(con, "python")
    load_records(con, [Rejected("board", "u", "no title")], raw_id=None, seen_on=DAY)
    cluster_openings(con)
    con.execute("insert into skills values ('python', 'Python', 'language', 'programming', ['python'])")
    con.execute("insert into taxonomy_state values ('t1')")
    con.execute(
        "insert into guide_scorecard (as_of_week, guide_section, skill_id, name, label)"
        " values (?, 'programming', 'python', 'Python', 'uncertain')",
        [DAY],
    )
    con.execute(
        "insert into weekly_demand (week, population, skill_id, openings, mentioning, employers, share, complete)"
        " values (?, 'ml', 'python', 2, 1, 1, .5, true)", [DAY],
    )  # fmt: skip
    yield con


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    con = open_published(folder / DATABASE)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_the_copy_holds_every_relation_and_column_with_its_meaning(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    counts = publish(filled, tmp_path / "p", AS_OF)
    found = ask(
        tmp_path / "p",
        "select table_name, column_name, data_type, comment from duckdb_columns() where not internal"
        " order by table_name, column_index",
    )
    said = [(r.name, c.name, c.type, c.comment) for r in load_dictionary() for c in r.columns]
    assert found == sorted(said, key=lambda row: row[0])
    assert counts.relations == len(load_dictionary())
    assert counts.by_relation["postings"] == 2
    assert counts.week == DAY


def test_the_page_of_the_dictionary_is_as_generated() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == render_dictionary(), "run python -m warehouse.dictionary"


def test_nothing_dated_later_is_published(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    assert ask(tmp_path, "select posting_id from postings order by 1") == [("board:acme:1",), ("board:acme:2",)]
    assert ask(tmp_path, "select document_id, count(*) from mentions group by 1 order by 1") == [
        ("arxiv:arxiv:1", 1), ("board:acme:1", 1), ("board:acme:2", 1)
    ]  # fmt: skip
    assert pl.read_parquet(tmp_path / "texts.parquet")["document_id"].to_list() == [
        "arxiv:arxiv:1", "board:acme:1", "board:acme:2"
    ]  # fmt: skip
    publish(filled, tmp_path, DAY - timedelta(days=1))
    assert ask(tmp_path, "select (select count(*) from postings), (select count(*) from weekly_demand)") == [(0, 0)]


def test_what_the_source_states_wins_over_what_was_read(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    rows = ask(tmp_path, "select workplace, salary_max, salary_period, seniority from postings order by posting_id")
    assert rows == [("remote", None, None, "mid"), ("onsite", 2.0, "month", "mid")]


def test_the_manifest_says_what_sources_ask_to_be_shown_with_their_rows(
    filled: DuckDBPyConnection, tmp_path: Path
) -> None:
    filled.execute(
        "insert into sources (source, kind, title, enabled, cadence, terms, attribution, homepage) values"
        " ('board', 'posting', 'Boards', true, 'continuous', 'public', 'Each links to its posting.', 'https://b.test/'),"
        " ('unused', 'posting', 'Unused', true, 'continuous', 'public', 'Nothing', 'https://u.test/')"
    )
    publish(filled, tmp_path, AS_OF)
    told = {"title": "Boards", "homepage": "https://b.test/", "attribution": "Each links to its posting."}
    assert json.loads((tmp_path / "manifest.json").read_text())["sources"] == [
        {"source": "board", **told, "terms": "public"}
    ]


def test_parquet_and_manifest_agree_with_the_database(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    for relation in load_dictionary():
        frame = pl.read_parquet(tmp_path / "parquet" / f"{relation.name}.parquet")
        assert frame.columns == [column.name for column in relation.columns]
        assert frame.height == manifest["rows"][relation.name]
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert not list(tmp_path.rglob(".*"))


def test_a_report_gets_a_new_vintage_only_when_its_inputs_changed(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = datetime(2026, 1, 25, 6, tzinfo=UTC), datetime(2026, 1, 26, 6, tzinfo=UTC)
    publish(filled, tmp_path, AS_OF, published_at=first)
    before = input_hash(filled, AS_OF)
    publish(filled, tmp_path, AS_OF, published_at=second)
    path = "site/reports/2026-W03/index.html"
    assert ask(tmp_path, "select week, published_at, extractor_version, taxonomy_version, path from reports") == [
        (DAY, first.replace(tzinfo=None), "test-1", "t1", path)
    ]
    load(filled, posting("1", text=BODY + " And tea."), on=days(1))
    publish(filled, tmp_path, AS_OF, published_at=second)
    assert ask(tmp_path, "select count(distinct input_hash), max(published_at) from reports") == [
        (2, second.replace(tzinfo=None))
    ]
    assert before != input_hash(filled, AS_OF)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("update weekly_demand set share = 1.5, share_high = 1.5", "weekly_demand: a share outside"),
        ("update weekly_demand set share_low = .6", "weekly_demand: a share outside"),
        ("update weekly_demand set week = week + 1", "does not begin on a Monday"),
        ("insert into weekly_demand from weekly_demand", "weekly_demand: 1 rows repeat another's week"),
        ("insert into posting_records from posting_records", "postings has 4 rows, the warehouse 2"),
        ("delete from openings", "openings has 0 rows, the warehouse 1"),
    ],
)
def test_a_copy_that_fails_a_check_is_not_published(
    filled: DuckDBPyConnection, tmp_path: Path, damage: str, said: str
) -> None:
    publish(filled, tmp_path / "p", AS_OF)
    before = {path: path.read_bytes() for path in (tmp_path / "p").rglob("*") if path.is_file()}
    filled.execute(damage)
    with pytest.raises(PublishRefusedError, match=said) as caught:
        publish(filled, tmp_path / "p", AS_OF)
    assert "published before stays" in caught.value.remedy
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("moment", ["build", "swap", "rename"])
def test_sigkill_in_the_middle_leaves_a_whole_copy_and_the_next_run_completes(tmp_path: Path, moment: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PUBLISH_THEN_DIE, str(tmp_path), str(Path(__file__).parent), moment],
        check=False,
        env=dict(os.environ),
    )
    assert ended.returncode == -signal.SIGKILL
    folder = tmp_path / "published"
    assert ask(folder, "select count(*) from postings") == [(1,)]
    con = open_writer(tmp_path / "warehouse.duckdb")
    publish(con, folder, AS_OF)
    con.close()
    assert ask(folder, "select count(*) from postings") == [(2,)]
    assert not list(folder.rglob(".*"))


def test_a_reader_keeps_its_copy_while_a_new_one_is_put_in_place(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True);"
        " print(con.execute('select count(*) from postings').fetchall()[0][0], flush=True); sys.stdin.readline();"
        " print(con.execute('select count(*) from postings').fetchall()[0][0], flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / DATABASE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdin is not None
        assert int(reader.stdout.readline()) == 2
        publish(filled, tmp_path, days(60))
        reader.stdin.write(b"\n")
        reader.stdin.flush()
        assert int(reader.stdout.readline()) == 2
    assert ask(tmp_path, "select count(*) from postings") == [(3,)]


def test_the_copy_is_of_a_format_that_older_clients_read(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    con = duckdb.connect(str(tmp_path / DATABASE), read_only=True)
    tags = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchall()
    con.close()
    assert tags[0][0].startswith("v1.2.0")


def test_a_log_beside_the_copy_is_moved_away_and_told(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / f"{DATABASE}.wal").write_bytes(b"stray")
    counts = publish(filled, tmp_path, AS_OF)
    assert "opened for writing" in counts.notes[0]
    assert not (tmp_path / f"{DATABASE}.wal").exists()


def test_fewer_rows_than_last_time_are_told(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    assert publish(filled, tmp_path, AS_OF).notes == ()
    filled.execute("delete from article_records")
    assert publish(filled, tmp_path, AS_OF).notes == (
        "articles: 0 rows, 1 when last published as of 2026-01-25; run `skilltide report` again",
    )


def test_an_empty_warehouse_replaces_nothing_that_was_published(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    # The warehouse may be deleted: it is made anew from raw/. Published too early, it once emptied the published copy.
    publish(filled, tmp_path, AS_OF)
    with open_writer(tmp_path / "anew.duckdb") as anew, pytest.raises(PublishRefusedError, match="holds 2") as caught:
        publish(anew, tmp_path, AS_OF)
    assert "skilltide report" in caught.value.remedy
    assert ask(tmp_path, "select count(*) from postings") == [(2,)]


def test_a_warehouse_made_anew_knows_what_was_published_before(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = datetime(2026, 1, 25, 6, tzinfo=UTC), datetime(2026, 1, 26, 6, tzinfo=UTC)
    publish(filled, tmp_path, AS_OF, published_at=first)
    said = [ask(tmp_path, f"from {name} order by all") for name in ("reports", "weekly_demand_published")]
    filled.execute("delete from reports")
    filled.execute("delete from demand_vintages")
    publish(filled, tmp_path, AS_OF, published_at=second)
    assert [ask(tmp_path, f"from {name} order by all") for name in ("reports", "weekly_demand_published")] == said
    assert all(said)


def test_a_folder_that_cannot_be_written_is_one_error(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "p").write_text("in the way")
    with pytest.raises(WarehouseFileError, match="cannot be written"):
        publish(filled, tmp_path / "p", AS_OF)


def test_what_was_published_stays_known_when_it_is_corrected(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = datetime(2026, 1, 25, 6, tzinfo=UTC), datetime(2026, 1, 26, 6, tzinfo=UTC)
    publish(filled, tmp_path, AS_OF, published_at=first)
    publish(filled, tmp_path, AS_OF, published_at=first + timedelta(hours=1))
    filled.execute("update weekly_demand set share = .25")
    publish(filled, tmp_path, AS_OF, published_at=second)
    assert ask(
        tmp_path,
        "select r.published_at, d.share from reports as r inner join weekly_demand_published as d"
        " on d.published_at <= r.published_at and (d.replaced_at is null or d.replaced_at > r.published_at) order by 1",
    ) == [(first.replace(tzinfo=None), 0.5), (second.replace(tzinfo=None), 0.25)]
    assert ask(tmp_path, "select share from weekly_demand") == [(0.25,)]
    note = "Follows the report of 2026-01-25 06:00 UTC: the same documents measured anew; 1 of 1 weekly shares differ."
    assert ask(tmp_path, "select note from reports order by published_at") == [(None,), (note,)]


def test_a_publication_that_was_refused_is_no_vintage(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    publish(filled, tmp_path, AS_OF)
    before = [filled.execute(f"from {name} order by all").fetchall() for name in ("demand_vintages", "reports")]
    filled.execute("update weekly_demand set share = 1.5, share_high = 1.5")
    with pytest.raises(PublishRefusedError):
        publish(filled, tmp_path, AS_OF)
    assert [filled.execute(f"from {name} order by all").fetchall() for name in ("demand_vintages", "reports")] == before


def test_the_copy_of_an_earlier_report_is_kept_for_a_time(filled: DuckDBPyConnection, tmp_path: Path) -> None:
    at = datetime.now(UTC)
    publish(filled, tmp_path, AS_OF, published_at=at)
    filled.execute("update guide_scorecard set as_of_week = as_of_week + 7")
    filled.execute("update weekly_demand set week = week + 7")
    publish(filled, tmp_path, AS_OF + timedelta(days=7), published_at=at)
    kept = open_published(tmp_path / "snapshots" / "2026-W03.duckdb")
    assert kept.execute("select max(week) from weekly_demand").fetchall() == [(DAY,)]
    kept.close()
    assert ask(tmp_path, "select max(week) from weekly_demand") == [(days(7),)]
    publish(filled, tmp_path, AS_OF + timedelta(days=7), published_at=at + timedelta(days=40))
    assert not list((tmp_path / "snapshots").iterdir())
