"""The hiring threads of fifteen years as arrays, for the back-test and for the charts of known history.

Belongs here: making a warehouse from the bundled history, reading it, cutting windows out of it. Does not belong here:
rules and outcomes (backtest.py), drawing (history.py).
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from duckdb import DuckDBPyConnection

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractors.skills.taxonomy import load_taxonomy
from extractors.sources.registry import load_sources
from warehouse.completeness import Completeness, load_completeness
from warehouse.demand import cell_weights
from warehouse.facts import FAMILIES, Facts, Floats, Ints, load_facts
from warehouse.openings import cluster_openings
from warehouse.reference import store_sources, store_taxonomy
from warehouse.starter import load_starter
from warehouse.store import open_writer
from warehouse.windows import TREND_WEEKS, last_closed_week, monday, week_date, week_index

_SOURCES = Path(__file__).resolve().parents[1] / "sources.toml"

_FIRST_SEEN = """
with seen as (
    select
        f.week, f.opening_id, f.source,
        date_diff('day', date '1970-01-05', min(f.week) over (partition by o.cluster_id)) // 7 as first_seen
    from opening_facts as f
    inner join openings as o on o.opening_id = f.opening_id
    where f.week <= $last_week
)
select first_seen
from seen
where source = 'hn_hiring'
order by week, opening_id
"""


@dataclass(frozen=True)
class Threads:
    """Tech openings; `first_seen` is the week in which the first near-copy of an opening was advertised."""

    facts: Facts
    first_seen: Ints
    completeness: Completeness
    names: dict[str, str]

    def take(self, rows: Ints) -> "Threads":
        """A choice of openings."""
        return Threads(self.facts.take(rows), self.first_seen[rows], self.completeness, self.names)

    def withheld(self, week: int) -> str:
        """Why labels are withheld in a week; empty when they are not."""
        verdict = self.completeness.verdict(week, cell_weights(self.facts, week).by_source())
        return verdict.note if verdict.withhold else ""


def load_threads(warehouse: Path | None) -> Threads:
    """Read a warehouse that holds the threads; without one the bundled history is loaded into a temporary one."""
    if warehouse is not None:
        con = duckdb.connect(str(warehouse), read_only=True)
        try:
            return _read(con)
        finally:
            con.close()
    with TemporaryDirectory() as folder:
        con = open_writer(Path(folder) / "threads.duckdb")
        try:
            store_sources(con, load_sources(_SOURCES).infos)
            store_taxonomy(con, load_taxonomy())
            load_starter(con)
            cluster_openings(con)
            return _read(con)
        finally:
            con.close()


def _read(con: DuckDBPyConnection) -> Threads:
    newest = con.execute("select max(posted_on) from opening_facts where source = 'hn_hiring'").fetchall()[0][0]
    last_week = monday(newest)
    facts = load_facts(con, last_week)
    first_seen = con.execute(_FIRST_SEEN, {"last_week": last_week}).fetchnumpy()["first_seen"].astype(np.int64)
    facts = facts.take(np.flatnonzero(np.array(facts.source.names)[facts.source.codes] == "hn_hiring"))
    rows = np.flatnonzero(np.isin(np.array(facts.family.names)[facts.family.codes], FAMILIES))
    names = dict(con.execute("select skill_id, any_value(name) from skills group by skill_id").fetchall())
    return Threads(facts.take(rows), first_seen[rows], load_completeness(con, last_week), names)


def quarter_ends(first_year: int, last_year: int) -> list[int]:
    """The last closed week of each calendar quarter."""
    starts = [date(year, month, 1) for year in range(first_year, last_year + 1) for month in (4, 7, 10)]
    starts += [date(year + 1, 1, 1) for year in range(first_year, last_year + 1)]
    return [week_index(last_closed_week(start - timedelta(days=1))) for start in sorted(starts)]


def month_window(week: int, back: int) -> tuple[int, int]:
    """First and last week of a calendar month, `back` months before that of `week`; a week belongs to its Sunday.

    The first weekday of a month, when a thread opens, always lies in the first of them or in the one after.
    """
    sunday = week_date(week) + timedelta(days=6)
    months = 12 * sunday.year + sunday.month - 1 - back
    first, after = date(months // 12, months % 12 + 1, 1), date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return week_index(monday(first)), week_index(monday(after)) - 1


def shares(facts: Facts, window: tuple[int, int]) -> tuple[Floats, Floats, int]:
    """Plain share and number of mentions of each skill in the weeks of a window, and its openings."""
    inside = facts.weeks(*window)
    mentions = np.asarray(inside.asks.sum(axis=0)).ravel()
    return mentions / max(len(inside), 1), mentions, len(inside)


def asked(facts: Facts, last: int) -> Ints:
    """The skills that anybody asked for in the 26 weeks of a label."""
    window = facts.weeks(last - TREND_WEEKS + 1, last)
    return np.flatnonzero(np.asarray(window.asks.sum(axis=0)).ravel() > 0)
