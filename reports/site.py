"""The pages around the report: index with search, guide, roles, trends and the like. Each is a string of HTML."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from reports import learning, safe
from reports.claims import claims, skills_of
from reports.data import Published, Row, SkillDetail
from reports.drawing import spark
from reports.errors import ReportError
from reports.formats import day, week_end, week_name
from reports.learning import Opening, Skill
from reports.overview import LABELS, SLOW
from reports.year import LEAST_EMPLOYERS, LEAST_OPENINGS


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
        series = published.demand[name]
        slow = {
            row["skill_id"]: spark(series.get(row["skill_id"], []), row["name"], weeks=104)
            for row in population["long"]["rising"]
        }
        sparks[name] = slow | {
            row["skill_id"]: spark(series.get(row["skill_id"], []), row["name"])
            for row in (*population["rising"], *population["breakout"])
        }
    kinds = sorted({row["kind"] for row in found})
    return pages.render(
        "index.html.j2", "", {"script": safe.asset("search.js")},
        report=report, skills=found, entries=entries, sparks=sparks, kinds=kinds, roles=roles,
    )  # fmt: skip


def guide_page(pages: Pages, report: dict[str, Any]) -> str:
    """The guide's items held against the market."""
    return pages.render("guide.html.j2", "", report=report)


def next_page(pages: Pages, published: Published, openings: tuple[Opening, ...], skills: dict[str, Skill]) -> str:
    """The learner's page, which computes in the browser from the openings it carries."""
    return pages.render(
        "next.html.j2", "", {"script": safe.asset("next.js")},
        data=learning.for_page(openings, skills),
        week=week_name(published.week), week_end=day(week_end(published.week)),
    )  # fmt: skip


def role_pages(pages: Pages, published: Published, roles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Role and page of every role."""
    for role in roles:
        yield role["name"], pages.render(
            "role.html.j2", "../", role=role, week_end=day(week_end(published.week)),
            floors=(LEAST_OPENINGS, LEAST_EMPLOYERS),
        )  # fmt: skip


def trends_page(pages: Pages, report: dict[str, Any], rows: list[Row]) -> str:
    """Every label in one table with a filter."""
    return pages.render(
        "trends.html.j2", "", {"script": safe.asset("trends.js")},
        report=report, rows=rows, has_posts=any(row["post_share"] is not None for row in rows),
        labels=(*LABELS, *(f"{name} over two years" for name in SLOW)),
        kinds=sorted({row["kind"] for row in rows}),
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
