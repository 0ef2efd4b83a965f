"""The weekly report's charts: Vega-Lite by Altair, aggregated before drawing, described in words from the data.

Belongs here: choosing points and marks. Does not belong here: HTML (templates), files (build.py). Altair and vl_convert
are imported where they are used: other pages need neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.beside import splits
from reports.data import MOVES, POPULATIONS, TEACHABLE, Published, Row, Series
from reports.drawing import MAX_POINTS, Point
from reports.formats import share, week_name

if TYPE_CHECKING:
    import altair as alt

# Okabe and Ito's colours: told apart with every common colour blindness; a shape or a word says the same again.
BLUE, VERMILION, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#B0609A", "#808890"
LABEL_COLOURS = {
    "rising": BLUE, "falling": VERMILION, "breakout": PURPLE, "steady": GREEN, "uncertain": GREY,
}  # fmt: skip
LABEL_SHAPES = {
    "rising": "triangle-up", "falling": "triangle-down", "breakout": "diamond", "steady": "square",
    "uncertain": "circle",
}  # fmt: skip
SPLIT_COLOURS = {"market": BLUE, "sources": VERMILION, "roles": GREEN}
MULTIPLES = 12
MULTIPLE_WEEKS = 104
SLOPE_ROWS = 20
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
        slopes_of("tech"), slopes_of("ml"), moving_of("tech"), moving_of("ml"), splits_of("tech"), splits_of("ml"),
        levels, multiples, three_ways, coverage,
    ]  # fmt: skip
    return [chart for maker in makers if (chart := maker(published)) is not None]


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
        text = said or "No skill rises or falls clearly; the skills nearest to a signal are shown"
        title = f"{where}: change a quarter, with 95% intervals"
        return _chart(f"slopes-{population}", title, f"{text}.", rows, _slope_marks())

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
        "levels", "Skills most asked for, with 95% intervals", f"Share of tech openings: {text}.", rows, _level_marks()
    )


def multiples(published: Published) -> ReportChart | None:
    """One small chart for each of the skills most asked for: four-week shares with interval bands."""
    chosen = [
        row for row in published.levels
        if row["population"] == "tech" and row["kind"] in TEACHABLE and row["share"] is not None
    ][:MULTIPLES]  # fmt: skip
    title = "The skills most asked for in tech roles, week by week"
    return _multiples("top-skills", title, chosen, published.demand["tech"])


def moving_of(population: str) -> Maker:
    """One small chart for each skill that is rising, falling or breaking out, the strongest tiers first."""

    def make(published: Published) -> ReportChart | None:
        chosen = published.labels(population, *MOVES)[:MULTIPLES]
        title = f"{POPULATIONS[population]}: the skills that move, week by week"
        return _multiples(f"moving-{population}", title, chosen, published.demand[population])

    return make


def _multiples(name: str, title: str, chosen: list[Row], demand: Series) -> ReportChart | None:
    rows = [
        {"panel": row["name"], **point}
        for row in chosen
        for point in thinned(demand.get(row["skill_id"], []), MULTIPLE_WEEKS)
    ]
    if not rows:
        return None
    text = "; ".join(_span(row["name"], demand.get(row["skill_id"], [])) for row in chosen[:6])
    return _chart(name, title, f"{text}.", rows, _multiple_marks([row["name"] for row in chosen]), facets=True)


def splits_of(population: str) -> Maker:
    """Where the change of each labelled skill came from: market, sources and roles, stacked to both sides of zero."""

    def make(published: Published) -> ReportChart | None:
        found = splits(published, population)[:SLOPE_ROWS]
        rows = [
            {"skill": row["name"], "part": part, "points": _points(row[part])}
            for row in found
            for part in SPLIT_COLOURS
        ]
        if not rows:
            return None
        said = "; ".join(
            f"{row['name']}: " + ", ".join(f"{part} {_points(row[part]):+.1f}" for part in SPLIT_COLOURS)
            for row in found[:8]
        )
        title = f"{POPULATIONS[population]}: where the changes of 26 weeks came from"
        return _chart(f"splits-{population}", title, f"In percentage points: {said}.", rows, _split_marks())

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
        for point in thinned(series.get(item["skill_id"], []), MULTIPLE_WEEKS)
    ]
    if not rows:
        return None
    said = []
    for item in items:
        now = {way: _newest(series.get(item["skill_id"], [])) for way, series in ways.items()}
        said.append(f"{item['name']}: " + ", ".join(f"{share(value)} of {way}" for way, value in now.items()))
    title = "The guide's trends in ML and data postings, papers and blog posts"
    panels = [item["name"] for item in items]
    return _chart("three-ways", title, f"{'; '.join(said)}.", rows, _ways_marks(panels), facets=True)


def coverage(published: Published) -> ReportChart | None:
    """How many openings each week's shares rest on."""
    rows = [
        {"population": POPULATIONS[row["population"]], "week": row["week"].isoformat(), "openings": row["openings"],
         "state": "complete" if row["complete"] else "incomplete"}
        for row in published.populations
        if row["population"] in POPULATIONS
    ]  # fmt: skip
    if not rows:
        return None
    tech = [row for row in rows if row["population"] == POPULATIONS["tech"]]
    broken = sum(row["state"] == "incomplete" for row in tech)
    text = f"{len(tech)} weeks of tech openings, {broken} of them incomplete"
    if tech:
        text += f"; {tech[-1]['openings']:,} openings in the last"
    return _chart("coverage", "Openings that each week's numbers rest on", f"{text}.", rows, _coverage_marks())


def thinned(points: list[Point], weeks: int) -> list[Row]:
    """The last weeks of a series as rows, at most MAX_POINTS; weeks without a share are left out."""
    kept = [point for point in points[-weeks:] if point[1] is not None]
    step = -(-len(kept) // MAX_POINTS) or 1
    return [
        {"week": week.isoformat(), "share": value, "low": low, "high": high}
        for week, value, low, high in kept[::-step][::-1]
    ]


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


def _span(name: str, points: list[Point]) -> str:
    known = [point for point in points[-MULTIPLE_WEEKS:] if point[1] is not None]
    if not known:
        return f"{name}: no week with enough data"
    first, last = known[0], known[-1]
    return f"{name}: {share(first[1])} in {week_name(first[0])}, {share(last[1])} in {week_name(last[0])}"


def _chart(
    name: str, title: str, description: str, rows: list[Row], marks: "alt.TopLevelMixin", *, facets: bool = False
) -> ReportChart:
    spec: dict[str, Any] = marks.to_dict()
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


def _week_axis(count: int = 4) -> "alt.Axis":
    import altair as alt

    return alt.Axis(format="%G-W%V", tickCount=count, title=None, labelOverlap=True, grid=False)


def _share_axis(title: str | None = None) -> "alt.Axis":
    import altair as alt

    return alt.Axis(format="~%", title=title, tickCount=4)


def _slope_marks() -> "alt.TopLevelMixin":
    import altair as alt

    names = list(LABEL_COLOURS)
    order = alt.EncodingSortField("slope", order="descending")
    base = alt.Chart(width=460, height=alt.Step(21))
    y = alt.Y("skill:N", sort=order, title=None)
    colour = alt.Color(
        "label:N", scale=alt.Scale(domain=names, range=list(LABEL_COLOURS.values())), legend=alt.Legend()
    )
    zero = base.mark_rule(strokeDash=[3, 3], color=GREY).encode(x=alt.datum(0))
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="change a quarter, percentage points"), x2="high:Q", y=y, color=colour
    )
    dots = base.mark_point(filled=True, size=75, opacity=1).encode(
        x="slope:Q", y=y, color=colour,
        shape=alt.Shape("label:N", scale=alt.Scale(domain=names, range=list(LABEL_SHAPES.values()))),
        tooltip=["skill:N", "label:N", alt.Tooltip("slope:Q", format="+.1f"), alt.Tooltip("low:Q", format="+.1f"),
                 alt.Tooltip("high:Q", format="+.1f"), alt.Tooltip("q:Q", format=".3f")],
    )  # fmt: skip
    return alt.layer(zero, ranges, dots)


def _split_marks() -> "alt.TopLevelMixin":
    import altair as alt

    names = list(SPLIT_COLOURS)
    made: alt.TopLevelMixin = alt.Chart(width=460, height=alt.Step(21)).mark_bar(size=11).encode(
        x=alt.X("points:Q", title="change of the plain share in 26 weeks, percentage points", stack="zero",
                axis=alt.Axis(tickCount=6)),
        y=alt.Y("skill:N", sort=None, title=None),
        color=alt.Color("part:N", scale=alt.Scale(domain=names, range=list(SPLIT_COLOURS.values())), sort=names),
        tooltip=["skill:N", "part:N", alt.Tooltip("points:Q", format="+.1f")],
    )  # fmt: skip
    return made


def _level_marks() -> "alt.TopLevelMixin":
    import altair as alt

    names = list(POPULATIONS.values())
    base = alt.Chart(width=460, height=alt.Step(13))
    y = alt.Y("skill:N", sort=None, title=None)
    offset = alt.YOffset("population:N", sort=names)
    colour = alt.Color("population:N", scale=alt.Scale(domain=names, range=[BLUE, VERMILION]), sort=names)
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="share of openings", axis=_share_axis("share of openings")), x2="high:Q", y=y,
        yOffset=offset, color=colour,
    )  # fmt: skip
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        x="share:Q", y=y, yOffset=offset, color=colour,
        shape=alt.Shape("population:N", scale=alt.Scale(domain=names, range=["circle", "square"])),
        tooltip=["skill:N", "population:N",
                 *(alt.Tooltip(f"{key}:Q", format=".1%") for key in ("share", "low", "high"))],
    )  # fmt: skip
    return alt.layer(ranges, dots)


def _multiple_marks(panels: list[str]) -> "alt.TopLevelMixin":
    import altair as alt

    base = alt.Chart(width=205, height=105)
    x = alt.X("week:T", axis=_week_axis(2))
    band = base.mark_area(opacity=0.25, color=BLUE).encode(
        x=x, y=alt.Y("low:Q", axis=_share_axis(), scale=alt.Scale(zero=True)), y2="high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=1.6).encode(
        x=x, y="share:Q",
        tooltip=["panel:N", alt.Tooltip("week:T", format="%G-W%V"),
                 *(alt.Tooltip(f"{key}:Q", format=".1%") for key in ("share", "low", "high"))],
    )  # fmt: skip
    made: alt.TopLevelMixin = (
        alt.layer(band, line)
        .facet(facet=alt.Facet("panel:N", sort=panels), data=alt.NamedData("rows"), columns=3)
        .resolve_scale(y="independent")
    )
    return made


def _ways_marks(panels: list[str]) -> "alt.TopLevelMixin":
    import altair as alt

    ways = ["postings", "papers", "posts"]
    line = alt.Chart(width=150, height=105).mark_line(strokeWidth=1.6).encode(
        x=alt.X("week:T", axis=_week_axis(2)),
        y=alt.Y("share:Q", axis=_share_axis(), scale=alt.Scale(zero=True)),
        color=alt.Color("way:N", scale=alt.Scale(domain=ways, range=[BLUE, VERMILION, GREEN])),
        strokeDash=alt.StrokeDash("way:N", scale=alt.Scale(domain=ways, range=[[1, 0], [6, 3], [2, 2]])),
        tooltip=["panel:N", "way:N", alt.Tooltip("week:T", format="%G-W%V"), alt.Tooltip("share:Q", format=".2%")],
    )  # fmt: skip
    made: alt.TopLevelMixin = line.facet(
        facet=alt.Facet("panel:N", sort=panels), data=alt.NamedData("rows"), columns=4
    ).resolve_scale(y="independent")
    return made


def _coverage_marks() -> "alt.TopLevelMixin":
    import altair as alt

    states = ["complete", "incomplete"]
    titles = list(POPULATIONS.values())
    made: alt.TopLevelMixin = alt.Chart(width=600, height=180).mark_bar(size=4).encode(
        x=alt.X("week:T", axis=_week_axis(5)),
        y=alt.Y("openings:Q", title="openings (pale: tech, full: ML)", stack=None),
        color=alt.Color("state:N", scale=alt.Scale(domain=states, range=[BLUE, VERMILION])),
        opacity=alt.Opacity("population:O", scale=alt.Scale(domain=titles, range=[0.45, 1]), legend=None),
        tooltip=["population:N", alt.Tooltip("week:T", format="%G-W%V"), "openings:Q", "state:N"],
    )  # fmt: skip
    return made
