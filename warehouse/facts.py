"""Openings and their skills as arrays: what the level and the test are computed from.

Belongs here: reading the views once and cutting windows and populations out of the arrays. Does not belong here:
statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from warehouse.statements import statement
from warehouse.windows import week_index

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FAMILIES = ("ml", "software")
SURVIVOR_DAYS = 35
"""What stood on a board for longer than that when the board was first read does not count: advertisements that are
filled quickly have gone by then, so what is left of those weeks is no sample of them. Five weeks, so that the first
report has a level."""


@dataclass(frozen=True)
class Codes:
    """A text column as integers and the names behind them, in alphabetical order."""

    codes: Ints
    names: list[str]

    @staticmethod
    def of(values: Sequence[str] | NDArray[Any]) -> "Codes":
        """Code any sequence of texts."""
        names, codes = np.unique(np.asarray(values, dtype=object).astype(str), return_inverse=True)
        return Codes(codes.astype(np.int64).ravel(), [str(name) for name in names])

    def take(self, rows: Ints) -> "Codes":
        """The same names for a choice of rows."""
        return Codes(self.codes[rows], self.names)


@dataclass(frozen=True)
class Facts:
    """Openings in order of their week, and which of them ask for which skill (`asks`, openings x skills, sparse).

    `length` is the size of the text in bytes, 0 where none is stored.
    """

    week: Ints
    source: Codes
    role: Codes
    family: Codes
    employer: Codes
    length: Ints
    asks: Any
    skill_ids: list[str]
    skill_kinds: list[str]
    guide: Bools

    def __len__(self) -> int:
        return len(self.week)

    @property
    def is_role_skill(self) -> Bools:
        """Skills that are themselves roles: they are compared within sources, never within roles."""
        return np.array([kind == "role" for kind in self.skill_kinds], dtype=bool)

    def take(self, rows: Ints) -> "Facts":
        """A choice of openings."""
        return Facts(
            self.week[rows], self.source.take(rows), self.role.take(rows), self.family.take(rows),
            self.employer.take(rows), self.length[rows], self.asks[rows], self.skill_ids, self.skill_kinds, self.guide,
        )  # fmt: skip

    def count(self, first: int, last: int) -> int:
        """How many openings the weeks first..last hold."""
        low, high = np.searchsorted(self.week, [first, last + 1])
        return int(high - low)

    def weeks(self, first: int, last: int) -> "Facts":
        """Openings of the weeks first..last, both included."""
        low, high = np.searchsorted(self.week, [first, last + 1])
        return self.take(np.arange(low, high))

    def population(self, name: str) -> "Facts":
        """`tech` (ml and software), `ml`, or one role of those families."""
        families = FAMILIES if name == "tech" else ("ml",) if name == "ml" else FAMILIES
        wanted = [i for i, family in enumerate(self.family.names) if family in families]
        chosen = np.isin(self.family.codes, wanted)
        if name not in ("tech", "ml"):
            chosen &= self.role.codes == (self.role.names.index(name) if name in self.role.names else -1)
        return self.take(np.flatnonzero(chosen))

    def skills(self, columns: Ints) -> "Facts":
        """A choice of skills."""
        return Facts(
            self.week, self.source, self.role, self.family, self.employer, self.length, self.asks[:, columns],
            [self.skill_ids[i] for i in columns], [self.skill_kinds[i] for i in columns], self.guide[columns],
        )  # fmt: skip


def load_facts(con: DuckDBPyConnection, last_week: date) -> Facts:
    """Read openings up to the Sunday of `last_week` and the skills of the taxonomy that they ask for.

    Without survivors of the time before their board was read (`SURVIVOR_DAYS`).
    """
    from scipy.sparse import csr_matrix

    skills = con.execute(statement("skill_list")).fetchall()
    openings = con.execute(
        statement("opening_list"), {"last_week": last_week, "survivor_days": SURVIVOR_DAYS}
    ).fetchnumpy()
    pairs = con.execute(statement("opening_pairs"), {"last_week": last_week}).fetchnumpy()
    count = len(openings["week_number"])
    rows = np.asarray(pairs["opening_number"], dtype=np.int64)
    columns = np.asarray(pairs["skill_number"], dtype=np.int64)
    asks = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, len(skills)))
    asks.sum_duplicates()
    asks.data[:] = 1.0
    everything = Facts(
        week=np.asarray(openings["week_number"], dtype=np.int64) + week_index(date(1970, 1, 5)),
        source=Codes.of(openings["source"]),
        role=Codes.of(openings["role"]),
        family=Codes.of(openings["role_family"]),
        employer=Codes.of(openings["employer"]),
        length=np.asarray(openings["length"], dtype=np.int64),
        asks=asks,
        skill_ids=[row[0] for row in skills],
        skill_kinds=[row[1] for row in skills],
        guide=np.array([row[2] for row in skills], dtype=bool),
    )
    survives = np.asarray(openings["is_survivor"], dtype=bool)
    return everything.take(np.flatnonzero(~survives)) if survives.any() else everything
