"""The pages around the report: index with search, guide, one page a skill. Each is a string of HTML."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from reports import learning, safe
from reports.claims import claims, skills_of
from reports.data import POPULATIONS, Published, Row, SkillDetail, grouped
from reports.drawing import Point, spark
from reports.errors import ReportError
from reports.formats import share, week_end, week_name
from reports.learning import Opening, Skill
from reports.overview import LABELS
from reports.roles import role_title
from reports.weekly import section_name

WANTED_FROM, UNWANTED_TO = 0.10, 0.01
LEAST_EFFECTIVE = 30


class Pages:
    """The templates with the style that all pages carry."""

    def __init__(self) -> None:
        self.environment: Environment = safe.html_environment()
        self.style = safe.asset("style.css")

    def render(self, template: str, root: str, scripts: dict[str, str] | None = None, **values: Any) -> str:
        """One page; `scripts` are put inline under their names and are the only ones its policy lets run."""
        scripts = scripts or {}
        draws = "bundle" in scripts
        return self.environment.get_template(template).render(
            root=root,
            style=Markup(self.style),
            csp=safe.policy(list(scripts.values()), None if draws else self.style),
            **{name: Markup(text) for name, text in scripts.items()},
            **values,
        )


def catalogue(published: Published, pages: set[str]) -> list[dict[str, Any]]:
    """What the search box and skills.json hold, most asked for first."""
    labels = {(row["population"], row["skill_id"]): row["label"] for row in published.trends}
    found = []
    for row in published.skills:
        skill = row["skill_id"]
        if skill not in pages:
            continue
        level = published.by_skill.get(("tech", skill))
        found.append({
            "id": skill, "name": row["name"], "kind": row["kind"], "guide": row["guide_section"],
            "aliases": row["aliases"] or [],
            "share": round(level["share"], 6) if level and level["share"] is not None else None,
            "label": labels.get(("tech", skill), "too little data"),
            "label_ml": labels.get(("ml", skill), "too little data"),
        })  # fmt: skip
    return sorted(found, key=lambda row: (-(row["share"] or 0.0), row["name"].lower()))


def skills_with_pages(published: Published, detail: SkillDetail) -> set[str]:
    """Every skill with any data, every item of the guide, and those that claims are about."""
    known = {row["skill_id"] for row in published.skills}
    have = {row["skill_id"] for row in (*published.scorecard, *published.trends, *published.levels)}
    have |= {row["skill_id"] for row in published.skills if row["guide_section"]}
    for series in (*published.demand.values(), *published.interest.values()):
        have |= set(series)
    have |= set(detail.facts) | {skill for claim in claims() for skill in skills_of(claim)}
    odd = sorted(skill for skill in have & known if not safe.SKILL_ID.fullmatch(skill))
    if odd:
        raise ReportError(
            f"reports: skill id {safe.plain(odd[0], 60)!r} cannot name a file, expected lower case, digits and hyphens",
            "Correct the id in extractors/skills/data.",
        )
    return have & known


def index_page(  # noqa: PLR0917 - what the page shows, in its order
    pages: Pages,
    published: Published,
    report: dict[str, Any],
    found: list[dict[str, Any]],
    roles: list[dict[str, Any]],
    entries: list[dict[str, Any]],
) -> str:
    """The front page: latest findings, what is rising, search, roles, reports."""
    sparks: dict[str, dict[str, Markup]] = {}
    for population in report["populations"]:
        name = population["population"]
        sparks[name] = {
            row["skill_id"]: spark(published.demand[name].get(row["skill_id"], []), row["name"])
            for row in (*population["rising"], *population["breakout"])
        }
    kinds = sorted({row["kind"] for row in found})
    return pages.render(
        "index.html.j2", "", {"script": safe.asset("search.js")},
        report=report, skills=found, entries=entries, sparks=sparks, kinds=kinds, roles=roles,
    )  # fmt: skip


def guide_page(pages: Pages, report: dict[str, Any]) -> str:
    """The guide's items held against the market."""
    items = {row["skill_id"]: row for section in report["guide"] for row in section["items"]}.values()
    plain = [row for row in items if row["kind"] not in ("role", "industry", "degree")]
    wanted = [row for row in plain if row["share_low"] is not None and row["share_low"] >= WANTED_FROM]
    unwanted = [row for row in plain if row["share_high"] is not None and row["share_high"] <= UNWANTED_TO]
    return pages.render(
        "guide.html.j2", "", report=report,
        wanted=sorted(wanted, key=lambda row: -row["share"]), unwanted=sorted(unwanted, key=lambda row: row["share"]),
    )  # fmt: skip


def skill_pages(pages: Pages, published: Published, detail: SkillDetail, chosen: set[str]) -> Iterator[tuple[str, str]]:
    """Skill id and page of every chosen skill."""
    by_skill = grouped(published.levels, "skill_id")
    trends = {(row["population"], row["skill_id"]): row for row in published.trends}
    sections: dict[str, list[str]] = {}
    scores: dict[str, Row] = {}
    for row in published.scorecard:
        sections.setdefault(row["skill_id"], []).append(section_name(row["guide_section"]))
        scores.setdefault(row["skill_id"], row)
    for row in published.skills:
        skill = row["skill_id"]
        if skill not in chosen:
            continue
        roles = _roles(by_skill.get(skill, []))
        yield skill, pages.render(
            "skill.html.j2", "../", skill=row, sections=sections.get(skill, []), score=scores.get(skill),
            parents=[parent for parent in detail.parents.get(skill, []) if parent["parent_id"] in chosen],
            standing=[
                {"title": title, "level": published.by_skill.get((name, skill)), "trend": trends.get((name, skill))}
                for name, title in POPULATIONS.items()
            ],
            demand=[(name, title, published.demand[name].get(skill, [])) for name, title in POPULATIONS.items()],
            demand_text=_said({title: published.demand[name].get(skill, []) for name, title in POPULATIONS.items()}),
            **_attention(published, skill),
            facts=detail.facts.get(skill), roles=roles,
            role_top=max((role["share_high"] or 0.0 for role in roles), default=0.0),
            together=[pair for pair in detail.together.get(skill, []) if pair["other_id"] in chosen],
            postings=detail.postings.get(skill, [])[:5], articles=detail.articles.get(skill, []),
            week=week_name(published.week), week_end=week_end(published.week).isoformat(),
        )  # fmt: skip


def next_page(pages: Pages, published: Published, openings: tuple[Opening, ...], skills: dict[str, Skill]) -> str:
    """The learner's page, which computes in the browser from the openings it carries."""
    return pages.render(
        "next.html.j2", "", {"script": safe.asset("next.js")},
        data=learning.for_page(openings, skills),
        week=week_name(published.week), week_end=week_end(published.week).isoformat(),
    )  # fmt: skip


def role_pages(pages: Pages, published: Published, roles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Role and page of every role."""
    for role in roles:
        yield role["name"], pages.render(
            "role.html.j2", "../", role=role, week_end=week_end(published.week).isoformat(),
            floors=(learning.LEAST_OPENINGS, learning.LEAST_EMPLOYERS),
        )  # fmt: skip


def trends_page(pages: Pages, report: dict[str, Any], rows: list[Row]) -> str:
    """Every label in one table with a filter."""
    return pages.render(
        "trends.html.j2", "", {"script": safe.asset("trends.js")},
        report=report, rows=rows, labels=LABELS, kinds=sorted({row["kind"] for row in rows}),
    )  # fmt: skip


def sources_page(pages: Pages, report: dict[str, Any], rows: list[Row]) -> str:
    """Every source with its terms, attribution and last run."""
    return pages.render("sources.html.j2", "", report=report, rows=rows)


def data_page(pages: Pages, report: dict[str, Any], relations: list[Row]) -> str:
    """The published relations, as the database explains them."""
    return pages.render("data.html.j2", "", report=report, relations=relations)


def method_page(pages: Pages, report: dict[str, Any]) -> str:
    """How the numbers are made and what a label means."""
    return pages.render("method.html.j2", "", report=report)


def _attention(published: Published, skill: str) -> dict[str, Any]:
    ways = {"paper": "Papers", "post": "Blog posts"}
    series = {kind: published.interest[kind].get(skill, []) for kind in ways}
    named = any(point[1] for points in series.values() for point in points)
    return {
        "attention": [(kind, title, series[kind]) for kind, title in ways.items()] if named else [],
        "attention_text": _said({title: series[kind] for kind, title in ways.items()}),
    }


def _roles(levels: list[Row]) -> list[Row]:
    """The roles whose openings ask for the skill, where a share can be given."""
    found = [
        row
        for row in levels
        if row["population"] not in POPULATIONS and row["share"]
        and (row["n_effective"] is None or row["n_effective"] >= LEAST_EFFECTIVE)
    ]  # fmt: skip
    return [
        {**row, "title": role_title(row["population"])} for row in sorted(found, key=lambda row: -row["share"])[:10]
    ]


def _said(series: dict[str, list[Point]]) -> str:
    """A chart in words: each line's first and last value."""
    parts = []
    for title, points in series.items():
        known = [point for point in points if point[1] is not None]
        if known:
            first, last = known[0], known[-1]
            parts.append(
                f"{title}: {share(first[1])} in {week_name(first[0])}, {share(last[1])} in {week_name(last[0])}"
            )
    return "; ".join(parts) + "." if parts else "No week has enough data."
