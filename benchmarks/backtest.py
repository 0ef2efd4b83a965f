"""Back-test on the hiring threads: of what a rule called rising, how much was still up later? docs/method.md quotes it.

python benchmarks/backtest.py [--warehouse FILE] [--first 2013] [--last 2025]

Every rule flags skills at the end of each quarter and is held against the openings of the quarters that end 13 and 52
weeks later. Those are openings of which no near-copy had been advertised when the flag was set. "Still up" is above the
share that the rule compared with; "half kept" is above the middle between it and the flagged share. A skill that was
picked for its luck falls back to where it was: half of such flags are "half kept". In the columns "other employers" a
rule sees one half of the employers and is judged by the other half, which its luck cannot have touched: half of the
flags of pure luck are still up there. Without a warehouse the bundled history is read.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from threads import Threads, asked, load_threads, month_window, quarter_ends, shares

from warehouse.facts import Bools, Facts, Floats
from warehouse.intervals import wilson
from warehouse.labels import decide
from warehouse.long_run import LONG_WEEKS, long_run
from warehouse.looks import MENTIONS
from warehouse.trends import looks_of
from warehouse.windows import QUARTER_WEEKS, TREND_WEEKS

HORIZONS = {13: "3 months", 52: "12 months"}
DIRECTIONS = {1: "up", -1: "down"}
TOP = 10
FIFTH = 0.20
SEEN = 5
# A quarter whose threads are missing has no openings to judge by.
JUDGED_BY = 100
_SPLIT_SEED = 20


@dataclass(frozen=True)
class Flags:
    """What a rule says of each skill, and the weeks that it compared."""

    up: Bools
    down: Bools
    base: tuple[int, int]
    flagged: tuple[int, int]


def labels(facts: Facts, last: int, withheld: str) -> Flags:
    """Our labels as published: `rising` or `breakout`, and `falling`."""
    columns = asked(facts, last)
    looks = looks_of(facts.skills(columns), last)
    found = np.full(len(facts.skill_ids), "too little data", dtype=object)
    if looks and looks[-1].week == last:
        found[columns] = decide(looks, withheld).label
    return Flags(np.isin(found, ["rising", "breakout"]), found == "falling", *_halves(last))


def two_years(facts: Facts, last: int, withheld: str) -> Flags:
    """The same test and gates over 104 weeks, as published beside the labels."""
    columns = asked(facts, last)
    verdict = np.full(len(facts.skill_ids), "too little data", dtype=object)
    if (found := long_run(facts.skills(columns), last)) is not None:
        verdict[columns] = found.label
    middle = last - LONG_WEEKS // 2
    return Flags(verdict == "rising", verdict == "falling", (last - LONG_WEEKS + 1, middle), (middle + 1, last))


def fifth_in_a_quarter(facts: Facts, last: int, withheld: str) -> Flags:
    """A share 20 % above that of the 13 weeks before: what our labels compare, without the test."""
    return _fifth(facts, *_halves(last))


def fifth_in_a_month(facts: Facts, last: int, withheld: str) -> Flags:
    """A share 20 % above that of the month before."""
    return _fifth(facts, month_window(last, 1), month_window(last, 0))


def gainers(facts: Facts, last: int, withheld: str) -> Flags:
    """The ten largest gains of rank between this month's thread and that of a year ago, five mentions at least."""
    from scipy.stats import rankdata

    base, now = month_window(last, 12), month_window(last, 0)
    (before, seen_before, _), (after, seen, _) = shares(facts, base), shares(facts, now)
    gain = rankdata(-before, method="min") - rankdata(-after, method="min")
    return Flags(_largest(gain, (seen >= SEEN) & ~facts.is_role_skill),
                 _largest(-gain, (seen_before >= SEEN) & ~facts.is_role_skill), base, now)  # fmt: skip


def every_skill(facts: Facts, last: int, withheld: str) -> Flags:
    """Every skill with the data that a label needs: what there is to be had without a rule."""
    mentions = shares(facts, (last - TREND_WEEKS + 1, last))[1]
    known = (mentions >= MENTIONS) & ~facts.is_role_skill
    return Flags(known, known, *_halves(last))


RULES: dict[str, Callable[[Facts, int, str], Flags]] = {
    "labels": labels,
    "our test over two years": two_years,
    "top 10 by rank, year on year": gainers,
    "20 %, month on month": fifth_in_a_month,
    "20 %, quarter on quarter": fifth_in_a_quarter,
    "every skill": every_skill,
}


def _halves(last: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (last - TREND_WEEKS + 1, last - QUARTER_WEEKS), (last - QUARTER_WEEKS + 1, last)


def _fifth(facts: Facts, base: tuple[int, int], now: tuple[int, int]) -> Flags:
    (before, seen_before, _), (after, seen, _) = shares(facts, base), shares(facts, now)
    skill = ~facts.is_role_skill
    return Flags(skill & (seen >= SEEN) & (after >= (1 + FIFTH) * before),
                 skill & (seen_before >= SEEN) & (after <= (1 - FIFTH) * before), base, now)  # fmt: skip


def _largest(values: Floats, allowed: Bools) -> Bools:
    chosen = np.zeros(len(values), dtype=bool)
    order = np.argsort(-np.where(allowed & (values > 0), values, -np.inf), kind="stable")[:TOP]
    chosen[order] = (allowed & (values > 0))[order]
    return chosen


@dataclass
class Record:
    """Every flag of one rule and direction: its skill, and for each horizon whether it lasted (a tie is a half)."""

    flags: list[str] = field(default_factory=list)
    still: dict[int, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[int, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[int, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))


def judge(flags: Flags, by: Threads, last: int, horizon: int) -> tuple[Floats, Floats] | None:
    """For each skill the signed change since the base and since the middle; None without openings to judge by."""
    window = (last + horizon - QUARTER_WEEKS + 1, last + horizon)
    fresh = by.facts.take(np.flatnonzero(by.first_seen > last))
    later, _, openings = shares(fresh, window)
    if openings < JUDGED_BY:
        return None
    base, flagged = shares(by.facts, flags.base)[0], shares(by.facts, flags.flagged)[0]
    return later - base, later - (base + flagged) / 2


def employer_halves(threads: Threads) -> Iterator[tuple[Threads, Threads]]:
    """The employers dealt out at random into two halves, each once the one that is seen."""
    employers = np.random.default_rng(_SPLIT_SEED).random(len(threads.facts.employer.names)) < 0.5
    chosen = employers[threads.facts.employer.codes]
    one, other = threads.take(np.flatnonzero(chosen)), threads.take(np.flatnonzero(~chosen))
    yield from ((one, other), (other, one))


def backtest(threads: Threads, weeks: list[int], tell: Callable[[int], None]) -> dict[tuple[str, int], Record]:
    """Records of all rules in both directions."""
    records: dict[tuple[str, int], Record] = defaultdict(Record)
    halves = list(employer_halves(threads))
    for number, last in enumerate(weeks):
        withheld = threads.withheld(last)
        for name, rule in RULES.items():
            flags = rule(threads.facts, last, withheld)
            _note(records, name, flags, threads, last)
            for seen, unseen in halves:
                _note_elsewhere(records, name, rule(seen.facts, last, withheld), unseen, last)
        tell(number + 1)
    return records


def _note(records: dict[tuple[str, int], Record], name: str, flags: Flags, threads: Threads, last: int) -> None:
    judged = {horizon: judge(flags, threads, last, horizon) for horizon in HORIZONS}
    for sign, chosen in ((1, flags.up), (-1, flags.down)):
        record = records[name, sign]
        for k in np.flatnonzero(chosen):
            skill = threads.facts.skill_ids[k]
            record.flags.append(skill)
            for horizon, changes in judged.items():
                if changes is not None:
                    record.still[horizon].append((skill, _lasted(sign * changes[0][k])))
                    record.kept[horizon].append((skill, _lasted(sign * changes[1][k])))


def _note_elsewhere(records: dict[tuple[str, int], Record], name: str, flags: Flags, by: Threads, last: int) -> None:
    for horizon in HORIZONS:
        changes = judge(flags, by, last, horizon)
        for sign, chosen in ((1, flags.up), (-1, flags.down)):
            if changes is not None:
                records[name, sign].elsewhere[horizon] += [
                    (by.facts.skill_ids[k], _lasted(sign * changes[0][k])) for k in np.flatnonzero(chosen)
                ]


def _lasted(change: float) -> float:
    return 0.5 + 0.5 * float(np.sign(change))


def interval(outcomes: list[tuple[str, float]]) -> str:
    """Rate with Wilson's 95 % interval; flags of one skill are one cluster, so their effective number is taken."""
    if not outcomes:
        return "–"
    values = np.array([value for _, value in outcomes])
    skills = np.unique([skill for skill, _ in outcomes], return_inverse=True)[1]
    rate = values.mean()
    variance = np.square(np.bincount(skills, weights=values - rate)).sum() / len(values) ** 2
    effective = min(len(values), rate * (1 - rate) / variance) if variance > 1e-12 else skills.max() + 1
    low, high = wilson(np.array([rate]), np.array([float(effective)]))
    return f"{rate:.2f} ({low[0]:.2f}–{high[0]:.2f})"


def table(records: dict[tuple[str, int], Record], sign: int) -> str:
    """Markdown, one line a rule."""
    word = DIRECTIONS[sign]
    measures = (f"still {word}", "half kept", f"other employers: still {word}")
    heads = ["rule", "flags", "skills", *(f"{what}, {name}" for what in measures for name in HORIZONS.values())]
    lines = ["| " + " | ".join(heads) + " |", "|" + "--|" * len(heads)]
    for name in RULES:
        record = records[name, sign]
        rates = [interval(found[h]) for found in (record.still, record.kept, record.elsewhere) for h in HORIZONS]
        lines.append("| " + " | ".join([name, str(len(record.flags)), str(len(set(record.flags))), *rates]) + " |")
    return "\n".join(lines)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--warehouse", type=Path, help="a warehouse.duckdb that holds the threads")
    parser.add_argument("--first", type=int, default=2013, help="first year (default: %(default)s)")
    parser.add_argument("--last", type=int, default=2025, help="last year (default: %(default)s)")
    chosen = parser.parse_args()
    threads = load_threads(chosen.warehouse)
    weeks = quarter_ends(chosen.first, chosen.last)
    records = backtest(threads, weeks, lambda done: print(f"\r{done}/{len(weeks)} quarters", end="", file=sys.stderr))
    print(file=sys.stderr)
    again = threads.facts.week > threads.first_seen
    print(f"{len(threads.facts)} openings, {len(weeks)} quarters; {100 * again.mean():.0f} % of the openings repeat an "
          "earlier one and judge no flag that was set after it.")  # fmt: skip
    for sign, word in DIRECTIONS.items():
        print(f"\n{word.capitalize()}\n\n{table(records, sign)}")


if __name__ == "__main__":
    main()
