"""The asset graph: its shape, and what runs over a small made-up web leave behind."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import AlreadyRunningError
from pipelines.run import RunLock, run_stages
from pipelines.settings import Settings

STAGES = ("collect", "documents", "extract", "openings", "measure", "publish", "report")
GRAPH = {
    "responses": set(),
    "documents": {"responses"},
    "mentions": {"documents"},
    "openings": {"mentions"},
    "demand": {"openings"},
    "attention": {"openings"},
    "trends": {"openings"},
    "scorecard": {"openings"},
    "snapshot": {"demand", "attention", "trends", "scorecard"},
    "report": {"snapshot"},
    "hiring_threads": set(),
    "paper_weeks": set(),
}
COUNTED = ("postings", "articles", "mentions", "openings", "weekly_demand", "skill_trends", "guide_scorecard")


def published_counts(settings: Settings) -> dict[str, int]:
    """Rows of the published relations."""
    con = duckdb.connect(str(settings.published_file), read_only=True)
    try:
        return {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in COUNTED}
    finally:
        con.close()


def ask(settings: Settings, query: str) -> list[tuple[object, ...]]:
    """Rows of a query on the published copy."""
    con = duckdb.connect(str(settings.published_file), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_the_asset_graph_is_the_documented_one() -> None:
    from pipelines.definitions import defs

    graph = defs.resolve_asset_graph()
    shape = {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    assert shape == GRAPH


def test_schedules_run_on_monday_morning_and_daily() -> None:
    from pipelines.definitions import defs

    crons = {schedule.name: schedule.cron_schedule for schedule in defs.schedules or []}
    assert crons == {"monday_report": "0 6 * * 1", "daily_collection_schedule": "0 4 * * 2-7"}


@pytest.mark.xdist_group("whole_run")
def test_a_run_publishes_and_a_second_one_adds_nothing(settings: Settings, standin: object) -> None:
    result = run_stages(STAGES, settings, progress=False)
    assert result.reachable and result.report_path and result.report_path.is_file()
    first = published_counts(settings)
    assert first["postings"] > 300 and first["articles"] > 100 and first["guide_scorecard"] == 111
    labels = dict(ask(settings, "select skill_id, label from skill_trends where population = 'tech'"))
    assert labels["rust"] == "rising"
    assert labels["perl"] == "falling", ask(settings, "from skill_trends where skill_id = 'perl'")
    assert not ask(settings, "select 1 from postings where url like '%@%' or employer like '%@%'")
    title_alone = (
        "select p.role, p.seniority from postings as p join openings as o using (opening_id) where not text_read"
    )
    assert ask(settings, title_alone) == [("data_scientist", "lead")]
    hidden = (
        "select openings - openings_with_text from weekly_all_ads where population = 'ml' order by week desc limit 1"
    )
    assert ask(settings, hidden) == [(1,)]

    before = len(standin.requests)  # type: ignore[attr-defined]
    run_stages(STAGES, settings, progress=False)
    assert published_counts(settings) == first
    assert len(standin.requests) - before < 20  # type: ignore[attr-defined]


@pytest.mark.xdist_group("whole_run")
@pytest.mark.usefixtures("without_history")
def test_everything_after_collection_can_be_rebuilt_from_raw(settings: Settings) -> None:
    run_stages(STAGES, settings, progress=False)
    first = published_counts(settings)
    settings.warehouse_file.unlink()
    shutil.rmtree(settings.published)
    run_stages(STAGES[1:], settings, progress=False)
    assert published_counts(settings) == first


@pytest.mark.xdist_group("whole_run")
@pytest.mark.usefixtures("without_history")
def test_a_killed_run_loses_nothing_and_the_next_one_completes(settings: Settings) -> None:
    run_stages(STAGES, settings, progress=False)
    whole = published_counts(settings)
    shutil.rmtree(settings.data)
    script = textwrap.dedent("""
        import sys
        from pipelines.run import run_stages
        from pipelines.settings import load_settings
        from warehouse import starter
        starter.load_starter = lambda con: starter.StarterCounts(0, 0, None)
        run_stages(sys.argv[1:], load_settings(), progress=False)
    """)
    environment = {
        **os.environ,
        "SKILLTIDE_DATA": str(settings.data),
        "SKILLTIDE_REPLAY_URL": str(settings.replay_url),
        "SKILLTIDE_AS_OF": str(settings.as_of),
        "SKILLTIDE_LOOKBACK_WEEKS": str(settings.lookback_weeks),
        "SKILLTIDE_SOURCES_FILE": str(settings.sources_file),
        "SKILLTIDE_PROCESSES": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    killed = subprocess.Popen([sys.executable, "-c", script, *STAGES], env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    # The moment the warehouse appears is the worst one: a file without a header once stopped every later run.
    while not any(settings.data.glob("warehouse.duckdb*")) and killed.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    run_stages(STAGES, settings, progress=False)
    assert published_counts(settings) == whole


def test_a_second_run_on_the_same_folder_says_who_holds_it(settings: Settings) -> None:
    settings.data.mkdir()
    with RunLock(settings.data), pytest.raises(AlreadyRunningError, match=str(os.getpid())):
        run_stages(("measure",), settings, progress=False)


@pytest.mark.xdist_group("whole_run")
def test_without_any_source_the_report_says_so_and_shows_the_starter_history(settings: Settings) -> None:
    offline = settings.model_copy(update={"replay_url": "http://127.0.0.1:9"})
    result = run_stages(STAGES, offline, progress=False)
    assert result.reachable is False
    assert result.report_path is not None
    page = result.report_path.read_text(encoding="utf-8")
    assert "No source could be reached" in page
    assert ask(offline, "select count(*) from postings where source = 'hn_hiring'")[0][0] > 50_000  # type: ignore[operator]


def test_a_run_whose_process_was_killed_is_closed_so_that_the_queue_moves_on(tmp_path: Path) -> None:
    import dagster as dg

    from pipelines.instance import HOST_TAG, PID_TAG, close_dead_runs, run_tags

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        job = dg.GraphDefinition(name="nothing", node_defs=[]).to_job()
        mine = instance.create_run_for_job(job, tags=run_tags(), status=dg.DagsterRunStatus.STARTED)
        dead = instance.create_run_for_job(
            job, tags={**run_tags(), PID_TAG: str(ended.pid)}, status=dg.DagsterRunStatus.STARTED
        )
        elsewhere = instance.create_run_for_job(
            job, tags={HOST_TAG: "another", PID_TAG: "1"}, status=dg.DagsterRunStatus.STARTED
        )
        assert close_dead_runs(instance) == [dead.run_id]
        states = {run.run_id: run.status for run in instance.get_runs()}
        assert states[dead.run_id] == dg.DagsterRunStatus.FAILURE
        assert states[mine.run_id] == states[elsewhere.run_id] == dg.DagsterRunStatus.STARTED
