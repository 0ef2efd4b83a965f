"""How the command line shows things: tables, JSON, foreign text made harmless, small charts of characters.

Belongs here: everything that decides how a line looks. Does not belong here: choosing what is shown.
"""

import json
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import click

from reports.unseen import one_line

# Escape sequences (colours, cursor, window titles, links) as a whole, before what is left of controls goes: a posting's
# title must not be able to repaint the terminal.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BARS = "▁▂▃▄▅▆▇█"

Row = Mapping[str, Any]


def plain(value: object, limit: int | None = None) -> str:
    """One line of visible text without terminal escapes, cut at `limit` characters."""
    return one_line(_ESCAPES.sub("", "" if value is None else str(value)), limit)


def as_json(value: object, *, indent: int | None = 2) -> str:
    """JSON that is safe to print on a terminal: dates as ISO text, no NaN, no raw controls or lone surrogates."""
    text = json.dumps(_json_value(value), ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Prints one JSON value and a line end."""
    click.echo(as_json(value, indent=indent))


def _json_value(value: object) -> object:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_json_value(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    as_float = getattr(value, "__float__", None)  # Decimal
    return _json_value(as_float()) if as_float else str(value)


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, the side it is aligned to, and whether a narrow terminal may do without it."""

    title: str
    align: Literal["left", "right"] = "left"
    # The highest goes first; 0 always stays.
    spare: int = 0


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """A table fitted to the terminal; elsewhere aligned plain lines of full length."""
    cells = [[plain(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, cells)
    else:
        for line in _aligned(columns, cells):
            click.echo(line)


def _rich_table(columns: Sequence[Column], cells: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    kept = fitting(columns, cells, console.width)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for at in kept:
        shown.add_column(columns[at].title, justify=columns[at].align, no_wrap=True, overflow="ellipsis")
    for row in cells:
        shown.add_row(*(Text(row[at]) for at in kept))
    console.print(shown)
    left_out = [column.title for at, column in enumerate(columns) if at not in kept]
    if left_out:
        note(f"left out on this narrow terminal: {', '.join(left_out)}")


def fitting(columns: Sequence[Column], cells: list[list[str]], width: int) -> list[int]:
    """Positions of the columns that fit side by side, the most spare ones dropped first."""
    from rich.cells import cell_len

    needed = [
        max(cell_len(text) for text in (column.title, *(row[at] for row in cells))) + 2
        for at, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    while sum(needed[at] for at in kept) > width:
        most = max(kept, key=lambda at: columns[at].spare)
        if columns[most].spare == 0:
            break
        kept.remove(most)
    return kept


def _aligned(columns: Sequence[Column], cells: list[list[str]]) -> list[str]:
    from rich.cells import cell_len

    lines = [[column.title for column in columns], *cells]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(columns))]
    made = []
    for line in lines:
        parts = []
        for column, width, cell in zip(columns, widths, line, strict=True):
            gap = " " * (width - cell_len(cell))
            parts.append(gap + cell if column.align == "right" else cell + gap)
        made.append("  ".join(parts).rstrip())
    return made


def heading(text: str) -> None:
    """A line above a block."""
    click.secho(text, bold=True)


def note(text: str) -> None:
    """A line about the result, on stderr so that it never mixes with data."""
    click.echo(text, err=True)


def print_credits(sources: Iterable[Mapping[str, object]]) -> None:
    """Prints what sources ask to be shown with their rows: title, attribution, address."""
    for source in sources:
        parts = (plain(source[part], 300) for part in ("title", "attribution", "homepage") if source[part])
        click.echo("\n" + click.style(" · ".join(parts), dim=True), nl=True)


def sparkline(values: Sequence[float | None]) -> str:
    """A series as a row of small bars from its lowest to its highest value; gaps are spaces."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    if not known:
        return ""
    low, spread = min(known), (max(known) - min(known)) or 1.0
    return "".join(
        " " if value is None or not math.isfinite(value) else _BARS[round((value - low) / spread * (len(_BARS) - 1))]
        for value in values
    )
