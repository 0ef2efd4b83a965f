"""Claims that others make, held against the week's numbers: confirmed, contradicted, or not to be confirmed, and why.

Belongs here: reading `claims.toml` and judging. Does not belong here: finding new claims, layout.

A level is that of the last 52 weeks: what is said of the market is not said of four weeks. It confirms a claim when
its whole 95 % interval lies on the claimed side, and contradicts it when the whole interval lies on the other; of two
skills one is asked for more when its interval lies wholly above the other's. A direction is confirmed by the label, or
where half a year shows nothing by the same test over two years, and contradicted by the opposite or `steady`. All else
is not confirmed.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from reports.data import Published, Row
from reports.findings import IN_WORDS, Finding, Sentence
from reports.formats import bound_share, interval, plural, share

Outcome = Literal["confirmed", "contradicted", "not confirmed"]
_FILE = Path(__file__).with_name("claims.toml")
_MOVES = {"rising": {"rising", "breakout"}, "falling": {"falling"}}


@cache
def claims() -> tuple[dict[str, Any], ...]:
    """The claims of the file, in its order."""
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))["claim"])


def judged(published: Published) -> list[dict[str, Any]]:
    """Every claim with its outcome and a sentence that says why, with the numbers of that sentence."""
    return [_judge(claim, published) for claim in claims()]


def grouped(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims of the same outcome for the same reason together, so that a reason is read once."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in found:
        shared = {key: row[key] for key in ("outcome", "population", "where", "why")}
        group = groups.setdefault(tuple(shared.values()), {**shared, "claims": [], "skills": []})
        group["claims"].append(row["claim"])
        group["skills"] += row["skills"]
    return list(groups.values())


def _judge(claim: dict[str, Any], published: Published) -> dict[str, Any]:
    if "direction" in claim:
        outcome, why = _direction(claim, published)
    elif "than" in claim:
        outcome, why = _comparison(claim, published)
    else:
        outcome, why = _level(claim, published)
    return {
        "claim": claim["text"],
        "population": claim["population"],
        "where": _where(claim["population"]),
        "skills": [
            {"skill_id": skill, "name": published.names[skill]}
            for skill in skills_of(claim)
            if skill in published.names
        ],
        "outcome": outcome,
        "why": why.text,
        "facts": [{"what": fact.what, "value": fact.value, "shown": fact.shown} for fact in why.facts],
    }


def _where(population: str) -> str:
    return IN_WORDS.get(population) or f"the role of {population.replace('_', ' ')}"


def skills_of(claim: dict[str, Any]) -> list[str]:
    """Ids of the skills that a claim is about."""
    return [*claim["skills"], *([claim["than"]] if "than" in claim else [])]


def _known(published: Published, population: str, skill: str) -> Row | None:
    row = published.year(population).skills.get(skill)
    if row is None or row["share"] is None:
        return None
    return {**row, "skill_id": skill, "population": population, "name": published.names[skill]}


def _too_few(published: Published, population: str, line: Sentence) -> Finding:
    """The year's openings, that are too few for a share."""
    count = published.year(population).openings
    shown = line.say(f"year openings {population}", count, plural(count, "opening", "openings"))
    return line.done(f"52 weeks hold {shown} in {_where(population)}: too few to give a share.")


def _stated(line: Sentence, row: Row) -> str:
    """`PyTorch 12.0% (9.1–15.2%)`."""
    return f"{row['name']} {_share_of(line, row)}"


def _share_of(line: Sentence, row: Row) -> str:
    """`12.0% (9.1–15.2%)`."""
    key = f"{row['population']} {row['skill_id']}"
    value = line.say(f"year share {key}", row["share"], share(row["share"]))
    span = interval(row["share_low"], row["share_high"])
    return f"{value} ({line.say(f'year share_low share_high {key}', row['share_low'], span)})"


def _of_openings(published: Published, population: str, line: Sentence) -> str:
    count = published.year(population).openings
    return f"of {line.say(f'year openings {population}', count, plural(count, 'opening', 'openings'))} in 52 weeks"


def _level(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    line, population = Sentence(), claim["population"]
    rows = [row for skill in claim["skills"] if (row := _known(published, population, skill))]
    if not rows:
        return "not confirmed", _too_few(published, population, line)
    top = max(rows, key=lambda row: row["share"])
    bound = line.say(f"claimed share {claim['skills'][0]}", claim["above"], bound_share(claim["above"]))
    if len(claim["skills"]) > 1 and not top["share"]:
        text = f"none of them is named: {_share_of(line, top)} {_of_openings(published, population, line)}, "
    else:
        most = "the most asked for is " if len(claim["skills"]) > 1 else ""
        text = f"{most}{_stated(line, top)} {_of_openings(published, population, line)}, "
    text += f"against {bound} claimed"
    if top["share_low"] >= claim["above"]:
        return "confirmed", line.done(f"{text}.")
    if max(row["share_high"] for row in rows) < claim["above"]:
        return "contradicted", line.done(f"{text}.")
    return "not confirmed", line.done(f"{text}: the interval holds both.")


def _comparison(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    line, population = Sentence(), claim["population"]
    one = _known(published, population, claim["skills"][0])
    other = _known(published, population, claim["than"])
    if one is None or other is None:
        return "not confirmed", _too_few(published, population, line)
    text = f"{_stated(line, one)}, {_stated(line, other)} {_of_openings(published, population, line)}"
    if one["share_low"] > other["share_high"]:
        return "confirmed", line.done(f"{text}.")
    if one["share_high"] < other["share_low"]:
        return "contradicted", line.done(f"{text}.")
    return "not confirmed", line.done(f"{text}: the intervals overlap.")


def _direction(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    population, skill = claim["population"], claim["skills"][0]
    found = [row for row in published.trends if row["population"] == population and row["skill_id"] == skill]
    row: Row = found[0] if found else {"label": "too little data", "long_label": None}
    label, line = row["label"], Sentence()
    if label not in ("uncertain", "too little data"):
        text = f"26 weeks say “{line.say(f'skill_trends.label {population} {skill}', label, label)}”"
        return ("confirmed" if label in _MOVES[claim["direction"]] else "contradicted"), line.done(f"{text}.")
    text = "26 weeks show neither a rise nor a fall" if label == "uncertain" else "too few openings name it for a test"
    longer = row["long_label"]
    if longer not in ("rising", "falling"):
        return "not confirmed", line.done(f"{text}{_not_longer(longer)}.")
    key = f"{population} {skill}"
    over = line.say(f"skill_trends.long_label {key}", longer, longer)
    first = line.say(f"skill_trends.long_first {key}", row["long_first"], share(row["long_first"]))
    last = line.say(f"skill_trends.long_last {key}", row["long_last"], share(row["long_last"]))
    text += f"; over two years it is {over}, from {first} in the first 52 weeks to {last} in the last 52"
    return ("confirmed" if longer == claim["direction"] else "contradicted"), line.done(f"{text}.")


def _not_longer(label: str | None) -> str:
    """What two years say where they show no move."""
    nothing = {"uncertain": "; two years show neither a rise nor a fall", "too little data": ", even over two years"}
    return nothing.get(label or "", "")
