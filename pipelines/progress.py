"""How far a run is: a bar on a terminal, one plain line a stage elsewhere, nothing where nobody looks.

Belongs here: showing progress. Does not belong here: what is being done.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """What a stage tells while it works."""

    def stage(self, title: str) -> None:
        """A stage begins."""

    def step(self, what: str, done: int, total: int | None) -> None:
        """`done` of `total` units of `what` are finished; `total` is None where it is not known."""

    def finish(self, line: str) -> None:
        """The stage is done; `line` counts what came of it."""


class SilentProgress:
    """For Dagster's own runs, which show metadata instead."""

    def stage(self, title: str) -> None:
        """Says nothing."""

    def step(self, what: str, done: int, total: int | None) -> None:
        """Says nothing."""

    def finish(self, line: str) -> None:
        """Says nothing."""


class LineProgress:
    """One line on stderr when a stage ends: what logs and scheduled jobs want."""

    def __init__(self) -> None:
        self._title, self._started = "", 0.0

    def stage(self, title: str) -> None:
        """Remembers when the stage began."""
        self._title, self._started = title, time.monotonic()

    def step(self, what: str, done: int, total: int | None) -> None:
        """Lines are for results only."""

    def finish(self, line: str) -> None:
        """Prints the stage, what came of it and how long it took."""
        print(f"{self._title:<10} {line} ({time.monotonic() - self._started:.1f} s)", file=sys.stderr, flush=True)


class BarProgress(LineProgress):
    """A bar for the unit in work, replaced by the stage's line when it is done."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._tasks: dict[str, int] = {}

    def stage(self, title: str) -> None:
        """Starts the display."""
        super().stage(title)
        self._bars.start()

    def step(self, what: str, done: int, total: int | None) -> None:
        """Moves the bar of one unit, making it at first sight."""
        from rich.progress import TaskID

        if what not in self._tasks:
            self._tasks[what] = int(self._bars.add_task(f"{self._title} · {what}", total=total))
        self._bars.update(TaskID(self._tasks[what]), completed=done, total=total)

    def finish(self, line: str) -> None:
        """Takes the bars away and prints the line."""
        self.close()
        super().finish(line)

    def close(self) -> None:
        """Takes the bars away."""
        from rich.progress import TaskID

        for task in self._tasks.values():
            self._bars.remove_task(TaskID(task))
        self._tasks.clear()
        self._bars.stop()


@contextmanager
def terminal_progress(show: bool) -> Iterator[Progress]:
    """Bars on a terminal, lines elsewhere, nothing when `show` is false."""
    if not show:
        yield SilentProgress()
    elif sys.stderr.isatty():
        bars = BarProgress()
        try:
            yield bars
        finally:
            bars.close()
    else:
        yield LineProgress()
