"""Seasons of a skill: how much more it is asked for in one month of the year than in another, every year.

Belongs here: monthly factors from at least three whole years, which of them are sure, and what they make of a window.
Does not belong here: levels, the test that takes them out (score.py), labels.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from warehouse.facts import Bools, Facts, Floats, Ints
from warehouse.intervals import indicator
from warehouse.windows import week_date

YEARS = 3
# Mentions a month that a series must have in the middle month: below, the logarithm is noise.
_MENTIONS = 10
_MONTHS = 12
# Part of the months that must have openings.
_SEEN = 0.9
# A season is taken out of a label from this strength on (Wang, Smith & Hyndman 2006, the bound for seasonal
# differences) and where months differ by more than chance, as X-11 asks (Ladiray & Quenneville 2001): of three years of
# pure noise one series in eight has the strength.
STRONG = 0.64
SURE = 0.001


@dataclass(frozen=True)
class Seasons:
    """Factors by skill and month (skills x 12, mean of the logarithms zero), from the years before `year`."""

    year: int
    years: int
    columns: Ints
    factors: Floats
    strength: Floats
    p_value: Floats

    @property
    def is_sure(self) -> Bools:
        """Whose season is taken out of tests and labels."""
        return (self.strength >= STRONG) & (self.p_value <= SURE)

    def taken_out(self, columns: Ints) -> "Seasons":
        """The sure ones among a choice of skills in ascending order, numbered within it."""
        rows = np.flatnonzero(self.is_sure & np.isin(self.columns, columns))
        return replace(
            self, columns=np.searchsorted(columns, self.columns[rows]).astype(np.int64), factors=self.factors[rows],
            strength=self.strength[rows], p_value=self.p_value[rows],
        )  # fmt: skip

    def logs(self, week: Ints) -> Floats:
        """The logarithm of the factor of each opening's month, weeks x skills of `columns`."""
        return self.factors[:, _months(week) % _MONTHS].T


def seasons(members: Facts, year: int) -> Seasons | None:
    """Factors of `year`, from whole years before it, so that they stay the same all year; None with less than three.

    STL (Cleveland & others 1990) on the logarithm of a skill's share of a month's openings. `strength` is that of
    Hyndman and Athanasopoulos: 1 - var(rest) / var(season + rest), 0 for none, 1 for nothing else. `p_value` is that of
    months which do not differ, the F test for stable seasonality of X-11 on the series without its trend.
    """
    from scipy.stats import f_oneway
    from statsmodels.tsa.seasonal import STL

    if not len(members):
        return None
    months = _months(members.week)
    first = int(np.ceil(int(months[0]) / _MONTHS))
    if year - first < YEARS:
        return None
    start, end = first * _MONTHS, year * _MONTHS
    inside = (months >= start) & (months < end)
    totals = np.bincount(months[inside] - start, minlength=end - start).astype(float)
    seen = np.flatnonzero(totals)
    if len(seen) < _SEEN * len(totals):
        return None
    rows = np.flatnonzero(inside)
    counts = np.asarray((indicator(months[rows] - start, end - start).T @ members.asks[rows]).todense())
    columns = np.flatnonzero(np.median(counts[seen], axis=0) >= _MENTIONS)
    factors, strength, p_value = np.zeros((len(columns), _MONTHS)), np.zeros(len(columns)), np.ones(len(columns))
    for position, column in enumerate(columns):
        # Half a mention more, so that a month without any has a logarithm; a missing month lies between its neighbours.
        logs = np.log((counts[seen, column] + 0.5) / (totals[seen] + 1))
        series = np.interp(np.arange(len(totals)), seen, logs)
        fit = STL(series, period=_MONTHS, robust=True).fit()
        by_month = fit.seasonal.reshape(-1, _MONTHS).mean(axis=0)
        factors[position] = by_month - by_month.mean()
        without_trend = fit.seasonal + fit.resid
        p_value[position] = f_oneway(*without_trend.reshape(-1, _MONTHS).T).pvalue
        spread = float(np.var(without_trend))
        strength[position] = max(0.0, 1 - float(np.var(fit.resid)) / spread) if spread > 0 else 0.0
    return Seasons(year, year - first, columns, factors, strength, p_value)


def seasonal_ratio(found: Seasons, week: Ints, late: np.ndarray) -> Floats:
    """What the season alone would make of the ratio of two halves of a window, by skill of `found`."""
    months = _months(week) % _MONTHS
    first = np.bincount(months[~late], minlength=_MONTHS)
    last = np.bincount(months[late], minlength=_MONTHS)
    levels = np.exp(found.factors)
    return np.asarray((levels @ last / max(last.sum(), 1)) / (levels @ first / max(first.sum(), 1)))


def season_columns(found: Seasons, members: Facts, name: str) -> dict[str, object]:
    """One block of rows of `skill_seasonality`."""
    count = len(found.columns)
    return {
        "year": [found.year] * count * _MONTHS,
        "population": [name] * count * _MONTHS,
        "skill_id": [members.skill_ids[k] for k in found.columns for _ in range(_MONTHS)],
        "month": list(range(1, _MONTHS + 1)) * count,
        "factor": np.exp(found.factors).ravel(),
        "strength": np.repeat(found.strength, _MONTHS),
        "years": [found.years] * count * _MONTHS,
    }


def _months(weeks: Ints) -> Ints:
    """Months since year zero. A week belongs to the month of its Sunday: so does a thread opened on a first weekday."""
    distinct, where = np.unique(weeks, return_inverse=True)
    days = [date.fromordinal(week_date(int(week)).toordinal() + 6) for week in distinct]
    return np.array([day.year * _MONTHS + day.month - 1 for day in days], dtype=np.int64)[where]
