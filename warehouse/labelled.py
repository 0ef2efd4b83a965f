"""How good the extractor is on labelled texts, as rows that analysts read and the correction of shares uses.

Belongs here: writing `extraction_accuracy`. Does not belong here: comparing findings with labels
(`extractors/scoring.py`), correcting shares (`accuracy.py`).
"""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from extractors.scoring import Score, Scores
from extractors.skills.taxonomy import Taxonomy
from warehouse.store import transaction

_INSERT = """
insert into extraction_accuracy by name
select
    unnest($skill_ids) as skill_id, unnest($kinds) as kind,
    unnest($precisions) as precision,
    unnest($precision_lows) as precision_low, unnest($precision_highs) as precision_high,
    unnest($recalls) as recall, unnest($recall_lows) as recall_low, unnest($recall_highs) as recall_high,
    unnest($labels) as n, unnest($found) as predicted
"""


def store_accuracy(con: DuckDBPyConnection, scores: Scores | None, taxonomy: Taxonomy) -> int:
    """Replace the rows by these scores, or by none; returns how many there are.

    A group or skill of which there is no label, or nothing was found, has no row: one of its two rates is not known.
    """
    rows = [row for row in _rows(scores, taxonomy) if row[2].predicted and row[2].labels] if scores else []
    with transaction(con):
        con.execute("delete from extraction_accuracy")
        if rows:
            intervals = [((one.precision_interval or (0, 1)), (one.recall_interval or (0, 1))) for _, _, one in rows]
            con.execute(_INSERT, {
                "skill_ids": [skill for skill, _, _ in rows], "kinds": [kind for _, kind, _ in rows],
                "precisions": [one.precision for _, _, one in rows], "recalls": [one.recall for _, _, one in rows],
                "precision_lows": [low for (low, _), _ in intervals],
                "precision_highs": [high for (_, high), _ in intervals],
                "recall_lows": [low for _, (low, _) in intervals], "recall_highs": [high for _, (_, high) in intervals],
                "labels": [one.labels for _, _, one in rows], "found": [one.predicted for _, _, one in rows],
            })  # fmt: skip
    return len(rows)


def _rows(scores: Scores, taxonomy: Taxonomy) -> Iterator[tuple[str, str, Score]]:
    for group, one in scores.groups.items():
        yield "all", group, one
    for zone, one in scores.zones.items():
        yield "all", f"zone:{zone}", one
    for skill_id, one in scores.skills.items():
        yield skill_id, taxonomy.skills[skill_id].kind, one
