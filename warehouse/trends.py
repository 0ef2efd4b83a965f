"""`skill_trends`: the label of every skill in every population, with the numbers behind it.

Belongs here: which populations and skills get a row, and the row. Does not belong here: tests (looks.py), decisions
(labels.py).
"""

from collections.abc import Callable

import numpy as np

from warehouse.facts import Facts, Ints
from warehouse.labels import Labels, decide
from warehouse.looks import Look, look_at, look_weeks
from warehouse.windows import TREND_WEEKS, week_date


def trend_columns(
    facts: Facts,
    names: list[str],
    last: int,
    withheld: Callable[[str], str],
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, object]]:
    """Blocks of rows of `skill_trends` for the week `last`; `withheld` gives the reason not to label a population."""
    blocks = []
    for position, name in enumerate(names):
        if progress:
            progress(position, len(names))
        blocks.append(_population(facts, name, last, withheld(name)))
    return blocks


def _population(facts: Facts, name: str, last: int, withheld: str) -> dict[str, object]:
    members = facts.population(name)
    window = members.weeks(last - TREND_WEEKS + 1, last)
    wanted = np.asarray(window.asks.sum(axis=0)).ravel() > 0
    if name in ("tech", "ml"):
        wanted |= facts.guide
    columns = np.flatnonzero(wanted)
    members = members.skills(columns)
    looks = [look for week in reversed(look_weeks(members, last)) if (look := look_at(members, week)) is not None]
    if not looks or looks[-1].week != last:
        return _empty(facts, name, last, columns)
    return _block(members, name, looks[-1], decide(looks, withheld))


def _block(members: Facts, name: str, now: Look, labels: Labels) -> dict[str, object]:
    count = len(members.skill_ids)
    return {
        "as_of_week": [week_date(now.week)] * count,
        "population": [name] * count,
        "skill_id": members.skill_ids,
        "label": labels.label,
        "slope_per_quarter": labels.slope,
        "slope_low": labels.slope_low,
        "slope_high": labels.slope_high,
        "ratio": now.ratio,
        "p_value": labels.p_value,
        "q_value": labels.q_value,
        "openings": [now.openings] * count,
        "mentioning": now.mentioning,
        "employers": now.employers,
        "tier": labels.tier,
        "reason": labels.reason,
        "share_first": now.share_first,
        "share_last": now.share_last,
        "top_employer_share": np.where(now.mentioning > 0, now.top_share, np.nan),
        "sources": now.sources,
        "consecutive_weeks": labels.looks,
    }


def _empty(facts: Facts, name: str, last: int, columns: Ints) -> dict[str, object]:
    count = len(columns)
    nothing, zero = [None] * count, [0] * count
    return {
        "as_of_week": [week_date(last)] * count,
        "population": [name] * count,
        "skill_id": [facts.skill_ids[i] for i in columns],
        "label": ["too little data"] * count,
        **dict.fromkeys(("slope_per_quarter", "slope_low", "slope_high", "ratio", "p_value", "q_value"), nothing),
        **dict.fromkeys(("openings", "mentioning", "employers"), zero),
        "tier": nothing,
        "reason": ["No openings in 26 weeks."] * count,
        **dict.fromkeys(("share_first", "share_last", "top_employer_share"), nothing),
        "sources": zero,
        "consecutive_weeks": zero,
    }
