"""`skilltide guide`: every item of the career guide with its demand and trend.

Belongs here: this command. Does not belong here: the list of items (taxonomy) or their measures (warehouse).
"""

from itertools import groupby
from typing import Any

import click

from pipelines.cli.output import Column, heading, print_json, table

COLUMNS = (
    Column("item"), Column("share", "right"), Column("95% interval", "right", spare=1), Column("trend"),
    Column("required", "right", spare=2), Column("junior", "right", spare=3), Column("papers", "right", spare=4),
    Column("posts", "right", spare=5),
)  # fmt: skip


@click.command()
@click.option("--section", help="Only this section of the guide, such as mlops.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def guide(section: str | None, as_json: bool) -> None:
    """Every item of the guide and its demand.

    Share: openings that ask for it. Required: how often it is a must where it is asked for. Junior: the share among
    junior openings. Papers, posts: how many name it.

    \b
    Example:
      skilltide guide --section mlops
    """
    from pipelines.cli.published import ask, newest_week, published_data, suggestion
    from pipelines.errors import UsageError
    from pipelines.settings import load_settings

    settings = load_settings()
    with published_data(settings) as con:
        newest = newest_week(con, settings)
        rows = ask(con, "guide", week=ask(con, "guide_week", week=newest)[0]["week"])
    sections = list(dict.fromkeys(str(row["guide_section"]) for row in rows))
    if section is not None and section not in sections:
        raise UsageError(f"the guide has no section {section!r}", suggestion(section, sections, "the sections are"))
    chosen = [row for row in rows if section in (None, row["guide_section"])]
    if as_json:
        print_json(chosen)
    else:
        _print(chosen)


def _print(rows: list[dict[str, Any]]) -> None:
    from reports.formats import interval, share, week_end

    if rows:
        click.echo(f"the guide, openings of the four weeks up to {week_end(rows[0]['as_of_week'])}")
    for section, items in groupby(rows, key=lambda row: row["guide_section"]):
        click.echo()
        heading(section)
        table(
            COLUMNS,
            [
                (
                    row["name"], share(row["share"]), interval(row["share_low"], row["share_high"]), row["label"],
                    share(row["required_rate"]), share(row["junior_share"]), share(row["paper_share"]),
                    share(row["post_share"]),
                )
                for row in items
            ],
        )  # fmt: skip
