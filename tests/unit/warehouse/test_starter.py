"""The bundled history: facts only, the same openings as the texts gave, and giving way to live texts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, VERSION, days, load, posting, read_all

from extractors.records import Posting
from warehouse.errors import StarterError
from warehouse.load import load_records
from warehouse.openings import cluster_openings
from warehouse.starter import FOLDER, StarterCounts, load_starter, make_starter
from warehouse.store import open_writer

OTHER = "Nights on trams, with doors, bells and brakes to repair, in a calm town by a slow river and its old mills."
FACTS = "select opening_id, source, employer_key, role, role_family, seniority, workplace, posted_on, week"


def post(number: int, employer: str, day: int, text: str = BODY) -> Posting:
    made = posting(str(number), employer, on=days(day), text=text)
    return replace(made, source="hn_hiring", board="whoishiring")


POSTS = [
    post(1, "Acme", 0),
    post(2, "Acme", 28),
    post(3, "Acme", 90),
    post(4, "Acme", 0, OTHER),
    post(5, "Borealis", 3),
]


@pytest.fixture
def bundle(con: DuckDBPyConnection, tmp_path: Path) -> Path:
    """Files made from a warehouse that holds the texts."""
    load(con, *POSTS, on=days(100))
    read_all(con, "python", "sql")
    cluster_openings(con)
    made = make_starter(con, tmp_path / "starter")
    assert made == StarterCounts(posts=5, mentions=10, extractor_version=VERSION)
    return tmp_path / "starter"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    opened = open_writer(tmp_path / "fresh.duckdb")
    yield opened
    opened.close()


def test_loaded_facts_give_the_same_openings_as_the_texts_did(
    con: DuckDBPyConnection, fresh: DuckDBPyConnection, bundle: Path
) -> None:
    assert load_starter(fresh, bundle) == StarterCounts(5, 10, VERSION)
    cluster_openings(fresh)
    for query in (f"{FACTS} from opening_facts order by all", "from opening_skills order by all"):
        assert fresh.execute(query).fetchall() == con.execute(query).fetchall()
    assert fresh.execute("select count(*), count(*) filter (readvertised) from openings").fetchall() == [(3, 1)]


def test_the_files_hold_no_name_and_no_word_of_a_text(bundle: Path) -> None:
    content = b"".join(path.read_bytes() for path in bundle.iterdir()).lower()
    assert pl.read_parquet(bundle / "posts.parquet").columns == [
        "post", "posted_on", "employer", "copy", "role", "role_family", "seniority", "workplace", "skills",
    ]  # fmt: skip
    for word in (b"acme", b"borealis", b"forecasting", b"x.test"):
        assert word not in content


def test_rows_are_pseudonymous_and_have_nothing_to_read(fresh: DuckDBPyConnection, bundle: Path) -> None:
    load_starter(fresh, bundle)
    (key, employer), *_ = fresh.execute(
        "select employer_key, employer from posting_records where native_id = '1'"
    ).fetchall()
    assert employer == f"employer-{key[:8]}"
    assert read_all(fresh, "go") == 0
    assert fresh.execute("select distinct surface, start_char, end_char from mentions").fetchall() == [("", None, None)]


def test_a_second_load_adds_nothing(fresh: DuckDBPyConnection, bundle: Path) -> None:
    load_starter(fresh, bundle)
    assert load_starter(fresh, bundle) == StarterCounts(0, 0, VERSION)
    assert fresh.execute("select count(*) from posting_records").fetchall() == [(5,)]


def test_live_texts_replace_rows_post_by_post_and_are_never_overwritten(
    fresh: DuckDBPyConnection, bundle: Path
) -> None:
    load(fresh, post(2, "Acme", 28))
    load_starter(fresh, bundle)
    starters = fresh.execute("select posting_id from posting_records where is_starter").fetchall()
    assert (POSTS[0].posting_id,) in starters and (POSTS[1].posting_id,) not in starters
    counts = load_records(fresh, [POSTS[0]], raw_id=None, seen_on=days(100))
    assert counts.new == 1
    assert read_all(fresh, "go") == 2
    cluster_openings(fresh)
    rows = fresh.execute("select native_id, employer, is_starter from posting_records order by 1 limit 3").fetchall()
    assert [(n, e.startswith("employer-"), s) for n, e, s in rows] == [
        ("1", False, False), ("2", False, False), ("3", True, True)
    ]  # fmt: skip
    assert fresh.execute("select list(distinct skill_id) from mentions where document_id like '%:1'").fetchall() == [
        (["go"],)
    ]
    assert fresh.execute("select count(*) from openings").fetchall() == [(3,)]


def test_a_newer_edition_replaces_what_is_left_of_the_older(fresh: DuckDBPyConnection, bundle: Path) -> None:
    load_starter(fresh, bundle)
    load(fresh, POSTS[0])
    facts = json.loads((bundle / "facts.json").read_text())
    (bundle / "facts.json").write_text(json.dumps({**facts, "extractor_version": "test-2"}))
    assert load_starter(fresh, bundle).posts == 4
    assert fresh.execute("select count(*), count(distinct posting_id) from posting_records").fetchall() == [(5, 5)]


def test_texts_read_by_two_versions_make_no_bundle(con: DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, POSTS[0])
    read_all(con, "python")
    load(con, POSTS[1])
    read_all(con, "python", version="test-2")
    con.execute("update readings set extractor_version = 'test-1' where document_id = ?", [POSTS[0].posting_id])
    with pytest.raises(StarterError, match="2 extractor versions"):
        make_starter(con, tmp_path)


def test_a_damaged_bundle_is_one_error_and_a_missing_one_none(fresh: DuckDBPyConnection, bundle: Path) -> None:
    assert load_starter(fresh, bundle / "none") == StarterCounts(0, 0, None)
    whole = (bundle / "posts.parquet").read_bytes()
    (bundle / "posts.parquet").write_bytes(whole[:100])
    with pytest.raises(StarterError, match=r"posts\.parquet"):
        load_starter(fresh, bundle)
    (bundle / "facts.json").write_text("{")
    with pytest.raises(StarterError, match=r"facts\.json"):
        load_starter(fresh, bundle)


def test_the_shipped_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*")) <= 3_000_000
