"""Writing rows of any question: a table, CSV, JSON, Markdown, Parquet; each safe where it is opened next.

Belongs here: forms of rows and the file they go to. Does not belong here: where the rows come from (asking.py).
"""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from pipelines.cli.output import Column, as_json, note, table
from pipelines.errors import UsageError
from reports.unseen import UNSEEN, spreadsheet_text

PLAN = ["explain_key", "explain_value"]
Batches = Iterator[list[tuple[Any, ...]]]


def write_table(columns: list[str], batches: Batches) -> None:
    """The first batch fitted to the terminal: more can be read by nobody, and would have to be held in memory."""
    rows = next(batches, [])
    if columns == PLAN:
        _drawing(str(rows[0][-1]))
        return
    table([Column(name, _side(rows, at)) for at, name in enumerate(columns)], rows)
    more = next(batches, [])
    shown = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
    note(f"the first {shown}; --format csv gives all" if more else shown)


def _drawing(plan: str) -> None:
    """The plan of a query keeps the lines it is drawn in."""
    for line in plan.splitlines():
        sys.stdout.write(f"{UNSEEN.sub('', line).rstrip()}\n")


def write_text(columns: list[str], batches: Batches, form: str, output: Path | None) -> None:
    """CSV, JSON or Markdown to a file or to standard output, batch by batch."""
    write: Callable[[list[str], Batches, IO[str]], None] = {"json": _json, "markdown": _markdown}.get(form, _csv)
    if output is None:
        write(columns, batches, sys.stdout)
    else:
        with replacing(output) as place, place.open("w", encoding="utf-8", newline="") as file:
            write(columns, batches, file)


def write_parquet(schema: Any, batches: Iterator[Any], output: Path | None) -> None:
    """Parquet (zstd) to a file or to standard output, batch by batch."""
    from pyarrow import PythonFile
    from pyarrow.parquet import ParquetWriter

    def write(place: Any) -> None:
        with ParquetWriter(place, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)

    if output is None:
        write(PythonFile(sys.stdout.buffer, mode="w"))
    else:
        with replacing(output) as place:
            write(place)


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A place beside the file that takes its name when all is written: a query that fails leaves no half file.

    What is no plain file, such as /dev/null, is written itself.
    """
    special = output.exists() and not output.is_file()
    place = output if special else output.with_name(f".{output.name}.part")
    try:
        yield place
        if not special:
            place.replace(output)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}", "name another file with --output") from error
    finally:
        if not special:
            place.unlink(missing_ok=True)


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet runs as a formula; lists and structures as JSON, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple, dict)):
        value = as_json(value, indent=None)
    if not isinstance(value, str):
        return value
    return spreadsheet_text(value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8"))


def _csv(columns: list[str], batches: Batches, file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([csv_cell(name) for name in columns])
    for batch in batches:
        writer.writerows([csv_cell(cell) for cell in row] for row in batch)


def _json(columns: list[str], batches: Batches, file: IO[str]) -> None:
    # One object a line: readable by eye, by tools that take lines, and still one JSON array.
    first = True
    file.write("[")
    for batch in batches:
        for row in batch:
            file.write(("\n" if first else ",\n") + as_json(dict(zip(columns, row, strict=True)), indent=None))
            first = False
    file.write("\n]\n" if not first else "]\n")


def _markdown(columns: list[str], batches: Batches, file: IO[str]) -> None:
    """A table whose cells show as they are: no link, no markup, no HTML; cells are cut at 400 characters."""
    from reports.safe import markdown

    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    first = next(batches, [])
    file.write(line([markdown(name) for name in columns]))
    file.write(line(["--:" if _side(first, at) == "right" else "--" for at in range(len(columns))]))
    while first:
        file.writelines(line([markdown(cell) for cell in row]) for row in first)
        first = next(batches, [])


def _side(rows: list[tuple[Any, ...]], at: int) -> Literal["left", "right"]:
    value = next((row[at] for row in rows if row[at] is not None), None)
    return "right" if isinstance(value, (int, float)) and not isinstance(value, bool) else "left"
