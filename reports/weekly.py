"""The weekly report as data: every number that its page, its Markdown and its JSON show.

The page is drawn from this and from nothing else, so report.json holds what a reader saw. No escaping, no HTML here.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from reports.ads import advertisements
from reports.beside import beside
from reports.cautions import cautions
from reports.changes import shares_shown, week_changes
from reports.claims import grouped as claims_grouped
from reports.claims import judged
from reports.data import MOVES, POPULATIONS, TEACHABLE, Published, Row, grouped
from reports.findings import longer_lists, over_two_years, population_findings, tested, week_findings
from reports.formats import days, week_end, week_name
from reports.glance import glance
from reports.year import item_of

SECTION_NAMES = {
    "programming": "Programming", "libraries": "Libraries", "mathematics": "Mathematics",
    "data-handling": "Data handling", "algorithms": "Algorithms", "education": "Education",
    "certifications": "Certifications", "portfolio": "Portfolio", "work": "What the role builds", "cloud": "Cloud",
    "mlops": "MLOps", "roles": "Roles", "industries": "Industries", "trends": "Trends",
}  # fmt: skip


def section_name(section: str) -> str:
    """The heading of a section of the guide."""
    return SECTION_NAMES.get(section, section)


def section_place(section: str) -> int:
    """The place of a section in the guide; unknown ones come last."""
    return (*SECTION_NAMES, section).index(section)


TREND_COLUMNS = (
    "skill_id", "name", "kind", "label", "tier", "share", "share_low", "share_high", "share_first", "share_last",
    "ratio", "slope_per_quarter", "slope_low", "slope_high", "slope_shrunk", "shrunk_low", "shrunk_high", "lfsr",
    "yoy_change", "yoy_low", "yoy_high", "q_value", "openings", "mentioning", "employers",
    "top_employer_share", "sources", "consecutive_weeks", "reason",
)  # fmt: skip
LONG_COLUMNS = ("skill_id", "name", "kind", "long_label", "long_first", "long_last", "long_q_value")
LEVEL_COLUMNS = ("skill_id", "name", "kind", "share", "share_low", "share_high", "openings", "mentioning", "employers")
YEAR_COLUMNS = ("skill_id", "name", "kind", "share", "share_low", "share_high", "mentioning", "employers")
# Columns of the guide scorecard that are left out where no item has anything to show there.
_SPARE_COLUMNS, _SPARE_RATES = ("share", "paper_share", "post_share"), ("required_rate", "junior_share")
TOP_LEVELS = 20
_NO_LEAD = "no lead can be shown"
SHOWN_MOVES = 40


def build_report(published: Published, banner: str | None, last: dict[str, Any] | None) -> dict[str, Any]:
    """All that the report of a week says, ready for JSON; `last` is the report of the week before as published."""
    report: dict[str, Any] = {
        "format": 1,
        "week": week_name(published.week),
        "week_start": published.week,
        "week_end": week_end(published.week),
        "days": days(published.week, week_end(published.week)),
        "as_of": published.as_of,
        "banner": banner,
        "cautions": cautions(published, banner),
        "findings": [asdict(finding) for finding in week_findings(published)],
        "populations": [_population(published, name) for name in POPULATIONS],
        "changes": week_changes(published, last),
        "glance": glance(published),
        "year": {
            name: {"openings": published.year(name).openings, "employers": published.year(name).employers}
            for name in POPULATIONS
        },
        "guide": (guide := _guide(published)),
        "guide_columns": guide_columns(guide),
        "guide_top": max((row["year"]["share_high"] or 0.0 for part in guide for row in part["items"]), default=0.0),
        "three_ways": (three := _three_ways(published)),
        "three_columns": _three_columns(three),
        "unlisted": _unlisted(published),
        "claims": (claims := judged(published)),
        "claim_groups": claims_grouped(claims),
        "beside": beside(published),
        "quality": _quality(published),
        "method": _method(published),
        "shares": shares_shown(published),
        "extractor_version": published.vintages[-1]["extractor_version"] if published.vintages else None,
        "taxonomy_version": published.vintages[-1]["taxonomy_version"] if published.vintages else None,
    }
    return ready(report)  # type: ignore[no-any-return]


def numbers_hash(published: Published) -> str:
    """A hash of the measured numbers of the week: banner, source health, wording and layout do not change it."""
    measured = [
        published.week,
        published.trends,
        published.levels,
        published.scorecard,
        published.attention,
        published.weights,
        published.lengths,
        {name: published.year(name).skills for name in POPULATIONS},
        [row for row in published.populations if row["week"] == published.week],
    ]
    return hashlib.sha256(json.dumps(ready(measured), sort_keys=True).encode()).hexdigest()


def ready(value: Any) -> Any:
    """Dates as ISO text, floats to nine digits (no noise of the last bit), tuples as lists."""
    if isinstance(value, dict):
        return {key: ready(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [ready(item) for item in value]
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.9g}") if isfinite(value) else None
    return value


def _population(published: Published, name: str) -> dict[str, Any]:
    moves = {label: [_pick(row, TREND_COLUMNS) for row in published.labels(name, label)] for label in MOVES}
    levels = [
        row for row in published.levels
        if row["population"] == name and row["kind"] in TEACHABLE and row["share"] is not None
    ]  # fmt: skip
    labels = [row["label"] for row in published.trends if row["population"] == name and row["kind"] in TEACHABLE]
    return {
        "population": name,
        "title": POPULATIONS[name],
        "findings": [asdict(finding) for finding in population_findings(published, name)],
        "context": published.population(name),
        "tested": tested(published, name),
        "labels": {label: labels.count(label) for label in (*MOVES, "steady", "uncertain", "too little data")},
        **{label: found[:SHOWN_MOVES] for label, found in moves.items()},
        "long": _long(published, name),
        "two_years": asdict(finding) if (finding := over_two_years(published, name)) else None,
        "longer_lists": asdict(finding) if (finding := longer_lists(published, name)) else None,
        "levels": [_pick(row, LEVEL_COLUMNS) for row in levels[:TOP_LEVELS]],
        "year": _most_of_year(published, name),
        "nearest": [
            _pick(row, TREND_COLUMNS)
            for row in sorted(published.labels(name, "uncertain", "steady"), key=lambda row: row["q_value"] or 1.0)[:10]
        ],
    }


def _most_of_year(published: Published, population: str, *, is_listed: bool | None = None) -> list[Row]:
    """What the year's openings name most; `is_listed` keeps what the guide lists, or what it does not."""
    year = published.year(population).skills
    found = [
        {**year[row["skill_id"]], "skill_id": row["skill_id"], "name": row["name"], "kind": row["kind"]}
        for row in published.skills
        if row["kind"] in TEACHABLE and row["skill_id"] in year
        and is_listed in (None, row["guide_section"] is not None)
    ]  # fmt: skip
    named = [row for row in found if row["share"]]
    return [
        _pick(row, YEAR_COLUMNS) for row in sorted(named, key=lambda row: (-row["share"], row["name"]))[:TOP_LEVELS]
    ]


def _long(published: Published, population: str) -> dict[str, list[Row]]:
    """What the same test says over two years, largest change of the share first."""
    found = [row for row in published.trends if row["population"] == population and row["kind"] in TEACHABLE]
    return {
        label: [
            _pick(row, LONG_COLUMNS)
            for row in sorted(
                (row for row in found if row["long_label"] == label),
                key=lambda row: (-abs(row["long_last"] - row["long_first"]), row["skill_id"]),
            )[:SHOWN_MOVES]
        ]
        for label in ("rising", "falling")
    }


def _guide(published: Published) -> list[dict[str, Any]]:
    sections = grouped(published.scorecard, "guide_section")
    order = sorted(sections, key=section_place)
    columns = (
        "skill_id", "name", "kind", "share", "share_low", "share_high", "label", "required_rate", "junior_share",
        "paper_share", "post_share", "long_label", "long_first", "long_last",
    )  # fmt: skip
    year = published.year("ml")
    return [
        {
            "section": name,
            "title": section_name(name),
            "items": [
                {**_pick(row, columns), "year": item_of(year, row["skill_id"], row["kind"])} for row in sections[name]
            ],
        }
        for name in order
    ]


def guide_columns(guide: list[dict[str, Any]]) -> dict[str, bool]:
    """Which columns of the scorecard hold anything, and whether any item has a label over 26 weeks."""
    items = [row for section in guide for row in section["items"]]
    of_weeks = {column: any(row[column] is not None for row in items) for column in _SPARE_COLUMNS}
    of_year = {column: any(row["year"][column] is not None for row in items) for column in _SPARE_RATES}
    return {**of_weeks, **of_year, "label": any(row["label"] != "too little data" for row in items)}


def _three_ways(published: Published) -> list[dict[str, Any]]:
    """The guide's trends in ML and data postings, papers and posts, this week and a year before."""
    attention = {(row["kind"], row["skill_id"]): row for row in published.attention}
    leads = {(row["kind"], row["skill_id"]): row["finding"] for row in published.leads}
    items = []
    for row in published.scorecard:
        if row["guide_section"] != "trends":
            continue
        skill = row["skill_id"]
        ways = {
            "postings": published.by_skill.get(("ml", skill)),
            "papers": attention.get(("paper", skill)),
            "posts": attention.get(("post", skill)),
        }
        series = {
            "postings": published.demand["ml"].get(skill, []),
            "papers": published.interest["paper"].get(skill, []),
            "posts": published.interest["post"].get(skill, []),
        }
        columns = ("share", "share_low", "share_high", "mentioning")
        items.append({
            "skill_id": skill, "name": row["name"], "label": row["label"],
            **{way: _pick(found, columns) if found else dict.fromkeys(columns) for way, found in ways.items()},
            "year_before": {way: _year_before(points, published.week) for way, points in series.items()},
            "leads": {kind: leads.get((kind, skill), _NO_LEAD) for kind in ("paper", "post")},
        })  # fmt: skip
    return items


def _three_columns(rows: list[Row]) -> dict[str, Any]:
    """Which columns of that table hold anything."""
    ways = ("postings", "papers", "posts")
    return {
        "now": [way for way in ways if any(row[way]["share"] is not None for row in rows)],
        "year_before": [way for way in ways if any(row["year_before"][way] is not None for row in rows)],
        "leads": any(said != _NO_LEAD for row in rows for said in row["leads"].values()),
    }


def _year_before(points: list[Any], week: date) -> float | None:
    then = week - timedelta(weeks=52)
    return next((point[1] for point in points if point[0] == then), None)


def _unlisted(published: Published) -> list[Row]:
    """What the year's ML and data openings ask for most and the guide does not name."""
    return _most_of_year(published, "ml", is_listed=False)[:12]


def _quality(published: Published) -> dict[str, Any]:
    weeks = sorted({row["week"] for row in published.populations}, reverse=True)[:13]
    year = [published.week - timedelta(weeks=back) for back in range(52)][::-1]
    held = {row["week"] for row in published.populations if row["population"] in POPULATIONS and row["openings"]}
    coverage = [
        {
            "week": week_name(week),
            **{
                name: next(
                    (_pick(row, ("openings", "employers", "complete", "note")) for row in published.populations
                     if row["week"] == week and row["population"] == name),
                    None,
                )
                for name in POPULATIONS
            },
            "sources": [
                _pick(row, ("source", "postings", "openings", "duplicate_share", "complete", "note"))
                for row in published.source_weeks
                if row["week"] == week
            ],
        }
        for week in weeks
    ]  # fmt: skip
    incomplete = [row for row in published.populations if not row["complete"] and row["population"] in POPULATIONS]
    return {
        "sources": [_pick(row, tuple(row)) for row in published.sources],
        "not_reached": [
            _pick(row, ("source", "title", "status", "message"))
            for row in published.sources
            if row["status"] in ("unreachable", "refused", "partial")
        ],
        "coverage": coverage,
        "advertisements": advertisements(published),
        "incomplete_weeks": _merged(incomplete),
        "empty_weeks": _spells([week for week in year if week not in held]),
        "titles": {row["source"]: row["title"] or row["source"] for row in published.sources},
        "quarantine": published.quarantine,
        "quarantined": sum(row["rows"] for row in published.quarantine),
        "vintages": published.vintages,
    }


def _merged(incomplete: list[Row]) -> list[Row]:
    """Incomplete weeks, populations that have the same note together."""
    found: dict[tuple[date, str | None], list[str]] = {}
    for row in incomplete:
        found.setdefault((row["week"], row["note"]), []).append(POPULATIONS[row["population"]])
    return [
        {"week": week_name(week), "populations": sorted(names, reverse=True), "note": note}
        for (week, note), names in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]


def _spells(weeks: list[date]) -> list[str]:
    """Weeks in order as `2025-W46 to 2025-W52`, single ones by their name."""
    spells: list[list[date]] = []
    for week in weeks:
        if spells and week - spells[-1][-1] == timedelta(weeks=1):
            spells[-1].append(week)
        else:
            spells.append([week])
    return [week_name(spell[0]) + (f" to {week_name(spell[-1])}" if len(spell) > 1 else "") for spell in spells]


def _method(published: Published) -> dict[str, Any]:
    return {
        "weights": published.weights,
        "detectable": {
            name: (row := published.population(name)) and _pick(row, ("minimum_detectable_rise", "design_effect"))
            for name in POPULATIONS
        },
    }


def _pick(row: Row, columns: tuple[str, ...]) -> Row:
    return {column: row[column] for column in columns}
