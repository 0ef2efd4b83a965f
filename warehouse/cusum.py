"""Alarms on the weekly share: whether a skill has left the level of the year before, week by week.

Belongs here: the residual of one week's standardised share with its error, the two one-sided tabular CUSUMs, the rows
of `share_alerts`. Does not belong here: the published share of four weeks (demand.py), labels (labels.py). An alarm
never changes a label.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from warehouse.facts import Facts, Floats, Ints
from warehouse.intervals import dense_codes, indicator, spread_weights
from warehouse.looks import EMPLOYERS, MENTIONS
from warehouse.windows import WEIGHT_WEEKS, quarter_week, week_date, week_index

REFERENCE_VALUE = 0.5
"""Half of the shift to be found soonest, in standard errors of a week (Montgomery 2013, section 9.1.2)."""
DECISION_LIMIT = 5.0
"""In standard errors of a week: with a reference value of 0.5 one false alarm on one side in about 930 weeks (ibid.,
table 9.3: 465 on both sides; Siegmund's formula gives 938)."""
WATCHED_WEEKS = 104
_LEAST_REFERENCE = 26
# What two openings of one employer have in common, as in the score test (score.py).
_WITHIN_EMPLOYER = 0.1


@dataclass(frozen=True)
class Level:
    """What is expected of the weeks of a quarter: shares of a reference year in each cell, frozen with its weights.

    Cells are source x role family, numbered as `_cells` does; `columns` are the skills with enough openings and
    employers. `weights` and `error` (the reference's own, in parts of the binomial variance) are one a cell; `share`
    and `variance` cells x columns.
    """

    columns: Ints
    weights: Floats
    error: Floats
    share: Floats
    variance: Floats


def _cells(facts: Facts) -> Ints:
    return facts.source.codes * len(facts.family.names) + facts.family.codes


def reference_level(year: Facts) -> Level:
    """The level of the openings of a year."""
    cell = _cells(year)
    count = len(year.source.names) * len(year.family.names)
    sizes = np.bincount(cell, minlength=count).astype(float)
    asked = np.asarray(year.asks.sum(axis=0)).ravel()
    by_employer = indicator(dense_codes(year.employer.codes)[0], len(year)).T @ year.asks
    employers = np.asarray((by_employer > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero((asked >= MENTIONS) & (employers >= EMPLOYERS) & ~year.is_role_skill)
    found = np.asarray((indicator(cell, count).T @ year.asks[:, columns]).todense())
    everywhere = asked[columns] / max(len(year), 1)
    share = np.divide(found, sizes[:, None], out=np.zeros_like(found), where=sizes[:, None] > 0)
    # One opening of the average share is added, so that a cell where nobody asked is not taken to be sure of it.
    smoothed = (found + everywhere) / (sizes[:, None] + 1)
    alike = _alike(cell, year.employer.codes, np.ones(len(year)), count)
    error = np.divide(alike, sizes**2, out=np.zeros(count), where=sizes > 0)
    return Level(columns, sizes / max(len(year), 1), error, share, smoothed * (1 - smoothed))


def _alike(group: Ints, employer: Ints, each: Floats, count: int) -> Floats:
    """Variance of a weighted sum by group, in parts of the binomial one, where openings of an employer are alike."""
    pairs, size = dense_codes(group * (int(employer.max(initial=0)) + 1) + employer)
    sums, owner = np.bincount(pairs, weights=each, minlength=size), np.zeros(size, dtype=np.int64)
    owner[pairs] = group
    alone = np.bincount(group, weights=each**2, minlength=count)
    together = np.bincount(owner, weights=sums**2, minlength=count)
    return np.asarray((1 - _WITHIN_EMPLOYER) * alone + _WITHIN_EMPLOYER * together)


def residuals(level: Level, facts: Facts, first: int, last: int) -> Floats:
    """How far the share of each week lies from what the reference leads to expect, weeks x columns, standard normal.

    A week is compared within its cells, weighed like the weekly share; cells that the reference does not know have no
    say. The residual is the normal score of its mid-p value in a binomial of the effective number of openings, so that
    it means the same in a week of few openings as in one of many (Quesenberry 1991; Dunn & Smyth 1996). NaN where the
    week holds nothing.
    """
    from scipy.sparse import csr_matrix

    weeks, count = last - first + 1, len(level.weights)
    facts = facts.take(np.flatnonzero(level.weights[_cells(facts)] > 0))
    cell, week = _cells(facts), facts.week - first
    source_of_cell = np.repeat(np.arange(len(facts.source.names)), len(facts.family.names))
    each = np.zeros(len(facts))
    bounds = np.searchsorted(week, np.arange(weeks + 1))
    for start, end in pairwise(bounds):
        if start < end:
            each[start:end] = spread_weights(cell[start:end], source_of_cell, level.weights)
    place = week * count + cell
    weight = np.bincount(place, weights=each, minlength=weeks * count).reshape(weeks, count)
    spread = _alike(place, facts.employer.codes, each, weeks * count).reshape(weeks, count) + weight**2 * level.error
    shares = csr_matrix((each, (week, np.arange(len(facts)))), shape=(weeks, len(facts))) @ facts.asks[:, level.columns]
    return _normal_score(shares.toarray(), weight @ level.share, spread @ level.variance)


def _normal_score(share: Floats, expected: Floats, variance: Floats) -> Floats:
    """Normal score of a share of `expected (1 - expected) / variance` observations; NaN where there is no variance."""
    from scipy.special import betainc, ndtri

    found = np.full(share.shape, np.nan)
    known = (variance > 0) & (expected > 0) & (expected < 1)
    chance = expected[known]
    size = chance * (1 - chance) / variance[known]
    seen = np.clip(share[known], 0, 1) * size
    unseen, none, every = size - seen, seen < 1e-9, seen > size - 1e-9
    at_most = np.where(every, 1.0, betainc(np.where(every, 1.0, unseen), seen + 1, 1 - chance))
    fewer = np.where(none, 0.0, betainc(unseen + 1, np.where(none, 1.0, seen), 1 - chance))
    found[known] = ndtri(np.clip((at_most + fewer) / 2, 1e-9, 1 - 1e-9))
    return found


@dataclass(frozen=True)
class Alarm:
    """A CUSUM over its limit: `since` is the first week of the sum, after which it was never nought."""

    week: int
    column: int
    direction: str
    since: int
    statistic: float


def alarms(scores: Floats) -> Iterator[Alarm]:
    """Alarms of the two one-sided tabular CUSUMs of each column (Page 1954); a sum begins anew after one.

    A week without a score leaves the sums as they are.
    """
    for direction, signed in (("up", scores), ("down", -scores)):
        total, since = np.zeros(scores.shape[1]), np.zeros(scores.shape[1], dtype=np.int64)
        for week, score in enumerate(signed):
            known = ~np.isnan(score)
            since = np.where(known & (total == 0), week, since)
            total = np.where(known, np.maximum(0.0, total + np.where(known, score, 0.0) - REFERENCE_VALUE), total)
            for column in np.flatnonzero(total > DECISION_LIMIT):
                yield Alarm(week, int(column), direction, int(since[column]), float(total[column]))
                total[column] = 0.0


def watched_scores(members: Facts, last: int) -> tuple[int, Floats]:
    """The first watched week and the residuals of all skills from there to `last`; NaN where a skill is not watched.

    The weeks of a calendar quarter are held against the year before it. The first quarter is the one that holds the
    week two years back, or the first with half a year behind it.
    """
    quarters = [_quarter(last)]
    while quarters[0] > last - WATCHED_WEEKS + 1:
        quarters.insert(0, _quarter(quarters[0] - 1))
    begun = int(members.week[0]) if len(members) else last
    quarters = [quarter for quarter in quarters if quarter - begun >= _LEAST_REFERENCE]
    if not quarters:
        return last, np.zeros((0, len(members.skill_ids)))
    found = np.full((last - quarters[0] + 1, len(members.skill_ids)), np.nan)
    for quarter, end in zip(quarters, [*(later - 1 for later in quarters[1:]), last], strict=True):
        level = reference_level(members.weeks(quarter - WEIGHT_WEEKS, quarter - 1))
        if len(level.columns):
            block = residuals(level, members.weeks(quarter, end), quarter, end)
            found[quarter - quarters[0] : end - quarters[0] + 1, level.columns] = block
    return quarters[0], found


def _quarter(week: int) -> int:
    """The number of the first Monday of the quarter that a week lies in; days before it belong to the one before."""
    quarter = week_index(quarter_week(week_date(week)))
    return quarter if quarter <= week else week_index(quarter_week(week_date(week - 1)))


def share_alerts(members: Facts, population: str, last: int) -> dict[str, list[object]]:
    """Columns of `share_alerts` of one population, as of the closed week number `last`."""
    first, scores = watched_scores(members, last)
    found = list(alarms(scores))
    return {
        "population": [population] * len(found),
        "skill_id": [members.skill_ids[one.column] for one in found],
        "week": [week_date(first + one.week) for one in found],
        "direction": [one.direction for one in found],
        "began_on": [week_date(first + one.since) for one in found],
        "statistic": [one.statistic for one in found],
        "decision_limit": [DECISION_LIMIT] * len(found),
    }
