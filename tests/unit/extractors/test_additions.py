"""Skills of one's own beside the taxonomy that ships."""

from datetime import date
from pathlib import Path

import pytest

from extractors.additions import (
    EXAMPLES_FILE,
    FILE,
    Proposal,
    add_entry,
    add_form,
    add_line,
    reject,
    rejections,
    shadowed,
    skill_of,
    slug,
    with_form,
)
from extractors.errors import AdditionError, ExtractorError, LabelledFileError
from extractors.labelled import check_example, example_row, lost_examples
from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import check, load_taxonomy

SHIPPED = load_taxonomy()
SENTENCE = "We are hiring. You know Python, Tidewind and Kafka."


def test_an_accepted_term_is_found_in_texts_and_changes_the_version(tmp_path: Path) -> None:
    made = skill_of(Proposal("Tidewind", "library", parents=("machine-learning-frameworks",)), SHIPPED)
    add_entry(tmp_path / FILE, made)
    taxonomy = load_taxonomy(additions=tmp_path)
    assert taxonomy.version != SHIPPED.version
    assert check(taxonomy) == []
    assert taxonomy.skills["tidewind"].parents == ("machine-learning-frameworks",)
    found = {mention.skill_id for mention in Extractor(taxonomy).read(SENTENCE).mentions}
    assert {"python", "tidewind"} <= found


def test_no_folder_of_additions_is_the_shipped_taxonomy(tmp_path: Path) -> None:
    assert load_taxonomy(additions=tmp_path / "none").version == SHIPPED.version


def test_entries_stand_in_order_of_name_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text('# mine\n\n[[skill]]\nid = "b"\nname = "Brook"\nkind = "tool"\naliases = ["Brook db"]\n\n'
                    '[[skill]]\nid = "w"\nname = "Weir"\nkind = "tool"\naliases = ["Weir db"]\n')  # fmt: skip
    for term in ("Tidewind", "Anchorbase", "Zephyrbase"):
        add_entry(path, skill_of(Proposal(term, "tool"), SHIPPED))
    text = path.read_text()
    assert text.startswith("# mine\n")
    names = [line.split('"')[1] for line in text.splitlines() if line.startswith("name")]
    assert names == ["Anchorbase", "Brook", "Tidewind", "Weir", "Zephyrbase"]
    assert len(load_taxonomy(additions=tmp_path).skills) == len(SHIPPED.skills) + 5


@pytest.mark.parametrize("form", ["Pgikwel", "Python Ikwel"])
def test_a_further_spelling_of_a_known_skill_is_found_be_there_another_name_in_it(tmp_path: Path, form: str) -> None:
    add_form(tmp_path / FILE, form, with_form(form, "postgresql", SHIPPED))
    reading = Extractor(load_taxonomy(additions=tmp_path)).read(f"You know {form} and Java.")
    assert {mention.skill_id for mention in reading.mentions} == {"postgresql", "java"}


@pytest.mark.parametrize(
    ("proposal", "words"),
    [
        (Proposal("Python", "tool"), "is known: it is a form of Python"),
        (Proposal("golang", "tool"), "is known: it is a form of Go"),
        (Proposal("About", "tool"), "common word"),
        (Proposal("Xq", "tool"), "too short"),
        (Proposal("Tidewind", "tool", aliases=("about",)), "common word"),
        (Proposal("Tidewind", "tool", aliases=("PyTorch",)), "already belongs to pytorch"),
        (Proposal("Tidewind", "tool", id="python"), "belongs to Python"),
        (Proposal("Tidewind", "tool", id="Tide Wind"), "an id is lower-case"),
        (Proposal("Tidewind", "tool", parents=("no-such",)), "does not exist"),
    ],
)
def test_a_doubtful_or_owned_term_is_refused_with_its_reason(proposal: Proposal, words: str) -> None:
    with pytest.raises(AdditionError, match=words) as refused:
        skill_of(proposal, SHIPPED)
    assert refused.value.remedy


def test_a_common_word_with_a_rule_is_matched_as_written_and_in_its_sense_only(tmp_path: Path) -> None:
    made = skill_of(Proposal("Harbour", "tool", rule="tech-name"), SHIPPED)
    add_entry(tmp_path / FILE, made)
    extractor = Extractor(load_taxonomy(additions=tmp_path))

    def found(text: str) -> bool:
        return "harbour" in {mention.skill_id for mention in extractor.read(text).mentions}

    assert found("We are hiring. You have experience with Python, Harbour and Kafka.")
    assert not found("We are hiring a Python developer. Our office has a view of the Harbour.")


def test_an_example_in_which_the_skill_is_not_found_is_refused_and_a_lost_one_is_told(tmp_path: Path) -> None:
    made = skill_of(Proposal("Tidewind", "tool"), SHIPPED)
    with pytest.raises(LabelledFileError, match="it does not stand there"):
        check_example("You know Python.", "Tidewind", made, SHIPPED)
    add_entry(tmp_path / FILE, made)
    add_line(tmp_path / EXAMPLES_FILE, example_row(SENTENCE, "Tidewind", made))
    assert lost_examples(tmp_path / EXAMPLES_FILE, load_taxonomy(additions=tmp_path)) == []
    assert "Tidewind is not found any more" in lost_examples(tmp_path / EXAMPLES_FILE, SHIPPED)[0]


def test_a_rejection_is_remembered_by_name_without_case(tmp_path: Path) -> None:
    reject(tmp_path, "Forklift", "a vehicle", date(2026, 1, 1))
    reject(tmp_path, "FORKLIFT", "a truck", date(2026, 1, 2))
    assert rejections(tmp_path) == {"forklift": "a truck"}


def test_an_entry_that_ships_by_now_gives_way_and_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[[skill]]\nid = "python"\nname = "Mine"\nkind = "tool"\naliases = ["my python"]\n')
    assert load_taxonomy(additions=tmp_path).skills["python"].name == "Python"
    assert shadowed(tmp_path, SHIPPED) == ["python"]


def test_an_extension_of_nothing_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[[extend]]\nid = "no-such"\naliases = ["x y"]\n')
    with pytest.raises(ExtractorError, match=r"\[\[extend\]\] of 'no-such'"):
        load_taxonomy(additions=tmp_path)


def test_names_become_ids() -> None:
    assert [slug(name) for name in ("Tide Base", "C++ Kit", "K#", "vLLM 2.0")] == [
        "tide-base", "cpp-kit", "k-sharp", "vllm-2-0"
    ]  # fmt: skip
