"""The pages about the whole: every label in one table, sources with their terms, the data, the method.

Belongs here: the rows of these pages and their files. Does not belong here: the week's report, single skills or roles.
"""

from typing import Any

from reports.cross_checks import last_alert, recent, spell
from reports.data import TEACHABLE, Published, Row
from reports.formats import week_name

_SHARES = ("share", "share_low", "share_high")
SLOW = ("rising", "falling")
LABELS = ("rising", "breakout", "falling", "steady", "uncertain", "too little data")


def trend_rows(published: Published, pages: set[str]) -> list[Row]:
    """One row a skill that can be learned and has a label in some population or stands in the guide; labels first."""
    trends = {(row["population"], row["skill_id"]): row for row in published.trends}
    attention = {(row["kind"], row["skill_id"]): row for row in published.attention}
    checks = _checks(published)
    found = []
    for skill in published.skills:
        key = skill["skill_id"]
        tech, ml = trends.get(("tech", key)), trends.get(("ml", key))
        labels = {row[name] for row in (tech, ml) if row for name in ("label", "long_label")}
        labels -= {"too little data", None}
        if key not in pages or skill["kind"] not in TEACHABLE or not (labels or skill["guide_section"]):
            continue
        level = published.by_skill.get(("tech", key)) or {}
        found.append({
            "skill_id": key, "name": skill["name"], "kind": skill["kind"], "guide_section": skill["guide_section"],
            "label_tech": tech["label"] if tech else "too little data",
            "label_ml": ml["label"] if ml else "too little data",
            "share": level.get("share"), "share_low": level.get("share_low"), "share_high": level.get("share_high"),
            "slope_per_quarter": tech["slope_per_quarter"] if tech else None,
            "slope_low": tech["slope_low"] if tech else None, "slope_high": tech["slope_high"] if tech else None,
            "q_value": tech["q_value"] if tech else None,
            "long_tech": tech["long_label"] if tech else None, "long_ml": ml["long_label"] if ml else None,
            "long_first": tech["long_first"] if tech else None, "long_last": tech["long_last"] if tech else None,
            "paper_share": (attention.get(("paper", key)) or {}).get("share"),
            "post_share": (attention.get(("post", key)) or {}).get("share"),
            **{name: checks.get((name, key)) for name in ("alarm_tech", "alarm_ml", "burst_paper", "burst_post")},
        })  # fmt: skip
    return sorted(found, key=_place)


def _checks(published: Published) -> dict[tuple[str, str], str]:
    """The last alarm and the last burst of 26 weeks by column and skill: `up 2026-W02`, `since 2025-W50`."""
    heard: dict[tuple[str, str], list[Row]] = {}
    for row in published.alerts:
        heard.setdefault((f"alarm_{row['population']}", row["skill_id"]), []).append(row)
    last = {key: last_alert(rows) for key, rows in heard.items()}
    found = {key: f"{row['direction']} {week_name(row['week'])}" for key, row in last.items()}
    for row in reversed(recent(published.bursts, published.week)):
        found[f"burst_{row['signal']}", row["skill_id"]] = spell(row)
    return found


def _place(row: Row) -> tuple[Any, ...]:
    slow = row["long_tech"] in SLOW or row["long_ml"] in SLOW
    label = min(LABELS.index(row["label_tech"]), LABELS.index(row["label_ml"]))
    # What moves over two years comes before what merely had enough data.
    return (
        (label if label < LABELS.index("steady") or not slow else LABELS.index("steady") - 0.5),
        -(row["share"] or 0.0),
        row["name"],
    )


def source_rows(published: Published, counts: list[Row]) -> list[Row]:
    """Every source with its last run and what is held of it; those that are on first."""
    held = {row["source"]: row for row in counts}
    nothing = {"documents": 0, "first_day": None, "last_day": None}
    rows = [{**row, "held": held.get(row["source"], nothing)} for row in published.sources]
    return sorted(rows, key=lambda row: (not row["enabled"], -row["held"]["documents"], row["source"]))


def _rounded(share: float | None) -> float | None:
    """A share to a thousandth of a percent: more than it is known to, and half the bytes."""
    return None if share is None else round(share, 5)


def series_rows(published: Published, skill: str) -> list[Row]:
    """The numbers behind the charts of a skill's page: a row a week and line, weeks without a share left out."""
    lines = {
        **{population: series.get(skill, []) for population, series in published.demand.items()},
        **{kind: series.get(skill, []) for kind, series in published.interest.items()},
    }
    return [
        {
            "week": week,
            "of": name,
            **{key: _rounded(value) for key, value in zip(_SHARES, (share, low, high), strict=True)},
        }
        for name, points in lines.items()
        for week, share, low, high in points
        if share is not None
    ]
