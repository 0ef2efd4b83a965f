"""A page a skill: where it stands and why, who asks for it, what is stated as pay, what stands beside it.

Belongs here: the rows of these pages. Does not belong here: the queries (data.py), drawings, files.
"""

from collections.abc import Iterator
from typing import Any

from reports.ads import share_of_all
from reports.cross_checks import alarm_sentence, burst_sentence
from reports.data import MOVES, POPULATIONS, Published, Row, SkillDetail, grouped
from reports.drawing import Point
from reports.formats import day, interval, listed, month, share, week_end, week_name
from reports.gates import gate_rows
from reports.roles import role_title
from reports.site import Pages
from reports.weekly import section_name
from reports.year import LEAST_EFFECTIVE

_ROLES = 10
_LATEST = 5
# Below this a median's interval can be wide; fewer salaries or employers than the floor are not published at all.
SALARY_FLOOR = (30, 8)
_SENIORITY = ("intern", "junior", "mid", "senior", "lead", "unspecified")
_COUNTRIES = {"us": "United States", "uk_ireland": "UK and Ireland", "dach": "Germany, Austria, Switzerland"}


def skill_pages(pages: Pages, published: Published, detail: SkillDetail, chosen: set[str]) -> Iterator[tuple[str, str]]:
    """Skill id and page of every chosen skill."""
    by_skill = grouped(published.levels, "skill_id")
    accuracy = grouped(published.accuracy, "skill_id")
    leads = grouped(published.leads, "skill_id")
    alerts, bursts = grouped(published.alerts, "skill_id"), grouped(published.bursts, "skill_id")
    trends = {(row["population"], row["skill_id"]): row for row in published.trends}
    of_all = {(row["population"], row["skill_id"]): row for row in published.all_ads}
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
        demand = [(name, title, published.demand[name].get(skill, [])) for name, title in POPULATIONS.items()]
        yield skill, pages.render(
            "skill.html.j2", "../", skill=row, sections=sections.get(skill, []), score=scores.get(skill),
            parents=[one for one in detail.parents.get(skill, []) if one["parent_id"] in chosen],
            children=[one for one in detail.children.get(skill, []) if one["skill_id"] in chosen],
            standing=[
                {"title": title, "level": published.by_skill.get((name, skill)), "trend": trends.get((name, skill)),
                 "alarm": _alarm(trends.get((name, skill)), name, alerts.get(skill, [])),
                 "parts": published.parts.get((name, skill)), "year": _known(published.year(name).skills.get(skill)),
                 "year_openings": published.year(name).openings,
                 "of_all": share_of_all(of_all[name, skill]) if (name, skill) in of_all else ""}
                for name, title in POPULATIONS.items()
            ],
            gates=gate_rows(detail.gates.get(skill, [])), populations=POPULATIONS, moves=MOVES,
            demand=demand, demand_text=_said({title: points for _, title, points in demand}),
            demand_kinds={name for name, _, points in demand if any(point[1] is not None for point in points)},
            **_attention(published, skill), leads=leads.get(skill, []),
            bursts=[f"{one['signal']}s {burst_sentence(one)}" for one in bursts.get(skill, [])],
            facts=detail.facts.get(skill), roles=roles,
            role_top=max((role["share_high"] or 0.0 for role in roles), default=0.0),
            salaries=salary_rows(detail.salaries.get(skill, [])), floor=SALARY_FLOOR,
            together=[pair for pair in detail.together.get(skill, []) if pair["other_id"] in chosen],
            postings=detail.postings.get(skill, [])[:_LATEST], articles=detail.articles.get(skill, []),
            accuracy=next(iter(accuracy.get(skill, [])), None), measured=bool(published.accuracy),
            precision=detail.precision.get(skill, []),
            week=week_name(published.week), week_end=day(week_end(published.week)),
        )  # fmt: skip


def _alarm(trend: Row | None, population: str, alerts: list[Row]) -> str:
    """What the alarms of one population say beside its label."""
    heard = [one for one in alerts if one["population"] == population]
    return alarm_sentence(trend["label"] if trend else None, heard)


def _known(row: Row | None) -> Row | None:
    """A year's row that gives a share."""
    return row if row and row["share"] is not None else None


def salary_rows(found: list[Row]) -> list[dict[str, Any]]:
    """Stated pay by what the openings have in common: all first, then seniority, country, role; currencies apart."""
    rows = []
    for row in found:
        if row["country_group"] == "unknown":
            continue
        group = "all" if row["population"] in POPULATIONS else "role"
        group = "seniority" if row["seniority"] != "all" else "country" if row["country_group"] != "all" else group
        rows.append({**row, "group": group, "title": _group_title(row, group)})
    order = ["all", "seniority", "country", "role"]
    return sorted(
        rows,
        key=lambda row: (
            row["currency"],
            order.index(row["group"]),
            _SENIORITY.index(row["seniority"]) if row["group"] == "seniority" else -row["salaries"],
            row["title"],
        ),
    )


def _group_title(row: Row, group: str) -> str:
    if group == "seniority":
        return f"{POPULATIONS['tech']}, {row['seniority']}"
    if group == "country":
        country = row["country_group"]
        return f"{POPULATIONS['tech']}, {_COUNTRIES.get(country, country.replace('_', ' ').title())}"
    return POPULATIONS.get(row["population"]) or role_title(row["population"])


def _attention(published: Published, skill: str) -> dict[str, Any]:
    ways = {"paper": "Papers", "post": "Blog posts"}
    series = {kind: published.interest[kind].get(skill, []) for kind in ways}
    drawn = {kind for kind, points in series.items() if any(point[1] is not None for point in points)}
    named = any(point[1] for points in series.values() for point in points)
    return {
        "attention": [(kind, title, series[kind]) for kind, title in ways.items() if kind in drawn] if named else [],
        "attention_text": _said({title: series[kind] for kind, title in ways.items() if kind in drawn}),
        "attention_now": listed([
            f"{share(value)} of the {ways[kind].lower()} ({interval(low, high)})"
            for kind, points in series.items() for week, value, low, high in points[-1:]
            if week == published.week and value is not None
        ]),
    }  # fmt: skip


def _roles(levels: list[Row]) -> list[Row]:
    """The roles whose openings ask for the skill, where a share can be given."""
    found = [
        row
        for row in levels
        if row["population"] not in POPULATIONS and row["share"]
        and (row["n_effective"] is None or row["n_effective"] >= LEAST_EFFECTIVE)
    ]  # fmt: skip
    return [
        {**row, "title": role_title(row["population"])} for row in sorted(found, key=lambda row: -row["share"])[:_ROLES]
    ]


def _said(series: dict[str, list[Point]]) -> str:
    """A chart in words: each line's first and last value."""
    parts = []
    for title, points in series.items():
        known = [point for point in points if point[1] is not None]
        if known:
            first, last = known[0], known[-1]
            parts.append(f"{title}: {share(first[1])} in {month(first[0])}, {share(last[1])} in {month(last[0])}")
    return "; ".join(parts) + "." if parts else "No week has enough data."
