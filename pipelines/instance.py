"""Dagster's own records of runs: where they are, and what a killed run left behind.

Belongs here: opening the instance and closing runs whose process is gone. Does not belong here: assets and jobs.
"""

import os
import socket
from pathlib import Path

import dagster as dg

PID_TAG = "skilltide/pid"
HOST_TAG = "skilltide/host"
OPEN_STATES = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.CANCELING]


def open_instance(folder: Path) -> dg.DagsterInstance:
    """The instance that `dagster.yaml` in `folder` describes, or one in memory where there is no such file."""
    if (folder / "dagster.yaml").is_file():
        return dg.DagsterInstance.from_config(str(folder))
    return dg.DagsterInstance.ephemeral()


def run_tags() -> dict[str, str]:
    """Marks a run with its process, so that a later start can tell whether it still lives."""
    return {PID_TAG: str(os.getpid()), HOST_TAG: socket.gethostname()}


def close_dead_runs(instance: dg.DagsterInstance, *, untagged: bool = False) -> list[str]:
    """Marks runs of this host as failed whose process is gone; returns their ids.

    A killed in-process run stays STARTED and holds the queue: with one run at a time the schedules would never
    start again. `untagged` closes runs without a process as well: those of an earlier `dagster dev`, which end with it.
    """
    closed = []
    for run in instance.get_runs(dg.RunsFilter(statuses=OPEN_STATES)):
        pid = run.tags.get(PID_TAG)
        here = run.tags.get(HOST_TAG) == socket.gethostname()
        if (pid is None and untagged) or (here and pid is not None and not (pid.isdigit() and _is_alive(int(pid)))):
            instance.report_run_failed(run, "its process ended without a word (killed, or the machine stopped)")
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
            closed.append(run.run_id)
    return closed


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, under another user
    return True


def main() -> None:
    """Before Dagster's pages start: close what a killed predecessor left open."""
    with open_instance(Path.cwd()) as instance:
        for run_id in close_dead_runs(instance, untagged=True):
            print(f"closed run {run_id}, which was killed")


if __name__ == "__main__":
    main()
