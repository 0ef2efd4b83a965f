"""Builds the site: the week's report, index, guide, skill pages, feed. The only module of this room that writes files.

A report that was published stays as it is while the measured numbers stay the same. When they change, the page is
made anew, says so under "Corrections", and the text as it was published before stays beside it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from reports import charts, feed, files, overview, safe, site, skills
from reports.candidates import candidates_page
from reports.data import Published, Row, open_published, read_details, read_week, rows
from reports.data import report_week as report_week  # noqa: PLC0414 - part of this module's interface
from reports.formats import plural, week_name
from reports.learning import read_openings, read_skills
from reports.markdown import report_markdown
from reports.roles import role_numbers, role_rows
from reports.weekly import build_report, numbers_hash

State = Literal["new", "kept", "refreshed", "corrected"]


@dataclass(frozen=True)
class BuiltSite:
    """What was built: `path` is the report's folder relative to the published folder."""

    week: date
    week_name: str
    site: Path
    path: str
    report: Path
    state: State
    input_hash: str
    headline: tuple[str, ...]
    paths: tuple[Path, ...]
    skill_pages: int


def build_site(published: Path, as_of: date, *, banner: str | None = None) -> BuiltSite:
    """Builds `published/site` from `published/skilltide.duckdb`, for the last week closed by `as_of`."""
    con = open_published(published)
    try:
        week = read_week(con, as_of)
        detail = read_details(con, week.week)
        held, relations = rows(con, "source_counts", as_of=as_of), rows(con, "relations")
        openings, learnable = read_openings(con, week.week), read_skills(con, week.week)
        waiting = rows(con, "candidates")
    finally:
        con.close()
    target = published / "site"
    report = build_report(week, banner, read_report(target / "reports" / week_name(week.week - timedelta(weeks=1))))
    with files.workshop(target) as made:
        pages = site.Pages()
        chosen = site.skills_with_pages(week, detail)
        report, state = _make_report(pages, week, report, target, made)
        entries = _entries(target, made, report)
        found = site.catalogue(week, chosen)
        roles = role_rows(detail.roles, openings, learnable, week.by_role)
        for skill, page in skills.skill_pages(pages, week, detail, chosen):
            files.write(made / "skills" / f"{skill}.html", page)
            _write_rows(made / "skills" / skill, overview.series_rows(week, skill))
        files.write(made / "skills.json", json.dumps(found, ensure_ascii=True))
        for name, page in site.role_pages(pages, week, roles):
            files.write(made / "roles" / f"{name}.html", page)
        for role in roles:
            _write_rows(made / "roles" / role["name"], role_numbers(role))
        files.write(made / "next.html", site.next_page(pages, week, openings, learnable))
        files.write(made / "guide.html", site.guide_page(pages, report))
        trends = overview.trend_rows(week, chosen)
        files.write(made / "trends.html", site.trends_page(pages, report, trends))
        _write_rows(made / "trends", trends)
        files.write(made / "sources.html", site.sources_page(pages, report, overview.source_rows(week, held)))
        files.write(made / "candidates.html", candidates_page(pages, report, waiting, chosen))
        _write_rows(made / "candidates", waiting)
        files.write(made / "data.html", site.data_page(pages, report, relations))
        files.write(made / "method.html", site.method_page(pages, report))
        files.write(made / "feed.xml", feed.feed_bytes(entries))
        files.write(made / "index.html", site.index_page(pages, week, report, found, roles, entries))
        placed = files.put(made, target)
        for kind in ("html", "csv", "json"):
            files.remove_others(target / "skills", {f"{skill}.{kind}" for skill in chosen}, f"*.{kind}")
            files.remove_others(target / "roles", {f"{role['name']}.{kind}" for role in roles}, f"*.{kind}")
    folder = target / "reports" / week_name(week.week)
    return BuiltSite(
        week=week.week,
        week_name=week_name(week.week),
        site=target,
        path=f"site/reports/{week_name(week.week)}",
        report=folder / "index.html",
        state=state,
        input_hash=report["input_hash"],
        headline=tuple(finding["text"] for finding in report["findings"]),
        paths=tuple(placed),
        skill_pages=len(chosen),
    )


def _write_rows(stem: Path, found: list[Row]) -> None:
    """The same rows as CSV and as JSON."""
    files.write(stem.with_suffix(".csv"), files.csv_text(found))
    files.write(stem.with_suffix(".json"), json.dumps(found, separators=(",", ":"), default=str))


def _make_report(
    pages: site.Pages, week: Published, report: dict[str, Any], target: Path, made: Path
) -> tuple[dict[str, Any], State]:
    """Writes the report's folder under `made`, unless the published one still holds; gives the report as it then is."""
    folder = target / "reports" / report["week"]
    before = read_report(folder)
    report["input_hash"] = numbers_hash(week)
    report["page_hash"] = _page_hash(report)
    report["published_on"] = before["published_on"] if before else report["as_of"]
    report["updated_on"] = report["as_of"]
    report["corrections"] = before["corrections"] if before else []
    state: State = "new"
    place = made / "reports" / report["week"]
    if before and before["input_hash"] == report["input_hash"]:
        if before["page_hash"] == report["page_hash"] and (folder / "index.html").is_file():
            return before, "kept"
        state = "refreshed"
        report["updated_on"] = before["updated_on"]
    elif before:
        state = "corrected"
        name = f"before/{before['input_hash'][:12]}"
        for ending in ("json", "md"):
            old = folder / f"report.{ending}"
            if old.is_file():
                files.write(place / f"{name}.{ending}", old.read_bytes())
        note = {"on": report["as_of"], "note": difference(before, report), "before": f"{name}.md"}
        report["corrections"] = [*report["corrections"], note]
    _write_report(pages, week, report, place)
    return report, state


def _write_report(pages: site.Pages, week: Published, report: dict[str, Any], place: Path) -> None:
    shown = []
    for chart in charts.report_charts(week):
        svg, png = charts.draw(chart)
        files.write(place / "charts" / f"{chart.name}.svg", svg)
        files.write(place / "charts" / f"{chart.name}.png", png)
        _write_rows(place / "charts" / chart.name, chart.rows)
        # Names of clips must differ between drawings that share a page.
        inline = svg.replace("clip", f"{chart.name}-clip").replace(f"{chart.name}-clip-path", "clip-path")
        shown.append({**vars(chart), "svg": Markup(inline)})
    page = pages.render(
        "report.html.j2",
        "../../",
        {"bundle": charts.bundle(), "script": safe.asset("charts.js")},
        report=report,
        charts=shown,
        specs={chart["name"]: chart["spec"] for chart in shown},
        corrections=report["corrections"],
        input_hash=report["input_hash"],
    )
    files.write(place / "report.json", json.dumps(report, ensure_ascii=True, indent=1))
    files.write(place / "report.md", report_markdown(report, report["corrections"]))
    files.write(place / "index.html", page)


def read_report(folder: Path) -> dict[str, Any] | None:
    """A report as published before, or None where there is none that this program can read."""
    try:
        found = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    needed = ("week", "week_start", "input_hash", "page_hash", "published_on", "updated_on", "corrections", "findings")
    return found if isinstance(found, dict) and all(key in found for key in needed) else None


def difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    """What a correction changed, in counts."""
    old, new = _values(before), _values(now)
    labels = sum(old.get(key) != new.get(key) for key in old | new if key[-1] == "label")
    shares = sum(old.get(key) != new.get(key) for key in old | new if key[-1] == "share")
    said = [finding["text"] for finding in before["findings"]]
    sentences = sum(finding["text"] not in said for finding in now["findings"])
    headline = plural(sentences, "headline sentence", "headline sentences")
    return (
        f"the data of this week changed after publication: {headline}, "
        f"{plural(labels, 'label', 'labels')} and {plural(shares, 'share', 'shares')} differ."
    )


def _values(report: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    found: dict[tuple[str, str, str], Any] = {}
    for section in report.get("guide", []):
        for row in section["items"]:
            found |= {("guide", row["skill_id"], key): row[key] for key in ("label", "share")}
    for population in report.get("populations", []):
        for key in ("rising", "falling", "breakout"):
            found |= {(population["population"], row["skill_id"], "label"): row["label"] for row in population[key]}
        found |= {(population["population"], row["skill_id"], "share"): row["share"] for row in population["levels"]}
    return found


def _entries(target: Path, made: Path, report: dict[str, Any]) -> list[dict[str, Any]]:
    """All reports up to this one, newest first, for the index and the feed."""
    reports = {report["week"]: report}
    for folder in (target / "reports").glob("*-W*"):
        if folder.name not in reports and (found := read_report(folder)) and found["week_start"] < report["week_start"]:
            reports[folder.name] = found
    return [
        {
            "week": name,
            "headline": found["findings"][0]["text"],
            "findings": [finding["text"] for finding in found["findings"]],
            "published": found["published_on"],
            "updated": found["updated_on"],
            "corrected": bool(found["corrections"]),
        }
        for name, found in sorted(reports.items(), reverse=True)
    ]


def _page_hash(report: dict[str, Any]) -> str:
    """Changes with what a page says beside the numbers: banner, cautions, state of sources, the templates."""
    standing = [
        report["banner"],
        report["cautions"],
        [(row["source"], row["status"]) for row in report["quality"]["sources"]],
        report["changes"],
        report["beside"],
    ]
    return hashlib.sha256((json.dumps(standing) + _program()).encode()).hexdigest()


@cache
def _program() -> str:
    room = Path(__file__).parent
    parts = sorted(path for kind in ("*.py", "templates/*", "assets/*", "queries/*.sql") for path in room.glob(kind))
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()
