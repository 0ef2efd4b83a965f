"""Loading documents and readings: a second time adds nothing, and nothing is dropped in silence."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, VERSION, article, days, load, posting, read_all, reading

from extractors.records import Degree, Mention, Reading, Rejected, Salary
from warehouse.licences import forget_sources
from warehouse.load import (
    LoadCounts,
    count_pending,
    load_records,
    loaded_response_ids,
    pending_texts,
    store_readings,
)
from warehouse.store import open_writer

LOAD_THEN_DIE = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from warehouse_records import DAY, posting
from warehouse.load import load_records
from warehouse.store import open_writer
con = open_writer(Path(sys.argv[1]))
load_records(con, [posting("kept")], raw_id="first", seen_on=DAY)
def records():
    for number in range(25000):
        yield posting(str(number))
    os.kill(os.getpid(), 9)
load_records(con, records(), raw_id="second", seen_on=DAY)
"""


def table(con: DuckDBPyConnection, what: str, name: str = "posting_records") -> list[tuple[object, ...]]:
    return con.execute(f"select {what} from {name} order by all").fetchall()


def test_a_second_identical_load_adds_nothing(con: DuckDBPyConnection) -> None:
    records = [posting("1"), posting("2"), article(), Rejected("board", "https://x.test/3", "no title", "{}")]
    first = load_records(con, records, raw_id="r1", seen_on=DAY)
    stored = [table(con, "*", name) for name in ("posting_records", "article_records", "quarantine")]
    second = load_records(con, records, raw_id="r2", seen_on=DAY)
    assert first == LoadCounts(read=4, new=3, changed=0, unchanged=0, rejected=1)
    assert second == LoadCounts(read=4, new=0, changed=0, unchanged=3, rejected=1)
    again = [table(con, "*", name) for name in ("posting_records", "article_records", "quarantine")]
    assert again == stored
    assert loaded_response_ids(con) == {"r1", "r2"}


def test_a_new_wording_is_a_version_and_last_seen_moves(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), article())
    counts = load_records(
        con, [posting("1", text="Other words."), article(text="Other.")], raw_id=None, seen_on=days(3)
    )
    assert counts.changed == 2
    assert table(con, "versions, first_seen, last_seen, text") == [(2, DAY, days(3), "ML Engineer\n\nOther words.")]
    assert table(con, "versions, first_seen, last_seen", "article_records") == [(2, DAY, days(3))]


def test_a_change_of_place_only_is_no_new_version(con: DuckDBPyConnection) -> None:
    load(con, posting("1"))
    counts = load_records(con, [posting("1", location="Ghent")], raw_id=None, seen_on=DAY)
    assert (counts.changed, table(con, "versions, location")) == (1, [(1, "Ghent")])


def test_an_older_response_never_replaces_newer_words(con: DuckDBPyConnection) -> None:
    load(con, posting("1", text="Newer."), on=days(5))
    counts = load_records(con, [posting("1", text="Older.")], raw_id=None, seen_on=DAY)
    assert counts.unchanged == 1
    assert table(con, "text, first_seen, last_seen, versions") == [("ML Engineer\n\nNewer.", DAY, days(5), 2)]


def test_of_two_rows_with_one_id_in_a_response_the_last_wins(con: DuckDBPyConnection) -> None:
    counts = load_records(con, [posting("1", text="A."), posting("1", text="B.")], raw_id=None, seen_on=DAY)
    assert (counts.read, counts.new, counts.unchanged) == (2, 1, 1)
    assert table(con, "text") == [("ML Engineer\n\nB.",)]


def test_what_duckdb_cannot_hold_is_replaced_one_for_one(con: DuckDBPyConnection) -> None:
    load(con, posting("1", text="a\ud800b\0c", location="x\udfff"), article(text="\ud800"))
    assert table(con, "text, location") == [("ML Engineer\n\na?b c", "x?")]


def test_a_rejected_row_is_kept_once_with_its_reason(con: DuckDBPyConnection) -> None:
    bad = Rejected("board", "https://x.test/3", "no title", "{}")
    for day in (DAY, days(1)):
        load_records(con, [bad, bad], raw_id=None, seen_on=day)
    assert con.execute("select source, url, reason, detail, seen_at::date from quarantine").fetchall() == [
        ("board", "https://x.test/3", "no title", "{}", DAY)
    ]


def test_a_failing_parser_leaves_nothing_behind(con: DuckDBPyConnection) -> None:
    def records() -> object:
        yield posting("1")
        raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        load_records(con, records(), raw_id="r", seen_on=DAY)  # type: ignore[arg-type]
    assert table(con, "posting_id") == []
    assert loaded_response_ids(con) == set()
    load(con, posting("1"))


def test_sigkill_in_the_middle_of_a_load_leaves_the_load_before_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    ended = subprocess.run(
        [sys.executable, "-c", LOAD_THEN_DIE, str(path), str(Path(__file__).parent)], check=False, env=dict(os.environ)
    )
    assert ended.returncode == -signal.SIGKILL
    con = open_writer(path)
    assert table(con, "native_id") == [("kept",)]
    assert loaded_response_ids(con) == {"first"}
    con.close()


def test_each_document_is_read_once_a_version_and_again_when_its_words_change(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), posting("2"), article())
    batches = list(pending_texts(con, VERSION, batch=2))
    assert [len(batch) for batch in batches] == [2, 1]
    assert ("board:acme:1", f"ML Engineer\n\n{BODY}", "ML Engineer", "posting") in [row for b in batches for row in b]
    assert read_all(con, "python") == 3
    assert (count_pending(con, VERSION), count_pending(con, "test-2")) == (0, 3)
    load(con, posting("1", text="Other."), on=days(1))
    assert read_all(con, "sql") == 1
    assert table(con, "document_id, skill_id", "mentions") == [
        ("arxiv:arxiv:1", "python"),
        ("board:acme:1", "sql"),
        ("board:acme:2", "python"),
    ]


def test_a_posting_without_a_text_is_kept_and_never_read(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), posting("2", text=" "))
    assert table(con, "text is null, text_hash is null") == [(False, False), (True, True)]
    assert count_pending(con, VERSION) == 1
    load(con, posting("2"), on=days(1))
    assert count_pending(con, VERSION) == 2


def test_nothing_is_kept_of_a_source_whose_licence_ended(con: DuckDBPyConnection) -> None:
    ours, theirs = posting("1"), posting("2", source="adzuna")
    lost = Rejected("adzuna", "https://x.test/", "reason")
    load_records(con, [theirs, lost], raw_id="adzuna/2026-01-05/1.warc.gz", seen_on=DAY)
    load_records(con, [ours], raw_id="board/2026-01-05/2.warc.gz", seen_on=DAY)
    read_all(con, "python")
    assert forget_sources(con, {"adzuna"}) == 1 and forget_sources(con, {"adzuna"}) == 0
    assert table(con, "posting_id") == [(ours.posting_id,)]
    assert table(con, "distinct document_id", "readings") == table(con, "distinct document_id", "mentions")
    assert table(con, "distinct document_id", "readings") == [(ours.posting_id,)]
    assert table(con, "count(*)", "quarantine") == [(0,)]
    assert loaded_response_ids(con) == {"board/2026-01-05/2.warc.gz"}


def test_a_reading_keeps_every_fact(con: DuckDBPyConnection) -> None:
    load(con, posting("1"))
    found = Reading(
        "ml_engineer", "ml", "senior", "hybrid", "full_time", Salary(50.0, 60.5, "EUR", "hour"), "en",
        (Degree("master", "statistics", True), Degree("any", None, False)),
        (Mention("python", "Pyth\ud800n", 3, 9, "required", True),),
    )  # fmt: skip
    assert store_readings(con, [("board:acme:1", "posting", found)], VERSION) == 1
    assert con.execute(
        "select role, seniority, workplace, employment_type, salary_min, salary_max, salary_currency, salary_period,"
        " language, degrees, extractor_version from readings"
    ).fetchall() == [
        ("ml_engineer", "senior", "hybrid", "full_time", 50.0, 60.5, "EUR", "hour", "en",
         [{"level": "master", "field": "statistics", "required": True},
          {"level": "any", "field": None, "required": False}], VERSION)
    ]  # fmt: skip
    assert con.execute("from mentions").fetchall() == [
        ("board:acme:1", "posting", "python", "Pyth?n", 3, 9, "required", True, VERSION)
    ]


def test_a_reading_of_an_unknown_document_is_not_stored(con: DuckDBPyConnection) -> None:
    store_readings(con, [("board:acme:none", "posting", reading("python"))], VERSION)
    assert table(con, "document_id", "mentions") == table(con, "document_id", "readings") == []


def test_employers_are_one_by_their_normalised_name(con: DuckDBPyConnection) -> None:
    names = ["Acme, Inc. (YC S19)", "ACME", "Acme GmbH", "acme ltd.", "Acme (Berlin)"]
    load(con, *(posting(str(n), name) for n, name in enumerate(names)), replace(posting("other"), employer="Acme Labs"))
    keys = table(con, "distinct employer_key")
    assert len(keys) == 2


def test_dates_far_off_are_stored_as_they_are(con: DuckDBPyConnection) -> None:
    load(con, posting("1", on=date(1, 1, 1)), posting("2", posted_on=None))
    assert table(con, "posted_on") == [(date(1, 1, 1),), (None,)]
