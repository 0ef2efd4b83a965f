"""`skilltide ad`: reads one job advertisement, or a batch of texts, and prints what they ask for.

Belongs here: taking texts in and printing readings. Does not belong here: any rule of extraction.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.completion import complete_skills
from pipelines.cli.faults import say
from pipelines.cli.output import Column, as_json, plain, print_json, table
from pipelines.errors import EXIT_USAGE, UsageError

if TYPE_CHECKING:
    from extractors.records import Reading
    from extractors.skills.taxonomy import Taxonomy

KINDS = ("posting", "paper", "post")
MAX_BYTES = 10_000_000
SKILL_COLUMNS = (Column("skill"), Column("kind"), Column("zone"), Column("in the text"))
ZONES = ("required", "preferred", "duty", "text", "company", "legal")
#: Zones that ask something of a person, the strongest first.
ASKING = ("required", "duty", "text", "preferred")
NOT_LEARNED = frozenset({"role", "industry", "degree"})
Item = tuple[str, str, str | None, str]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), required=False)
@click.option(
    "--batch", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help='JSON Lines: {"id", "html" or "text", "title"?, "kind"?} a line; prints one JSON line each.',
)  # fmt: skip
@click.option("--title", help="The advertisement's title, where the text does not carry it.")
@click.option("--kind", type=click.Choice(KINDS), default="posting", show_default=True, help="What FILE is.")
@click.option(
    "--have", help="What you know, with commas: shows what the advertisement asks for beyond it.",
    shell_complete=complete_skills,
)  # fmt: skip
@click.option("--json", "json_flag", is_flag=True, help="Print JSON.")
@click.pass_context
def ad(
    ctx: click.Context,
    *,
    file: Path | None,
    batch: Path | None,
    title: str | None,
    kind: str,
    have: str | None,
    json_flag: bool,
) -> None:
    """Read one job ad, or a batch of texts.

    Prints skills with their zones, role, seniority and degrees of an ad in HTML or plain text.

    FILE may be - for standard input. In JSON, start and end are character offsets into the cleaned text, with the title
    and an empty line before it where a title is given that the text does not begin with.

    \b
    Examples:
      skilltide ad posting.html
      skilltide ad posting.html --have "python, sql, docker"
      skilltide ad --batch ads.jsonl > skills.jsonl
    """
    if (file is None) == (batch is None):
        raise click.UsageError("give either FILE or --batch FILE.jsonl", ctx)
    if batch is not None and have is not None:
        raise click.UsageError("--have goes with one FILE, not with --batch", ctx)
    from extractors.skills.pipeline import Extractor
    from extractors.skills.taxonomy import load_taxonomy
    from pipelines.settings import load_settings

    taxonomy = load_taxonomy(additions=load_settings().taxonomy_folder)
    if batch is not None:
        faulty = _read_batch(batch, taxonomy)
        if faulty:
            say(f"{faulty} of the lines could not be read", "correct the lines named above and run them again")
            ctx.exit(EXIT_USAGE)
    elif file is not None:
        text = _text_of(_read(file), None)
        known = None if have is None else _known(have, taxonomy)
        reading = Extractor(taxonomy).read(text, title=title, kind=kind)
        gap = None if known is None else gap_of(reading, known, taxonomy)
        if json_flag:
            print_json(as_record(_name(file), reading, taxonomy) | ({} if gap is None else {"gap": gap}))
        else:
            _print(reading, taxonomy)
            if gap is not None:
                _print_gap(gap, taxonomy)


def _name(path: Path) -> str:
    return "standard input" if str(path) == "-" else path.name


def _read(path: Path) -> str:
    """A file of any usual encoding as text, up to a size that no advertisement has."""
    from extractors.text import decode

    if str(path) == "-":
        body = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise UsageError(
            f"{_name(path)} is larger than {MAX_BYTES // 1_000_000} MB", "give one advertisement at a time"
        )
    if not body.strip():
        raise UsageError(f"{_name(path)} is empty", "give the text or the HTML of an advertisement")
    return decode(body)


def _text_of(content: str, markup: bool | None) -> str:
    """The text as it is stored. `markup` None means: look whether it is HTML."""
    from extractors.text import clean_text, html_to_text

    is_markup = _looks_like_html(content) if markup is None else markup
    return clean_text(html_to_text(content) if is_markup else content)


def _looks_like_html(content: str) -> bool:
    import re

    return bool(
        re.search(r"<(?:!doctype html|html|body|p|div|br|ul|li|h[1-6]|span|table|section)\b[^<>]*>", content, re.I)
    )


def as_record(document: Any, reading: "Reading", taxonomy: "Taxonomy") -> dict[str, Any]:
    """A reading as the contract writes it."""
    return {
        "id": document,
        "role": reading.role,
        "seniority": reading.seniority,
        "degrees": [
            {"level": degree.level, "field": degree.field, "required": degree.required} for degree in reading.degrees
        ],
        "skills": [
            {
                "skill_id": mention.skill_id, "name": taxonomy.skills[mention.skill_id].name,
                "surface": mention.surface, "start": mention.start, "end": mention.end, "zone": mention.zone,
            }
            for mention in reading.mentions
        ],
    }  # fmt: skip


def _known(have: str, taxonomy: "Taxonomy") -> set[str]:
    """Ids of what the person named, each found by id, name or alias."""
    from pipelines.cli.published import match_skill

    rows = [{"skill_id": skill.id, "name": skill.name, "aliases": skill.aliases} for skill in taxonomy.skills.values()]
    return {str(match_skill(rows, name)["skill_id"]) for name in have.split(",") if name.strip()}


def gap_of(reading: "Reading", known: set[str], taxonomy: "Taxonomy") -> dict[str, list[str]]:
    """Skill ids that the advertisement asks for and one can learn: those one has, those it requires or names among the
    duties, and those it would like, each skill under its strongest zone."""
    zones: dict[str, int] = {}
    for mention in reading.mentions:
        if taxonomy.skills[mention.skill_id].kind not in NOT_LEARNED and mention.zone in ASKING:
            zones[mention.skill_id] = min(zones.get(mention.skill_id, 9), ASKING.index(mention.zone))
    missing = [skill for skill in zones if skill not in known]
    return {
        "have": [skill for skill in zones if skill in known],
        "missing": [skill for skill in missing if ASKING[zones[skill]] != "preferred"],
        "missing_preferred": [skill for skill in missing if ASKING[zones[skill]] == "preferred"],
    }


def _print_gap(gap: dict[str, list[str]], taxonomy: "Taxonomy") -> None:
    asked = sum(map(len, gap.values()))
    if not asked:
        click.echo("it asks for no skill that one can learn")
        return
    click.echo(f"of {asked} skills it names you have {len(gap['have'])}: {_names(gap['have'], taxonomy)}")
    click.echo(f"to learn, asked for: {_names(gap['missing'], taxonomy)}")
    click.echo(f"to learn, would be liked: {_names(gap['missing_preferred'], taxonomy)}")


def _names(skills: list[str], taxonomy: "Taxonomy") -> str:
    return ", ".join(taxonomy.skills[skill].name for skill in skills) or "nothing"


def _print(reading: "Reading", taxonomy: "Taxonomy") -> None:
    click.echo(f"role: {reading.role} ({reading.role_family}), seniority: {reading.seniority}")
    facts = {"workplace": reading.workplace, "employment": reading.employment_type, "language": reading.language}
    known = [f"{name}: {value}" for name, value in facts.items() if value]
    if known:
        click.echo(", ".join(known))
    for degree in reading.degrees:
        place = "required" if degree.required else "preferred"
        click.echo(f"degree: {degree.level}{' in ' + degree.field if degree.field else ''} ({place})")
    strongest: dict[str, tuple[int, set[str]]] = {}
    for mention in reading.mentions:
        rank, surfaces = strongest.get(mention.skill_id, (len(ZONES), set()))
        strongest[mention.skill_id] = (min(rank, ZONES.index(mention.zone)), surfaces | {plain(mention.surface)})
    if not strongest:
        click.echo("no skill of the taxonomy is named")
        return
    ordered = sorted(strongest.items(), key=lambda item: (item[1][0], taxonomy.skills[item[0]].name.casefold()))
    table(
        SKILL_COLUMNS,
        [
            (taxonomy.skills[skill].name, taxonomy.skills[skill].kind, ZONES[rank], ", ".join(sorted(surfaces)))
            for skill, (rank, surfaces) in ordered
        ],
    )


@dataclass
class _Batch:
    """The lines of a batch as they pass: ids by position, and how many could not be read."""

    name: str
    ids: dict[str, Any] = field(default_factory=dict)
    faulty: int = 0

    def items(self, lines: Iterator[bytes]) -> Iterator[Item]:
        """What the extractor takes; a bad line is named on stderr and left out."""
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                document, text, title, kind = _parse_line(line)
            except ValueError as error:
                self.faulty += 1
                say(f"{self.name}, line {number}: {error}")
                continue
            self.ids[str(number)] = document
            yield str(number), text, title, kind


def _parse_line(line: bytes) -> tuple[Any, str, str | None, str]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON ({plain(error, 80)})") from error
    if not isinstance(row, dict):
        raise ValueError("expected an object with id and text or html")
    if not isinstance(row.get("id"), (str, int)):
        raise ValueError("id is missing, or neither text nor a whole number")
    html, text, title, kind = row.get("html"), row.get("text"), row.get("title"), row.get("kind") or "posting"
    if kind not in KINDS:
        raise ValueError(f"kind is {plain(kind, 40)!r}, expected posting, paper or post")
    if not isinstance(title, (str, type(None))):
        raise ValueError("title is not text")
    if isinstance(text, str):
        content = _text_of(text, markup=False)
    elif isinstance(html, str):
        from extractors.errors import ExtractorError

        try:
            content = _text_of(html, markup=True)
        except ExtractorError as error:
            raise ValueError(error.message) from error
    else:
        raise ValueError("neither text nor html is there as text")
    return row["id"], content, title, kind


def _read_batch(path: Path, taxonomy: "Taxonomy") -> int:
    """Prints one JSON line for every line of the file; returns how many lines were no good."""
    from extractors.skills.pipeline import Extractor
    from pipelines.settings import load_settings

    batch = _Batch(_name(path))
    extractor = Extractor(taxonomy)
    lines = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    with lines:
        for key, reading in extractor.read_many(batch.items(iter(lines)), processes=load_settings().processes):
            click.echo(as_json(as_record(batch.ids.pop(key), reading, taxonomy), indent=None))
    return batch.faulty
