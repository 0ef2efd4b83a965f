"""What of the last publication can be kept: relations that would be made again from the same things.

Belongs here: fingerprints of what relations are made from, and which files of the last publication are whole. Does not
belong here: making relations, swapping files (publish.py), which weeks are measured anew (increments.py).

A relation is a function of its query, the tables that the query names, the day it is as of, and DuckDB. Tables are
found by their names in the query: too many at times, which costs a relation made again, but never too few. The
fingerprint of a table is its number of rows and the sum of their hashes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.dictionary import load_dictionary, render_dictionary
from warehouse.statements import statement, statements_in

TEXTS = "texts"
"""The name under which the texts have a fingerprint; they are a file, not a relation."""
MOST_ROWS = 0.25
"""Where more of the rows than this are made again, the database is written anew: replaced rows leave gaps in it."""
_WORD = re.compile(r"[a-z_]+")
# Long, and told apart by their hash.
_HASHED_ELSEWHERE = {"text": "text_hash"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays: relations of the database as it is, and files with their SHA-256 by their path in the folder."""

    relations: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)


def fingerprints(con: DuckDBPyConnection, as_of: date) -> dict[str, str]:
    """A hash of everything that each published relation, and the file of texts, is made from."""
    views = dict(
        con.execute(
            "select view_name, sql from duckdb_views() where database_name = current_database() and not internal"
        ).fetchall()
    )
    columns = dict(
        con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where database_name = current_database() and not internal group by table_name"
        ).fetchall()
    )
    table = cache(lambda name, ordered: _table(con, name, columns[name], ordered))
    ground = repr([metadata.version("duckdb"), as_of.isoformat(), render_dictionary()])
    queries = {**statements_in("published"), TEXTS: statement("publish/texts")}
    made: dict[str, str] = {}
    for name in (*(relation.name for relation in load_dictionary()), TEXTS):
        words = _words(queries[name], views)
        digest = hashlib.sha256(repr([ground, queries[name]]).encode())
        for word in sorted(words & (columns.keys() - views.keys())):
            digest.update(f"table {word} {table(word, 'rowid' in words)}\n".encode())
        for word in sorted(words & made.keys()):
            digest.update(f"relation {word} {made[word]}\n".encode())
        made[name] = digest.hexdigest()
    return made


def _words(query: str, views: Mapping[str, str]) -> set[str]:
    """Every word of a query, and of the views that it names."""
    words: set[str] = set()
    waiting = [query]
    while waiting:
        fresh = set(_WORD.findall(waiting.pop().lower())) - words
        words |= fresh
        waiting += [views[word] for word in fresh if word in views]
    return words


def _table(con: DuckDBPyConnection, name: str, columns: list[str], ordered: bool) -> str:
    """The fingerprint of a table of the warehouse, with the order of its rows where a query asks for it."""
    read = [f'"{column}"' for column in columns if _HASHED_ELSEWHERE.get(column) not in columns]
    read += ["row_number() over (order by rowid)"] if ordered else []
    rows, total = con.execute(
        f"select count(*), sum(hash(t)) from (select {', '.join(read)} from {name}) as t"
    ).fetchall()[0]
    return f"{rows} {total}"


def kept_of(folder: Path, told: Mapping[str, Any], now: Mapping[str, str], database: str) -> Kept:
    """What the last publication into a folder left that is whole and as it would be made now.

    `told` is its manifest. A file whose hash is not that of the manifest is made again.
    """
    before, rows, hashes = (told.get(name, {}) for name in ("fingerprints", "rows", "files"))
    same = {name for name, found in now.items() if before.get(name) == found}
    wanted = {f"parquet/{name}.parquet" for name in same} | ({f"{TEXTS}.parquet"} if TEXTS in same else set())
    files = {path: hashes[path] for path in sorted(wanted) if path in hashes and _is_whole(folder / path, hashes[path])}
    stored = [relation.name for relation in load_dictionary() if not relation.is_view]
    again = sum(rows.get(name, 0) for name in stored if name not in same)
    few = again <= MOST_ROWS * sum(rows.get(name, 0) for name in stored)
    if not (same and few and database in hashes and _is_whole(folder / database, hashes[database])):
        return Kept(frozenset(), files)
    return Kept(frozenset(same & set(stored)), files)


def _is_whole(path: Path, digest: str) -> bool:
    return path.is_file() and file_hash(path) == digest


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of the last publication; empty when there is none that can be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def emptied(con: DuckDBPyConnection, catalog: str, kept: Iterable[str]) -> None:
    """Drop every view of an attached copy, and every table but those that stay."""
    for kind in ("view", "table"):
        names = con.execute(
            f"select {kind}_name from duckdb_{kind}s() where database_name = ? and not internal", [catalog]
        ).fetchall()
        for (name,) in names:
            if kind == "view" or name not in set(kept):
                con.execute(f'drop {kind} {catalog}.main."{name}"')
