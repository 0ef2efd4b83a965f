"""`skilltide next`: the path for a person who knows something, and what thin data gets."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli.main import cli
from tests.unit.reports.published_fixture import write_published


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("next")
    write_published(data / "published", extra=20, postings=400)
    return data


def ask(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["next", *arguments], env={"SKILLTIDE_DATA": str(data)}, prog_name="skilltide")


def test_the_path_leaves_out_what_is_known_and_adds_up(published: Path) -> None:
    found = json.loads(ask(published, "--have", "Python, sql", "--json", "--limit", "4").stdout)
    assert found["have"] == ["python", "sql"] and found["enough"] and found["openings"] > 100
    steps = found["path"]
    assert len(steps) == 4 and not {step["skill_id"] for step in steps} & {"python", "sql"}
    reached = found["coverage"]
    for step in steps:
        assert step["coverage"] == pytest.approx(reached + step["adds"])
        reached = step["coverage"]
    assert sorted(found["in_guide_order"]) == sorted(step["skill_id"] for step in steps)


def test_plain_lines_say_where_one_stands(published: Path) -> None:
    result = ask(published, "--have", "python", "--population", "ml")
    assert result.exit_code == 0
    assert "knowing Python, over " in result.stdout and "within reach" in result.stdout
    assert result.stdout.count("\n1  ") == 1


def test_an_unknown_skill_gets_a_suggestion(published: Path) -> None:
    result = ask(published, "--have", "pythn")
    assert result.exit_code == 2 and "did you mean Python" in result.stderr


def test_a_thin_population_says_so_instead_of_guessing(tmp_path: Path) -> None:
    write_published(tmp_path / "published", extra=5, postings=24)
    result = ask(tmp_path, "--have", "python", "--population", "ml")
    assert result.exit_code == 0 and result.stdout.startswith("too little data: ") and "wider" in result.stderr
    found = json.loads(ask(tmp_path, "--population", "ml", "--json").stdout)
    assert not found["enough"] and found["coverage"] is None and found["path"] == []
