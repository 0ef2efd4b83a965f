"""What to learn next: the sums over openings, their floors, and what the page carries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.data import open_published
from reports.learning import (
    Demand,
    Opening,
    Skill,
    demand_of,
    for_page,
    guide_ordered,
    path,
    read_openings,
    read_skills,
    standing,
)

NAMES = ["docker", "go", "python", "sql", "spark"]
openings = st.builds(
    Opening, st.sampled_from(["a", "b", "c"]), st.just("ml_engineer"), st.just("ml"),
    st.frozensets(st.sampled_from(NAMES), min_size=1),
)  # fmt: skip


def demand(*asked: str) -> Demand:
    found = (Opening(f"e{at}", "ml_engineer", "ml", frozenset(one.split())) for at, one in enumerate(asked))
    return Demand("ml", tuple(found))


def test_coverage_is_the_mean_share_known_and_half_is_within_reach() -> None:
    now = standing(demand("python sql", "python sql spark go", "go"), ["python"])
    assert now.coverage == pytest.approx((1 / 2 + 1 / 4 + 0) / 3) and now.within_reach == pytest.approx(1 / 3)


def test_a_step_towards_near_openings_counts_for_more() -> None:
    # As many openings ask for Go as for SQL, but those that ask for SQL ask for Python too.
    steps = path(demand("python sql", "python sql", "go docker", "go docker"), ["python"], 2)
    assert steps[0].skill_id == "sql" and steps[0].asked == 0.5
    assert steps[0].added == pytest.approx(0.25) and steps[0].standing.coverage == pytest.approx(0.5)


@given(st.lists(openings, min_size=1, max_size=8), st.sets(st.sampled_from(NAMES)))
def test_a_path_never_repeats_never_loses_and_ends_with_everything(found: list[Opening], have: set[str]) -> None:
    wanted = Demand("tech", tuple(found))
    steps = path(wanted, have, 10)
    learned = [step.skill_id for step in steps]
    assert len(set(learned)) == len(learned) and not set(learned) & have
    reached = [standing(wanted, have).coverage, *(step.standing.coverage for step in steps)]
    assert reached == sorted(reached) and reached[-1] == pytest.approx(1)


def test_too_few_openings_or_employers_are_too_little() -> None:
    one = Opening("same", "ml_engineer", "ml", frozenset({"python"}))
    assert not Demand("ml", (one,) * 500).is_enough
    assert demand(*["python"] * 30).is_enough and not demand(*["python"] * 29).is_enough


def test_the_guide_s_order_comes_first() -> None:
    steps = path(demand("spark", "spark", "spark", "sql", "sql", "go"), [], 3)
    place = {"spark": 25, "sql": 22, "go": None}
    skills = {name: Skill(name, name, "tool", None, order, {}) for name, order in place.items()}
    assert [step.skill_id for step in steps] == ["spark", "sql", "go"]
    assert guide_ordered(steps, skills) == ["sql", "spark", "go"]


def test_openings_are_read_by_population_and_carried_to_the_page(folder: Callable[[], Path]) -> None:
    con = open_published(folder())
    week = date(2026, 1, 12)
    found, skills = read_openings(con, week), read_skills(con, week)
    con.close()
    assert {one.role_family for one in demand_of(found, "ml").openings} == {"ml"}
    assert {one.role for one in demand_of(found, "data_scientist").openings} == {"data_scientist"}
    assert skills["python"].guide_order == 1 and skills["python"].label["tech"] in ("rising", "steady", "uncertain")
    data = for_page(found, skills)
    assert len(data["openings"]) == len(found)
    role, is_ml, _, asks = data["openings"][0]
    assert data["roles"][role] == found[0].role and bool(is_ml) == (found[0].role_family == "ml")
    assert {data["skills"][skill][0] for skill in asks} == found[0].skills
