"""Alarms: sums against a plain loop, residuals against their binomial, few openings against many, a doubling."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import norm

from tests.simulation.market import CLEAN, LAST_WEEK, Market, draw
from warehouse.cusum import (
    DECISION_LIMIT,
    REFERENCE_VALUE,
    alarms,
    reference_level,
    residuals,
    share_alerts,
    watched_scores,
)
from warehouse.demand import cell_weights
from warehouse.facts import Codes
from warehouse.windows import week_date, week_index

LAST = week_index(LAST_WEEK)
STILL = replace(CLEAN, weeks=130, skills=60, ads=120, gradual=0, breakouts=0, fallers=0)
_DOUBLED = 0.05


@pytest.fixture(scope="module")
def market() -> Market:
    return draw(STILL, 1)


def plain_alarms(scores: np.ndarray) -> list[tuple[int, str, int]]:
    """One column, one week after the other."""
    found = []
    for direction, sign in (("up", 1), ("down", -1)):
        total, since = 0.0, 0
        for week, score in enumerate(scores):
            if np.isnan(score):
                continue
            if total == 0:
                since = week
            total = max(0.0, total + sign * score - REFERENCE_VALUE)
            if total > DECISION_LIMIT:
                found.append((week, direction, since))
                total = 0.0
    return found


def test_the_sums_of_all_skills_at_once_are_those_of_each_alone() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(np.linspace(-1, 1, 30), 1, (80, 30))
    scores[rng.random(scores.shape) < 0.1] = np.nan
    found = list(alarms(scores))
    assert len(found) > 50
    for column in range(30):
        ours = [(one.week, one.direction, one.since) for one in found if one.column == column]
        assert ours == plain_alarms(scores[:, column])
    assert all(one.statistic > DECISION_LIMIT for one in found)


def test_without_a_change_the_mean_run_is_that_of_the_literature() -> None:
    scores = np.random.default_rng(6).normal(0, 1, (2000, 400))
    up = sum(1 for one in alarms(scores) if one.direction == "up")
    assert scores.size / up == pytest.approx(938, rel=0.12)


def test_the_frozen_weights_are_those_of_the_weekly_share(market: Market) -> None:
    members = market.facts().population("tech")
    quarter = week_index(date(2026, 1, 5))
    level = reference_level(members.weeks(quarter - 52, quarter - 1))
    weights = cell_weights(members, quarter)
    names, families = members.source.names, members.family.names
    ours = {
        (names[cell // len(families)], families[cell % len(families)]): weight
        for cell, weight in enumerate(level.weights)
        if weight
    }
    assert ours == pytest.approx(weights.cells)


def test_residuals_are_standard_normal_in_weeks_of_few_and_of_many_openings(market: Market) -> None:
    members = market.facts().population("tech")
    first = LAST - 25
    every_eighth = np.arange(len(members)) % 8 == 0
    thin = members.take(np.flatnonzero((members.week < first) | (members.week % 2 == 0) | every_eighth))
    level = reference_level(thin.weeks(first - 52, first - 1))
    scores = residuals(level, thin.weeks(first, LAST), first, LAST)
    sizes = np.array([thin.count(week, week) for week in range(first, LAST + 1)])
    assert sizes.max() > 5 * sizes.min()
    for chosen in (sizes < 40, sizes > 80):
        part = scores[chosen]
        assert abs(part.mean()) < 0.15
        assert 0.7 < part.std() < 1.15
        assert (np.abs(part) > 3).mean() < 0.01


def test_a_week_that_brings_nothing_has_no_residual(market: Market) -> None:
    members = market.facts().population("tech")
    level = reference_level(members.weeks(LAST - 60, LAST - 9))
    gone = members.take(np.flatnonzero(members.week != LAST - 3))
    scores = residuals(level, gone.weeks(LAST - 8, LAST), LAST - 8, LAST)
    assert np.isnan(scores[5]).all()
    assert not np.isnan(np.delete(scores, 5, axis=0)).any()


def test_a_new_source_moves_nothing(market: Market) -> None:
    members = market.facts().population("tech")
    newest = members.weeks(LAST - 8, LAST)
    level = reference_level(members.weeks(LAST - 60, LAST - 9))
    rows = np.repeat(np.arange(len(newest)), 2)
    is_copy = np.arange(len(rows)) % 2 == 1
    joined = newest.take(rows)
    sources = np.where(is_copy, len(newest.source.names), joined.source.codes)
    joined = replace(joined, source=Codes(sources, [*newest.source.names, "newcomer"]))
    known = replace(
        level, **{name: np.concatenate([getattr(level, name), np.zeros((2, *getattr(level, name).shape[1:]))])
                  for name in ("weights", "error", "share", "variance")},
    )  # fmt: skip
    np.testing.assert_allclose(residuals(known, joined, LAST - 8, LAST), residuals(level, newest, LAST - 8, LAST))


def test_what_doubles_is_told_and_what_does_not_move_is_hardly_ever(market: Market) -> None:
    rng = np.random.default_rng(8)
    since = STILL.weeks - 20
    asks = market.asks.copy()
    share = asks.mean(axis=0)
    doubled = np.flatnonzero((share > _DOUBLED) & (share < 0.3))[:8]
    for skill in doubled:
        other = np.flatnonzero((market.week >= since) & ~asks[:, skill])
        asks[other[rng.random(len(other)) < share[skill] / (1 - share[skill])], skill] = True
    found = share_alerts(replace(market, asks=asks).facts().population("tech"), "tech", LAST)
    rows = [(skill, week, direction) for skill, week, direction in
            zip(found["skill_id"], found["week"], found["direction"], strict=True)]  # fmt: skip
    change = week_date(LAST - 19)
    told = {skill for skill, week, direction in rows if direction == "up" and week >= change}  # type: ignore[operator]
    assert {market.skill_id(int(k)) for k in doubled} <= told
    still = [row for row in rows if row[0] not in {market.skill_id(int(k)) for k in doubled}]
    assert len(still) <= 0.2 * STILL.skills


def test_short_histories_and_empty_populations_have_no_alarms(market: Market) -> None:
    members = market.facts().population("tech")
    assert share_alerts(members.weeks(LAST - 20, LAST), "tech", LAST)["week"] == []
    assert share_alerts(members.take(np.array([], dtype=np.int64)), "tech", LAST)["week"] == []
    first, scores = watched_scores(members.weeks(LAST - 45, LAST), LAST)
    assert first > LAST - 20
    assert len(scores) == LAST - first + 1


def test_a_score_does_not_depend_on_what_came_later(market: Market) -> None:
    members = market.facts().population("tech")
    first, scores = watched_scores(members, LAST)
    before_first, before = watched_scores(members.weeks(0, LAST - 6), LAST - 6)
    assert before_first <= first
    np.testing.assert_allclose(before[first - before_first :], scores[: len(scores) - 6])


def test_the_normal_score_of_the_median_is_nought() -> None:
    from warehouse.cusum import _normal_score

    share, expected = np.array([[0.5, 0.0, 1.0, 0.62]]), np.array([[0.5, 0.02, 0.9, 0.5]])
    variance = expected * (1 - expected) / np.array([[200.0, 30.0, 40.0, 200.0]])
    found = _normal_score(share, expected, variance)[0]
    assert found[0] == pytest.approx(0, abs=1e-9)
    assert found[1] == pytest.approx(norm.ppf(0.98**30 / 2))
    assert found[2] == pytest.approx(norm.ppf(1 - 0.9**40 / 2))
    assert found[3] == pytest.approx(0.12 / np.sqrt(0.25 / 200), rel=0.02)
