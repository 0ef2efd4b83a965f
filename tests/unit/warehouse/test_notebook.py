"""docs/notebook.py runs from top to bottom on a published file, and its charts are drawn from what it holds."""

import importlib.util
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("analysts")
NOTEBOOK = Path(__file__).parents[3] / "docs" / "notebook.py"


def test_the_notebook_runs_on_a_published_file(analyst_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("marimo")
    monkeypatch.setenv("SKILLTIDE_DATA", str(analyst_file.parents[1]))
    spec = importlib.util.spec_from_file_location("notebook", NOTEBOOK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = dict(os.environ)
    outputs, defined = module.app.run()
    assert dict(os.environ) == before
    assert len(outputs) == 7
    assert defined["verdict"]["label"].to_list() == ["rising"]
    for chart in ("demand_chart", "pair_chart", "feature_chart"):
        data = defined[chart].to_dict()["datasets"]
        assert all(rows for rows in data.values()), chart
    assert "share_low" in str(defined["demand_chart"].to_dict()["layer"][0])
    assert set(defined["pay"]["currency"]) <= {"USD", "EUR", "GBP"} and defined["pay"].height > 0
