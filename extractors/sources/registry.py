"""`sources.toml` read into the sources of a run.

Belongs here: reading and checking the file, listing sources. Does not belong here: knowledge of one source.
A new source is one entry in `_BUILDERS` and one table in the file.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from extractors.errors import SourcesFileError
from extractors.sources.arxiv import Arxiv
from extractors.sources.base import Source, SourceKind
from extractors.sources.feeds import Feed, Feeds
from extractors.sources.greenhouse import Board, Greenhouse
from extractors.sources.hn_hiring import HnHiring

Cadence = Literal["monthly", "continuous"]
_COMMON: dict[str, type] = {
    "title": str, "kind": str, "enabled": bool, "reason_off": str, "homepage": str, "terms": str, "attribution": str,
    "pause_s": float, "cadence": str, "documented_api": bool,
}  # fmt: skip
_REQUIRED = ("title", "kind", "enabled", "homepage", "terms")


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
        known = _BUILDERS.get(name)
        _check_keys(where, table, {**_COMMON, **(known[0] if known else {})})
        info = _info(where, name, table)
        infos.append(info)
        if known is None:
            if info.enabled:
                raise SourcesFileError(
                    f"{where}: enabled = true, but this version has no source of that name", "set enabled = false"
                )
            continue
        parsers[name] = known[1](where, table)
        if info.enabled:
            sources.append(parsers[name])
    for name in _BUILDERS.keys() - parsers.keys():
        parsers[name] = _BUILDERS[name][1](f"{path.name}: [{name}]", {})
    return SourceBook(sources, infos, parsers)


def _check_keys(
    where: str, table: Mapping[str, Any], known: Mapping[str, type], required: tuple[str, ...] = ()
) -> None:
    for key, value in table.items():
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(sorted(known))}"
            raise SourcesFileError(f"{where}: unknown key {key!r}", hint)
        expected = known[key]
        right = isinstance(value, (int, float)) if expected is float else isinstance(value, expected)
        if not right or (isinstance(value, bool) and expected is not bool):
            raise SourcesFileError(
                f"{where}: {key} = {value!r}, expected {_NAMES[expected]}", "correct the value in sources.toml"
            )
    for key in required:
        if key not in table:
            raise SourcesFileError(f"{where}: {key!r} is missing", "add it; docs/adding-a-source.md shows an entry")


_NAMES = {str: "a text", bool: "true or false", float: "a number", int: "a whole number", list: "a list"}


def _one_of(where: str, key: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SourcesFileError(f"{where}: {key} = {value!r}, expected one of {', '.join(allowed)}", "correct the value")
    return value


def _info(where: str, name: str, table: Mapping[str, Any]) -> SourceInfo:
    for key in _REQUIRED:
        if key not in table:
            raise SourcesFileError(f"{where}: {key!r} is missing", "add it; docs/adding-a-source.md shows an entry")
    if not table["enabled"] and not table.get("reason_off"):
        raise SourcesFileError(f"{where}: off without 'reason_off'", "say in one sentence why it is off")
    pause = float(table.get("pause_s", 1.0))
    if not 0.5 <= pause <= 3600:
        raise SourcesFileError(f"{where}: pause_s = {pause}, expected 0.5 to 3600 seconds", "correct the value")
    return SourceInfo(
        name=name,
        kind=_one_of(where, "kind", table["kind"], ("posting", "paper", "post")),  # type: ignore[arg-type]
        enabled=table["enabled"],
        title=table["title"],
        terms=table["terms"],
        attribution=table.get("attribution", ""),
        homepage=table["homepage"],
        pause_s=pause,
        reason_off="" if table["enabled"] else table["reason_off"],
        cadence=_one_of(where, "cadence", table.get("cadence", "continuous"), ("monthly", "continuous")),  # type: ignore[arg-type]
        documented_api=table.get("documented_api", False),
    )


def _entries(
    where: str, table: Mapping[str, Any], key: str, known: Mapping[str, type], required: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The entries of a list of tables, such as feeds or boards, each checked."""
    entries: list[dict[str, Any]] = table.get(key, [])
    for number, entry in enumerate(entries, 1):
        label = f"{where}: {key} {number}"
        if not isinstance(entry, dict):
            raise SourcesFileError(f"{label}: expected a table, found {entry!r}", "see docs/adding-a-source.md")
        _check_keys(f"{label} ({entry.get(required[0], '?')})", entry, known, required)
    names = [entry[required[0]] for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise SourcesFileError(f"{where}: {key} {name!r} is listed twice", "remove one of them")
    return entries


def _build_hn(where: str, table: Mapping[str, Any]) -> Source:
    return HnHiring()


def _build_arxiv(where: str, table: Mapping[str, Any]) -> Source:
    categories = table.get("categories", [])
    if not all(isinstance(one, str) for one in categories):
        raise SourcesFileError(f"{where}: categories = {categories!r}, expected a list of texts", "correct the value")
    page_size = table.get("page_size", 1000)
    if not 1 <= page_size <= 2000:
        raise SourcesFileError(f"{where}: page_size = {page_size}, expected 1 to 2000", "correct the value")
    return Arxiv(tuple(categories), page_size=page_size, oai_after_days=table.get("oai_after_days", 800))


def _build_feeds(where: str, table: Mapping[str, Any]) -> Source:
    known: dict[str, type] = {"id": str, "title": str, "url": str, "enabled": bool, "reason_off": str}
    entries = _entries(where, table, "feed", known, ("id", "title", "url"))
    return Feeds(tuple(Feed(one["id"], one["title"], one["url"]) for one in entries if one.get("enabled", True)))


def _build_greenhouse(where: str, table: Mapping[str, Any]) -> Source:
    known: dict[str, type] = {"token": str, "company": str, "enabled": bool, "reason_off": str}
    entries = _entries(where, table, "board", known, ("token", "company"))
    return Greenhouse(tuple(Board(one["token"], one["company"]) for one in entries if one.get("enabled", True)))


_Builder = Callable[[str, Mapping[str, Any]], Source]
_BUILDERS: dict[str, tuple[dict[str, type], _Builder]] = {
    "hn_hiring": ({}, _build_hn),
    "arxiv": ({"categories": list, "page_size": int, "oai_after_days": int}, _build_arxiv),
    "feeds": ({"feed": list}, _build_feeds),
    "greenhouse": ({"board": list}, _build_greenhouse),
}
