"""What each label had to pass: every number held against its bound, as rows that anyone can read.

Belongs here: the list of gates and their values. Does not belong here: the tests (looks.py), the decision (labels.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from warehouse import looks as bounds
from warehouse.breakouts import EMPLOYERS as BREAKOUT_EMPLOYERS
from warehouse.breakouts import TIMES as BREAKOUT_TIMES
from warehouse.facts import Bools, Floats
from warehouse.labels import ENTER_Q, LOOKS_NEEDED, PANEL_Z, Labels
from warehouse.looks import Look
from warehouse.windows import week_date


@dataclass(frozen=True)
class Gate:
    """One bound with the value of every skill; `at_least` says on which side of the bound it is passed."""

    name: str
    values: Floats
    threshold: float
    at_least: bool

    def passed(self) -> Bools:
        """Which skills pass; an unknown value does not."""
        with np.errstate(invalid="ignore"):
            return self.values >= self.threshold if self.at_least else self.values <= self.threshold


def gates(now: Look, labels: Labels) -> Iterator[Gate]:
    """All gates in the direction of each skill's slope, in the order in which they are asked."""
    upward = now.score.statistic >= 0
    sign = np.where(upward, 1.0, -1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(upward, now.ratio, 1 / now.ratio)
    yield Gate("openings that ask", now.mentioning.astype(float), bounds.MENTIONS, True)
    yield Gate("employers that ask", now.employers.astype(float), bounds.EMPLOYERS, True)
    yield Gate("expected in the emptier half", now.expected_in_half, bounds.EXPECTED_IN_HALF, True)
    yield Gate("q of the trend", labels.q_value, ENTER_Q, False)
    yield Gate("one-sided p of the trend", np.fmin(now.score.p_rising, now.score.p_falling), bounds.SURE_P, False)
    yield Gate("ratio of the halves", ratio, bounds.RATIO, True)
    yield Gate("change of the share", np.abs(now.share_last - now.share_first), bounds.POINTS, True)
    yield Gate("largest employer's part", now.top_share, bounds.TOP_EMPLOYER, False)
    yield Gate("sign without the strongest employer", now.score.holds_without_top.astype(float), 1.0, True)
    yield Gate("looks in a row", labels.passed_in_a_row.astype(float), LOOKS_NEEDED, True)
    yield Gate("same employers, z", sign * now.panel, PANEL_Z, True)
    yield Gate("sources that ask", now.sources.astype(float), 2, True)
    yield Gate("breakout: employers in 4 weeks", now.breakout.employers.astype(float), BREAKOUT_EMPLOYERS, True)
    times = np.divide(now.breakout.employers, now.breakout.expected, out=np.zeros(len(ratio)),
                      where=now.breakout.expected > 0)  # fmt: skip
    yield Gate("breakout: times the expected", times, BREAKOUT_TIMES, True)
    yield Gate("breakout: q", now.q_breakout, bounds.BREAKOUT_Q, False)
    yield Gate("breakout: p of the step", now.p_step, bounds.BREAKOUT_P, False)


def gate_columns(name: str, skill_ids: list[str], now: Look, labels: Labels) -> dict[str, object]:
    """One block of rows of `trend_gates`: the gates of every skill that anybody asked for."""
    rows = np.flatnonzero(now.mentioning > 0)
    found = list(gates(now, labels))
    count = len(rows) * len(found)
    return {
        "as_of_week": [week_date(now.week)] * count,
        "population": [name] * count,
        "skill_id": [skill_ids[k] for _ in found for k in rows],
        "gate": [gate.name for gate in found for _ in rows],
        "value": np.concatenate([gate.values[rows].astype(float) for gate in found]),
        "threshold": [float(gate.threshold) for gate in found for _ in rows],
        "passed": np.concatenate([gate.passed()[rows] for gate in found]),
    }
