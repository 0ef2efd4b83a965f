"""`skilltide openings`: a sample of postings that were joined to one opening, and of pairs that nearly were.

Belongs here: this command. Does not belong here: choosing or measuring the pairs (`warehouse`).
"""

from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.output import note, plain, print_json

if TYPE_CHECKING:
    from warehouse.audit import Pair, Side

LINES = 3


@click.command()
@click.option("--seed", type=int, default=0, show_default=True, help="Another number shows other pairs.")
@click.option("--limit", type=click.IntRange(2, 1000), default=12, show_default=True, help="At most N pairs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def openings(seed: int, limit: int, as_json: bool) -> None:
    """Look over what was taken for one opening.

    A sample of postings that were joined, copies under other employers' names among them, and of pairs that are alike
    and were left apart: how alike they are, by which rule, and the lines that only one of them has.

    Likeness is the share of runs of five words that both texts have (Jaccard); "within" the share of the shorter text
    that stands in the longer one. Needs the texts, so nothing of the bundled history is shown.

    \b
    Example:
      skilltide openings --seed 7 --limit 20
    """
    from pipelines.cli.published import published_data
    from pipelines.settings import load_settings
    from warehouse.audit import audit

    settings = load_settings()
    with published_data(settings) as con:
        pairs = audit(con, settings.published / "texts.parquet", seed=seed, limit=limit)
    if as_json:
        print_json([_row(pair) for pair in pairs])
        return
    for pair in pairs:
        _print(pair)
    if not pairs:
        note("no postings with texts are alike; collect some first with `skilltide report`")


def _row(pair: "Pair") -> dict[str, Any]:
    return {
        "joined": pair.joined, "reason": pair.reason, "jaccard": round(pair.jaccard, 4),
        "containment": round(pair.containment, 4),
        "postings": [_side(side) for side in (pair.one, pair.other)],
        "only_first": pair.only_one, "only_second": pair.only_other,
    }  # fmt: skip


def _side(side: "Side") -> dict[str, Any]:
    return {
        "posting_id": side.posting_id, "employer": side.employer, "title": side.title, "location": side.location,
        "role": side.role, "posted_on": side.posted_on,
    }  # fmt: skip


def _print(pair: "Pair") -> None:
    verdict = "joined" if pair.joined else "apart"
    click.echo(f"{verdict}  {pair.jaccard:.2f} alike, {pair.containment:.2f} within: {plain(pair.reason, 90)}")
    for mark, side, lines in (("<", pair.one, pair.only_one), (">", pair.other, pair.only_other)):
        place = f", {plain(side.location, 30)}" if side.location else ""
        click.echo(f"  {mark} {side.posted_on} {plain(side.employer, 40)}: {plain(side.title, 70)}{place}")
        click.echo(f"      {plain(side.posting_id, 100)}")
        for line in lines[:LINES]:
            click.echo(f"      {mark} {plain(line, 110)}")
        if len(lines) > LINES:
            click.echo(f"      {mark} … {len(lines) - LINES} more lines")
    click.echo()
