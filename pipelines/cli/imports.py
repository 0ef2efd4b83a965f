"""`skilltide import FILE`: postings one already has.

Belongs here: this command. Does not belong here: reading the file (`warehouse.importing`).
"""

from pathlib import Path

import click

from pipelines.cli.output import note, print_json


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Name of the source, where the rows do not say it; default: the file's name.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_postings(file: Path, source: str | None, as_json: bool) -> None:
    """Bring in postings from JSON Lines or Parquet.

    Each row has id, employer, title, posted_on and text or html; source, url and location may be there too. A row
    that was imported before, by source and id, is not doubled. Run `skilltide report` afterwards to see them in the
    measures.

    \b
    Example:
      skilltide import postings.jsonl --source my-board
    """
    from pipelines.run import import_file
    from pipelines.settings import ensure_writable, load_settings

    settings = load_settings()
    ensure_writable(settings.data)
    result = import_file(file, source, settings)
    if as_json:
        print_json({"read": result.read, "new": result.new, "rejected": result.rejected, "messages": result.messages})
        return
    for message in result.messages:
        note(message)
    click.echo(f"{result.read:,} read, {result.new:,} new, {result.rejected:,} rejected")
