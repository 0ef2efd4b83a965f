"""Running stages from the command line: the same assets as in Dagster's pages, in this process, one run at a time.

Belongs here: choosing assets, the lock of a data folder, what a run tells its caller. Does not belong here: printing,
exit statuses, the stages.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.errors import AlreadyRunningError
from pipelines.progress import terminal_progress
from pipelines.runtime import Runtime
from pipelines.settings import Settings, ensure_writable

STAGE_ASSETS = {
    "collect": ["responses"],
    "documents": ["documents"],
    "extract": ["mentions"],
    "openings": ["openings"],
    "measure": ["demand", "attention", "trends", "scorecard"],
    "publish": ["snapshot"],
    "report": ["report"],
}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did: `reachable` is False when every source failed, None when none was asked."""

    collected: bool
    reachable: bool | None
    report_path: Path | None
    messages: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    read: int
    new: int
    rejected: int
    messages: list[str] = field(default_factory=list)


class RunLock:
    """Held while this process writes into a data folder; names the holder to whoever comes second."""

    def __init__(self, data: Path) -> None:
        from filelock import FileLock

        self._holder = data / "run.pid"
        self._lock = FileLock(data / "run.lock", timeout=0)

    def __enter__(self) -> "RunLock":
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            pid = self._holder.read_text(encoding="utf-8").strip() if self._holder.is_file() else "unknown"
            raise AlreadyRunningError(
                f"another run (process {pid}) is writing into {self._holder.parent}",
                "wait until it is done, or end that process; what it stored is kept",
            ) from None
        self._holder.write_text(str(os.getpid()), encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.unlink(missing_ok=True)
        self._lock.release()


def run_stages(
    stages: Sequence[str],
    settings: Settings,
    *,
    sources: set[str] | None = None,
    since: date | None = None,
    progress: bool = True,
) -> RunResult:
    """Materialise the assets of these stages, in order.

    Raises `AlreadyRunningError` when another run holds the data folder, and whatever error ended a stage.
    """
    ensure_writable(settings.data)
    with RunLock(settings.data), terminal_progress(progress) as shown:
        runtime = Runtime(settings, sources=sources, since=since, progress=shown)
        _materialize([asset for stage in stages for asset in STAGE_ASSETS[stage]], runtime)
    return RunResult(
        collected="collect" in stages,
        reachable=runtime.reachable,
        report_path=runtime.report,
        messages=[*runtime.notes, *([runtime.banner] if runtime.banner else [])],
        seconds=runtime.seconds,
    )


def import_file(path: Path, source: str | None, settings: Settings) -> ImportResult:
    """Bring in postings one already has; the next `extract`, `measure` and `publish` treat them like collected ones."""
    from extractors.text import html_to_text
    from warehouse.importing import read_import
    from warehouse.load import load_records

    ensure_writable(settings.data)
    with RunLock(settings.data), Runtime(settings).warehouse() as con:
        counts = load_records(con, read_import(path, source, html_to_text), raw_id=None, seen_on=settings.today)
        set_aside = con.execute(
            "select distinct url, reason, detail from quarantine where url like ? || '%' order by all limit 5",
            [str(path)],
        ).fetchall()
    messages = [f"{url}: {reason}" + (f" ({detail})" if detail else "") for url, reason, detail in set_aside]
    return ImportResult(counts.read, counts.new + counts.changed, counts.rejected, messages)


def _materialize(assets: list[str], runtime: Runtime) -> None:
    import dagster as dg

    from pipelines.checks import CHECKS
    from pipelines.definitions import ASSETS
    from pipelines.instance import close_dead_runs, open_instance, run_tags

    with open_instance(Path.cwd()) as instance:
        close_dead_runs(instance)
        try:
            dg.materialize(
                [*ASSETS, *CHECKS],
                selection=dg.AssetSelection.assets(*assets),
                resources={"runtime": runtime},
                instance=instance,
                tags=run_tags(),
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
        except dg.DagsterExecutionInterruptedError as stopped:
            # Dagster takes Ctrl-C and SIGTERM for itself while it runs, and has a name of its own for them.
            raise KeyboardInterrupt from stopped
