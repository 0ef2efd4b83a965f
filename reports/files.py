"""Files that appear whole or not at all: written beside their place, then put there by one rename each."""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.data import Row
from reports.errors import ReportError
from reports.safe import csv_cell


@contextmanager
def workshop(site: Path) -> Iterator[Path]:
    """A temporary folder in the file system of the site, removed at the end whatever happens.

    What a killed run left goes first: only one run writes into a data folder at a time.
    """
    try:
        site.mkdir(parents=True, exist_ok=True)
        for left in site.glob(".building-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=".building-", dir=site))
    except OSError as error:
        raise ReportError(
            f"reports: {site} cannot be written: {error.strerror or error}", "Check the data folder's owner and space."
        ) from error
    try:
        yield folder
    except OSError as error:
        raise ReportError(
            f"reports: {error.filename or site} cannot be written: {error.strerror or error}",
            "Check the data folder's owner and space.",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(made: Path, place: Path) -> list[Path]:
    """Moves every file of `made` to its place under `place`; pages that link to the others go last."""
    files = sorted(
        (path for path in made.rglob("*") if path.is_file()), key=lambda path: (path.name == "index.html", path)
    )
    placed = []
    try:
        for path in files:
            target = place / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            placed.append(target)
    except OSError as error:
        raise ReportError(
            f"reports: {place} cannot be written: {error.strerror or error}", "Check the data folder's owner and space."
        ) from error
    return placed


def remove_others(folder: Path, keep: set[str], pattern: str) -> None:
    """Removes files of an earlier build that this one did not make."""
    for path in folder.glob(pattern):
        if path.name not in keep:
            path.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Writes one file in a folder that is not yet in its place, and flushes it to disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        if path.name == "index.html":
            os.fsync(handle.fileno())


def csv_text(rows: list[Row]) -> str:
    """Rows as CSV that no spreadsheet runs."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: csv_cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()
