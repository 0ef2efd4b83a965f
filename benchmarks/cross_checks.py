"""Alarms and bursts where the truth is known, against what is simpler. Prints the tables that docs/method.md quotes.

python benchmarks/cross_checks.py [--replications 4] [--processes 2]

The first table is of markets without any change: weeks to a false alarm. The second doubles skills twenty-six weeks
before the end, the third holds alarms against labels. One more is of papers or posts: bursts of what never changes, and
of what doubles for eight weeks.
"logit" is the same CUSUM on the difference of logits in its standard error, "plain" that on the share of all openings
in one pot with binomial errors; for bursts, "plain" is Kleinberg's step up at the price of one series.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reports.cross_checks import verdict
from reports.data import Row
from tests.simulation.market import CLEAN, LAST_WEEK, ROUGH, Market, World, draw
from warehouse import cusum
from warehouse.bursts import Counts, bursting, gains, runs
from warehouse.cusum import alarms, watched_scores
from warehouse.facts import Facts, Floats
from warehouse.labels import decide
from warehouse.trends import looks_of
from warehouse.windows import week_index

LAST = week_index(LAST_WEEK)
WEEKS, CHANGE = 182, 26
STILL = replace(CLEAN, weeks=WEEKS, gradual=0, breakouts=0, fallers=0)
WORLDS: dict[str, World] = {
    "100 ads a week": replace(STILL, ads=100),
    "250 ads a week": STILL,
    "600 ads a week": replace(STILL, ads=600),
    "250, rough": replace(ROUGH, weeks=WEEKS, gradual=0, breakouts=0, fallers=0),
    "350 a month, one source": replace(STILL, monthly=True, sources=1, ads=80),
}
BANDS = ((0.02, 0.05), (0.05, 0.10), (0.10, 0.25))
SERIES, SPELL = 300, 8


def plain_scores(members: Facts, last: int) -> tuple[int, Floats]:
    """The peer: each week's plain share against that of the year before the quarter, in binomial errors."""
    first, ours = watched_scores(members, last)
    found = np.full(ours.shape, np.nan)
    for row in range(len(ours)):
        quarter = first + row // 13 * 13
        year, week = members.weeks(quarter - 52, quarter - 1), members.weeks(first + row, first + row)
        share = np.asarray(year.asks.sum(axis=0)).ravel() / max(len(year), 1)
        error = np.sqrt(share * (1 - share) * len(week))
        named = np.asarray(week.asks.sum(axis=0)).ravel()
        known = ~np.isnan(ours[row]) & (error > 0)
        found[row, known] = (named - len(week) * share)[known] / error[known]
    return first, found


def logit_scores(members: Facts, last: int) -> tuple[int, Floats]:
    """The same comparison as ours, as the difference of empirical logits in its standard error."""

    def score(share: Floats, expected: Floats, variance: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            size = expected * (1 - expected) / variance
            change = _logit(np.clip(share, 0, 1), 0.5 / size) - _logit(expected, 0.5 / size)
            return np.where(variance > 0, change * np.sqrt(size * expected * (1 - expected)), np.nan)

    with patch.object(cusum, "_normal_score", score):
        return watched_scores(members, last)


def _logit(share: Floats, extra: Floats) -> Floats:
    return np.asarray(np.log((share + extra) / (1 - share + extra)))


RULES: dict[str, Callable[[Facts, int], tuple[int, Floats]]] = {
    "alarms": watched_scores,
    "logit": logit_scores,
    "plain": plain_scores,
}


@dataclass
class Tally:
    """What one rule did in one world."""

    weeks: int = 0
    up: int = 0
    down: int = 0
    thin: list[bool] = field(default_factory=list)
    ever: list[float] = field(default_factory=list)
    delays: dict[tuple[float, float], list[float]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """The same rule in another market."""
        self.weeks, self.up, self.down = self.weeks + other.weeks, self.up + other.up, self.down + other.down
        self.thin += other.thin
        self.ever += other.ever
        for band, delays in other.delays.items():
            self.delays.setdefault(band, []).extend(delays)


def judge(world: World, seed: int) -> dict[str, Tally]:
    """All rules in one market: as it is, and with the first skills of each band doubled."""
    market = draw(world, seed)
    doubled, where = with_doubled(market, seed)
    found = {}
    for name, rule in RULES.items():
        tally = Tally()
        members = market.facts().population("tech")
        first, scores = rule(members, LAST)
        sizes = np.array([members.count(week, week) for week in range(first, LAST + 1)])
        known = ~np.isnan(scores)
        tally.weeks = int(known.sum())
        heard = list(alarms(scores))
        tally.up = sum(one.direction == "up" for one in heard)
        tally.down = len(heard) - tally.up
        tally.thin = [bool(sizes[one.week] < np.median(sizes[sizes > 0])) for one in heard]
        newest = {(one.column, one.direction) for one in heard if one.week >= len(scores) - CHANGE}
        watched = known[-CHANGE:].any(axis=0).sum()
        tally.ever = [len(newest) / max(2 * watched, 1)]
        first, scores = rule(doubled.facts().population("tech"), LAST)
        began = LAST - CHANGE + 1 - first
        for band, skills in where.items():
            told = {k: np.inf for k in skills if not np.isnan(scores[began:, k]).all()}
            for one in alarms(scores):
                if one.column in told and one.direction == "up" and one.week >= began:
                    told[one.column] = min(told[one.column], one.week - began + 1)
            tally.delays[band] = list(told.values())
        found[name] = tally
    return found


def with_doubled(market: Market, seed: int) -> tuple[Market, dict[tuple[float, float], list[int]]]:
    """Ten skills of each band asked for twice as often in the last 26 weeks, by openings drawn at random."""
    rng = np.random.default_rng(1000 + seed)
    asks, share = market.asks.copy(), market.asks.mean(axis=0)
    late = market.week >= market.world.weeks - CHANGE
    chosen = {band: [int(k) for k in np.flatnonzero((share > band[0]) & (share <= band[1]))[:10]] for band in BANDS}
    for skill in (skill for skills in chosen.values() for skill in skills):
        others = np.flatnonzero(late & ~asks[:, skill])
        asks[others[rng.random(len(others)) < share[skill] / (1 - share[skill])], skill] = True
    return replace(market, asks=asks), chosen


def alarm_tables(results: dict[str, dict[str, Tally]]) -> Iterator[str]:
    """Markdown: without a change, then with doubled skills."""
    yield (
        "| world | rule | weeks to a false alarm: up | down | skills with one in 26 weeks, a side "
        "| in the thinner half of weeks |"
    )
    yield "|--|--|--|--|--|--|"
    for world, rules in results.items():
        for name, one in rules.items():
            yield (
                f"| {world} | {name} | {one.weeks / max(one.up, 1):,.0f} | {one.weeks / max(one.down, 1):,.0f} "
                f"| {np.mean(one.ever):.3f} | {np.mean(one.thin):.2f} |"
            )
    yield ""
    bands = " | ".join(f"{low:.0%} to {high:.0%}" for low, high in BANDS)
    yield f"| world | rule | {bands} |"
    yield "|--|--|" + "--|" * len(BANDS)
    for world, rules in results.items():
        for name, one in rules.items():
            cells = []
            for band in BANDS:
                delays = np.array(one.delays[band])
                weeks = f"{np.median(delays):.0f}" if np.isfinite(np.median(delays)) else "–"
                cells.append(f"{np.isfinite(delays).mean():.2f}, {weeks}")
            yield f"| {world} | {name} | {' | '.join(cells)} |"


def agreement(seed: int) -> Counter[tuple[str, str]]:
    """What alarms say of labels in a rough market of two years with risers, breakouts and fallers: (label, verdict)."""
    market = draw(replace(ROUGH, weeks=104), seed)
    members = market.facts().population("tech")
    labels = decide(looks_of(members, LAST)).label
    _, scores = watched_scores(members, LAST)
    heard: dict[int, list[Row]] = {}
    for one in alarms(scores):
        if one.week >= len(scores) - CHANGE:
            heard.setdefault(one.column, []).append({"week": one.week, "direction": one.direction})
    kinds = {"gradual": ("rising", "breakout"), "breakout": ("rising", "breakout"), "falling": ("falling",)}
    found: Counter[tuple[str, str]] = Counter()
    for skill, label in enumerate(labels):
        planted = market.planted.get(skill)
        if label in ("rising", "breakout", "falling"):
            group = "labels that are true" if label in kinds.get(planted or "", ()) else "labels that are false"
        else:
            group = "planted, without a label" if planted else "nothing planted, no label"
        found[group, verdict(label, heard.get(skill, []))] += 1
    return found


def agreement_table(found: Counter[tuple[str, str]]) -> Iterator[str]:
    """Markdown, one line a group of skills."""
    told = ("agrees", "silent", "disagrees", "goes further")
    yield f"| skills | number | {' | '.join(told)} |"
    yield "|--|--|--|--|--|--|"
    for group in sorted({group for group, _ in found}):
        number = sum(count for (name, _), count in found.items() if name == group)
        yield f"| {group} | {number} | {' | '.join(f'{found[group, said] / number:.2f}' for said in told)} |"


def burst_table() -> Iterator[str]:
    """Markdown: three years of 300 series at each share and number of documents."""
    rng = np.random.default_rng(1)
    weeks = 156
    yield (
        "| documents a week | share | false bursts a series and year: plain | ours "
        "| doubled for 8 weeks, found: plain | ours |"
    )
    yield "|--|--|--|--|--|--|"
    for size in (30, 300, 1500):
        for share in (0.01, 0.03, 0.10):
            rates = np.full((weeks, SERIES), share)
            still = _gains(rng.binomial(size, rates), size)
            # Every tenth: a burst of all at once would not leave the others as they are.
            rates[100 : 100 + SPELL, ::10] *= 2
            moved = _gains(rng.binomial(size, rates), size)
            false = [len(runs(states)[0]) / SERIES / (weeks / 52) for states in _both(still)]
            found = [states[100 : 100 + SPELL, ::10].any(axis=0).mean() for states in _both(moved)]
            cells = [f"{false[0]:.3f}", f"{false[1]:.4f}", f"{found[0]:.2f}", f"{found[1]:.2f}"]
            yield f"| {size} | {share:.0%} | {' | '.join(cells)} |"


def _gains(named: np.ndarray, size: int) -> Floats:
    week, skill = np.nonzero(named)
    ids = [str(number) for number in range(named.shape[1])]
    documents = np.full((len(named), 1), size)
    return gains(Counts(documents, week, np.zeros(len(week), dtype=np.int64), skill, named[week, skill], ids))


def _both(gain: Floats) -> list[np.ndarray]:
    """States with the step up at the price of one series, and as published."""
    return [np.hstack([bursting(gain[:, [k]]) for k in range(gain.shape[1])]), bursting(gain)]


def main() -> None:
    """Run all worlds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    print("\n".join(burst_table()), end="\n\n", flush=True)
    with ProcessPoolExecutor(arguments.processes) as pool:
        jobs = {name: [pool.submit(judge, world, seed) for seed in range(arguments.replications)]
                for name, world in WORLDS.items()}  # fmt: skip
        compared = [pool.submit(agreement, seed) for seed in range(2 * arguments.replications)]
        results: dict[str, dict[str, Tally]] = {}
        for name, running in jobs.items():
            results[name] = {rule: Tally() for rule in RULES}
            for job in running:
                for rule, tally in job.result().items():
                    results[name][rule].add(tally)
        counted = sum((job.result() for job in compared), Counter[tuple[str, str]]())
    print("\n".join(alarm_tables(results)), end="\n\n")
    print("\n".join(agreement_table(counted)))


if __name__ == "__main__":
    main()
