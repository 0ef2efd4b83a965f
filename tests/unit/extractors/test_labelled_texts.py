"""Labelled texts: their files, the comparison with readings, and the bars that the shipped ones are held to."""

import json
from pathlib import Path

import pytest

from extractors.additions import EXAMPLES_FILE
from extractors.errors import LabelledFileError
from extractors.labelled import SHIPPED, Label, LabelledText, lost_examples, read_labelled
from extractors.records import Degree, Mention, Reading
from extractors.scoring import Scores, norm, score
from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
ROW = {
    "id": "a", "kind": "posting", "text": "You know Python.", "role": "several", "seniority": "senior",
    "labels": [{"name": "Python", "surface": "Python", "type": "language", "zone": "required"}],
    "degree": [{"level": "master", "field": None, "required": True}],
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Scores:
    extractor = Extractor(TAXONOMY)
    texts = read_labelled(SHIPPED)
    return score(texts, {t.id: extractor.read(t.text, title=t.title, kind=t.kind) for t in texts}, TAXONOMY)


def test_technologies_of_single_sentences_are_told_from_words_that_look_like_one() -> None:
    extractor = Extractor(TAXONOMY)
    texts = read_labelled(Path("benchmarks/sentences.jsonl"))
    technology = score(texts, {t.id: extractor.read(t.text, kind=t.kind) for t in texts}, TAXONOMY).groups["technology"]
    assert technology.labels >= 90
    assert technology.precision is not None and technology.precision >= 0.95
    assert technology.recall is not None and technology.recall >= 0.94


def test_the_shipped_texts_are_read_as_well_as_when_they_were_written(shipped: Scores) -> None:
    assert shipped.texts >= 40
    technology, other = shipped.groups["technology"], shipped.groups["other"]
    assert technology.labels >= 150
    assert technology.precision is not None and technology.precision >= 0.97
    assert technology.recall is not None and technology.recall >= 0.95
    assert other.precision is not None and other.precision >= 0.9
    preferred = shipped.zones["preferred"]
    assert preferred.precision is not None and preferred.precision >= 0.9
    assert preferred.recall is not None and preferred.recall >= 0.85
    bars = {"zone": 0.9, "counts": 0.95, "role": 0.9, "seniority": 0.9, "degree": 0.92}
    for fact, least in bars.items():
        rate = shipped.facts[fact].recall
        assert rate is not None and rate >= least, fact


def test_the_shipped_texts_are_of_every_shape_and_name_what_stands_in_them() -> None:
    texts = read_labelled(SHIPPED)
    shapes = {text.id.split("-")[0] for text in texts}
    assert {"hn", "board", "short", "paper", "post", "de", "fr", "es", "nl"} <= shapes
    for text in texts:
        whole = f"{text.title or ''}\n{text.text}"
        assert [label.surface for label in text.labels if label.surface not in whole] == []


def test_technologies_of_a_text_in_another_language_are_asked_for() -> None:
    reading = Extractor(TAXONOMY).read(
        "Wir suchen für unser Team jemanden, der mit Java und PostgreSQL arbeitet und gern am Wasser ist."
    )
    assert reading.language == "de"
    assert {(mention.skill_id, mention.counts) for mention in reading.mentions} == {
        ("java", True), ("postgresql", True)
    }  # fmt: skip


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_texts_may_stand_beside_their_labels_in_a_folder(tmp_path: Path) -> None:
    labels = {key: value for key, value in ROW.items() if key not in ("text", "kind")}
    write(tmp_path / "labels.jsonl", labels)
    write(tmp_path / "documents.jsonl", {"id": "a", "kind": "posting", "html": "<p>You know <b>Python</b>.</p>"})
    (text,) = read_labelled(tmp_path)
    assert (text.text, text.role, text.seniority, text.degrees) == (
        "You know Python.", None, "senior", frozenset({"master"})
    )  # fmt: skip
    assert read_labelled(tmp_path / "labels.jsonl") == [text]
    assert read_labelled(write(tmp_path / "both.jsonl", ROW)) == [text]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("no object", "every line must be an object"),
        ({"text": "x"}, "row 1: no id"),
        ({"id": "a"}, "neither text nor html"),
        ({**ROW, "kind": "letter"}, "kind is 'letter'"),
        ({**ROW, "labels": [{"name": "Python", "type": "snake"}]}, "type of .* but 'snake'"),
        ({**ROW, "labels": [{"name": "Python", "type": "language", "zone": "moon"}]}, "zone of .* but 'moon'"),
        ({**ROW, "labels": [{"type": "language"}]}, "a label has no name"),
    ],
)
def test_what_is_wrong_with_a_labelled_file_is_said_with_its_row(tmp_path: Path, row: object, words: str) -> None:
    with pytest.raises(LabelledFileError, match=words):
        read_labelled(write(tmp_path / "x.jsonl", row))


def test_a_broken_line_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{")
    with pytest.raises(LabelledFileError, match=r"x\.jsonl: the labelled texts cannot be read"):
        read_labelled(tmp_path / "x.jsonl")


def scored(labels: list[Label], *mentions: Mention, **facts: object) -> Scores:
    text = LabelledText("a", "posting", None, "", tuple(labels), **facts)  # type: ignore[arg-type]
    return score([text], {"a": Reading(mentions=tuple(mentions), degrees=(Degree("master", None, True),))}, TAXONOMY)


def test_hits_misses_and_false_hits_are_counted_once_a_text_in_the_strongest_zone() -> None:
    found = scored(
        [
            Label("Apache Kafka", "Kafka", "tool", "required"),
            Label("Go", "Go", "language", "duty"),
            Label("data platform engineering", "data platform", "concept", "duty"),
        ],
        Mention("apache-kafka", "kafka", 0, 5, "duty", True),
        Mention("apache-kafka", "Kafka", 9, 14, "required", True),
        Mention("python", "Python", 20, 26, "required", True),
        Mention("industry-finance", "banks", 30, 35, "company", True),
        degrees=frozenset({"master", "phd"}),
        role="other",
    )
    technology = found.groups["technology"]
    assert (technology.right, technology.predicted, technology.found, technology.labels) == (1, 2, 1, 2)
    assert (found.zones["required"].right, found.zones["required"].predicted) == (1, 1)
    assert found.missed == {("technology", "Go"): 1, ("other", "data platform engineering"): 1}
    assert found.false == {("technology", "Python"): 1}
    assert found.skills["go"].recall == 0.0
    assert found.skills["go"].precision is None and found.skills["python"].recall is None
    degree, role = found.facts["degree"], found.facts["role"]
    assert (degree.precision, degree.recall, role.recall) == (1.0, 0.5, 1.0)
    low, high = technology.precision_interval or (1.0, 0.0)
    assert 0.0 < low < 0.5 < high < 1.0


def test_a_finding_within_a_longer_label_is_neither_right_nor_wrong() -> None:
    found = scored(
        [Label("machine learning platform", "machine learning platform", "concept", "duty")],
        Mention("machine-learning", "machine learning", 0, 16, "duty", True),
    )
    assert found.groups["other"].predicted == 0


def test_names_are_compared_without_case_vendor_marks_and_plural() -> None:
    assert norm("Amazon S3") == norm("s3") == "s3"
    assert norm("Vector Databases (DB)") == norm("vector-database") == "vector database"
    assert [norm(name) for name in ("C++", "C#", "Node.js", "Keras")] == ["c++", "c#", "nodejs", "kera"]


def test_every_accepted_skill_is_found_in_its_example() -> None:
    assert lost_examples(SHIPPED.with_name(EXAMPLES_FILE), TAXONOMY) == []
