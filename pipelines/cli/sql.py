"""`skilltide sql QUERY`: any question to the published data, read only, as table, CSV, JSON, Markdown or Parquet.

Belongs here: the command. Does not belong here: keeping a question harmless (asking.py), writing rows (rows.py),
queries of our own.
"""

import sys
from contextlib import closing
from pathlib import Path

import click

from pipelines.cli.asking import Question, open_for_questions
from pipelines.cli.rows import write_parquet, write_table, write_text
from pipelines.errors import UsageError


@click.command()
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "markdown", "parquet"]), default="table",
    show_default=True, help="How rows are written.",
)  # fmt: skip
@click.option("--json", "json_flag", is_flag=True, help="Short for --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=120, show_default=True, metavar="SECONDS",
    help="Stop the query after this time.",
)  # fmt: skip
def sql(query: str, form: str, json_flag: bool, output: Path | None, timeout: float) -> None:
    """Ask the published database, in SQL.

    It is opened read only and reads no other file; a query ends after a time and at 2 GB of memory. QUERY may be - to
    read it from standard input. A table shows 10,000 rows, the other forms all. Text cells of CSV that a spreadsheet
    would run as a formula get a leading apostrophe.

    \b
    Examples:
      skilltide sql "select name, kind from skills where guide_section = 'mlops'"
      skilltide sql --format csv "from weekly_demand where skill_id = 'python'" > python.csv
    """
    from pipelines.settings import load_settings

    form = "json" if json_flag else form
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", "name a file with --output")
    text = sys.stdin.read() if query == "-" else query
    with closing(open_for_questions(load_settings())) as con:
        question = Question(con, text, timeout)
        if form == "parquet":
            write_parquet(*question.arrow(), output)
        elif form == "table" and output is None:
            write_table(*question.rows())
        else:
            write_text(*question.rows(), "csv" if form == "table" else form, output)
