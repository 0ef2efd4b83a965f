"""Reading whole texts: spans, kinds, several processes, and texts that mean harm."""

from extractors.skills.pipeline import Extractor, document_text
from extractors.skills.taxonomy import Skill, Taxonomy
import pytest


def skill(skill_id: str, kind: str, *aliases: str, cased: tuple[str, ...] = (), rule: str | None = None) -> Skill:
    return Skill(id=skill_id, name=skill_id, kind=kind, aliases=aliases, cased=cased, ambiguous=rule)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    skills = [skill("python", "language", "Python"), skill("cpp", "language", "C++"), skill("go", "language", cased=("Go",), rule="tech-name")]
    return Extractor(Taxonomy(skills={s.id: s for s in skills}, version="t"))


def test_spans_index_title_and_text_joined(extractor: Extractor) -> None:
    text, title = "We use C++ and Go.", "Senior Python Engineer"
    reading = extractor.read(text, title=title)
    full = document_text(title, text)
    assert [(m.skill_id, full[m.start : m.end]) for m in reading.mentions] == [("python", "Python"), ("cpp", "C++"), ("go", "Go")]
