"""What the warehouse is told about the world around it: the taxonomy, the sources, how each source fared.

Belongs here: replacing those small tables. Does not belong here: documents and what was read in them.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from duckdb import DuckDBPyConnection

from extractors.records import SourceRun
from extractors.skills.taxonomy import Taxonomy
from warehouse.statements import statement
from warehouse.store import transaction

if TYPE_CHECKING:
    from extractors.sources.registry import SourceInfo


def store_taxonomy(con: DuckDBPyConnection, taxonomy: Taxonomy) -> int:
    """Replace the skills, their parents and the guide's items; nothing is written when the version is the same.

    How precise forms were found to be is no part of the version and is written whenever it differs.
    """
    _store_precision(con, taxonomy)
    known = con.execute("select version from taxonomy_state").fetchall()
    if known == [(taxonomy.version,)]:
        return len(taxonomy.skills)
    skills = [
        (s.id, s.name, s.kind, s.guide_sections[0] if s.guide_sections else None, list(dict.fromkeys(s.forms)))
        for s in taxonomy.skills.values()
    ]
    with transaction(con):
        for table in ("skills", "skill_parents", "guide_items", "taxonomy_state"):
            con.execute(f"delete from {table}")
        _insert_many(con, "insert into skills values (?, ?, ?, ?, ?)", skills)
        _insert_many(con, "insert into skill_parents values (?, ?)", taxonomy.parent_pairs())
        _insert_many(con, "insert into guide_items values (?, ?, ?)", taxonomy.guide_items())
        con.execute("insert into taxonomy_state values (?)", [taxonomy.version])
    return len(skills)


def _store_precision(con: DuckDBPyConnection, taxonomy: Taxonomy) -> None:
    rows = sorted(
        (skill_id, one.form, one.seen, one.right, one.right / one.seen, *one.interval)
        for skill_id, measured in taxonomy.precision.items()
        for one in measured
    )
    if rows != con.execute("select * from skill_precision order by skill_id, form").fetchall():
        with transaction(con):
            con.execute("delete from skill_precision")
            _insert_many(con, "insert into skill_precision values (?, ?, ?, ?, ?, ?, ?)", rows)


def store_sources(con: DuckDBPyConnection, sources: Iterable["SourceInfo"]) -> int:
    """Replace what is known about the sources; one that is no longer listed but has rows stays."""
    rows = [
        (s.name, s.kind, s.title, s.enabled, s.cadence, s.terms, s.attribution, s.homepage, s.reason_off)
        for s in sources
    ]
    with transaction(con):
        _insert_many(con, "delete from sources where source = ?", [(row[0],) for row in rows])
        _insert_many(con, "insert into sources values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def store_source_runs(con: DuckDBPyConnection, runs: Iterable[SourceRun], run_at: datetime) -> int:
    """Add how each source fared in one collection; `run_at` with a zone is kept as UTC."""
    at = run_at.astimezone(UTC).replace(tzinfo=None) if run_at.tzinfo else run_at
    rows = [(at, r.source, r.status, r.requests, r.documents, r.new_documents, r.failures, r.message) for r in runs]
    _insert_many(con, "insert into source_health values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def tell_of_source(con: DuckDBPyConnection, source: str, *, documents: int, new: int, message: str) -> None:
    """Add to the newest health row of a source what came of its documents; a message says that not all is well."""
    con.execute(
        statement("complete_source_run"), {"source": source, "documents": documents, "new": new, "message": message}
    )


def _insert_many(con: DuckDBPyConnection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run a statement for each row; none at all is fine (`executemany` alone refuses that)."""
    if rows:
        con.executemany(sql, rows)
