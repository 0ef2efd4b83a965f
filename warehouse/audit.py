"""Looking over the openings: pairs of postings that were joined and pairs that nearly were, with what differs.

Belongs here: choosing pairs of a published copy and measuring them again. Does not belong here: joining (clusters.py,
copies.py), showing the pairs.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from warehouse.copies import SAME_SKILLS, Body, compare, text_lines
from warehouse.errors import WarehouseFileError
from warehouse.grounds import are_two_jobs, job_words
from warehouse.identity import normalised_employer
from warehouse.similarity import LIKE_TEXT, SAME_TEXT, likely_pairs, likeness, shingles, signature, stacked
from warehouse.statements import statement

NEAR = 0.3
"""Jaccard similarity from which a pair that was left apart is worth a look."""
POOL = 4000
"""Postings of neighbouring months among which such pairs are looked for; about two seconds."""
_BANDS, _ROWS = 21, 3
_SILENCE = "one advertisement, with a silence of more than six weeks between"


@dataclass(frozen=True, slots=True)
class Side:
    """One posting of a pair."""

    posting_id: str
    employer: str
    title: str
    location: str | None
    role: str | None
    posted_on: date
    text: str
    skills: list[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two postings, whether they are one opening and why, their likeness as fractions, and the lines of one alone."""

    joined: bool
    reason: str
    jaccard: float
    containment: float
    one: Side
    other: Side

    @property
    def only_one(self) -> list[str]:
        """Lines of the first text that the second lacks."""
        return _missing(self.one.text, self.other.text)

    @property
    def only_other(self) -> list[str]:
        """Lines of the second text that the first lacks."""
        return _missing(self.other.text, self.one.text)


def audit(con: DuckDBPyConnection, texts: Path, *, seed: int, limit: int) -> list[Pair]:
    """At most `limit` pairs of a published copy, joined ones first; the same seed gives the same pairs.

    `texts` is `published/texts.parquet`; postings without a text (the bundled history) cannot be looked over.
    """
    if not texts.is_file():
        raise WarehouseFileError(f"{texts}: there are no texts to compare", "run `skilltide report` first")
    near = near_misses(con, texts, seed=seed, limit=limit // 2)
    rows = con.execute(
        statement("openings/audit_merged"), {"texts": str(texts), "seed": seed, "limit": limit - len(near)}
    ).fetchall()
    return [*_measured(con, texts, [(one, other, True, reason) for one, other, reason in rows]), *near]


def near_misses(con: DuckDBPyConnection, texts: Path, *, seed: int, limit: int) -> list[Pair]:
    """Pairs of neighbouring months that are alike and yet not one opening, the most alike first."""
    months = con.execute(statement("openings/audit_months"), {"texts": str(texts), "seed": seed}).fetchall()
    found: list[Pair] = []
    for (month,) in months[:3]:
        pool = con.execute(
            statement("openings/audit_pool"), {"texts": str(texts), "month": month, "limit": POOL}
        ).fetchall()
        found += [pair for pair in _measured(con, texts, _left_apart(pool)) if pair.reason != _SILENCE]
        if len(found) >= limit:
            break
    return sorted(found, key=lambda pair: (-pair.jaccard, pair.one.posting_id, pair.other.posting_id))[:limit]


def _left_apart(pool: list[tuple[str, str, str]]) -> list[tuple[str, str, bool, str]]:
    """Pairs of (posting id, text, opening) rows in different openings whose texts are alike."""
    if len(pool) < 2:
        return []
    made = [shingles(text) for _, text, _ in pool]
    sketches = stacked([signature(one) for one in made])
    apart = np.arange(len(pool))
    found = []
    seen: set[tuple[str, str]] = set()
    for i, j in likely_pairs(sketches, np.zeros_like(apart), apart, bands=_BANDS, rows=_ROWS, least=NEAR - 0.1):
        openings = (pool[i][2], pool[j][2])
        if openings[0] == openings[1] or openings in seen:
            continue
        if likeness(made[i], made[j])[0] >= NEAR:
            seen.add(openings)
            found.append((pool[i][0], pool[j][0], False, ""))
    return found


def _measured(con: DuckDBPyConnection, texts: Path, pairs: list[tuple[str, str, bool, str]]) -> list[Pair]:
    """Pairs of ids with what the texts say of them."""
    ids = sorted({posting_id for one, other, _, _ in pairs for posting_id in (one, other)})
    rows = con.execute(statement("openings/audit_sides"), {"texts": str(texts), "ids": ids}).fetchall()
    sides = {row[0]: Side(*row) for row in rows}
    return [
        _pair(sides[one], sides[other], joined, reason)
        for one, other, joined, reason in pairs
        if one in sides and other in sides
    ]


def _pair(one: Side, other: Side, joined: bool, reason: str) -> Pair:
    jaccard, containment, _ = likeness(shingles(one.text), shingles(other.text))
    return Pair(joined, reason or _why_apart(one, other, jaccard), jaccard, containment, one, other)


def _why_apart(one: Side, other: Side, jaccard: float) -> str:
    """What kept two alike postings apart, in words."""
    if one.role != other.role:
        return f"read as other roles: {one.role}, {other.role}"
    if normalised_employer(one.employer) == normalised_employer(other.employer):
        if jaccard < LIKE_TEXT:
            return "less than .5 alike"
        if are_two_jobs(job_words(one), job_words(other)):
            return "titles that name two jobs"
        return _SILENCE if jaccard >= SAME_TEXT else "less than .8 alike, and too little else is the same"
    shared = len({*one.skills} & {*other.skills})
    if shared < SAME_SKILLS * min(len(one.skills), len(other.skills)):
        return f"other employers, and only {shared} skills in common"
    verdict = compare(_body(one), _body(other), frozenset())
    return "other employers, " + ("advertised too far apart or in common lines" if verdict.reason else "other words")


def _body(side: Side) -> Body:
    return Body(side.text, side.title, side.employer, frozenset(side.skills))


def _missing(text: str, other: str) -> list[str]:
    known = set(text_lines(other))
    return [line for line in text_lines(text) if line not in known]
