"""Weekly levels are computed anew only where something moved, and are then equal to computing all of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.simulation.market import LAST_WEEK, World, draw
from warehouse.measure import measure

AS_OF = LAST_WEEK + timedelta(days=6)
WEEKS = 32
Rows = dict[str, list[tuple[object, ...]]]
MOVES = {
    "nothing": "select 1",
    "a late opening of an old week": (
        "insert into opening_facts (opening_id, source, employer_key, role, role_family, posted_on, week)"
        " values ('late', 'source-9', 'employer-0', 'ml_engineer', 'ml', $old::date + 2, $old)"
    ),
    "an opening that goes": (
        "delete from opening_facts where opening_id = (select min(opening_id) from opening_facts where week = $old)"
    ),
    "a skill read anew": (
        "insert into opening_skills select opening_id, 'skill-007', 'duty' from opening_facts where week = $old"
    ),
    "another employer": "update opening_facts set employer_key = 'aaa' where week = $old and source = 'source-1'",
    "another role": "update opening_facts set role = 'data_scientist', role_family = 'ml' where week = $old",
    "known accuracy": (
        "insert into extraction_accuracy (skill_id, precision, recall, n) values ('skill-003', .9, .8, 40)"
    ),
    "another item of the guide": "insert into guide_items values ('programming', 'skill-011', 9)",
    "sources that broke": "update source_weeks set postings = 0 where week = $old",
    "a skill more": "insert into skills values ('skill-0005', 'New', 'tool', null, [])",
}


def levels(con: DuckDBPyConnection) -> Rows:
    """What is kept from one measure to the next."""
    tables = ("weekly_demand", "population_weeks", "cell_weights")
    return {table: con.execute(f"from {table} order by all").fetchall() for table in tables}


def anew(con: DuckDBPyConnection, as_of: date = AS_OF) -> Rows:
    """Everything computed without a look at what is stored."""
    con.execute("delete from measured_weeks")
    measure(con, as_of)
    return levels(con)


@pytest.fixture(scope="module")
def market() -> Iterator[DuckDBPyConnection]:
    """A measured market."""
    con = duckdb.connect()
    draw(World(ads=30, weeks=WEEKS, skills=16, employers=30, gradual=3, breakouts=1, fallers=2), 5).fill(con)
    measure(con, AS_OF)
    yield con
    con.close()


@pytest.mark.parametrize("move", MOVES)
def test_only_what_moved_is_computed_and_all_is_equal_to_computing_everything(
    market: DuckDBPyConnection, move: str
) -> None:
    old = LAST_WEEK - timedelta(weeks=9)
    before = dict(market.execute("select (population, week), fingerprint from measured_weeks").fetchall())
    market.execute(MOVES[move], {"old": old} if "$old" in MOVES[move] else None)
    measure(market, AS_OF)
    after = dict(market.execute("select (population, week), fingerprint from measured_weeks").fetchall())
    found = levels(market)
    assert found == anew(market)
    assert len(found["weekly_demand"]) > 500
    computed = {key[1] for key in after if before.get(key) != after[key]}
    if move == "nothing":
        assert not computed
    elif move in ("known accuracy", "another item of the guide", "a skill more"):
        assert len(computed) == WEEKS
    else:
        assert old in computed
        assert not {week for week in computed if week < old}
        assert len(computed) < WEEKS


def test_a_run_as_of_an_earlier_day_takes_no_label_away(market: DuckDBPyConnection) -> None:
    now, labels = anew(market), market.execute("from skill_trends order by all").fetchall()
    measure(market, AS_OF - timedelta(weeks=5))
    assert market.execute("select max(week) from weekly_demand").fetchall() == [(LAST_WEEK - timedelta(weeks=5),)]
    earlier = levels(market)
    assert earlier == anew(market, AS_OF - timedelta(weeks=5))
    kept = market.execute("from skill_trends where as_of_week = ? order by all", [LAST_WEEK]).fetchall()
    assert kept == labels
    measure(market, AS_OF)
    assert levels(market) == now
