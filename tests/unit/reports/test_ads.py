"""The share of all advertisements on the pages: said where some came without a text, by source."""

from dataclasses import replace
from pathlib import Path

from lxml import html

from reports.ads import advertisements
from reports.data import open_published, read_week
from tests.unit.reports.published_fixture import AS_OF, WEEK


def text_of(page: Path) -> str:
    return " ".join(html.parse(str(page)).getroot().xpath("string(//main)").split())


def test_the_report_says_how_many_came_without_a_text_and_what_that_makes_of_a_share(built: Path) -> None:
    week = f"{WEEK.isocalendar().year}-W{WEEK.isocalendar().week:02d}"
    said = text_of(built / f"site/reports/{week}/index.html")
    assert "Tech roles: 106 of 1,065 openings of these four weeks (10.0%) came without a text." in said
    assert "a share, as counted, is 0.90 times as large where none of these asks for the skill." in said
    assert "ML and data roles: all 319 openings of these four weeks have a text" in said
    page = (built / f"site/reports/{week}/report.md").read_text(encoding="utf-8")
    assert "| jooble | Tech roles | 106 | 0 | 106 | 100% |" in page


def test_a_skill_page_gives_both_shares_where_they_differ(built: Path) -> None:
    said = text_of(built / "site/skills/python.html")
    assert "Of all 1,065 openings, those without a text included, at least " in said
    assert said.count("those without a text included") == 1


def test_without_hidden_texts_no_source_is_named(database: Path) -> None:
    with open_published(database) as con:
        published = read_week(con, AS_OF)
    found = advertisements(replace(published, ads=[row for row in published.ads if row["source"] != "jooble"]))
    assert [said.split(":")[0] for said in found["sentences"]] == ["Tech roles", "ML and data roles"]
    assert found["sources"] == []
