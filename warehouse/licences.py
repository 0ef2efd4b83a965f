"""Rows of sources without a licence: none is kept, whatever was loaded while there was one.

Belongs here: taking everything of a source out of the private warehouse. Does not belong here: which source needs a
licence (`sources.toml`), what is kept under `raw/`, which a new licence brings back.
"""

from collections.abc import Collection

from duckdb import DuckDBPyConnection

from warehouse.store import transaction

_OF_POSTINGS = "(select posting_id from posting_records where list_contains($sources, source))"
_DELETIONS = (
    f"delete from former_wordings where posting_id in {_OF_POSTINGS}",
    f"delete from candidate_slots where document_id in {_OF_POSTINGS}",
    f"delete from mentions where document_kind = 'posting' and document_id in {_OF_POSTINGS}",
    f"delete from readings where document_kind = 'posting' and document_id in {_OF_POSTINGS}",
    "delete from posting_records where list_contains($sources, source)",
    "delete from quarantine where list_contains($sources, source)",
    "delete from loaded_responses where list_contains($sources, split_part(raw_id, '/', 1))",
)


def forget_sources(con: DuckDBPyConnection, sources: Collection[str]) -> int:
    """Remove every row of these sources in one transaction; returns how many postings that were.

    Their responses count as not loaded, and openings are clustered anew without them.
    """
    named = {"sources": sorted(sources)}
    held = "select count(*) from posting_records where list_contains($sources, source)"
    rows: int = con.execute(held, named).fetchall()[0][0]
    if rows:
        with transaction(con):
            for deletion in _DELETIONS:
                con.execute(deletion, named)
    return rows
