"""Ctrl-C in the middle of a run: Dagster takes the signal for itself and must give it back."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipelines.run import run_stages
from pipelines.settings import load_settings


def test_a_run_that_dagster_interrupts_ends_as_ctrl_c_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # It once ended in a traceback of Dagster's.
    def interrupted(*_: Any, **__: Any) -> None:
        raise dg.DagsterExecutionInterruptedError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(dg, "materialize", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_stages(["measure"], load_settings(data=tmp_path / "data"), progress=False)
    assert not (tmp_path / "data" / "run.pid").exists()
