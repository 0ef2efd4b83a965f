"""The score test, its gates, hysteresis, breakouts and reasons."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tests.simulation.market import LAST_WEEK, Market, World, draw
from warehouse.breakouts import breakouts, prior
from warehouse.facts import Facts
from warehouse.labels import decide, followed, tiers
from warehouse.looks import Look, look_weeks
from warehouse.score import benjamini_hochberg, half_shares, score_test
from warehouse.trends import looks_of
from warehouse.windows import week_index

LAST = week_index(LAST_WEEK)
QUIET = World(ads=100, weeks=40, skills=40, employers=200, gradual=0, breakouts=0, fallers=0)


def test_without_clusters_the_statistic_is_that_of_the_textbook_trend_test() -> None:
    rng = np.random.default_rng(1)
    time = rng.integers(0, 26, 4000).astype(float)
    asks = (rng.random(4000) < 0.1 + 0.004 * time).astype(float)
    score = score_test(csr_matrix(asks[:, None]), time, np.zeros(4000, int), np.arange(4000), np.ones(4000))
    armitage = np.corrcoef(time, asks)[0, 1] * np.sqrt(4000)
    assert score.statistic[0] == pytest.approx(armitage, rel=0.05)
    assert score.p_rising[0] < 1e-5 < score.p_falling[0]


def test_a_source_that_joins_with_other_likings_is_no_trend() -> None:
    time = np.array([0.0, 1, 2, 3] * 50 + [2.0, 3.0] * 100)
    stratum = np.array([0] * 200 + [1] * 200)
    asks = np.array([0.0] * 200 + [1.0, 1.0, 1.0, 1.0] * 50)
    asks[::20] = 1 - asks[::20]
    score = score_test(csr_matrix(asks[:, None]), time, stratum, np.arange(400), np.ones(400))
    first, last = half_shares(csr_matrix(asks[:, None]), time >= 2, stratum)
    assert asks[time >= 2].mean() > 3 * asks[time < 2].mean()
    assert score.p_rising[0] > 0.05
    assert abs(last[0] - first[0]) < 0.2


def test_a_trend_that_hangs_on_one_employer_is_told_apart() -> None:
    time = np.tile(np.arange(26.0), 20)
    employer = np.repeat(np.arange(20), 26)
    asks = ((employer == 0) & (time > 12)).astype(float)
    score = score_test(csr_matrix(asks[:, None]), time, np.zeros(520, int), employer, np.ones(520))
    assert score.statistic[0] > 0
    assert not score.holds_without_top[0]


def test_only_supported_skills_are_in_the_family_of_tests() -> None:
    q_values = benjamini_hochberg(np.array([0.01, 0.04, 0.5]), np.array([True, True, False]))
    assert q_values[:2].tolist() == pytest.approx([0.02, 0.04])
    assert np.isnan(q_values[2])


def test_a_new_skill_of_many_employers_breaks_out_and_one_of_one_employer_does_not() -> None:
    rng = np.random.default_rng(2)
    count = 1500
    age = rng.integers(0, 26, count)
    employer = rng.integers(1, 300, count)
    asks = (rng.random((count, 12)) < 0.05).astype(float)
    asks[:, 0] = 0
    asks[np.flatnonzero(age < 4)[:12], 0] = 1
    employer[np.flatnonzero(age < 4)[:12]] = np.arange(300, 312)
    asks[:, 1] = (employer == 7) & (age < 4)
    found = breakouts(csr_matrix(asks), age, np.zeros(count, int), employer)
    assert found.employers[0] == 12
    assert found.p_value[0] < 1e-3
    assert found.employers[1] <= 1


def _looks(market: Market) -> list[Look]:
    return _looks_of(market.facts())


def _looks_of(facts: Facts) -> list[Look]:
    return looks_of(facts.population("tech"), LAST)


@pytest.fixture(scope="module")
def quiet() -> Look:
    return _looks(draw(QUIET, 4))[-1]


def _with_q(look: Look, q: float, p: float = 0.01) -> Look:
    count = len(look.ratio)
    return replace(look, q_rising=np.full(count, q), gates_rising=np.ones(count, bool), ratio=np.full(count, 1.5),
                   supported=np.ones(count, bool), score=replace(look.score, p_rising=np.full(count, p)))  # fmt: skip


def test_a_label_is_entered_after_two_looks_and_kept_until_q_is_above_thirty_percent(quiet: Look) -> None:
    held = [
        int(followed([_with_q(quiet, q) for q in path], rising=True)[0][0])
        for path in ([0.05], [0.05, 0.05], [0.05, 0.2, 0.05], [0.05, 0.05, 0.25], [0.05, 0.05, 0.35])
    ]
    assert held == [0, 2, 0, 3, 0]


def test_a_label_is_left_when_chance_would_make_such_a_slope_once_in_a_hundred_times(quiet: Look) -> None:
    looks = [_with_q(quiet, 0.05), _with_q(quiet, 0.05), _with_q(quiet, 0.2, p=0.012)]
    assert followed(looks[:2], rising=True)[0][0] == 2
    assert followed(looks, rising=True)[0][0] == 0


def test_roles_are_no_skills_and_get_no_label() -> None:
    world = replace(QUIET, ads=200, gradual=6)
    facts = draw(world, 4).facts()
    as_tools = decide(_looks_of(facts)).label
    as_roles = decide(_looks_of(replace(facts, skill_kinds=["role"] * len(facts.skill_ids)))).label
    assert "rising" in as_tools
    assert not {"rising", "falling", "breakout"} & set(as_roles)


def test_a_monthly_thread_is_not_looked_at_twice() -> None:
    monthly = draw(replace(QUIET, monthly=True, sources=1, ads=60), 4).facts().population("tech")
    weeks = look_weeks(monthly, LAST)
    assert max(np.diff(sorted(weeks))) >= 3
    every = look_weeks(draw(QUIET, 4).facts().population("tech"), LAST)
    assert every == list(range(LAST, LAST - 8, -1))


def test_reasons_say_the_numbers_behind_each_label() -> None:
    world = replace(QUIET, ads=200, gradual=6, fallers=6, breakouts=3)
    labels = decide(_looks(draw(world, 4)))
    said = dict(zip(labels.label, labels.reason, strict=True))
    assert {"rising", "falling", "breakout", "uncertain"} <= set(said)
    assert "employers" in said["rising"]
    assert "in a row" in said["rising"]
    assert "led to expect" in said["breakout"]
    assert all(low <= slope <= high for low, slope, high in
               zip(labels.slope_low, labels.slope, labels.slope_high, strict=True) if np.isfinite(slope))  # fmt: skip


def test_a_half_without_its_threads_gives_no_label() -> None:
    """Two missing threads once left 16 openings in the second half, none asking for LLMs: labelled falling."""
    market = draw(replace(QUIET, ads=100, fallers=10), 4)
    ago = market.world.weeks - 1 - market.week
    kept = np.flatnonzero((ago >= 13) | ((ago == 2) & (np.arange(len(ago)) % 3 == 0)))
    gap = replace(market, week=market.week[kept], source=market.source[kept], role=market.role[kept],
                  employer=market.employer[kept], asks=market.asks[kept])  # fmt: skip
    labels = decide(_looks(gap))
    assert set(labels.label) & {"too little data"}
    rare = [reason for reason in labels.reason if "One 13-week half holds only" in reason]
    assert rare


def test_a_broken_source_withholds_every_label() -> None:
    world = replace(QUIET, ads=200, gradual=6, fallers=6)
    labels = decide(_looks(draw(world, 4)), withheld="board: 3 postings against 90")
    assert set(labels.label) <= {"uncertain", "too little data"}
    assert any("board: 3 postings" in reason for reason in labels.reason)


def test_skills_whose_intervals_overlap_share_a_tier() -> None:
    slope = np.array([0.10, 0.09, 0.02, -0.05])
    assert tiers(["rising", "rising", "rising", "falling"], slope, slope - 0.02, slope + 0.02) == [1, 1, 2, 1]


def test_a_population_without_any_supported_skill_has_no_breakouts() -> None:
    # A role with a handful of openings once ended a whole run with a warning about an empty variance.
    assert prior(np.empty(0), 5.0) == (0.5, 1.0)
