"""The weekly number: which share of a population's openings asks for a skill, with its interval.

Belongs here: cell weights, the walk over weeks and populations, the rows of `weekly_demand`, `population_weeks` and
`cell_weights`. Does not belong here: the estimators (intervals.py), tests and labels (trends.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from warehouse.accuracy import Accuracy, corrected
from warehouse.completeness import Verdict
from warehouse.facts import Facts, Floats, Ints
from warehouse.intervals import Level, minimum_detectable_rise, spread_weights, standardised_level
from warehouse.shrinkage import towards
from warehouse.windows import LEVEL_WEEKS, WEIGHT_WEEKS, quarter_week, week_date, week_index

# Below this much history before a quarter its weights follow the trailing year instead of being frozen.
_FROZEN_FROM_WEEKS = 13
# A role becomes a population when its history holds this many openings.
ROLE_OPENINGS = 100
FAMILY_POPULATIONS = ("tech", "ml")
_NO_POPULATION = frozenset({"other"})


@dataclass(frozen=True)
class CellWeights:
    """Fixed weights of the cells source x role family, in force from `since` on."""

    since: date
    cells: dict[tuple[str, str], float]

    def by_source(self) -> dict[str, float]:
        """Weight of each source over its families."""
        total: dict[str, float] = {}
        for (source, _), weight in self.cells.items():
            total[source] = total.get(source, 0.0) + weight
        return total


def populations(facts: Facts) -> list[str]:
    """`tech`, `ml` and every role with enough openings."""
    tech = facts.population("tech")
    counts = np.bincount(tech.role.codes, minlength=len(tech.role.names))
    roles = [n for n, c in zip(tech.role.names, counts, strict=True) if c >= ROLE_OPENINGS and n not in _NO_POPULATION]
    return [*FAMILY_POPULATIONS, *roles]


def cell_weights(facts: Facts, week: int) -> CellWeights:
    """Pooled share of each cell over 52 weeks, frozen at the start of the calendar quarter.

    Pooled over the year rather than averaged over weeks: the mean of weekly shares would undervalue a source that
    posts once a month. While there is less than a quarter of history the trailing year is used.
    """
    frozen = week_index(quarter_week(week_date(week)))
    if frozen > week:  # the days of a quarter before its first Monday belong to the quarter before
        frozen -= 13
    enough = len(facts) > 0 and frozen - int(facts.week[0]) >= _FROZEN_FROM_WEEKS
    end = frozen - 1 if enough else week
    year = facts.weeks(end - WEIGHT_WEEKS + 1, end)
    if enough and len(year) == 0:
        end, year = week, facts.weeks(week - WEIGHT_WEEKS + 1, week)
    families = len(year.family.names) or 1
    counts = np.bincount(year.source.codes * families + year.family.codes)
    total = max(len(year), 1)
    cells = {
        (year.source.names[code // families], year.family.names[code % families]): counts[code] / total
        for code in np.flatnonzero(counts)
    }
    return CellWeights(week_date(end + 1 if enough else week), cells)


def opening_weights(window: Facts, weights: CellWeights, *, sources_only: bool) -> tuple[Ints, Floats]:
    """The cell of each opening of a window, and the weight it carries."""
    families = 1 if sources_only else len(window.family.names)
    names = window.source.names
    fixed = np.zeros(len(names) * families)
    for (source, family), weight in weights.cells.items():
        if source in names:
            column = 0 if sources_only else window.family.names.index(family)
            fixed[names.index(source) * families + column] += weight
    source_of_cell = np.repeat(np.arange(len(names)), families)
    cell = window.source.codes * families + (0 if sources_only else window.family.codes)
    return cell, spread_weights(cell, source_of_cell, fixed)


@dataclass(frozen=True)
class WeekLevel:
    """The level of one population in the four weeks ending with `week`; `columns` are its skills.

    `family_share` is the share in the role family that a role is pulled towards, the share itself for `tech` and `ml`.
    """

    week: int
    population: str
    columns: Ints
    level: Level
    weights: CellWeights
    family_share: Floats
    text_openings: int
    skills_per_opening: float


def level_of(window: Facts, columns: Ints, weights: CellWeights) -> Level:
    """Level of a choice of skills; skills that are roles are standardised over sources alone."""
    asks = window.asks[:, columns]
    is_role = window.is_role_skill[columns]
    cell, each = opening_weights(window, weights, sources_only=False)
    level = standardised_level(asks, cell, window.employer.codes, each)
    if not is_role.any():
        return level
    cell, each = opening_weights(window, weights, sources_only=True)
    coarse = standardised_level(asks, cell, window.employer.codes, each)

    def pick(fine: Floats, coarse: Floats) -> Floats:
        return np.where(is_role, coarse, fine)

    return Level(
        level.openings, level.employers_active, level.mentioning, level.employers, level.share_raw,
        pick(level.share, coarse.share), pick(level.low, coarse.low), pick(level.high, coarse.high),
        pick(level.n_effective, coarse.n_effective), level.design_effect,
    )  # fmt: skip


class StoredLevels(Protocol):
    """What is stored of earlier measures (increments.py)."""

    def has(self, members: Facts, population: str, week: int, weights: CellWeights, family: str | None) -> bool:
        """Whether the stored level of a week is what would be computed; `family` is that of a role."""

    def shares(self, population: str, week: int) -> Floats:
        """The stored shares of a week, one a skill of the taxonomy."""


def weekly_levels(
    facts: Facts, names: list[str], last: int, stored: StoredLevels,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[WeekLevel]:  # fmt: skip
    """Levels of all populations for the weeks from the first opening to `last` that are not stored as they would be.

    `names` begin with `tech` and `ml`, as `populations` gives them: roles are read in their light.
    """
    families: dict[tuple[str, int], Floats] = {}
    for position, name in enumerate(names):
        if progress:
            progress(position, len(names))
        members = facts.population(name)
        if not len(members):
            continue
        is_ml = (np.array(members.family.names)[members.family.codes] == "ml").all()
        family = None if name in FAMILY_POPULATIONS else "ml" if is_ml else "tech"
        weights: dict[int, CellWeights] = {}
        for week in range(int(members.week[0]), last + 1):
            if not members.count(week - LEVEL_WEEKS + 1, week):
                continue
            quarter = week_index(quarter_week(week_date(week)))
            settled = quarter <= week and quarter - int(members.week[0]) >= _FROZEN_FROM_WEEKS
            if not settled or quarter not in weights:
                weights[quarter] = cell_weights(members, week)
            used = weights[quarter]
            if stored.has(members, name, week, used, family):
                continue
            if family and (family, week) not in families:
                families[family, week] = stored.shares(family, week)
            window = members.weeks(week - LEVEL_WEEKS + 1, week)
            above = families[family, week] if family else None
            item = _week_level(window, name, week, used, above)
            if family is None:
                families[name, week] = np.zeros(len(facts.skill_ids))
                families[name, week][item.columns] = item.level.share
            yield item


def _week_level(window: Facts, name: str, week: int, weights: CellWeights, family_share: Floats | None) -> WeekLevel:
    asked = np.asarray(window.asks.sum(axis=0)).ravel() > 0
    if family_share is None:
        asked |= window.guide
    columns = np.flatnonzero(asked)
    level = level_of(window, columns, weights)
    return WeekLevel(
        week, name, columns, level, weights, level.share if family_share is None else family_share[columns],
        int((window.length > 0).sum()), window.asks.nnz / len(window),
    )  # fmt: skip


def demand_columns(item: WeekLevel, facts: Facts, complete: bool, accuracy: Accuracy) -> dict[str, object]:
    """One block of rows of `weekly_demand`."""
    level = item.level
    count = len(item.columns)
    known = accuracy.of(item.columns)
    right, right_low, right_high = corrected(level.share, level.n_effective, known)
    return {
        "week": [week_date(item.week)] * count,
        "population": [item.population] * count,
        "skill_id": [facts.skill_ids[i] for i in item.columns],
        "openings": [level.openings] * count,
        "mentioning": level.mentioning,
        "employers": level.employers,
        "share_raw": level.share_raw,
        "share": level.share,
        "share_low": level.low,
        "share_high": level.high,
        "complete": [complete] * count,
        "n_effective": level.n_effective,
        "share_shrunk": towards(level.share, level.n_effective, item.family_share),
        "share_corrected": right,
        "corrected_low": right_low,
        "corrected_high": right_high,
    }


def population_row(item: WeekLevel, half_year: int, verdict: Verdict) -> dict[str, object]:
    """One row of `population_weeks`; `half_year` is the number of openings in the 26 weeks ending with the week."""
    return {
        "week": week_date(item.week),
        "population": item.population,
        "openings": item.level.openings,
        "employers": item.level.employers_active,
        "design_effect": item.level.design_effect,
        "minimum_detectable_rise": minimum_detectable_rise(half_year / 2),
        "complete": verdict.complete,
        "note": verdict.note or None,
        "text_openings": item.text_openings,
        "skills_per_opening": item.skills_per_opening,
    }
