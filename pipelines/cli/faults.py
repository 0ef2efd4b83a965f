"""How a command ends that cannot go on: one line, a remedy, an exit status; the traceback goes to the log.

Belongs here: turning any exception into that. Does not belong here: the exceptions themselves.
"""

import logging
import tempfile
import traceback
from pathlib import Path

import click

from extractors.errors import ExtractorError
from pipelines.cli.output import plain
from pipelines.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_USAGE, PipelineError
from reports.errors import ReportError
from warehouse.errors import WarehouseError

KNOWN = (PipelineError, ExtractorError, WarehouseError, ReportError)
LOG_SIZE = 2_000_000


def report_fault(error: Exception, *, debug: bool) -> int:
    """Says on stderr what failed and what to do; returns the exit status."""
    if isinstance(error, click.exceptions.Abort) or _is_interrupted(error):
        click.echo("skilltide: stopped; what was stored before stays, run the command again to go on", err=True)
        return EXIT_INTERRUPTED
    if isinstance(error, click.ClickException):
        return _usage_fault(error)
    known = known_fault(error)
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    if known is not None:
        say(known.message, known.remedy)
        return exit_status(known)
    log = write_log(error)
    reason = plain(error, 300)
    say(f"unexpected fault: {type(error).__name__}{': ' + reason if reason else ''} (the traceback is in {log})")
    return EXIT_FAULT


def _is_interrupted(error: Exception) -> bool:
    """Ctrl-C in the middle of a query: DuckDB notices it and raises errors of its own in place of KeyboardInterrupt."""
    return type(error).__name__ == "InterruptException" or (
        type(error) is RuntimeError and str(error) == "Query interrupted"
    )


def say(message: str, remedy: str = "") -> None:
    """One line on stderr: what failed, then what to do."""
    click.echo(f"skilltide: {plain(message)}{': ' + plain(remedy) if remedy else ''}", err=True)


def known_fault(error: BaseException) -> PipelineError | ExtractorError | WarehouseError | ReportError | None:
    """The error of ours that this is, or that stands behind it (Dagster wraps what an asset raises)."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        if isinstance(at, KNOWN):
            return at
        seen.add(id(at))
        at = at.__cause__
    return None


def exit_status(error: Exception) -> int:
    """2 for what the caller gave: settings, a file, a term; else what the error says, or 1."""
    from extractors.errors import AdditionError, LabelledFileError, SourcesFileError
    from warehouse.errors import ImportFileError

    if isinstance(error, (SourcesFileError, LabelledFileError, AdditionError, ImportFileError)):
        return EXIT_USAGE
    return error.exit_status if isinstance(error, PipelineError) else EXIT_FAULT


def write_log(error: BaseException) -> Path:
    """Appends the traceback to the log of the data folder, or to one in the temporary folder."""
    from logging.handlers import RotatingFileHandler

    for path in (_log_file(), Path(tempfile.gettempdir()) / "skilltide.log"):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(path, maxBytes=LOG_SIZE, backupCount=1, encoding="utf-8", errors="replace")
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        details = (type(error), error, error.__traceback__)
        record = logging.LogRecord("skilltide", logging.ERROR, "", 0, "unexpected fault", None, details)
        handler.emit(record)
        handler.close()
        return path
    return Path("no file (none could be written)")


def _log_file() -> Path:
    from pipelines.settings import load_settings

    try:
        return load_settings().log_file
    except PipelineError:
        return Path("data") / "logs" / "skilltide.log"


def _usage_fault(error: click.ClickException) -> int:
    """Click's own complaints in our form: one line, then where the help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    remedy = f"see `{context.command_path} --help`" if context else ""
    say(error.format_message().replace("\n", " "), remedy)
    return EXIT_USAGE
