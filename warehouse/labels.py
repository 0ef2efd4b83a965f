"""From evidence to a label and a sentence that says why.

Belongs here: gates, hysteresis, the equivalence test, tiers, reasons. Does not belong here: estimators, the database.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.facts import Floats, Ints
from warehouse.intervals import Z95
from warehouse.looks import EMPLOYERS, MENTIONS, POINTS, RATIO, SURE_P, TOP_EMPLOYER, Look
from warehouse.shrinkage import adaptive_shrinkage
from warehouse.windows import QUARTER_WEEKS

ENTER_Q = 0.10
LEAVE_Q = 0.30
STEADY = 0.10
LOOKS_NEEDED = 2
# One-sided p = .2 of the matched panel, from the normal distribution.
PANEL_Z = 0.8416
_IS_MIX = "roles are the mix that the tests of skills hold fixed, so they get no label"


@dataclass(frozen=True)
class Labels:
    """One value a skill."""

    label: list[str]
    reason: list[str]
    looks: Ints
    passed_in_a_row: Ints
    """Looks in a row, up to the newest, on which q and all gates were passed in the direction of the slope."""
    slope: Floats
    slope_low: Floats
    slope_high: Floats
    slope_shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats
    lfsr: Floats
    q_value: Floats
    p_value: Floats
    tier: list[int | None]


def followed(looks: list[Look], *, rising: bool) -> tuple[Ints, Ints]:
    """For how many looks in a row each skill has held the label, and passed the gates; `looks` are oldest first.

    Enter after two looks in a row with q <= .10 and all gates passed; leave at q > .30, at p > .01, or when the halves
    are level again.
    """
    held = np.zeros(len(looks[0].ratio), dtype=np.int64)
    passed_before = np.zeros(len(held), dtype=np.int64)
    for look in looks:
        q = np.nan_to_num(look.q_rising if rising else look.q_falling, nan=1.0)
        p = look.score.p_rising if rising else look.score.p_falling
        gates = look.gates_rising if rising else look.gates_falling
        undone = ~(look.ratio > 1) if rising else ~(look.ratio < 1)
        passed = (q <= ENTER_Q) & gates
        passed_before = np.where(passed, passed_before + 1, 0)
        stays = (held > 0) & (q <= LEAVE_Q) & (p <= SURE_P) & ~undone & look.supported
        enters = (held == 0) & (passed_before >= LOOKS_NEEDED)
        held = np.where(stays, held + 1, np.where(enters, passed_before, 0))
    return held, passed_before


def decide(looks: list[Look], withheld: str = "") -> Labels:
    """Label every skill from its looks, oldest first; `withheld` is the reason not to label at all."""
    from scipy.stats import t as student

    now = looks[-1]
    (rising, passed_up), (falling, passed_down) = followed(looks, rising=True), followed(looks, rising=False)
    per_quarter = QUARTER_WEEKS * now.score.share * (1 - now.score.share)
    reach = student.ppf(0.975, now.score.freedom) * now.score.slope_error
    with np.errstate(invalid="ignore"):
        slope = now.score.slope * per_quarter
        low, high = (now.score.slope - reach) * per_quarter, (now.score.slope + reach) * per_quarter
        relative_low = np.divide(low, now.score.share, out=np.full(len(low), -np.inf), where=now.score.share > 0)
        relative_high = np.divide(high, now.score.share, out=np.full(len(high), np.inf), where=now.score.share > 0)
    steady = now.supported & (relative_low > -STEADY) & (relative_high < STEADY)
    label: list[str] = []
    reason: list[str] = []
    for k in range(len(slope)):
        name = _label(
            now, k, rising=int(rising[k]), falling=int(falling[k]), steady=bool(steady[k]), withheld=bool(withheld)
        )
        label.append(name)
        looks_held = int(max(rising[k], falling[k]))
        interval = f"{_signed(slope[k])} points a quarter (95% interval {_signed(low[k])} to {_signed(high[k])})"
        reason.append(_reason(now, k, name, looks_held=looks_held, interval=interval, withheld=withheld))
    blank = ~now.score.testable
    for values in (slope, low, high):
        values[blank] = np.nan
    shrunk, shrunk_reach, lfsr = _shrunken(now)
    upward = now.score.statistic >= 0
    kept = np.isin(np.array(label), ["rising", "falling"])
    return Labels(
        label=label, reason=reason, looks=np.where(kept, np.maximum(rising, falling), 0),
        passed_in_a_row=np.where(upward, passed_up, passed_down),
        slope=slope, slope_low=low, slope_high=high,
        slope_shrunk=shrunk * per_quarter, shrunk_low=(shrunk - shrunk_reach) * per_quarter,
        shrunk_high=(shrunk + shrunk_reach) * per_quarter, lfsr=lfsr,
        q_value=np.where(upward, now.q_rising, now.q_falling),
        p_value=np.where(blank, np.nan, np.minimum(1.0, 2 * np.minimum(now.score.p_rising, now.score.p_falling))),
        tier=tiers(label, shrunk, shrunk - shrunk_reach, shrunk + shrunk_reach),
    )  # fmt: skip


def _shrunken(now: Look) -> tuple[Floats, Floats, Floats]:
    """Slopes of the log-odds in the light of all others, half their 95 % interval, and the local false sign rate."""
    family = (now.supported | now.is_breakout) & now.score.testable & ~now.is_mix
    result = tuple(np.full(len(family), np.nan) for _ in range(3))
    found = adaptive_shrinkage(now.score.slope[family], now.score.slope_error[family])
    for whole, part in zip(result, (found.mean, Z95 * found.deviation, found.lfsr), strict=True):
        whole[family] = part
    return result[0], result[1], result[2]


def _label(now: Look, k: int, *, rising: int, falling: int, steady: bool, withheld: bool) -> str:
    if not now.supported[k] and not now.is_breakout[k]:
        return "too little data"
    if withheld or now.is_mix[k]:
        return "uncertain"
    if now.is_breakout[k]:
        return "breakout"
    if rising or falling:
        return "rising" if rising else "falling"
    return "steady" if steady else "uncertain"


def _signed(value: float) -> str:
    """Percentage points with a typographic sign of less."""
    return f"{100 * value:+.1f}".replace("-", "−")


def _q(value: float) -> str:
    return "q < 0.001" if value < 0.001 else f"q = {value:.3f}"


def _percent(value: float) -> str:
    return "–" if np.isnan(value) else f"{100 * value:.1f}%"


def _reason(now: Look, k: int, label: str, *, looks_held: int, interval: str, withheld: str) -> str:
    halves = (
        f"From {_percent(now.share_first[k])} in the first 13 weeks to {_percent(now.share_last[k])} in the last 13"
    )
    who = f"{now.employers[k]} employers name it, the largest with {100 * now.top_share[k]:.0f}% of the mentions"
    q = float(np.fmin(now.q_rising[k], now.q_falling[k]))
    if label == "too little data":
        return _too_little(now, k)
    if withheld:
        return f"Label withheld, the newest week is incomplete: {withheld}."
    if label == "breakout":
        return (
            f"{now.breakout.employers[k]} employers asked for it in the last 4 weeks, where the 22 weeks before led to "
            f"expect {now.breakout.expected[k]:.1f} ({_q(now.q_breakout[k])})."
        )
    if label == "steady":
        return f"The whole interval of the change, {interval}, lies within ±10% of the share; {who}."
    if label == "uncertain":
        return f"{halves}, or {interval}: {_IS_MIX if now.is_mix[k] else _missed(now, k, q)}."
    tags = _tags(now, k, label)
    passed = f"the test has held {looks_held} times in a row" if looks_held > 1 else "the test holds"
    return f"{halves}, or {interval}; {passed}, now with {_q(q)}. {who}; without that one it still holds{tags}."


def _too_little(now: Look, k: int) -> str:
    if now.mentioning[k] >= MENTIONS and now.employers[k] >= EMPLOYERS:
        if not now.score.testable[k]:
            return "Nothing to test: all openings of a source and role ask for it, or none do."
        return (
            f"One 13-week half holds only {now.smaller_half} of {now.openings} openings: too few for "
            f"{now.mentioning[k]} mentions to show a change."
        )
    return (
        f"{now.mentioning[k]} openings of {now.employers[k]} employers in 26 weeks; "
        f"a label needs {MENTIONS} of {EMPLOYERS}."
    )


def _tags(now: Look, k: int, label: str) -> str:
    sign = 1 if label == "rising" else -1
    tags = "; all from one source" if now.sources[k] < 2 else ""
    tags += f"; {_season(now, k)}" if now.season_ratio[k] != 1 else ""
    if sign * now.panel[k] < PANEL_Z:
        tags += "; within the same employers it is not confirmed, so that others may have come"
    return tags


def _missed(now: Look, k: int, q: float) -> str:
    """What kept an uncertain skill from being labelled."""
    if not q <= ENTER_Q:
        return f"no change can be shown (q = {q:.2f})"
    change = abs(now.share_last[k] - now.share_first[k])
    ratio = now.ratio[k] if now.score.statistic[k] >= 0 else 1 / max(now.ratio[k], 1e-9)
    season = f", {_season(now, k)}" if now.season_ratio[k] != 1 else ""
    failed = (
        (not ratio >= RATIO, f"the halves differ by less than {100 * (RATIO - 1):.0f}% in that direction{season}"),
        (change < POINTS, f"the change is under {100 * POINTS:.1f} points"),
        (now.top_share[k] > TOP_EMPLOYER, f"one employer makes {100 * now.top_share[k]:.0f}% of the mentions"),
        (
            np.fmin(now.score.p_rising[k], now.score.p_falling[k]) > SURE_P,
            f"chance alone would make such a change more often than once in {1 / SURE_P:.0f} times",
        ),
        (not now.score.holds_without_top[k], "it hangs on one employer"),
    )
    missed = next((said for is_failed, said in failed if is_failed), "")
    return (
        f"{_q(q)}, but {missed}" if missed else f"{_q(q)} for the first time, and a label needs the test to hold twice"
    )


def _season(now: Look, k: int) -> str:
    season = f"{100 * (now.season_ratio[k] - 1):+.0f}%".replace("-", "−")
    return f"a season that alone would make {season} is taken out"


def tiers(label: list[str], slope: Floats, low: Floats, high: Floats) -> list[int | None]:
    """Rank risers and fallers by slope, in groups whose intervals overlap with that of the first of the group."""
    result: list[int | None] = [None] * len(label)
    for names, sign in ((("rising", "breakout"), 1.0), (("falling",), -1.0)):
        members = [k for k, name in enumerate(label) if name in names]
        members.sort(key=lambda k: -sign * (slope[k] if np.isfinite(slope[k]) else 0.0))
        tier, floor = 0, np.inf
        for k in members:
            near, far = (low[k], high[k]) if sign > 0 else (-high[k], -low[k])
            if tier == 0 or far < floor:
                tier, floor = tier + 1, near
            result[k] = tier
    return result
