"""Whether papers or posts about a skill run ahead of postings that ask for it; the default answer is "not shown".

Belongs here: cross-correlation of changes, surrogates, the interval of a lag. Does not belong here: shares.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection

from warehouse.facts import Floats, Ints
from warehouse.score import benjamini_hochberg
from warehouse.statements import statement
from warehouse.windows import week_index

NOT_SHOWN = "no lead can be shown"
WEEKS = 104
REACH = 26
SURROGATES = 999
_CHANGE_WEEKS = 13
_BLOCK_WEEKS = 26
_RESAMPLES = 200
_Q = 0.10


@dataclass(frozen=True)
class Lead:
    """One pair of series; a positive lag is a lead of the first series in weeks."""

    weeks: int
    lag: int
    correlation: float
    p_value: float


def changes(series: Floats) -> Floats:
    """Differences over 13 weeks of a series of four-week means, without mean: levels of any two series correlate."""
    moved = series[_CHANGE_WEEKS:] - series[:-_CHANGE_WEEKS]
    return np.asarray(moved - moved.mean(), dtype=np.float64)


def correlations(first: Floats, second: Floats) -> Floats:
    """Correlation of `first` with `second` shifted by -26 ... +26 weeks; `first` may be many rows."""
    rows = np.atleast_2d(first)
    length = len(second)
    found = np.zeros((len(rows), 2 * REACH + 1))
    for lag in range(-REACH, REACH + 1):
        here = rows[:, : length - lag] if lag >= 0 else rows[:, -lag:]
        there = second[lag:] if lag >= 0 else second[:lag]
        scale = np.sqrt(np.square(here).sum(axis=1) * np.square(there).sum())
        found[:, lag + REACH] = np.divide(here @ there, scale, out=np.zeros(len(rows)), where=scale > 0)
    return found


def phase_randomised(series: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Surrogates with the autocorrelation of a series but random phases (Theiler & others 1992)."""
    spectrum = np.fft.rfft(series)
    turns = np.exp(2j * np.pi * rng.random((count, len(spectrum))))
    turns[:, 0] = 1
    if len(series) % 2 == 0:
        turns[:, -1] = 1
    return np.asarray(np.fft.irfft(spectrum * turns, n=len(series), axis=1), dtype=np.float64)


def lead(first: Floats, second: Floats, rng: np.random.Generator) -> Lead | None:
    """The lag of the largest correlation of changes, and its p among surrogates; None below 104 weeks.

    The maximum over lags is compared with the maxima of surrogates, so that having looked at 53 lags costs nothing.
    """
    if len(first) < WEEKS:
        return None
    ahead, behind = changes(first), changes(second)
    if not ahead.any() or not behind.any():
        return None
    found = correlations(ahead, behind)[0]
    best = int(np.argmax(found))
    maxima = correlations(phase_randomised(ahead, SURROGATES, rng), behind).max(axis=1)
    p_value = (1 + int((maxima >= found[best]).sum())) / (SURROGATES + 1)
    return Lead(len(first), best - REACH, float(found[best]), p_value)


def lag_interval(first: Floats, second: Floats, rng: np.random.Generator) -> tuple[int, int]:
    """95 % interval of the lag by a moving block bootstrap of pairs, in blocks of half a year (Kunsch 1989)."""
    ahead, behind = changes(first), changes(second)
    length = len(ahead)
    blocks = int(np.ceil(length / _BLOCK_WEEKS))
    lags = []
    for _ in range(_RESAMPLES):
        starts = rng.integers(0, length - _BLOCK_WEEKS + 1, blocks)
        times = (starts[:, None] + np.arange(_BLOCK_WEEKS)).ravel()
        lags.append(_best_lag(ahead, behind, times))
    low, high = np.quantile(lags, [0.025, 0.975], method="nearest")
    return int(low), int(high)


def _best_lag(ahead: Floats, behind: Floats, times: Ints) -> int:
    best, largest = 0, -np.inf
    for lag in range(-REACH, REACH + 1):
        inside = times[(times + lag >= 0) & (times + lag < len(behind))]
        one, other = ahead[inside], behind[inside + lag]
        scale = float(np.sqrt(np.square(one).sum() * np.square(other).sum()))
        value = float(one @ other) / scale if scale > 0 else -np.inf
        if value > largest:
            best, largest = lag, value
    return best


def lead_rows(con: DuckDBPyConnection, week: date, kind: str) -> list[dict[str, object]]:
    """Rows of `lead_lag`: every skill with two years of both series, tested together, by kind of document."""
    series: dict[str, tuple[list[float], list[float]]] = {}
    for skill, ahead, behind in con.execute(statement("lead_series"), {"week": week, "kind": kind}).fetchall():
        series[skill] = (ahead, behind)
    rng = np.random.default_rng(week_index(week))
    pairs = {skill: (np.array(a), np.array(b)) for skill, (a, b) in series.items()}
    found = {skill: one for skill, (a, b) in pairs.items() if (one := lead(a, b, rng)) is not None}
    if not found:
        return []
    p_values = np.array([one.p_value for one in found.values()])
    q_values = benjamini_hochberg(p_values, np.ones(len(p_values), dtype=bool))
    rows = []
    for (skill, one), q_value in zip(found.items(), q_values, strict=True):
        shown = q_value <= _Q
        low, high = lag_interval(*pairs[skill], rng) if shown else (None, None)
        rows.append({
            "as_of_week": week, "kind": kind, "skill_id": skill, "weeks": one.weeks, "lag_weeks": one.lag,
            "lag_low": low, "lag_high": high, "correlation": one.correlation, "p_value": one.p_value,
            "q_value": float(q_value), "finding": _finding(kind, low, high),
        })  # fmt: skip
    return rows


def _finding(kind: str, low: int | None, high: int | None) -> str:
    """What may be said: a direction only where the whole interval lies on one side of zero."""
    if low is None or high is None:
        return NOT_SHOWN
    if low > 0:
        return f"{kind}s lead postings by {low} to {high} weeks"
    if high < 0:
        return f"postings lead {kind}s by {-high} to {-low} weeks"
    return f"{kind}s and postings move together; {NOT_SHOWN}"
