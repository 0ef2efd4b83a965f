"""The data dictionary: what every published relation and column means.

Belongs here: reading the dictionary files and writing them as comments or as a page. Does not belong here: the meanings
themselves. `python -m warehouse.dictionary` writes docs/data-dictionary.md anew.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from duckdb import DuckDBPyConnection

PAGE = Path("docs/data-dictionary.md")
_HEAD = """# Data dictionary

Every relation of `published/skilltide.duckdb` and of `published/parquet/`, in schema `main`. Weeks are ISO weeks,
given as the date of their Monday; shares are fractions between 0 and 1. The same sentences stand in the database as
comments.

This page is generated from `warehouse/dictionary.toml` and `warehouse/dictionary_views.toml`: run
`python -m warehouse.dictionary` after changing them.
"""
_FILES = ("dictionary.toml", "dictionary_views.toml")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type, unit where it has one, and meaning."""

    name: str
    type: str
    meaning: str
    unit: str | None = None

    @property
    def comment(self) -> str:
        """The sentence that goes into the database."""
        return f"{self.meaning} [{self.unit}]" if self.unit else self.meaning


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: what a row is, what must be unique, its columns in order; a view is computed when asked."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    is_view: bool = False

    @property
    def kind(self) -> str:
        """What SQL calls it."""
        return "view" if self.is_view else "table"


@cache
def load_dictionary() -> tuple[Relation, ...]:
    """Every published relation, in the order of the files: what is built from others comes after them."""
    texts = [files("warehouse").joinpath(name).read_text("utf-8") for name in _FILES]
    return tuple(
        Relation(
            name,
            entry["meaning"],
            tuple(entry["key"]),
            tuple(Column(column, **facts) for column, facts in entry["columns"].items()),
            entry.get("view", False),
        )
        for text in texts
        for name, entry in tomllib.loads(text).items()
    )


def comment_on(con: DuckDBPyConnection, catalog: str, relations: Iterable[Relation]) -> None:
    """Write the meanings of relations into an attached database."""
    for relation in relations:
        place = f"{catalog}.{relation.name}"
        con.execute(f"comment on {relation.kind} {place} is {_literal(relation.meaning)}")
        for column in relation.columns:
            con.execute(f'comment on column {place}."{column.name}" is {_literal(column.comment)}')


def render_dictionary() -> str:
    """The dictionary as a page of Markdown."""
    parts = [_HEAD]
    for relation in load_dictionary():
        key = f"\n\nUnique by {', '.join(f'`{name}`' for name in relation.key)}." if relation.key else ""
        kind = "\n\nA view." if relation.is_view else ""
        parts.append(f"\n## {relation.name}\n\n{relation.meaning}{kind}{key}\n\n")
        parts.append("| column | type | unit | meaning |\n|--|--|--|--|\n")
        parts += [f"| `{c.name}` | {c.type} | {c.unit or ''} | {c.meaning} |\n" for c in relation.columns]
    return "".join(parts)


def _literal(text: str) -> str:
    """A string literal: COMMENT ON takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    PAGE.write_text(render_dictionary(), encoding="utf-8")
