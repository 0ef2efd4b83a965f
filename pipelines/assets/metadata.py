"""What a person wants to see beside an asset: tables and small plots as Markdown, columns from the dictionary.

Belongs here: turning counts into metadata. Does not belong here: querying or computing them.
"""

from collections.abc import Iterable, Sequence

import dagster as dg

Result = dg.MaterializeResult[None]
"""What an asset without a value of its own returns."""


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """A Markdown table; text from outside cannot leave its cell."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return dg.MetadataValue.md("\n".join(lines))


def bar_plot(points: Sequence[tuple[str, float]], width: int = 40) -> dg.MetadataValue:
    """Horizontal bars of text, one a point, scaled to the largest."""
    top = max((value for _, value in points), default=0) or 1
    label_width = max((len(label) for label, _ in points), default=0)
    lines = [f"{label:<{label_width}} {'█' * round(width * value / top)} {value:g}" for label, value in points]
    return dg.MetadataValue.md("```\n" + "\n".join(lines) + "\n```")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())
