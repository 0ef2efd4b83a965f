"""`skilltide next`: what to learn next, given what one knows and the jobs one wants.

Belongs here: this command. Does not belong here: the arithmetic (`reports.learning`).
"""

from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.completion import complete_population, complete_skills
from pipelines.cli.output import Column, note, plain, print_json, table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reports.learning import Demand, Skill, Step

COLUMNS = (
    Column(""),
    Column("learn"),
    Column("asked by", "right", spare=2),
    Column("adds", "right", spare=3),
    Column("then have", "right"),
    Column("within reach", "right"),
    Column("trend", spare=1),
    Column("guide", spare=4),
)


@click.command(name="next")
@click.option(
    "--have", default="", help="What you know, with commas: python,sql,docker (ids, names or aliases).",
    shell_complete=complete_skills,
)  # fmt: skip
@click.option(
    "--population", default="tech", show_default=True, help="tech, ml or a role such as data_engineer.",
    shell_complete=complete_population,
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many steps.")
@click.option("--json", "json_flag", is_flag=True, help="Print JSON.")
def next_skills(*, have: str, population: str, limit: int, json_flag: bool) -> None:
    """What to learn next.

    From the openings of the last year: how much of what they ask for you have, which skill adds most, and the path from
    there. An opening asks for the skills it requires or names among the duties; it is within reach when you have at
    least half of them. Each step is chosen as if you had learned those before it.

    \b
    Examples:
      skilltide next --have python,sql
      skilltide next --have "python, k8s" --population data_engineer --json
    """
    from pipelines.cli.published import check_population, newest_week, published_data
    from pipelines.settings import load_settings
    from reports import learning

    settings = load_settings()
    with published_data(settings) as con:
        check_population(con, population)
        week = newest_week(con, settings)
        known = _known(con, have)
        skills = learning.read_skills(con, week)
        demand = learning.demand_of(learning.read_openings(con, week), population)
    steps = learning.path(demand, known, limit) if demand.is_enough else []
    now = learning.standing(demand, known)
    if json_flag:
        print_json({
            "week": week, "population": population, "openings": len(demand.openings), "employers": demand.employers,
            "enough": demand.is_enough, "have": known,
            "coverage": now.coverage if demand.is_enough else None,
            "within_reach": now.within_reach if demand.is_enough else None,
            "path": [_row(step, skills, population) for step in steps],
            "in_guide_order": learning.guide_ordered(steps, skills),
        })  # fmt: skip
        return
    _print(demand, known, now.coverage, now.within_reach, steps, skills)


def _known(con: "DuckDBPyConnection", have: str) -> list[str]:
    """Ids of what the person named, each found by id, name or alias."""
    from pipelines.cli.published import find_skill

    return [str(find_skill(con, name)["skill_id"]) for name in have.split(",") if name.strip()]


def _row(step: "Step", skills: "dict[str, Skill]", population: str) -> dict[str, Any]:
    skill = skills[step.skill_id]
    return {
        "skill_id": step.skill_id, "name": skill.name, "asked_by": step.asked, "adds": step.added,
        "coverage": step.standing.coverage, "within_reach": step.standing.within_reach,
        "label": skill.label["ml" if population == "ml" else "tech"], "guide_section": skill.guide_section,
    }  # fmt: skip


def _print(  # noqa: PLR0917 - what is shown, in the order it is shown
    demand: "Demand", known: list[str], coverage: float, within: float, steps: "list[Step]", skills: "dict[str, Skill]"
) -> None:
    from reports.formats import listed, share, whole
    from reports.learning import guide_ordered
    from reports.year import LEAST_EMPLOYERS, LEAST_OPENINGS

    count = f"{whole(len(demand.openings))} {demand.population} openings of {whole(demand.employers)} employers"
    if not demand.is_enough:
        click.echo(f"too little data: {count} in the last year, {LEAST_OPENINGS} of {LEAST_EMPLOYERS} are needed")
        note("try a wider population: --population ml, or tech")
        return
    names = listed([skills[skill].name if skill in skills else skill for skill in known]) or "nothing yet"
    click.echo(f"knowing {names}, over {count} in the last year:")
    click.echo(f"you have {share(coverage)} of what they ask for, {share(within)} of them are within reach")
    table(
        COLUMNS,
        [
            (
                str(number), plain(row["name"]), share(row["asked_by"]), f"+{share(row['adds'])}",
                share(row["coverage"]), share(row["within_reach"]), row["label"], row["guide_section"] or "",
            )
            for number, row in enumerate((_row(step, skills, demand.population) for step in steps), 1)
        ],
    )  # fmt: skip
    ordered = guide_ordered(steps, skills)
    if [step.skill_id for step in steps] != ordered:
        click.echo("in the guide's order, foundations first: " + ", ".join(skills[skill].name for skill in ordered))
