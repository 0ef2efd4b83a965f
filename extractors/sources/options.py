"""A source's own keys in `sources.toml`, checked: a mistake is one line that names the table, the key and the remedy.

Belongs here: checks that several sources share. Does not belong here: which keys a source has.
"""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from extractors.errors import SourcesFileError

#: Key to type, as a source's `OPTIONS` lists its own keys.
Options = Mapping[str, type]
_NAMES = {str: "a text", bool: "true or false", float: "a number", int: "a whole number", list: "a list", date: "a day"}


def check_keys(where: str, table: Mapping[str, Any], known: Options, required: tuple[str, ...] = ()) -> None:
    """Every key known and of its type, every required one there; else `SourcesFileError`."""
    for key, value in table.items():
        if key not in known:
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


def one_of(where: str, key: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value when it is one of those allowed."""
    if value not in allowed:
        raise SourcesFileError(f"{where}: {key} = {value!r}, expected one of {', '.join(allowed)}", "correct the value")
    return value


def whole_number(where: str, key: str, value: int, low: int, high: int) -> int:
    """The value when it lies within its bounds."""
    if not low <= value <= high:
        raise SourcesFileError(f"{where}: {key} = {value}, expected {low} to {high}", "correct the value")
    return value


def texts(where: str, key: str, value: list[Any]) -> tuple[str, ...]:
    """A list of texts."""
    if not all(isinstance(one, str) and one for one in value):
        raise SourcesFileError(f"{where}: {key} = {value!r}, expected a list of texts", "correct the value")
    return tuple(value)


def entries(
    where: str, table: Mapping[str, Any], key: str, known: Options, required: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The lines of a list such as `boards` or `feeds` that are on, each checked, none twice.

    A line may say `enabled = false` with its `reason_off`.
    """
    known = {**known, "enabled": bool, "reason_off": str}
    listed: list[dict[str, Any]] = table.get(key, [])
    names = []
    for number, entry in enumerate(listed, 1):
        label = f"{where}: {key} line {number}"
        if not isinstance(entry, dict):
            raise SourcesFileError(f"{label}: expected a table, found {entry!r}", "see docs/adding-a-source.md")
        check_keys(f"{label} ({entry.get(required[0], '?')})", entry, known, required)
        if entry[required[0]] in names:
            raise SourcesFileError(f"{where}: {key} has {entry[required[0]]!r} twice", "remove one of the lines")
        names.append(entry[required[0]])
    return [entry for entry in listed if entry.get("enabled", True)]
