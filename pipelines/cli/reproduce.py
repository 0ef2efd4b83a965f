"""`skilltide reproduce`: makes a published report anew from what was collected, and says whether it comes out the same.

Belongs here: this command. Does not belong here: making and comparing (`pipelines.reproduction`).
"""

from typing import TYPE_CHECKING

import click

from pipelines.cli.output import plain, print_json

if TYPE_CHECKING:
    from pipelines.reproduction import Reproduction

SHOWN = 10


@click.command()
@click.argument("week", metavar="WEEK")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every place that differs.")
def reproduce(week: str, as_json: bool) -> None:
    """Make a published report anew and compare every number.

    Takes the responses in raw/ that the report was made from (its inputs.json lists them as a tree of hashes) and the
    bundled history, reads, measures and publishes them in a temporary folder, and compares every value of the report,
    the rows of its charts, its weekly shares and, where the database of that day is still kept, every row of it with
    what was published. Says what it did not compare. Collects nothing, and changes nothing that is published.

    Exit status 0 when every number is the same, 1 when one differs; the reasons that can be known (another version of
    the extractor, other libraries, imported documents) are then named.

    \b
    Example:
      skilltide reproduce 2026-W03
    """
    from pipelines.progress import terminal_progress
    from pipelines.reproduction import reproduce as make_anew
    from pipelines.run import RunLock
    from pipelines.settings import ensure_writable, load_settings

    settings = load_settings()
    ensure_writable(settings.data)
    with RunLock(settings.data), terminal_progress(True) as progress:
        found = make_anew(week, settings, progress)
    if as_json:
        print_json({
            "week": found.week, "equal": found.is_equal, "responses": found.responses, "values": found.values,
            "charts": found.charts, "weekly_shares": found.shares, "relations": found.relations,
            "differing": list(found.differing), "not_compared": found.left_out, "reasons": list(found.reasons),
        })  # fmt: skip
    else:
        _tell(found)
    raise SystemExit(0 if found.is_equal else 1)


def _tell(found: "Reproduction") -> None:
    held = (
        f"{found.values:,} values of the report, the rows of {found.charts} charts, {found.shares:,} weekly shares and"
        f" {found.relations or 'no'} relations"
    )
    if found.is_equal:
        click.echo(f"{found.week}: {held} came out the same, from {found.responses:,} responses")
    else:
        reasons = "; ".join(found.reasons) or "no version or setting changed"
        click.echo(f"{found.week}: {len(found.differing):,} places of {held} differ ({plain(reasons)})")
        for place in found.differing[:SHOWN]:
            click.echo(f"  {plain(place)}")
        if len(found.differing) > SHOWN:
            click.echo(f"  … and {len(found.differing) - SHOWN:,} more: --json lists them")
    left = [f"{reason} ({count:,} values)" for reason, count in found.left_out.items()]
    if found.relations is None:
        left.append("the relations, as the database of that day is not kept any more")
    if left:
        click.echo(f"Not compared: {'; '.join(left)}")
