"""The taxonomy that ships: complete, without contradictions, and in the guide's order."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import ExtractorError
from extractors.skills.taxonomy import GUIDE_COUNTS, Skill, Taxonomy, check, load_taxonomy

SHIPPED = load_taxonomy()


def with_skills(*skills: Skill) -> Taxonomy:
    return replace(SHIPPED, skills={**SHIPPED.skills, **{skill.id: skill for skill in skills}})


def write(folder: Path, text: str) -> Path:
    (folder / "tools.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_taxonomy_has_no_faults() -> None:
    assert check(SHIPPED) == []


def test_the_guide_has_111_rows_with_the_counts_of_its_sections() -> None:
    rows = SHIPPED.guide_items()
    assert len(rows) == 111 == sum(GUIDE_COUNTS.values())
    for section, count in GUIDE_COUNTS.items():
        assert [position for name, _, position in rows if name == section] == list(range(1, count + 1))


def test_an_item_in_two_sections_has_a_row_in_each_and_keeps_the_first_as_its_own() -> None:
    sections = [section for section, skill_id, _ in SHIPPED.guide_items() if skill_id == "recommendation-systems"]
    assert sections == ["portfolio", "work"]
    assert SHIPPED.skills["recommendation-systems"].guide_sections[0] == "portfolio"


@pytest.mark.parametrize(
    ("name", "skill_id"),
    [
        ("python", "python"), ("Go", "go"), ("golang", "go"), ("C++", "cpp"), ("sklearn", "scikit-learn"),
        ("  Weights  and Biases ", "weights-and-biases"), ("AWS SageMaker", "amazon-sagemaker"), ("ci-cd", "ci-cd"),
        ("Version control (Git)", "git"), ("NLP", "nlp"), ("role-ml-engineer", "role-ml-engineer"),
    ],
)  # fmt: skip
def test_a_skill_is_found_by_id_name_or_alias_without_case(name: str, skill_id: str) -> None:
    found = SHIPPED.find(name)
    assert found is not None
    assert found.id == skill_id


def test_an_unknown_name_finds_nothing() -> None:
    assert SHIPPED.find("no such skill") is None


def test_ancestors_run_from_the_nearest_to_the_farthest() -> None:
    assert SHIPPED.ancestors("pytorch")[:2] == ("deep-learning-frameworks", "machine-learning-frameworks")
    assert SHIPPED.ancestors("artificial-intelligence") == ()


def test_the_version_changes_with_any_data_file_and_only_then(tmp_path: Path) -> None:
    entry = '[[skill]]\nid = "bash"\nname = "Bash"\nkind = "language"\naliases = ["Bash"]\n'
    before = load_taxonomy(write(tmp_path, entry)).version
    assert load_taxonomy(tmp_path).version == before
    assert load_taxonomy(write(tmp_path, entry + "effort = 2\n")).version != before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[skill]\n", "tools.toml is not valid TOML"),
        ('[[skill]]\nid = "x"\nname = "X"\nkind = "tool"\nalias = ["x"]\n', "unknown key 'alias'"),
        ('[[skill]]\nid = "x"\nkind = "tool"\n', "no 'name'"),
        ('[[skill]]\nid = "x"\nname = "X"\nkind = "tool"\n' * 2, "already used in tools.toml"),
        ("", "No skills found"),
    ],
)
def test_a_malformed_data_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ExtractorError, match=said.replace("[", r"\[")) as caught:
        load_taxonomy(write(tmp_path, text))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("skill", "said"),
    [
        (Skill("New Thing", "New", "tool", aliases=("new thing",)), "an id is lower-case"),
        (Skill("new", "New", "gadget", aliases=("new thing",)), "unknown kind 'gadget'"),  # type: ignore[arg-type]
        (Skill("new", "New", "tool", cased=("Newt",), ambiguous="guess"), "unknown rule 'guess'"),
        (Skill("new", "New", "tool", safe=("Newt",)), "`safe` says nothing"),
        (Skill("new", "New", "tool", aliases=("py torch",)), "already belongs to pytorch"),
        (Skill("new", "New", "tool", aliases=("RUST",)), "is matched without case by new too"),
        (Skill("new", "New", "tool", cased=("Rust",)), "already belongs to"),
        (Skill("new", "New", "tool", aliases=("harness",)), "is a common word"),
        (Skill("new", "New", "tool", cased=("Harness",)), "is a common word"),
        (Skill("new", "New", "tool", aliases=("qz",)), "too short to be matched without case"),
        (Skill("new", "New", "tool", cased=("QZ",)), "too short to go without a rule"),
        (Skill("new", "New", "tool", aliases=("new  thing",)), "spaces"),
        (Skill("new", "New", "tool", parents=("nowhere",)), "its parent 'nowhere' does not exist"),
        (Skill("new", "New", "tool", parents=("new",)), "is above itself"),
        (Skill("new", "New", "role", aliases=("new thing",)), "found by title"),
        (Skill("new", "New", "tool", guide_sections=("cloud",)), "do not agree on cloud"),
    ],
)
def test_the_checker_names_each_fault(skill: Skill, said: str) -> None:
    assert any(fault.startswith((f"{skill.id}:", "rust:")) and said in fault for fault in check(with_skills(skill)))


def test_the_checker_names_a_missing_row_of_the_guide_and_a_circle_of_parents() -> None:
    shorter = replace(SHIPPED, guide={**SHIPPED.guide, "cloud": SHIPPED.guide["cloud"][:2]})
    assert any("cloud has 2 items, not 3" in fault for fault in check(shorter))
    circle = with_skills(Skill("a", "A", "tool", parents=("b",)), Skill("b", "B", "tool", parents=("a",)))
    assert any(fault == "a: is above itself" for fault in check(circle))
    assert circle.ancestors("a") == ("b",)
