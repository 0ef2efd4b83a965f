"""Rows of JSON in files of any size, read so that neither their size nor what is in them can fill the memory.

Belongs here: the zip, its bounds, its lines; one long list; parting a file into pieces that can be kept. Does not
belong here: what a row means.
"""

import codecs
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from extractors.errors import ParseError

MAX_LINE = 2 * 1024 * 1024
MAX_LINES = 1_000_000
MAX_ROWS = 10_000_000
"""So many rows of one file on disk are read."""
PIECE = 4 * 1024 * 1024
_MAX_GROWTH = 100
_SMALL = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_BLOCK = 1024 * 1024
_BETWEEN = re.compile(r"[\s,]*")


def json_lines(body: bytes, *, where: str) -> Iterator[Any]:
    """The objects of a zip of JSON lines, or of plain JSON lines, one at a time.

    A line that cannot be read is yielded as the `ParseError` it is. One is raised for an archive that is none, is
    encrypted or damaged, or grows to more than a hundred times its size, and for a line without end.
    """
    is_zip = body.startswith(_ZIP)
    limit = max(_MAX_GROWTH * len(body), _SMALL) if is_zip else len(body)
    for number, line in enumerate(_bounded(_open(io.BytesIO(body), is_zip, where), limit, MAX_LINES, where), 1):
        if line.strip():
            yield _object(line, number)


def rows_on_disk(path: Path, *, where: str) -> Iterator[bytes]:
    """The rows of a file on disk as they stand there: a zip of JSON lines, JSON lines, or one list.

    Raises `ParseError` as `json_lines` does, and for a list that breaks off.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(64)
        file.seek(0)
        is_zip = start.startswith(_ZIP)
        if start.lstrip()[:1] == b"[":
            yield from _members_of_list(file, where)
            return
        limit = max(_MAX_GROWTH * size, _SMALL) if is_zip else size
        for line in _bounded(_open(file, is_zip, where), limit, MAX_ROWS, where):
            if line.strip():
                yield line.rstrip(b"\r\n")


def pieces_of(rows: Iterable[bytes], wanted: Callable[[bytes], bool]) -> Iterator[bytes]:
    """The rows that are wanted as JSON lines, about `PIECE` bytes at a time; of equal files the pieces are equal."""
    held: list[bytes] = []
    size = 0
    for row in filter(wanted, rows):
        held.append(row)
        size += len(row)
        if size >= PIECE:
            yield b"\n".join(held)
            held, size = [], 0
    if held:
        yield b"\n".join(held)


def _open(file: IO[bytes], is_zip: bool, where: str) -> Iterator[bytes]:
    if not is_zip:
        yield from _lines(file)
        return
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _members(archive, where)
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


def _bounded(lines: Iterator[bytes], limit: int, most: int, where: str) -> Iterator[bytes]:
    """The lines; text packs to a tenth, so an archive that grows a hundredfold is none of text."""
    taken = 0
    for number, line in enumerate(lines, 1):
        taken += len(line)
        if taken > limit or number > most:
            raise ParseError(f"{where}: grows to more than {limit:,} bytes or {most:,} lines, which is not read")
        if len(line) == MAX_LINE:
            raise ParseError(f"{where}: line {number} is longer than {MAX_LINE:,} bytes")
        yield line


def _members_of_list(file: IO[bytes], where: str) -> Iterator[bytes]:
    """The members of one list that fills a file, each written on one line, a block of the file in memory at a time."""
    letters = codecs.getincrementaldecoder("utf-8")("replace")
    decoder = json.JSONDecoder(strict=False)
    text, place, at_end = letters.decode(file.read(max(64, _BLOCK))).lstrip()[1:], 0, False
    while True:
        found = _BETWEEN.match(text, place)
        place = found.end() if found else place
        if text[place : place + 1] == "]":
            return
        try:
            member, place = decoder.raw_decode(text, place)
        except RecursionError as fault:
            raise ParseError(f"{where}: JSON nested too deeply to read") from fault
        except ValueError as fault:
            if at_end or len(text) - place > MAX_LINE:
                raise ParseError(f"{where}: the list breaks off or holds what is no JSON ({fault})") from fault
            block = file.read(_BLOCK)
            text, place, at_end = text[place:] + letters.decode(block, final=not block), 0, not block
            continue
        yield json.dumps(member, ensure_ascii=False).encode("utf-8", "replace")


def _object(line: bytes, number: int) -> Any:
    try:
        return json.loads(line, strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as fault:
        return ParseError(f"line {number} is no JSON ({fault})")
