"""The verdict over two years: slow trends are found, steady skills are not, short histories are left alone."""

from datetime import date

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from warehouse.facts import Codes, Facts
from warehouse.long_run import LONG_WEEKS, long_run
from warehouse.looks import look_at
from warehouse.windows import week_index

LAST = week_index(date(2026, 1, 19))
SKILLS = ["fallen", "rare", "role", "slow", "steady"]


def history(*, weeks: int = LONG_WEEKS, ads: int = 20) -> Facts:
    """One source, employers of three openings each; `slow` doubles and `fallen` halves, both evenly over the weeks."""
    rng = np.random.default_rng(7)
    age = np.repeat(np.arange(weeks)[::-1], ads)
    done = 1 - age / weeks
    chance = np.column_stack(
        [0.2 - 0.1 * done, np.full(len(age), 0.0005), done * 0.5, 0.1 + 0.1 * done, np.full(len(age), 0.15)]
    )
    asks = rng.random(chance.shape) < chance
    employers = rng.integers(0, len(age) // 3, len(age))
    return Facts(
        week=LAST - age, source=Codes.of(["threads"] * len(age)), role=Codes.of(["software_engineer"] * len(age)),
        family=Codes.of(["software"] * len(age)), employer=Codes.of([f"employer-{g}" for g in employers]),
        length=np.zeros(len(age), dtype=np.int64), asks=csr_matrix(asks.astype(float)), skill_ids=SKILLS,
        skill_kinds=["tool", "tool", "role", "tool", "tool"], guide=np.zeros(len(SKILLS), dtype=bool),
    )  # fmt: skip


def test_what_half_a_year_cannot_show_two_years_can() -> None:
    facts = history()
    look, found = look_at(facts, LAST), long_run(facts, LAST)
    assert look is not None
    assert found is not None
    assert look.q_rising[3] > 0.1
    assert dict(zip(SKILLS, found.label, strict=True)) == {
        "fallen": "falling", "rare": "too little data", "role": "too little data", "slow": "rising",
        "steady": "uncertain",
    }  # fmt: skip
    assert found.share_first[3] == pytest.approx(0.125, abs=0.03)
    assert found.share_last[3] == pytest.approx(0.175, abs=0.03)
    assert found.q_value[3] <= 0.1 < found.q_value[4]


def test_a_history_that_begins_too_late_has_no_verdict() -> None:
    assert long_run(history(weeks=LONG_WEEKS - 13), LAST) is None
    assert long_run(history(weeks=LONG_WEEKS - 12), LAST) is not None


def test_nothing_after_the_last_week_is_read() -> None:
    facts = history(weeks=LONG_WEEKS + 26)
    before = facts.weeks(LAST - LONG_WEEKS - 26, LAST - 26)
    one, other = long_run(facts, LAST - 26), long_run(before, LAST - 26)
    assert one is not None
    assert other is not None
    assert one.label == other.label
    assert one.q_value == pytest.approx(other.q_value, nan_ok=True)
