"""`skilltide guide`: every item of the career guide with its demand and trend.

Belongs here: this command. Does not belong here: the list of items (taxonomy) or their measures (warehouse).
"""

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.completion import complete_section
from pipelines.cli.output import Column, heading, print_json, table

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from reports.year import Year

COLUMNS = (
    Column("item"), Column("52 weeks", "right"), Column("95% interval", "right", spare=1),
    Column("4 weeks", "right", spare=4), Column("trend"), Column("two years", spare=2),
    Column("required", "right", spare=3), Column("junior", "right", spare=5), Column("papers", "right", spare=6),
    Column("posts", "right", spare=7),
)  # fmt: skip


@click.command()
@click.option("--section", help="Only this section of the guide, such as mlops.", shell_complete=complete_section)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def guide(section: str | None, as_json: bool) -> None:
    """Every item of the guide and its demand.

    Of the ML and data openings of the last 52 weeks those that ask for it, and of the last four. Required: how often it
    is a must where it is asked for. Junior: how often these are for juniors. Papers, posts: how many name it. Required
    and junior are of the year's openings, from 15 on.

    \b
    Example:
      skilltide guide --section mlops
    """
    from pipelines.cli.published import ask, newest_week, published_data, suggestion
    from pipelines.errors import UsageError
    from pipelines.settings import load_settings
    from reports.data import rows as report_rows
    from reports.weekly import section_place
    from reports.year import item_of

    settings = load_settings()
    with published_data(settings) as con:
        newest = newest_week(con, settings)
        week = ask(con, "guide_week", week=newest)[0]["week"]
        rows = [{**row, "as_of_week": week} for row in report_rows(con, "scorecard", week=week)]
        # Positions count within a section.
        rows.sort(key=lambda row: section_place(row["guide_section"]))
        year = _year(con, newest, {str(row["skill_id"]) for row in rows})
    sections = list(dict.fromkeys(str(row["guide_section"]) for row in rows))
    if section is not None and section not in sections:
        raise UsageError(f"the guide has no section {section!r}", suggestion(section, sections, "the sections are"))
    chosen = [
        {**row, "year": item_of(year, row["skill_id"], row["kind"])}
        for row in rows
        if section in (None, row["guide_section"])
    ]
    if as_json:
        print_json(chosen)
    else:
        _print(chosen, year)


def _year(con: "DuckDBPyConnection", week: "date", skills: set[str]) -> "Year":
    """The shares of the 52 weeks that end with `week`, as the report has them."""
    from datetime import timedelta

    from reports.data import rows as report_rows
    from reports.year import year_of

    openings = report_rows(con, "year", first_day=week - timedelta(weeks=51), last_day=week + timedelta(days=6))
    return year_of("ml", openings, skills)


def _print(rows: list[dict[str, Any]], year: "Year") -> None:
    from reports.formats import interval, share, week_end, whole

    if rows:
        click.echo(
            f"the guide, ML and data openings up to {week_end(rows[0]['as_of_week'])}: "
            f"{whole(year.openings)} openings of {whole(year.employers)} employers in 52 weeks"
        )
    for section, items in groupby(rows, key=lambda row: row["guide_section"]):
        click.echo()
        heading(section)
        table(
            COLUMNS,
            [
                (
                    row["name"], share(of_year["share"]), interval(of_year["share_low"], of_year["share_high"]),
                    share(row["share"]), row["label"], row["long_label"] or "", share(of_year["required_rate"]),
                    share(of_year["junior_share"]), share(row["paper_share"]), share(row["post_share"]),
                )
                for row, of_year in ((row, row["year"]) for row in items)
            ],
        )  # fmt: skip
