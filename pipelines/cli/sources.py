"""`skilltide sources`: which sources there are, under which terms, and how each fared last.

Belongs here: this command. Does not belong here: the list (`sources.toml`) or collecting (`extractors`).
"""

from typing import Any

import click

from pipelines.cli.output import Column, plain, print_json, table

COLUMNS = (
    Column("source"), Column("kind", spare=3), Column("state"), Column("last run", spare=1), Column("status"),
    Column("documents", "right"), Column("new", "right"), Column("failures", "right", spare=2),
    Column("set aside", "right", spare=1), Column("terms", spare=5), Column("message", spare=4),
    Column("shown with its rows", spare=6),
)  # fmt: skip
SHOW_THEM = "select source, url, reason, detail, remedy from quarantine order by seen_at desc"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def sources(as_json: bool) -> None:
    """Where the data comes from.

    Each source with its state, its terms, how its last run went, and how many rows were set aside as not readable.

    Sources are switched on and off in sources.toml.

    \b
    Example:
      skilltide sources
    """
    from extractors.sources.registry import load_sources
    from pipelines.settings import load_settings

    settings = load_settings()
    book = load_sources(settings.sources_file)
    health, aside = _last_health(settings)
    rows: list[dict[str, Any]] = [
        {
            "source": info.name, "kind": info.kind, "enabled": info.enabled, "reason_off": info.reason_off,
            "title": info.title, "terms": info.terms, "attribution": info.attribution, "homepage": info.homepage,
            "cadence": info.cadence, "last_run": health.get(info.name),
            "set_aside": aside.get(info.name, []),
        }
        for info in book.infos
    ]  # fmt: skip
    if as_json:
        print_json(rows)
    else:
        table(COLUMNS, [_cells(row) for row in rows])
        if aside:
            click.echo(f'\nRows set aside, each with the reason and what to do:\n  skilltide sql "{SHOW_THEM}"')


def _last_health(settings: Any) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """The last run of each source, and what was set aside of it by reason; nothing before the first publication."""
    from pipelines.cli.published import ask, published_data

    if not settings.published_file.is_file():
        return {}, {}
    with published_data(settings) as con:
        health = {str(row["source"]): row for row in ask(con, "source_health")}
        aside: dict[str, list[dict[str, Any]]] = {}
        for row in ask(con, "quarantine_counts"):
            aside.setdefault(str(row.pop("source")), []).append(row)
    return health, aside


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    last = row["last_run"] or {}
    state = "on" if row["enabled"] else "off"
    run_at = last.get("run_at")
    return (
        row["source"], row["kind"], state, f"{run_at:%Y-%m-%d %H:%M}" if run_at else "never", last.get("status", ""),
        last.get("documents", ""), last.get("new_documents", ""), last.get("failures", ""),
        sum(one["rows"] for one in row["set_aside"]) or "", plain(row["terms"], 60),
        plain(last.get("message") or (row["reason_off"] if not row["enabled"] else ""), 200),
        plain(row["attribution"], 80),
    )  # fmt: skip
