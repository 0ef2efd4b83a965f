"""`skilltide taxonomy`: look over candidates for new skills, accept or reject them, check what one has added.

Belongs here: these commands. Does not belong here: what makes an entry good (`extractors/additions.py`), how candidates
are found and ranked (`warehouse/candidates.py`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from pipelines.cli.completion import complete_skill
from pipelines.cli.output import Column, note, plain, print_json, table
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from extractors.records import SkillKind
    from extractors.skills.taxonomy import Skill, Taxonomy
    from pipelines.settings import Settings

KINDS = ("language", "library", "tool", "platform", "concept", "practice", "certification")
RULES = ("tech-name", "listed", "cased", "letter", "acronym", "word")
COLUMNS = (
    Column("rank", "right"), Column("name"), Column("score", "right", 3), Column("employers", "right"),
    Column("last 13 weeks", "right", 2), Column("year before", "right", 2), Column("first week", spare=5),
    Column("last week", spare=6), Column("beside", spare=1), Column("like", spare=4),
)  # fmt: skip


@click.group()
def taxonomy() -> None:
    """New skills: look over the candidates, accept or reject them.

    Candidates are names that employers put into lists beside known technologies. None is counted until it is accepted:
    then the texts that hold it are read again with the next `skilltide report`.

    What is accepted here stands in the data folder, in taxonomy/additions.toml, beside the taxonomy that ships
    (docs/taxonomy.md).

    \b
    Example:
      skilltide taxonomy candidates --limit 20
      skilltide taxonomy accept Qwak --kind platform --parent mlops-platforms
    """


@taxonomy.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=30, show_default=True, help="At most N names.")
@click.option("--all", "with_rejected", is_flag=True, help="Show common words and rejected ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def candidates(*, limit: int, with_rejected: bool, as_json: bool) -> None:
    """Names that may be new skills, the likeliest first.

    Ranked by how many more employers named them in the last 13 weeks than the year before lets expect.
    """
    from extractors.additions import rejections
    from extractors.skills.candidates import slot_key
    from pipelines.cli.published import ask, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    rejected = rejections(settings.taxonomy_folder)
    known = _known_forms(_load(settings))
    with published_data(settings) as con:
        rows = [row for row in ask(con, "candidates") if slot_key(row["term"]) not in known]
    for row in rows:
        if slot_key(row["term"]) in rejected:
            row |= {"verdict": "rejected", "why": rejected[slot_key(row["term"])]}
    if not with_rejected:
        rows = [row for row in rows if row["verdict"] == "open" and not row["is_common_word"]]
    if as_json:
        print_json(rows[:limit])
        return
    table(COLUMNS, [_cells(row) for row in rows[:limit]])
    if len(rows) > limit:
        note(f"{len(rows) - limit:,} more; see --limit")
    if not rows:
        note("no name waits: none stands beside known technologies in postings of two employers")


@taxonomy.command()
@click.argument("term")
@click.option("--kind", type=click.Choice(KINDS), help="What it is.")
@click.option(
    "--of", "skill", metavar="SKILL", help="It is another spelling of this known skill.", shell_complete=complete_skill
)
@click.option("--id", "skill_id", metavar="ID", help="Its id; by default made of the name.")
@click.option("--name", help="How tables and pages call it; by default the term.")
@click.option(
    "--parent", "parents", multiple=True, metavar="SKILL", help="A broader skill it belongs to; repeatable.",
    shell_complete=complete_skill,
)  # fmt: skip
@click.option("--alias", "aliases", multiple=True, help="Another way to write it; repeatable.")
@click.option("--rule", type=click.Choice(RULES), help="How a doubtful name is told from the word (docs/taxonomy.md).")
@click.option("--example", help="A sentence that names it; by default one of the postings that do.")
@click.option(
    "--into", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.toml",
    help="A data file of a checkout instead of your own folder; needs an --example in words of your own.",
)  # fmt: skip
def accept(
    *, term: str, kind: str | None, skill: str | None, skill_id: str | None, name: str | None, parents: tuple[str, ...],
    aliases: tuple[str, ...], rule: str | None, example: str | None, into: Path | None,
) -> None:  # fmt: skip
    """Make a skill of a name, or a spelling of a known skill.

    The entry is written in order of name and must pass the taxonomy's checks: no form of another skill, no common word
    without a rule. The example is kept beside it and read by `skilltide taxonomy check`, so that a later change that
    loses the skill is noticed.

    \b
    Examples:
      skilltide taxonomy accept Qwak --kind platform --alias "Qwak AI"
      skilltide taxonomy accept "Postgre SQL" --of postgresql
    """
    from extractors import additions
    from extractors.labelled import check_example, example_row
    from pipelines.settings import load_settings

    settings = load_settings()
    known = _load(settings)
    if (kind is None) == (skill is None):
        raise UsageError(
            f"what is {term!r}?", "give --kind for a new skill, or --of SKILL for a spelling of a known one"
        )
    if into is not None and (example is None or skill is not None):
        raise UsageError(
            f"{into}: no sentence of a real posting goes into a file that is shared, and a form goes into the table of"
            " its skill",
            "give --example in words of your own, or edit the table by hand",
        )
    if skill is None:
        made = additions.skill_of(
            additions.Proposal(
                term,
                cast("SkillKind", kind),
                skill_id,
                name,
                tuple(_find(known, parent).id for parent in parents),
                aliases,
                rule,
            ),
            known,
        )
    else:
        made = additions.with_form(term, _find(known, skill).id, known)
    sentence = example or _sentence(settings, term)
    check_example(sentence, term, made, additions.with_skill(known, made))
    file = into or settings.taxonomy_folder / additions.FILE
    if skill is None:
        additions.add_entry(file, made)
    else:
        additions.add_form(file, term, made)
    additions.add_line(file.with_name(additions.EXAMPLES_FILE), example_row(sentence, term, made))
    said = f"{term!r} is now a form of {made.name}" if skill else f"{made.name} ({made.id}) is now a {made.kind}"
    click.echo(f"{said}, in {file}; the next `skilltide report` reads the texts that hold it again")


@taxonomy.command()
@click.argument("term")
@click.option("--why", required=True, help="The reason, for whoever looks at the list next.")
def reject(*, term: str, why: str) -> None:
    """Remember that a name is no skill; it goes to the end of the list."""
    from extractors.additions import reject as remember
    from pipelines.settings import load_settings

    settings = load_settings()
    remember(settings.taxonomy_folder, " ".join(term.split()), why, settings.today)
    click.echo(f"{term!r} is rejected: {plain(why)}")


@taxonomy.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check_all(ctx: click.Context, *, as_json: bool) -> None:
    """Say what is wrong with the taxonomy and with what you have added to it."""
    from extractors.additions import EXAMPLES_FILE, shadowed
    from extractors.labelled import lost_examples
    from extractors.skills.taxonomy import check, load_taxonomy
    from pipelines.settings import load_settings

    settings = load_settings()
    folder = settings.taxonomy_folder
    found = _load(settings)
    faults = check(found)
    faults += [f"{one}: ships by now; remove your own entry" for one in shadowed(folder, load_taxonomy())]
    faults += lost_examples(folder / EXAMPLES_FILE, found)
    if as_json:
        print_json({"skills": len(found.skills), "version": found.version, "faults": faults})
    else:
        for fault in faults:
            click.echo(plain(fault))
        told = "1 fault" if len(faults) == 1 else f"{len(faults) or 'no'} faults"
        click.echo(f"{len(found.skills):,} skills, version {found.version}, {told}")
    ctx.exit(2 if faults else 0)


def _load(settings: "Settings") -> "Taxonomy":
    from extractors.skills.taxonomy import load_taxonomy

    return load_taxonomy(additions=settings.taxonomy_folder)


def _known_forms(known: "Taxonomy") -> set[str]:
    from extractors.skills.candidates import slot_key

    return {slot_key(form) for skill in known.skills.values() for form in (*skill.forms, skill.name)}


def _find(known: "Taxonomy", wanted: str) -> "Skill":
    from pipelines.cli.published import match_skill

    rows = [{"skill_id": one.id, "name": one.name, "aliases": one.forms} for one in known.skills.values()]
    return known.skills[match_skill(rows, wanted)["skill_id"]]


def _sentence(settings: "Settings", term: str) -> str:
    """A sentence of a posting that names a candidate, from the published copy."""
    from extractors.skills.candidates import slot_key
    from pipelines.cli.evidence import sentence_at
    from pipelines.cli.published import ask, published_data

    texts = settings.published / "texts.parquet"
    if settings.published_file.is_file() and texts.is_file():
        with published_data(settings) as con:
            named = [row for row in ask(con, "candidates") if slot_key(row["term"]) == slot_key(term)]
            documents = named[0]["evidence"] if named else []
            for row in ask(con, "evidence_texts", file=str(texts), documents=documents):
                at = row["text"].casefold().find(term.casefold())
                sentence = sentence_at(row["text"], at, at + len(term)) if at >= 0 else None
                if sentence:
                    return sentence.strip("…")
    raise UsageError(
        f"no posting is known that names {term!r} in a list of technologies", "give a sentence with --example"
    )


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    likeness = f"{row['nearest_form']} ({row['nearest_similarity']:.2f})" if row["nearest_form"] else ""
    return (
        row["rank"], plain(row["term"], 40), f"{row['score']:.1f}", row["employers"], row["employers_recent"],
        row["employers_before"], row["first_week"], row["last_week"], plain(", ".join(row["beside"][:3]), 50), likeness,
    )  # fmt: skip
