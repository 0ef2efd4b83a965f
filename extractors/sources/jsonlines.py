"""Archives of JSON, one object a line, read so that neither their size nor what is in them can fill the memory.

Belongs here: the zip, its bounds, its lines. Does not belong here: what an object means.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from extractors.errors import ParseError

MAX_LINE = 2 * 1024 * 1024
MAX_LINES = 1_000_000
_MAX_GROWTH = 100
_SMALL = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"


def json_lines(body: bytes, *, where: str) -> Iterator[Any]:
    """The objects of a zip of JSON lines, or of plain JSON lines, one at a time.

    A line that cannot be read is yielded as the `ParseError` it is. One is raised for an archive that is none, is
    encrypted or damaged, or grows to more than a hundred times its size, and for a line without end.
    """
    if not body.startswith(_ZIP):
        yield from _objects(_lines(io.BytesIO(body)), len(body), where)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            # Text packs to a tenth; an archive that grows a hundredfold is none of text.
            yield from _objects(_members(archive, where), max(_MAX_GROWTH * len(body), _SMALL), where)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as fault:
        raise ParseError(f"{where}: the archive cannot be read ({type(fault).__name__}: {fault})") from fault


def _members(archive: zipfile.ZipFile, where: str) -> Iterator[bytes]:
    members = [one for one in archive.infolist() if one.filename.endswith((".jsonl", ".json"))]
    if not members:
        raise ParseError(f"{where}: no file of JSON lines in the archive")
    for member in members:
        # The reader of the archive finds the end of a line slowly.
        with archive.open(member) as file, io.BufferedReader(file, 65_536) as buffered:  # type: ignore[type-var]
            yield from _lines(buffered)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    yield from iter(lambda: file.readline(MAX_LINE), b"")


def _objects(lines: Iterator[bytes], limit: int, where: str) -> Iterator[Any]:
    taken = 0
    for number, line in enumerate(lines, 1):
        taken += len(line)
        if taken > limit or number > MAX_LINES:
            raise ParseError(f"{where}: grows to more than {limit:,} bytes or {MAX_LINES:,} lines, which is not read")
        if len(line) == MAX_LINE:
            raise ParseError(f"{where}: line {number} is longer than {MAX_LINE:,} bytes")
        if line.strip():
            yield _object(line, number)


def _object(line: bytes, number: int) -> Any:
    try:
        return json.loads(line, strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as fault:
        return ParseError(f"line {number} is no JSON ({fault})")
