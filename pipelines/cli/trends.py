"""`skilltide rising` and `skilltide falling`: the skills whose share of openings really moves.

Belongs here: these two commands. Does not belong here: how a label is found (`warehouse`).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.completion import complete_population
from pipelines.cli.output import Column, note, plain, print_json, sparkline, table

if TYPE_CHECKING:
    from datetime import date

KINDS = (
    "language", "library", "tool", "platform", "concept", "certification", "degree", "role", "industry", "practice",
)  # fmt: skip
# Roles, degrees and industries say who is sought, not what to learn; they are shown when asked for by --kind.
LEARNABLE = tuple(kind for kind in KINDS if kind not in ("degree", "role", "industry"))
COLUMNS = (
    Column("skill"),
    Column("kind", spare=5),
    Column("label"),
    Column("share", "right"),
    Column("95% interval", "right", spare=2),
    Column("points a quarter", "right"),
    Column("q", "right", spare=4),
    Column("openings", "right", spare=3),
    Column("employers", "right", spare=6),
    Column("26 weeks", spare=1),
    Column("two years", spare=5),
)
LONG_COLUMNS = (
    Column("skill"),
    Column("kind", spare=3),
    Column("trend"),
    Column("before", "right"),
    Column("last 52", "right"),
    Column("q", "right", spare=1),
    Column("26 weeks", spare=2),
)
Command = Callable[..., None]


def _options(command: Command) -> Command:
    for option in reversed(
        (
            click.option(
                "--population",
                default="tech",
                show_default=True,
                help="tech, ml or one role.",
                shell_complete=complete_population,
            ),
            click.option("--kind", type=click.Choice(KINDS), help="Only skills of this kind."),
            click.option("--years", is_flag=True, help="By the test over two years in place of the one over 26 weeks."),
            click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most N."),
            click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        )
    ):
        command = option(command)
    return command


@click.command()
@_options
def rising(*, population: str, kind: str | None, years: bool, limit: int, as_json: bool) -> None:
    """Skills whose share of openings rises.

    Over the last 26 weeks; most real trends are slow, and show with --years: the last 52 weeks against the 52 before.

    \b
    Examples:
      skilltide rising --population ml --kind library --limit 10
      skilltide rising --years
    """
    _moving(("rising", "breakout"), population, kind, years=years, limit=limit, as_json=as_json)


@click.command()
@_options
def falling(*, population: str, kind: str | None, years: bool, limit: int, as_json: bool) -> None:
    """Skills whose share of openings falls.

    Over the last 26 weeks, or with --years over two years: the last 52 weeks against the 52 before.

    \b
    Example:
      skilltide falling --population ml --limit 10
    """
    _moving(("falling",), population, kind, years=years, limit=limit, as_json=as_json)


def _moving(
    labels: Sequence[str], population: str, kind: str | None, *, years: bool, limit: int, as_json: bool
) -> None:
    from pipelines.cli.published import ask, check_population, newest_week, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    kinds = [kind] if kind else list(LEARNABLE)
    with published_data(settings) as con:
        week = newest_week(con, settings)
        check_population(con, population)
        values = {"week": week, "population": population, "kinds": kinds}
        found = ask(con, "moving", **values, labels=list(labels), over_two_years=years)
        slow = found if years else ask(con, "moving", **values, labels=list(labels), over_two_years=True)
        counts = ask(con, "label_counts", **values, over_two_years=years)
    if as_json:
        print_json(found[:limit])
        return
    show = _print_slow if years else _print_moving
    show(found, limit, week, population)
    _explain(found, labels[0], limit, {row["label"]: row["skills"] for row in counts if row["label"]})
    if slow and not years:
        names = ", ".join(plain(row["name"], 40) for row in slow[:3])
        click.echo(f"over two years {len(slow):,} {labels[0]}: {names}{' …' if len(slow) > 3 else ''}; see --years")


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
                    sparkline(row["share_last_26_weeks"] or []), row["long_label"] or "",
                )
                for row in found[:limit]
            ],
        )  # fmt: skip


def _print_slow(found: list[dict[str, Any]], limit: int, week: "date", population: str) -> None:
    from reports.formats import q_value, share, week_end

    year = f"the 52 weeks up to {week_end(week)} against the 52 before"
    click.echo(f"{population} openings of {year}, largest change first")
    if found:
        table(
            LONG_COLUMNS,
            [
                (
                    row["name"], row["kind"], row["long_label"], share(row["long_first"]), share(row["long_last"]),
                    q_value(row["long_q_value"]), row["label"],
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
