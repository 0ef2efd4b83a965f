"""The data dictionary: what every published relation and column means.

Belongs here: reading dictionary.toml and writing it as comments or as a page. Does not belong here: the meanings
themselves. `python -m warehouse.dictionary` writes docs/data-dictionary.md anew.
"""

import tomllib
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

This page is generated from `warehouse/dictionary.toml`: run `python -m warehouse.dictionary` after changing it.
"""


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
    """One relation: what a row is, what must be unique, its columns in order."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def load_dictionary() -> tuple[Relation, ...]:
    """Every published relation, in the order of the file."""
    table = tomllib.loads(files("warehouse").joinpath("dictionary.toml").read_text("utf-8"))
    return tuple(
        Relation(
            name,
            entry["meaning"],
            tuple(entry["key"]),
            tuple(Column(column, **facts) for column, facts in entry["columns"].items()),
        )
        for name, entry in table.items()
    )


def comment_on_everything(con: DuckDBPyConnection, catalog: str) -> None:
    """Write the meanings into the relations of an attached database."""
    for relation in load_dictionary():
        place = f"{catalog}.{relation.name}"
        con.execute(f"comment on table {place} is {_literal(relation.meaning)}")
        for column in relation.columns:
            con.execute(f'comment on column {place}."{column.name}" is {_literal(column.comment)}')


def render_dictionary() -> str:
    """The dictionary as a page of Markdown."""
    parts = [_HEAD]
    for relation in load_dictionary():
        key = f"\n\nUnique by {', '.join(f'`{name}`' for name in relation.key)}." if relation.key else ""
        parts.append(
            f"\n## {relation.name}\n\n{relation.meaning}{key}\n\n| column | type | unit | meaning |\n|--|--|--|--|\n"
        )
        parts += [f"| `{c.name}` | {c.type} | {c.unit or ''} | {c.meaning} |\n" for c in relation.columns]
    return "".join(parts)


def _literal(text: str) -> str:
    """A string literal: COMMENT ON takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    PAGE.write_text(render_dictionary(), encoding="utf-8")
