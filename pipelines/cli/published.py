"""Reading the published data for commands: opening it, one query a file, finding what a person meant.

Belongs here: what several commands ask of the published database. Does not belong here: showing the answers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipelines.errors import NothingPublishedError, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.settings import Settings

Row = dict[str, Any]


@contextmanager
def published_data(settings: "Settings") -> "Iterator[DuckDBPyConnection]":
    """The published database, read only, closed afterwards so that the next copy is seen."""
    require_published(settings)
    from warehouse.store import open_published

    con = open_published(settings.published_file)
    try:
        yield con
    finally:
        con.close()


def require_published(settings: "Settings") -> None:
    """One clear line when nothing has been published yet."""
    if not settings.published_file.is_file():
        raise NothingPublishedError(f"nothing is published yet in {settings.published}", "run `make report` first")


@cache
def _query(name: str) -> str:
    return files("pipelines.cli").joinpath("queries", f"{name}.sql").read_text("utf-8")


def ask(con: "DuckDBPyConnection", name: str, **values: object) -> list[Row]:
    """The rows of `queries/<name>.sql` with its parameters bound."""
    result = con.execute(_query(name), values)
    columns = [column[0] for column in result.description or []]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def credits_of(con: "DuckDBPyConnection", rows: list[Row]) -> list[Row]:
    """What the sources of these rows ask to be shown with them: source, title, homepage, attribution."""
    return ask(con, "credits", sources=sorted({row["source"] for row in rows if row.get("source")}))


def newest_week(con: "DuckDBPyConnection", settings: "Settings") -> date:
    """The last week that has labels and was closed on the day taken as today."""
    found: date | None = ask(con, "newest_week", as_of=settings.as_of)[0]["week"]
    if found is None:
        raise NothingPublishedError(
            f"{settings.published_file} holds no measured week"
            + (f" up to {settings.as_of}" if settings.as_of else ""),
            "run `make report`, or choose a later day with SKILLTIDE_AS_OF",
        )
    return found


def check_population(con: "DuckDBPyConnection", name: str) -> str:
    """The population of that name; suggests one when there is none."""
    known = [row["population"] for row in ask(con, "populations")]
    if name in known:
        return name
    raise UsageError(f"there is no population {name!r}", suggestion(name, known, "the populations are"))


def find_skill(con: "DuckDBPyConnection", wanted: str) -> Row:
    """The published skill that a person meant by a name."""
    return match_skill(ask(con, "skills"), wanted)


def match_skill(skills: list[Row], wanted: str) -> Row:
    """The skill with that id, name or alias, in this order, whatever the case; suggests some when there is none.

    `skills` has rows with `skill_id`, `name` and `aliases`.
    """
    key = wanted.strip().casefold()
    for forms in (_ids, _names, _aliases):
        found = [skill for skill in skills if key in (form.casefold() for form in forms(skill))]
        exact = [skill for skill in found if wanted.strip() in forms(skill)]
        if found:
            return (exact or found)[0]
    raise UsageError(f"no skill is called {wanted.strip()!r}", _near_skills(wanted, skills))


def _ids(skill: Row) -> list[str]:
    return [str(skill["skill_id"])]


def _names(skill: Row) -> list[str]:
    return [str(skill["name"])]


def _aliases(skill: Row) -> list[str]:
    return [str(alias) for alias in skill["aliases"] or []]


def _near_skills(wanted: str, skills: list[Row]) -> str:
    from rapidfuzz import fuzz, process, utils

    forms = {form: skill["name"] for skill in skills for form in (*_names(skill), *_aliases(skill))}
    near = process.extract(
        wanted, list(forms), scorer=fuzz.ratio, processor=utils.default_process, limit=8, score_cutoff=65
    )
    names = list(dict.fromkeys(str(forms[form]) for form, _, _ in near))[:3]
    if names:
        return f"did you mean {' or '.join(names)}?"
    return 'list them all with `skilltide sql "select skill_id, name from skills"`'


def suggestion(wanted: str, known: Sequence[str], lead: str) -> str:
    """The nearest known name as a question, else all of them."""
    from rapidfuzz import process

    match = process.extractOne(wanted, known, score_cutoff=65)
    return f"did you mean {match[0]}?" if match else f"{lead} {', '.join(known)}"
