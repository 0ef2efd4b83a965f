"""What two reports of one week can be held against each other by, and what cannot come out of the documents again.

Belongs here: the values of a report that are compared, the others by reason, the rows of its charts. Does not belong
here: making a report anew (reproduction.py).
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEFT_OUT = (
    (r"published_on|updated_on|corrections\b.*|page_hash", "when it was published and corrected"),
    (r"quality\.vintages\b.*", "how often the week was published"),
    (
        r"banner|quality\.not_reached\b.*"
        r"|quality\.sources\[\d+\]\.(?:run_at|status|requests|documents|new_documents|failures|message)",
        "how services answered on the day",
    ),
)
"""Places in a report that tell of its making; by reason."""
_OF_RUNS = ("source_health.", "reports.")
"""Facts of sentences that tell of it."""
_SENTENCES = "sentences about these"


def values_of(report: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """Every number and text of a report by its place, and how many were left out for which reason."""
    kept: dict[str, Any] = {}
    left: Counter[str] = Counter()
    for place, value, is_of_runs in _leaves(report):
        reason = _SENTENCES if is_of_runs else _why_left_out(place)
        if reason is None:
            kept[place] = value
        else:
            left[reason] += 1
    return kept, dict(left)


def chart_rows(folder: Path) -> dict[str, bytes]:
    """The rows that each chart of a report shows, as its CSV file holds them."""
    return {path.name: path.read_bytes() for path in (folder / "charts").glob("*.csv")}


def _why_left_out(place: str) -> str | None:
    return next((reason for pattern, reason in LEFT_OUT if re.fullmatch(pattern, place)), None)


def _leaves(value: Any, place: str = "", *, is_of_runs: bool = False) -> Iterator[tuple[str, Any, bool]]:
    """(place, value, whether it is of a sentence about runs), depth first.

    Such a sentence may be missing on one side: the others of its list are numbered without it.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}".lstrip("."), is_of_runs=is_of_runs)
    elif isinstance(value, list):
        told = [inner for inner in value if _tells_of_runs(inner)]
        for number, inner in enumerate([inner for inner in value if not _tells_of_runs(inner)]):
            yield from _leaves(inner, f"{place}[{number}]", is_of_runs=is_of_runs)
        for inner in told:
            yield from _leaves(inner, place, is_of_runs=True)
    else:
        yield place, value, is_of_runs


def _tells_of_runs(value: Any) -> bool:
    facts = value.get("facts") if isinstance(value, dict) else None
    return isinstance(facts, list) and any(str(fact.get("what", "")).startswith(_OF_RUNS) for fact in facts)
