"""Shares over a year of openings, for what four weeks hold too few of: plain shares with intervals, rates beside them.

Belongs here: the sums over the year's openings of one population. Does not belong here: reading them, sentences, or
weights of sources and roles: the weekly shares have them, a year's plain share speaks for the openings that were read.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
LEAST_OPENINGS, LEAST_EMPLOYERS = 30, 8
LEAST_EFFECTIVE = 30
# Below this many openings that name a skill, no rate among them is given.
LEAST_FOR_RATE = 15
_FAMILIES = {"tech": ("ml", "software"), "ml": ("ml",)}
_AT_ONCE = 250


@dataclass(frozen=True)
class Year:
    """What was read in a year for one population, and a row a skill."""

    openings: int
    employers: int
    skills: dict[str, Row]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough openings and employers to give a share."""
        return is_enough(self.openings, self.employers)


# What an opening is, not what it requires: a rate of requirement would say nothing.
_NOT_REQUIRED = ("role", "industry")
_OF_ITEM = ("share", "share_low", "share_high", "mentioning", "required_rate", "junior_share")


def item_of(year: Year, skill: str, kind: str) -> Row:
    """The year's numbers of one item of the guide, each None where there are none."""
    row = year.skills.get(skill, {})
    found = {column: row.get(column) for column in _OF_ITEM}
    return {**found, "required_rate": None} if kind in _NOT_REQUIRED else found


def is_enough(openings: int, employers: int) -> bool:
    """Whether a year holds enough of both to give a share."""
    return openings >= LEAST_OPENINGS and employers >= LEAST_EMPLOYERS


def belongs(population: str, role: str, role_family: str) -> bool:
    """Whether an opening for a role is of a population: `tech`, `ml` or a role."""
    families = _FAMILIES.get(population)
    return role == population if families is None else role_family in families


def year_of(population: str, openings: Sequence[Row], skills: Collection[str]) -> Year:
    """The year's shares of `skills` in `tech`, `ml` or a role; a share is None where there is too little to say."""
    found = [row for row in openings if belongs(population, row["role"], row["role_family"])]
    employers = len({row["employer"] for row in found})
    levels = share_rows([(row["employer"], row["skills"]) for row in found], sorted(skills))
    required = Counter(skill for row in found for skill in row["required"])
    junior = Counter(skill for row in found if row["is_junior"] for skill in row["skills"])
    year = Year(len(found), employers, levels)
    for skill, row in levels.items():
        if not year.is_enough or row["n_effective"] < LEAST_EFFECTIVE:
            row.update(share=None, share_low=None, share_high=None)
        has_rate = row["mentioning"] >= LEAST_FOR_RATE
        row["required_rate"] = required[skill] / row["mentioning"] if has_rate else None
        row["junior_share"] = junior[skill] / row["mentioning"] if has_rate else None
    return year


def share_rows(openings: Sequence[tuple[str, Collection[str]]], skills: Sequence[str]) -> dict[str, Row]:
    """Plain share of the openings (employer, skills) that name each skill, with Wilson's interval by employers."""
    import numpy as np
    from scipy.sparse import csr_array

    from warehouse.intervals import standardised_level

    if not openings:
        return {}
    codes = {name: at for at, name in enumerate(sorted({employer for employer, _ in openings}))}
    employer = np.array([codes[name] for name, _ in openings])
    count = len(openings)
    cell, each = np.zeros(count, np.int64), np.full(count, 1 / count)
    rows: dict[str, Row] = {}
    # Some columns at a time: the sums by employer are dense.
    for start in range(0, len(skills), _AT_ONCE):
        names = skills[start : start + _AT_ONCE]
        column = {skill: at for at, skill in enumerate(names)}
        cells = np.array(
            [(at, column[skill]) for at, (_, asked) in enumerate(openings) for skill in asked if skill in column],
            dtype=np.int64,
        ).reshape(-1, 2)
        asks = csr_array((np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=(count, len(names)))
        level = standardised_level(asks, cell, employer, each)
        for at, skill in enumerate(names):
            rows[skill] = {
                "share": float(level.share[at]),
                "share_low": float(level.low[at]),
                "share_high": float(level.high[at]),
                "mentioning": int(level.mentioning[at]),
                "employers": int(level.employers[at]),
                "n_effective": float(level.n_effective[at]),
            }
    return rows
