"""What to learn next: how much of what openings ask for a person has, and which skill brings them closest to more.

Belongs here: the openings' demands and the arithmetic over them, for the command, the role pages and the learner's page
(assets/next.js does the same sums in the browser). Does not belong here: how it is shown.

Of one opening a person *has* the share of the asked skills that they know. Asked are the skills that it requires or
names among the duties, and only those one can learn: no degrees, roles, industries, nor whole fields such as
"artificial intelligence". *Coverage* is the mean of that share over the openings; an opening is *within reach* when the
share is at least one half. The next skill is the one that adds most to the mean of the squared shares: squaring makes a
step towards an opening that is near count for more than the same step towards one that is far.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from reports.data import rows
from reports.year import LEAST_EMPLOYERS, LEAST_OPENINGS, belongs, is_enough

WEEKS = 52
WITHIN_REACH = 0.5
#: A skill that fewer openings ask for is noise on a learner's list.
LEAST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill one can learn; `guide_order` is its place in the guide, None where the guide does not list it."""

    skill_id: str
    name: str
    kind: str
    guide_section: str | None
    guide_order: int | None
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """Whose it is and what it asks for."""

    employer: str
    role: str
    role_family: str
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class Demand:
    """The openings of one population over a year."""

    population: str
    openings: tuple[Opening, ...]

    @property
    def employers(self) -> int:
        """How many employers they are of."""
        return len({one.employer for one in self.openings})

    @property
    def is_enough(self) -> bool:
        """Whether there are enough openings and employers to say anything."""
        return is_enough(len(self.openings), self.employers)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: fractions of 1."""

    coverage: float
    within_reach: float


@dataclass(frozen=True, slots=True)
class Step:
    """One skill of a path: the share of openings that ask for it, and where one stands with it."""

    skill_id: str
    asked: float
    added: float
    standing: Standing


def read_skills(con: DuckDBPyConnection, week: date) -> dict[str, Skill]:
    """Every skill one can learn, by id, with its labels of `week`."""
    return {
        row["skill_id"]: Skill(
            row["skill_id"],
            row["name"],
            row["kind"],
            row["guide_section"],
            row["guide_order"],
            {"tech": row["label_tech"] or "too little data", "ml": row["label_ml"] or "too little data"},
        )
        for row in rows(con, "learning_skills", week=week)
    }


def read_openings(con: DuckDBPyConnection, week: date) -> tuple[Opening, ...]:
    """The tech openings of the year that ends with `week`; skills asked by too few are left out."""
    last_day = week + timedelta(days=6)
    found = rows(con, "learning_asks", first_day=week - timedelta(weeks=WEEKS - 1), last_day=last_day)
    asked = Counter(skill for row in found for skill in row["skills"])
    openings = (
        Opening(
            row["employer"],
            row["role"],
            row["role_family"],
            frozenset(skill for skill in row["skills"] if asked[skill] >= LEAST_ASKED),
        )
        for row in found
    )
    return tuple(one for one in openings if one.skills)


def demand_of(openings: Sequence[Opening], population: str) -> Demand:
    """The openings of a population: `tech`, `ml` or a role."""
    return Demand(population, tuple(one for one in openings if belongs(population, one.role, one.role_family)))


def standing(demand: Demand, have: Collection[str]) -> Standing:
    """Coverage and the share of openings within reach of a person who knows `have`."""
    known = frozenset(have)
    shares = [len(one.skills & known) / len(one.skills) for one in demand.openings]
    count = len(shares) or 1
    return Standing(sum(shares) / count, sum(share >= WITHIN_REACH for share in shares) / count)


def path(demand: Demand, have: Collection[str], steps: int) -> list[Step]:
    """The skills to learn, best first, each chosen as if those before it were known; ties by id."""
    known = set(have)
    asked = Counter(skill for one in demand.openings for skill in one.skills)
    found: list[Step] = []
    before = standing(demand, known).coverage
    for _ in range(steps):
        gains: dict[str, float] = defaultdict(float)
        for one in demand.openings:
            missing = one.skills - known
            size = len(one.skills)
            has = size - len(missing)
            for skill in missing:
                gains[skill] += (2 * has + 1) / size**2
        if not gains:
            break
        best = min(gains, key=lambda skill: (-round(gains[skill], 9), skill))
        known.add(best)
        now = standing(demand, known)
        found.append(Step(best, asked[best] / len(demand.openings), now.coverage - before, now))
        before = now.coverage
    return found


def guide_ordered(steps: Sequence[Step], skills: dict[str, Skill]) -> list[str]:
    """The chosen skills in an order to learn them: the guide's, which goes from foundations up, then as chosen."""

    def place(skill: str) -> float:
        order = skills[skill].guide_order
        return float("inf") if order is None else order

    return sorted((one.skill_id for one in steps), key=place)


def for_page(openings: Sequence[Opening], skills: dict[str, Skill]) -> dict[str, Any]:
    """What the learner's page computes from: every opening as role, family and numbers of skills, compact."""
    asked = Counter(skill for one in openings for skill in one.skills)
    order = sorted(asked, key=lambda skill: (-asked[skill], skill))
    number = {skill: at for at, skill in enumerate(order)}
    roles = sorted({one.role for one in openings})
    employers = {name: at for at, name in enumerate(sorted({one.employer for one in openings}))}
    return {
        "skills": [
            [one.skill_id, one.name, one.guide_order, one.label["tech"], one.label["ml"]]
            for one in (skills[skill] for skill in order)
        ],
        "roles": roles,
        "openings": [
            [roles.index(one.role), int(one.role_family == "ml"), employers[one.employer],
             sorted(number[skill] for skill in one.skills)]
            for one in openings
        ],
        "floors": [LEAST_OPENINGS, LEAST_EMPLOYERS],
        "within_reach": WITHIN_REACH,
    }  # fmt: skip
