"""Every item of the career guide under the names people use for it, and what only looks like it."""

import tomllib
from pathlib import Path

import pytest

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy

WORDINGS = tomllib.loads((Path(__file__).parent / "guide_wordings.toml").read_text("utf-8"))
TAXONOMY = load_taxonomy()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(TAXONOMY)


def _found(extractor: Extractor, item: str, words: str) -> bool:
    if TAXONOMY.skills[item].kind == "role":
        reading = extractor.read("Join a team of four.", title=words)
    else:
        text = words if words.endswith(".") else f"You have experience with {words}."
        reading = extractor.read(text)
    return any(mention.skill_id == item for mention in reading.mentions)


def test_every_item_of_the_guide_has_three_ways_and_two_look_alikes() -> None:
    assert set(WORDINGS) == {skill_id for _, skill_id, _ in TAXONOMY.guide_items()}
    assert [item for item, words in WORDINGS.items() if len(words["ways"]) < 3 or len(words["not"]) < 2] == []


@pytest.mark.parametrize("item", WORDINGS)
def test_an_item_is_found_under_each_of_its_names(extractor: Extractor, item: str) -> None:
    assert [way for way in WORDINGS[item]["ways"] if not _found(extractor, item, way)] == []


@pytest.mark.parametrize("item", WORDINGS)
def test_what_only_looks_like_an_item_is_not_taken_for_it(extractor: Extractor, item: str) -> None:
    assert [words for words in WORDINGS[item]["not"] if _found(extractor, item, words)] == []
