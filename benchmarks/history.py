"""What everybody knows of fifteen years, as the threads show it: the charts and the table of docs/history.md.

python benchmarks/history.py [--warehouse FILE] [--folder docs/history] [--format svg]

Shares of 13 weeks, standardised over role families, with employer-clustered 95 % intervals; triangles are what the test
over two years says at the end of a quarter. Prints when the weekly label and the test over two years said so.
"""

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from backtest import labels, two_years
from threads import Threads, load_threads, quarter_ends

from warehouse.demand import CellWeights, level_of
from warehouse.windows import QUARTER_WEEKS, week_date

CHARTS: dict[str, tuple[str, list[str]]] = {
    "web-fall": ("jQuery, Ruby on Rails and AngularJS", ["jquery", "rails", "angularjs"]),
    "level": ("React and Python", ["react", "python"]),
    "learning": ("TensorFlow and PyTorch", ["tensorflow", "pytorch"]),
    "containers": ("Docker, Kubernetes and Terraform", ["docker", "kubernetes", "terraform"]),
    "language-models": (
        "Language models, retrieval and agents",
        ["large-language-models", "retrieval-augmented-generation", "ai-agents"],
    ),
}
FIRST_YEAR, LAST_YEAR = 2012, 2025
# A quarter without its threads (late 2025) is left blank rather than drawn from the stragglers of another.
_OPENINGS = 300
_BLUE, _VERMILION, _GREEN, _GREY = "#0072B2", "#D55E00", "#009E73", "#808890"


def measure(threads: Threads, weeks: list[int]) -> list[dict[str, Any]]:
    """One row a quarter and skill: share, interval, weekly label, verdict of the test over two years."""
    wanted = [skill for _, skills in CHARTS.values() for skill in skills]
    columns = np.array([threads.facts.skill_ids.index(skill) for skill in wanted])
    rows: list[dict[str, Any]] = []
    for last in weeks:
        window = threads.facts.weeks(last - QUARTER_WEEKS + 1, last)
        if len(window) < _OPENINGS:
            continue
        withheld = threads.withheld(last)
        weekly, longer = labels(threads.facts, last, withheld), two_years(threads.facts, last, withheld)
        level = level_of(window, columns, CellWeights(week_date(last), _weights(threads, last)))
        for position, k in enumerate(columns):
            rows.append({
                "skill_id": wanted[position], "skill": threads.names[wanted[position]],
                "week": week_date(last), "share": float(level.share[position]),
                "low": float(level.low[position]), "high": float(level.high[position]),
                "weekly": "rising" if weekly.up[k] else "falling" if weekly.down[k] else "",
                "two_years": "rising" if longer.up[k] else "falling" if longer.down[k] else "",
            })  # fmt: skip
    return rows


def _weights(threads: Threads, last: int) -> dict[tuple[str, str], float]:
    """Weights of the role families over the year that ends with the quarter."""
    year = threads.facts.weeks(last - 51, last)
    counts = np.bincount(year.family.codes, minlength=len(year.family.names)) / len(year)
    return {("hn_hiring", family): float(part) for family, part in zip(year.family.names, counts, strict=True) if part}


def draw(rows: list[dict[str, Any]], title: str, skills: list[str], path: Path) -> None:
    """One panel a skill, all on one scale."""
    import altair as alt

    chosen = [{**row, "week": row["week"].isoformat()} for row in rows if row["skill_id"] in skills]
    names = list(dict.fromkeys(row["skill"] for skill in skills for row in chosen if row["skill_id"] == skill))
    x = alt.X("week:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True))
    base = alt.Chart(alt.Data(values=chosen)).properties(width=250, height=150)
    share = alt.Y("share:Q", title="share of tech openings", axis=alt.Axis(format="%"))
    marks = alt.layer(
        base.transform_filter("datum.share > 0").mark_area(opacity=0.2, color=_BLUE).encode(
            x=x, y=alt.Y("low:Q"), y2="high:Q"
        ),
        base.mark_line(color=_BLUE, strokeWidth=1.5).encode(x=x, y=share),
        base.transform_filter("datum.two_years != ''").mark_point(filled=True, size=45, opacity=1).encode(
            x=x, y=share,
            shape=alt.Shape("two_years:N", title="over two years",
                            scale=alt.Scale(domain=["rising", "falling"], range=["triangle-up", "triangle-down"])),
            color=alt.Color("two_years:N", scale=alt.Scale(domain=["rising", "falling"], range=[_GREEN, _VERMILION])),
        ),
    )  # fmt: skip
    chart = marks.facet(
        facet=alt.Facet("skill:N", sort=names, title=None, header=alt.Header(labelFontWeight="bold")), columns=3
    ).properties(title=title)
    chart.configure_view(stroke=None).configure_axis(gridOpacity=0.3, domainColor=_GREY).save(str(path))


def told(rows: list[dict[str, Any]]) -> str:
    """Markdown: shares by year and when each verdict was given."""
    lines = ["| skill | share, first to last quarter (highest) | weekly label | over two years |", "|--|--|--|--|"]
    for skill in dict.fromkeys(row["skill_id"] for row in rows):
        mine = [row for row in rows if row["skill_id"] == skill]
        top = max(mine, key=lambda row: row["share"])
        span = f"{_percent(mine[0])} to {_percent(mine[-1])} ({_percent(top)} in {_quarter(top)})"
        lines.append(f"| {mine[0]['skill']} | {span} | {_spells(mine, 'weekly')} | {_spells(mine, 'two_years')} |")
    return "\n".join(lines)


def _percent(row: dict[str, Any]) -> str:
    return f"{100 * row['share']:.1f} %"


def _quarter(row: dict[str, Any]) -> str:
    sunday = row["week"] + timedelta(days=6)
    return f"{sunday.year}-Q{(sunday.month + 2) // 3}"


def _spells(rows: list[dict[str, Any]], key: str) -> str:
    """Runs of quarters with one verdict."""
    runs: list[tuple[str, list[str]]] = []
    before = ""
    for row in rows:
        if row[key] and row[key] == before:
            runs[-1][1].append(_quarter(row))
        elif row[key]:
            runs.append((row[key], [_quarter(row)]))
        before = row[key]
    spans = (f"{word} {run[0]}" if len(run) == 1 else f"{word} {run[0]} to {run[-1]}" for word, run in runs)
    return "; ".join(spans) or "–"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--warehouse", type=Path, help="a warehouse.duckdb that holds the threads")
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[1] / "docs" / "history")
    parser.add_argument("--format", choices=("svg", "png"), default="svg")
    chosen = parser.parse_args()
    rows = measure(load_threads(chosen.warehouse), quarter_ends(FIRST_YEAR, LAST_YEAR))
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name, (title, skills) in CHARTS.items():
        draw(rows, title, skills, chosen.folder / f"{name}.{chosen.format}")
    print(told(rows))


if __name__ == "__main__":
    main()
