"""Texts that a person has labelled: reading them from files, and single sentences kept as examples of a skill.

Belongs here: the format (docs/extraction.md) and what is wrong with a file of it. Does not belong here: comparing
labels with what the extractor finds (`scoring.py`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast, get_args

from extractors.errors import LabelledFileError
from extractors.records import DocumentKind, Zone
from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import Skill, Taxonomy
from extractors.text import clean_text, html_to_text

# Made-up texts with their labels, which the project's own tests are held to.
SHIPPED = Path(__file__).parent / "skills" / "data" / "labelled.jsonl"
DOCUMENTS_FILE, LABELS_FILE = "documents.jsonl", "labels.jsonl"
# What a label may be called besides the kinds of the taxonomy.
TYPES = frozenset({
    "language", "library", "tool", "cloud", "platform", "concept", "practice", "certification"
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A skill that a person found in a text: its name, the words in the text, what it is, where it stands."""

    name: str
    surface: str
    type: str
    zone: Zone | None


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with everything a careful reader found in it.

    `role` and `seniority` are None where they were not labelled or several; `degrees` are levels, None where nobody
    looked for them.
    """

    id: str
    kind: DocumentKind
    title: str | None
    text: str
    labels: tuple[Label, ...]
    role: str | None = None
    seniority: str | None = None
    degrees: frozenset[str] | None = None


def read_labelled(path: Path) -> list[LabelledText]:
    """All labelled texts of a file or folder, in its order.

    A folder holds `documents.jsonl` (id, kind, title, text or html) and `labels.jsonl` (id, labels, role, seniority,
    degree). One file may hold both in the same lines; where it has no texts they stand in `documents.jsonl` beside it.
    """
    file = path / LABELS_FILE if path.is_dir() else path
    rows = _rows(file)
    beside = file.with_name(DOCUMENTS_FILE)
    texts = {}
    if any("text" not in row and "html" not in row for row in rows) and beside.is_file():
        texts = {str(row.get("id")): row for row in _rows(beside)}
    return [_labelled(file, number, {**texts.get(str(row.get("id")), {}), **row}) for number, row in enumerate(rows, 1)]


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        content = path.read_text(encoding="utf-8")
        if content.lstrip().startswith("["):
            rows = json.loads(content)
        else:
            rows = [json.loads(line) for line in content.split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise LabelledFileError(
            f"{path}: the labelled texts cannot be read ({error})",
            "give JSON Lines in the form of docs/extraction.md, or a folder with documents.jsonl and labels.jsonl",
        ) from error
    if not all(isinstance(row, dict) for row in rows):
        raise LabelledFileError(f"{path}: every line must be an object", "see docs/extraction.md for the form")
    return cast(list[dict[str, Any]], rows)


def _labelled(path: Path, number: int, row: dict[str, Any]) -> LabelledText:
    def wrong(what: str) -> LabelledFileError:
        return LabelledFileError(f"{path}, row {number}: {what}", "see docs/extraction.md for the form")

    if not isinstance(row.get("id"), str):
        raise wrong("no id")
    text = row.get("text")
    if not isinstance(text, str):
        if not isinstance(row.get("html"), str):
            raise wrong(f"neither text nor html for {row['id']!r}")
        text = html_to_text(row["html"])
    text = clean_text(text)
    kind = row.get("kind") or "posting"
    if kind not in get_args(DocumentKind):
        raise wrong(f"kind is {kind!r}, expected posting, paper or post")
    try:
        labels = tuple(_labels(row.get("labels", ())))
    except (KeyError, TypeError, ValueError) as error:
        raise wrong(f"a label has no {error.args[0] if error.args else error}") from error
    degrees = row.get("degree")
    return LabelledText(
        row["id"], cast(DocumentKind, kind), row.get("title"), text, labels,
        _single(row.get("role")), _single(row.get("seniority")),
        None if degrees is None else frozenset(degree["level"] for degree in degrees if isinstance(degree, dict)),
    )  # fmt: skip


def _labels(rows: Iterable[dict[str, Any]]) -> Iterable[Label]:
    for row in rows:
        zone = row.get("zone")
        if row["type"] not in TYPES:
            raise ValueError(f"type of {', '.join(sorted(TYPES))} but {row['type']!r}")
        if zone is not None and zone not in get_args(Zone):
            raise ValueError(f"zone of {', '.join(get_args(Zone))} but {zone!r}")
        yield Label(row["name"], row.get("surface") or row["name"], row["type"], zone)


def _single(value: str | None) -> str | None:
    return None if value in (None, "several") else value


def example_row(sentence: str, term: str, skill: Skill) -> dict[str, Any]:
    """A sentence that names a skill, as a labelled text of one label."""
    digest = blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    label = {"name": skill.name, "surface": term, "type": skill.kind}
    return {"id": f"{skill.id}:{digest}", "kind": "posting", "text": sentence, "labels": [label]}


def check_example(sentence: str, term: str, skill: Skill, taxonomy: Taxonomy) -> None:
    """Raise `LabelledFileError` where the skill is not found in its own example."""
    if skill.id not in _ids_in(Extractor(taxonomy), sentence):
        named = "its rule refuses it there" if term.casefold() in sentence.casefold() else "it does not stand there"
        raise LabelledFileError(
            f"{term!r} is not found in {sentence[:160]!r}: {named}",
            "give an --example that names it as a skill, such as 'You know Python, NAME and Kafka.', or another --rule",
        )


def lost_examples(path: Path, taxonomy: Taxonomy) -> list[str]:
    """One line for every example of a file whose skill is not found in it any more."""
    if not path.is_file():
        return []
    extractor = Extractor(taxonomy)
    return [
        f"{path.name}: {label.name} is not found any more in {text.text[:120]!r}"
        for text in read_labelled(path)
        for label in text.labels
        if label.name not in {taxonomy.skills[found].name for found in _ids_in(extractor, text.text)}
    ]


def _ids_in(extractor: Extractor, sentence: str) -> set[str]:
    return {mention.skill_id for mention in extractor.read(clean_text(sentence)).mentions}
