"""The weekly report's charts: Vega-Lite by Altair, aggregated before drawing, described in words from the data.

Belongs here: choosing points and marks. Does not belong here: HTML (templates), files (build.py). Altair and vl_convert
are imported where they are used: other pages need neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports import marks
from reports.beside import splits
from reports.data import MOVES, POPULATIONS, TEACHABLE, Published, Row, Series
from reports.drawing import MAX_POINTS, Point, runs
from reports.formats import month, share

if TYPE_CHECKING:
    import altair as alt

MULTIPLES = 12
MULTIPLE_WEEKS = 104
LEAST_WEEKS = 13
SLOPE_ROWS = 20
LEAST_ROWS = 3
FONT = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class ReportChart:
    """One chart: its name in file names and anchors, what it shows in words, its specification and its rows."""

    name: str
    title: str
    description: str
    spec: dict[str, Any]
    rows: list[Row]
    facets: bool = False


Maker = Callable[[Published], ReportChart | None]


def report_charts(published: Published) -> list[ReportChart]:
    """The charts of a week; one that has nothing to draw is left out."""
    makers: list[Maker] = [
        long_of("tech"), long_of("ml"), slopes_of("tech"), slopes_of("ml"), moving_of("tech"), moving_of("ml"),
        splits_of("tech"), splits_of("ml"),
        levels, multiples, three_ways, coverage,
    ]  # fmt: skip
    return [chart for maker in makers if (chart := maker(published)) is not None]


def long_of(population: str) -> Maker:
    """Shares of the first and the last 52 weeks of what moved over two years, the largest changes first."""

    def make(published: Published) -> ReportChart | None:
        found = sorted(
            (row for row in published.trends if row["population"] == population and row["kind"] in TEACHABLE
             and row["long_label"] in ("rising", "falling")),
            key=lambda row: (-abs(row["long_last"] - row["long_first"]), row["skill_id"]),
        )[:SLOPE_ROWS]  # fmt: skip
        rows = [
            {"skill": row["name"], "label": row["long_label"], "first": row["long_first"], "last": row["long_last"]}
            for row in found
        ]
        if len(rows) < LEAST_ROWS:
            return None  # the table says it all
        said = "; ".join(f"{row['skill']} from {share(row['first'])} to {share(row['last'])}" for row in rows[:8])
        title = f"{POPULATIONS[population]}: share of openings, first and last 52 weeks of two years"
        return _chart(f"long-{population}", title, f"{said}.", rows, marks.long_marks(rows))

    return make


def slopes_of(population: str) -> Maker:
    """Slopes with intervals: the skills that move, filled up with those nearest to a signal."""

    def make(published: Published) -> ReportChart | None:
        moves = published.labels(population, "rising", "falling", "breakout")
        others = sorted(published.labels(population, "uncertain", "steady"), key=lambda row: row["q_value"] or 1.0)
        found = [row for row in (*moves, *others) if row["slope_low"] is not None and row["slope_high"] is not None]
        rows = [
            {"skill": row["name"], "label": row["label"], "slope": _points(row["slope_per_quarter"]),
             "low": _points(row["slope_low"]), "high": _points(row["slope_high"]), "q": row["q_value"]}
            for row in found[:SLOPE_ROWS]
        ]  # fmt: skip
        if not rows:
            return None
        where = POPULATIONS[population]
        clear = [row for row in rows if row["label"] in ("rising", "falling", "breakout")]
        said = "; ".join(
            f"{row['skill']} {row['label']}, {row['slope']:+.1f} points a quarter"
            f" ({row['low']:+.1f} to {row['high']:+.1f})"
            for row in clear[:8]
        )
        text = said or "No skill rises or falls clearly"
        title = f"{where}: change a quarter, with 95% intervals"
        if not clear:
            title += "; none is shown to move, these come nearest"
        return _chart(f"slopes-{population}", title, f"{text}.", rows, marks.slope_marks(rows))

    return make


def levels(published: Published) -> ReportChart | None:
    """The skills most asked for, in both populations."""
    order = [
        row["skill_id"] for row in published.levels
        if row["population"] == "tech" and row["kind"] in TEACHABLE and row["share"] is not None
    ][:20]  # fmt: skip
    rows = []
    for skill in order:
        for population, title in POPULATIONS.items():
            row = published.by_skill.get((population, skill))
            if row is not None and row["share"] is not None:
                rows.append({"skill": row["name"], "population": title, "share": row["share"], "low": row["share_low"],
                             "high": row["share_high"]})  # fmt: skip
    if not rows:
        return None
    tech = [row for row in rows if row["population"] == POPULATIONS["tech"]]
    text = ", ".join(f"{row['skill']} {share(row['share'])}" for row in tech[:5])
    return _chart(
        "levels",
        "Skills most asked for, with 95% intervals",
        f"Share of tech openings: {text}.",
        rows,
        marks.level_marks(rows),
    )


def multiples(published: Published) -> ReportChart | None:
    """One small chart for each of the skills most asked for: four-week shares with interval bands."""
    chosen = [
        row for row in published.levels
        if row["population"] == "tech" and row["kind"] in TEACHABLE and row["share"] is not None
    ][:MULTIPLES]  # fmt: skip
    title = "The skills most asked for in tech roles, week by week"
    return _multiples("top-skills", title, chosen, published.demand["tech"], published.week)


def moving_of(population: str) -> Maker:
    """One small chart for each skill that is rising, falling or breaking out, the strongest tiers first."""

    def make(published: Published) -> ReportChart | None:
        chosen = published.labels(population, *MOVES)[:MULTIPLES]
        title = f"{POPULATIONS[population]}: the skills that move, week by week"
        return _multiples(f"moving-{population}", title, chosen, published.demand[population], published.week)

    return make


def _multiples(name: str, title: str, chosen: list[Row], demand: Series, last: date) -> ReportChart | None:
    series = {row["name"]: thinned(demand.get(row["skill_id"], []), last, MULTIPLE_WEEKS) for row in chosen}
    # Where most weeks hold too few openings for a share, a few dots would pass for a course of things.
    chosen = [row for row in chosen if len(series[row["name"]]) >= LEAST_WEEKS]
    rows = [{"panel": row["name"], **point} for row in chosen for point in series[row["name"]]]
    if not rows:
        return None
    text = "; ".join(_span(row["name"], demand.get(row["skill_id"], []), last) for row in chosen[:6])
    return _chart(name, title, f"{text}.", rows, marks.multiple_marks([row["name"] for row in chosen]), facets=True)


def splits_of(population: str) -> Maker:
    """Where the change of each labelled skill came from: market, sources and roles, stacked to both sides of zero."""

    def make(published: Published) -> ReportChart | None:
        found = splits(published, population)[:SLOPE_ROWS]
        rows = [
            {"skill": row["name"], "part": part, "points": _points(row[part])}
            for row in found
            for part in marks.SPLIT_COLOURS
        ]
        if not rows:
            return None
        said = "; ".join(
            f"{row['name']}: " + ", ".join(f"{part} {_points(row[part]):+.1f}" for part in marks.SPLIT_COLOURS)
            for row in found[:8]
        )
        title = f"{POPULATIONS[population]}: where the changes of 26 weeks came from"
        return _chart(f"splits-{population}", title, f"In percentage points: {said}.", rows, marks.split_marks())

    return make


def three_ways(published: Published) -> ReportChart | None:
    """The guide's trends in postings, papers and posts."""
    items = [row for row in published.scorecard if row["guide_section"] == "trends"]
    ways = {
        "postings": published.demand["ml"], "papers": published.interest["paper"], "posts": published.interest["post"],
    }  # fmt: skip
    rows = [
        {"panel": item["name"], "way": way, **point}
        for item in items
        for way, series in ways.items()
        for point in thinned(series.get(item["skill_id"], []), published.week, MULTIPLE_WEEKS)
    ]
    if not rows:
        return None
    said = []
    for item in items:
        now = {way: _newest(series.get(item["skill_id"], [])) for way, series in ways.items()}
        said.append(f"{item['name']}: " + ", ".join(f"{share(value)} of {way}" for way, value in now.items()))
    title = "The guide's trends in ML and data postings, papers and blog posts"
    panels = [item["name"] for item in items]
    return _chart("three-ways", title, f"{'; '.join(said)}.", rows, marks.ways_marks(panels), facets=True)


def coverage(published: Published) -> ReportChart | None:
    """How many openings each week's shares rest on."""
    states = [*POPULATIONS.values(), "incomplete week"]
    rows = [
        {"population": title, "week": row["week"].isoformat(), "openings": row["openings"],
         "state": title if row["complete"] else states[-1]}
        for name, title in POPULATIONS.items() for row in published.populations if row["population"] == name
    ]  # fmt: skip
    if not rows:
        return None
    tech = [row for row in rows if row["population"] == POPULATIONS["tech"]]
    broken = sum(row["state"] == states[-1] for row in tech)
    text = f"{len(tech)} weeks of tech openings, {broken} of them incomplete"
    if tech:
        text += f"; {tech[-1]['openings']:,} openings in the last"
    return _chart(
        "coverage", "Openings that each week's numbers rest on", f"{text}.", rows, marks.coverage_marks(states)
    )


def thinned(points: list[Point], last: date, weeks: int) -> list[Row]:
    """A series' rows of the weeks up to `last`, at most MAX_POINTS; `run` counts the stretches without a gap.

    Weeks without a share are left out, and a line must not be drawn over a gap: each run is a line of its own.
    """
    first = last - timedelta(weeks=weeks - 1)
    cut = runs([point for point in points if first <= point[0] <= last])
    rows = [
        {"week": week.isoformat(), "share": value, "low": low, "high": high, "run": number}
        for number, run in enumerate(cut)
        for week, value, low, high in run
    ]
    step = -(-len(rows) // MAX_POINTS) or 1
    return rows[::-step][::-1]


def draw(chart: ReportChart) -> tuple[str, bytes]:
    """The chart as SVG text and PNG bytes, made without any network."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(chart.spec)
    return svg, vl_convert.svg_to_png(svg, scale=1.5)


def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script to be put inline."""
    import vl_convert

    text: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]
    # Only an end tag would end the element; inside a string or a regular expression `<\/` means the same.
    return text.replace("</script", "<\\/script")


def _points(slope: float) -> float:
    return slope * 100


def _newest(points: list[Point]) -> float | None:
    return points[-1][1] if points else None


def _span(name: str, points: list[Point], last_week: date) -> str:
    first_week = last_week - timedelta(weeks=MULTIPLE_WEEKS - 1)
    known = [point for point in points if point[1] is not None and first_week <= point[0] <= last_week]
    if not known:
        return f"{name}: no week with enough data"
    first, last = known[0], known[-1]
    return f"{name}: {share(first[1])} in {month(first[0])}, {share(last[1])} in {month(last[0])}"


def _chart(
    name: str, title: str, description: str, rows: list[Row], drawn: "alt.TopLevelMixin", *, facets: bool = False
) -> ReportChart:
    spec: dict[str, Any] = drawn.to_dict()
    spec.pop("$schema", None)
    for layer in (*spec.get("layer", ()), *spec.get("spec", {}).get("layer", ())):
        layer.pop("data", None)  # one table for all layers, given once below
    spec["data"] = {"values": _rounded(rows)}
    spec["description"] = f"{title}. {description}"
    spec["background"] = None
    spec["config"] = {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 190,
                 "domain": False, "gridColor": "#8888", "gridOpacity": 0.35, "tickColor": "#8888"},
        # A title that is longer than a phone's chart grows towards the labels, not out of the page.
        "axisX": {"titleAnchor": "end", "titleAlign": "right"},
        "header": {"labelFontSize": 12, "labelFontWeight": "bold", "title": None},
        "legend": {"labelFontSize": 12, "title": None, "orient": "top", "symbolSize": 90},
    }  # fmt: skip
    return ReportChart(name, title, description, spec, rows, facets)


def _rounded(rows: list[Row]) -> list[Row]:
    return [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
