"""`skilltide report` and its stages `collect`, `extract`, `measure`, `publish`.

Belongs here: options, and telling the outcome. Does not belong here: what the stages do (`pipelines.run`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.output import note, plain, print_json

if TYPE_CHECKING:
    from pipelines.run import RunResult
    from pipelines.settings import Settings

ALL_STAGES = ("collect", "documents", "extract", "openings", "measure", "publish", "report")
Command = Callable[..., None]

_day = click.DateTime(["%Y-%m-%d"])
_as_of = click.option("--as-of", type=_day, help="The day taken as today (YYYY-MM-DD); nothing later is read.")
_lookback = click.option("--lookback", "lookback_weeks", type=int, help="Weeks of history to collect; default 104.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


@click.command()
@_as_of
@_lookback
@click.option("--strict", is_flag=True, default=None, help="Exit 3 when nothing could be collected.")
@_json
def report(as_of: datetime | None, lookback_weeks: int | None, strict: bool | None, as_json: bool) -> None:
    """Do it all, and publish the weekly report.

    Collects, reads, stores, measures, and publishes the report of the last closed week.

    Where no source can be reached it publishes from what is stored, says so, and exits 0 (3 with --strict).

    \b
    Examples:
      skilltide report
      skilltide report --as-of 2026-01-25 --lookback 52
    """
    settings = _settings(as_of=_date(as_of), lookback_weeks=lookback_weeks, strict=strict)
    _tell(_run(ALL_STAGES, settings), settings, as_json)


@click.command()
@click.option("--source", "names", multiple=True, help="Only this source; may be given more than once.")
@click.option("--since", type=_day, help="Ask for history back to this day (YYYY-MM-DD).")
@_as_of
@_lookback
@click.option("--strict", is_flag=True, default=None, help="Exit 3 when nothing could be collected.")
@_json
def collect(
    *,
    names: tuple[str, ...],
    since: datetime | None,
    as_of: datetime | None,
    lookback_weeks: int | None,
    strict: bool | None,
    as_json: bool,
) -> None:
    """Ask the sources for what is new.

    Every response is kept before its documents are loaded.

    \b
    Example:
      skilltide collect --source arxiv --since 2026-01-01
    """
    settings = _settings(as_of=_date(as_of), lookback_weeks=lookback_weeks, strict=strict)
    chosen = _known_sources(names, settings, _date(since))
    _tell(_run(("collect", "documents"), settings, sources=chosen, since=_date(since)), settings, as_json)


@click.command()
@_as_of
@_json
def extract(as_of: datetime | None, as_json: bool) -> None:
    """Read new texts and find their openings.

    New are those that no extractor of this version has read yet.

    \b
    Example:
      skilltide extract
    """
    settings = _settings(as_of=_date(as_of))
    _tell(_run(("documents", "extract", "openings"), settings), settings, as_json)


@click.command()
@_as_of
@_json
def measure(as_of: datetime | None, as_json: bool) -> None:
    """Compute shares, trends and the scorecard.

    \b
    Example:
      skilltide measure --as-of 2026-01-25
    """
    settings = _settings(as_of=_date(as_of))
    _tell(_run(("measure",), settings), settings, as_json)


@click.command()
@_as_of
@_json
def publish(as_of: datetime | None, as_json: bool) -> None:
    """Publish the data and the report.

    \b
    Example:
      skilltide publish
    """
    settings = _settings(as_of=_date(as_of))
    _tell(_run(("publish", "report"), settings), settings, as_json)


def _date(moment: datetime | None) -> Any:
    return moment.date() if moment else None


def _settings(**overrides: Any) -> "Settings":
    from pipelines.settings import ensure_writable, load_settings

    settings = load_settings(**overrides)
    ensure_writable(settings.data)
    return settings


def _known_sources(names: Sequence[str], settings: "Settings", since: Any) -> set[str] | None:
    """The chosen sources; one that cannot be asked, or not as far back, is refused before anything is asked for."""
    if not names:
        return None
    from extractors.sources.registry import load_sources, obstacle
    from pipelines.cli.published import suggestion
    from pipelines.errors import UsageError

    if since and since > settings.today:
        raise UsageError(f"{since} lies after {settings.today}, the day taken as today", "give an earlier --since")
    infos = {info.name: info for info in load_sources(settings.sources_file).infos}
    for name in names:
        if name not in infos:
            raise UsageError(f"there is no source {name!r}", suggestion(name, list(infos), "the sources are"))
        info = infos[name]
        if not info.enabled:
            raise UsageError(
                f"the source {name} is switched off: {info.reason_off or 'no reason given'}",
                f"set enabled = true under [{name}] in {settings.sources_file} to switch it on",
            )
        missing = obstacle(info, settings.plain_keys, settings.today)
        if missing:
            raise UsageError(f"the source {name} {missing}")
        if since and info.history_from and since < info.history_from:
            raise UsageError(
                f"the history of {name} begins on {info.history_from}, and {since} is before that",
                f"use --since {info.history_from}",
            )
    return set(names)


def _run(stages: Sequence[str], settings: "Settings", **options: Any) -> "RunResult":
    from pipelines.run import run_stages

    return run_stages(stages, settings, progress=True, **options)


def _tell(result: "RunResult", settings: "Settings", as_json: bool) -> None:
    from pipelines.errors import NothingCollectedError

    if as_json:
        print_json(
            {
                "collected": result.collected,
                "reachable": result.reachable,
                "report": str(result.report_path) if result.report_path else None,
                "messages": result.messages,
                "seconds": result.seconds,
            }
        )
    else:
        for message in result.messages:
            note(plain(message))
        if result.report_path:
            click.echo(f"report: {result.report_path}")
    if settings.strict and result.reachable is False:
        raise NothingCollectedError(
            "no source could be reached, and --strict asks for one",
            "see `skilltide sources` for what each one answered",
        )
