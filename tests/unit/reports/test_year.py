"""Shares over a year of openings, and what is drawn of weeks with gaps."""

from datetime import date, timedelta
from typing import Any

import pytest

from reports.charts import thinned
from reports.drawing import Point, spark
from reports.year import year_of

MONDAY = date(2026, 1, 12)


def opening(number: int, *skills: str, **other: Any) -> dict[str, Any]:
    row = {"employer": f"e{number}", "role": "ml_engineer", "role_family": "ml", "source": "hn", "is_junior": False}
    return {**row, "skills": list(skills), "required": list(skills), **other}


def test_a_share_is_that_of_the_openings_that_name_the_skill_and_its_interval_widens_with_repeated_employers() -> None:
    many = [opening(number, *(["python"] if number % 4 == 0 else [])) for number in range(80)]
    few = [{**row, "employer": f"e{at // 4}"} for at, row in enumerate(sorted(many, key=lambda row: row["skills"]))]
    wide, narrow = year_of("ml", few, ["python"]).skills["python"], year_of("ml", many, ["python"]).skills["python"]
    assert wide["share"] is None, "twenty employers of four openings each are too few to say"
    assert (narrow["share"], narrow["mentioning"], narrow["employers"]) == (pytest.approx(0.25), 20, 20)
    assert narrow["share_low"] < 0.25 < narrow["share_high"]


def test_a_skill_that_nobody_names_has_a_share_of_nothing_and_an_upper_end() -> None:
    row = year_of("ml", [opening(number, "python") for number in range(100)], ["python", "udemy"]).skills["udemy"]
    assert row["share"] == 0.0 and 0.0 < row["share_high"] < 0.06
    assert row["required_rate"] is None and row["junior_share"] is None


def test_few_openings_give_counts_and_no_share() -> None:
    year = year_of("data_scientist", [opening(number, "r", role="data_scientist") for number in range(16)], ["r"])
    assert (year.openings, year.employers, year.is_enough) == (16, 16, False)
    assert year.skills["r"]["share"] is None and year.skills["r"]["mentioning"] == 16
    assert year_of("ml", [], ["r"]).skills == {}


def test_rates_are_of_the_openings_that_name_the_skill() -> None:
    rows = [opening(number, "sql", is_junior=number < 10, required=["sql"] * (number < 30)) for number in range(40)]
    row = year_of("tech", rows, ["sql"]).skills["sql"]
    assert (row["required_rate"], row["junior_share"]) == (pytest.approx(0.75), pytest.approx(0.25))


def test_no_line_is_drawn_over_a_gap_and_nothing_older_than_the_chart() -> None:
    weeks = [MONDAY - timedelta(weeks=back) for back in (200, *range(40, 20, -1), *range(10, -1, -1))]
    points: list[Point] = [(week, 0.1, 0.05, 0.2) for week in weeks]
    rows = thinned(points, MONDAY, 104)
    assert len(rows) == 31 and {row["run"] for row in rows} == {0, 1}
    drawn = str(spark(points, "Python", weeks=104))
    assert drawn.split(' d="')[1].count("M") == 3, "a stretch each: the far one, the one before the gap, the one after"
    assert str(spark(points[:5], "Python")) == "", "five weeks are no course of things"
