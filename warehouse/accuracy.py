"""Shares set right for what the extractor misses and mistakes, where its precision and recall are known.

Belongs here: the correction and its interval. Does not belong here: how accuracy is measured.
"""

from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection

from warehouse.facts import Floats, Ints
from warehouse.intervals import Z95


@dataclass(frozen=True)
class Accuracy:
    """By skill: precision, recall and the number of labelled mentions behind them; NaN where nobody labelled any."""

    precision: Floats
    recall: Floats
    labelled: Floats

    def of(self, columns: Ints) -> "Accuracy":
        """A choice of skills."""
        return Accuracy(self.precision[columns], self.recall[columns], self.labelled[columns])


def load_accuracy(con: DuckDBPyConnection, skill_ids: list[str]) -> Accuracy:
    """Read `extraction_accuracy` in the order of `skill_ids`."""
    rows = con.execute('select skill_id, "precision", recall, n from extraction_accuracy').fetchall()
    known = {skill: values for skill, *values in rows}
    nothing = [np.nan, np.nan, np.nan]
    table = np.array([known.get(skill, nothing) for skill in skill_ids], dtype=float).reshape(-1, 3)
    return Accuracy(table[:, 0], table[:, 1], table[:, 2])


def corrected(share: Floats, size: Floats, accuracy: Accuracy) -> tuple[Floats, Floats, Floats]:
    """Share times precision over recall, with a 95 % interval that holds the error of all three.

    The estimator of Rogan and Gladen (1978) in terms of precision and recall; the variance by the delta method, each
    factor adding its own relative variance: (1 - share) / (share n) and (1 - x) / (x m) for precision and recall,
    shrunk by half a mention so that twenty right of twenty leave some doubt.
    """
    precision = (accuracy.precision * accuracy.labelled + 0.5) / (accuracy.labelled + 1)
    recall = (accuracy.recall * accuracy.labelled + 0.5) / (accuracy.labelled + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = share * precision / recall
        relative = (1 - share) / (share * size)
        relative += (1 - precision) / (precision * accuracy.labelled) + (1 - recall) / (recall * accuracy.labelled)
        # On the logarithmic scale, where a product of three estimates is nearly normal and stays above zero.
        factor = np.exp(Z95 * np.sqrt(relative))
        low, high = value / factor, value * factor
    known = np.isfinite(accuracy.labelled) & (accuracy.labelled > 0) & (share > 0)
    return tuple(np.where(known, np.minimum(x, 1.0), np.nan) for x in (value, low, high))  # type: ignore[return-value]
