"""Negative controls: skills that should not move, and weeks dealt out at random, labelled as if they were news.

Belongs here: how often the rules call a trend where there is none. Does not belong here: the rules.
"""

from dataclasses import replace
from datetime import date

import numpy as np

from warehouse.facts import Bools, Facts
from warehouse.looks import Look, look_at
from warehouse.windows import TREND_WEEKS, week_date

# Old, common and in no fashion: over half a year their part of the openings should stand still.
STEADY_SKILLS = (
    "git", "sql", "linux", "bash", "agile", "scrum", "jira", "microsoft-excel", "html", "css", "java", "javascript",
    "cpp", "c", "csharp", "postgresql", "mysql", "rest-apis", "unit-testing", "debugging", "statistics", "mathematics",
    "object-oriented-programming", "algorithms-and-data-structures", "code-review", "technical-documentation",
    "networking", "json", "xml", "windows",
)  # fmt: skip


def control_rows(members: Facts, name: str, now: Look, labels: list[str]) -> list[dict[str, object]]:
    """Rows of `negative_controls` for one population: the steady skills as labelled, and a week of dealt-out dates.

    `below_05` counts tests with a two-sided p under .05: one in twenty is expected of a test that is right.
    """
    moved = np.isin(np.array(labels), ["rising", "falling", "breakout"])
    steady = np.isin(np.array(members.skill_ids), STEADY_SKILLS) & now.supported
    rows = [{"population": name, "control": "steady skills", **_counts(now, members, steady, moved)}]
    shuffled = look_at(_shuffled(members, now.week), now.week)
    if shuffled is not None:
        called = shuffled.is_breakout.copy()
        for q_values, passed in (
            (shuffled.q_rising, shuffled.gates_rising),
            (shuffled.q_falling, shuffled.gates_falling),
        ):
            called |= (np.nan_to_num(q_values, nan=1.0) <= 0.10) & passed
        tested = shuffled.supported & ~shuffled.is_mix
        rows.append({"population": name, "control": "shuffled weeks", **_counts(shuffled, members, tested, called)})
    return rows


def _counts(look: Look, members: Facts, tested: Bools, called: Bools) -> dict[str, object]:
    p_value = 2 * np.fmin(look.score.p_rising, look.score.p_falling)
    week: date = week_date(look.week)
    return {
        "as_of_week": week,
        "skills": int(tested.sum()),
        "labelled": int((called & tested).sum()),
        "below_05": int((tested & (p_value < 0.05)).sum()),
        "skill_ids": [members.skill_ids[k] for k in np.flatnonzero(called & tested)],
    }


def _shuffled(members: Facts, last: int) -> Facts:
    """The window with its weeks dealt out anew, source by source; the week itself is the seed.

    Openings of one week of one source stay together, so that what an employer posts at once still is one event.
    """
    rng = np.random.default_rng(last)
    window = members.weeks(last - TREND_WEEKS + 1, last)
    week = window.week.copy()
    for source in range(len(window.source.names)):
        rows = window.source.codes == source
        seen = np.unique(week[rows])
        dealt = rng.permutation(seen)
        week[rows] = dealt[np.searchsorted(seen, window.week[rows])]
    order = np.argsort(week, kind="stable")
    return replace(window.take(order), week=week[order])
