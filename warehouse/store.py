"""Opening the database files: locks, migrations, and errors a person can act on.

Belongs here: connections and schema scripts. Does not belong here: any query about postings.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseBusyError, WarehouseFileError

LOCK_WAIT_S = 20.0
"""How long `open_writer` waits for another process to let go of the file."""

MEMORY_BYTES = 4 << 30
"""What DuckDB may take, half of the machine where that is less; beyond it works in files beside the warehouse."""

_HOLDER = re.compile(r"held in (?P<program>\S+) \(PID (?P<pid>\d+)\)")


def open_writer(
    path: Path, *, wait_s: float = LOCK_WAIT_S, sleep: Callable[[float], None] = time.sleep
) -> duckdb.DuckDBPyConnection:
    """Open the private warehouse for writing and bring its schema up to date.

    Waits up to `wait_s` seconds while another process holds the file. The same file may be opened again in this
    process: DuckDB then shares one instance.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseFileError(
            f"{path.parent}: cannot create this folder ({error.strerror})",
            "choose a folder you may write to with SKILLTIDE_DATA",
        ) from error
    if not path.exists():
        _create(path)
    con = _connect_patiently(path, wait_s, sleep)
    try:
        con.execute("set timezone = 'UTC'")
        con.execute("set enable_progress_bar = false")  # DuckDB draws one where no script is running
        con.execute(f"set memory_limit = '{_memory_bytes()}B'")
        migrate(con, path)
    except duckdb.Error as error:
        con.close()
        raise _file_error(path, error, published=False) from error
    except BaseException:
        con.close()
        raise
    return con


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published copy for reading only; close it after use so that the next one is seen."""
    if not path.is_file():
        raise WarehouseFileError(f"{path}: nothing has been published here yet", "run `skilltide report` first")
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _file_error(path, error, published=True) from error
    con.execute("set timezone = 'UTC'")
    return con


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block or nothing of it, whatever ends it."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        # A commit that failed has rolled back by itself; what is to be told is why, not that.
        with suppress(duckdb.TransactionException):
            con.execute("rollback")
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what DuckDB says about a full disk, too little memory or a file gone bad into an error with a remedy."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error).splitlines()[0]
        if isinstance(error, duckdb.OutOfMemoryException):
            raise WarehouseFileError(
                f"{path}: too little memory, or no room beside it to work in ({text})", "end other programs, free space"
            ) from error
        if "could not write" in text.lower() or "No space left" in text or "File too large" in text:
            raise WarehouseFileError(
                f"{path}: cannot be written ({text.split(': ', 1)[-1]})",
                "free some space or choose another folder with SKILLTIDE_DATA; what was stored and published before is"
                " untouched",
            ) from error
        if isinstance(error, (duckdb.IOException, duckdb.FatalException)):
            raise _file_error(path, error, published=False) from error
        raise


def schema_scripts() -> list[tuple[int, str, str]]:
    """Every numbered schema script as (number, name, sql), in order."""
    found = [entry for entry in files("warehouse").joinpath("schema").iterdir() if entry.name.endswith(".sql")]
    named = sorted((int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8")) for entry in found)
    return named


def migrate(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Run the schema scripts this file has not seen (or saw in an older wording) in one transaction.

    Scripts run twice without harm, so a changed script is simply run again. Returns the names that ran.
    """
    scripts = schema_scripts()
    with transaction(con):
        con.execute(
            "create table if not exists schema_version"
            " (version integer not null, name varchar not null, sha256 varchar not null)"
        )
        known = dict(con.execute("select name, sha256 from schema_version").fetchall())
        newest = con.execute("select coalesce(max(version), 0) from schema_version").fetchall()[0][0]
        if newest > scripts[-1][0]:
            raise WarehouseFileError(
                f"{path}: written by a newer skilltide (schema {newest}, this one knows {scripts[-1][0]})",
                "update skilltide, or choose another folder with SKILLTIDE_DATA",
            )
        ran = []
        for number, name, sql in scripts:
            digest = hashlib.sha256(sql.encode()).hexdigest()
            if known.get(name) == digest:
                continue
            con.execute(sql)
            con.execute("delete from schema_version where name = ?", [name])
            con.execute("insert into schema_version values (?, ?, ?)", [number, name, digest])
            ran.append(name)
    return ran


def _memory_bytes() -> int:
    return min(MEMORY_BYTES, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)


def _create(path: Path) -> None:
    """Make an empty database under another name first: a kill in the middle must not leave a headless file here."""
    unborn = path.with_name(f"{path.name}.{os.getpid()}.new")
    unborn.unlink(missing_ok=True)
    try:
        duckdb.connect(str(unborn)).close()
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(unborn)
    except (OSError, duckdb.Error) as error:
        raise WarehouseFileError(
            f"{path}: cannot be created ({str(error).splitlines()[0]})",
            "free space, or choose a folder you may write to with SKILLTIDE_DATA",
        ) from error
    finally:
        unborn.unlink(missing_ok=True)


def _connect_patiently(path: Path, wait_s: float, sleep: Callable[[float], None]) -> duckdb.DuckDBPyConnection:
    """Connect, retrying while another process holds the lock, for at most `wait_s` seconds of waiting."""
    waited, pause = 0.0, 0.1
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.Error as error:
            if "Conflicting lock" not in str(error) and "Could not set lock" not in str(error):
                raise _file_error(path, error, published=False) from error
            if waited >= wait_s:
                raise _busy_error(path, error, waited) from error
        step = min(pause, wait_s - waited) or wait_s
        sleep(step)
        waited, pause = waited + step, min(pause * 2, 2.0)


def _busy_error(path: Path, error: duckdb.Error, waited: float) -> WarehouseBusyError:
    """Name the process that holds the file."""
    holder = _HOLDER.search(str(error))
    who = f"process {holder['pid']} ({Path(holder['program']).name})" if holder else "another process"
    return WarehouseBusyError(
        f"{path}: {who} holds this file, waited {waited:.0f} s",
        "let that run end, or end it; readers should open published/skilltide.duckdb instead",
    )


def _file_error(path: Path, error: duckdb.Error, *, published: bool) -> WarehouseFileError:
    """Turn what DuckDB says about an unusable file into a sentence and a remedy."""
    text = str(error)
    again = (
        "run `skilltide publish` to write it again"
        if published
        else "move it away and run `skilltide report`: it is rebuilt from raw/"
    )
    if "not a valid DuckDB database file" in text:
        return WarehouseFileError(f"{path}: this is not a DuckDB database", again)
    if "Could not read enough bytes" in text or "read past" in text:
        return WarehouseFileError(f"{path}: the file is cut short", again)
    if "WAL" in text:
        return WarehouseFileError(
            f"{path}: its write-ahead log {path.name}.wal is damaged",
            f"move {path.name}.wal away (the last transaction is lost), then run again",
        )
    if "checksum" in text or "Corrupt" in text:
        return WarehouseFileError(f"{path}: the file is damaged (a checksum differs)", again)
    if "version number" in text:
        return WarehouseFileError(f"{path}: written by another version of DuckDB that this one cannot read", again)
    return WarehouseFileError(f"{path}: cannot be opened ({text.splitlines()[0]})", again)
