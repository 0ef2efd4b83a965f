"""The views and summaries for analysts, held against what can be counted by hand or in another way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import DAY, days, load, posting, read_all

from extractors.records import Listing
from warehouse.load import load_records
from warehouse.openings import cluster_openings
from warehouse.publish import DATABASE, publish
from warehouse.statements import statement
from warehouse.store import open_published

pytestmark = pytest.mark.xdist_group("analysts")
WORDS = ("reed", "stone", "birch", "cloud", "river", "glass", "ember", "field", "north", "south", "chalk", "linen")


def text(number: int) -> str:
    """A text that shares no run of words with another's."""
    return " ".join(f"{word}{number}" for word in WORDS * 5)


def answers(con: DuckDBPyConnection, folder: Path, as_of: date, query: str) -> list[tuple[object, ...]]:
    """What the copy published on a day says."""
    publish(con, folder, as_of)
    made = open_published(folder / DATABASE)
    try:
        return made.execute(query).fetchall()
    finally:
        made.close()


STOCK = (
    "select (week - date '2026-01-12') / 7, sum(openings)::integer, sum(assumed)::integer"
    " from weekly_stock group by 1 order by 1"
)


def listed(con: DuckDBPyConnection, day: int, *ids: str) -> None:
    """A complete reading of the board on a day."""
    rows = [posting(one, text=text(int(one)), on=days(min(day, 2))) for one in ids]
    load_records(con, [*rows, Listing("board", "acme", ids)], raw_id=None, seen_on=days(day))


def test_an_advertisement_of_a_board_is_in_stock_until_the_board_lacks_it(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    for day, ids in ((0, ("1", "2")), (6, ("1", "2")), (13, ("1",)), (15, ("1",)), (22, ("1",))):
        listed(con, day, *ids)
    read_all(con, "python")
    cluster_openings(con)
    # Gone on day 13, a Sunday, known on day 15; the last reading is on day 22, so nothing is said of day 28.
    assert answers(con, tmp_path, days(30), STOCK) == [(0, 2, 0), (1, 2, 0), (2, 1, 0), (3, 1, 0)]


def test_what_a_board_held_that_is_no_longer_read_does_not_stay_open_for_ever(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    listed(con, 0, "1")
    listed(con, 8, "1")
    load(con, replace(posting("2", on=days(1)), board="import"))
    read_all(con, "python")
    cluster_openings(con)
    query = "select closed_on, known_until, last_week from postings join openings using (opening_id) order by 2"
    assert answers(con, tmp_path, days(200), query) == [(None, days(8), days(7)), (None, None, days(0))]
    assert answers(con, tmp_path, days(200), STOCK.replace("weekly_stock", "weekly_stock where assumed = 0")) == [
        (0, 1, 0)
    ]


def test_before_the_first_reading_of_a_board_no_stock_is_claimed(con: DuckDBPyConnection, tmp_path: Path) -> None:
    old = posting("1", on=days(-100))
    load_records(con, [old, Listing("board", "acme", ("1",))], raw_id=None, seen_on=days(8))
    read_all(con, "python")
    cluster_openings(con)
    assert answers(con, tmp_path, days(14), STOCK) == []
    load_records(con, [old, Listing("board", "acme", ("1",))], raw_id=None, seen_on=days(14))
    cluster_openings(con)
    assert answers(con, tmp_path, days(14), STOCK) == [(2, 1, 0)]


def test_what_never_closes_is_in_stock_for_six_weeks_and_says_so(con: DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, replace(posting("1", on=days(1)), board="import"))
    read_all(con, "python")
    cluster_openings(con)
    # From the day after the Monday of its week to the 42nd day.
    assert answers(con, tmp_path, days(90), STOCK) == [(week, 1, 1) for week in range(1, 7)]


def test_the_stock_of_a_day_knows_nothing_of_later_ones(con: DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, replace(posting("1", on=days(1)), board="import"))
    read_all(con, "python")
    cluster_openings(con)
    assert answers(con, tmp_path, days(15), STOCK) == [(1, 1, 1), (2, 1, 1)]


def test_an_opening_counts_once_for_a_wider_skill(con: DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, posting("1"))
    read_all(con, "pytorch", "tensorflow")
    cluster_openings(con)
    con.execute(
        "insert into skill_parents values ('pytorch', 'frameworks'), ('tensorflow', 'frameworks'), ('frameworks', 'ai')"
    )
    found = answers(con, tmp_path, days(14), "select skill_id, is_named from opening_rollup order by 1")
    assert found == [("ai", False), ("frameworks", False), ("pytorch", True), ("tensorflow", True)]


@pytest.mark.parametrize("pairs", [[("a", "b"), ("b", "a")], [("a", "a")]])
def test_a_circle_of_parents_ends(con: DuckDBPyConnection, tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    con.executemany("insert into skill_parents values (?, ?)", pairs)
    found = answers(con, tmp_path, DAY, "select skill_id, ancestor_id from skill_ancestors order by all")
    assert found == [pair for pair in pairs if pair[0] != pair[1]]


@pytest.fixture(scope="module")
def market(analyst_file: Path) -> Iterator[DuckDBPyConnection]:
    opened = open_published(analyst_file)
    yield opened
    opened.close()


def test_the_views_answer_when_the_file_is_attached_under_another_name(analyst_file: Path) -> None:
    con = duckdb.connect()
    con.execute(f"attach '{analyst_file}' as tide (read_only)")
    names = [n for (n,) in con.execute("select view_name from duckdb_views() where not internal").fetchall()]
    assert len(names) == 5
    for name in names:
        assert con.execute(f"select count(*) > 0 from tide.{name}").fetchall() == [(True,)], name
    con.close()


def test_pairs_are_what_counting_matrices_gives(market: DuckDBPyConnection) -> None:
    asked = market.sql(
        "select distinct s.opening_id, s.skill_id from opening_skills as s"
        " inner join opening_facts as f on f.opening_id = s.opening_id and f.role_family = 'ml'"
        " where f.week > (select max(week) from opening_facts) - 364"
    ).pl()
    wide = asked.with_columns(one=1).pivot(on="skill_id", index="opening_id", values="one").fill_null(0)
    table = wide.drop("opening_id").to_numpy().astype(float)
    names = [name for name in wide.columns if name != "opening_id"]
    openings = market.execute("select openings from skill_pairs where population = 'ml' limit 1").fetchall()[0][0]
    table = np.vstack([table, np.zeros((openings - len(table), len(names)))])
    phi = np.corrcoef(table.T)
    rows = market.execute("select skill_id, other_id, both_named, lift, phi from skill_pairs where population = 'ml'")
    for one, other, both, lift, found in rows.fetchall():
        i, j = names.index(one), names.index(other)
        assert both == table[:, i] @ table[:, j]
        assert lift == pytest.approx(both * len(table) / table[:, i].sum() / table[:, j].sum())
        assert found == pytest.approx(phi[i, j])


def test_the_rollup_of_weeks_is_that_of_openings(market: DuckDBPyConnection) -> None:
    counted = market.execute(
        "select p.population, r.skill_id, count(*)::integer, count(*) filter (r.is_named)::integer"
        " from opening_rollup as r inner join opening_facts as f on f.opening_id = r.opening_id"
        " inner join opening_populations as p on p.opening_id = r.opening_id"
        " where f.week between date '2026-01-19' - 21 and date '2026-01-19'"
        " and r.skill_id in (select ancestor_id from skill_ancestors) group by all order by all"
    ).fetchall()
    stored = market.execute(
        "select population, skill_id, mentioning, named from weekly_rollup where week = date '2026-01-19' order by all"
    ).fetchall()
    assert stored == counted


def test_flow_adds_up_to_all_openings_and_volume_to_flow(market: DuckDBPyConnection) -> None:
    assert (
        market.execute("select sum(openings) from weekly_flow").fetchall()
        == market.execute("select count(*) from openings").fetchall()
    )
    differing = market.execute(
        "select count(*) from weekly_volume as v inner join (select week, sum(openings) as openings from weekly_flow"
        " where role_family in ('ml', 'software') group by week) as f on f.week = v.week"
        " where v.population = 'tech' and v.new_openings <> f.openings"
    ).fetchall()
    assert differing == [(0,)]


def test_intervals_of_medians_hold_the_truth_although_employers_pay_alike() -> None:
    """Two hundred cells of twelve employers, each with a level of its own: near 95 of 100 intervals hold the median."""
    rng = np.random.default_rng(11)
    cells, employers, each = 200, 12, 6
    size = cells * employers * each
    cell = np.repeat(np.arange(cells), employers * each)
    employer = np.tile(np.repeat(np.arange(employers), each), cells)
    level = rng.normal(0, 10_000, (cells, employers))[cell, employer]
    pay = 100_000 + level + rng.normal(0, 10_000, size)
    facts = pl.DataFrame({
        "opening_id": [f"o{i}" for i in range(size)], "employer": [f"e{i}" for i in employer], "week": [DAY] * size,
        "seniority": ["mid"] * size, "country_group": ["us"] * size, "yearly_salary": pay, "salary_min": pay,
        "salary_max": pay, "salary_currency": ["USD"] * size, "has_text": [True] * size,
        "population": [f"cell{i}" for i in cell],
    })  # fmt: skip
    con = duckdb.connect()
    con.execute("attach ':memory:' as snapshot")
    con.register("facts", facts.to_arrow())
    con.execute("create table snapshot.opening_facts as select * exclude (population) from facts")
    con.execute("create table snapshot.opening_populations as select opening_id, population from facts")
    con.execute("create table snapshot.opening_skills (opening_id varchar, skill_id varchar)")
    con.execute("create table snapshot.population_weeks as select ?::date as week, 'tech' as population", [DAY])
    found = con.sql(statement("published/skill_salaries")).pl().filter(pl.col("seniority") == "mid")
    found = found.filter(pl.col("country_group") == "us")
    con.close()
    assert found.height == cells
    held = found.select(((pl.col("median_low") <= 100_000) & (pl.col("median_high") >= 100_000)).mean()).item()
    assert 0.9 <= held <= 1.0
    widths = found["median_high"] - found["median_low"]
    # As wide as the spread between twelve employers asks for: not that of 72 independent salaries.
    assert 8_000 <= widths.mean() <= 20_000  # type: ignore[operator]
