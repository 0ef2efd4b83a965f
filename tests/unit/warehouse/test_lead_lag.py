"""Leads of one series over another, and what two series that have nothing to do with each other seem to show."""

import numpy as np
from scipy.signal import lfilter

from warehouse.lead_lag import changes, correlations, lag_interval, lead, phase_randomised

WEEKS = 130


def _wander(rng: np.random.Generator, length: int) -> np.ndarray:
    return np.cumsum(rng.normal(0, 0.3, length)) + lfilter([1], [1, -0.5], rng.normal(0, 0.5, length))


def test_two_wandering_series_are_not_taken_for_a_lead() -> None:
    rng = np.random.default_rng(1)
    called = levels = 0
    for _ in range(60):
        one, other = _wander(rng, WEEKS), _wander(rng, WEEKS)
        found = lead(one, other, rng)
        called += found is not None and found.p_value <= 0.05
        levels += abs(np.corrcoef(one, other)[0, 1]) > 0.2
    assert called <= 8
    assert levels >= 30


def test_a_lead_of_ten_weeks_is_found_with_its_interval() -> None:
    rng = np.random.default_rng(2)
    long = _wander(rng, WEEKS + 10)
    ahead, behind = long[10:], long[:-10] + rng.normal(0, 0.5, WEEKS)
    found = lead(ahead, behind, rng)
    assert found is not None
    assert (found.lag, found.p_value < 0.05) == (10, True)
    low, high = lag_interval(ahead, behind, rng)
    assert 5 <= low <= 10 <= high <= 15


def test_less_than_two_years_say_nothing() -> None:
    rng = np.random.default_rng(3)
    assert lead(_wander(rng, 103), _wander(rng, 103), rng) is None


def test_surrogates_keep_the_spectrum() -> None:
    rng = np.random.default_rng(4)
    series = changes(_wander(rng, WEEKS))
    for surrogate in phase_randomised(series, 3, rng):
        assert np.allclose(np.abs(np.fft.rfft(surrogate)), np.abs(np.fft.rfft(series)), atol=1e-9)
    assert correlations(series, series)[0].argmax() == 26
