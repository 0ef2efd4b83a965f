"""What a run carries with it: settings, the choice of sources, how progress is shown, and what it opens.

Belongs here: making the objects that stages share. Does not belong here: the stages themselves, or Dagster.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from pipelines.errors import SettingsError
from pipelines.progress import Progress, SilentProgress
from pipelines.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from extractors.raw import RawStore
    from extractors.skills.pipeline import Extractor
    from extractors.skills.taxonomy import Taxonomy
    from extractors.sources.base import Plan
    from extractors.sources.registry import SourceBook


@dataclass
class Runtime:
    """One run's context. `sources` None means all that are switched on; `since` None means the look-back."""

    settings: Settings
    sources: set[str] | None = None
    since: date | None = None
    until: date | None = None
    progress: Progress = field(default_factory=SilentProgress)
    seconds: dict[str, float] = field(default_factory=dict)
    reachable: bool | None = None
    banner: str | None = None
    notes: list[str] = field(default_factory=list)
    report: Path | None = None
    _extractor: "Extractor | None" = None
    _taxonomy: "Taxonomy | None" = None

    @property
    def as_of(self) -> date:
        """The day taken as today, or the end of the slice of history this run fills."""
        return min(self.until, self.settings.today) if self.until else self.settings.today

    @property
    def first_day(self) -> date:
        """The first day of history to ask for."""
        return self.since or self.as_of - timedelta(weeks=self.settings.lookback_weeks)

    @property
    def now(self) -> datetime:
        """The present moment; at the end of `as_of` when that lies in the past."""
        present = datetime.now(UTC)
        return present if self.as_of >= present.date() else datetime.combine(self.as_of, time(23, 59, 59), UTC)

    def book(self) -> "SourceBook":
        """The sources, as `sources.toml` has them."""
        from extractors.sources.registry import load_sources

        return load_sources(self.settings.sources_file)

    def raw(self) -> "RawStore":
        """The responses as received."""
        from extractors.raw import RawStore

        return RawStore(self.settings.raw_folder)

    def taxonomy(self) -> "Taxonomy":
        """The skills, read once a run."""
        if self._taxonomy is None:
            from extractors.skills.taxonomy import load_taxonomy

            self._taxonomy = load_taxonomy(additions=self.settings.taxonomy_folder)
        return self._taxonomy

    def extractor(self) -> "Extractor":
        """The reader of texts, built once a run (about a second)."""
        if self._extractor is None:
            from extractors.skills.pipeline import Extractor

            self._extractor = Extractor(self.taxonomy())
        return self._extractor

    @contextmanager
    def warehouse(self) -> "Iterator[DuckDBPyConnection]":
        """The private database, open for writing; closed (and checkpointed) afterwards."""
        from warehouse.store import explained, open_writer

        con = open_writer(self.settings.warehouse_file)
        try:
            with explained(self.settings.warehouse_file):
                yield con
        finally:
            con.close()

    def plan(self, raw: "RawStore") -> "Plan":
        """What the sources are asked for, less what `raw` has for good."""
        from extractors.sources.base import Plan

        keys = self.settings.plain_keys
        _refuse_unknown_keys(keys, self.book())
        return Plan(as_of=self.as_of, since=self.first_day, now=self.now, already=raw.already, keys=keys)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Shows and times a stage."""
        self.progress.stage(name)
        began = monotonic()
        yield
        self.seconds[name] = monotonic() - began


def _refuse_unknown_keys(keys: Mapping[str, str], book: "SourceBook") -> None:
    """A key for a source that takes none is a typing mistake, and would be missed without a word."""
    takers = sorted(info.name for info in book.infos if info.key_at)
    for name in keys:
        if name not in takers:
            raise SettingsError(
                f"a key is given for {name}, which is no source that takes one", f"those are {', '.join(takers)}"
            )
