"""The marks of the weekly report's charts: how rows become dots, lines and bars, in Altair.

Belongs here: encodings, colours, axes. Does not belong here: which rows are drawn (charts.py), HTML. Altair is imported
where it is used: other pages do not need it.
"""

from typing import TYPE_CHECKING

from reports.data import POPULATIONS, Row

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
PALE = "#9CC4E0"


def _week_axis(count: int = 4) -> "alt.Axis":
    import altair as alt

    return alt.Axis(format="%b %Y", tickCount=count, title=None, labelOverlap=True, labelFlush=True, grid=False)


def _share_axis(title: str | None = None) -> "alt.Axis":
    import altair as alt

    return alt.Axis(format="~%", title=title, tickCount=4, labelFlush=title is None)


def long_marks(rows: list[Row]) -> "alt.TopLevelMixin":
    """A line from the first year's share to the last year's."""
    import altair as alt

    names = [name for name in ("rising", "falling") if any(row["label"] == name for row in rows)]
    base = alt.Chart(width=460, height=alt.Step(21))
    y = alt.Y("skill:N", sort=None, title=None)
    colour = alt.Color("label:N", scale=alt.Scale(domain=names, range=[LABEL_COLOURS[name] for name in names]))
    axis = _share_axis("share of openings, first to last 52 weeks")
    line = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("first:Q", axis=axis, scale=alt.Scale(zero=True)), x2="last:Q", y=y, color=colour
    )
    start = base.mark_tick(thickness=2, size=9).encode(x="first:Q", y=y, color=colour)
    end = base.mark_point(filled=True, size=75, opacity=1).encode(
        x="last:Q", y=y, color=colour,
        shape=alt.Shape("label:N", scale=alt.Scale(domain=names, range=[LABEL_SHAPES[name] for name in names])),
        tooltip=["skill:N", "label:N", alt.Tooltip("first:Q", format=".1%", title="first 52 weeks"),
                 alt.Tooltip("last:Q", format=".1%", title="last 52 weeks")],
    )  # fmt: skip
    return alt.layer(line, start, end)


def slope_marks(rows: list[Row]) -> "alt.TopLevelMixin":
    """Dots with intervals around zero, shaped and coloured by label."""
    import altair as alt

    names = [name for name in LABEL_COLOURS if any(row["label"] == name for row in rows)]
    order = alt.EncodingSortField("slope", order="descending")
    base = alt.Chart(width=460, height=alt.Step(21))
    y = alt.Y("skill:N", sort=order, title=None)
    colour = alt.Color(
        "label:N", scale=alt.Scale(domain=names, range=[LABEL_COLOURS[name] for name in names]), legend=alt.Legend()
    )
    zero = base.mark_rule(strokeDash=[3, 3], color=GREY).encode(x=alt.datum(0))
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="change a quarter, percentage points"), x2="high:Q", y=y, color=colour
    )
    dots = base.mark_point(filled=True, size=75, opacity=1).encode(
        x="slope:Q", y=y, color=colour,
        shape=alt.Shape("label:N", scale=alt.Scale(domain=names, range=[LABEL_SHAPES[name] for name in names])),
        tooltip=["skill:N", "label:N", alt.Tooltip("slope:Q", format="+.1f"), alt.Tooltip("low:Q", format="+.1f"),
                 alt.Tooltip("high:Q", format="+.1f"), alt.Tooltip("q:Q", format=".3f")],
    )  # fmt: skip
    return alt.layer(zero, ranges, dots)


def split_marks() -> "alt.TopLevelMixin":
    """Bars stacked to both sides of zero."""
    import altair as alt

    names = list(SPLIT_COLOURS)
    made: alt.TopLevelMixin = alt.Chart(width=460, height=alt.Step(21)).mark_bar(size=11).encode(
        x=alt.X("points:Q", title="change of the unweighted share in 26 weeks, percentage points", stack="zero",
                axis=alt.Axis(tickCount=6)),
        y=alt.Y("skill:N", sort=None, title=None),
        color=alt.Color("part:N", scale=alt.Scale(domain=names, range=list(SPLIT_COLOURS.values())), sort=names),
        tooltip=["skill:N", "part:N", alt.Tooltip("points:Q", format="+.1f")],
    )  # fmt: skip
    return made


def level_marks(rows: list[Row]) -> "alt.TopLevelMixin":
    """Dots with intervals, a population beside the other."""
    import altair as alt

    names = [name for name in POPULATIONS.values() if any(row["population"] == name for row in rows)]
    base = alt.Chart(width=460, height=alt.Step(13))
    y = alt.Y("skill:N", sort=None, title=None)
    offset = alt.YOffset("population:N", sort=names)
    colour = alt.Color("population:N", scale=alt.Scale(domain=names, range=[BLUE, VERMILION][: len(names)]), sort=names)
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="share of openings", axis=_share_axis("share of openings")), x2="high:Q", y=y,
        yOffset=offset, color=colour,
    )  # fmt: skip
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        x="share:Q", y=y, yOffset=offset, color=colour,
        shape=alt.Shape("population:N", scale=alt.Scale(domain=names, range=["circle", "square"][: len(names)])),
        tooltip=["skill:N", "population:N",
                 *(alt.Tooltip(f"{key}:Q", format=".1%") for key in ("share", "low", "high"))],
    )  # fmt: skip
    return alt.layer(ranges, dots)


def multiple_marks(panels: list[str]) -> "alt.TopLevelMixin":
    """Small lines with bands, a panel a skill."""
    import altair as alt

    base = alt.Chart(width=205, height=105)
    x = alt.X("week:T", axis=_week_axis(2))
    band = base.mark_area(opacity=0.25, color=BLUE).encode(
        x=x, detail="run:N", y=alt.Y("low:Q", axis=_share_axis(), scale=alt.Scale(zero=True)), y2="high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=1.6).encode(
        x=x, y="share:Q", detail="run:N",
        tooltip=["panel:N", alt.Tooltip("week:T", format="%G-W%V"),
                 *(alt.Tooltip(f"{key}:Q", format=".1%") for key in ("share", "low", "high"))],
    )  # fmt: skip
    made: alt.TopLevelMixin = (
        alt.layer(band, line)
        .facet(facet=alt.Facet("panel:N", sort=panels), data=alt.NamedData("rows"), columns=3)
        .resolve_scale(y="independent")
    )
    return made


def ways_marks(panels: list[str]) -> "alt.TopLevelMixin":
    """Small lines in three dashes, a panel a trend."""
    import altair as alt

    ways = ["postings", "papers", "posts"]
    line = alt.Chart(width=150, height=105).mark_line(strokeWidth=1.6).encode(
        x=alt.X("week:T", axis=_week_axis(2)), detail="run:N",
        y=alt.Y("share:Q", axis=_share_axis(), scale=alt.Scale(zero=True)),
        color=alt.Color("way:N", scale=alt.Scale(domain=ways, range=[BLUE, VERMILION, GREEN])),
        strokeDash=alt.StrokeDash("way:N", scale=alt.Scale(domain=ways, range=[[1, 0], [6, 3], [2, 2]])),
        tooltip=["panel:N", "way:N", alt.Tooltip("week:T", format="%G-W%V"), alt.Tooltip("share:Q", format=".2%")],
    )  # fmt: skip
    made: alt.TopLevelMixin = line.facet(
        facet=alt.Facet("panel:N", sort=panels), data=alt.NamedData("rows"), columns=4
    ).resolve_scale(y="independent")
    return made


def coverage_marks(states: list[str]) -> "alt.TopLevelMixin":
    """Bars a week, those of ML and data roles before those of all tech roles; `states` as in the rows."""
    import altair as alt

    made: alt.TopLevelMixin = alt.Chart(width=600, height=180).mark_bar(size=5).encode(
        x=alt.X("week:T", axis=_week_axis(5)),
        y=alt.Y("openings:Q", title="openings in four weeks", stack=None),
        color=alt.Color("state:N", scale=alt.Scale(domain=states, range=[PALE, BLUE, VERMILION])),
        tooltip=["population:N", alt.Tooltip("week:T", format="%G-W%V"), "openings:Q", "state:N"],
    )  # fmt: skip
    return made
