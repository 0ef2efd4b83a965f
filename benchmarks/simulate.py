"""Markets with planted truth: our labels against naive rules. Prints the table that docs/method.md quotes.

python benchmarks/simulate.py [--replications 12] [--processes 2]
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.simulation.evaluate import Tally, run
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


def table(results: dict[str, Tally]) -> str:
    """Markdown, one line a world and rule."""
    lines = [
        "| world | rule | flagged | FDR | power | doubled | breakouts | false falling | null p < .05 | coverage "
        "| raw coverage |",
        "|--|--|--|--|--|--|--|--|--|--|--|",
    ]
    for world, tally in results.items():
        for rule in tally.flagged:
            ours = rule == "labels"
            extra = [tally.falling_rate(), np.mean(tally.null_rate), np.mean(tally.covered), np.mean(tally.covered_raw)]
            powers = [np.mean(found[rule]) for found in (tally.found, tally.doubled, tally.breakouts)]
            planted = WORLDS[world].gradual > 0
            cells = [
                world, rule, f"{np.mean(tally.flagged[rule]):.1f}", f"{tally.discovery_rate(rule):.2f}",
                *(f"{power:.2f}" if planted else "–" for power in powers),
                *(f"{value:.3f}" if ours else "" for value in extra),
            ]  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run all worlds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    seeds = range(arguments.replications)
    with ProcessPoolExecutor(arguments.processes) as pool:
        running = {name: pool.submit(run, world, seeds) for name, world in WORLDS.items()}
        print(table({name: job.result() for name, job in running.items()}))


if __name__ == "__main__":
    main()
