"""Precision and recall on labelled texts, as they are stored."""

from dataclasses import replace

from duckdb import DuckDBPyConnection

from extractors.scoring import Score, Scores
from extractors.skills.precision import Precision
from extractors.skills.taxonomy import load_taxonomy
from warehouse.accuracy import load_accuracy
from warehouse.labelled import store_accuracy
from warehouse.reference import store_taxonomy

TAXONOMY = load_taxonomy()


def test_groups_zones_and_skills_have_rows_that_the_correction_reads(con: DuckDBPyConnection) -> None:
    scores = Scores(texts=9)
    scores.groups["technology"] = Score(90, 100, 80, 100)
    scores.zones["required"] = Score(45, 50, 45, 60)
    scores.skills["python"] = Score(9, 10, 9, 12)
    scores.skills["rust"] = Score(0, 0, 0, 3)
    assert store_accuracy(con, scores, TAXONOMY) == 3
    rows = con.execute(
        'select skill_id, kind, "precision", recall, n, predicted, precision_low < 0.9, precision_high > 0.9,'
        " recall_low < recall and recall < recall_high from extraction_accuracy order by all"
    ).fetchall()
    assert rows == [
        ("all", "technology", 0.9, 0.8, 100, 100, True, True, True),
        ("all", "zone:required", 0.9, 0.75, 60, 50, True, True, True),
        ("python", "language", 0.9, 0.75, 12, 10, True, True, True),
    ]
    accuracy = load_accuracy(con, ["rust", "python"])
    assert accuracy.precision[1] == 0.9 and accuracy.labelled[1] == 12
    assert accuracy.precision[0] != accuracy.precision[0]


def test_without_labelled_texts_nothing_is_left(con: DuckDBPyConnection) -> None:
    scores = Scores(texts=1)
    scores.skills["python"] = Score(1, 1, 1, 1)
    store_accuracy(con, scores, TAXONOMY)
    assert store_accuracy(con, None, TAXONOMY) == 0
    assert con.execute("select count(*) from extraction_accuracy").fetchall() == [(0,)]


def test_what_was_read_by_eye_follows_the_file_though_the_version_of_the_taxonomy_stays(
    con: DuckDBPyConnection,
) -> None:
    query = (
        'select form, read_mentions, right_mentions, "precision", precision_low < .75 from skill_precision order by all'
    )
    store_taxonomy(con, replace(TAXONOMY, precision={"go": (Precision("Go", "go", 12, 12),)}))
    assert con.execute(query).fetchall() == [("Go", 12, 12, 1.0, False)]
    store_taxonomy(con, replace(TAXONOMY, precision={"go": (Precision("Go", "go", 3, 4),)}))
    assert con.execute(query).fetchall() == [("Go", 4, 3, 0.75, True)]
    store_taxonomy(con, TAXONOMY)
    measured = sum(len(forms) for forms in TAXONOMY.precision.values())
    assert con.execute("select count(*) from skill_precision").fetchall() == [(measured,)]
