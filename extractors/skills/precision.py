"""How precise the ambiguous forms of the taxonomy are, as measured by reading what was accepted.

Belongs here: the measured counts and their interval. Does not belong here: the rules that were measured (`senses.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

FILE = "precision.toml"
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `seen` accepted mentions of `form` read by eye, `right` meant the skill."""

    form: str
    skill_id: str
    right: int
    seen: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of 95 % for the share that is right."""
        return wilson(self.right, self.seen)


def wilson(right: int, seen: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for `right` of `seen`, at least one (Wilson 1927, JASA 22:209-212)."""
    share = right / seen
    centre = share + _Z * _Z / (2 * seen)
    half = _Z * sqrt(share * (1 - share) / seen + _Z * _Z / (4 * seen * seen))
    whole = 1 + _Z * _Z / seen
    return max(0.0, (centre - half) / whole), min(1.0, (centre + half) / whole)


def read_precision(table: Mapping[str, Any]) -> dict[str, tuple[Precision, ...]]:
    """The measured forms of each skill, by its id."""
    found: dict[str, tuple[Precision, ...]] = {}
    for form, row in table["form"].items():
        measured = Precision(form, row["skill"], row["right"], row["seen"])
        found[measured.skill_id] = (*found.get(measured.skill_id, ()), measured)
    return found


def precision_faults(rows: Iterable[Precision], forms_of: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """What is wrong with the measurements: forms that their skill does not have, counts that cannot be."""
    for row in rows:
        if row.form not in forms_of.get(row.skill_id, ()):
            yield f"{FILE}: {row.form!r} is no form of {row.skill_id}"
        if not 0 <= row.right <= row.seen or row.seen < 1:
            yield f"{FILE}: {row.form!r} was right {row.right} times of {row.seen}"
