"""The bundled history: facts from monthly public hiring threads, without texts, so that a first run shows trends.

Belongs here: making those files from a warehouse that holds the threads, and loading them. Does not belong here:
collecting or reading the threads. `python -m warehouse.starter WAREHOUSE [FOLDER]` makes the files anew.

Per post: its number, date, a keyed hash of the employer's name, role, seniority, workplace, skills with zones, and
which posts of one employer are near-copies. A live text of the same post replaces its row.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import duckdb
import polars as pl
from duckdb import DuckDBPyConnection

from warehouse.errors import StarterError, WarehouseError
from warehouse.statements import statement
from warehouse.store import transaction

FOLDER = Path(__file__).with_name("starter")
_FACTS, _POSTS, _SKILLS = "facts.json", "posts.parquet", "skills.parquet"
_REMEDY = "check out warehouse/starter/ again"


@dataclass(frozen=True, slots=True)
class StarterCounts:
    """What was loaded (0 when this edition was there already) or made."""

    posts: int
    mentions: int
    extractor_version: str | None


def load_starter(con: DuckDBPyConnection, folder: Path | None = None) -> StarterCounts:
    """Load the bundled history once, in one transaction; rows with live texts are never touched.

    A newer edition replaces what is left of an older one. Without bundled files nothing is loaded.
    """
    with _bundled(folder) as place:
        if not (place / _FACTS).is_file():
            return StarterCounts(0, 0, None)
        facts = _facts(place)
        version = str(facts["extractor_version"])
        if con.execute("select extractor_version from starter_state").fetchall() == [(version,)]:
            return StarterCounts(0, 0, version)
        con.register("starter_posts", _read(place / _POSTS))
        con.register("starter_skills", _read(place / _SKILLS))
        try:
            with transaction(con):
                con.execute(statement("starter/drop_older"))
                con.execute("set variable starter_version = ?", [version])
                con.execute(statement("starter/load"))
                posts, mentions = con.execute(
                    "select count(*), coalesce(sum(len(skills)), 0)::bigint from starter_new"
                ).fetchall()[0]
                con.execute("drop table starter_new")
                con.execute("insert into starter_state values (?, ?)", [version, posts])
        finally:
            con.unregister("starter_posts")
            con.unregister("starter_skills")
    return StarterCounts(posts, mentions, version)


def make_starter(con: DuckDBPyConnection, folder: Path = FOLDER) -> StarterCounts:
    """Write the facts of every hiring-thread post in this warehouse; all must be read by one extractor version."""
    versions = con.execute(
        "select distinct r.extractor_version from readings as r"
        " semi join posting_records as p on p.posting_id = r.document_id and p.source = 'hn_hiring'"
    ).fetchall()
    if len(versions) != 1:
        found = ", ".join(sorted(version for (version,) in versions)) or "none"
        raise StarterError(
            f"the posts were read by {len(versions)} extractor versions ({found}), expected one",
            "run `skilltide extract` on the whole history first",
        )
    folder.mkdir(parents=True, exist_ok=True)
    con.execute(
        "create or replace temp table starter_skills as"
        " select skill_id, (row_number() over (order by skill_id) - 1)::integer as skill_index"
        " from (select distinct skill_id from mentions where document_kind = 'posting')"
    )
    _write(con, "select skill_index, skill_id from starter_skills order by skill_index", folder / _SKILLS)
    _write(con, statement("starter/posts"), folder / _POSTS)
    con.execute("drop table starter_skills")
    posts, mentions, first_on, last_on = (
        pl.scan_parquet(folder / _POSTS)
        .select(
            pl.len(), pl.col("skills").list.len().sum(), pl.col("posted_on").min().alias("first"),
            pl.col("posted_on").max().alias("last"),
        )
        .collect()
        .row(0)
    )  # fmt: skip
    facts = {
        "extractor_version": versions[0][0],
        "posts": posts,
        "mentions": mentions,
        "first_on": str(first_on),
        "last_on": str(last_on),
        "source": "monthly public hiring threads on news.ycombinator.com",
    }
    (folder / _FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return StarterCounts(posts, mentions, versions[0][0])


@contextmanager
def _bundled(folder: Path | None) -> Iterator[Path]:
    """The given folder, or the one shipped with the program."""
    if folder is not None:
        yield folder
        return
    with as_file(files("warehouse").joinpath("starter")) as shipped:
        yield shipped


def _facts(folder: Path) -> dict[str, object]:
    try:
        facts = json.loads((folder / _FACTS).read_text("utf-8"))
        return {"extractor_version": facts["extractor_version"], "posts": facts["posts"]}
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise StarterError(f"{folder / _FACTS}: the bundled history's facts cannot be read", _REMEDY) from error


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StarterError(f"{path}: this file of the bundled history cannot be read", _REMEDY) from error


def _write(con: DuckDBPyConnection, select: str, path: Path) -> None:
    """Written under another name and renamed, so that a kill leaves no half file."""
    temporary = path.with_name(f".{path.name}.tmp")
    target = str(temporary).replace("'", "''")
    con.execute(f"copy ({select}) to '{target}' (format parquet, compression zstd, compression_level 19)")
    temporary.replace(path)


def _main() -> int:
    """The command that makes the bundled files."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.starter", description=_main.__doc__)
    parser.add_argument("warehouse", type=Path, help="a warehouse.duckdb that holds the whole thread history, read")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where to write (default: %(default)s)")
    chosen = parser.parse_args()
    from warehouse.store import open_writer

    try:
        con = open_writer(chosen.warehouse)
        try:
            made = make_starter(con, chosen.folder)
        finally:
            con.close()
    except (WarehouseError, duckdb.Error) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in chosen.folder.iterdir())
    print(f"{made.posts} posts, {made.mentions} mentions, {size / 1e6:.2f} MB in {chosen.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
