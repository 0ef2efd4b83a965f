"""SIGKILL at random moments of a whole run: is what was published still whole, and does the next run complete?

    python -m benchmarks.kills [--kills 50] [--seed 0] [--history]

A made-up web on loopback (that of tests/graph) is collected, read, measured and published a week before the day of the
runs. From that folder an undisturbed run gives the rows to compare with. Then each round starts the same run from the
same folder, kills its whole process group after a random time, looks at the published copy, and runs again. The bundled
history is left out unless `--history` asks for it: it makes every run a minute longer.

The limit it is held to: no round may leave a published copy that does not open, answers with other rows than those of
before or after the run, or does not pass its manifest; no second run may fail or end with other rows.
"""

import argparse
import hashlib
import importlib.util
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType

import duckdb

from warehouse.store import open_published

ROOT = Path(__file__).parents[1]
STAGES = ("collect", "documents", "extract", "openings", "measure", "publish", "report")
# Loaded once by the server that every run is forked from: a third of a run's time otherwise goes into imports.
PRELOADED = ["dagster", "spacy", "altair", "scipy.sparse", "polars", "duckdb", "pipelines.run", "pipelines.definitions",
             "reports.build", "extractors.collect", "extractors.reading"]  # fmt: skip
# What tells of runs rather than of data: when they were, what they asked.
OF_RUNS = {"source_health": None, "reports": ("published_at",), "quarantine": ("seen_at",),
           "weekly_demand_published": ("published_at", "replaced_at")}  # fmt: skip


@dataclass(frozen=True)
class Kill:
    """One kill: how far the run had come (by the files it had touched), and what was found after it."""

    after_s: float
    stage: str
    published: str
    faults: list[str]


def beside(name: str) -> ModuleType:
    """A module of tests/graph, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "graph" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def relation_hashes(path: Path) -> dict[str, str]:
    """A hash of the rows of every published relation, whatever their order; raises when the file does not answer."""
    con = open_published(path)
    try:
        found = {}
        for (name,) in con.execute("select table_name from duckdb_tables() where not internal").fetchall():
            left_out = OF_RUNS.get(name, ())
            if left_out is None:
                continue
            exclude = f"exclude ({', '.join(left_out)})" if left_out else ""
            rows = con.execute(f"select (columns(* {exclude}))::varchar from {name}").fetchall()
            digest = hashlib.sha256()
            for row in sorted(map(str, rows)):
                digest.update(row.encode())
            found[name] = f"{len(rows)} rows {digest.hexdigest()[:12]}"
        return found
    finally:
        con.close()


class Runs:
    """Runs of the program in folders of their own, against one stand-in."""

    def __init__(self, work: Path, url: str, as_of: date, sources: str, *, history: bool) -> None:
        self.work, self.as_of, self.url, self.history = work, as_of, url, history
        (work / "sources.toml").write_text(sources, encoding="utf-8")
        self.server = multiprocessing.get_context("forkserver")
        self.server.set_forkserver_preload(PRELOADED)

    def start(self, data: Path, as_of: date | None = None) -> ForkServerProcess:
        """A run in a process group of its own."""
        day = as_of or self.as_of
        process = self.server.Process(target=child, args=(self.work, data, self.url, day, self.history))
        process.start()
        return process

    def whole(self, data: Path, as_of: date | None = None) -> tuple[float, str]:
        """A run to its end: seconds, and what it said when it failed."""
        began = time.monotonic()
        run = self.start(data, as_of)
        run.join()
        said = self.work / "said"
        return time.monotonic() - began, "" if run.exitcode == 0 else said.read_text("utf-8")


def child(work: Path, data: Path, url: str, as_of: date, history: bool) -> None:
    """What a run is: the stages of `skilltide report`, in a fresh process."""
    os.setsid()
    os.chdir(work)
    from pipelines.run import run_stages
    from pipelines.settings import load_settings
    from warehouse import starter

    if not history:
        starter.load_starter = lambda con, folder=None: starter.StarterCounts(0, 0, None)
    chosen = load_settings(
        data=data, replay_url=url, as_of=as_of, lookback_weeks=36, sources_file=work / "sources.toml", processes=1
    )
    try:
        run_stages(STAGES, chosen, progress=False)
    except Exception as error:
        (work / "said").write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise


def look(published: Path, before: dict[str, str], after: dict[str, str]) -> tuple[str, list[str]]:
    """Which state the published folder is in after a kill, and what is wrong with it."""
    try:
        found = relation_hashes(published / "skilltide.duckdb")
    except Exception as error:  # whatever it is, it is the finding
        return "broken", [f"the published copy does not answer: {error}"]
    for name, state in (("before", before), ("after", after)):
        if found == state:
            return name, []
    return "other", [f"the published copy is of neither run: {differing(found, before)} / {differing(found, after)}"]


def differing(one: dict[str, str], other: dict[str, str]) -> str:
    """The relations whose rows are not the same."""
    return ", ".join(f"{k} {one.get(k)} not {other.get(k)}" for k in sorted(one | other) if one.get(k) != other.get(k))


def how_far(data: Path, began: float) -> str:
    """The last stage that had left something in the folder."""

    def touched(pattern: str) -> bool:
        return any(path.stat().st_mtime > began for path in data.glob(pattern))

    if touched("published/site/**/*"):
        return "report"
    if any(data.glob("published/.skilltide-building*")) or any(data.glob("published/**/.*.tmp")):
        return "publish"
    if touched("published/*"):
        return "publish, swapped"
    if touched("warehouse.duckdb*"):
        return "load to measure"
    return "collect" if touched("raw/**/*") else "start"


def killed(runs: Runs, data: Path, states: tuple[dict[str, str], dict[str, str]], after_s: float) -> Kill:
    """Start a run on a folder, kill it, look."""
    began = time.time()
    run = runs.start(data)
    run.join(after_s)
    if run.is_alive() and run.pid:
        try:
            os.killpg(run.pid, signal.SIGKILL)
        except ProcessLookupError:
            run.kill()  # it has no group of its own yet
        run.join()
    stage = "done" if run.exitcode == 0 else how_far(data, began)
    return Kill(after_s, stage, *look(data / "published", *states))


def completed(runs: Runs, data: Path, after: dict[str, str]) -> list[str]:
    """What is wrong with a run that nobody kills, on a folder where others were killed."""
    if said := runs.whole(data)[1]:
        return [f"the next run failed: {said}"]
    found = relation_hashes(data / "published" / "skilltide.duckdb")
    rows = [] if found == after else [f"the next run ended with other rows: {differing(found, after)}"]
    return rows + wrong_files(data / "published")


def wrong_files(published: Path) -> list[str]:
    """Files that are not as the manifest has them, and what a killed run has left lying about."""
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    wrong = [name for name, digest in manifest["files"].items() if _sha256(published / name) != digest]
    left = [str(path.relative_to(published)) for path in published.rglob(".*")]
    return [f"not as in the manifest: {wrong}"] * bool(wrong) + [f"left over: {left}"] * bool(left)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def main() -> int:
    """Prints a table of kills by the stage they hit, and every fault; exit 1 when there is one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=main.__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--in-a-row", type=int, default=3, help="kills before a run is let end (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--history", action="store_true", help="with the bundled history loaded")
    chosen = parser.parse_args()
    rng = random.Random(chosen.seed)
    day: date = beside("conftest").AS_OF
    with tempfile.TemporaryDirectory() as folder, beside("standin").StandIn(day) as web:
        work = Path(folder)
        runs = Runs(work, web.url, day, beside("conftest").SOURCES, history=chosen.history)
        base, undisturbed = work / "base", work / "undisturbed"
        first_s, said = runs.whole(base, day - timedelta(weeks=1))
        assert not said, said
        shutil.copytree(base, undisturbed)
        second_s, said = runs.whole(undisturbed)
        assert not said, said
        states = (relation_hashes(base / "published/skilltide.duckdb"),
                  relation_hashes(undisturbed / "published/skilltide.duckdb"))  # fmt: skip
        print(f"first run {first_s:.1f} s, the run to be killed {second_s:.1f} s; {len(states[1])} relations compared,"
              f" {sum(states[0][k] != states[1][k] for k in states[0])} of them changed by it", flush=True)  # fmt: skip
        kills: list[Kill] = []
        completions = bad = 0
        while len(kills) < chosen.kills:
            data = work / "round"
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(base, data)
            for _ in range(min(chosen.in_a_row, chosen.kills - len(kills))):
                kill = killed(runs, data, states, rng.uniform(0, second_s))
                kills.append(kill)
                said = f"published: {kill.published} {'; '.join(kill.faults)}"
                print(f"{len(kills):3} killed after {kill.after_s:5.1f} s in {kill.stage:17} {said}", flush=True)
            faults = completed(runs, data, states[1])
            completions, bad = completions + 1, bad + bool(faults)
            print(f"    next run: {'; '.join(faults) or 'complete, rows equal'}", flush=True)
    print(f"\n{'stage hit':18} {'kills':>5} {'before':>7} {'after':>6} {'faults':>7}")
    for stage, count in Counter(kill.stage for kill in kills).most_common():
        hit = [kill for kill in kills if kill.stage == stage]
        states_after = Counter(kill.published for kill in hit)
        faulty = sum(bool(kill.faults) for kill in hit)
        print(f"{stage:18} {count:5} {states_after['before']:7} {states_after['after']:6} {faulty:7}")
    bad += sum(bool(kill.faults) for kill in kills)
    print(f"{len(kills)} kills, {completions} runs after them, {bad} faults (limit 0); duckdb {duckdb.__version__}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
