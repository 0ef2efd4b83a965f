"""Which weeks of weekly demand must be computed anew: those of which anything that enters their level has moved.

Belongs here: fingerprints of a population's week, and the rows that they make stale. Does not belong here: the levels
themselves (demand.py), openings that moved (openings.py).

A level is a function of the openings of four weeks, the cell weights, the verdict on the week, the skills' kinds and
accuracy, for a role the level of its family, and the program. Its fingerprint is a hash of all of these, so a week
that is skipped is equal to one computed anew, bit by bit; a test holds the two against each other.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from warehouse.accuracy import Accuracy
from warehouse.completeness import Completeness
from warehouse.demand import CellWeights
from warehouse.facts import Codes, Facts, Floats, Ints
from warehouse.windows import LEVEL_WEEKS, TREND_WEEKS, week_date, week_index

_PROGRAM = ("accuracy", "completeness", "demand", "facts", "increments", "intervals", "shrinkage", "windows")


@dataclass
class Stored:
    """The fingerprints that are stored, those found now, and which weeks they leave as they are.

    `cells` gathers the weights met on the way in the population `tech`, by the day they are in force from.
    """

    con: DuckDBPyConnection
    ground: bytes
    skill_ids: list[str]
    known: dict[tuple[str, int], str]
    completeness: Completeness
    cells: dict[date, dict[tuple[str, str], float]] = field(default_factory=dict)
    found: dict[tuple[str, int], str] = field(default_factory=dict)
    stale: set[tuple[str, int]] = field(default_factory=set)
    _digests: dict[str, dict[int, bytes]] = field(default_factory=dict)

    def has(self, members: Facts, population: str, week: int, weights: CellWeights, family: str | None) -> bool:
        """Whether the stored level of this week is what would be computed; `family` is the population of a role's."""
        if population not in self._digests:
            self._digests[population] = week_digests(members)
        digests = self._digests[population]
        if population == "tech":
            self.cells[weights.since] = weights.cells
        made = hashlib.blake2b(self.ground, digest_size=16)
        for back in reversed(range(LEVEL_WEEKS)):
            made.update(digests.get(week - back, b"-"))
        verdict = self.completeness.verdict(week, weights.by_source())
        half_year = members.count(week - TREND_WEEKS + 1, week)
        above = self.found[family, week] if family else None
        made.update(repr((sorted(weights.cells.items()), weights.since, verdict, half_year, above)).encode())
        key = (population, week)
        self.found[key] = made.hexdigest()
        if self.known.get(key) == self.found[key]:
            return True
        self.stale.add(key)
        return False

    def shares(self, population: str, week: int) -> Floats:
        """The stored shares of a week, one a skill of the taxonomy; zero where nobody asks for it."""
        rows = dict(
            self.con.execute(
                "select skill_id, share from weekly_demand where population = ? and week = ?",
                [population, week_date(week)],
            ).fetchall()
        )
        return np.array([rows.get(skill, 0.0) for skill in self.skill_ids], dtype=np.float64)

    def forget_stale(self) -> None:
        """Delete the rows of weeks that are computed anew or are no more, and store the fingerprints found."""
        import polars as pl

        gone = self.stale | (self.known.keys() - self.found.keys())
        columns = {"population": pl.String, "week": pl.Date}
        stale = [(population, week_date(week)) for population, week in gone]
        fresh = [(population, week_date(week), self.found[population, week]) for population, week in self.stale]
        self.con.register("stale_weeks", pl.DataFrame(stale, columns, orient="row"))
        self.con.register("fresh_weeks", pl.DataFrame(fresh, {**columns, "fingerprint": pl.String}, orient="row"))
        try:
            for table in ("weekly_demand", "population_weeks", "measured_weeks"):
                self.con.execute(
                    f"delete from {table} using stale_weeks as s"
                    f" where s.population = {table}.population and s.week = {table}.week"
                )
            self.con.execute("insert into measured_weeks by name select * from fresh_weeks")
        finally:
            self.con.unregister("stale_weeks")
            self.con.unregister("fresh_weeks")


def load_stored(con: DuckDBPyConnection, facts: Facts, accuracy: Accuracy, completeness: Completeness) -> Stored:
    """What is stored of earlier measures, to be held against these facts.

    Rows of `weekly_demand` without a fingerprint (of older files) are removed.
    """
    for table in ("weekly_demand", "population_weeks"):
        con.execute(
            f"delete from {table} where not exists (from measured_weeks as m"
            f" where m.population = {table}.population and m.week = {table}.week)"
        )
    rows = con.execute("select population, week, fingerprint from measured_weeks").fetchall()
    known = {(population, week_index(week)): fingerprint for population, week, fingerprint in rows}
    ground = hashlib.blake2b(_program())
    ground.update(repr(list(zip(facts.skill_ids, facts.skill_kinds, facts.guide.tolist(), strict=True))).encode())
    for values in (accuracy.precision, accuracy.recall, accuracy.labelled):
        ground.update(np.asarray(values, dtype=np.float64).tobytes())
    return Stored(con, ground.digest(), facts.skill_ids, known, completeness)


def week_digests(members: Facts) -> dict[int, bytes]:
    """A hash of everything that the openings of each week bring to a level."""
    columns = [_stable(codes)[codes.codes] for codes in (members.source, members.family, members.employer)]
    columns.append((members.length > 0).astype(np.uint64))
    asks = members.asks.tocsr()
    weeks, starts = np.unique(members.week, return_index=True)
    ends = np.append(starts[1:], len(members.week))
    made = {}
    for week, start, end in zip(weeks, starts, ends, strict=True):
        digest = hashlib.blake2b(digest_size=16)
        for column in columns:
            digest.update(np.ascontiguousarray(column[start:end]).tobytes())
        first, last = asks.indptr[start], asks.indptr[end]
        digest.update((asks.indptr[start : end + 1] - first).astype(np.int64).tobytes())
        digest.update(asks.indices[first:last].astype(np.int64).tobytes())
        made[int(week)] = digest.digest()
    return made


def _stable(codes: Codes) -> Ints:
    """A number for each name that does not depend on the other names."""
    hashed = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in codes.names)
    return np.frombuffer(hashed, dtype=np.int64)


@cache
def _program() -> bytes:
    """Changes with the code that makes a level and with the libraries below it."""
    room = Path(__file__).parent
    made = hashlib.blake2b(repr([metadata.version(name) for name in ("numpy", "scipy")]).encode())
    for name in _PROGRAM:
        made.update((room / f"{name}.py").read_bytes())
    return made.digest()
