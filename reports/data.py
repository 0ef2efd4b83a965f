"""What the published relations hold for one week, read once into plain rows.

Belongs here: the queries' results and small look-ups over them. Does not belong here: sentences, drawings, pages.
Rows are dictionaries with the column names of the published relations.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb

from reports.drawing import Point
from reports.errors import ReportError
from reports.year import Year, year_of
from warehouse import store

Row = dict[str, Any]
Series = dict[str, list[Point]]

QUERIES = Path(__file__).parent / "queries"
POPULATIONS = {"tech": "Tech roles", "ml": "ML and data roles"}
MOVES = ("rising", "falling", "breakout")
# What a person can learn; roles, industries and degrees stand in the guide scorecard.
TEACHABLE = frozenset({"language", "library", "tool", "platform", "concept", "certification", "practice"})
HISTORY_WEEKS = 156
PARAMETER = re.compile(r"\$([a-z_]+)")


@cache
def sql(name: str) -> str:
    """The text of one query file."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def rows(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[Row]:
    """Runs one query file with those of the given values it names."""
    text = sql(name)
    wanted = set(PARAMETER.findall(text))
    try:
        result = con.execute(text, {key: values[key] for key in wanted})
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, map(_known, row), strict=True)) for row in result.fetchall()]
    except duckdb.Error as error:
        raise ReportError(
            f"reports: query {name} failed on the published database: {str(error).splitlines()[0]}",
            "Publish again with this version of the program (skilltide publish).",
        ) from error


def _known(value: Any) -> Any:
    """None for a number that is not one."""
    return None if isinstance(value, float) and not isfinite(value) else value


def grouped(found: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Rows by the value of one column, order kept."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[key]].append(row)
    return dict(groups)


@dataclass(frozen=True)
class Published:
    """One week of the published database."""

    week: date
    as_of: date
    trends: list[Row]
    previous: list[Row]
    levels: list[Row]
    scorecard: list[Row]
    skills: list[Row]
    populations: list[Row]
    sources: list[Row]
    source_weeks: list[Row]
    quarantine: list[Row]
    weights: list[Row]
    vintages: list[Row]
    attention: list[Row]
    demand: dict[str, Series]
    interest: dict[str, Series]
    previous_levels: list[Row]
    previous_vintages: list[Row]
    previous_sources: list[Row]
    decomposition: list[Row]
    previous_decomposition: list[Row]
    leads: list[Row]
    ads: list[Row]
    all_ads: list[Row]
    alerts: list[Row]
    bursts: list[Row]
    controls: list[Row]
    accuracy: list[Row]
    lengths: dict[str, Row]
    year_openings: list[Row]
    names: dict[str, str] = field(default_factory=dict)
    _years: dict[str, Year] = field(default_factory=dict, repr=False)

    @cached_property
    def by_skill(self) -> dict[tuple[str, str], Row]:
        """This week's shares by population and skill."""
        return {(row["population"], row["skill_id"]): row for row in self.levels}

    @cached_property
    def by_role(self) -> dict[str, Row]:
        """This week's openings and employers of every population that is a role."""
        return {
            row["population"]: row
            for row in self.populations
            if row["week"] == self.week and row["population"] not in POPULATIONS
        }

    @cached_property
    def parts(self) -> dict[tuple[str, str], Row]:
        """Where each change between the halves came from, by population and skill."""
        return {(row["population"], row["skill_id"]): row for row in self.decomposition}

    @cached_property
    def previous_parts(self) -> dict[tuple[str, str], Row]:
        """The same as it was a week before."""
        return {(row["population"], row["skill_id"]): row for row in self.previous_decomposition}

    def year(self, population: str) -> Year:
        """Shares over the 52 weeks that end with this one, in `tech`, `ml` or a role."""
        if population not in self._years:
            self._years[population] = year_of(population, self.year_openings, self.names)
        return self._years[population]

    def labels(self, population: str, *names: str) -> list[Row]:
        """Skills a person can learn with one of these labels, in the order of their tiers."""
        return [
            row
            for row in self.trends
            if row["population"] == population and row["label"] in names and row["kind"] in TEACHABLE
        ]

    def population(self, name: str) -> Row | None:
        """What was read for a population in this week."""
        found = [row for row in self.populations if row["population"] == name and row["week"] == self.week]
        return found[0] if found else None


def report_week(con: duckdb.DuckDBPyConnection, as_of: date | None = None) -> date:
    """The Monday of the week that the report is about: the last one with labels, closed by `as_of`."""
    found = rows(con, "report_week", as_of=as_of or date.max)[0]["week"]
    if found is None:
        when = f" that had closed by {as_of}" if as_of else ""
        raise ReportError(
            f"reports: the published database has no measured week{when}",
            "Run the measures first (skilltide measure, then skilltide publish), or give a later --as-of.",
        )
    week: date = found
    return week


def open_published(published: Path) -> duckdb.DuckDBPyConnection:
    """The published database of a folder, read-only; raises `WarehouseFileError` where there is none to be read."""
    return store.open_published(published / "skilltide.duckdb")


def read_week(con: duckdb.DuckDBPyConnection, as_of: date) -> Published:
    """Everything the pages of one week show, except what only skill pages need."""
    week = report_week(con, as_of)
    values = {
        "week": week,
        "as_of": as_of,
        "first_week": week - timedelta(weeks=HISTORY_WEEKS - 1),
    }
    year = {**values, "first_week": week - timedelta(weeks=51)}
    before = {"week": week - timedelta(weeks=1), "as_of": as_of - timedelta(weeks=1)}
    skills = rows(con, "skills")
    scorecard = rows(con, "scorecard", **values)
    return Published(
        week=week,
        as_of=as_of,
        trends=rows(con, "trends", **values),
        previous=rows(con, "trends", **before),
        levels=rows(con, "levels", **values),
        scorecard=scorecard,
        skills=skills,
        populations=rows(con, "populations", **year),
        sources=rows(con, "sources", **values),
        source_weeks=rows(con, "source_weeks", **{**values, "first_week": week - timedelta(weeks=12)}),
        quarantine=rows(con, "quarantine", **values),
        weights=rows(con, "weights", **values),
        vintages=rows(con, "vintages", **values),
        attention=rows(con, "attention_levels", **values),
        demand={name: _series(con, "demand_series", population=name, **values) for name in POPULATIONS},
        interest={kind: _series(con, "attention_series", kind=kind, **values) for kind in ("paper", "post")},
        previous_levels=rows(con, "levels", **before),
        previous_vintages=rows(con, "vintages", **before),
        previous_sources=rows(con, "sources", **before),
        decomposition=rows(con, "decomposition", **values),
        previous_decomposition=rows(con, "decomposition", **before),
        leads=rows(con, "leads", **values),
        ads=rows(con, "ads", **values),
        all_ads=rows(con, "all_ads", **values),
        alerts=rows(con, "alerts", **values),
        bursts=rows(con, "bursts", **values),
        controls=rows(con, "controls", **values),
        accuracy=rows(con, "accuracy"),
        lengths={row["population"]: row for row in rows(con, "lengths", **values)},
        year_openings=rows(con, "year", first_day=year["first_week"], last_day=week + timedelta(days=6)),
        names={row["skill_id"]: row["name"] for row in skills},
    )


def _series(con: duckdb.DuckDBPyConnection, query: str, **values: Any) -> Series:
    return {
        row["skill_id"]: list(zip(row["weeks"], row["shares"], row["lows"], row["highs"], strict=True))
        for row in rows(con, query, **values)
    }


@dataclass(frozen=True)
class SkillDetail:
    """What only the pages of single skills and roles show, by skill, and by role."""

    first_day: date
    last_day: date
    facts: dict[str, Row]
    together: dict[str, list[Row]]
    postings: dict[str, list[Row]]
    articles: dict[str, list[Row]]
    parents: dict[str, list[Row]]
    children: dict[str, list[Row]]
    gates: dict[str, list[Row]]
    salaries: dict[str, list[Row]]
    precision: dict[str, list[Row]]
    roles: list[Row]


def read_details(con: duckdb.DuckDBPyConnection, week: date) -> SkillDetail:
    """The last 52 weeks up to the Sunday of `week`, in one query each for all skills together."""
    last_day = week + timedelta(days=6)
    values = {"week": week, "first_day": week - timedelta(weeks=51), "last_day": last_day}
    family = rows(con, "parents")
    return SkillDetail(
        first_day=values["first_day"],
        last_day=last_day,
        facts={row["skill_id"]: row for row in rows(con, "skill_facts", **values)},
        together=grouped(rows(con, "together"), "skill_id"),
        postings=grouped(rows(con, "latest_postings", **values), "skill_id"),
        articles=grouped(rows(con, "latest_articles", **values), "skill_id"),
        parents=grouped(family, "skill_id"),
        children=grouped(family, "parent_id"),
        gates=grouped(rows(con, "gates", **values), "skill_id"),
        salaries=grouped(rows(con, "salaries"), "skill_id"),
        precision=grouped(rows(con, "precision"), "skill_id"),
        roles=rows(con, "role_facts", **values),
    )
