"""Rules held against markets whose truth is known, and against changes that must not matter.

Few replications with fixed seeds: limits are those of docs/method.md with room for chance. The full table comes from
benchmarks/simulate.py.
"""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from tests.simulation.evaluate import LAST, Tally, run
from tests.simulation.market import LAST_WEEK, ROUGH, Market, draw
from warehouse.labels import Labels, decide
from warehouse.measure import measure
from warehouse.trends import looks_of


@pytest.fixture(scope="module")
def rough() -> Tally:
    return run(ROUGH, range(4))


def test_at_most_twelve_percent_of_rising_labels_are_false(rough: Tally) -> None:
    assert rough.discovery_rate("labels") <= 0.12
    assert rough.falling_rate() <= 0.12


def test_the_naive_rules_are_wrong_more_often_than_right_in_the_same_markets(rough: Tally) -> None:
    assert rough.discovery_rate("up a fifth") > 0.5
    assert rough.discovery_rate("pooled z") > 0.5


def test_p_values_of_skills_without_a_trend_are_calibrated(rough: Tally) -> None:
    assert 0.03 <= np.mean(rough.null_rate) <= 0.07


def test_two_of_three_doubled_skills_are_found_at_250_ads_a_week(rough: Tally) -> None:
    assert np.mean(rough.doubled["labels"]) >= 0.65
    assert np.mean(rough.breakouts["labels"]) >= 0.9


def test_intervals_cover_the_true_share_about_nineteen_times_in_twenty(rough: Tally) -> None:
    assert 0.90 <= np.mean(rough.covered) <= 0.98
    assert np.mean(rough.covered_raw) < np.mean(rough.covered)


def test_a_market_in_which_nothing_moves_gets_hardly_a_label() -> None:
    still = run(replace(ROUGH, gradual=0, breakouts=0, fallers=0), range(3))
    assert sum(still.flagged["labels"]) <= 1


def test_thirty_employers_are_enough_to_find_most_of_what_doubles() -> None:
    few = run(replace(ROUGH, employers=30, taste=0.7), range(2))
    assert few.overall_rate() <= 0.12
    assert np.mean(few.doubled["labels"]) >= 0.7


def test_a_monthly_thread_is_judged_by_its_posts_without_false_labels() -> None:
    monthly = run(replace(ROUGH, monthly=True, sources=1, onboarding=False, decaying=False, ads=80), range(2))
    assert monthly.discovery_rate("labels") <= 0.12
    assert np.mean(monthly.doubled["labels"]) >= 0.4


def test_shuffling_the_weeks_of_employers_leaves_hardly_a_label() -> None:
    rng = np.random.default_rng(11)
    flagged = 0
    for seed in range(3):
        market = draw(replace(ROUGH, onboarding=False, decaying=False, burst=False), seed)
        week = rng.permutation(market.world.weeks)[market.week]
        order = np.argsort(week, kind="stable")
        shuffled = replace(market, week=week[order], source=market.source[order], role=market.role[order],
                           employer=market.employer[order], asks=market.asks[order])  # fmt: skip
        flagged += sum(label in ("rising", "falling", "breakout") for label in _labels(shuffled).label)
    assert flagged <= 3


def _labels(market: Market) -> Labels:
    members = market.facts().population("tech")
    looks = looks_of(members, LAST)
    return decide(looks)


SMALL = replace(ROUGH, ads=120, skills=60, employers=150, gradual=6, breakouts=3, fallers=3, weeks=40)


def _measured(*, rename: bool = False, last: date = LAST_WEEK) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        draw(SMALL, 5).fill(con, rename=rename, last=last)
        measure(con, last + timedelta(days=6))
        return con.execute("select * exclude (as_of_week) from skill_trends order by all").fetchall()


def test_renaming_the_employers_changes_nothing() -> None:
    assert _rounded(_measured(rename=True)) == _rounded(_measured())


def test_moving_all_dates_by_a_week_changes_no_trend() -> None:
    later = LAST_WEEK + timedelta(days=7)
    assert _rounded(_measured(last=later)) == _rounded(_measured())


def _rounded(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Sums in another order differ in the last digits."""
    return [tuple(round(value, 9) if isinstance(value, float) else value for value in row) for row in rows]
