"""docs/cookbook.md: every query runs on a made-up market and answers what was planted there."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from analyst_world import PREMIUM

from warehouse.store import open_published

pytestmark = pytest.mark.xdist_group("analysts")
PAGE = Path(__file__).parents[3] / "docs" / "cookbook.md"
RECIPE = re.compile(r"^### (\d+)\. (.+?)\n\n```sql\n(.+?)\n```\n\n(\S.+?)\n(?=\n|\Z)", re.MULTILINE | re.DOTALL)
RECIPES = {int(number): (question, query) for number, question, query, _ in RECIPE.findall(PAGE.read_text("utf-8"))}
Row = dict[str, object]
Ask = Callable[[int], list[Row]]


@pytest.fixture(scope="module")
def reader(analyst_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_published(analyst_file)
    yield con
    con.close()


@pytest.fixture(scope="module")
def ask(reader: duckdb.DuckDBPyConnection) -> Ask:
    return lambda number: reader.sql(RECIPES[number][1]).pl().to_dicts()


def test_the_page_holds_thirty_numbered_questions_each_with_a_query_and_how_to_read_it() -> None:
    text = PAGE.read_text("utf-8")
    assert list(RECIPES) == list(range(1, 31))
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == text.count("```sql") == 30


@pytest.mark.parametrize("number", RECIPES, ids=[question for question, _ in RECIPES.values()])
def test_a_query_of_the_page_answers(ask: Ask, number: int) -> None:
    rows = ask(number)
    assert rows
    nothing = [column for column in rows[0] if all(row[column] is None for row in rows)]
    # Three whole years and a title are not in every market; a note is there when something was missing.
    assert set(nothing) <= {"seasonal_ratio", "note", "employers"}, nothing


def test_what_was_planted_to_rise_is_said_to_rise(ask: Ask) -> None:
    assert {row["population"]: row["label"] for row in ask(1)}["tech"] == "rising"
    assert "Large language models" in [row["name"] for row in ask(2)]


def test_the_planted_neighbour_comes_first(ask: Ask) -> None:
    assert ask(9)[0]["name"] == "Computer vision"


def test_the_planted_premium_is_found_inside_its_interval(ask: Ask) -> None:
    (row,) = [r for r in ask(25) if (r["seniority"], r["country_group"], r["currency"]) == ("all", "us", "USD")]
    # Half of a third of all openings carry it too, so that the whole lies a little above the rest.
    assert row["median_low"] <= 160_000 + PREMIUM <= row["median_high"]
    assert ask(26)[0]["name"] == "Kubernetes"


def test_shares_are_fractions_and_intervals_hold_them(ask: Ask) -> None:
    for number in (3, 14, 19, 21, 29):
        for row in ask(number):
            assert 0 <= row["share_low"] <= row["share"] <= row["share_high"] <= 1, (number, row)  # type: ignore[operator]


def test_a_way_from_a_role_covers_at_most_all_of_another(ask: Ask) -> None:
    covered = {(row["from_role"], row["to_role"]): row["covered"] for row in ask(12)}
    assert len(covered) == 12
    assert all(0 < part <= 1 for part in covered.values())  # type: ignore[operator]
    assert covered["ml_engineer", "data_scientist"] > covered["software_engineer", "data_scientist"]  # type: ignore[operator]


def test_it_works_from_python_polars_pandas_and_the_parquet_files(analyst_file: Path, ask: Ask) -> None:
    con = duckdb.connect(str(analyst_file), read_only=True)
    query = RECIPES[9][1]
    rows = con.execute(query).fetchall()
    by_polars = pl.read_database(query, con)
    pandas = pytest.importorskip("pandas")
    frame = con.sql(query).df()
    con.close()
    assert isinstance(frame, pandas.DataFrame)
    assert rows == by_polars.rows() == list(frame.itertuples(index=False, name=None))
    pairs = pl.scan_parquet(analyst_file.parent / "parquet" / "skill_pairs.parquet")
    kept = pairs.filter(pl.col("population") == "ml", pl.col("skill_id") == "pytorch", ~pl.col("is_related"))
    assert set(kept.filter(pl.col("log_odds_low") > 0).collect()["both_named"]) == {row[5] for row in rows}
