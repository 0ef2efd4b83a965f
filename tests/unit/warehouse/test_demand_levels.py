"""Levels: weights, intervals, calendar and completeness."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from tests.simulation.market import LAST_WEEK, World, draw, empty_warehouse
from warehouse.completeness import Completeness
from warehouse.intervals import column_blocks, minimum_detectable_rise, spread_weights, standardised_level, wilson
from warehouse.measure import last_closed_week, measure, newest_week
from warehouse.score import Offset, employer_weights, score_test
from warehouse.windows import expected_thread, first_weekday, quarter_week, week_date, week_index


@pytest.mark.parametrize(
    ("as_of", "week"),
    [
        (date(2026, 1, 25), date(2026, 1, 19)),  # its Sunday
        (date(2026, 1, 26), date(2026, 1, 19)),
        (date(2026, 1, 24), date(2026, 1, 12)),
    ],
)
def test_a_week_is_closed_on_its_sunday(as_of: date, week: date) -> None:
    assert last_closed_week(as_of) == week


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_weeks_survive_being_numbered(day: date) -> None:
    week = last_closed_week(day)
    assert week.weekday() == 0
    assert week_date(week_index(week)) == week
    assert quarter_week(week).weekday() == 0


def test_a_thread_is_expected_on_the_first_weekday_once_it_has_had_days_to_fill() -> None:
    assert first_weekday(2025, 11) == date(2025, 11, 3)
    assert expected_thread(date(2025, 11, 2)) == date(2025, 10, 1)
    assert expected_thread(date(2025, 11, 9)) == date(2025, 11, 3)


def test_wilson_agrees_with_the_worked_example_of_brown_cai_dasgupta() -> None:
    low, high = wilson(np.array([0.1]), np.array([50.0]))
    assert (round(float(low[0]), 4), round(float(high[0]), 4)) == (0.0435, 0.2136)


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_a_share_lies_in_its_interval(share: float, size: float) -> None:
    low, high = wilson(np.array([share]), np.array([size]))
    assert 0 <= low[0] <= share <= high[0] <= 1


def test_an_empty_cell_gives_its_weight_to_its_source_and_an_empty_source_to_all() -> None:
    # cells: source 0 ml, source 0 software (empty), source 1 ml (empty)
    each = spread_weights(np.array([0, 0]), np.array([0, 0, 1]), np.array([0.3, 0.3, 0.4]))
    assert each.tolist() == [0.5, 0.5]


def test_standardising_undoes_a_source_that_doubles() -> None:
    cell = np.array([0] * 10 + [1] * 40)
    asks = csr_matrix(np.array([[1.0]] * 10 + [[0.0]] * 40))
    each = spread_weights(cell, np.array([0, 1]), np.array([0.5, 0.5]))
    level = standardised_level(asks, cell, np.arange(50), each)
    assert level.share_raw[0] == pytest.approx(0.2)
    assert level.share[0] == pytest.approx(0.5)


def test_one_employer_with_many_openings_is_one_witness() -> None:
    asks = csr_matrix(np.array([[1.0]] * 30 + [[0.0]] * 30))
    cell, each = np.zeros(60, dtype=np.int64), np.full(60, 1 / 60)
    apart = standardised_level(asks, cell, np.arange(60), each)
    together = standardised_level(asks, cell, np.array([0] * 30 + list(range(1, 31))), each)
    assert together.n_effective[0] < apart.n_effective[0] / 3
    assert together.employers[0] == 1


def test_planning_numbers_are_those_of_the_method() -> None:
    assert minimum_detectable_rise(13 * 250) == pytest.approx(0.026, abs=0.001)
    assert minimum_detectable_rise(13 * 100) == pytest.approx(0.041, abs=0.001)
    assert minimum_detectable_rise(0) is None


def _weekly(counts: list[int], cadence: str = "continuous") -> tuple[Completeness, int]:
    last = week_index(LAST_WEEK)
    weekly = {"board": {last - len(counts) + 1 + i: count for i, count in enumerate(counts)}}
    return Completeness(last - 51, {"board": cadence}, weekly, {}), last


def test_a_source_below_sixty_percent_of_its_median_withholds_labels_when_it_weighs() -> None:
    completeness, last = _weekly([100, 100, 100, 100, 30])
    verdict = completeness.verdict(last, {"board": 1.0})
    assert not verdict.complete
    assert verdict.withhold
    assert "30 postings" in verdict.note
    assert not completeness.verdict(last, {"board": 0.2, "other": 0.8}).withhold


def test_a_file_that_ends_in_the_middle_of_a_week_withholds_nothing_and_a_hole_in_it_does() -> None:
    """Files that ended on a Wednesday once left every label of their last week withheld."""
    ended, last = _weekly([100, 100, 100, 100, 40], cadence="file")
    assert ended.verdict(last, {"board": 1.0}).complete
    holed, last = _weekly([100, 100, 100, 100, 30, 100], cadence="file")
    assert holed.verdict(last - 1, {"board": 1.0}).withhold


def test_a_small_source_may_have_a_bad_week() -> None:
    completeness, last = _weekly([5, 5, 5, 5, 2])
    assert completeness.verdict(last, {"board": 1.0}).complete


def test_a_monthly_source_is_not_broken_in_the_weeks_without_a_thread() -> None:
    days = {first_weekday(2025, month) + timedelta(days=d): 100 - 30 * d for month in range(6, 13) for d in range(3)}
    last = week_index(date(2025, 12, 22))
    completeness = Completeness(last - 51, {"thread": "monthly"}, {}, {"thread": days})
    assert completeness.verdict(last, {"thread": 1.0}).complete
    january = completeness.verdict(week_index(date(2026, 1, 5)), {"thread": 1.0})
    assert january.withhold
    assert "2026-01-01" in january.note


def test_measures_of_a_market_hold_what_the_contract_promises() -> None:
    with duckdb.connect() as con:
        draw(World(ads=40, weeks=30, skills=40, employers=60, gradual=4, breakouts=1, fallers=2), 3).fill(con)
        counts = measure(con, LAST_WEEK + timedelta(days=6))
        assert counts.week == LAST_WEEK
        assert counts.demand_rows > 0
        wrong = con.execute(
            "select count(*) from weekly_demand where dayofweek(week) <> 1 or share not between 0 and 1 "
            "or share_low > share or share_high < share or mentioning > openings or employers > mentioning"
        ).fetchall()
        assert wrong == [(0,)]
        first = con.execute("from weekly_demand order by all").fetchall()
        measure(con, LAST_WEEK + timedelta(days=6))
        assert con.execute("from weekly_demand order by all").fetchall() == first
        assert con.execute("select sum(weight) from cell_weights group by as_of_week").fetchall()[0][
            0
        ] == pytest.approx(1)
        weeks = con.execute(
            "select count(*), bool_or(complete) from population_weeks where population = 'tech'"
        ).fetchall()
        assert weeks == [(30, True)]


def test_nothing_dated_after_the_last_closed_week_is_counted() -> None:
    with duckdb.connect() as con:
        draw(World(ads=40, weeks=30, skills=20, employers=60, gradual=0, breakouts=0, fallers=0), 3).fill(con)
        measure(con, LAST_WEEK + timedelta(days=6))
        counts = measure(con, LAST_WEEK - timedelta(days=8))
        assert counts.week == LAST_WEEK - timedelta(weeks=2)
        assert con.execute("select max(week) from weekly_demand").fetchall() == [(counts.week,)]


def test_labels_speak_about_the_last_data_when_collection_ended() -> None:
    few = World(ads=20, weeks=10, skills=5, employers=30, gradual=0, breakouts=0, fallers=0)
    with duckdb.connect() as con:
        draw(replace(few, monthly=True), 3).fill(con)
        assert newest_week(con, LAST_WEEK + timedelta(weeks=5)) == LAST_WEEK + timedelta(weeks=4)
        assert newest_week(con, LAST_WEEK + timedelta(weeks=40)) == LAST_WEEK
    with duckdb.connect() as con:
        draw(few, 3).fill(con)
        assert newest_week(con, LAST_WEEK + timedelta(weeks=3)) == LAST_WEEK


def test_an_empty_warehouse_is_measured_without_complaint() -> None:
    with duckdb.connect() as con:
        empty_warehouse(con)
        counts = measure(con, date(2026, 1, 25))
        assert (counts.demand_rows, counts.trend_rows) == (0, 0)


def test_skills_taken_in_blocks_give_the_numbers_of_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    asks = csr_matrix((rng.random((400, 30)) < 0.2).astype(float))
    cell, employer, week = (rng.integers(0, most, 400) for most in (4, 60, 26))
    weight, offset = employer_weights(employer), Offset(np.array([2, 17]), rng.normal(size=(400, 2)))

    def numbers() -> list[np.ndarray]:
        level = standardised_level(asks, cell, employer, np.full(400, 1 / 400))
        score = score_test(asks, week.astype(float), cell, employer, weight, offset=offset)
        return [level.low, level.high, score.statistic, score.slope_error, score.p_rising, score.holds_without_top]

    whole = numbers()
    monkeypatch.setattr("warehouse.intervals._CELLS", 1)
    assert len(column_blocks(60, 30)) == 4
    for one, other in zip(whole, numbers(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)
