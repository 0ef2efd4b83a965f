"""Names that may be new skills: kept per posting, counted over weeks and employers, ranked for a person to judge.

Belongs here: storing slots and making `candidate_terms` of them. Does not belong here: finding slots in a text
(`extractors/skills/candidates.py`), what was accepted or rejected (`extractors/additions.py`). No measure of demand
reads these tables: a candidate counts only once it stands in the taxonomy.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import polars as pl
from duckdb import DuckDBPyConnection

from extractors.skills.candidates import Slot, slot_key
from warehouse.statements import statement
from warehouse.store import transaction

LEAST_EMPLOYERS = 2
# Below this likeness (0 to 100) two names are not taken for spellings of one.
LIKE = 80.0
_SLOT_SCHEMA: dict[str, Any] = {
    "document_id": pl.String, "term": pl.String, "surface": pl.String, "start_char": pl.Int32, "end_char": pl.Int32,
    "beside": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What people have said of names: `rejected` with the reason by key, words that are common in plain English."""

    rejected: Mapping[str, str]
    common_words: Collection[str] = frozenset()


def store_slots(con: DuckDBPyConnection, found: Mapping[str, Sequence[Slot]]) -> int:
    """Replace the slots of these postings, by id; returns how many there are. To be called before their readings are
    stored: where a run is cut short between the two, the texts wait and are read again."""
    rows = [
        (document_id, slot.key, slot.surface, slot.start, slot.end, list(slot.beside))
        for document_id, slots in found.items()
        for slot in slots
    ]
    frame = pl.DataFrame(rows, schema=_SLOT_SCHEMA, orient="row")
    con.register("incoming_slots", frame)
    try:
        with transaction(con):
            con.execute(statement("candidates/delete_slots"), {"ids": list(found)})
            con.execute("insert into candidate_slots by name select * from incoming_slots")
    finally:
        con.unregister("incoming_slots")
    return len(rows)


def measure_candidates(con: DuckDBPyConnection, week: date, judged: Judged) -> int:
    """Write `candidate_terms` anew as of a week (its Monday); returns the rows that wait for a person.

    Ranked by how many more employers named the term in the 13 weeks up to `week` than the 52 weeks before let expect,
    in units of the error of that count: (recent - expected) / sqrt(expected + 1). Expected allows for how many
    employers were seen in both spells. Common words and rejected terms come last.
    """
    forms = _known_forms(con)
    found = con.execute(statement("candidates/terms"), {"week": week, "least": LEAST_EMPLOYERS})
    names = [column[0] for column in found.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    terms = [_judged(row, week, forms, judged) for row in rows if row["term"] not in forms]
    terms.sort(key=lambda row: (row["verdict"] == "rejected", row["is_common_word"], -row["score"], -row["employers"]))
    with transaction(con):
        con.execute("delete from candidate_terms")
        if terms:
            frame = pl.DataFrame(
                [{**row, "rank": rank} for rank, row in enumerate(terms, start=1)], infer_schema_length=None
            )
            con.register("incoming_terms", frame)
            try:
                con.execute("insert into candidate_terms by name select * from incoming_terms")
            finally:
                con.unregister("incoming_terms")
    return sum(row["verdict"] == "open" for row in terms)


def _judged(row: dict[str, Any], week: date, forms: Mapping[str, tuple[str, str]], judged: Judged) -> dict[str, Any]:
    """A row of `candidate_terms` from one of the counts."""
    why = judged.rejected.get(row["term"])
    skill_id, form, likeness = _nearest(row["term"], forms)
    expected = row["employers_expected"]
    kept = {key: value for key, value in row.items() if key != "surface"}
    return {
        **kept,
        "as_of_week": week,
        "term": row["surface"],
        "verdict": "open" if why is None else "rejected",
        "why": why,
        "score": (row["employers_recent"] - expected) / sqrt(expected + 1),
        "is_common_word": row["term"] in judged.common_words,
        "nearest_skill_id": skill_id,
        "nearest_form": form,
        "nearest_similarity": likeness,
    }


def _known_forms(con: DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Every form and name of the taxonomy by its key: the skill and the form as it is written there."""
    rows = con.execute("select skill_id, name, aliases from skills").fetchall()
    return {slot_key(form): (skill_id, form) for skill_id, name, aliases in rows for form in (*aliases, name)}


def _nearest(term: str, forms: Mapping[str, tuple[str, str]]) -> tuple[str | None, str | None, float | None]:
    """The known form most like a term, with the likeness from 0 to 1; nothing where none is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(term, forms.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
    if found is None:
        return None, None, None
    skill_id, form = forms[found[0]]
    return skill_id, form, found[1] / 100
