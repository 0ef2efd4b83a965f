"""An analyst's notebook over the published file: `.venv/bin/marimo edit docs/notebook.py` after `make test`.

Belongs here: looking at one skill with Polars and Altair. Does not belong here: numbers that are not published,
questions in SQL alone (cookbook.md). `SKILLTIDE_DATA` names the data folder, as everywhere.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="skilltide")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo
    import polars as pl

    file = Path(os.environ.get("SKILLTIDE_DATA", "data")) / "published" / "skilltide.duckdb"
    # Read only: the pipeline can publish meanwhile. Run this cell again to see a newer copy.
    con = duckdb.connect(str(file), read_only=True)

    def ask(query: str, **values: object) -> pl.DataFrame:
        """The rows of a query with its parameters bound."""
        return con.sql(query, params=values or None).pl()

    return alt, ask, mo, pl


@app.cell
def _(ask, mo):
    populations = ask("select distinct population from skill_trends order by population")["population"].to_list()
    moving = ask(
        "select s.name, s.skill_id from skill_trends as t inner join skills as s on s.skill_id = t.skill_id"
        " where t.as_of_week = (select max(as_of_week) from skill_trends) and t.population = 'tech'"
        " order by t.label in ('rising', 'breakout', 'falling') desc, t.mentioning desc"
    )
    skills = dict(moving.rows())
    population = mo.ui.dropdown(populations, value="tech", label="Population")
    skill = mo.ui.dropdown(skills, value=next(iter(skills)), label="Skill", searchable=True)
    mo.hstack([population, skill], justify="start")
    return population, skill


@app.cell
def _(ask, mo, population, skill):
    verdict = ask(
        "select label, reason, openings, mentioning, employers from skill_trends"
        " where population = $population and skill_id = $skill"
        " and as_of_week = (select max(as_of_week) from skill_trends)",
        population=population.value,
        skill=skill.value,
    )
    said = verdict.row(0, named=True) if verdict.height else {"label": "not measured", "reason": "too few openings"}
    mo.vstack([mo.md(f"## {skill.selected_key}: {said['label']}"), mo.plain_text(str(said["reason"]))])
    return (verdict,)


@app.cell
def _(alt, ask, mo, population, skill):
    demand = ask(
        "select week, share, share_low, share_high, openings, complete from weekly_demand"
        " where population = $population and skill_id = $skill order by week",
        population=population.value,
        skill=skill.value,
    )
    base = alt.Chart(demand).encode(x=alt.X("week:T", title=None))
    band = base.mark_area(opacity=0.25).encode(
        y=alt.Y("share_low:Q", title="share of openings", axis=alt.Axis(format="%")), y2="share_high:Q"
    )
    line = base.mark_line().encode(y="share:Q")
    gaps = base.transform_filter("!datum.complete").mark_point(filled=False).encode(y="share:Q")
    demand_chart = (band + line + gaps).properties(
        width=640, height=220, title="Demand with its 95 % interval; rings are weeks with a source missing"
    )
    mo.vstack([demand_chart])
    return (demand_chart,)


@app.cell
def _(alt, ask, mo, skill):
    pairs = ask(
        "select s.name, p.log_odds, p.log_odds_low, p.log_odds_high, p.share_of_skill, p.both_named"
        " from skill_pairs as p inner join skills as s on s.skill_id = p.other_id"
        " where p.population = 'tech' and p.skill_id = $skill and not p.is_related"
        " order by p.log_odds_low desc, s.name limit 12",
        skill=skill.value,
    )
    across = alt.Y("name:N", sort=pairs["name"].to_list(), title=None)
    pair_chart = (
        alt.Chart(pairs)
        .mark_rule()
        .encode(x=alt.X("log_odds_low:Q", title="log odds ratio"), x2="log_odds_high:Q", y=across)
        + alt.Chart(pairs)
        .mark_point(filled=True)
        .encode(x="log_odds:Q", y=across, tooltip=["both_named", "share_of_skill"])
    ).properties(width=640, title="Asked for together: right of 0 more often than by chance")
    mo.vstack([pair_chart])
    return (pair_chart,)


@app.cell
def _(alt, ask, mo, population):
    features = ask(
        "select week, feature, share, share_low, share_high from weekly_features"
        " where population = $population and feature in ('junior', 'remote', 'hybrid', 'onsite', 'salary stated')",
        population=population.value,
    )
    feature_chart = (
        alt.Chart(features)
        .mark_line()
        .encode(x=alt.X("week:T", title=None), y=alt.Y("share:Q", axis=alt.Axis(format="%")), color="feature:N")
        .properties(width=640, height=220, title="Juniors, ways of working, pay: of the openings that state them")
    )
    mo.vstack([feature_chart])
    return (feature_chart,)


@app.cell
def _(ask, mo, pl, population, skill):
    pay = ask(
        "select seniority, country_group, currency, median, median_low, median_high, median_of_all, salaries, employers"
        " from skill_salaries where population = $population and skill_id = $skill"
        " order by salaries desc, seniority, country_group, currency",
        population=population.value,
        skill=skill.value,
    ).with_columns((pl.col("median") / pl.col("median_of_all") - 1).alias("above_all"))
    mo.vstack([mo.md("### Stated yearly pay (cells with 30 salaries of 8 employers)"), mo.ui.table(pay)])
    return (pay,)


if __name__ == "__main__":
    app.run()
