"""Openings: near-duplicate postings for one role, copies under other names among them, cut where advertising paused.

Belongs here: the order of the work, from what moved to the openings that replace the old ones. Does not belong here:
which texts are one advertisement (clusters.py within an employer, copies.py across employers), counting by week.

Everything follows from what moved since the last time: its employers are clustered again, its wordings are held
against those advertised in the same weeks, and the openings that either touches are formed anew. Other rules move all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import polars as pl
from duckdb import DuckDBPyConnection

from warehouse.clusters import Posted, cluster_within
from warehouse.copies import AGENCY_WORDS, CLIENT_WORDS, Body, Common, Link, Wording, common_lines, find_copies
from warehouse.identity import IDENTITY_VERSION, employer_key
from warehouse.similarity import Components
from warehouse.statements import statement
from warehouse.store import transaction

RULES_VERSION = "2"
"""Raised when clusters.py, grounds.py or copies.py join otherwise, so that stored openings are found anew."""
PAUSE = timedelta(weeks=6)
"""A longer silence between two postings of one cluster starts a new opening."""
SLICE = 4000
"""Postings held in memory while their employers are clustered; an employer is never parted."""
SAMPLE = 5000
"""Wordings in which lines that many employers share are looked for."""

_PLACED_SCHEMA: dict[str, Any] = {
    "posting_id": pl.String, "employer_key": pl.String, "text_hash": pl.String, "role": pl.String, "dated_on": pl.Date,
    "location": pl.String, "extractor_version": pl.String, "signature": pl.Binary, "cluster_id": pl.String,
    "alike_to": pl.String, "likeness": pl.Float64, "reason": pl.String,
}  # fmt: skip
_LINK_SCHEMA: dict[str, Any] = {
    "role": pl.String, "employer_key": pl.String, "text_hash": pl.String, "other_employer_key": pl.String,
    "other_text_hash": pl.String, "jaccard": pl.Float64, "containment": pl.Float64, "reason": pl.String,
}  # fmt: skip
_REKEYED_SCHEMA: dict[str, Any] = {"old_key": pl.String, "employer": pl.String, "new_key": pl.String}
_JOINED_SCHEMA: dict[str, Any] = {"cluster_id": pl.String, "component_id": pl.String}
_TEMPORARY = (
    "rekeyed", "moved_postings", "moved_employers", "posted", "placed", "touched_openings", "fresh_wordings",
    "lost_links", "linked", "joined", "touched_clusters", "formed", "named", "crowded", "own_boards",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpeningCounts:
    """What one clustering did; `openings` and `postings` are totals after it."""

    employers: int
    compared: int
    postings: int
    openings: int


def cluster_openings(con: DuckDBPyConnection, progress: Callable[[int, int], None] | None = None) -> OpeningCounts:
    """Cluster the postings of every employer of whom something moved since the last time, in one transaction.

    `progress` is told (postings done, postings in all).
    """
    _rekey_employers(con)
    con.execute(statement("openings/moved"), {"rules": RULES_VERSION})
    con.execute(statement("openings/moved_employers"))
    moved = _count(con, "select count(*) from moved_employers")
    compared = 0
    if moved:
        with transaction(con):
            compared = _cluster_employers(con, progress)
            _link_employers(con)
            _form_openings(con)
            con.execute("delete from opening_rules")
            con.execute("insert into opening_rules values (?)", [RULES_VERSION])
    for name in _TEMPORARY:
        con.execute(f"drop table if exists temp.{name}")
    return OpeningCounts(
        moved,
        compared,
        _count(con, "select count(*) from opening_members"),
        _count(con, "select count(*) from openings"),
    )


def _rekey_employers(con: DuckDBPyConnection) -> None:
    """Give stored postings the keys that their employers' names have today; the bundled history has no names."""
    if con.execute("select version from employer_identity").fetchall() == [(IDENTITY_VERSION,)]:
        return
    rows = con.execute("select distinct employer, employer_key from posting_records where not is_starter").fetchall()
    changed = [(old, name, employer_key(name)) for name, old in rows if employer_key(name) != old]
    with transaction(con):
        _insert(con, "rekeyed", changed, _REKEYED_SCHEMA)
        con.execute(statement("openings/rekey"))
        con.execute("delete from employer_identity")
        con.execute("insert into employer_identity values (?)", [IDENTITY_VERSION])


def _cluster_employers(con: DuckDBPyConnection, progress: Callable[[int, int], None] | None) -> int:
    """Find the near-duplicates of every moved employer, slice by slice; returns how many postings were looked at."""
    con.execute(statement("openings/posted"), {"slice": SLICE})
    _insert(con, "placed", [], _PLACED_SCHEMA)
    total = _count(con, "select count(*) from posted")
    done = 0
    for (number,) in con.execute("select distinct slice from posted order by slice").fetchall():
        part = [Posted(*row) for row in con.execute(statement("openings/slice"), {"slice": number}).fetchall()]
        _insert(con, "placed", cluster_within(part, lambda hashes: _texts(con, hashes)), _PLACED_SCHEMA)
        done += len(part)
        if progress is not None:
            progress(done, total)
    con.execute(statement("openings/keep_clusters"))
    return done


def _link_employers(con: DuckDBPyConnection) -> None:
    """Find the copies of what moved under other employers' names, and who advertises for others."""
    con.execute(statement("openings/drop_links"))
    common = cache(lambda: _common(con))
    links: list[Link] = []
    for (role,) in con.execute("select distinct role from fresh_wordings order by role").fetchall():
        rows = con.execute(statement("openings/wordings"), {"pause": PAUSE.days, "role": role}).fetchall()
        links += find_copies([Wording(*row) for row in rows], PAUSE, lambda ids: _bodies(con, ids), common)
    _append(con, "copy_links", links, _LINK_SCHEMA)
    con.execute(statement("openings/signs"), {"agency_words": AGENCY_WORDS, "client_words": CLIENT_WORDS})


def _form_openings(con: DuckDBPyConnection) -> None:
    """Cut what belongs together into openings, name them, and say who the employer is."""
    edges = con.execute(statement("openings/edges")).fetchall()
    components = Components(cluster_id for edge in edges for cluster_id in edge)
    for one, other in edges:
        components.join(one, other)
    joined = [(cluster_id, components.root(cluster_id)) for cluster_id in dict.fromkeys(c for e in edges for c in e)]
    _insert(con, "joined", joined, _JOINED_SCHEMA)
    con.execute(statement("openings/touch"))
    con.execute(statement("openings/form"), {"pause": PAUSE.days})
    for step in ("name", "replace", "leads"):
        con.execute(statement(f"openings/{step}"))


def _texts(con: DuckDBPyConnection, hashes: Iterable[str]) -> dict[str, str]:
    return dict(con.execute(statement("openings/texts"), {"hashes": sorted(hashes)}).fetchall())


def _bodies(con: DuckDBPyConnection, posting_ids: list[str]) -> dict[str, Body]:
    rows = con.execute(statement("openings/bodies"), {"ids": posting_ids}).fetchall()
    return {
        posting_id: Body(text, title, employer, frozenset(skills)) for posting_id, text, title, employer, skills in rows
    }


def _common(con: DuckDBPyConnection) -> Common:
    return common_lines(con.execute(statement("openings/sample"), {"wordings": SAMPLE}).fetchall())


def _insert(con: DuckDBPyConnection, name: str, rows: list[Any], schema: dict[str, Any]) -> None:
    """Add rows to a temporary table, which is made at the first call."""
    con.register("incoming", pl.DataFrame(rows, schema=schema, orient="row"))
    try:
        con.execute(f"create temp table if not exists {name} as from incoming limit 0")
        con.execute(f"insert into temp.{name} by name from incoming")
    finally:
        con.unregister("incoming")


def _append(con: DuckDBPyConnection, name: str, rows: list[Link], schema: dict[str, Any]) -> None:
    con.register("incoming", pl.DataFrame(rows, schema=schema, orient="row"))
    try:
        con.execute(f"insert into {name} by name from incoming")
    finally:
        con.unregister("incoming")


def _count(con: DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])
