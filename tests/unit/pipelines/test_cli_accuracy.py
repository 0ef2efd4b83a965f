"""The command line: precision and recall on labelled texts."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from pipelines.runtime import Runtime
from pipelines.settings import load_settings
from pipelines.stages import measure_accuracy

Run = Callable[..., Result]
ROWS = [
    {"id": "a", "text": "We are hiring. You know Python and Tidewind.", "role": "other", "labels": [
        {"name": "Python", "type": "language", "zone": "required"},
        {"name": "\u202eTidewind\x07", "type": "tool", "zone": "required"},
    ]},
    {"id": "b", "kind": "paper", "text": "Rivers with PyTorch.", "labels": []},
]  # fmt: skip


def write(folder: Path) -> Path:
    file = folder / "mine.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return file


def test_rates_stand_with_their_intervals_by_kind_zone_and_skill(bare: Run, tmp_path: Path) -> None:
    shown = bare("accuracy", str(write(tmp_path)), "--skills")
    assert shown.exit_code == 0, shown.stderr
    lines = {line.split("  ")[0]: line for line in shown.stdout.splitlines() if line}
    assert lines["technology"].split() == ["technology", "0.500", "0.095–0.905", "2", "0.500", "0.095–0.905", "2"]
    assert lines["Python"].split()[1:4] == ["1.000", "0.207–1.000", "1"]
    assert "1  PyTorch (technology)" in shown.stdout
    assert "1  Tidewind (technology)" in shown.stdout and "\u202e" not in shown.stdout


def test_json_holds_every_count(bare: Run, tmp_path: Path) -> None:
    found = json.loads(bare("accuracy", str(write(tmp_path)), "--json").stdout)
    assert found["texts"] == 2
    assert found["groups"]["technology"]["labels"] == 2
    assert found["skills"]["python"]["precision"] == 1.0
    assert found["false"] == [{"group": "technology", "name": "PyTorch", "texts": 1}]


def test_without_a_file_the_set_of_the_settings_speaks_else_the_shipped_one(bare: Run, tmp_path: Path) -> None:
    file = write(tmp_path)
    assert bare("accuracy", SKILLTIDE_LABELLED=str(file)).stdout.startswith(f"2 texts: {file}")
    assert "made-up texts that come with the program" in bare("accuracy", "--show", "0").stdout


def test_a_broken_file_is_one_clear_line(bare: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": 1}')
    refused = bare("accuracy", "x.jsonl")
    assert refused.exit_code == 2
    assert "row 1: no id" in refused.stderr and refused.stderr.count("\n") == 1


def test_the_stage_measures_the_set_of_the_settings_and_nothing_where_there_is_none(
    elsewhere: Path, tmp_path: Path
) -> None:
    assert measure_accuracy(Runtime(load_settings())) is None
    scores = measure_accuracy(Runtime(load_settings(labelled=write(tmp_path))))
    assert scores is not None and scores.groups["technology"].labels == 2
