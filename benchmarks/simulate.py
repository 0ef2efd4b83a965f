"""Markets with planted truth: our labels against naive rules. Prints the tables that docs/method.md quotes.

python benchmarks/simulate.py [--replications 12] [--imports 6] [--processes 2]

The first table is of markets as arrays, the second of markets written as files of advertisements and taken through
import, reading, openings, measures and publication.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.simulation.evaluate import Tally, run
from tests.simulation.importing import ADVERTISED, Verdict, judge
from tests.simulation.market import CHANGING, CLEAN, ROUGH, World

WORLDS: dict[str, World] = {
    "clean": CLEAN,
    "sources change": CHANGING,
    "rough": ROUGH,
    "rough, 100 ads": replace(ROUGH, ads=100),
    "rough, 600 ads": replace(ROUGH, ads=600),
    "employers churn, roles drift": replace(ROUGH, churn=True, role_drift=True),
    "one monthly source": replace(CLEAN, monthly=True, sources=1, ads=80),
    "nothing moves": replace(ROUGH, gradual=0, breakouts=0, fallers=0),
}
ADVERTISEMENTS: dict[str, World] = {
    "52 weeks": ADVERTISED,
    "104 weeks": replace(ADVERTISED, weeks=104),
    "26 weeks": replace(ADVERTISED, weeks=26),
    "60 employers": replace(ADVERTISED, employers=60, taste=0.5),
    "30 employers": replace(ADVERTISED, employers=30, taste=0.5),
    "strong likings": replace(ADVERTISED, liking=1.2),
    "nothing moves": replace(ADVERTISED, gradual=0, breakouts=0, fallers=0),
}


def table(results: dict[str, Tally]) -> str:
    """Markdown, one line a world and rule."""
    lines = [
        "| world | rule | flagged | FDR | power | doubled | breakouts | fallers | FDR falling | FDR all | null p < .05 "
        "| coverage | raw coverage |",
        "|--|--|--|--|--|--|--|--|--|--|--|--|--|",
    ]
    for world, tally in results.items():
        for rule in tally.flagged:
            ours = rule == "labels"
            rates = [tally.falling_rate(), tally.overall_rate()]
            extra = [np.mean(tally.null_rate), np.mean(tally.covered), np.mean(tally.covered_raw)]
            powers = [np.mean(found[rule]) for found in (tally.found, tally.doubled, tally.breakouts)]
            powers += [np.mean(tally.fallers)] if ours else []
            planted = WORLDS[world].gradual > 0
            cells = [
                world, rule, f"{np.mean(tally.flagged[rule]):.1f}", f"{tally.discovery_rate(rule):.2f}",
                *(f"{power:.2f}" if planted else "–" for power in powers),
                *([] if ours else [""]),
                *(f"{value:.2f}" if ours else "" for value in rates),
                *(f"{value:.3f}" if ours else "" for value in extra),
            ]  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def import_table(results: dict[str, list[dict[str, Verdict]]]) -> str:
    """Markdown, one line a world of advertisements and group of populations: labels of all three kinds together."""
    lines = ["| world | populations | labels | false | worst world | planted found | fewest |",
             "|--|--|--|--|--|--|--|"]  # fmt: skip
    for world, worlds in results.items():
        for group, chosen in GROUPS.items():
            found = [together([v for name, v in one.items() if chosen(name)]) for one in worlds]
            labels, planted = sum(one.labelled for one in found), sum(one.planted for one in found)
            cells = [
                world, group, f"{labels / len(found):.1f}",
                f"{sum(len(one.false) for one in found) / max(labels, 1):.2f}",
                f"{max(one.false_part for one in found):.2f}",
                *([f"{sum(one.found for one in found) / planted:.2f}", f"{min(one.power for one in found):.2f}"]
                  if planted else ["–", "–"]),
            ]  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


GROUPS: dict[str, Callable[[str], bool]] = {
    "tech": lambda name: name == "tech",
    "ml": lambda name: name == "ml",
    "single roles": lambda name: name not in ("tech", "ml"),
    "all": lambda name: True,
}


def together(parts: list[Verdict]) -> Verdict:
    """Labels of several populations as one list."""
    return Verdict(
        labelled=sum(one.labelled for one in parts), false=[pair for one in parts for pair in one.false],
        planted=sum(one.planted for one in parts), found=sum(one.found for one in parts),
    )  # fmt: skip


def main() -> None:
    """Run all worlds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=12)
    parser.add_argument("--imports", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    seeds = range(arguments.replications)
    with ProcessPoolExecutor(arguments.processes) as pool:
        running = {name: pool.submit(run, world, seeds) for name, world in WORLDS.items()}
        print(table({name: job.result() for name, job in running.items()}), end="\n\n", flush=True)
        judged = {
            name: [pool.submit(judge, world, seed) for seed in range(100, 100 + arguments.imports)]
            for name, world in ADVERTISEMENTS.items()
        }
        print(import_table({name: [job.result() for job in jobs] for name, jobs in judged.items()}))


if __name__ == "__main__":
    main()
