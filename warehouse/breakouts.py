"""Breakouts: skills that many employers suddenly ask for, counted in employers and never as a percentage over zero.

Belongs here: the Gamma-Poisson baseline and its test. Does not belong here: labels, the database.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from warehouse.facts import Floats, Ints
from warehouse.intervals import dense_codes, indicator

NEW_WEEKS = 4
EMPLOYERS = 5
TIMES = 3.0


@dataclass(frozen=True)
class Breakout:
    """Employers that ask for each skill in the last four weeks, and how many the weeks before led to expect."""

    employers: Ints
    expected: Floats
    p_value: Floats


def _employer_blocks(asks: Any, employer: Ints, source: Ints, block: Ints, sources: int) -> tuple[Floats, Floats]:
    """Employers active and employers asking, by source, each employer counted once a four-week block."""
    blocks = int(block.max(initial=0)) + 1
    unit, unit_count = dense_codes((employer * sources + source) * blocks + block)
    unit_source = np.zeros(unit_count, dtype=np.int64)
    unit_source[unit] = source
    asking = (indicator(unit, unit_count).T @ asks).tocsr()
    asking.data[:] = 1.0
    active = np.bincount(unit_source, minlength=sources).astype(float)
    return active, np.asarray((indicator(unit_source, sources).T @ asking).todense())


def prior(baseline: Floats, exposure: float) -> tuple[float, float]:
    """Gamma prior of rates over skills by the method of moments for Poisson counts (empirical Bayes)."""
    if not len(baseline):  # a population that asks for no skill with support
        return 0.5, 1.0
    rates = baseline / exposure
    mean = float(rates.mean())
    excess = float(rates.var()) - mean / exposure
    if mean <= 0:
        return 0.5, 1.0
    # Rates of skills are so unequal that moments can ask for a prior worth less than half an observation.
    shape = float(np.clip(mean**2 / excess, 0.1, 10.0)) if excess > 0 else 10.0
    return shape, shape / mean


def breakouts(asks: Any, age: Ints, source: Ints, employer: Ints) -> Breakout:
    """Compare the employers asking in the last four weeks with a Gamma-Poisson forecast from the weeks before.

    `age` is weeks before the end of the window (0 is the last). The unit is an employer in a four-week block of one
    source, so that a monthly thread and a weekly board are compared by their exposure, and a source that joins in the
    last weeks brings no evidence: it has no weeks before.
    """
    from scipy.stats import nbinom

    sources = int(source.max(initial=0)) + 1
    block = age // NEW_WEEKS
    new = np.flatnonzero(block == 0)
    old = np.flatnonzero(block > 0)
    active_new, asking_new = _employer_blocks(asks[new], employer[new], source[new], block[new], sources)
    active_old, asking_old = _employer_blocks(asks[old], employer[old], source[old], block[old], sources)
    known = (active_new > 0) & (active_old > 0)
    skills = asks.shape[1]
    if not known.any():
        return Breakout(np.zeros(skills, dtype=np.int64), np.zeros(skills), np.ones(skills))
    seen = asking_new[known].sum(axis=0)
    forecast = (active_new[known] / active_old[known]) @ asking_old[known]
    # Exposure of the baseline in units of the last four weeks.
    exposure = float(active_old[known].sum() / active_new[known].sum())
    baseline = forecast * exposure
    shape, rate = prior(baseline, exposure)
    expected = (shape + baseline) / (rate + exposure)
    chance = (rate + exposure) / (rate + exposure + 1)
    p_value = nbinom.sf(seen - 1, shape + baseline, chance)
    return Breakout(seen.astype(np.int64), expected, np.asarray(p_value, dtype=np.float64))
