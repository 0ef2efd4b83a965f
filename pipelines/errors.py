"""The exceptions of this room, each with what failed, what to do, and the exit status it stands for.

Belongs here: every public exception of `pipelines`. Does not belong here: printing them (`pipelines.cli.main` does).
"""

EXIT_FAULT = 1
EXIT_USAGE = 2
EXIT_NOTHING_COLLECTED = 3
EXIT_INTERRUPTED = 130


class PipelineError(Exception):
    """Base of the room: `message` says what failed and where, `remedy` what to do about it."""

    exit_status = EXIT_FAULT

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class SettingsError(PipelineError):
    """An unknown setting or a value that cannot be used."""

    exit_status = EXIT_USAGE


class UsageError(PipelineError):
    """A command was asked for something that does not exist or cannot be done."""

    exit_status = EXIT_USAGE


class NothingPublishedError(PipelineError):
    """A command needs the published data and there is none yet."""

    exit_status = EXIT_USAGE


class NothingCollectedError(PipelineError):
    """A strict run could not collect anything."""

    exit_status = EXIT_NOTHING_COLLECTED


class AlreadyRunningError(PipelineError):
    """Another process is running the pipeline on the same data folder."""
