"""The same question asked in other ways: against the year before, and among advertisements of the same length.

Belongs here: second looks at a slope or a change. Does not belong here: the test that labels are made from, labels.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.facts import Facts, Floats
from warehouse.intervals import dense_codes
from warehouse.score import Score, employer_weights, half_shares, score_test
from warehouse.windows import QUARTER_WEEKS, WEIGHT_WEEKS

# Mentions that an unchanged skill would have in the smaller of two windows (Cochran 1954).
_EXPECTED = 5.0


@dataclass(frozen=True)
class Change:
    """Difference of standardised shares, in fractions of openings, with its 95 % interval; NaN where unknown."""

    change: Floats
    low: Floats
    high: Floats


def year_on_year(members: Facts, last: int) -> Change | None:
    """The newest 13 weeks against the same weeks of the year before; None without openings in either.

    The same strata, weights and employer-clustered variance as the test for a trend, with time zero or one.
    """
    now = members.weeks(last - QUARTER_WEEKS + 1, last)
    then = members.weeks(last - WEIGHT_WEEKS - QUARTER_WEEKS + 1, last - WEIGHT_WEEKS)
    if not len(now) or not len(then):
        return None
    low, high = np.searchsorted(members.week, [last - WEIGHT_WEEKS - QUARTER_WEEKS + 1, last + 1])
    both = members.take(np.arange(low, high))
    both = both.take(np.flatnonzero((both.week <= last - WEIGHT_WEEKS) | (both.week > last - QUARTER_WEEKS)))
    late = both.week > last - QUARTER_WEEKS
    stratum = both.source.codes * max(len(both.role.names), 1) + both.role.codes
    test = _clustered(both, late.astype(float), stratum)
    first, second = half_shares(both.asks, late, stratum)
    mentions = np.asarray(both.asks.sum(axis=0)).ravel()
    known = test.testable & (mentions * min(late.mean(), 1 - late.mean()) >= _EXPECTED)
    from scipy.stats import t as student

    error = np.where(known, test.slope_error, 0.0) * test.share * (1 - test.share)
    reach = student.ppf(0.975, test.freedom) * error
    change = np.where(known, second - first, np.nan)
    return Change(change, change - reach, change + reach)


def same_length_slope(window: Facts, last: int) -> Floats:
    """Slope of the log-odds a week among advertisements of the same third of lengths; NaN where there is none.

    Advertisements grow longer and then name more skills. Those without a stored text are a class of their own.
    """
    length = window.length
    known = length > 0
    thirds = np.zeros(len(length), dtype=np.int64)
    if known.any():
        thirds[known] = 1 + np.searchsorted(np.quantile(length[known], [1 / 3, 2 / 3]), length[known])
    stratum = (window.source.codes * max(len(window.role.names), 1) + window.role.codes) * 4 + thirds
    test = _clustered(window, -(last - window.week).astype(float), stratum)
    return np.where(test.testable, test.slope, np.nan)


def _clustered(window: Facts, time: Floats, stratum: np.ndarray) -> Score:
    codes, _ = dense_codes(window.employer.codes)
    return score_test(window.asks, time, stratum, codes, employer_weights(codes))
