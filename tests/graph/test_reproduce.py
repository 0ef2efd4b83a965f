"""A published report is made anew from what was collected, and every number comes out the same or is named."""

import json
import shutil
from datetime import date

import pytest

from pipelines.errors import UsageError
from pipelines.progress import SilentProgress
from pipelines.reproduction import INPUTS, reproduce
from pipelines.run import run_stages
from pipelines.settings import Settings
from warehouse.errors import WarehouseFileError

STAGES = ("collect", "documents", "extract", "openings", "measure", "publish", "report")
WEEK = "2026-W38"


@pytest.mark.xdist_group("whole_run")
@pytest.mark.usefixtures("without_history")
def test_a_report_made_anew_is_equal_and_what_differs_is_named(settings: Settings) -> None:
    earlier = settings.model_copy(update={"as_of": date(2026, 9, 13)})
    run_stages(STAGES, earlier, progress=False)
    run_stages(STAGES, settings, progress=False)
    folder = settings.site / "reports" / WEEK
    inputs = json.loads((folder / INPUTS).read_text("utf-8"))
    assert inputs["as_of"] == "2026-09-27"
    assert inputs["documents"]["collected"] > 300
    assert {"duckdb", "numpy", "spacy"} <= set(inputs["libraries"])
    assert sorted(path.name for path in (settings.published / "snapshots").iterdir()) == ["2026-W37.duckdb"]

    # Responses of the later run are no part of what the earlier report was made from.
    found = reproduce("2026-W37", settings, SilentProgress())
    assert (found.differing, found.reasons) == ((), ())
    assert found.values > 1000 and found.shares > 1000 and found.responses < inputs["responses"]["count"]
    assert found.charts > 3 and found.relations is not None and found.relations > 30
    assert {"how services answered on the day", "when it was published and corrected"} <= found.left_out.keys()

    text = json.loads((folder / "report.json").read_text("utf-8"))
    text["shares"]["tech"]["python"] += 0.001
    text["changes"]["populations"][0]["finding"]["text"] += "!"
    text["quality"]["sources"][0]["status"] = "refused"
    chart = next((folder / "charts").glob("*.csv"))
    chart.write_text(chart.read_text("utf-8") + "1\n", encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(text), encoding="utf-8")
    inputs["extractor_version"] = "0.older"
    (folder / INPUTS).write_text(json.dumps(inputs), encoding="utf-8")
    found = reproduce(WEEK, settings, SilentProgress())
    assert found.differing == ("changes.populations[0].finding.text", "shares.tech.python", f"charts/{chart.name}")
    assert found.reasons[0].startswith("extractor_version was 0.older and is ")
    assert not list(settings.data.glob(".reproduce-*"))

    day = next((settings.raw_folder / "arxiv").iterdir())
    shutil.rmtree(day)
    with pytest.raises(WarehouseFileError, match=f"arxiv/{day.name}: 0 responses, not the "):
        reproduce(WEEK, settings, SilentProgress())
    with pytest.raises(UsageError, match="no report of 2026-W01") as caught:
        reproduce("2026-W01", settings, SilentProgress())
    assert caught.value.remedy == "those that can be made anew are 2026-W37, 2026-W38"
