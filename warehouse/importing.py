"""Postings that somebody already has: JSON Lines or Parquet to records.

Belongs here: reading and checking such files row by row. Does not belong here: storing them, what HTML means (a
function that makes text of it is passed in).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.records import Posting, Rejected
from extractors.text import mask_personal
from warehouse.errors import ImportFileError

BOARD = "import"
DEFAULT_SOURCE = "import"
LONGEST_LINE = 8_000_000
"""Bytes; a longer line is no posting."""
_NEEDED = ("id", "employer", "title", "posted_on")
_SHOWN = 120


def read_import(path: Path, source: str | None, text_of_html: Callable[[str], str]) -> Iterator[Posting | Rejected]:
    """Yield a posting for every good row and a rejection, naming file and line, for every other one.

    `source` overrides what the rows say; a row without either is of source `import`. Raises `ImportFileError` when
    the file as a whole cannot be read.
    """
    if not path.is_file():
        raise ImportFileError(f"{path}: there is no such file", "give a JSON Lines or Parquet file")
    fallback = source or DEFAULT_SOURCE
    for line, row in _parquet_rows(path) if _is_parquet(path) else _json_rows(path):
        if isinstance(row, str):
            yield Rejected(fallback, f"{path}:{line}", row)
            continue
        found = _posting(row, source, text_of_html)
        yield found if isinstance(found, Posting) else Rejected(fallback, f"{path}:{line}", found, _start_of(row))


def _posting(row: Mapping[str, Any], source: str | None, text_of_html: Callable[[str], str]) -> Posting | str:
    """A posting, or the reason why this row is none."""
    missing = [name for name in _NEEDED if row.get(name) in (None, "")]
    if missing:
        return f"no {', '.join(missing)}"
    native_id, employer, title = (str(row[name]).strip() for name in _NEEDED[:3])
    text, html = row.get("text"), row.get("html")
    if not isinstance(text, str | None) or not isinstance(html, str | None):
        return "text or html is no string"
    body = text if text else text_of_html(html) if html else ""
    if not body.strip():
        return "no text and no html"
    posted_on = _day(row["posted_on"])
    if posted_on is None:
        return "posted_on is no date, expected YYYY-MM-DD"
    if not native_id or not employer:
        return "id or employer is blank"
    url, location = row.get("url"), row.get("location")
    return Posting(
        source=source or str(row.get("source") or DEFAULT_SOURCE),
        board=BOARD,
        native_id=native_id,
        employer=employer,
        title=title,
        text=mask_personal(body),
        url=str(url) if url else "",
        posted_on=posted_on,
        location=str(location) if location else None,
    )


def _day(value: object) -> date | None:
    """A date from a date, a timestamp, or text that begins with an ISO date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as handle:
            return handle.read(4) == b"PAR1"
    except OSError as error:
        raise ImportFileError(f"{path}: cannot be read ({error.strerror})", "check the file's permissions") from error


def _json_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Rows by line number from 1; a line that is no JSON object gives the reason instead."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            yield number, _json_row(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _json_row(line: bytes) -> Mapping[str, Any] | str:
    if len(line) > LONGEST_LINE:
        return f"a line of {len(line)} bytes, expected at most {LONGEST_LINE}"
    try:
        row = json.loads(line)
    except UnicodeDecodeError:
        return "not UTF-8"
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return row if isinstance(row, dict) else f"a JSON {type(row).__name__}, expected an object"


def _parquet_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Rows by number from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            absent = [name for name in _NEEDED if name not in file.schema_arrow.names]
            if absent:
                raise ImportFileError(f"{path}: no column {', '.join(absent)}", "see `skilltide import --help`")
            wanted = {*_NEEDED, "text", "html", "source", "url", "location"}
            columns = [name for name in file.schema_arrow.names if name in wanted]
            for batch in file.iter_batches(batch_size=2000, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError) as error:
        raise ImportFileError(
            f"{path}: cannot be read as Parquet after row {number} ({str(error).splitlines()[0]})",
            "the file is cut short or damaged: write it again",
        ) from error


def _start_of(row: Mapping[str, Any]) -> str:
    """The beginning of a bad row, enough to find it."""
    return str({name: value for name, value in row.items() if name not in ("text", "html")})[:_SHOWN]
