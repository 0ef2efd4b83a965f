"""One question to the published file that can harm nothing: read only, no other file, bounded in time and memory.

Belongs here: the locked connection, which statements are questions, stopping one that runs on. Does not belong here:
writing what it answers (rows.py), queries of our own.
"""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.errors import UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.settings import Settings

MEMORY_LIMIT = "2GB"
"""What a question may hold in memory; there is no spilling to disk."""
BATCH = 10_000
Answer = TypeVar("Answer")
_QUESTIONS = ("SELECT", "EXPLAIN")
_POSSIBLE = "select, from, with, values, describe, show, summarize or explain"


class Question:
    """One SQL statement to an open database, and the time it has left."""

    def __init__(self, con: "DuckDBPyConnection", text: str, seconds: float) -> None:
        """Raises UsageError when the text is not one statement that only asks."""
        self._con, self._text, self._seconds = con, text, seconds
        self._until = time.monotonic() + seconds
        self._require_question()

    def rows(self) -> tuple[list[str], Iterator[list[tuple[Any, ...]]]]:
        """Column names, each once, and batches of rows as they come."""
        result = self._bounded(lambda: self._con.execute(self._text))
        names = _unique([str(column[0]) for column in result.description or []])
        return names, iter(lambda: self._bounded(lambda: result.fetchmany(BATCH)), [])

    def arrow(self) -> tuple[Any, Iterator[Any]]:
        """The Arrow schema and record batches as they come."""
        relation = self._bounded(lambda: self._con.sql(self._text))
        if relation is None:
            raise UsageError("the query gives no rows", "ask with select")
        reader = self._bounded(lambda: relation.to_arrow_reader(BATCH))
        return reader.schema, iter(lambda: self._bounded(lambda: _next_batch(reader)), None)

    def _require_question(self) -> None:
        statements = self._bounded(lambda: self._con.extract_statements(self._text))
        if len(statements) != 1:
            raise UsageError(f"expected one SQL statement, got {len(statements)}", "ask one question at a time")
        kind = statements[0].type.name
        if kind == "MULTI":
            raise UsageError(
                "a pivot over values that are not named makes a type first", "name them: on x in ('a', 'b')"
            )
        if kind not in _QUESTIONS:
            raise UsageError(f"{kind} is refused: the published file is only read here", f"ask with {_POSSIBLE}")

    def _bounded(self, call: Callable[[], Answer]) -> Answer:
        try:
            return interruptible(self._con, call, self._until - time.monotonic())
        except TimeoutError as error:
            raise UsageError(
                f"the query was stopped after {self._seconds:g} s", "narrow it, or give it longer with --timeout"
            ) from error


def open_for_questions(settings: "Settings") -> "DuckDBPyConnection":
    """The published database, read only, closed to the world, with a configuration that no query can change."""
    from pipelines.cli.published import require_published
    from warehouse.store import open_published

    require_published(settings)
    con = open_published(settings.published_file)
    for setting in (
        f"memory_limit = '{MEMORY_LIMIT}'",
        "temp_directory = ''",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}")
    return con


def interruptible(con: "DuckDBPyConnection", call: Callable[[], Answer], seconds: float | None = None) -> Answer:
    """What the database answers; what it refuses becomes one line; Ctrl-C stops it, and so does TimeoutError.

    A long query does not look at signals, so it runs beside the thread that gets them.
    """
    from concurrent.futures import ThreadPoolExecutor

    import duckdb

    with ThreadPoolExecutor(1) as beside:
        try:
            return beside.submit(call).result(seconds)
        except (KeyboardInterrupt, TimeoutError):
            con.interrupt()
            raise
        except duckdb.OutOfMemoryException as error:
            raise UsageError(
                f"the query needs more memory than {MEMORY_LIMIT}", "narrow it, or ask for fewer columns and groups"
            ) from error
        except duckdb.Error as error:
            raise _bad_query(str(error)) from error


def _next_batch(reader: Any) -> Any:
    """The next batch or None; Arrow wraps what the database says into an OSError."""
    try:
        return reader.read_next_batch()
    except StopIteration:
        return None
    except OSError as error:
        raise _bad_query(str(error)) from error


def _bad_query(said: str) -> UsageError:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    where = next((line for line in lines if line.startswith("LINE ")), "")
    what = " ".join(line for line in lines if line != where and set(line) != {"^"})
    remedy = f"at {where}" if where else "tables: skilltide sql 'show tables'"
    if "Permission Error" in what:
        remedy = "only what is published can be asked here; for other files open it with `duckdb -readonly`"
    return UsageError(f"the query was refused: {what}", remedy)


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
