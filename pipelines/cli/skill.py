"""`skilltide skill NAME`: all that is known about one skill.

Belongs here: this command. Does not belong here: finding the skill a person meant (`published.find_skill`).
"""

from typing import Any

import click

from pipelines.cli.completion import complete_skill
from pipelines.cli.output import Column, plain, print_json, sparkline, table

POPULATION_COLUMNS = (
    Column("population"),
    Column("share", "right"),
    Column("95% interval", "right"),
    Column("openings", "right", spare=3),
    Column("employers", "right", spare=4),
    Column("trend"),
    Column("points a quarter", "right", spare=1),
    Column("over two years", spare=2),
    Column("why", spare=5),
)
SPARK_WEEKS, LEAST_SPARK = 52, 13


@click.command()
@click.argument("name", nargs=-1, required=True, shell_complete=complete_skill)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the weekly series of two years.")
def skill(name: tuple[str, ...], as_json: bool) -> None:
    """One skill: demand, trend, companions.

    Its share and trend in every population, in papers and posts, and what is asked together with it.

    NAME is an id, a name or an alias, in any case.

    \b
    Examples:
      skilltide skill pytorch
      skilltide skill time series forecasting --json
    """
    from pipelines.cli.published import ask, find_skill, newest_week, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    with published_data(settings) as con:
        found = find_skill(con, " ".join(name))
        week, skill_id = newest_week(con, settings), found["skill_id"]
        facts: dict[str, Any] = {
            **found,
            "week": week,
            "populations": ask(con, "skill_populations", week=week, skill=skill_id),
            "attention": ask(con, "skill_attention", week=week, skill=skill_id),
            "together": ask(con, "skill_together", week=week, skill=skill_id),
            "weekly": ask(con, "skill_series", week=week, skill=skill_id),
        }
    if as_json:
        print_json(facts)
    else:
        _print(facts)


def _two_years(row: dict[str, Any]) -> str:
    """`rising 13.8% → 22.8%`, and nothing where history is too short."""
    from reports.formats import share

    if row["long_label"] not in ("rising", "falling"):
        return row["long_label"] or ""
    return f"{row['long_label']} {share(row['long_first'])} → {share(row['long_last'])}"


def _print(facts: dict[str, Any]) -> None:
    from reports.formats import change, interval, share, week_end, whole

    section = f", guide: {facts['guide_section']}" if facts["guide_section"] else ""
    click.echo(f"{plain(facts['name'])} ({facts['skill_id']}; {facts['kind']}{section})")
    click.echo(f"openings of the four weeks up to {week_end(facts['week'])}")
    table(
        POPULATION_COLUMNS,
        [
            (
                row["population"], share(row["share"]), interval(row["share_low"], row["share_high"]),
                f"{whole(row['mentioning'])} of {whole(row['openings'])}", whole(row["employers"]), row["label"],
                change(row["slope_per_quarter"] if row["label"] != "too little data" else None), _two_years(row),
                plain(row["reason"], 100),
            )
            for row in facts["populations"]
        ],
    )  # fmt: skip
    for population in ("tech", "ml"):
        series = [row["share"] for row in facts["weekly"] if row["population"] == population][-SPARK_WEEKS:]
        # Fewer would pass for a course of things.
        if sum(value is not None for value in series) >= LEAST_SPARK:
            click.echo(f"{population}, {len(series)} weeks: {sparkline(series)}")
    for row in facts["attention"]:
        named = f"{whole(row['mentioning'])} of {whole(row['documents'])}"
        click.echo(
            f"{row['kind']}s: too few for a share, {named}"
            if row["share"] is None
            else f"{row['kind']}s: {share(row['share'])} ({interval(row['share_low'], row['share_high'])}), {named}"
        )
    if facts["together"]:
        others = ", ".join(f"{plain(row['name'])} {share(row['share'])}" for row in facts["together"])
        click.echo(f"asked together with: {others}")
    click.echo(f"the sentences: skilltide evidence {facts['skill_id']}")
