"""How rules fare in a market whose truth is known: false discoveries, power, calibration, coverage.

Belongs here: naive rules to compare with, and the counts. Does not belong here: markets, limits for tests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from tests.simulation.market import LAST_WEEK, ROLES, Market, World, draw, role_mix
from warehouse.demand import cell_weights, level_of
from warehouse.intervals import wilson
from warehouse.labels import decide
from warehouse.score import benjamini_hochberg
from warehouse.trends import looks_of
from warehouse.windows import week_index

LAST = week_index(LAST_WEEK)
RISERS, FALLERS = ("gradual", "breakout"), ("falling",)


@dataclass
class Tally:
    """Counts over replications of one world."""

    flagged: dict[str, list[int]] = field(default_factory=dict)
    false: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, list[float]] = field(default_factory=dict)
    doubled: dict[str, list[float]] = field(default_factory=dict)
    breakouts: dict[str, list[float]] = field(default_factory=dict)
    fallers: list[float] = field(default_factory=list)
    false_falling: list[tuple[int, int]] = field(default_factory=list)
    all_labels: list[tuple[int, int]] = field(default_factory=list)
    null_rate: list[float] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    covered_raw: list[float] = field(default_factory=list)

    def discovery_rate(self, rule: str) -> float:
        """Mean over replications of false / flagged (0 where nothing is flagged)."""
        return float(np.mean([f / max(n, 1) for f, n in zip(self.false[rule], self.flagged[rule], strict=True)]))

    def overall_rate(self) -> float:
        """False among all rising, breakout and falling labels of our rule."""
        return float(np.mean([false / max(flagged, 1) for false, flagged in self.all_labels]))

    def falling_rate(self) -> float:
        """The same for falling labels of our rule."""
        return float(np.mean([false / max(flagged, 1) for false, flagged in self.false_falling]))


def run(world: World, seeds: Iterable[int]) -> Tally:
    """Draw and judge one market a seed."""
    tally = Tally()
    for seed in seeds:
        _judge(draw(world, seed), tally)
    return tally


def _judge(market: Market, tally: Tally) -> None:
    members = market.facts().population("tech")
    looks = looks_of(members, LAST)
    labels = np.array(decide(looks).label)
    now = looks[-1]
    truth = np.array([market.planted.get(k, "null") for k in range(len(labels))])
    null = (truth == "null") & now.supported
    tally.null_rate.append(float(np.mean(now.score.p_rising[null] < 0.05)))
    rules = {"labels": np.isin(labels, ["rising", "breakout"]), **{name: rule(market) for name, rule in NAIVE.items()}}
    rising = np.isin(truth, RISERS)
    at_least_doubled = rising & np.array([market.factor.get(k, 0) >= 2 for k in range(len(truth))])
    for name, flagged in rules.items():
        tally.flagged.setdefault(name, []).append(int(flagged.sum()))
        tally.false.setdefault(name, []).append(int((flagged & ~rising).sum()))
        tally.found.setdefault(name, []).append(_mean(flagged[rising]))
        tally.doubled.setdefault(name, []).append(_mean(flagged[at_least_doubled]))
        tally.breakouts.setdefault(name, []).append(_mean(flagged[truth == "breakout"]))
    falling = labels == "falling"
    tally.fallers.append(_mean(falling[truth == "falling"]))
    tally.false_falling.append((int((falling & (truth != "falling")).sum()), int(falling.sum())))
    false_rising = tally.false["labels"][-1]
    tally.all_labels.append(
        (false_rising + tally.false_falling[-1][0], tally.flagged["labels"][-1] + int(falling.sum()))
    )
    _coverage(market, tally)


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else 1.0


def _coverage(market: Market, tally: Tally) -> None:
    members = market.facts().population("tech")
    window = members.weeks(LAST - 3, LAST)
    weights = cell_weights(members, LAST)
    level = level_of(window, np.arange(len(members.skill_ids)), weights)
    present = {(window.source.names[s], window.family.names[f]) for s, f in
               zip(window.source.codes, window.family.codes, strict=True)}  # fmt: skip
    truth, total = np.zeros(len(level.share)), 0.0
    for (source, family), weight in weights.cells.items():
        if (source, family) in present:
            roles = [r for r, (_, of) in enumerate(ROLES) if of == family]
            mix = role_mix(market.world, market.world.weeks - 2)[roles]
            mix = mix / mix.sum()
            truth += weight * (mix @ market.true_share[int(source.split("-")[1]), roles])
            total += weight
    truth /= total
    common = level.mentioning >= 15
    tally.covered.append(float(np.mean((level.low <= truth)[common] & (truth <= level.high)[common])))
    low, high = wilson(level.share_raw, np.full(len(truth), float(level.openings)))
    tally.covered_raw.append(float(np.mean((low <= truth)[common] & (truth <= high)[common])))


def _counts(market: Market, first: int, last: int) -> tuple[np.ndarray, int]:
    ago = market.world.weeks - 1 - market.week
    chosen = (ago >= first) & (ago <= last)
    return market.asks[chosen].sum(axis=0), int(chosen.sum())


def up_a_fifth(market: Market) -> np.ndarray:
    """Share of the last four weeks at least 20 % above that of the four before, with five mentions: dashboards."""
    (new, n_new), (old, n_old) = _counts(market, 0, 3), _counts(market, 4, 7)
    return np.asarray((new >= 5) & (new / n_new >= 1.2 * old / n_old))


def pooled_z(market: Market) -> np.ndarray:
    """Two-proportion z test of the two quarters, all sources in one pot, with Benjamini-Hochberg at .10."""
    from scipy.stats import norm

    (new, n_new), (old, n_old) = _counts(market, 0, 12), _counts(market, 13, 25)
    pooled = (new + old) / (n_new + n_old)
    error = np.sqrt(np.maximum(pooled * (1 - pooled) * (1 / n_new + 1 / n_old), 1e-12))
    family = new + old >= 15
    q_values = benjamini_hochberg(norm.sf((new / n_new - old / n_old) / error), family)
    return np.asarray(np.nan_to_num(q_values, nan=1.0) <= 0.10)


NAIVE: dict[str, Callable[[Market], np.ndarray]] = {"up a fifth": up_a_fifth, "pooled z": pooled_z}
