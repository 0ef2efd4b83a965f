"""Publishing: a checked copy of the warehouse, put in place of the last one in a single step.

Belongs here: building the snapshot, checking it, swapping files, the manifest, earlier copies. Does not belong here:
what the relations mean (dictionary.toml), how they are selected (sql/published/), pages.

Relations that would be made again from the same things stay as they are (reuse.py); the private file then begins as a
copy of the last one.

Order: private file and Parquet under temporary names; checks on the private file; fsync; rename; fsync of the folder;
manifest last. A kill at any point leaves the last published database whole.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.dictionary import Relation, comment_on, load_dictionary
from warehouse.errors import PublishRefusedError, WarehouseFileError
from warehouse.reuse import TEXTS, Kept, emptied, file_hash, fingerprints, kept_of, manifest_of
from warehouse.statements import escaped, statement, statements_in
from warehouse.store import transaction
from warehouse.vintages import adopt_vintages, record_vintage, withdraw_vintage

DATABASE = "skilltide.duckdb"
STORAGE_VERSION = "v1.2.0"
"""The oldest format that today's clients write and that 1.4, 1.5 and 2.0 all read."""
KEEP_DAYS = 35
_BUILDING = ".skilltide-building.duckdb"


@dataclass(frozen=True, slots=True)
class PublishCounts:
    """What was published; `by_relation` holds rows by relation, `notes` what a person should look at."""

    relations: int
    rows: int
    size_bytes: int
    by_relation: dict[str, int]
    week: date | None
    notes: tuple[str, ...] = ()


def publish(
    con: DuckDBPyConnection,
    folder: Path,
    as_of: date,
    *,
    published_at: datetime | None = None,
    inputs: Mapping[str, object] | None = None,
    keep_days: int = KEEP_DAYS,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> PublishCounts:
    """Replace the published copy by what the warehouse holds as of a day; raises and changes nothing if a check fails.

    `published_at` stands in the vintage rows of what changed (default: the clock); `inputs` goes into the manifest;
    the last copy of each earlier report is kept for `keep_days` days (none for 0).
    """
    step = progress or (lambda stage, done, total: None)
    at = (published_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    try:
        (folder / "parquet").mkdir(parents=True, exist_ok=True)
        _clear_leftovers(folder)
        notes = _set_aside_wal(folder)
        con.execute("set variable as_of = ?::date", [as_of])
        adopt_vintages(con, folder / DATABASE)
        week = _record_vintage(con, at)
        try:
            made_from = fingerprints(con, as_of)
            kept = kept_of(folder, manifest_of(folder), made_from, DATABASE)
            _build(con, folder, kept, step)
            rows = _check(con, folder / _BUILDING, as_of)
            _refuse_emptied(folder, as_of, rows)
            notes += _shrunk(folder, as_of, rows)
            files = _export(con, folder, kept)
            step("publish: swap", 0, None)
            if keep_days:
                _keep_last(folder, week, at, keep_days)
            _swap(folder, files)
        except BaseException:
            with suppress(duckdb.Error):  # the fault itself is what is told
                withdraw_vintage(con, at)
            with suppress(OSError):  # a half copy would keep a full disk full
                _clear_leftovers(folder)
            raise
        told: dict[str, object] = {
            "as_of": as_of.isoformat(),
            "published_at": at.isoformat(),
            "week": week.isoformat() if week else None,
            "rows": rows,
        }
        hashes = {**kept.files, **{str(final.relative_to(folder)): file_hash(final) for final in files.values()}}
        told |= {"inputs": inputs, "sources": _credits(con), "fingerprints": made_from}
        _write_manifest(folder, {**told, "files": dict(sorted(hashes.items()))})
    except OSError as error:
        raise _unwritable(f"{error.filename or folder}: cannot be written ({error.strerror})") from error
    except duckdb.IOException as error:
        raise _unwritable(f"{folder}: cannot be written ({str(error).splitlines()[0]})") from error
    size = (folder / DATABASE).stat().st_size
    return PublishCounts(len(rows), sum(rows.values()), size, rows, week, tuple(notes))


def _unwritable(message: str) -> WarehouseFileError:
    return WarehouseFileError(
        message, "free some space or choose another folder with SKILLTIDE_DATA; what was published before is untouched"
    )


def input_hash(con: DuckDBPyConnection, as_of: date) -> str:
    """A hash over everything a report as of this day is made from: wordings, versions, week."""
    con.execute("set variable as_of = ?::date", [as_of])
    return _input_hash(con)


def _input_hash(con: DuckDBPyConnection) -> str:
    documents = con.execute(statement("publish/input_hash")).fetchall()[0][0]
    versions = con.execute(statement("publish/versions")).fetchall()[0]
    return sha256(f"{documents} {' '.join(map(str, versions))}".encode()).hexdigest()


def _record_vintage(con: DuckDBPyConnection, at: datetime) -> date | None:
    """The measured week, after what its report says anew is stored."""
    extractor, taxonomy, week = con.execute(statement("publish/versions")).fetchall()[0]
    if week is None:
        return None
    with transaction(con):
        record_vintage(con, week, at, (extractor, taxonomy, _input_hash(con)))
    found: date = week
    return found


def _build(con: DuckDBPyConnection, folder: Path, kept: Kept, step: Callable[[str, int, int | None], None]) -> None:
    """Fill a private file with every relation and its comments; what is kept comes with a copy of the last one."""
    relations = statements_in("published")
    path = folder / _BUILDING
    if kept.relations:
        shutil.copyfile(folder / DATABASE, path)
    con.execute(f"attach '{escaped(path)}' as snapshot (storage_version '{STORAGE_VERSION}')")
    try:
        # One transaction: otherwise each of two hundred comments is made durable on its own.
        with transaction(con):
            emptied(con, "snapshot", kept.relations)
            made = [relation for relation in load_dictionary() if relation.name not in kept.relations]
            for done, relation in enumerate(made, start=1):
                con.execute(f"create {relation.kind} snapshot.{relation.name} as {relations[relation.name]}")
                step("publish: relations", done, len(made))
            comment_on(con, "snapshot.main", made)
        con.execute("checkpoint snapshot")
    finally:
        con.execute("detach snapshot")


def _check(con: DuckDBPyConnection, path: Path, as_of: date) -> dict[str, int]:
    """Read the finished file back and hold it against the source tables; returns rows by relation."""
    expected = con.execute(statement("publish/expected_counts")).fetchall()
    made = duckdb.connect(str(path), read_only=True)
    try:
        rows = {r.name: _count(made, f"select count(*) from {r.name}") for r in load_dictionary()}
        found = [_repeated(made, relation) for relation in load_dictionary() if relation.key]
        found += [
            f"{relation} has {rows[relation]} rows, the warehouse {number}"
            for relation, number in expected
            if rows[relation] != number
        ]
        for sql in statements_in("checks").values():
            bad = _count(made, sql, {"as_of": as_of} if "$as_of" in sql else None)
            if bad:
                found.append(f"{bad} times {sql.splitlines()[0].removeprefix('-- ')}")
    finally:
        made.close()
    findings = [finding for finding in found if finding]
    if findings:
        raise PublishRefusedError(
            f"the new copy did not pass its checks: {'; '.join(findings)}",
            "what was published before stays; run `skilltide measure` and `skilltide publish` again, and report this"
            " if it stays",
        )
    return rows


def _repeated(made: DuckDBPyConnection, relation: Relation) -> str:
    """A sentence when the key of a relation is not unique."""
    key = ", ".join(relation.key)
    extra = _count(made, f"select count(*) - count(distinct ({key})) from {relation.name}")
    return f"{relation.name}: {extra} rows repeat another's {key}" if extra else ""


def _count(con: DuckDBPyConnection, sql: str, parameters: dict[str, date] | None = None) -> int:
    return int(con.execute(sql, parameters).fetchall()[0][0])


def _export(con: DuckDBPyConnection, folder: Path, kept: Kept) -> dict[Path, Path]:
    """Write the relations of the snapshot, and the texts, as Parquet under temporary names: {temporary: final}."""
    wanted = {
        **{f"parquet/{relation.name}.parquet": f"from snapshot.{relation.name}" for relation in load_dictionary()},
        f"{TEXTS}.parquet": statement("publish/texts").rstrip().rstrip(";"),
    }
    files: dict[Path, Path] = {}
    con.execute(f"attach '{escaped(folder / _BUILDING)}' as snapshot (read_only)")
    try:
        for path, select in wanted.items():
            if path not in kept.files:
                files[_copy(con, select, folder / path)] = folder / path
    finally:
        con.execute("detach snapshot")
    files[folder / _BUILDING] = folder / DATABASE
    return files


def _copy(con: DuckDBPyConnection, select: str, final: Path) -> Path:
    temporary = final.with_name(f".{final.name}.tmp")
    # Texts are looked up by the few: only the groups that hold them are unpacked.
    groups = ", row_group_size 2048" if final.stem == TEXTS else ""
    con.execute(f"copy ({select}) to '{escaped(temporary)}' (format parquet, compression zstd{groups})")
    return temporary


def _keep_last(folder: Path, week: date | None, at: datetime, keep_days: int) -> None:
    """Keep the copy in place under the week of its report while another week follows; drop copies that are too old.

    A second name for the same file: nothing is copied. One copy a week, so there are at most `keep_days / 7` and two.
    """
    kept = folder / "snapshots"
    kept.mkdir(exist_ok=True)
    last = manifest_of(folder).get("week")
    if last and week and last != week.isoformat() and (folder / DATABASE).is_file():
        name = kept / f"{date.fromisoformat(last):%G-W%V}.duckdb"
        temporary = kept / f".{name.name}.tmp"
        temporary.unlink(missing_ok=True)
        temporary.hardlink_to(folder / DATABASE)
        temporary.replace(name)
    for old in kept.glob("*.duckdb"):
        if at - datetime.fromtimestamp(old.stat().st_mtime, UTC).replace(tzinfo=None) > timedelta(days=keep_days):
            old.unlink()


def published_as_of(folder: Path) -> date | None:
    """The day that what is published in a folder is as of, if anything is."""
    told = manifest_of(folder).get("as_of")
    return date.fromisoformat(told) if isinstance(told, str) else None


def _swap(folder: Path, files: dict[Path, Path]) -> None:
    """Make the new files durable, then rename them; the database comes last."""
    for temporary in files:
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
    for temporary, final in files.items():
        temporary.replace(final)
    for place in (folder / "parquet", folder):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_manifest(folder: Path, told: dict[str, object]) -> None:
    """Say what was published: what is told of it, and a hash of each file."""
    temporary = folder / ".manifest.json.tmp"
    temporary.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    temporary.replace(folder / "manifest.json")


def _credits(con: DuckDBPyConnection) -> list[dict[str, str | None]]:
    names = ("source", "title", "homepage", "attribution", "terms")
    return [dict(zip(names, row, strict=True)) for row in con.execute(statement("publish/credits")).fetchall()]


def _before(folder: Path, as_of: date) -> dict[str, int]:
    """Rows by relation of what is published, where it is not as of a later day; these cannot become fewer by right."""
    then = published_as_of(folder)
    rows: dict[str, int] = manifest_of(folder).get("rows", {}) if then is not None and then <= as_of else {}
    return rows


def _refuse_emptied(folder: Path, as_of: date, rows: dict[str, int]) -> None:
    """A warehouse that was deleted and not yet filled again has nothing to put in place of what is published."""
    before = _before(folder, as_of).get("postings", 0)
    if before and not rows["postings"]:
        raise PublishRefusedError(
            f"the warehouse holds no postings, and what is published holds {before:,}",
            "what was published before stays; run `skilltide report`, which fills the warehouse again from raw/",
        )


def _shrunk(folder: Path, as_of: date, rows: dict[str, int]) -> list[str]:
    """A damaged write-ahead log loses rows in silence: say so when there are fewer than the last time."""
    before, then = _before(folder, as_of), published_as_of(folder)
    kept = ("postings", "articles", "reports")
    return [
        f"{name}: {rows[name]} rows, {before[name]} when last published as of {then}; run `skilltide report` again"
        for name in kept
        if rows[name] < before.get(name, 0)
    ]


def _clear_leftovers(folder: Path) -> None:
    """Remove what a killed run left; nobody else can be publishing, since the caller holds the warehouse."""
    for pattern in (f"{_BUILDING}*", ".*.tmp", "parquet/.*.tmp", "snapshots/.*.tmp"):
        for left in folder.glob(pattern):
            left.unlink()


def _set_aside_wal(folder: Path) -> list[str]:
    """Move a write-ahead log beside the published file away: older clients would replay it into the new copy."""
    stray = folder / f"{DATABASE}.wal"
    if not stray.exists():
        return []
    stray.replace(folder / f"{DATABASE}.wal.stray")
    return [f"{DATABASE} had been opened for writing: its log was moved to {stray.name}.stray; open it read-only"]
