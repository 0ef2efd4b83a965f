"""The test for a trend: a stratified score test with employer-clustered variance, for all skills at once.

Belongs here: estimators on arrays, with their source. Does not belong here: windows, gates, labels, the database.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from warehouse.facts import Bools, Floats, Ints
from warehouse.intervals import column_blocks, dense_codes, indicator

# Most degrees of freedom of the t reference: employers that ask for a skill are far fewer than those that advertise.
FREEDOM = 40
# A single employer that is nearly the whole market is not divided by nearly nothing.
_MOST_LEVERAGE = 0.9
# Working correlation of two openings of one employer. The test stays valid whatever the true one is, since its variance
# comes from employers; near the truth it has more power. Simulated markets and the hiring threads lie at .03 to .1.
WORKING_CORRELATION = 0.1


@dataclass(frozen=True)
class Offset:
    """Change of the logarithm of a share that is known beforehand: `logs` is openings x `columns`, skills by number."""

    columns: Ints
    logs: Floats


@dataclass(frozen=True)
class Score:
    """One value a skill. `slope` is the change of the log-odds per unit of time, within strata."""

    statistic: Floats
    slope: Floats
    slope_error: Floats
    freedom: Floats
    share: Floats
    p_rising: Floats
    p_falling: Floats
    holds_without_top: Bools
    testable: Bools


def score_test(
    asks: Any, time: Floats, stratum: Ints, employer: Ints, weight: Floats, *, offset: Offset | None = None
) -> Score:
    """Mantel's extension test (1963): a score test for a logit slope within strata, by estimating equations.

        U = sum_i w_i l_i (y_i - mean_s y)
        I = sum_i w_i l_i (t_i - mean_s t) mean_s y (1 - mean_s y)         slope of the log-odds = U / I
        V = sum_g ((part of U from employer g) - slope * I_g)^2 / (1 - h_g),     h_g = I_g / I

    `l` is time less its mean in the stratum and less most of the employer's own mean (`decorrelated`). Means are
    weighted by `weight`, so that estimating them costs U nothing to first order. V is clustered by employer (Liang &
    Zeger 1986), of what the slope leaves unexplained: around zero a rise that few large employers share would count as
    noise. An employer draws the slope to itself by its part `h_g` of the information, and its residual is set right
    for that (CR2, Bell & McCaffrey 2002). Degrees of freedom: the effective number of employers, 1 / sum_g h_g^2, less
    one, at most `FREEDOM`. What an `offset` leads to expect is taken out of U.
    """
    from scipy.stats import t as student

    strata, stratum_count = dense_codes(stratum)
    groups, group_count = dense_codes(employer)
    in_stratum = indicator(strata, stratum_count)
    total = np.bincount(strata, weights=weight, minlength=stratum_count)
    centred = _centred(time, strata, weight)
    lever = weight * decorrelated(centred, strata, groups, weight)
    mean_asks = np.asarray((in_stratum.multiply(weight[:, None]).T @ asks).todense()) / total[:, None]
    in_group = indicator(groups, group_count)
    levered = in_group.multiply(lever[:, None]).tocsr()
    asked, expected = (levered.T @ asks).tocsc(), (levered.T @ in_stratum).toarray()
    squares = (in_group.multiply((lever * centred)[:, None]).tocsr().T @ in_stratum).toarray()
    known = {}
    for column, logs in zip(offset.columns, offset.logs.T, strict=True) if offset else ():
        drawn = in_group.multiply((lever * _centred(logs, strata, weight))[:, None]).tocsr()
        known[int(column)] = (drawn.T @ in_stratum).toarray()

    tested = []
    for part in column_blocks(group_count, asks.shape[1]):
        parts = asked[:, part].toarray(order="C") - expected @ mean_asks[:, part]
        for column in range(part.start, part.stop):
            if column in known:
                parts[:, column - part.start] -= known[column] @ mean_asks[:, column]
        tested.append(_of_employers(parts, squares @ (mean_asks[:, part] * (1 - mean_asks[:, part]))))
    score, information, slope, spread, freedom, strongest = map(np.concatenate, zip(*tested, strict=True))
    informed = information > 1e-9
    testable = (spread > 1e-9) & informed
    statistic = np.where(testable, score / np.where(testable, spread, 1.0), 0.0)
    return Score(
        statistic=statistic,
        slope=np.where(testable, slope, 0.0),
        slope_error=np.where(testable, spread / np.where(informed, information, 1.0), np.inf),
        freedom=freedom,
        share=total @ mean_asks / total.sum(),
        p_rising=student.sf(statistic, freedom),
        p_falling=student.cdf(statistic, freedom),
        holds_without_top=(score - strongest) * np.sign(score) > 0,
        testable=testable,
    )


def _of_employers(parts: Floats, told: Floats) -> tuple[Floats, ...]:
    """U, I, slope, root of V, degrees of freedom and the part furthest with U, one a skill, from employers' U and I."""
    score, information = parts.sum(axis=0), told.sum(axis=0)
    informed = information > 1e-9
    safe_information = np.where(informed, information, 1.0)
    slope = np.where(informed, score / safe_information, 0.0)
    leverage = np.clip(told / safe_information, 0, _MOST_LEVERAGE)
    spread = np.sqrt((np.square(parts - slope * told) / (1 - leverage)).sum(axis=0))
    freedom = np.clip(1 / np.maximum(np.square(leverage).sum(axis=0), 1e-9) - 1, 1, FREEDOM)
    strongest = np.where(score >= 0, parts.max(axis=0, initial=0.0), parts.min(axis=0, initial=0.0))
    return score, information, slope, spread, freedom, strongest


def decorrelated(centred: Floats, stratum: Ints, employer: Ints, weight: Floats) -> Floats:
    """Time as generalised least squares sees it when openings of one employer resemble each other.

    With an exchangeable correlation r, the inverse of the working matrix takes the part n r / (1 + (n - 1) r) of the
    employer's mean from each of its n values: the openings of a large employer are compared with each other, so that
    its lasting taste is no noise any more, those of a small one with everybody's.
    """
    counts = np.bincount(employer).astype(float)
    part = counts * WORKING_CORRELATION / (1 + (counts - 1) * WORKING_CORRELATION)
    own = np.divide(np.bincount(employer, weights=centred), counts, out=np.zeros(len(counts)), where=counts > 0)
    return _centred(centred - (part * own)[employer], stratum, weight)


def _centred(values: Floats, stratum: Ints, weight: Floats) -> Floats:
    """Values less their weighted mean in the stratum."""
    total = np.bincount(stratum, weights=weight)
    return np.asarray(values - (np.bincount(stratum, weights=weight * values) / total)[stratum], dtype=np.float64)


def employer_weights(employer: Ints) -> Floats:
    """ads of the employer ^ -1/4: a guard against one that floods a week; its likeness is dealt with in the test."""
    counts = np.bincount(employer)
    return np.asarray(counts[employer] ** -0.25, dtype=np.float64)


def half_shares(asks: Any, late: Bools, stratum: Ints) -> tuple[Floats, Floats]:
    """Share in the first and in the second half, both standardised to the strata that have both.

    Weights are those of Cochran, Mantel and Haenszel, n1 n2 / (n1 + n2): a stratum seen in one half alone says nothing
    about change, one that is nearly empty in a half says little.
    """
    strata, stratum_count = dense_codes(stratum)
    in_stratum = indicator(strata, stratum_count)
    last = np.bincount(strata, weights=late.astype(float), minlength=stratum_count)
    first = np.bincount(strata, minlength=stratum_count) - last
    weight = first * last / np.maximum(first + last, 1)
    total = weight.sum()
    if total <= 0:
        nothing = np.full(asks.shape[1], np.nan)
        return nothing, nothing
    shares = []
    for mask, size in ((~late, first), (late, last)):
        share = np.asarray((in_stratum.multiply(mask[:, None]).T @ asks).todense()) / np.maximum(size, 1)[:, None]
        shares.append(np.clip(weight @ share / total, 0, 1))
    return shares[0], shares[1]


def top_employer_share(asks: Any, employer: Ints) -> tuple[Floats, Ints]:
    """Largest employer's part of the openings that ask for a skill, and how many employers ask."""
    groups, group_count = dense_codes(employer)
    per_group = (indicator(groups, group_count).T @ asks).tocsc()
    mentions = np.asarray(per_group.sum(axis=0)).ravel()
    largest = np.asarray(per_group.max(axis=0).todense()).ravel() if group_count else np.zeros(asks.shape[1])
    employers = np.asarray((per_group > 0).sum(axis=0)).ravel().astype(np.int64)
    return np.divide(largest, mentions, out=np.zeros(len(mentions)), where=mentions > 0), employers


def benjamini_hochberg(p_values: Floats, family: Bools) -> Floats:
    """q-values of the tests in `family`; NaN outside it."""
    from scipy.stats import false_discovery_control

    q_values = np.full(len(p_values), np.nan)
    if family.any():
        q_values[family] = false_discovery_control(p_values[family], method="bh")
    return q_values


def matched_panel(asks: Any, late: Bools, stratum: Ints, employer: Ints) -> tuple[Floats, Floats]:
    """Mean change inside the same employer and stratum, and its t statistic with variance between employers.

    A sensitivity check: an employer that joined or left has no say in it.
    """
    pair, pair_count = dense_codes(employer * (int(stratum.max(initial=0)) + 1) + stratum)
    owner = np.zeros(pair_count, dtype=np.int64)
    owner[pair] = employer
    last = np.bincount(pair, weights=late.astype(float), minlength=pair_count)
    first = np.bincount(pair, minlength=pair_count) - last
    both = np.flatnonzero((first > 0) & (last > 0))
    if len(both) < 2:
        return np.zeros(asks.shape[1]), np.zeros(asks.shape[1])
    in_pair = indicator(pair, pair_count)[:, both]
    change = np.asarray((in_pair.multiply(late[:, None]).T @ asks).todense()) / last[both, None]
    change -= np.asarray((in_pair.multiply(~late[:, None]).T @ asks).todense()) / first[both, None]
    weight = np.sqrt(first[both] * last[both] / (first[both] + last[both]))
    groups, group_count = dense_codes(owner[both])
    by_employer = np.asarray(indicator(groups, group_count).T @ (weight[:, None] * change))
    total = by_employer.sum(axis=0)
    spread = np.sqrt(group_count / max(group_count - 1, 1) * np.square(by_employer).sum(axis=0))
    return total / weight.sum(), np.divide(total, spread, out=np.zeros(len(total)), where=spread > 1e-12)
