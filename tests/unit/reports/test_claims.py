"""Claims held against the numbers: each outcome, on numbers made for it, and the claims that ship."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.skills.taxonomy import load_taxonomy
from reports import claims
from reports.data import Published, open_published, read_week
from reports.year import Year

AS_OF = date(2026, 1, 25)


@pytest.fixture
def week(database: Path) -> Published:
    con = open_published(database)
    found = read_week(con, AS_OF)
    con.close()
    return found


def judge(week: Published, claim: dict[str, Any], monkeypatch: pytest.MonkeyPatch, **levels: Any) -> dict[str, Any]:
    """The outcome where the skills have the given (low, share, high) of 52 weeks, or label, in ML and data roles.

    A label may be followed by that over two years: `uncertain/rising`.
    """
    rows = {
        skill: {"share_low": at[0], "share": at[1], "share_high": at[2]}
        for skill, at in levels.items()
        if isinstance(at, tuple)
    }
    trends = [
        {"population": "ml", "skill_id": skill, "label": at.split("/")[0], "long_label": ([*at.split("/"), None])[1],
         "long_first": 0.05, "long_last": 0.08}
        for skill, at in levels.items() if isinstance(at, str)
    ]  # fmt: skip
    monkeypatch.setattr(claims, "claims", lambda: ({"text": "So it is.", "population": "ml", **claim},))
    names = {**week.names, **{skill: skill for skill in levels}}
    (found,) = claims.judged(replace(week, trends=trends, names=names, _years={"ml": Year(264, 229, rows)}))
    return found


@pytest.mark.parametrize(
    ("claim", "levels", "outcome"),
    [
        ({"skills": ["a"], "above": 0.2}, {"a": (0.21, 0.3, 0.4)}, "confirmed"),
        ({"skills": ["a"], "above": 0.2}, {"a": (0.1, 0.15, 0.19)}, "contradicted"),
        ({"skills": ["a"], "above": 0.2}, {"a": (0.1, 0.3, 0.4)}, "not confirmed"),
        ({"skills": ["a"], "above": 0.2}, {}, "not confirmed"),
        ({"skills": ["a", "b"], "above": 0.2}, {"a": (0.1, 0.12, 0.15), "b": (0.05, 0.1, 0.3)}, "not confirmed"),
        ({"skills": ["a", "b"], "above": 0.2}, {"a": (0.0, 0.1, 0.15), "b": (0.25, 0.3, 0.4)}, "confirmed"),
        ({"skills": ["a"], "than": "b"}, {"a": (0.3, 0.4, 0.5), "b": (0.1, 0.2, 0.29)}, "confirmed"),
        ({"skills": ["a"], "than": "b"}, {"a": (0.1, 0.2, 0.29), "b": (0.3, 0.4, 0.5)}, "contradicted"),
        ({"skills": ["a"], "than": "b"}, {"a": (0.1, 0.2, 0.35), "b": (0.3, 0.4, 0.5)}, "not confirmed"),
        ({"skills": ["a"], "than": "b"}, {"a": (0.1, 0.2, 0.35)}, "not confirmed"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "breakout"}, "confirmed"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "steady"}, "contradicted"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "uncertain"}, "not confirmed"),
        ({"skills": ["a"], "direction": "falling"}, {"a": "rising"}, "contradicted"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "uncertain/rising"}, "confirmed"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "too little data/falling"}, "contradicted"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "uncertain/uncertain"}, "not confirmed"),
        ({"skills": ["a"], "direction": "rising"}, {"a": "falling/rising"}, "contradicted"),
        ({"skills": ["a"], "direction": "falling"}, {}, "not confirmed"),
    ],
)
def test_an_outcome_needs_the_whole_interval_or_the_label(
    week: Published, monkeypatch: pytest.MonkeyPatch, claim: dict[str, Any], levels: dict[str, Any], outcome: str
) -> None:
    assert judge(week, claim, monkeypatch, **levels)["outcome"] == outcome


def test_the_reason_states_the_numbers(week: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judge(week, {"skills": ["a"], "above": 0.2}, monkeypatch, a=(0.1, 0.154, 0.19))
    assert found["why"] == "A 15.4% (10.0–19.0%) of 264 openings in 52 weeks, against 20% claimed."
    found = judge(week, {"skills": ["a"], "direction": "rising"}, monkeypatch, a="uncertain/rising")
    assert found["why"].endswith("over two years it is rising, from 5.0% in the first 52 weeks to 8.0% in the last 52.")


def test_the_claims_that_ship_name_skills_that_exist_and_one_test_each() -> None:
    skills = load_taxonomy().skills
    for claim in claims.claims():
        assert {*claim["skills"], claim.get("than", "python")} <= skills.keys(), claim["text"]
        assert len({"above", "than", "direction"} & claim.keys()) == 1, claim["text"]
    assert len(claims.claims()) >= 15
