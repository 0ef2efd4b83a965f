"""Cross-checks in words: whether an alarm agrees with a label, how a burst reads, and where pages show them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from reports.cross_checks import alarm_sentence, burst_sentence, recent, spell, verdict

WEEK = date(2026, 1, 19)
UP: dict[str, Any] = {"week": date(2025, 12, 29), "direction": "up", "began_on": date(2025, 11, 17)}
DOWN: dict[str, Any] = {"week": date(2025, 9, 1), "direction": "down", "began_on": date(2025, 8, 4)}
BURST: dict[str, Any] = {
    "signal": "paper", "began_on": date(2025, 11, 17), "ended_on": None, "documents": 1900, "mentioning": 310,
    "usual_share": 0.08,
}  # fmt: skip


@pytest.mark.parametrize(
    ("label", "alerts", "expected"),
    [
        ("rising", [UP], "agrees"), ("breakout", [UP], "agrees"), ("falling", [DOWN], "agrees"),
        ("rising", [DOWN], "disagrees"), ("falling", [UP], "disagrees"), ("steady", [UP], "disagrees"),
        ("uncertain", [DOWN], "goes further"), (None, [UP], "goes further"),
        ("rising", [], "silent"), ("uncertain", [], "silent"), ("rising", [DOWN, UP], "agrees"),
    ],
)  # fmt: skip
def test_the_last_alarm_is_held_against_the_label(
    label: str | None, alerts: list[dict[str, Any]], expected: str
) -> None:
    assert verdict(label, alerts) == expected


def test_an_alarm_says_since_when_and_whether_it_agrees() -> None:
    assert alarm_sentence("rising", [UP]) == (
        "alarm up in 2026-W01: from about 2025-W47 on the weekly share lay above the level of the year before,"
        " which agrees with the label"
    )
    assert "below the level of the year before, which speaks against the label" in alarm_sentence("rising", [DOWN])
    assert "neither confirms the label nor contradicts it" in alarm_sentence("falling", [])
    assert alarm_sentence("uncertain", []) == ""


def test_a_burst_says_when_and_how_much_more_than_usual() -> None:
    assert burst_sentence(BURST) == "since 2025-W47: 310 of 1,900 papers named it, usual would be 8.0%"
    ended = {**BURST, "signal": "post", "ended_on": date(2025, 12, 1)}
    assert burst_sentence(ended).startswith("2025-W47 to 2025-W49: 310 of 1,900 posts")
    assert spell({**BURST, "ended_on": BURST["began_on"]}) == "2025-W47"
    old = {**BURST, "ended_on": date(2025, 7, 21)}
    assert recent([BURST, ended, old], WEEK) == [BURST, ended]


def test_pages_show_a_cross_check_where_there_is_something_to_say(built: Path) -> None:
    def said(page: str) -> str:
        return " ".join(html.parse(str(built / "site" / page)).getroot().xpath("string(//main)").split())

    python, git = said("skills/python.html"), said("skills/git.html")
    assert "Cross-check, which never changes a label: alarm up in 2025-W52" in python
    assert "papers since 2025-W46: 310 of 900 papers named it" in python
    assert "alarm up" not in git
    rows = {row["skill_id"]: row for row in json.loads((built / "site/trends.json").read_text())}
    assert (rows["python"]["alarm_tech"], rows["python"]["alarm_ml"]) == ("up 2025-W52", None)
    assert (rows["python"]["burst_paper"], rows["python"]["burst_post"]) == ("since 2025-W46", None)
    assert rows["git"]["alarm_ml"] is None
    table = said("trends.html")
    assert "alarm up 2025-W52" in table and "burst since 2025-W46" in table
