"""`skilltide explain`: the numbers are those stored, and what is said to change a label follows from its gates."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli.explain import of_all_ads, would_change
from pipelines.cli.main import cli
from tests.simulation.market import LAST_WEEK, World, draw
from warehouse.measure import measure
from warehouse.publish import publish
from warehouse.store import open_published, open_writer

WORLD = World(ads=120, weeks=34, skills=30, employers=120, gradual=5, fallers=4, breakouts=2)
SUNDAY = LAST_WEEK + timedelta(days=6)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    con = open_writer(folder / "warehouse.duckdb")
    draw(WORLD, 2).fill(con)
    con.execute("update skills set name = skill_id, aliases = []")
    measure(con, SUNDAY)
    publish(con, folder / "published", SUNDAY)
    con.close()
    return folder


def _run(data: Path, *arguments: str) -> Result:
    environment = {"SKILLTIDE_DATA": str(data), "SKILLTIDE_AS_OF": SUNDAY.isoformat()}
    before = Path.cwd()
    os.chdir(data)
    try:
        return CliRunner().invoke(cli, ["explain", *arguments], env=environment)
    finally:
        os.chdir(before)


def _labelled(data: Path, label: str) -> str:
    con = open_published(data / "published" / "skilltide.duckdb")
    try:
        found = con.execute(
            "select skill_id from skill_trends where population = 'tech' and label = ? order by q_value", [label]
        ).fetchall()
    finally:
        con.close()
    return str(found[0][0])


def test_every_number_is_the_one_that_was_stored(data: Path) -> None:
    skill = _labelled(data, "rising")
    result = _run(data, skill, "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    con = open_published(data / "published" / "skilltide.duckdb")
    stored = con.execute(
        "select label, q_value, slope_per_quarter from skill_trends where population = 'tech' and skill_id = ?", [skill]
    ).fetchall()[0]
    gates = con.execute(
        "select gate, value, passed from trend_gates where population = 'tech' and skill_id = ?", [skill]
    ).fetchall()
    con.close()
    assert (said["trend"]["label"], said["trend"]["q_value"], said["trend"]["slope_per_quarter"]) == stored
    assert [(gate["gate"], gate["value"], gate["passed"]) for gate in said["gates"]] == gates
    assert len(said["weekly"]) == 26
    assert said["all_ads"]["openings"] == said["all_ads"]["openings_with_text"] == said["weekly"][-1]["openings"]
    assert said["decomposition"]["market"] is not None


def test_a_person_reads_label_reason_gates_and_what_would_change_it(data: Path) -> None:
    result = _run(data, _labelled(data, "uncertain"))
    assert result.exit_code == 0, result.output
    for part in ("uncertain", "q of the trend", "at most 0.100", "failed", "what would change it", "to be "):
        assert part in result.output


def test_an_unknown_population_is_one_line(data: Path) -> None:
    result = _run(data, _labelled(data, "rising"), "--population", "mll")
    assert result.exit_code == 2
    assert "did you mean ml" in result.output


def test_a_failed_gate_is_what_would_have_to_change() -> None:
    gates = [
        {"gate": "q of the trend", "value": 0.2, "threshold": 0.1, "passed": False},
        {"gate": "ratio of the halves", "value": 1.3, "threshold": 1.1, "passed": True},
    ]
    said = would_change({"label": "uncertain", "slope_per_quarter": -0.01}, gates)
    assert said[0] == "to be falling: q of the trend at most 0.100, now 0.200"
    assert len(said) == 2
    assert "15 openings of 8 employers" in would_change(None, [])[0]


def test_the_share_of_all_advertisements_stands_beside_that_of_texts() -> None:
    ads = {"openings": 200, "openings_with_text": 150, "demand": 60, "share_of_text": 0.4, "share_of_all": 0.3}
    sources = [
        {"source": "titles", "openings": 60, "openings_with_text": 10},
        {"source": "threads", "openings": 140, "openings_with_text": 140},
    ]
    said = of_all_ads({**ads, "share_at_most": 0.55}, sources)
    assert "60 of 150 openings with a text ask for it (40.0%). Of all 200 openings" in said
    assert said.endswith("at least 30.0% and at most 55.0% do. Without a text: titles 50 of 60.")
    assert "of all advertisements it is the same" in of_all_ads({**ads, "openings": 150}, sources[1:])
