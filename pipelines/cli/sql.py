"""`skilltide sql QUERY`: any question to the published data, read only, as table, CSV, JSON or Parquet.

Belongs here: running one statement safely and writing its rows. Does not belong here: queries of our own.
"""

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from pipelines.cli.output import Column, as_json, note, table
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMULA_STARTS = ("=", "+", "-", "@")
BATCH = 10_000
Answer = TypeVar("Answer")


@click.command()
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True,
    help="How rows are written.",
)  # fmt: skip
@click.option("--json", "json_flag", is_flag=True, help="Short for --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def sql(query: str, form: str, json_flag: bool, output: Path | None) -> None:
    """Ask the published database, in SQL.

    It is opened read only and reads no other file. QUERY may be - to read it from standard input. Text cells of CSV
    that a spreadsheet would run as a formula get a leading apostrophe.

    \b
    Examples:
      skilltide sql "select name, kind from skills where guide_section = 'mlops'"
      skilltide sql --format csv "from weekly_demand where skill_id = 'python'" > python.csv
    """
    form = "json" if json_flag else form
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", "name a file with --output")
    text = sys.stdin.read() if query == "-" else query
    with _reader() as con:
        if form == "parquet":
            _write_parquet(con, text, output)
        else:
            columns, batches = _run(con, text)
            _write(columns, batches, form, output)


def _reader() -> "DuckDBPyConnection":
    from pipelines.cli.published import require_published
    from pipelines.settings import load_settings
    from warehouse.store import open_published

    settings = load_settings()
    require_published(settings)
    con = open_published(settings.published_file)
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def _run(con: "DuckDBPyConnection", text: str) -> tuple[list[str], Iterator[list[tuple[Any, ...]]]]:
    """Column names and batches of rows of one statement."""
    _require_one_statement(con, text)
    result = interruptible(con, lambda: con.execute(text))
    names = _unique([str(column[0]) for column in result.description or []])
    return names, iter(lambda: interruptible(con, lambda: result.fetchmany(BATCH)), [])


def _require_one_statement(con: "DuckDBPyConnection", text: str) -> None:
    count = len(interruptible(con, lambda: con.extract_statements(text)))
    if count != 1:
        raise UsageError(f"expected one SQL statement, got {count}", "ask one question at a time")


def interruptible(con: "DuckDBPyConnection", call: Callable[[], Answer]) -> Answer:
    """What the database answers; what it refuses becomes one line, and Ctrl-C stops it.

    A long query does not look at signals, so it runs beside the thread that gets them.
    """
    from concurrent.futures import ThreadPoolExecutor

    import duckdb

    with ThreadPoolExecutor(1) as beside:
        try:
            return beside.submit(call).result()
        except KeyboardInterrupt:
            con.interrupt()
            raise
        except duckdb.Error as error:
            raise _bad_query(error) from error


def _bad_query(error: Exception) -> UsageError:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    where = next((line for line in lines if line.startswith("LINE ")), "")
    said = " ".join(line for line in lines if line != where and set(line) != {"^"})
    return UsageError(
        f"the query was refused: {said}", f"at {where}" if where else "tables: skilltide sql 'show tables'"
    )


def _unique(names: list[str]) -> list[str]:
    """Names told apart by a number where a query gives one twice."""
    made: list[str] = []
    for name in names:
        number, candidate = 1, name
        while candidate in made:
            number += 1
            candidate = f"{name}_{number}"
        made.append(candidate)
    return made


def _write(columns: list[str], batches: Iterator[list[tuple[Any, ...]]], form: str, output: Path | None) -> None:
    if form == "table" and output is None:
        rows = [row for batch in batches for row in batch]
        table([Column(name, _side(rows, at)) for at, name in enumerate(columns)], rows)
        note(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}")
    elif output is None:
        _stream(columns, batches, form, sys.stdout)
    else:
        with _open(output) as file:
            _stream(columns, batches, "csv" if form == "table" else form, file)


def _open(output: Path) -> IO[str]:
    try:
        return output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}", "name another file with --output") from error


def _side(rows: list[tuple[Any, ...]], at: int) -> Any:
    value = next((row[at] for row in rows if row[at] is not None), None)
    return "right" if isinstance(value, (int, float)) and not isinstance(value, bool) else "left"


def _stream(columns: list[str], batches: Iterator[list[tuple[Any, ...]]], form: str, file: IO[str]) -> None:
    if form == "csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([csv_cell(name) for name in columns])
        for batch in batches:
            writer.writerows([csv_cell(cell) for cell in row] for row in batch)
        return
    # One object a line: readable by eye, by tools that take lines, and still one JSON array.
    first = True
    file.write("[")
    for batch in batches:
        for row in batch:
            file.write(("\n" if first else ",\n") + as_json(dict(zip(columns, row, strict=True)), indent=None))
            first = False
    file.write("\n]\n" if not first else "]\n")


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet runs as a formula; lists and structures as JSON, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple, dict)):
        value = as_json(value, indent=None)
    if not isinstance(value, str):
        return value
    text = value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text[:1] in ("\t", "\r") else text


def _write_parquet(con: "DuckDBPyConnection", text: str, output: Path | None) -> None:
    _require_one_statement(con, text)
    relation = interruptible(con, lambda: con.sql(text))
    if relation is None:
        raise UsageError("the query gives no rows", "ask with select")
    frame = interruptible(con, relation.pl)
    if output is None:
        frame.write_parquet(sys.stdout.buffer)
        return
    try:
        frame.write_parquet(output)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error}", "name another file with --output") from error
