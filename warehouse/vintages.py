"""What reports were made from and what they said: vintages of weekly shares, notes on corrections, hashes of inputs.

Belongs here: telling what changed since the last publication, and the inputs of a report as one tree of hashes. Does
not belong here: the published files (publish.py), the pages, making a report anew (pipelines).

Vintages hold the 26 weeks that the labels of a report rest on. A row is added when a share was not published like that
before, and the row it replaces says since when: unchanged weeks cost nothing however often they are published.
"""

import hashlib
import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseFileError
from warehouse.statements import escaped, statement
from warehouse.store import transaction
from warehouse.windows import TREND_WEEKS

LIBRARIES = ("duckdb", "numpy", "scipy", "polars", "spacy", "datasketch", "lxml", "beautifulsoup4")
"""What a number may depend on beside this program."""


def record_vintage(con: DuckDBPyConnection, week: date, at: datetime, versions: tuple[str, str, str]) -> None:
    """Store what the report of a week says that was not published so before; a report told anew gets a note.

    `versions` are extractor, taxonomy and input hash; `at` is UTC without a zone. Call inside a transaction.
    """
    window = {"first": week - timedelta(weeks=TREND_WEEKS - 1), "last": week}
    con.execute(statement("vintages/changed"), window)
    changed, gone, added, known = con.execute(statement("vintages/counts"), window).fetchall()[0]
    last = con.execute(
        "select extractor_version, taxonomy_version, input_hash, published_at from reports where week = ?"
        " order by published_at desc limit 1",
        [week],
    ).fetchall()
    if last and last[0][2] == versions[2] and not changed + gone + added:
        return
    _each(con, "vintages/store", at)
    note = _note(last[0], versions, f"{changed + gone + added:,} of {known:,} weekly shares differ") if last else None
    path = f"site/reports/{week:%G-W%V}/index.html"
    con.execute(
        "insert into reports by name select ? as week, ? as published_at, ? as extractor_version,"
        " ? as taxonomy_version, ? as input_hash, ? as path, ? as note",
        [week, at, *versions, path, note],
    )


def adopt_vintages(con: DuckDBPyConnection, published: Path) -> None:
    """Take what earlier reports said from the published copy when the warehouse knows of none: it was made anew.

    Everything else comes out of `raw/` again; what was published on which day does not. A copy that cannot be read has
    nothing to give.
    """
    if not published.is_file() or con.execute("select exists (from reports)").fetchall() == [(True,)]:
        return
    try:
        con.execute(f"attach '{escaped(published)}' as published_before (read_only)")
    except duckdb.Error:
        return
    try:
        found = con.execute(
            "select table_name from duckdb_tables() where database_name = 'published_before'"
        ).fetchall()
        if {("reports",), ("weekly_demand_published",)} <= set(found):
            with transaction(con):
                con.execute("insert into reports by name from published_before.reports")
                con.execute("insert into demand_vintages by name from published_before.weekly_demand_published")
    finally:
        con.execute("detach published_before")


def withdraw_vintage(con: DuckDBPyConnection, at: datetime) -> None:
    """Forget what was recorded for a publication that then did not happen."""
    with transaction(con):
        _each(con, "vintages/withdraw", at)


def _each(con: DuckDBPyConnection, name: str, at: datetime) -> None:
    """DuckDB binds parameters in one statement at a time."""
    for command in statement(name).split(";"):
        if command.strip():
            con.execute(command, {"at": at})


def _note(last: tuple[Any, ...], versions: tuple[str, str, str], shares: str) -> str:
    """Why a report of a week follows another of the same week."""
    extractor, taxonomy, inputs = versions
    why = [
        f"{name} {old} is now {new}"
        for name, old, new in (("extractor", last[0], extractor), ("taxonomy", last[1], taxonomy))
        if old != new
    ]
    if not why:
        why = ["other documents" if last[2] != inputs else "the same documents measured anew"]
    return f"Follows the report of {last[3]:%Y-%m-%d %H:%M} UTC: {', '.join(why)}; {shares}."


def hash_responses(con: DuckDBPyConnection, raw: Path) -> int:
    """Hash the kept responses that are loaded and were not hashed yet; returns how many."""
    waiting = con.execute(
        "select raw_id from loaded_responses anti join response_hashes using (raw_id) order by raw_id"
    ).fetchall()
    rows = [(raw_id, _sha256(raw / raw_id)) for (raw_id,) in waiting if (raw / raw_id).is_file()]
    if rows:
        import polars as pl

        con.register("hashed", pl.DataFrame(rows, schema=["raw_id", "sha256"], orient="row"))
        try:
            con.execute("insert into response_hashes by name select * from hashed")
        finally:
            con.unregister("hashed")
    return len(rows)


def report_inputs(con: DuckDBPyConnection, settings: Mapping[str, object]) -> dict[str, Any]:
    """What the present measures are made from: responses as a tree of hashes, documents, libraries, settings."""
    collected, imported, bundled = con.execute(statement("vintages/inputs")).fetchall()[0]
    starter = con.execute("select any_value(extractor_version) from starter_state").fetchall()[0][0]
    hashes = con.execute("select raw_id, sha256 from response_hashes order by raw_id").fetchall()
    return {
        "settings": dict(settings),
        "documents": {"collected": collected, "imported": imported, "bundled history": bundled},
        "bundled_history": starter,
        "libraries": libraries(),
        "responses": hash_tree(hashes),
    }


def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that a number may depend on."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in LIBRARIES}}


def hash_tree(hashes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """One hash over all responses, made from one hash a source and day: {count, sha256, days: {…}}.

    A day names its last response: what came later on that day is not part of it.
    """
    days: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for raw_id, digest in sorted(hashes):
        day, _, name = raw_id.rpartition("/")
        days[day].append((name, digest))
    tree = {
        day: {
            "count": len(found),
            "last": found[-1][0],
            "sha256": _joined(f"{name} {digest}" for name, digest in found),
        }
        for day, found in days.items()
    }
    root = _joined(f"{day} {node['sha256']}" for day, node in tree.items())
    return {"count": sum(len(found) for found in days.values()), "sha256": root, "days": tree}


def responses_of(raw: Path, tree: Mapping[str, Any]) -> list[str]:
    """The ids under `raw/` that a tree speaks of; `WarehouseFileError` where they are gone or changed since."""
    found: list[str] = []
    for day, node in tree["days"].items():
        names = sorted(path.name for path in (raw / day).glob("*.warc.gz") if path.name <= node["last"])
        digest = _joined(f"{name} {_sha256(raw / day / name)}" for name in names)
        if len(names) != node["count"] or digest != node["sha256"]:
            raise WarehouseFileError(
                f"{raw / day}: {len(names)} responses, not the {node['count']} that the report was made from"
                if len(names) != node["count"]
                else f"{raw / day}: its {len(names)} responses are not those that the report was made from",
                "restore this folder of raw/ from a backup: without it the report cannot be made anew",
            )
        found += [f"{day}/{name}" for name in names]
    return found


def _joined(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
