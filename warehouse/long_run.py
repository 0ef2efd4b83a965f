"""The test of labels over two years: slow trends, which half a year of few openings cannot show.

Belongs here: the verdict on a skill over 104 weeks. Does not belong here: the label of a week (labels.py), the
estimators (score.py), the database.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.facts import Facts, Floats, Ints
from warehouse.labels import ENTER_Q
from warehouse.looks import EMPLOYERS, MENTIONS, POINTS, RATIO, SURE_P, TOP_EMPLOYER
from warehouse.score import benjamini_hochberg, employer_weights, half_shares, score_test, top_employer_share
from warehouse.windows import QUARTER_WEEKS

LONG_WEEKS = 104


@dataclass(frozen=True)
class LongRun:
    """One value a skill. Shares are those of the first and of the last 52 weeks, in fractions of openings."""

    label: list[str]
    share_first: Floats
    share_last: Floats
    q_value: Floats


def long_run(members: Facts, last: int) -> LongRun | None:
    """`rising`, `falling`, `uncertain` or `too little data` over the 104 weeks that end with `last`.

    Strata, weights, variance, Benjamini-Hochberg and gates are those of the label of a week; one look is enough, as the
    windows of two looks would share nearly all openings. None where history begins more than a quarter too late.
    """
    window = members.weeks(last - LONG_WEEKS + 1, last)
    if not len(window) or last - int(window.week[0]) < LONG_WEEKS - QUARTER_WEEKS:
        return None
    age = last - window.week
    late = age < LONG_WEEKS // 2
    employer = window.employer.codes
    fine: Ints = window.source.codes * len(window.role.names) + window.role.codes
    test = score_test(window.asks, -age.astype(float), fine, employer, employer_weights(employer))
    first, second = half_shares(window.asks, late, fine)
    top, employers = top_employer_share(window.asks, employer)
    mentions = np.asarray(window.asks.sum(axis=0)).ravel()
    # Roles are what the strata hold fixed; they get no verdict, as they get no label.
    supported = (employers >= EMPLOYERS) & (mentions >= MENTIONS) & test.testable & ~window.is_role_skill
    upward = test.statistic >= 0
    rising, falling = (benjamini_hochberg(p, supported) for p in (test.p_rising, test.p_falling))
    q_value = np.where(upward, rising, falling)
    robust = supported & test.holds_without_top & (top <= TOP_EMPLOYER) & (np.abs(second - first) >= POINTS)
    robust &= (np.nan_to_num(q_value, nan=1.0) <= ENTER_Q) & (np.fmin(test.p_rising, test.p_falling) <= SURE_P)
    label = np.where(supported, "uncertain", "too little data").astype(object)
    label[robust & upward & (second >= RATIO * first)] = "rising"
    label[robust & ~upward & (first >= RATIO * second)] = "falling"
    return LongRun([str(word) for word in label], first, second, q_value)
