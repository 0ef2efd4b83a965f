"""What a label had to pass, written for people: each number with its bound, in tech and in ML and data roles.

Belongs here: how a gate and its bound are written. Does not belong here: the bounds themselves (warehouse).
"""

from typing import Any

from reports.data import POPULATIONS, Row

# Passed where the value is at most the bound; all other gates ask for at least.
AT_MOST = (
    "q of the trend", "one-sided p of the trend", "largest employer's part", "breakout: q", "breakout: p of the step",
)  # fmt: skip
_PERCENT = ("change of the share", "largest employer's part")
_YES_NO = ("sign without the strongest employer",)


def gate_rows(gates: list[Row]) -> list[dict[str, Any]]:
    """One row a gate: its bound, and for each population its value and whether it is passed."""
    found: dict[str, dict[str, Any]] = {}
    for gate in gates:
        row = found.setdefault(gate["gate"], {"gate": gate["gate"], "bound": bound(gate), **dict.fromkeys(POPULATIONS)})
        row[gate["population"]] = {"value": written(gate["gate"], gate["value"]), "passed": gate["passed"]}
    return list(found.values())


def bound(gate: Row) -> str:
    """`at least 15`, `at most 0.10`."""
    if gate["gate"] in _YES_NO:
        return "the same"
    side = "at most" if gate["gate"] in AT_MOST else "at least"
    return f"{side} {written(gate['gate'], gate['threshold'])}"


def written(name: str, value: float | None) -> str:
    """One value as its gate is read: a percentage, yes or no, a count or a number."""
    if value is None:
        return "unknown"
    if name in _YES_NO:
        return "the same" if value else "another"
    if name in _PERCENT:
        return f"{value * 100:.1f}%"
    return number(value)


def number(value: float | None) -> str:
    """A count as it is, other numbers to three digits."""
    if value is None:
        return "unknown"
    value = round(value, 3) + 0.0  # no "-0"
    return f"{value:,.0f}" if value.is_integer() else f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
