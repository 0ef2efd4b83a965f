"""What stands beside a label: shrinkage, decomposition, the year before, seasons, corrected shares, gates, controls."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tests.simulation.market import LAST_WEEK, World, draw
from warehouse.accuracy import Accuracy, corrected
from warehouse.controls import control_rows
from warehouse.cusum import share_alerts
from warehouse.decomposition import decompose
from warehouse.facts import Codes, Facts, load_facts
from warehouse.gates import gates
from warehouse.labels import decide
from warehouse.measure import measure
from warehouse.seasonality import seasonal_ratio, seasons
from warehouse.sensitivity import same_length_slope, year_on_year
from warehouse.shrinkage import adaptive_shrinkage, towards
from warehouse.trends import looks_of
from warehouse.windows import week_date, week_index

LAST = week_index(LAST_WEEK)
MOVING = World(ads=150, weeks=70, skills=60, employers=150, gradual=8, fallers=6, breakouts=3)


def _facts(week: np.ndarray, asks: np.ndarray, **columns: np.ndarray) -> Facts:
    count = len(week)
    same = np.array(["one"] * count)
    return Facts(
        week=week, source=Codes.of(columns.get("source", same)), role=Codes.of(columns.get("role", same)),
        family=Codes.of(np.array(["ml"] * count)),
        employer=Codes.of(columns.get("employer", np.arange(count).astype(str))),
        length=columns.get("length", np.zeros(count, dtype=np.int64)), asks=csr_matrix(asks.astype(float)),
        skill_ids=[f"s{k}" for k in range(asks.shape[1])], skill_kinds=["tool"] * asks.shape[1],
        guide=np.zeros(asks.shape[1], dtype=bool),
    )  # fmt: skip


def test_shrinkage_leaves_little_of_noise_and_much_of_what_is_far_from_it() -> None:
    rng = np.random.default_rng(1)
    true = np.concatenate([np.zeros(180), rng.normal(0, 6, 20)])
    found = adaptive_shrinkage(true + rng.normal(0, 1, 200), np.ones(200))
    assert np.mean(np.square(found.mean - true)) < 0.4
    confident = found.lfsr < 0.05
    assert confident.sum() >= 6
    assert np.mean(np.sign(found.mean[confident]) != np.sign(true[confident])) <= 0.1


def test_rare_cells_are_pulled_towards_their_family_and_large_ones_are_not() -> None:
    rng = np.random.default_rng(2)
    centre = rng.uniform(0.05, 0.4, 100)
    truth = np.clip(centre + rng.normal(0, 0.03, 100), 0.01, 0.9)
    size = np.where(np.arange(100) % 2, 15.0, 5000.0)
    seen = rng.binomial(size.astype(int), truth) / size
    pulled = towards(seen, size, centre)
    small = size < 100
    assert np.mean(np.square(pulled - truth)[small]) < 0.5 * np.mean(np.square(seen - truth)[small])
    assert np.abs(pulled - seen)[~small].max() < 0.01


def test_both_splits_of_a_change_add_up_to_it() -> None:
    world = replace(MOVING, ads=80, onboarding=True, decaying=True, churn=True, role_drift=True)
    window = draw(world, 3).facts().weeks(LAST - 25, LAST)
    split = decompose(window, LAST - window.week < 13)
    assert split is not None
    change = split.last - split.first
    assert split.market + split.sources + split.roles == pytest.approx(change)
    assert split.continuing + split.entrants + split.leavers == pytest.approx(change)


def test_a_source_that_joins_with_other_likings_is_booked_under_sources() -> None:
    week = np.repeat(np.arange(26), 40)
    joined = (week >= 13) & (np.arange(len(week)) % 2 == 0)
    asks = np.where(joined, 1, np.arange(len(week)) % 20 < 2)[:, None]
    split = decompose(_facts(week, asks, source=np.where(joined, "new", "old")), week >= 13)
    assert split is not None
    assert split.sources[0] == pytest.approx(split.last[0] - split.first[0], abs=0.02)
    assert abs(split.market[0]) < 0.03


def test_the_year_before_is_compared_by_the_same_weeks() -> None:
    market = draw(replace(MOVING, weeks=80), 4)
    members = market.facts().population("tech")
    year = year_on_year(members, LAST)
    assert year is not None
    fallers = [k for k, kind in market.planted.items() if kind == "falling"]
    assert np.nanmean(year.change[fallers]) < 0
    assert (year.low <= year.change)[np.isfinite(year.change)].all()
    assert year_on_year(members.weeks(LAST - 40, LAST), LAST) is None


def test_ads_that_grow_longer_and_name_more_are_no_trend_among_ads_of_one_length() -> None:
    rng = np.random.default_rng(5)
    week = np.sort(rng.integers(0, 26, 3000))
    length = np.clip(rng.normal(1500 + 40 * week, 900), 50, None).astype(np.int64)
    asks = (rng.random(3000) < 0.01 + 0.0001 * length)[:, None]
    window = _facts(week, asks, length=length)
    plain = same_length_slope(replace(window, length=np.zeros(3000, dtype=np.int64)), 25)
    assert plain[0] > 0
    assert abs(same_length_slope(window, 25)[0]) < 0.5 * plain[0]


def test_a_season_is_found_from_whole_years_and_not_from_less() -> None:
    rng = np.random.default_rng(6)
    last = week_index(date(2025, 12, 29))
    week = np.repeat(np.arange(last - 52 * 5, last), 60)
    month = np.array([(week_date(int(w)) + timedelta(days=6)).month for w in week])
    asks = (rng.random(len(week)) < np.where(month == 3, 0.4, 0.2))[:, None]
    members = _facts(week, asks)
    found = seasons(members, 2026)
    assert found is not None
    assert np.argmax(found.factors[0]) == 2
    assert found.strength[0] > 0.5
    march = week[(week > last - 52) & (month == 3)]
    before = week[(week > last - 52) & (month == 2)]
    both = np.concatenate([before, march])
    assert seasonal_ratio(found, both, np.isin(both, march))[0] > 1.5
    assert seasons(members.weeks(last - 100, last), 2026) is None


def test_a_rise_that_comes_every_year_gets_no_label_and_one_that_does_not_keeps_its_own() -> None:
    rng = np.random.default_rng(7)
    last = week_index(date(2025, 11, 24))
    week = np.repeat(np.arange(last - 52 * 5, last + 1), 60)
    month = np.array([(week_date(int(w)) + timedelta(days=6)).month for w in week])
    every_year = np.where(month >= 9, 0.3, 0.15)
    this_year = np.where(week > last - 13, 0.3, 0.15)
    asks = rng.random((len(week), 2)) < np.column_stack([every_year, this_year])
    members = _facts(week, asks)
    season = seasons(members, 2025)
    assert season is not None
    assert season.is_sure.tolist() == [True, False]
    assert decide(looks_of(members, last)).label == ["rising", "rising"]
    adjusted = decide(looks_of(members, last, season.taken_out(np.array([0, 1]))))
    assert adjusted.label[0] != "rising"
    assert "season" in adjusted.reason[0] or "no change" in adjusted.reason[0]
    assert adjusted.label[1] == "rising"
    assert adjusted.slope[0] < 0.5 * adjusted.slope[1]


def test_pure_noise_has_no_season_that_is_taken_out() -> None:
    rng = np.random.default_rng(8)
    last = week_index(date(2025, 12, 29))
    week = np.repeat(np.arange(last - 52 * 3 - 2, last), 40)
    members = _facts(week, rng.random((len(week), 12)) < 0.2)
    found = seasons(members, 2025 + 1)
    assert found is not None
    assert not found.is_sure.any()


def test_a_share_is_set_right_for_what_was_missed_and_its_interval_widens() -> None:
    share, size = np.array([0.2, 0.2, 0.2]), np.full(3, 400.0)
    accuracy = Accuracy(np.array([0.9, 1.0, np.nan]), np.array([0.6, 1.0, np.nan]), np.array([50.0, 1e9, np.nan]))
    value, low, high = corrected(share, size, accuracy)
    assert value[0] == pytest.approx(0.2 * 0.9 / 0.6, rel=0.02)
    assert value[1] == pytest.approx(0.2)
    assert high[0] - low[0] > high[1] - low[1]
    assert np.isnan(value[2])


def test_a_label_has_passed_its_gates_and_what_failed_one_has_no_such_label() -> None:
    looks = looks_of(draw(MOVING, 7).facts().population("tech"), LAST)
    labels = decide(looks)
    passed = {gate.name: gate.passed() for gate in gates(looks[-1], labels)}
    asked = ("one-sided p of the trend", "ratio of the halves", "change of the share", "largest employer's part")
    entered = passed["q of the trend"] & passed["looks in a row"]
    for k, label in enumerate(labels.label):
        if label in ("rising", "falling") and labels.looks[k] == 2:
            assert entered[k]
            assert all(passed[name][k] for name in asked)
        if entered[k] and label not in ("rising", "falling"):
            assert label == "breakout"


def test_dealt_out_weeks_are_hardly_ever_news() -> None:
    members = draw(MOVING, 8).facts().population("tech")
    looks = looks_of(members, LAST)
    rows = {row["control"]: row for row in control_rows(members, "tech", looks[-1], decide(looks).label)}
    shuffled = rows["shuffled weeks"]
    assert shuffled["skills"] >= 40
    assert shuffled["labelled"] <= 2
    assert rows["steady skills"]["skills"] == 0


def test_everything_beside_a_label_is_stored() -> None:
    with duckdb.connect() as con:
        market = draw(replace(MOVING, ads=60), 9)
        market.fill(con)
        con.execute(
            "insert into extraction_accuracy by name"
            " select skill_id, .9 as precision, .8 as recall, 40 as n from skills limit 5"
        )
        measure(con, LAST_WEEK + timedelta(days=6))
        counts = con.execute(
            "select (select count(*) from trend_gates), (select count(*) from skill_decomposition),"
            " (select count(*) from negative_controls), (select count(yoy_change) from skill_trends),"
            " (select count(lfsr) from skill_trends), (select count(distinct skill_id) from weekly_demand"
            " where share_corrected is not null), (select count(*) from weekly_demand where share_shrunk is null)"
        ).fetchall()[0]
        assert all(count > 0 for count in counts[:5])
        assert counts[5:] == (5, 0)
        alarms = con.execute("select * from share_alerts where population = 'tech'").fetchall()
        tech = load_facts(con, LAST_WEEK).population("tech")
        assert alarms
        assert alarms == list(zip(*share_alerts(tech, "tech", LAST).values(), strict=True))
