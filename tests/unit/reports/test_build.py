"""The site as files: what is there, what a second build keeps, what a correction says."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from lxml import etree, html

from reports.build import build_site
from reports.errors import ReportError
from tests.unit.reports.published_fixture import AS_OF
from warehouse.errors import WarehouseFileError

Folder = Callable[[], Path]


def test_builds_every_file_of_the_contract_and_a_second_build_changes_nothing(folder: Folder) -> None:
    place = folder()
    built = build_site(place, AS_OF, banner="No source could be reached; these are older data.")
    site, report = place / "site", place / "site" / "reports" / "2026-W03"
    assert (built.week_name, built.state, built.path) == ("2026-W03", "new", "site/reports/2026-W03")
    for name in (
        "index.html",
        "guide.html",
        "feed.xml",
        "skills.json",
        "skills/python.html",
        "skills/role-internship.html",
    ):
        assert (site / name).is_file(), name
    charts = {path.stem for path in (report / "charts").glob("*.svg")}
    by_population = {f"{kind}-{name}" for kind in ("long", "slopes", "moving", "splits") for name in ("tech", "ml")}
    assert charts == by_population | {"levels", "top-skills", "three-ways", "coverage"}
    assert charts == {path.stem for path in (report / "charts").glob("*.png")}
    page = html.parse(str(report / "index.html"))
    assert page.xpath("count(//section[@id='guide']//tbody/tr/td[last()]/..)") >= 111
    assert "No source could be reached" in page.xpath("string(//p[@class='banner'])")
    data = json.loads((report / "report.json").read_text())
    assert sum(len(section["items"]) for section in data["guide"]) == 111
    assert "| Python |" in (report / "report.md").read_text()
    assert not list(site.glob(".building-*"))

    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    again = build_site(place, AS_OF, banner="No source could be reached; these are older data.")
    assert again.state == "kept"
    assert before == {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}

    # Only the banner goes: the page is made anew, and nothing is called a correction.
    assert build_site(place, AS_OF).state == "refreshed"
    assert json.loads((report / "report.json").read_text())["corrections"] == []

    with duckdb.connect(str(place / "skilltide.duckdb")) as con:
        con.execute("update guide_scorecard set label = 'rising' where skill_id = 'java'")
    corrected = build_site(place, date(2026, 1, 25))
    assert corrected.state == "corrected"
    note = json.loads((report / "report.json").read_text())["corrections"][0]
    assert "1 label" in note["note"]
    assert (report / note["before"]).is_file()
    assert "corrected" in (site / "index.html").read_text()


def test_feed_is_atom_with_one_entry_a_report(folder: Folder) -> None:
    place = folder()
    build_site(place, AS_OF)
    build_site(place, AS_OF)
    feed = etree.fromstring((place / "site" / "feed.xml").read_bytes())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [link.get("href") for link in feed.xpath("a:entry/a:link", namespaces=names)] == [
        "reports/2026-W03/index.html"
    ]


def test_hostile_text_stays_text_on_every_page_and_in_markdown(built: Path) -> None:
    for path in sorted((built / "site").rglob("*.html")):
        page = html.parse(str(path))
        assert not page.xpath("//*[@onerror or @onload or @onclick]"), path
        assert not page.xpath("//img | //iframe | //object | //embed | //link[@rel='stylesheet'] | //script[@src]"), (
            path
        )
        assert all(not link.startswith(("javascript:", "data:", "//")) for link in page.xpath("//@href | //@src")), path
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe-eval" not in policy, path
    text = (built / "site" / "reports" / "2026-W03" / "report.md").read_text()
    assert "<script" not in text
    assert "<b>" not in text


def test_rows_of_a_source_stand_beside_what_it_asks_to_be_shown(built: Path) -> None:
    shown = 0
    for path in (built / "site" / "skills").glob("*.html"):
        page = html.parse(str(path)).getroot()
        for item in page.xpath("//h2[.='Latest that name it']/following-sibling::ul/li/small"):
            assert item.text.split(",")[-2].strip() in item.xpath("string(../../following-sibling::p)")
            shown += 1
        assert not page.xpath("//a[contains(@rel, 'nofollow')]")
    assert shown


def test_links_within_the_site_lead_somewhere(built: Path) -> None:
    for path in sorted((built / "site").rglob("*.html")):
        for link in set(html.parse(str(path)).xpath("//a/@href")):
            if not link.startswith(("http:", "https:", "#")):
                assert (path.parent / link.split("#")[0]).is_file(), (path, link)


def test_all_numbers_of_the_scorecard_page_are_those_of_the_relation(built: Path) -> None:
    data = json.loads((built / "site" / "reports" / "2026-W03" / "report.json").read_text())
    with duckdb.connect(str(built / "skilltide.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select guide_section, skill_id, g.share, if(mentioning >= 15, required_rate, null), label"
            " from guide_scorecard g join weekly_demand d using (skill_id)"
            " where d.week = g.as_of_week and d.population = 'ml'"
        ).fetchall()
    shown = {
        (section["section"], item["skill_id"]): (item["share"], item["required_rate"], item["label"])
        for section in data["guide"]
        for item in section["items"]
    }
    for section, skill, share, rate, label in rows:
        assert shown[section, skill] == (pytest.approx(share), rate if rate is None else pytest.approx(rate), label)


def test_nothing_after_the_day_is_shown(folder: Folder) -> None:
    place = folder()
    assert build_site(place, date(2026, 1, 17)).week_name == "2026-W02"
    with pytest.raises(ReportError, match="no measured week that had closed by 2020-01-01"):
        build_site(place, date(2020, 1, 1))


def test_a_missing_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(WarehouseFileError, match="nothing has been published") as caught:
        build_site(tmp_path, AS_OF)
    assert "skilltide report" in caught.value.remedy


def test_what_moved_over_two_years_stands_beside_the_weekly_labels(built: Path) -> None:
    place = built / "site" / "reports" / "2026-W03"
    report = json.loads((place / "report.json").read_text())
    for population in report["populations"]:
        found = population["long"]
        assert {row["long_label"] for row in found["rising"]} == {"rising"}
        changes = [abs(row["long_last"] - row["long_first"]) for row in found["rising"]]
        assert changes == sorted(changes, reverse=True)
    assert "What moves over two years in Tech roles" in (place / "index.html").read_text()
    assert "### Over two years" in (place / "report.md").read_text()
