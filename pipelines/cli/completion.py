"""Names for the shell's completion: skills, populations, sections of the guide, as the published pages list them.

Belongs here: what a half-typed name may become. Does not belong here: completing commands and options (click does
that), finding the skill a person meant (`published.match_skill`).

A person waits for the answer at every press of the key, so neither the database nor the library of settings is
imported: both would double the time. Nothing published, or anything unreadable, completes to nothing.
"""

import json
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

BROAD = {"tech": "all tech roles", "ml": "ML and data roles"}


def complete_skill(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of skills that begin so; else the one skill whose name or alias does."""
    is_second_word = isinstance(param, click.Argument) and bool(ctx.params.get(param.name or ""))
    return [] if is_second_word else _skills_from(incomplete)


def complete_skills(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The last name of a list with commas."""
    *known, last = incomplete.split(",")
    lead = "".join(f"{name}," for name in known)
    return [CompletionItem(f"{lead}{item.value}", help=item.help) for item in _skills_from(last.strip())]


def complete_population(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`tech`, `ml` and the roles that have a page."""
    roles = sorted(page.stem for page in (_site() / "roles").glob("*.html"))
    known = {**BROAD, **{role: role.replace("_", " ") for role in roles}} if roles else {}
    return _beginning(incomplete, known.items())


def complete_section(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Sections of the guide."""
    sections = dict.fromkeys(skill["guide"] for skill in _skills() if skill["guide"])
    return _beginning(incomplete, ((section, "") for section in sorted(sections)))


def _skills_from(incomplete: str) -> list[CompletionItem]:
    skills = _skills()
    found = _beginning(incomplete, ((skill["id"], skill["name"]) for skill in skills))
    if found or not incomplete:
        return found
    # Shells keep what several answers have in common: more than one that is spelt otherwise would eat what was typed.
    key = incomplete.casefold()
    others = [
        skill for skill in skills if any(form.casefold().startswith(key) for form in (skill["name"], *skill["aliases"]))
    ]
    return [CompletionItem(others[0]["id"], help=others[0]["name"])] if len(others) == 1 else []


def _beginning(incomplete: str, known: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    key = incomplete.casefold()
    return [CompletionItem(value, help=said) for value, said in known if value.startswith(key)]


def _skills() -> list[dict[str, Any]]:
    try:
        return list(json.loads((_site() / "skills.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def _site() -> Path:
    """The published pages, found as `pipelines.settings` finds the data folder."""
    return Path(os.environ.get("SKILLTIDE_DATA") or _folder_in_file() or "data").expanduser() / "published" / "site"


def _folder_in_file() -> str:
    try:
        return str(tomllib.loads(Path("skilltide.toml").read_text(encoding="utf-8")).get("data", ""))
    except (OSError, ValueError):
        return ""
