"""What changed since last week: by market, by mix, by reading; told only as far as the two weeks show it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from reports.build import build_site
from reports.changes import week_changes
from reports.data import open_published, read_week
from tests.unit.reports.published_fixture import AS_OF, WEEK

WEEK_BEFORE = date(2026, 1, 17)


def changed(place: Path, statement: str) -> None:
    with duckdb.connect(str(place / "skilltide.duckdb")) as con:
        con.execute(statement)


def report(place: Path, week: str = "2026-W03") -> dict[str, object]:
    found: dict[str, object] = json.loads((place / "site" / "reports" / week / "report.json").read_text())
    return found


def changes_of(place: Path) -> dict[str, object]:
    with open_published(place) as con:
        return week_changes(read_week(con, AS_OF), None)


def test_a_share_of_last_week_that_is_read_otherwise_today_is_the_readings_doing(folder: Callable[[], Path]) -> None:
    place = folder()
    build_site(place, WEEK_BEFORE)
    told = report(place, "2026-W02")["shares"]["tech"]["sql"]  # type: ignore[index]
    changed(place, f"update weekly_demand set share = share + 0.02 where skill_id = 'sql' and week < date '{WEEK}'")
    build_site(place, AS_OF)
    rows = {row["skill_id"]: row for row in report(place)["changes"]["populations"][0]["shares"]}  # type: ignore[index]
    row = rows["sql"]
    assert row["published_before"] == pytest.approx(told)
    assert row["reading"] == pytest.approx(0.02)
    assert row["share"] - told == pytest.approx(row["market"] + row["reading"])


def test_a_plain_share_that_moves_alone_is_the_doing_of_sources_and_roles(database: Path, tmp_path: Path) -> None:
    place = tmp_path
    (place / "skilltide.duckdb").write_bytes((database / "skilltide.duckdb").read_bytes())
    changed(
        place,
        f"update weekly_demand set share_raw = share_raw + 0.05 where skill_id = 'sql' and week = date '{WEEK}'",
    )
    tech = changes_of(place)["populations"][0]  # type: ignore[index]
    row = {row["skill_id"]: row for row in tech["shares"]}["sql"]
    assert row["mix"] == pytest.approx(0.05)
    assert "1 of them more by the mix of sources and roles than by the market" in tech["finding"]["text"]


def test_a_skill_that_enters_the_lists_comes_with_the_parts_of_its_change(database: Path) -> None:
    entered = {row["name"]: row for row in changes_of(database)["populations"][0]["labels"]}  # type: ignore[index]
    assert {name: (row["before"], row["now"]) for name, row in entered.items()} == {"Scipy": ("uncertain", "rising")}
    assert "Of the difference the market made +1.0 points, sources 0.0 points" in entered["Scipy"]["why"]["text"]


def test_another_extractor_is_named_and_the_same_one_too(database: Path, tmp_path: Path) -> None:
    said = " ".join(finding["text"] for finding in changes_of(database)["findings"])  # type: ignore[attr-defined]
    assert "read by extractor 1.abc-def, those of last week's report by 1.aaa-def" in said
    (tmp_path / "skilltide.duckdb").write_bytes((database / "skilltide.duckdb").read_bytes())
    changed(tmp_path, "update reports set extractor_version = '1.abc-def'")
    said = " ".join(finding["text"] for finding in changes_of(tmp_path)["findings"])  # type: ignore[attr-defined]
    assert "the same extractor as those of last week's report (1.abc-def)" in said


def test_a_source_that_fares_otherwise_is_told(folder: Callable[[], Path]) -> None:
    place = folder()
    earlier = AS_OF - timedelta(weeks=1)
    changed(
        place,
        f"insert into source_health values (timestamp '{earlier}', 'feeds', 'ok', 3, 40, 2, 0, '')",
    )
    said = " ".join(finding["text"] for finding in changes_of(place)["findings"])  # type: ignore[attr-defined]
    assert "Blog feeds unreachable, a week before ok" in said


def test_without_a_week_before_nothing_is_compared(folder: Callable[[], Path]) -> None:
    place = folder()
    for table, column in (("weekly_demand", "week"), ("population_weeks", "week"), ("skill_trends", "as_of_week"),
                          ("reports", "week"), ("skill_decomposition", "as_of_week")):  # fmt: skip
        changed(place, f"delete from {table} where {column} < date '{WEEK}'")
    found = changes_of(place)
    assert found["findings"] == []
    assert [(row["finding"], row["labels"], row["shares"]) for row in found["populations"]] == [  # type: ignore[attr-defined]
        (None, None, [])
    ] * 2
    build_site(place, AS_OF)
    assert "No week before this one has been measured." in (place / "site/reports/2026-W03/report.md").read_text()
