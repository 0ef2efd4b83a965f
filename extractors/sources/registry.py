"""`sources.toml` read into the sources of a run.

Belongs here: reading the file, finding the module of each table, listing sources. Does not belong here: knowledge of
one source. The table `[acme]` is read by the module `extractors/sources/acme.py` when that has a `from_table`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, Protocol

import extractors.sources
from extractors.errors import SourcesFileError
from extractors.sources.base import Source, SourceKind
from extractors.sources.options import Options, check_keys, one_of

Cadence = Literal["monthly", "continuous"]
_COMMON: Options = {
    "title": str, "kind": str, "enabled": bool, "reason_off": str, "homepage": str, "terms": str, "attribution": str,
    "pause_s": float, "cadence": str, "documented_api": bool, "key_at": str, "key_form": str, "licensed": bool,
    "history_from": date, "ends_on": date, "reason_ended": str,
}  # fmt: skip
_REQUIRED = ("title", "kind", "enabled", "homepage", "terms")
#: Modules that are run or that import this one.
_NOT_SOURCES = {"registry", "document"}


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What people may know about a source: its terms, what must be shown with it, whether it is on and why not."""

    name: str
    kind: SourceKind
    enabled: bool
    title: str
    terms: str
    attribution: str
    homepage: str
    pause_s: float
    reason_off: str
    cadence: Cadence
    documented_api: bool = False
    #: Where the key that it needs is given out, and the form of the key; empty when it needs none.
    key_at: str = ""
    key_form: str = "the key"
    #: False where the terms want a licence that nobody has confirmed: nothing is asked for, nothing kept is loaded.
    licensed: bool = True
    #: The first day it has anything of; None when it holds only what is open or newest.
    history_from: date | None = None
    #: The day from which on it is not asked any more, and why; None when no end is known.
    ends_on: date | None = None
    reason_ended: str = ""


@dataclass(frozen=True, slots=True)
class SourceBook:
    """All sources of the file. Those that are off, or known only by name, are in `infos` alone."""

    sources: list[Source]
    infos: list[SourceInfo]
    #: Every source this version can read, on or off: what was collected once stays readable.
    parsers: dict[str, Source] = field(default_factory=dict)


def load_sources(path: Path) -> SourceBook:
    """The book of `sources.toml`; `SourcesFileError` names the table and key that are not understood."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise SourcesFileError(f"{path}: cannot be read ({fault})", "restore it from the repository") from fault
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SourcesFileError(f"{path}: not valid TOML ({fault})", "correct the line it names") from fault
    infos: list[SourceInfo] = []
    sources: list[Source] = []
    parsers: dict[str, Source] = {}
    for name, table in tables.items():
        where = f"{path.name}: [{name}]"
        if not isinstance(table, dict):
            raise SourcesFileError(f"{where}: expected a table, found {table!r}", "see docs/adding-a-source.md")
        module = source_modules().get(name)
        check_keys(where, table, {**_COMMON, **(module.OPTIONS if module else {})}, _REQUIRED)
        info = _info(where, name, table)
        infos.append(info)
        if module is None:
            if info.enabled:
                raise SourcesFileError(
                    f"{where}: enabled = true, but this version has no source of that name", "set enabled = false"
                )
            continue
        parsers[name] = module.from_table(where, table)
        if info.enabled:
            sources.append(parsers[name])
    for name, module in source_modules().items():
        if name not in parsers:
            parsers[name] = module.from_table(f"{path.name}: [{name}]", {})
    return SourceBook(sources, infos, parsers)


class SourceModule(Protocol):
    """What a module of a source has besides its class."""

    OPTIONS: Options

    def from_table(self, where: str, table: Mapping[str, Any]) -> Source:
        """The source as its table describes it; `where` begins every message about a mistake."""


@cache
def source_modules() -> dict[str, SourceModule]:
    """The modules of this package that read a source, by the name of their table."""
    found = {
        entry.name: import_module(f"{extractors.sources.__name__}.{entry.name}")
        for entry in iter_modules(extractors.sources.__path__)
        if entry.name not in _NOT_SOURCES
    }
    return {name: module for name, module in sorted(found.items()) if hasattr(module, "from_table")}


def _info(where: str, name: str, table: Mapping[str, Any]) -> SourceInfo:
    if not table["enabled"] and not table.get("reason_off"):
        raise SourcesFileError(f"{where}: off without 'reason_off'", "say in one sentence why it is off")
    if ("ends_on" in table) != bool(table.get("reason_ended")):
        raise SourcesFileError(f"{where}: 'ends_on' and 'reason_ended' belong together", "give both, or neither")
    pause = float(table.get("pause_s", 1.0))
    if not 0.5 <= pause <= 3600:
        raise SourcesFileError(f"{where}: pause_s = {pause}, expected 0.5 to 3600 seconds", "correct the value")
    return SourceInfo(
        name=name,
        kind=one_of(where, "kind", table["kind"], ("posting", "paper", "post")),  # type: ignore[arg-type]
        enabled=table["enabled"],
        title=table["title"],
        terms=table["terms"],
        attribution=table.get("attribution", ""),
        homepage=table["homepage"],
        pause_s=pause,
        reason_off="" if table["enabled"] else table["reason_off"],
        cadence=one_of(where, "cadence", table.get("cadence", "continuous"), ("monthly", "continuous")),  # type: ignore[arg-type]
        documented_api=table.get("documented_api", False),
        key_at=table.get("key_at", ""),
        key_form=table.get("key_form", "the key"),
        licensed=table.get("licensed", True),
        history_from=table.get("history_from"),
        ends_on=table.get("ends_on"),
        reason_ended=table.get("reason_ended", ""),
    )


def obstacle(info: SourceInfo, keys: Mapping[str, str], today: date) -> str | None:
    """Why a source that is on cannot be asked: its end has come, a licence nobody confirmed, a key that is missing."""
    if info.ends_on is not None and today >= info.ends_on:
        return f"ended on {info.ends_on}: {info.reason_ended}"
    if not info.licensed:
        return f"needs a licence: once you have one, set licensed = true under [{info.name}] in sources.toml"
    if info.key_at and not keys.get(info.name, "").strip():
        return (
            f"needs a key: set SKILLTIDE_KEYS__{info.name.upper()}, or {info.name} under [keys] in skilltide.toml, "
            f"to {info.key_form}; get one at {info.key_at}"
        )
    return None
