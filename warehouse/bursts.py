"""Bursts of papers and posts: spells of weeks in which a skill is named about twice as often as usual.

Belongs here: Kleinberg's two-state automaton on weekly counts, the rows of `attention_bursts`. Does not belong here:
shares (attention.py), whether papers run ahead of postings (lead_lag.py). A burst never changes a label.

There is a package for this on the index, last released in 2018; the two states need no more than what follows.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection

from warehouse.facts import Bools, Floats, Ints
from warehouse.looks import MENTIONS
from warehouse.statements import statement
from warehouse.windows import week_date, week_index

SIGNALS = ("paper", "post")
SCALING = 2.0
"""How much more often than usual the upper state names a skill: the usual choice of s (Kleinberg 2003)."""
DIFFICULTY = 1.0
"""Kleinberg's gamma: entering the upper state costs gamma times the logarithm of the number of weeks looked at."""


@dataclass(frozen=True)
class Counts:
    """Documents of each week and feed, and how many of them name which skill, as parallel lists (`named`, sparse)."""

    documents: Ints
    """weeks x feeds"""
    week: Ints
    feed: Ints
    skill: Ints
    named: Ints
    skill_ids: list[str]

    def usual(self) -> Floats:
        """The part of a feed's documents that name each skill over all weeks, feeds x skills."""
        found = np.zeros((self.documents.shape[1], len(self.skill_ids)))
        np.add.at(found, (self.feed, self.skill), self.named)
        return np.asarray(found / np.maximum(self.documents.sum(axis=0), 1)[:, None])

    def mentioning(self) -> Ints:
        """Documents that name each skill, weeks x skills."""
        found = np.zeros((len(self.documents), len(self.skill_ids)), dtype=np.int64)
        np.add.at(found, (self.week, self.skill), self.named)
        return found


def gains(counts: Counts) -> Floats:
    """By how much the upper state explains a week better than the lower one, weeks x skills, in nats.

    The difference of Kleinberg's two costs (2003, section 4): r ln s + (d - r) ln((1 - s p) / (1 - p)), with d
    documents of which r name the skill and p its usual part. Each feed has its own p, so that a feed that joins or
    falls silent is no burst; a skill that a feed names every second time cannot double there, and says nothing.
    """
    usual = counts.usual()
    can_double = SCALING * usual < 1
    with np.errstate(divide="ignore", invalid="ignore"):
        unnamed = np.where(can_double, np.log((1 - SCALING * usual) / (1 - usual)), 0.0)
    named = np.where(can_double, np.log(SCALING), 0.0)
    found = np.asarray(counts.documents @ unnamed, dtype=np.float64)
    extra = named[counts.feed, counts.skill] - unnamed[counts.feed, counts.skill]
    np.add.at(found, (counts.week, counts.skill), counts.named * extra)
    return found


def bursting(gain: Floats) -> Bools:
    """The cheapest sequence of states of each column, True in a burst: Viterbi's algorithm over weeks x series.

    Going up costs `DIFFICULTY` ln(n), going down nothing; before the first week every series is below. n is the number
    of weeks looked at, those of all series together: with that of one series alone, chance brings one series in six a
    burst a year, and hundreds are looked at.
    """
    weeks = len(gain)
    if not gain.size:
        return np.zeros(gain.shape, dtype=bool)
    enter = DIFFICULTY * np.log(gain.size)
    low, high = np.zeros(gain.shape[1]), np.full(gain.shape[1], np.inf)
    left, entered = np.zeros(gain.shape, dtype=bool), np.zeros(gain.shape, dtype=bool)
    for week in range(weeks):
        left[week], entered[week] = high < low, low + enter < high
        low, high = np.minimum(low, high), np.minimum(low + enter, high) - gain[week]
    states = np.zeros(gain.shape, dtype=bool)
    above = high < low
    for week in reversed(range(weeks)):
        states[week] = above
        above = np.where(above, ~entered[week], left[week])
    return states


def runs(states: Bools) -> tuple[Ints, Ints, Ints]:
    """Column, first and last row of every run of True, in order of column and row."""
    edge = np.zeros((1, states.shape[1]), dtype=np.int8)
    steps = np.diff(np.vstack([edge, states.astype(np.int8), edge]), axis=0)
    columns, first = np.nonzero(steps.T == 1)
    _, after = np.nonzero(steps.T == -1)
    return columns, first, after - 1


def burst_columns(counts: Counts, signal: str, first_week: int) -> dict[str, list[object]]:
    """Rows of `attention_bursts` as columns; `weight` is what the burst saves of Kleinberg's cost, without the step up.

    A burst that lasts in the last week with documents has no end.
    """
    gain = gains(counts)
    skills, starts, ends = runs(bursting(gain))
    saved, named, documents = (_sums(values) for values in (gain, counts.mentioning(), counts.documents))
    total = documents.sum(axis=1)
    expected = _sums(counts.documents @ counts.usual())
    sizes = (total[ends + 1] - total[starts]).astype(np.int64)
    usual = (expected[ends + 1, skills] - expected[starts, skills]) / sizes
    lasts = len(gain) - 1
    return {
        "signal": [signal] * len(skills),
        "skill_id": [counts.skill_ids[skill] for skill in skills],
        "began_on": [week_date(first_week + int(start)) for start in starts],
        "ended_on": [None if end == lasts else week_date(first_week + int(end)) for end in ends],
        "documents": sizes.tolist(),
        "mentioning": (named[ends + 1, skills] - named[starts, skills]).astype(np.int64).tolist(),
        "usual_share": usual.tolist(),
        "weight": (saved[ends + 1, skills] - saved[starts, skills]).tolist(),
    }


def _sums(values: Floats | Ints) -> Floats:
    """Running sums over weeks, with a row of noughts in front."""
    return np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])


def load_counts(con: DuckDBPyConnection, signal: str, last: date) -> tuple[Counts, int] | None:
    """Counts of papers or of posts from their first week to the last one that has any, and the number of the first.

    Skills with as many documents as a label needs openings.
    """
    documents = con.execute(statement("burst_documents"), {"kind": signal, "week": last}).fetchall()
    if not documents:
        return None
    first = week_index(min(row[0] for row in documents))
    weeks = week_index(max(row[0] for row in documents)) - first + 1
    feeds = {feed: number for number, feed in enumerate(sorted({row[1] for row in documents}))}
    table = np.zeros((weeks, len(feeds)), dtype=np.int64)
    for week, feed, count in documents:
        table[week_index(week) - first, feeds[feed]] = count
    named = con.execute(statement("burst_mentions"), {"kind": signal, "week": last, "least": MENTIONS}).fetchall()
    skill_ids = sorted({row[2] for row in named})
    place = {skill: number for number, skill in enumerate(skill_ids)}
    rows = [(week_index(row[0]) - first, feeds[row[1]], place[row[2]], row[3]) for row in named]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Counts(table, columns[0], columns[1], columns[2], columns[3], skill_ids), first


def attention_bursts(con: DuckDBPyConnection, last: date) -> list[dict[str, list[object]]]:
    """Columns of `attention_bursts` as of the closed week `last`, one block a signal."""
    blocks = []
    for signal in SIGNALS:
        if loaded := load_counts(con, signal, last):
            counts, first_week = loaded
            blocks.append(burst_columns(counts, signal, first_week))
    return blocks
