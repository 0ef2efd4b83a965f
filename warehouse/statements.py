"""The SQL texts of this room, by name.

Belongs here: finding and caching them. Does not belong here: SQL itself, running it.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def statement(name: str) -> str:
    """The text of `warehouse/sql/<name>.sql`; a name may hold a folder, as in `load/stage_postings`."""
    return files("warehouse").joinpath("sql", f"{name}.sql").read_text("utf-8")


def statements_in(folder: str) -> dict[str, str]:
    """Every text of `warehouse/sql/<folder>/`, by bare name, in order of name."""
    entries = files("warehouse").joinpath("sql", folder).iterdir()
    names = sorted(entry.name.removesuffix(".sql") for entry in entries if entry.name.endswith(".sql"))
    return {name: statement(f"{folder}/{name}") for name in names}


def escaped(path: Path) -> str:
    """A path inside a string literal: ATTACH and COPY take no bound parameters."""
    return str(path).replace("'", "''")
