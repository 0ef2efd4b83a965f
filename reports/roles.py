"""A page a role: what its openings ask for, how far the first skills carry, who is looked for.

Belongs here: the rows of these pages. Does not belong here: the sums over openings (learning.py), drawings, files.
"""

from typing import Any

from reports.data import Row
from reports.formats import share
from reports.learning import Demand, Opening, Skill, demand_of, path
from reports.year import share_rows

_MOST_ASKED = 25
_CURVE = 10
_SENIORITY = ("intern", "junior", "mid", "senior", "lead", "unspecified")
_WORKPLACE = ("remote", "hybrid", "onsite", "unstated")
_NUMBERS = (
    "skill_id", "name", "openings", "employers", "share", "share_low", "share_high", "coverage", "within_reach",
)  # fmt: skip
_ACRONYMS = {"ml": "ML", "ai": "AI", "mlops": "MLOps", "devops": "DevOps", "sre": "SRE"}


def role_title(role: str) -> str:
    """`ml_engineer` as people write it."""
    words = [_ACRONYMS.get(word, word) for word in role.split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def role_rows(
    facts: list[Row], openings: tuple[Opening, ...], skills: dict[str, Skill], levels: dict[str, Row]
) -> list[dict[str, Any]]:
    """Every role that has openings in the year, most openings first; `levels` are the weekly rows by role."""
    found = [_role(row, demand_of(openings, row["role"]), skills, levels.get(row["role"])) for row in facts]
    return sorted(found, key=lambda role: (-role["openings"], role["name"]))


def _role(facts: Row, demand: Demand, skills: dict[str, Skill], level: Row | None) -> dict[str, Any]:
    asks = _asks(demand, skills)
    curve = [
        {
            "skill_id": step.skill_id,
            "name": skills[step.skill_id].name,
            "coverage": step.standing.coverage,
            "within_reach": step.standing.within_reach,
        }
        for step in (path(demand, (), _CURVE) if demand.is_enough else [])
    ]
    return {
        "name": facts["role"],
        "title": role_title(facts["role"]),
        "openings": len(demand.openings),
        "employers": demand.employers,
        "read": facts["openings"],
        "enough": demand.is_enough,
        "level": level,
        "asks": asks,
        "top": max((row["share_high"] or 0.0 for row in asks), default=0.0),
        "curve": curve,
        "summary": _summary(curve),
        "seniority": [(name, facts[name]) for name in _SENIORITY],
        "workplace": [(name, facts[name]) for name in _WORKPLACE],
    }


def _asks(demand: Demand, skills: dict[str, Skill]) -> list[Row]:
    """The most asked skills; shares and their employer-clustered intervals only where there is enough."""
    names = sorted({skill for one in demand.openings for skill in one.skills})
    rows = share_rows([(one.employer, one.skills) for one in demand.openings], names)
    order = sorted(names, key=lambda skill: (-rows[skill]["mentioning"], skill))[:_MOST_ASKED]
    unknown = {} if demand.is_enough else dict.fromkeys(("share", "share_low", "share_high"))
    return [
        {
            "skill_id": skill,
            "name": skills[skill].name,
            "openings": rows[skill]["mentioning"],
            "employers": rows[skill]["employers"],
            **{key: rows[skill][key] for key in ("share", "share_low", "share_high")},
            **unknown,
        }
        for skill in order
    ]


def role_numbers(role: dict[str, Any]) -> list[Row]:
    """The numbers behind a role's page: what it asks for, and the curve of the first skills, a row each."""
    return [
        *({"table": "asks", "place": at, **dict.fromkeys(_NUMBERS), **row} for at, row in enumerate(role["asks"], 1)),
        *({"table": "curve", "place": at, **dict.fromkeys(_NUMBERS), **row} for at, row in enumerate(role["curve"], 1)),
    ]


def _summary(curve: list[dict[str, Any]]) -> str:
    """The curve in a sentence: what the first 3, 5 and 10 skills bring within reach."""
    parts = [
        f"the first {count} bring {share(curve[count - 1]['within_reach'])} of its openings within reach"
        f" and cover {share(curve[count - 1]['coverage'])} of what is asked"
        for count in (3, 5, _CURVE)
        if len(curve) >= count
    ]
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
