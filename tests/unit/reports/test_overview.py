"""The pages about the whole, and the numbers that stand behind the charts of a skill."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reports.build import build_site
from reports.data import open_published, read_week
from reports.overview import LABELS, series_rows, source_rows, trend_rows

AS_OF = date(2026, 1, 25)


@pytest.fixture
def published(folder: Callable[[], Path]) -> Path:
    return folder()


def test_trends_come_in_the_order_of_their_labels_and_only_with_something_to_say(published: Path) -> None:
    con = open_published(published)
    week = read_week(con, AS_OF)
    con.close()
    rows = trend_rows(week, {row["skill_id"] for row in week.skills})
    best = [min(LABELS.index(row["label_tech"]), LABELS.index(row["label_ml"])) for row in rows]
    assert rows and best == sorted(best)
    nothing = {"too little data"}
    assert all(row["guide_section"] or {row["label_tech"], row["label_ml"]} != nothing for row in rows)
    assert not {"role", "industry", "degree"} & {row["kind"] for row in rows}
    shares = {row["skill_id"]: row["share"] for row in rows}
    assert shares["python"] == week.by_skill["tech", "python"]["share"]


def test_numbers_behind_a_skill_s_charts_are_files_beside_its_page(built: Path) -> None:
    con = open_published(built)
    week = read_week(con, AS_OF)
    con.close()
    expected = series_rows(week, "python")
    assert {row["of"] for row in expected} == {"tech", "ml", "paper", "post"}
    read = json.loads((built / "site/skills/python.json").read_text())
    assert read == [{**row, "week": row["week"].isoformat()} for row in expected]
    with (built / "site/skills/python.csv").open() as file:
        assert [float(row["share"]) for row in csv.DictReader(file)] == [row["share"] for row in expected]


def test_sources_that_are_on_come_first_with_what_is_held_of_them(published: Path) -> None:
    con = open_published(published)
    week = read_week(con, AS_OF)
    con.close()
    rows = source_rows(week, [{"source": "arxiv", "documents": 30, "first_day": AS_OF, "last_day": AS_OF}])
    assert [row["enabled"] for row in rows] == sorted((row["enabled"] for row in rows), reverse=True)
    assert rows[0]["source"] == "arxiv" and rows[0]["held"]["documents"] == 30
    assert rows[-1]["held"]["documents"] == 0


def test_the_data_page_explains_relations_in_the_database_s_own_words(published: Path) -> None:
    import duckdb

    con = duckdb.connect(str(published / "skilltide.duckdb"))
    con.execute("comment on table skills is 'All <skills>'")
    con.execute("comment on column skills.kind is 'what & which'")
    con.close()
    build_site(published, AS_OF)
    page = (published / "site/data.html").read_text()
    assert "All &lt;skills&gt;" in page and "what &amp; which" in page and 'id="relation-weekly_demand"' in page
