"""`skilltide rising` and `skilltide falling`: the skills whose share of openings really moves.

Belongs here: these two commands. Does not belong here: how a label is found (`warehouse`).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.output import Column, note, print_json, sparkline, table

if TYPE_CHECKING:
    from datetime import date

KINDS = (
    "language", "library", "tool", "platform", "concept", "certification", "degree", "role", "industry", "practice",
)  # fmt: skip
# Roles, degrees and industries say who is sought, not what to learn; they are shown when asked for by --kind.
LEARNABLE = tuple(kind for kind in KINDS if kind not in ("degree", "role", "industry"))
COLUMNS = (
    Column("skill"),
    Column("kind", spare=4),
    Column("label"),
    Column("share", "right"),
    Column("95% interval", "right"),
    Column("points a quarter", "right"),
    Column("q", "right", spare=3),
    Column("openings", "right", spare=1),
    Column("employers", "right", spare=5),
    Column("26 weeks", spare=2),
)
Command = Callable[..., None]


def _options(command: Command) -> Command:
    for option in reversed(
        (
            click.option("--population", default="tech", show_default=True, help="tech, ml or one role."),
            click.option("--kind", type=click.Choice(KINDS), help="Only skills of this kind."),
            click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most N."),
            click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        )
    ):
        command = option(command)
    return command


@click.command()
@_options
def rising(population: str, kind: str | None, limit: int, as_json: bool) -> None:
    """Skills whose share of openings rises.

    \b
    Example:
      skilltide rising --population ml --kind library --limit 10
    """
    _moving(("rising", "breakout"), population, kind, limit, as_json)


@click.command()
@_options
def falling(population: str, kind: str | None, limit: int, as_json: bool) -> None:
    """Skills whose share of openings falls.

    \b
    Example:
      skilltide falling --population ml --limit 10
    """
    _moving(("falling",), population, kind, limit, as_json)


def _moving(labels: Sequence[str], population: str, kind: str | None, limit: int, as_json: bool) -> None:
    from pipelines.cli.published import ask, check_population, newest_week, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    kinds = [kind] if kind else list(LEARNABLE)
    with published_data(settings) as con:
        week = newest_week(con, settings)
        check_population(con, population)
        found = ask(con, "moving", week=week, population=population, labels=list(labels), kinds=kinds)
        counts = ask(con, "label_counts", week=week, population=population, kinds=kinds)
    if as_json:
        print_json(found[:limit])
        return
    _print_moving(found, limit, week, population)
    _explain(found, labels[0], limit, {row["label"]: row["skills"] for row in counts})


def _print_moving(found: list[dict[str, Any]], limit: int, week: "date", population: str) -> None:
    from reports.formats import change, interval, q_value, share, week_end, whole

    click.echo(f"{population} openings of the four weeks up to {week_end(week)}")
    if found:
        table(
            COLUMNS,
            [
                (
                    row["name"], row["kind"], row["label"], share(row["share"]),
                    interval(row["share_low"], row["share_high"]), change(row["slope_per_quarter"]),
                    q_value(row["q_value"]), whole(row["mentioning"]), whole(row["employers"]),
                    sparkline(row["share_last_26_weeks"] or []),
                )
                for row in found[:limit]
            ],
        )  # fmt: skip


def _explain(found: list[dict[str, Any]], label: str, limit: int, counts: dict[str, int]) -> None:
    """What is not in the table, so that an empty one says why."""
    if len(found) > limit:
        note(f"{len(found) - limit} more; see --limit")
    if not found:
        rest = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        click.echo(f"no skill is {label} here: {rest or 'none was measured'}")
