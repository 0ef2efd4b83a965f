"""Every number in a sentence is recomputed here from the relations, by other queries than the ones that wrote it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.sparse import csr_array

from reports.beside import accuracy, controls, leads, length
from reports.cautions import cautions, gaps, one_source, unreached
from reports.changes import week_changes
from reports.claims import claims, judged
from reports.data import open_published, read_week
from reports.findings import Fact, Finding, longer_lists, over_two_years, population_findings, week_findings
from reports.glance import glance
from tests.unit.reports.published_fixture import AS_OF, WEEK
from warehouse.intervals import standardised_level

TEACHABLE = "('language', 'library', 'tool', 'platform', 'concept', 'certification', 'practice')"
NUMBER = re.compile(r"<?\d[\d,]*(?:\.\d+)?")
# Numbers that are part of the wording: spells of weeks, the 95 % of intervals, the day the weeks end.
WORDING = {"13", "26", "52", "95", *["2026", "01", "18"]}


def ask(con: duckdb.DuckDBPyConnection, query: str) -> object:
    return con.execute(query).fetchall()[0][0]


WITHOUT_NUMBERS = (
    "Papers and postings: no lead", "Posts and postings: no lead", "No labelled set",
)  # fmt: skip
LEARNABLE = f"join skills s using (skill_id) where s.kind in {TEACHABLE}"
BEFORE = WEEK - timedelta(weeks=1)
CONSTANTS = {
    "false discovery rate": 0.10, "glance from": 0.10, "glance to": 0.01, "clear move": 0.005,
    "expected below": 0.05, "expected part": 0.05,
}  # fmt: skip
# Plain and standardised shares of two weeks side by side, where both can be given.
MOVED = f"""
    select abs(n.share_raw - b.share_raw) as plain, abs(n.share - b.share) as market,
        abs(n.share_raw - b.share_raw - n.share + b.share) as mix
    from weekly_demand n
    join weekly_demand b on b.population = n.population and b.skill_id = n.skill_id and b.week = date '{BEFORE}'
    join skills s on s.skill_id = n.skill_id
    where n.week = date '{WEEK}' and s.kind in {TEACHABLE} and least(n.n_effective, b.n_effective) >= 30
        and n.share is not null and b.share is not null and n.population"""


def year_rows(con: duckdb.DuckDBPyConnection, population: str) -> tuple[int, dict[str, tuple[float, float, float]]]:
    """Openings of 52 weeks in a population, and every skill's share with its interval, worked out here once more."""
    families = {"tech": "role_family in ('ml', 'software')", "ml": "role_family = 'ml'"}
    of_year = (
        f"p.role_family in ('ml', 'software') and {families.get(population, f'role = {population!r}')}"
        f" and p.posted_on between date '{WEEK}' - 357 and date '{WEEK}' + 6"
    )
    openings = con.execute(f"select distinct opening_id, employer from postings p where {of_year}").fetchall()
    asked = con.execute(
        "select distinct m.skill_id, p.opening_id from mentions m join postings p on p.posting_id = m.document_id"
        f" where m.counts and m.document_kind = 'posting' and {of_year}"
    ).fetchall()
    employers = sorted({employer for _, employer in openings})
    code = np.array([employers.index(employer) for _, employer in openings])
    place = {opening: at for at, (opening, _) in enumerate(openings)}
    skills = sorted({row[0] for row in con.execute("select skill_id from skills").fetchall()})
    asks = np.zeros((len(openings), len(skills)))
    for skill, opening in asked:
        asks[place[opening], skills.index(skill)] = 1.0
    each = np.full(len(openings), 1 / len(openings))
    level = standardised_level(csr_array(asks), np.zeros(len(openings), np.int64), code, each)
    enough = len(openings) >= 30 and len(employers) >= 8
    return len(openings), {
        skill: (level.share[at], level.low[at], level.high[at])
        for at, skill in enumerate(skills)
        if enough and level.n_effective[at] >= 30
    }


def of_year(con: duckdb.DuckDBPyConnection, words: list[str]) -> object:
    """A fact over the last 52 weeks."""
    if words[1] == "source":
        named = f"select count(*) filter (where source = '{words[2]}') / count(*)"
        return ask(
            con,
            f"{named} from (select opening_id, min(source) as source from postings where posted_on between"
            f" date '{WEEK}' - 357 and date '{WEEK}' + 6 and role_family in ('ml', 'software') group by all)",
        )
    if words[1] == "employers":
        return ask(
            con,
            "select count(distinct employer) from postings where role_family = 'ml' and posted_on between"
            f" date '{WEEK}' - 357 and date '{WEEK}' + 6",
        )
    population = words[-2] if words[1].startswith("share") else words[-1]
    openings, shares = year_rows(con, population)
    return openings if words[1] == "openings" else shares[words[-1]]["share_low" in words]


def weeks_of(con: duckdb.DuckDBPyConnection, which: str, population: str) -> object:
    """How many of the last 26 weeks are incomplete or without an opening."""
    found = (
        f"from population_weeks where population = '{population}' and openings > 0"
        f" and week between date '{WEEK}' - 175 and date '{WEEK}'"
    )
    query = "select 26 - count(*)" if which == "empty" else "select count(*) filter (where not complete)"
    return ask(con, f"{query} {found}")


def long_run(con: duckdb.DuckDBPyConnection, words: list[str]) -> object:
    """Counts of the test over two years, and how much longer lists of skills became."""
    population = words[-1]
    mean = (
        "select sum(openings * skills_per_opening) / sum(openings) from population_weeks where complete"
        f" and population = '{population}' and week"
    )
    first = f"{mean} between date '{WEEK}' - 721 and date '{WEEK}' - 364"
    last = f"{mean} between date '{WEEK}' - 357 and date '{WEEK}'"
    if words[0] == "lengths.first_half":
        return ask(con, first)
    if words[0] == "lengths.last_half":
        return ask(con, last)
    if words[:2] == ["lengths", "factor"]:
        return ask(con, f"select ({last}) / ({first})")
    conditions = {
        "tested": "long_label in ('rising', 'falling', 'uncertain')", "rising": "long_label = 'rising'",
        "falling": "long_label = 'falling'",
        "beyond": f"long_label = 'rising' and long_last > long_first * (({last}) / ({first}))",
    }  # fmt: skip
    return ask(
        con,
        f"select count(*) from skill_trends {LEARNABLE} and as_of_week = date '{WEEK}' and population = '{population}'"
        f" and {conditions[words[1]]}",
    )


def guide_lists(con: duckdb.DuckDBPyConnection, which: str) -> object:
    """Counts of the scorecard in short, by the shares of 52 weeks."""
    _, shares = year_rows(con, "ml")
    kinds = f"select skill_id, guide_section is null from skills where kind in {TEACHABLE}"
    learnable = dict(con.execute(kinds).fetchall())
    listed = {
        row[0]
        for row in con.execute(f"select skill_id from guide_scorecard where as_of_week = date '{WEEK}'").fetchall()
    } & set(learnable)
    counted = {
        "listed": listed,
        "little": listed - set(shares),
        "wanted": {skill for skill in listed & set(shares) if shares[skill][1] >= 0.1},
        "unwanted": {skill for skill in listed & set(shares) if shares[skill][2] <= 0.01},
        "unlisted": {skill for skill in shares if learnable.get(skill) and shares[skill][1] >= 0.1},
    }
    return len(counted[which])


def split(con: duckdb.DuckDBPyConnection, words: list[str]) -> object:
    """A part of a change over 26 weeks, last week's, or the difference of the two."""
    column = "share_last - share_first" if words[1] == "whole" else words[1]
    of = f"from skill_decomposition where population = '{words[-2]}' and skill_id = '{words[-1]}' and as_of_week = date"
    now, before = f"select {column} {of} '{WEEK}'", f"select {column} {of} '{BEFORE}'"
    query = {"since": f"select ({now}) - ({before})", "before": before}.get(words[2], now)
    return ask(con, query)


def recomputed(con: duckdb.DuckDBPyConnection, what: str) -> object:  # noqa: PLR0911 - one branch a kind of fact
    """The value a fact names, asked anew of the published database."""
    words = what.split()
    count = (
        f"select count(*) from skill_trends join skills using (skill_id) where as_of_week = date '{WEEK}'"
        f" and kind in {TEACHABLE}"
    )
    guide = f"select count(*) from guide_scorecard g where as_of_week = date '{WEEK}'"
    if what in CONSTANTS:
        return CONSTANTS[what]
    if words[0] == "tested":
        return ask(con, f"{count} and population = '{words[1]}' and label <> 'too little data'")
    if words[0] == "named":
        return ask(con, f"{count} and population = '{words[1]}'")
    if words[0] in ("rising", "falling", "breakout", "steady", "uncertain"):
        return ask(con, f"{count} and population = '{words[1]}' and label = '{words[0]}'")
    if what == "guide items":
        return ask(con, guide)
    if words[0] == "guide":
        if words[1] == "long":
            label = f"t.population = 'ml' and t.as_of_week = g.as_of_week and t.long_label = '{words[2]}'"
            return ask(con, f"{guide} and skill_id in (select skill_id from skill_trends t where {label})")
        labels = {"rising": "('rising', 'breakout')", "falling": "('falling')", "too": "('too little data')"}
        return ask(con, f"{guide} and label in {labels[words[1]]}")
    if words[0] == "claimed":
        return {f"claimed share {claim['skills'][0]}": claim["above"] for claim in claims() if "above" in claim}[what]
    if words[0] == "year":
        return of_year(con, words)
    if words[0] == "long" or words[0].startswith("lengths"):
        return long_run(con, words)
    if words[:2] == ["tech", "openings"] or words[0] == "comparable":
        return 0
    if words[1:2] == ["weeks"]:
        return weeks_of(con, words[0], words[-1])
    if words[0] == "glance":
        return guide_lists(con, words[1])
    if words[0] == "split":
        return split(con, words)
    if words[:2] == ["plain", "moves"]:
        return ask(con, f"select count(*) from ({MOVED} = '{words[-1]}') where plain >= 0.005")
    if words[:2] == ["mixed", "moves"]:
        return ask(con, f"select count(*) from ({MOVED} = '{words[-1]}') where plain >= 0.005 and market < mix")
    if words[:2] == ["same", "length"]:
        held = "and slope_per_quarter * slope_same_length > 0" if words[2] == "held" else ""
        return ask(con, f"{count} and population = '{words[-1]}' and label in ('rising', 'falling') {held}")
    return from_relation(con, words)


def from_relation(con: duckdb.DuckDBPyConnection, words: list[str]) -> object:
    """A fact that names relation, column and key, or a count of a relation's rows."""
    if words[0] == "lead_lag":
        shown = "and finding not like '%no lead can be shown'" if words[1] == "shown" else ""
        of_kind = f"as_of_week = date '{WEEK}' and kind = '{words[2]}'"
        return ask(con, f"select count(*) from lead_lag where {of_kind} {shown}")
    relation, column = words[0].split(".")
    first_column = "as_of_week" if relation in ("skill_trends", "negative_controls", "lead_lag") else "week"
    week = WEEK - timedelta(weeks=26) if "half" in words else BEFORE if "before" in words else WEEK
    until = AS_OF - timedelta(weeks="before" in words)
    last, second, skill = words[-1], words[-2] if words[1:] else "", f"skill_id = '{words[-1]}'"
    key = {
        "lead_lag": f"kind = '{words[1] if words[1:] else ''}' and {skill}",
        "extraction_accuracy": f"skill_id = '{second}' and kind = '{last}'",
        "source_health": f"source = '{last}' and run_at <= date '{until}'",
        "reports": "true",
        "negative_controls": f"control = '{' '.join(words[2:4])}' and population = '{words[1] if words[1:] else ''}'",
        "population_weeks": f"population = '{last}'",
    }.get(relation, f"population = '{second}' and {skill}")
    if relation not in ("extraction_accuracy", "source_health"):
        key += f" and {first_column} = date '{week}'"
    value = {
        "source_health": "arg_max(status, run_at)",
        "reports": f"arg_max({column}, published_at)",
        "lead_lag": f"abs({column})",
    }.get(relation, f'"{column}"')
    return ask(con, f"select {value} from {relation} where {key}")


def all_findings(place: Path) -> list[Finding]:
    with open_published(place) as con:
        published = read_week(con, AS_OF)
    claimed = [Finding(row["why"], tuple(Fact(**fact) for fact in row["facts"])) for row in judged(published)]
    changes = week_changes(published, None)
    stored = [*changes["findings"], glance(published)["finding"]]
    beside = [gaps(published, "tech"), gaps(published, "ml"), one_source(published)]
    for name in ("tech", "ml"):
        beside += [longer_lists(published, name), over_two_years(published, name)]
    for population in changes["populations"]:
        stored += [population["finding"], *(row["why"] for row in population["labels"] or ())]
    return [
        *week_findings(published),
        *population_findings(published, "tech"),
        *population_findings(published, "ml"),
        *(claim for claim in claimed if claim.facts),
        *(Finding(found["text"], tuple(Fact(**fact) for fact in found["facts"])) for found in stored if found),
        *(finding for finding in beside if finding),
        *leads(published),
        *controls(published),
        *length(published),
        accuracy(published),
    ]


@pytest.mark.parametrize("which", ["database", "quiet_database"])
def test_every_number_in_a_sentence_is_a_fact_and_every_fact_is_in_the_relations(
    which: str, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(which)
    with open_published(place) as con:
        for finding in all_findings(place):
            assert finding.facts or finding.text.startswith(WITHOUT_NUMBERS)
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
            number = -number if fact.shown.startswith("−") else number
            scale = 100 if "%" in fact.shown or "points" in fact.shown else 1
            assert number == pytest.approx(float(fact.value) * scale, abs=0.06), fact


def test_says_plainly_that_nothing_rises_when_nothing_does(quiet_database: Path) -> None:
    texts = [finding.text for finding in all_findings(quiet_database)]
    first = next(at for at, text in enumerate(texts) if text.startswith("No skill can be called rising or falling"))
    assert first <= 1
    assert "none passes the test" in texts[first] and "none breaks out" in texts[first]
    assert any("none is rising or breaking out" in text for text in texts)


def test_what_is_missing_failed_or_one_sided_is_named_first(database: Path) -> None:
    with open_published(database) as con:
        week, gap, source, down = cautions(read_week(con, AS_OF))
    assert week.startswith("No week after 2026-W03 could be measured")
    assert gap == "Of the last 26 weeks 1 is incomplete: labels rest on the others."
    assert source.startswith("100% of the tech openings of the last 52 weeks come from one source (Hacker News")
    assert down == "Not reached in the last run: Blog feeds."


def test_a_banner_that_nothing_was_reached_is_not_said_twice(database: Path) -> None:
    with open_published(database) as con:
        week = read_week(con, AS_OF)
    nothing = replace(week, sources=[{**row, "status": "unreachable", "title": None} for row in week.sources * 2])
    said = cautions(nothing)[-1]
    assert said.startswith("None of ") and said not in cautions(nothing, "No source could be reached.")


def test_where_no_source_was_reached_their_names_are_spared() -> None:
    sources = [{"title": None, "source": name, "status": "unreachable"} for name in "abcd"]
    assert unreached(sources) == "None of 4 sources was reached in the last run."
    assert unreached([*sources, {"title": "Feeds", "source": "feeds", "status": "partial"}]) == (
        "Not reached in the last run: a, b, c and d."
    )
    assert unreached([]) is None
