"""`skill_trends`: the label of every skill of a population, with the numbers behind it.

Belongs here: which skills get a row, and the rows of the relations about labels. Does not belong here: tests
(looks.py), decisions (labels.py), the estimators beside them.
"""

from dataclasses import dataclass, field

import numpy as np

from warehouse.controls import control_rows
from warehouse.decomposition import decompose
from warehouse.facts import Facts, Ints
from warehouse.gates import gate_columns
from warehouse.labels import Labels, decide
from warehouse.long_run import long_run
from warehouse.looks import Look, look_at, look_weeks
from warehouse.seasonality import Seasons
from warehouse.sensitivity import same_length_slope, year_on_year
from warehouse.windows import QUARTER_WEEKS, TREND_WEEKS, week_date


@dataclass(frozen=True)
class PopulationTrends:
    """Rows of one population: `skill_trends`, `trend_gates`, `skill_decomposition` by columns, `negative_controls`."""

    trends: dict[str, object]
    gates: dict[str, object] | None = None
    decomposition: dict[str, object] | None = None
    controls: list[dict[str, object]] = field(default_factory=list)


def population_trends(
    facts: Facts, name: str, last: int, withheld: str = "", season: Seasons | None = None
) -> PopulationTrends:
    """Everything that is said about a population in week `last`; `withheld` is the reason not to label, if any.

    The sure ones of `season` are taken out of tests and labels.
    """
    members = facts.population(name)
    window = members.weeks(last - TREND_WEEKS + 1, last)
    wanted = np.asarray(window.asks.sum(axis=0)).ravel() > 0
    if name in ("tech", "ml"):
        wanted |= facts.guide
    columns = np.flatnonzero(wanted)
    members = members.skills(columns)
    looks = looks_of(members, last, season.taken_out(columns) if season else None)
    if not looks or looks[-1].week != last:
        return PopulationTrends(_empty(facts, name, last, columns))
    now, labels = looks[-1], decide(looks, withheld)
    return PopulationTrends(
        _block(members, name, now, labels),
        gate_columns(name, members.skill_ids, now, labels),
        _decomposition(members, name, now),
        control_rows(members, name, now, labels.label) if name in ("tech", "ml") else [],
    )


def looks_of(members: Facts, last: int, season: Seasons | None = None) -> list[Look]:
    """The looks from which the labels of week `last` follow, oldest first; `season` is taken out."""
    found = (look_at(members, week, season) for week in reversed(look_weeks(members, last)))
    return [look for look in found if look is not None]


def _block(members: Facts, name: str, now: Look, labels: Labels) -> dict[str, object]:
    count = len(members.skill_ids)
    year = year_on_year(members, now.week)
    nothing = np.full(count, np.nan)
    per_quarter = QUARTER_WEEKS * now.score.share * (1 - now.score.share)
    longer = long_run(members, now.week)
    same_length = same_length_slope(members.weeks(now.week - TREND_WEEKS + 1, now.week), now.week)
    return {
        "as_of_week": [week_date(now.week)] * count,
        "population": [name] * count,
        "skill_id": members.skill_ids,
        "label": labels.label,
        "slope_per_quarter": labels.slope,
        "slope_low": labels.slope_low,
        "slope_high": labels.slope_high,
        "ratio": now.ratio * now.season_ratio,
        "p_value": labels.p_value,
        "q_value": labels.q_value,
        "openings": [now.openings] * count,
        "mentioning": now.mentioning,
        "employers": now.employers,
        "tier": labels.tier,
        "reason": labels.reason,
        "share_first": now.share_first,
        "share_last": now.share_last,
        "top_employer_share": np.where(now.mentioning > 0, now.top_share, np.nan),
        "sources": now.sources,
        "consecutive_weeks": labels.looks,
        "slope_shrunk": labels.slope_shrunk,
        "shrunk_low": labels.shrunk_low,
        "shrunk_high": labels.shrunk_high,
        "lfsr": labels.lfsr,
        "yoy_change": year.change if year else nothing,
        "yoy_low": year.low if year else nothing,
        "yoy_high": year.high if year else nothing,
        "slope_same_length": same_length * per_quarter,
        "long_label": longer.label if longer else [None] * count,
        "long_first": longer.share_first if longer else nothing,
        "long_last": longer.share_last if longer else nothing,
        "long_q_value": longer.q_value if longer else nothing,
    }


def _decomposition(members: Facts, name: str, now: Look) -> dict[str, object] | None:
    """Rows of `skill_decomposition` for the skills with enough data to be tested."""
    window = members.weeks(now.week - TREND_WEEKS + 1, now.week)
    rows = np.flatnonzero(now.supported | now.is_breakout)
    split = decompose(window.skills(rows), now.week - window.week < QUARTER_WEEKS) if len(rows) else None
    if split is None:
        return None
    return {
        "as_of_week": [week_date(now.week)] * len(rows),
        "population": [name] * len(rows),
        "skill_id": [members.skill_ids[k] for k in rows],
        "share_first": split.first,
        "share_last": split.last,
        "market": split.market,
        "sources": split.sources,
        "roles": split.roles,
        "continuing": split.continuing,
        "entrants": split.entrants,
        "leavers": split.leavers,
    }


def _empty(facts: Facts, name: str, last: int, columns: Ints) -> dict[str, object]:
    count = len(columns)
    nothing, zero = [None] * count, [0] * count
    return {
        "as_of_week": [week_date(last)] * count,
        "population": [name] * count,
        "skill_id": [facts.skill_ids[i] for i in columns],
        "label": ["too little data"] * count,
        **dict.fromkeys(("slope_per_quarter", "slope_low", "slope_high", "ratio", "p_value", "q_value"), nothing),
        **dict.fromkeys(("openings", "mentioning", "employers"), zero),
        "tier": nothing,
        "reason": ["No openings in 26 weeks."] * count,
        **dict.fromkeys(("share_first", "share_last", "top_employer_share"), nothing),
        "sources": zero,
        "consecutive_weeks": zero,
        **dict.fromkeys(("slope_shrunk", "shrunk_low", "shrunk_high", "lfsr", "slope_same_length"), nothing),
        **dict.fromkeys(("yoy_change", "yoy_low", "yoy_high"), nothing),
        **dict.fromkeys(("long_label", "long_first", "long_last", "long_q_value"), nothing),
    }
