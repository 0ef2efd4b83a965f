"""What a large history costs: seconds, memory and bytes of loading, openings, measures and publication; queries in ms.

    python -m benchmarks.warehouse [--postings 200000]      made-up postings with six mentions each, over three years
    python -m benchmarks.warehouse --raw data/raw --as-of 2026-01-25     a folder of kept responses

Each is followed by a second run with nothing new and by one more week of postings. Memory is the peak of the process so
far. The two queries are those of analysts on the published file, opened anew each time; their limit is 200 ms. `load`
includes reading the responses (with --raw) or making the records (without).
"""

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from duckdb import DuckDBPyConnection

from extractors.records import DocumentKind, Mention, Posting, Reading
from warehouse.load import load_records, pending_texts, store_readings
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.publish import publish
from warehouse.store import open_published, open_writer

AS_OF = date(2026, 1, 25)
WEEKS = 156
MENTIONS = 6
LIMIT_MS = 200
WORDS = [f"word{n}" for n in range(6000)]
ROLES = [("ml_engineer", "ml"), ("data_scientist", "ml"), ("data_engineer", "ml"), ("backend", "software"),
         ("frontend", "software"), ("devops", "software"), ("qa", "software"), ("designer", "other")]  # fmt: skip
RISING = """
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
PAGE = """
with trend as (from skill_trends where skill_id = $skill order by as_of_week desc limit 20),
-- The few postings of the last weeks first: a common skill has mentions by the million.
fresh as materialized (select posting_id, url, posted_on from postings where posted_on > $since),
newest as (
    select distinct f.posted_on, f.url
    from mentions as m
    inner join fresh as f on f.posting_id = m.document_id
    where m.skill_id = $skill and m.document_kind = 'posting'
    order by f.posted_on desc, f.url
    limit 10
)
select
    (select list(share order by week) from weekly_demand where skill_id = $skill and population = 'tech') as series,
    (select list(label) from trend) as labels,
    (select list(url) from newest) as newest
"""


class Table:
    """Prints a row a step, as soon as it is known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        print(f"{'step':32} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'warehouse MB':>13} {'published MB':>13}")

    def row(self, name: str, step: Callable[[], object]) -> None:
        """Run a step and print what it cost."""
        wall, cpu = time.monotonic(), _cpu()
        said = step()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sizes = [_size(self.folder / name) for name in ("warehouse.duckdb", "published/skilltide.duckdb")]
        print(
            f"{name:32} {time.monotonic() - wall:8.1f} {_cpu() - cpu:8.1f} {peak:8,.0f} {sizes[0]:13,.1f}"
            f" {sizes[1]:13,.1f}  {said or ''}",
            flush=True,
        )


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _size(path: Path) -> float:
    return path.stat().st_size / 1e6 if path.exists() else 0.0


def skills() -> list[str]:
    """The names of the made-up skills."""
    return [f"skill-{n}" for n in range(700)]


def postings(count: int, seed: int, first: date, weeks: int) -> Iterator[Posting]:
    """Made-up postings, one in five a repost of the one before with a word changed."""
    rng = random.Random(seed)
    employers = max(count // 12, 50)
    body: list[str] = []
    employer = ""
    for number in range(count):
        if not body or rng.random() > 0.2:
            body = rng.choices(WORDS, k=60)
            employer = f"Employer {int(employers * rng.random() ** 2)}"
        else:
            body[rng.randrange(60)] = "changed"
        day = first + timedelta(days=rng.randrange(weeks * 7))
        native = f"{seed}-{number}"
        yield Posting("board", "made", native, employer, "Engineer", " ".join(body), f"https://x.test/{native}", day)


def readings(ids: list[str], rng: random.Random) -> Iterator[tuple[str, DocumentKind, Reading]]:
    """A reading of each posting: a role and six skills, few of them common and many rare."""
    names = skills()
    for document_id in ids:
        role, family = ROLES[rng.randrange(len(ROLES))]
        wanted = {names[int(len(names) * rng.random() ** 3)] for _ in range(MENTIONS)}
        found = tuple(Mention(skill, skill, 0, 5, "required", True) for skill in sorted(wanted))
        yield document_id, "posting", Reading(role=role, role_family=family, seniority="mid", mentions=found)  # type: ignore[arg-type]


def fill(con: DuckDBPyConnection, count: int, seed: int, first: date, weeks: int) -> str:
    """Load made-up postings and their readings."""
    stream = postings(count, seed, first, weeks)
    while batch := list(islice(stream, 50_000)):
        load_records(con, batch, raw_id=None, seen_on=AS_OF)
    rng = random.Random(seed)
    for waiting in pending_texts(con, "made", 20_000):
        store_readings(con, list(readings([row[0] for row in waiting], rng)), "made")
    return f"{con.execute('select count(*) from mentions').fetchall()[0][0]:,} mentions"


def made_up(table: Table, count: int) -> date:
    """The steps over made-up postings; gives the day of the last publication."""
    con = open_writer(table.folder / "warehouse.duckdb")
    con.executemany("insert into skills values (?, ?, 'tool', null, [])", [(name, name) for name in skills()])
    first = AS_OF - timedelta(weeks=WEEKS)
    later = AS_OF + timedelta(weeks=1)

    def rest(label: str, as_of: date) -> None:
        table.row(f"{label}openings", lambda: f"{cluster_openings(con).openings:,} openings")
        table.row(f"{label}measures", lambda: f"{measure(con, as_of).demand_rows:,} weekly shares")
        table.row(f"{label}publish", lambda: f"{publish(con, table.folder / 'published', as_of).rows:,} rows")

    table.row("load", lambda: fill(con, count, 0, first, WEEKS))
    rest("", AS_OF)
    rest("again: ", AS_OF)
    table.row("one more week: load", lambda: fill(con, count // WEEKS, 1, AS_OF, 1))
    rest("one more week: ", later)
    con.close()
    return later


def recorded(table: Table, raw: Path, as_of: date) -> date:
    """The stages of a run over kept responses, then again, then with one more week of made-up postings."""
    from pipelines import stages
    from pipelines.runtime import Runtime
    from pipelines.settings import load_settings

    (table.folder / "raw").symlink_to(raw.resolve())
    runtime = Runtime(load_settings(data=table.folder, as_of=as_of))

    def whole(label: str, at: Runtime) -> None:
        table.row(f"{label}load", lambda: f"{stages.load_documents(at).new:,} documents")
        table.row(f"{label}read", lambda: f"{stages.read_mentions(at).mentions:,} mentions")
        table.row(f"{label}openings", lambda: f"{stages.cluster(at).openings:,} openings")
        table.row(f"{label}measures", lambda: f"{stages.measure_demand(at).demand_rows:,} weekly shares")
        table.row(f"{label}publish", lambda: f"{stages.publish_snapshot(at).rows:,} rows")

    whole("", runtime)
    whole("again: ", runtime)
    later = as_of + timedelta(weeks=1)
    with runtime.warehouse() as con:
        load_records(con, postings(700, 1, as_of, 1), raw_id=None, seen_on=later)
    whole("one more week: ", Runtime(load_settings(data=table.folder, as_of=later)))
    return later


def queries(published: Path, as_of: date) -> bool:
    """Milliseconds of the two queries, each with a fresh connection; whether the medians keep the limit."""
    fine = True
    skill = ask(published, "select mode(skill_id) from mentions", {})[1][0][0]
    for name, query, values in (
        ("top rising in 26 weeks", RISING, {}),
        ("skill page", PAGE, {"skill": skill, "since": as_of - timedelta(weeks=2)}),
    ):
        times = sorted(ask(published, query, values)[0] for _ in range(7))
        fine &= statistics.median(times) < LIMIT_MS
        print(f"{name:32} median {statistics.median(times):6.0f} ms, worst {times[-1]:6.0f} ms (limit {LIMIT_MS} ms)")
    return fine


def ask(published: Path, query: str, values: dict[str, object]) -> tuple[float, list[tuple[object, ...]]]:
    """Milliseconds to open the published file and run a query, and its rows."""
    began = time.monotonic()
    con = open_published(published / "skilltide.duckdb")
    try:
        rows = con.execute(query, values).fetchall()
        return (time.monotonic() - began) * 1000, rows
    finally:
        con.close()


def main() -> int:
    """Print the table; exit 1 when a query is slower than its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse", description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=200_000, help="made-up postings (default: %(default)s)")
    parser.add_argument("--raw", type=Path, help="a folder of kept responses in place of made-up postings")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="the day taken as today, with --raw")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = Table(Path(folder))
        last = recorded(table, chosen.raw, chosen.as_of) if chosen.raw else made_up(table, chosen.postings)
        return 0 if queries(Path(folder) / "published", last) else 1


if __name__ == "__main__":
    sys.exit(main())
