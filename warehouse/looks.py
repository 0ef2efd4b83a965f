"""One look at one population: everything that the label of each skill is decided from.

Belongs here: cutting the 26-week window, running the tests on it, choosing which weeks to look at. Does not belong
here: the decision (labels.py), the estimators (score.py, breakouts.py), the database.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.breakouts import EMPLOYERS as BREAKOUT_EMPLOYERS
from warehouse.breakouts import NEW_WEEKS, Breakout, breakouts
from warehouse.breakouts import TIMES as BREAKOUT_TIMES
from warehouse.facts import Bools, Facts, Floats, Ints
from warehouse.score import (
    Offset,
    Score,
    benjamini_hochberg,
    employer_weights,
    half_shares,
    matched_panel,
    score_test,
    top_employer_share,
)
from warehouse.seasonality import Seasons, seasonal_ratio
from warehouse.windows import LOOKS, QUARTER_WEEKS, TREND_WEEKS

EMPLOYERS = 8
MENTIONS = 15
RATIO = 1.10
POINTS = 0.003
TOP_EMPLOYER = 0.35
# One-sided, on every look: a label that is kept by its q alone, up to .30, is false too often.
SURE_P = 0.01
BREAKOUT_Q = 0.05
BREAKOUT_P = 0.05
# Mentions that an unchanged skill would have in the emptier half: below five (Cochran 1954) "none" is no news. Missing
# threads can leave a half with a handful of openings.
EXPECTED_IN_HALF = 5.0
# A week counts as a new look when at least this part of the window is new: half an average week. A monthly thread that
# has been looked at once is not a second witness a week later.
_NEW_PART = 0.5 / TREND_WEEKS


@dataclass(frozen=True)
class Look:
    """The evidence of one window; arrays hold one value a skill of the taxonomy.

    `ratio` is that of the halves with the season taken out, `season_ratio` what the season alone makes of it: 1 where
    it is not taken out.
    """

    week: int
    openings: int
    smaller_half: int
    expected_in_half: Floats
    mentioning: Ints
    employers: Ints
    sources: Ints
    top_share: Floats
    score: Score
    share_first: Floats
    share_last: Floats
    ratio: Floats
    season_ratio: Floats
    panel: Floats
    supported: Bools
    is_mix: Bools
    q_rising: Floats
    q_falling: Floats
    gates_rising: Bools
    gates_falling: Bools
    breakout: Breakout
    q_breakout: Floats
    p_step: Floats
    is_breakout: Bools


def look_weeks(members: Facts, last: int) -> list[int]:
    """The weeks looked at, newest first: the last one and those before it that brought something new."""
    weeks = [last]
    week = last - 1
    while len(weeks) < LOOKS and week > last - 2 * TREND_WEEKS:
        window = len(members.weeks(weeks[-1] - TREND_WEEKS + 1, weeks[-1]))
        if len(members.weeks(week + 1, weeks[-1])) >= max(_NEW_PART * window, 1):
            weeks.append(week)
        week -= 1
    return weeks


def _strata(window: Facts) -> tuple[Ints, Ints]:
    fine = window.source.codes * max(len(window.role.names), 1) + window.role.codes
    return fine, window.source.codes


def look_at(members: Facts, last: int, season: Seasons | None = None) -> Look | None:
    """Test every skill in the 26 weeks ending with `last`, `season` taken out; None when the window is empty."""
    window = members.weeks(last - TREND_WEEKS + 1, last)
    if not len(window):
        return None
    age = last - window.week
    late = age < QUARTER_WEEKS
    weight = employer_weights(window.employer.codes)
    time = -age.astype(float)
    fine, coarse = _strata(window)
    is_role = window.is_role_skill
    asks = window.asks

    offset = Offset(season.columns, season.logs(window.week)) if season else None
    score = score_test(asks, time, fine, window.employer.codes, weight, offset=offset)
    first, second = half_shares(asks, late, fine)
    panel = matched_panel(asks, late, fine, window.employer.codes)[1]
    if is_role.any():
        score = _merge(is_role, score_test(asks, time, coarse, window.employer.codes, weight), score)
        first_coarse, second_coarse = half_shares(asks, late, coarse)
        first, second = np.where(is_role, first_coarse, first), np.where(is_role, second_coarse, second)
        panel = np.where(is_role, matched_panel(asks, late, coarse, window.employer.codes)[1], panel)

    mentioning = np.asarray(asks.sum(axis=0)).ravel().astype(np.int64)
    top, employers = top_employer_share(asks, window.employer.codes)
    sources = top_employer_share(asks, window.source.codes)[1]
    smaller_half = int(min(late.sum(), (~late).sum()))
    expected_in_half = mentioning * smaller_half / len(window)
    supported = (employers >= EMPLOYERS) & (mentioning >= MENTIONS) & score.testable
    supported &= expected_in_half >= EXPECTED_IN_HALF
    # Roles are the mix that the test holds fixed: a role is no skill, and has no say among them.
    tested = supported & ~is_role
    ratio = np.divide(second, first, out=np.full(len(first), np.nan), where=first > 0)
    ratio[(first == 0) & (second > 0)] = np.inf
    season_ratio = np.ones(len(ratio))
    if season:
        season_ratio[season.columns] = seasonal_ratio(season, window.week, late)
        ratio /= season_ratio
    robust = score.holds_without_top & (top <= TOP_EMPLOYER) & (np.abs(second - first) >= POINTS)
    new = breakouts(asks, age, window.source.codes, window.employer.codes)
    eligible = (new.employers >= BREAKOUT_EMPLOYERS) & (age.max() >= 2 * NEW_WEEKS) & ~is_role
    q_breakout = benjamini_hochberg(new.p_value, eligible)
    # The step must also show within strata and not hang on the employers counted: the count alone knows no roles.
    step = score_test(asks, (age < NEW_WEEKS).astype(float), coarse if is_role.all() else fine,
                      window.employer.codes, weight, offset=offset)  # fmt: skip
    return Look(
        week=last, openings=len(window), smaller_half=smaller_half, expected_in_half=expected_in_half,
        mentioning=mentioning, employers=employers, sources=sources, top_share=top, score=score,
        share_first=first, share_last=second,
        ratio=ratio, season_ratio=season_ratio, panel=panel, supported=supported, is_mix=is_role,
        q_rising=benjamini_hochberg(score.p_rising, tested),
        q_falling=benjamini_hochberg(score.p_falling, tested),
        gates_rising=robust & (ratio >= RATIO) & (score.p_rising <= SURE_P),
        gates_falling=robust & (ratio <= 1 / RATIO) & (score.p_falling <= SURE_P),
        breakout=new, q_breakout=q_breakout, p_step=step.p_rising,
        is_breakout=eligible & (new.employers >= BREAKOUT_TIMES * new.expected) & (q_breakout <= BREAKOUT_Q)
        & (step.p_rising <= BREAKOUT_P) & (top <= TOP_EMPLOYER),
    )  # fmt: skip


def _merge(chosen: Bools, here: Score, elsewhere: Score) -> Score:
    def pick(one: Floats, other: Floats) -> Floats:
        return np.where(chosen, one, other)

    return Score(
        pick(here.statistic, elsewhere.statistic), pick(here.slope, elsewhere.slope),
        pick(here.slope_error, elsewhere.slope_error), pick(here.freedom, elsewhere.freedom),
        pick(here.share, elsewhere.share),
        pick(here.p_rising, elsewhere.p_rising), pick(here.p_falling, elsewhere.p_falling),
        np.where(chosen, here.holds_without_top, elsewhere.holds_without_top),
        np.where(chosen, here.testable, elsewhere.testable),
    )  # fmt: skip
