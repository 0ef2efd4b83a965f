"""The command line: looking over candidates, accepting and rejecting them, checking."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from extractors.skills.taxonomy import load_taxonomy

Run = Callable[..., Result]


@pytest.fixture
def own(run: Run, world: Path, tmp_path: Path) -> Run:
    """Runs a command on the made-up world with a data folder that may be written to."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "published").symlink_to(world / "published")
    return lambda *arguments, **more: run("taxonomy", *arguments, SKILLTIDE_DATA=str(tmp_path / "data"), **more)


def additions(tmp_path: Path) -> str:
    return (tmp_path / "data" / "taxonomy" / "additions.toml").read_text(encoding="utf-8")


def test_candidates_stand_in_their_order_harmless_and_without_common_words(own: Run) -> None:
    shown = own("candidates")
    assert shown.exit_code == 0
    assert shown.stdout.index("Tidewind") < shown.stdout.index("evil")
    assert "\x1b" not in shown.stdout and "\u202e" not in shown.stdout
    assert "Cloud" not in shown.stdout and "Tailwind (0.82)" in shown.stdout
    rows = json.loads(own("candidates", "--all", "--json").stdout)
    assert [row["term"] == "Cloud" for row in rows] == [False, False, True]


def test_an_accepted_name_is_a_skill_with_a_sentence_of_a_posting_as_its_example(own: Run, tmp_path: Path) -> None:
    accepted = own("accept", "Tidewind", "--kind", "library", "--alias", "Tide-wind db")
    assert accepted.exit_code == 0, accepted.stderr
    assert 'aliases = ["Tidewind", "Tide-wind db"]' in additions(tmp_path)
    example = json.loads((tmp_path / "data" / "taxonomy" / "examples.jsonl").read_text())
    assert example["text"] == "You know Python, Tidewind and Kafka."
    assert own("check").exit_code == 0
    assert "Tidewind" not in own("candidates").stdout
    again = own("accept", "tidewind", "--kind", "library")
    assert again.exit_code == 2
    assert "is known: it is a form of Tidewind" in again.stderr


def test_a_spelling_is_added_to_the_skill_that_was_meant(own: Run, tmp_path: Path) -> None:
    done = own("accept", "Kubernetis-Ikwel", "--of", "k8s", "--example", "You know Python and Kubernetis-Ikwel.")
    assert done.exit_code == 0, done.stderr
    assert '[[extend]]\nid = "kubernetes"' in additions(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Tidewind"], "give --kind for a new skill"),
        (["Tidewind", "--kind", "tool", "--of", "python"], "give --kind for a new skill"),
        (["Nowhere", "--kind", "tool"], "no posting is known that names 'Nowhere'"),
        (["Make", "--kind", "tool"], "--rule"),
        (["Tidewind", "--of", "pytorhc"], "did you mean PyTorch"),
        (["Tidewind", "--kind", "tool", "--parent", "pytorhc"], "did you mean PyTorch"),
        (["Tidewind", "--kind", "tool", "--into", "x.toml"], "give --example in words of your own"),
        (["Tidewind", "--kind", "tool", "--example", "It rains."], "does not stand there"),
    ],
)
def test_a_name_that_cannot_be_accepted_is_one_clear_line_and_nothing_is_written(
    own: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    refused = own("accept", *arguments)
    assert refused.exit_code == 2
    assert words in refused.stderr and refused.stderr.count("\n") == 1
    assert not (tmp_path / "data" / "taxonomy").exists()


def test_an_entry_may_go_into_a_data_file_of_a_checkout_with_an_example_of_ones_own(own: Run, tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    done = own(
        "accept", "Tidewind", "--kind", "tool", "--into", str(file), "--example", "You know Python and Tidewind."
    )
    assert done.exit_code == 0, done.stderr
    assert load_taxonomy(additions=tmp_path).skills["tidewind"].kind == "tool"
    assert not (tmp_path / "data" / "taxonomy").exists()


def test_a_rejected_name_goes_away_and_keeps_its_reason(own: Run) -> None:
    assert own("reject", "tidewind", "--why", "a product of one employer").exit_code == 0
    assert "Tidewind" not in own("candidates").stdout
    rows = json.loads(own("candidates", "--all", "--json").stdout)
    assert [row["why"] for row in rows if row["term"] == "Tidewind"] == ["a product of one employer"]


def test_check_tells_of_a_lost_example_and_ends_with_2(own: Run, tmp_path: Path) -> None:
    own("accept", "Tidewind", "--kind", "library")
    file = tmp_path / "data" / "taxonomy" / "additions.toml"
    file.write_text(file.read_text().replace('["Tidewind"]', '["Tidewind Pro"]'))
    told = own("check")
    assert told.exit_code == 2
    assert "Tidewind is not found any more" in told.stdout
