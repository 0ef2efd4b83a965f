"""`skilltide evidence SKILL`: the sentences behind a number.

Belongs here: choosing and cutting the sentences. Does not belong here: finding mentions (`extractors`).
"""

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.completion import complete_population, complete_skill
from pipelines.cli.output import note, plain, print_credits, print_json

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.settings import Settings

LONGEST = 320
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


@click.command()
@click.argument("skill", nargs=-1, required=True, shell_complete=complete_skill)
@click.option("--week", type=click.DateTime(["%Y-%m-%d"]), help="Any day of the week to look at; default: the newest.")
@click.option(
    "--population", default="tech", show_default=True, help="tech, ml, one role, or all.",
    shell_complete=complete_population,
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(["posting", "paper", "post"]), default="posting", show_default=True,
    help="Where to look.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help="At most N sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evidence(
    *, skill: tuple[str, ...], week: datetime | None, population: str, kind: str, limit: int, as_json: bool
) -> None:
    """The sentences behind a number.

    Who asks for the skill, where, and in which words.

    A week's number counts the openings of the four weeks that end with it; each of them gives one sentence.

    \b
    Example:
      skilltide evidence kubernetes --week 2026-01-12 --limit 5
    """
    from pipelines.cli.published import ask, check_population, credits_of, find_skill, newest_week, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    with published_data(settings) as con:
        found = find_skill(con, " ".join(skill))
        monday = _monday(week.date()) if week else newest_week(con, settings)
        if kind == "posting":
            if population != "all":
                check_population(con, population)
            rows = ask(con, "evidence_postings", week=monday, population=population, skill=found["skill_id"])
        else:
            rows = ask(con, "evidence_articles", week=monday, kind=kind, skill=found["skill_id"])
        shown = _with_sentences(con, settings, rows[:limit])
        named = credits_of(con, shown)
    if as_json:
        wanted = {row["source"]: row["attribution"] for row in named}
        print_json([{**row, "attribution": wanted.get(row["source"])} for row in shown])
    else:
        _print(shown, len(rows), found["name"], monday, kind)
        print_credits(named)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _with_sentences(
    con: "DuckDBPyConnection", settings: "Settings", rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    from pipelines.cli.published import ask

    file = settings.published / "texts.parquet"
    texts: dict[str, str] = {}
    if rows and file.is_file():
        documents = [row["document_id"] for row in rows]
        texts = {
            row["document_id"]: row["text"] for row in ask(con, "evidence_texts", file=str(file), documents=documents)
        }
    return [
        {**row, "sentence": sentence_at(texts.get(row["document_id"]), row["start_char"], row["end_char"])}
        for row in rows
    ]


def sentence_at(text: str | None, start: int | None, end: int | None) -> str | None:
    """The sentence or line of `text` around a span; None where the text is not kept or the span lies outside it."""
    if text is None or start is None or end is None or not 0 <= start < end <= len(text):
        return None
    earliest, latest = max(0, start - LONGEST // 2), min(len(text), end + LONGEST // 2)
    before = [found.end() for found in _SENTENCE_END.finditer(text, earliest, start)]
    after = _SENTENCE_END.search(text, end, latest)
    left, right = (before[-1] if before else earliest), (after.end() if after else latest)
    opening = "…" if not before and earliest > 0 else ""
    closing = "…" if after is None and latest < len(text) else ""
    return f"{opening}{plain(text[left:right])}{closing}"


def _print(rows: list[dict[str, Any]], total: int, name: str, monday: date, kind: str) -> None:
    what = "openings" if kind == "posting" else f"{kind}s"
    click.echo(f"{plain(name)}: {total:,} {what} of the four weeks up to {monday + timedelta(days=6)}")
    for row in rows:
        click.echo()
        place = " · ".join(plain(row.get(part), 80) for part in ("employer", "title") if row.get(part))
        click.echo(f"{row['dated_on']} · {place or plain(row['document_id'])} ({row['zone']})")
        if row["sentence"] is not None:
            click.echo("  " + _marked(row["sentence"], plain(row["surface"])))
        else:
            click.echo("  the text is not kept here (starter history, or collected elsewhere)")
        if row["url"]:
            click.echo("  " + plain(row["url"]))
    if total > len(rows):
        note(f"{total - len(rows):,} more; see --limit")


def _marked(sentence: str, surface: str) -> str:
    """The sentence with the words that were found in bold, on a terminal."""
    at = sentence.find(surface) if surface else -1
    return sentence if at < 0 else sentence[:at] + click.style(surface, bold=True) + sentence[at + len(surface) :]
