"""Claims that others make, held against the week's numbers: confirmed, contradicted, or not to be confirmed, and why.

Belongs here: reading `claims.toml` and judging. Does not belong here: finding new claims, layout.

A level confirms a claim when its whole 95 % interval lies on the claimed side, and contradicts it when the whole
interval lies on the other; of two skills one is asked for more when its interval lies wholly above the other's; a
direction is confirmed by its label and contradicted by the opposite label or `steady`. All else is not confirmed.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from reports.data import Published, Row
from reports.findings import Fact, Finding, Sentence
from reports.formats import interval, share

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
        "skills": [
            {"skill_id": skill, "name": published.names[skill]}
            for skill in skills_of(claim)
            if skill in published.names
        ],
        "outcome": outcome,
        "why": why.text,
        "facts": [{"what": fact.what, "value": fact.value, "shown": fact.shown} for fact in why.facts],
    }


def skills_of(claim: dict[str, Any]) -> list[str]:
    """Ids of the skills that a claim is about."""
    return [*claim["skills"], *([claim["than"]] if "than" in claim else [])]


def _known(published: Published, population: str, skill: str) -> Row | None:
    row = published.by_skill.get((population, skill))
    return row if row and row["share"] is not None and row["share_low"] is not None else None


def _stated(line: Sentence, row: Row) -> str:
    """`PyTorch 12.0% (9.1–15.2%)`."""
    key = f"{row['population']} {row['skill_id']}"
    value = line.say(f"weekly_demand.share {key}", row["share"], share(row["share"]))
    span = interval(row["share_low"], row["share_high"])
    return f"{row['name']} {value} ({line.say(f'weekly_demand.share_low share_high {key}', row['share_low'], span)})"


def _level(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    line = Sentence()
    rows = [row for skill in claim["skills"] if (row := _known(published, claim["population"], skill))]
    if not rows:
        return "not confirmed", line.done("too few openings to give a share.")
    top = max(rows, key=lambda row: row["share"])
    bound = line.say(f"claimed share {claim['skills'][0]}", claim["above"], share(claim["above"]))
    text = f"{_stated(line, top)}, against {bound} claimed"
    if len(claim["skills"]) > 1:
        text = f"the most asked for is {text}"
    if top["share_low"] >= claim["above"]:
        return "confirmed", line.done(f"{text}.")
    if max(row["share_high"] for row in rows) < claim["above"]:
        return "contradicted", line.done(f"{text}.")
    return "not confirmed", line.done(f"{text}: the interval holds both.")


def _comparison(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    line = Sentence()
    one = _known(published, claim["population"], claim["skills"][0])
    other = _known(published, claim["population"], claim["than"])
    if one is None or other is None:
        return "not confirmed", line.done("too few openings to give both shares.")
    text = f"{_stated(line, one)}, {_stated(line, other)}"
    if one["share_low"] > other["share_high"]:
        return "confirmed", line.done(f"{text}.")
    if one["share_high"] < other["share_low"]:
        return "contradicted", line.done(f"{text}.")
    return "not confirmed", line.done(f"{text}: the intervals overlap.")


def _direction(claim: dict[str, Any], published: Published) -> tuple[Outcome, Finding]:
    population, skill = claim["population"], claim["skills"][0]
    found = [row for row in published.trends if row["population"] == population and row["skill_id"] == skill]
    label = found[0]["label"] if found else "too little data"
    text = f"its label is “{label}”"
    if label == "uncertain":
        text += ": the data of 26 weeks show neither a rise nor a fall"
    if label == "too little data":
        text += ": too few openings name it for a test"
    finding = Finding(
        f"{text[0].upper()}{text[1:]}.", (Fact(f"skill_trends.label {population} {skill}", label, label),)
    )
    if label in _MOVES[claim["direction"]]:
        return "confirmed", finding
    return ("not confirmed" if label in ("uncertain", "too little data") else "contradicted"), finding
