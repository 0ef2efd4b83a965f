"""What must be read again after a change of the extractor, and what need not.

Belongs here: comparing the extractor with the one that read last, and giving its version to readings that it would
not change. Does not belong here: reading (`extractors/skills/`), storing readings (`load.py`).

The argument: what is found in a text depends on the rules, on the text, and on the places where patterns of the
taxonomy match in it. Where the rules are the same and no pattern that was added, removed or given another meaning
can match in a text, its reading is the same. A pattern can only match where its characters stand in the text in lower
case with all white space taken out of both.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import polars as pl
from duckdb import DuckDBPyConnection

from extractors.skills.tokenizer import tame
from warehouse.statements import statement
from warehouse.store import transaction

if TYPE_CHECKING:
    from extractors.skills.matcher import Pattern
    from extractors.skills.pipeline import Extractor

# With more changed patterns than this, looking for them costs as much as reading again.
MOST_CHANGED = 300
_BATCH = 5_000
_SCHEMA = {"document_id": pl.String, "document_kind": pl.String}


def carry_over(con: DuckDBPyConnection, extractor: "Extractor") -> int:
    """Give the extractor's version to every reading that it cannot change; returns how many these are.

    To be called before `pending_texts`, which then yields the others. The extractor is noted as the one that read last,
    in the same transaction: a run that is cut short leaves texts waiting, never a wrong reading.
    """
    known = con.execute("select extractor_version, rules_version from extractor_state").fetchall()
    if known and known[0][0] == extractor.version:
        return 0
    patterns = extractor.patterns
    untouched: list[tuple[str, str]] = []
    if known and known[0][1] == extractor.rules_version:
        changed = _changed_characters(con, patterns)
        if len(changed) <= MOST_CHANGED:
            untouched = list(_untouched(con, known[0][0], changed))
    con.register("untouched", pl.DataFrame(untouched, schema=_SCHEMA, orient="row"))
    try:
        with transaction(con):
            for name in ("reread/stamp_readings", "reread/stamp_mentions"):
                con.execute(statement(name), {"extractor_version": extractor.version})
            _note(con, extractor, patterns)
    finally:
        con.unregister("untouched")
    return len(untouched)


def _changed_characters(con: DuckDBPyConnection, patterns: "frozenset[Pattern]") -> list[str]:
    before = set(con.execute("select squeezed, meaning from extractor_patterns").fetchall())
    return sorted({squeezed for squeezed, _ in before.symmetric_difference(map(tuple, patterns))})


def _untouched(con: DuckDBPyConnection, version: str, changed: list[str]) -> Iterator[tuple[str, str]]:
    """Documents read by this version in whose text none of these characters stand."""
    found = con.execute(statement("reread/read_before"), {"extractor_version": version})
    while rows := found.fetchmany(_BATCH):
        for document_id, kind, text in rows:
            if not holds_any(text, changed):
                yield document_id, kind


def holds_any(text: str, changed: Iterable[str]) -> bool:
    """Whether one of these squeezed forms can stand in the text."""
    squeezed = "".join(tame(text).lower().split())
    return any(characters in squeezed for characters in changed)


def _note(con: DuckDBPyConnection, extractor: "Extractor", patterns: "frozenset[Pattern]") -> None:
    con.execute("delete from extractor_state")
    con.execute("insert into extractor_state values (?, ?)", [extractor.version, extractor.rules_version])
    con.execute("delete from extractor_patterns")
    con.register("incoming_patterns", pl.DataFrame(sorted(patterns), schema=["squeezed", "meaning"], orient="row"))
    try:
        con.execute("insert into extractor_patterns by name select squeezed, meaning from incoming_patterns")
    finally:
        con.unregister("incoming_patterns")
