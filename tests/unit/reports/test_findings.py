"""Every number in a sentence is recomputed here from the relations, by other queries than the ones that wrote it."""

import re
from pathlib import Path

import duckdb
import pytest

from reports.claims import claims, judged
from reports.data import open_published, read_week
from reports.findings import Fact, Finding, cautions, population_findings, week_findings
from tests.unit.reports.published_fixture import AS_OF, WEEK

TEACHABLE = "('language', 'library', 'tool', 'platform', 'concept', 'certification', 'practice')"
NUMBER = re.compile(r"<?\d[\d,]*(?:\.\d+)?")
# Numbers that are part of the wording: spells of 13 and 26 weeks, the 95 % of intervals, the day the weeks end.
WORDING = {"13", "26", "95", *["2026", "01", "18"]}


def ask(con: duckdb.DuckDBPyConnection, query: str) -> object:
    return con.execute(query).fetchall()[0][0]


def recomputed(con: duckdb.DuckDBPyConnection, what: str) -> object:
    """The value a fact names, asked anew of the published database."""
    words = what.split()
    count = (
        f"select count(*) from skill_trends join skills using (skill_id) where as_of_week = date '{WEEK}'"
        f" and kind in {TEACHABLE}"
    )
    guide = f"select count(*) from guide_scorecard where as_of_week = date '{WEEK}'"
    if words[0] == "tested":
        return ask(con, f"{count} and population = '{words[1]}' and label <> 'too little data'")
    if words[0] in ("rising", "falling", "breakout"):
        return ask(con, f"{count} and population = '{words[1]}' and label = '{words[0]}'")
    if what == "guide items":
        return ask(con, guide)
    if words[0] == "guide":
        labels = {"rising": "('rising', 'breakout')", "falling": "('falling')", "too": "('too little data')"}
        return ask(con, f"{guide} and label in {labels[words[1]]}")
    if words[0] in ("false", "claimed"):
        claimed = {claim["skills"][0]: claim["above"] for claim in claims() if "above" in claim}
        return {"false discovery rate": 0.10, **{f"claimed share {key}": value for key, value in claimed.items()}}[what]
    relation, column = words[0].split(".")
    week = "as_of_week" if relation == "skill_trends" else "week"
    key = f" and skill_id = '{words[-1]}'" if relation != "population_weeks" else ""
    population = words[-1] if relation == "population_weeks" else words[-2]
    return ask(
        con, f"select {column} from {relation} where {week} = date '{WEEK}' and population = '{population}'{key}"
    )


def all_findings(place: Path) -> list[Finding]:
    with open_published(place) as con:
        published = read_week(con, AS_OF)
    claimed = [Finding(row["why"], tuple(Fact(**fact) for fact in row["facts"])) for row in judged(published)]
    return [
        *week_findings(published),
        *population_findings(published, "tech"),
        *population_findings(published, "ml"),
        *(claim for claim in claimed if claim.facts),
    ]


@pytest.mark.parametrize("which", ["database", "quiet_database"])
def test_every_number_in_a_sentence_is_a_fact_and_every_fact_is_in_the_relations(
    which: str, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(which)
    with open_published(place) as con:
        for finding in all_findings(place):
            assert finding.facts or "No skill can be called falling" in finding.text
            for fact in finding.facts:
                assert fact.shown in finding.text
                again = recomputed(con, fact.what)
                assert fact.value == (again if isinstance(again, str) else pytest.approx(again)), fact
            names = [row[0] for row in con.execute("select name from skills").fetchall()]
            text = finding.text
            for name in sorted(names, key=len, reverse=True):
                text = text.replace(name, "")
            shown = {number for fact in finding.facts for number in NUMBER.findall(fact.shown)}
            assert set(NUMBER.findall(text)) <= shown | WORDING, finding.text


def test_shown_numbers_are_the_values_rounded(database: Path) -> None:
    for finding in all_findings(database):
        for fact in finding.facts:
            if isinstance(fact.value, str):
                assert fact.shown == fact.value
                continue
            number = float(NUMBER.findall(fact.shown)[0].strip("<").replace(",", "")) if fact.shown != "none" else 0
            scale = 100 if "%" in fact.shown or "points" in fact.shown else 1
            assert number == pytest.approx(float(fact.value) * scale, abs=0.06), fact


def test_says_plainly_that_nothing_rises_when_nothing_does(quiet_database: Path) -> None:
    first, second, third = [finding.text for finding in all_findings(quiet_database)[:3]]
    assert first.startswith("No skill can be called rising in tech roles: of ")
    assert second == "No skill can be called falling in tech roles, and none breaks out of a small base."
    assert "none is rising or breaking out" in third


def test_sources_that_did_not_answer_are_named_first(database: Path) -> None:
    with open_published(database) as con:
        assert cautions(read_week(con, AS_OF)) == ["Not reached in the last run: Blog feeds."]
