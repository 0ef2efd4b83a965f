"""Small drawings as inline SVG, made from numbers alone: a series with its interval, a whisker, a sparkline.

Skill pages use these instead of the chart library: a page stays a few kilobytes and needs no script. Colours come from
the style sheet, so that dark mode and print need nothing here.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor, log10

from markupsafe import Markup, escape

from reports.formats import month, share

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 680, 240, 54, 10, 12, 26
MAX_POINTS = 200
# A few points far apart would pass for a course of things.
_LEAST_SPARK = 13

Point = tuple[date, float | None, float | None, float | None]


def nice_top(value: float) -> tuple[float, float]:
    """The top of an axis that begins at zero and its step: 1, 2 or 5 times a power of ten, at most five steps."""
    if value <= 0:
        return 0.01, 0.005
    raw = value / 4
    power = 10.0 ** floor(log10(raw))
    step = next(unit * power for unit in (1, 2, 2.5, 5, 10) if unit * power >= raw - 1e-12)
    return ceil(value / step - 1e-9) * step, step


def runs(points: Sequence[Point], widest_gap: int = 42) -> list[list[Point]]:
    """The points cut into unbroken runs: a missing value or a gap of more than six weeks is not drawn over."""
    cut: list[list[Point]] = []
    previous: date | None = None
    for point in points:
        if point[1] is None:
            previous = None
            continue
        if previous is None or (point[0] - previous).days > widest_gap:
            cut.append([])
        cut[-1].append(point)
        previous = point[0]
    return cut


def line_chart(series: Sequence[tuple[str, str, Sequence[Point]]], title: str, description: str) -> Markup:
    """A line chart of shares over weeks; each series is (class of the style sheet, name, points)."""
    kept = [(kind, name, list(points)[-MAX_POINTS:]) for kind, name, points in series]
    drawn = [point for _, _, points in kept for point in points if point[1] is not None]
    if not drawn:
        return Markup('<p class="quiet">No week has enough data for a line.</p>')
    first, last = min(p[0] for p in drawn), max(p[0] for p in drawn)
    days = max((last - first).days, 1)
    top, step = nice_top(max(p[3] if p[3] is not None else p[1] or 0.0 for p in drawn))

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(value, top) / top)

    parts = [_grid(top, step, y), _weeks(first, last, x)]
    for kind, _, points in kept:
        cut = runs(points)
        for run in cut:
            parts.append(_band(kind, run, x, y))
            parts.append(_line(kind, run, x, y, ends=run is cut[-1]))
    body = Markup("").join(parts)
    return Markup('<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{body}</svg>').format(
        w=WIDTH, h=HEIGHT, label=f"{title}. {description}", body=body
    )


def _grid(top: float, step: float, y: object) -> Markup:
    assert callable(y)
    lines = []
    for index in range(round(top / step) + 1):
        value = index * step
        label = f"{value * 100:.10g}%" if value * 100 >= 1 or index == 0 else f"{value * 100:.3g}%"
        lines.append(
            Markup(
                '<line class="grid" x1="{a}" x2="{b}" y1="{y}" y2="{y}"/><text x="{t}" y="{ty}" class="end">{v}</text>'
            ).format(a=LEFT, b=WIDTH - RIGHT, y=f"{y(value):.1f}", t=LEFT - 6, ty=f"{y(value) + 4:.1f}", v=label)
        )
    return Markup("").join(lines)


def _weeks(first: date, last: date, x: object) -> Markup:
    assert callable(x)
    days = (last - first).days
    marks = (
        [first.fromordinal(first.toordinal() + round(days * part / 4 / 7) * 7) for part in range(5)]
        if days >= 56
        else [first, last]
    )
    labels = []
    for index, week in enumerate(dict.fromkeys(marks)):
        anchor = "start" if index == 0 else "end" if week == marks[-1] else "middle"
        if index % 2 and len(marks) > 2:
            anchor += " minor"  # left out where the chart is as narrow as a phone
        labels.append(
            Markup('<text x="{x}" y="{y}" class="{a}">{w}</text>').format(
                x=f"{x(week):.1f}", y=HEIGHT - 8, a=anchor, w=f"{week:%b %Y}"
            )
        )
    return Markup("").join(labels)


def _line(kind: str, run: list[Point], x: object, y: object, *, ends: bool) -> Markup:
    """A run's line; a dot marks the newest point, and a point that stands alone."""
    assert callable(x) and callable(y)
    places = [(x(day), y(value or 0.0)) for day, value, _, _ in run]
    path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in places)
    end = places[-1]
    line = Markup('<path class="line {k}" d="{d}"/>').format(k=kind, d=path)
    if not ends and len(run) > 1:
        return line
    dot = Markup('<circle class="dot {k}" cx="{x}" cy="{y}" r="3"/>')
    return line + dot.format(k=kind, x=f"{end[0]:.1f}", y=f"{end[1]:.1f}")


def _band(kind: str, run: list[Point], x: object, y: object) -> Markup:
    assert callable(x) and callable(y)
    known = [(day, low, high) for day, _, low, high in run if low is not None and high is not None]
    if len(known) < 2:
        return Markup("")
    upper = [f"{x(day):.1f} {y(high):.1f}" for day, _, high in known]
    lower = [f"{x(day):.1f} {y(low):.1f}" for day, low, _ in reversed(known)]
    return Markup('<path class="band {k}" d="M{d}Z"/>').format(k=kind, d="L".join(upper + lower))


def whisker(low: float | None, middle: float | None, high: float | None, top: float) -> Markup:
    """A dot with its interval on an axis from 0 to `top`; hidden from screen readers, which have the text beside it."""
    if low is None or middle is None or high is None or top <= 0:
        return Markup("")

    def x(value: float) -> str:
        return f"{2 + 96 * min(max(value / top, 0.0), 1.0):.1f}"

    return Markup(
        '<svg class="whisker" viewBox="0 0 100 12" aria-hidden="true"><line class="axis" x1="2" x2="98" y1="6" y2="6"/>'
        '<line class="range" x1="{a}" x2="{b}" y1="6" y2="6"/><circle class="dot" cx="{m}" cy="6" r="3"/></svg>'
    ).format(a=x(low), b=x(high), m=x(middle))


def spark(points: Sequence[Point], name: str, weeks: int = 52) -> Markup:
    """A sparkline of the last weeks' points with its first and last value as its text alternative."""
    kept = [point for point in list(points)[-weeks:] if point[1] is not None]
    known = [(day, value) for day, value, _, _ in kept if value is not None]
    if len(known) < _LEAST_SPARK:
        return Markup("")
    top = max(value for _, value in known) or 1.0
    first, days = known[0][0], max((known[-1][0] - known[0][0]).days, 1)
    path = "M".join(
        "L".join(
            f"{98 * (day - first).days / days + 1:.1f} {22 - 20 * (value or 0.0) / top:.1f}" for day, value, _, _ in run
        )
        for run in runs(kept)
    )
    label = f"{name}: {share(known[0][1])} in {month(known[0][0])}, {share(known[-1][1])} in {month(known[-1][0])}"
    return Markup('<svg class="spark" viewBox="0 0 100 24" role="img" aria-label="{l}"><path d="M{d}"/></svg>').format(
        l=escape(label), d=path
    )
