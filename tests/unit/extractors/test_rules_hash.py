"""The rules' hash changes with what decides a reading, and with nothing else."""

import shutil
from pathlib import Path

import pytest

from extractors.skills import pipeline
from extractors.skills.pipeline import NO_RULES, rules_hash
from extractors.skills.taxonomy import load_taxonomy

FOLDER = Path(pipeline.__file__).parent
TAXONOMY = load_taxonomy()
MODULES = sorted(path.name for path in FOLDER.glob("*.py"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "skills", ignore=shutil.ignore_patterns("data", "__pycache__"))
    return tmp_path / "skills"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_counts_unless_it_is_known_to_change_no_reading(copy: Path, name: str) -> None:
    with (copy / name).open("a") as file:
        file.write("# changed\n")
    assert (rules_hash(TAXONOMY, copy) == rules_hash(TAXONOMY)) == (name in NO_RULES)


def test_vetoes_count(copy: Path) -> None:
    (copy / "rules" / "vetoes.toml").write_text("")
    assert rules_hash(TAXONOMY, copy) != rules_hash(TAXONOMY)


def test_every_module_without_rules_exists() -> None:
    assert set(MODULES) >= NO_RULES
