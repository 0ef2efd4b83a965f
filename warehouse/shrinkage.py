"""Shrinkage: what is left of many estimates when each is read in the light of the others.

Belongs here: adaptive shrinkage of slopes, beta-binomial shrinkage of shares. Does not belong here: the estimates,
tiers, the database.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.facts import Floats

_STEPS = 500
_CLOSE = 1e-7
# Weight of the spike at zero in the prior of the mixture, in observations: errs to the side of "no change".
_NULL_WEIGHT = 10.0
_KAPPA = (1.0, 10_000.0)


@dataclass(frozen=True)
class Shrunken:
    """Posterior mean and standard deviation of each effect, and the local false sign rate."""

    mean: Floats
    deviation: Floats
    lfsr: Floats


def adaptive_shrinkage(effect: Floats, error: Floats) -> Shrunken:
    """`ash` with normal components (Stephens 2017): empirical Bayes for effects of which most may be zero.

        effect_k ~ N(true_k, error_k^2),   true_k ~ p_0 * zero + sum_j p_j N(0, s_j^2)

    The grid of s_j is that of the paper (factor sqrt 2, from a tenth of the smallest error to twice what the largest
    effect asks for); p is found by EM with a penalty that favours zero. lfsr is the chance that the sign is wrong.
    """
    from scipy.stats import norm

    if not len(effect):
        return Shrunken(effect, error, effect)
    largest = 2 * np.sqrt(max(float(np.max(effect**2 - error**2)), float(np.min(error)) ** 2))
    smallest = float(np.min(error)) / 10
    count = int(np.ceil(np.log(largest / smallest) / np.log(np.sqrt(2)))) + 1
    spread = np.concatenate([[0.0], smallest * np.sqrt(2) ** np.arange(count)])
    total = np.sqrt(error[:, None] ** 2 + spread**2)
    log_likelihood = norm.logpdf(effect[:, None], scale=total)
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    penalty = np.zeros(len(spread))
    penalty[0] = _NULL_WEIGHT - 1
    part = np.full(len(spread), 1 / len(spread))
    for _ in range(_STEPS):
        joint = likelihood * part
        updated = (joint / joint.sum(axis=1, keepdims=True)).sum(axis=0) + penalty
        updated /= updated.sum()
        moved = float(np.abs(updated - part).max())
        part = updated
        if moved < _CLOSE:
            break
    posterior = likelihood * part
    posterior /= posterior.sum(axis=1, keepdims=True)
    keep = spread**2 / total**2
    means = keep * effect[:, None]
    variances = keep * error[:, None] ** 2
    mean = (posterior * means).sum(axis=1)
    variance = (posterior * (variances + means**2)).sum(axis=1) - mean**2
    scale = np.where(variances > 0, np.sqrt(variances), 1.0)
    below = np.where(spread > 0, norm.cdf(-means / scale), 0.0)
    above = np.where(spread > 0, norm.sf(-means / scale), 0.0)
    negative, positive = (posterior * below).sum(axis=1), (posterior * above).sum(axis=1)
    at_zero = posterior[:, 0]
    return Shrunken(mean, np.sqrt(np.maximum(variance, 0)), np.minimum(negative, positive) + at_zero)


def towards(share: Floats, size: Floats, centre: Floats) -> Floats:
    """Beta-binomial posterior mean of shares seen in `size` (effective) observations, pulled towards `centre`.

    How alike shares and centres are, kappa, is found by the method of moments over all of them (Kleinman 1973): the
    variance beyond binomial chance is centre (1 - centre) / (kappa + 1).
    """
    known = (size > 1) & (centre > 0) & (centre < 1)
    binomial = centre[known] * (1 - centre[known])
    beyond = np.square(share[known] - centre[known]) - binomial / size[known]
    room = float((binomial * (1 - 1 / size[known])).sum())
    part = float(beyond.sum()) / room if room > 0 else 0.0
    kappa = float(np.clip(1 / part - 1, *_KAPPA)) if part > 0 else _KAPPA[1]
    return np.asarray((size * share + kappa * centre) / (size + kappa), dtype=np.float64)
