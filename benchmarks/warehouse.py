"""What a large history costs: seconds, memory and bytes of loading, openings, measures and publication; queries in ms.

    python -m benchmarks.warehouse [--postings 200000]      made-up postings with six mentions each, over three years
    python -m benchmarks.warehouse --raw data/raw --as-of 2026-01-25     a folder of kept responses

Each is followed by a second run with nothing new and by one more week of postings. A step runs in a process of its own,
so the memory is its peak. With `--work FOLDER` the data stay, and a step that ended there is not run again. The
commands `rising`, `skill` and `evidence` are then timed for a common, a middling and a rare skill, but for the start of
Python; each opens the published file anew, and the limit is 200 ms. `load` includes making the records (or with --raw
reading the responses).
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from benchmarks.made_postings import fill, postings
from warehouse.load import load_records
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.publish import publish
from warehouse.store import open_published, open_writer

AS_OF = date(2026, 1, 25)
WEEKS = 156
LIMIT_MS = 200
TIMES = 7
SLOPES = """
with weeks as (
    select skill_id, share, (week - max(week) over ()) / 7 as age
    from weekly_demand
    where population = 'tech' and complete and week > (select max(week) from weekly_demand) - interval 26 week
)
select skill_id, regr_slope(share, age) * 13 as slope
from weeks
group by skill_id
order by slope desc nulls last
limit 20
"""
BY_FREQUENCY = "select skill_id from opening_skills group by skill_id order by count(*) desc, skill_id"


@dataclass
class Table:
    """Runs steps, each in a process of its own, and prints a row for each; rows of an earlier start are kept."""

    folder: Path
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._file.is_file():
            self.rows = json.loads(self._file.read_text("utf-8"))
        print(
            f"{'step':32} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'warehouse MB':>13} {'copy MB':>13} {'all MB':>8}"
        )

    @property
    def _file(self) -> Path:
        return self.folder / "steps.json"

    def row(self, name: str, step: Callable[..., str], *values: object) -> None:
        """Run a step, unless it has ended before, and print what it cost."""
        if name not in self.rows:
            self.rows[name] = [*in_process(step, self.folder, *values), *self._sizes()]
            self._file.write_text(json.dumps(self.rows), "utf-8")
        wall, cpu, peak, said, *sizes = self.rows[name]
        shown = f"{sizes[0]:13,.1f} {sizes[1]:13,.1f} {sizes[2]:8,.0f}"
        print(f"{name:32} {wall:8.1f} {cpu:8.1f} {peak:8,.0f} {shown}  {said}", flush=True)

    def _sizes(self) -> list[float]:
        """Megabytes of the warehouse, the published database and everything published."""
        published = self.folder / "published"
        files = [self.folder / "warehouse.duckdb", published / "skilltide.duckdb"]
        everything = sum(path.stat().st_size for path in published.rglob("*") if path.is_file())
        return [*(path.stat().st_size / 1e6 if path.exists() else 0.0 for path in files), everything / 1e6]


def in_process(step: Callable[..., str], *values: object) -> tuple[float, float, float, str]:
    """Run a step in a fresh process: seconds, CPU seconds, peak memory in MB, and what it said."""
    context = get_context("spawn")
    near, far = context.Pipe()
    child = context.Process(target=_measured, args=(far, step, values))
    child.start()
    far.close()
    try:
        found: tuple[float, float, float, str] = near.recv()
    except EOFError:
        raise SystemExit(f"{step.__name__} did not end; see above") from None
    finally:
        child.join()
    return found


def _measured(told: Connection, step: Callable[..., str], values: tuple[object, ...]) -> None:
    sys.modules["__main__"].__file__ = __file__  # else DuckDB takes this for a notebook and draws progress bars
    wall, cpu = time.monotonic(), _cpu()
    said = step(*values)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told.send((time.monotonic() - wall, _cpu() - cpu, peak, said))


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def load_made(folder: Path, count: int, seed: int, first: date, weeks: int) -> str:
    """Made-up postings and their readings."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        return fill(con, count, seed, first, weeks)
    finally:
        con.close()


def stage(folder: Path, name: str, as_of: date) -> str:
    """One of the stages after loading."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        if name == "openings":
            return f"{cluster_openings(con).openings:,} openings"
        if name == "measures":
            return f"{measure(con, as_of).demand_rows:,} weekly shares"
        return f"{publish(con, folder / 'published', as_of).rows:,} rows"
    finally:
        con.close()


def made_up(table: Table, count: int) -> date:
    """The steps over made-up postings; gives the day of the last publication."""
    later = AS_OF + timedelta(weeks=1)

    def rest(label: str, as_of: date) -> None:
        for name in ("openings", "measures", "publish"):
            table.row(f"{label}{name}", stage, name, as_of)

    table.row("load", load_made, count, 0, AS_OF - timedelta(weeks=WEEKS), WEEKS)
    rest("", AS_OF)
    rest("again: ", AS_OF)
    table.row("one more week: load", load_made, count // WEEKS, 1, AS_OF, 1)
    rest("one more week: ", later)
    return later


def recorded_stage(folder: Path, name: str, as_of: date) -> str:
    """One stage of a run over kept responses."""
    from pipelines import stages
    from pipelines.runtime import Runtime
    from pipelines.settings import load_settings

    at = Runtime(load_settings(data=folder, as_of=as_of))
    if name == "load":
        return f"{stages.load_documents(at).new:,} documents"
    if name == "read":
        return f"{stages.read_mentions(at).mentions:,} mentions"
    if name == "openings":
        return f"{stages.cluster(at).openings:,} openings"
    if name == "measures":
        return f"{stages.measure_demand(at).demand_rows:,} weekly shares"
    return f"{stages.publish_snapshot(at).rows:,} rows"


def another_week(folder: Path, as_of: date) -> str:
    """A week of made-up postings."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        found = load_records(con, postings(700, 1, as_of, 1), raw_id=None, seen_on=as_of + timedelta(weeks=1))
        return f"{found.new:,} postings"
    finally:
        con.close()


def recorded(table: Table, raw: Path, as_of: date) -> date:
    """The stages of a run over kept responses, then again, then with one more week of made-up postings."""
    if not (table.folder / "raw").is_symlink():
        (table.folder / "raw").symlink_to(raw.resolve())
    later = as_of + timedelta(weeks=1)
    for label, day in (("", as_of), ("again: ", as_of), ("one more week: ", later)):
        if day == later:
            table.row(f"{label}postings", another_week, as_of)
        for name in ("load", "read", "openings", "measures", "publish"):
            table.row(f"{label}{name}", recorded_stage, name, day)
    return later


def queries(folder: Path, as_of: date) -> bool:
    """Milliseconds of a query and of commands, which open the file anew; whether the medians keep the limit.

    The limit is for what rises and for the page of a skill; sentences are read from the texts beside the file.
    """
    database = folder / "published" / "skilltide.duckdb"
    by_frequency = [skill for (skill,) in answers(database, BY_FREQUENCY)]
    asked: dict[str, Callable[[], object]] = {
        "top rising in 26 weeks (SQL)": lambda: answers(database, SLOPES),
        "skilltide rising": partial(command, folder, as_of, "rising"),
    }
    for title, place in (("common", 0), ("middling", len(by_frequency) // 2), ("rare", -1)):
        for name in ("skill", "evidence"):
            asked[f"skilltide {name}, {title}"] = partial(command, folder, as_of, name, by_frequency[place])
    fine = True
    for title, question in asked.items():
        question()  # imports
        times = [timed(question) for _ in range(TIMES)]
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        is_limited = "evidence" not in title
        fine &= wall < LIMIT_MS or not is_limited
        limit = f" (limit {LIMIT_MS} ms)" if is_limited else ""
        print(f"{title:32} median {wall:6.0f} ms, {cpu:4.0f} ms of CPU{limit}")
    return fine


def answers(database: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in the published file, opened for it."""
    con = open_published(database)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def command(folder: Path, as_of: date, *arguments: str) -> None:
    """Run a command as in a shell, but for the start of Python."""
    from pipelines.cli.main import cli

    environment = {"SKILLTIDE_DATA": str(folder), "SKILLTIDE_AS_OF": as_of.isoformat()}
    ended = CliRunner().invoke(cli, list(arguments), env=environment)
    if ended.exit_code:
        raise SystemExit(f"skilltide {' '.join(arguments)}: {ended.output}")


def timed(question: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds, and milliseconds of CPU, that a question takes."""
    began, cpu = time.monotonic(), _cpu()
    question()
    return (time.monotonic() - began) * 1000, (_cpu() - cpu) * 1000


def main() -> int:
    """Print the table; exit 1 when a query is slower than its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse", description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=200_000, help="made-up postings (default: %(default)s)")
    parser.add_argument("--raw", type=Path, help="a folder of kept responses in place of made-up postings")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="the day taken as today, with --raw")
    parser.add_argument("--work", type=Path, help="keep the data here, and go on with what is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.work or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        table = Table(folder)
        last = recorded(table, chosen.raw, chosen.as_of) if chosen.raw else made_up(table, chosen.postings)
        return 0 if queries(folder, last) else 1


if __name__ == "__main__":
    sys.exit(main())
