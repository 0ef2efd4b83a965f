"""`skilltide accuracy`: how much of what people labelled in texts the extractor finds, and how much of it is right.

Belongs here: this command. Does not belong here: the format (`extractors/labelled.py`), the measure (`scoring.py`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.output import Column, heading, note, plain, print_json, table

if TYPE_CHECKING:
    from collections import Counter

    from extractors.scoring import Score, Scores
    from extractors.skills.taxonomy import Taxonomy

COLUMNS = (
    Column("of"), Column("precision", "right"), Column("95 % interval", spare=1), Column("found", "right"),
    Column("recall", "right"), Column("95 % interval", spare=2), Column("labels", "right"),
)  # fmt: skip
FACTS = {
    "zone": "zone", "counts": "counts in demand or not", "role": "role", "seniority": "seniority",
    "degree": "degree levels",
}  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--show", type=click.IntRange(0), default=15, show_default=True, help="At most N misses and false hits.")
@click.option("--skills", is_flag=True, help="A row for every skill that is labelled or found.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def accuracy(*, file: Path | None, show: int, skills: bool, as_json: bool) -> None:
    """Precision and recall on texts labelled by hand.

    Overall, by kind, by zone and by skill, with Wilson's intervals, and what was missed or wrongly found.

    FILE is JSON Lines or a folder in the form of docs/extraction.md; without it the set of the settings (labelled),
    else the made-up texts that come with the program, which say only that nothing broke.

    \b
    Example:
      skilltide accuracy labelled/ --skills --json > accuracy.json
    """
    from extractors.labelled import SHIPPED, read_labelled
    from extractors.scoring import score
    from extractors.skills.pipeline import Extractor
    from extractors.skills.taxonomy import load_taxonomy
    from pipelines.settings import load_settings

    settings = load_settings()
    place = file or settings.labelled or SHIPPED
    texts = read_labelled(place)
    taxonomy = load_taxonomy(additions=settings.taxonomy_folder)
    extractor = Extractor(taxonomy)
    readings = {text.id: extractor.read(text.text, title=text.title, kind=text.kind) for text in texts}
    scores = score(texts, readings, taxonomy)
    if as_json:
        print_json(as_record(scores, extractor.version))
        return
    source = "made-up texts that come with the program" if place == SHIPPED else plain(place)
    heading(f"{len(texts)} texts: {source}; extractor {extractor.version}")
    _print(scores, taxonomy, show=show, skills=skills)


def as_record(scores: "Scores", version: str) -> dict[str, Any]:
    """The scores as JSON: rows of counts and rates by group, zone, fact and skill; misses and false hits by name."""
    return {
        "texts": scores.texts,
        "extractor_version": version,
        **{
            part: {name: _record(one) for name, one in getattr(scores, part).items()}
            for part in ("groups", "zones", "facts", "skills")
        },
        "missed": _named(scores.missed),
        "false": _named(scores.false),
    }


def _record(one: "Score") -> dict[str, Any]:
    return {
        "precision": one.precision, "precision_interval": one.precision_interval, "right": one.right,
        "predicted": one.predicted, "recall": one.recall, "recall_interval": one.recall_interval, "found": one.found,
        "labels": one.labels,
    }  # fmt: skip


def _named(counter: "Counter[tuple[str, str]]") -> list[dict[str, Any]]:
    return [{"group": group, "name": name, "texts": count} for (group, name), count in counter.most_common()]


def _print(scores: "Scores", taxonomy: "Taxonomy", *, show: int, skills: bool) -> None:
    order = ("all", "technology", "other")
    kinds = sorted((name for name in scores.groups if name not in order), key=lambda k: -scores.groups[k].labels)
    _table((name, scores.groups[name]) for name in (*order, *kinds) if name in scores.groups)
    click.echo("\nzones of the labels that were found")
    _table(sorted(scores.zones.items(), key=lambda item: -item[1].labels))
    click.echo("\nother facts")
    _table((FACTS[name], scores.facts[name]) for name in FACTS if name in scores.facts)
    if skills:
        click.echo("\nskills")
        by_labels = sorted(scores.skills.items(), key=lambda item: (-item[1].labels, -item[1].predicted, item[0]))
        _table((taxonomy.skills[skill].name, one) for skill, one in by_labels)
    for title, counter in (("missed", scores.missed), ("wrongly found", scores.false)):
        if show and counter:
            click.echo(f"\n{title}")
            for (group, name), count in counter.most_common(show):
                click.echo(f"{count:4}  {plain(name, 60)} ({group})")
            if len(counter) > show:
                note(f"{len(counter) - show} more; see --show")


def _table(rows: "Iterable[tuple[str, Score]]") -> None:
    table(COLUMNS, [
        (
            name, _rate(one.precision), _interval(one.precision_interval), one.predicted or "",
            _rate(one.recall), _interval(one.recall_interval), one.labels or "",
        )
        for name, one in rows
    ])  # fmt: skip


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(value: tuple[float, float] | None) -> str:
    return "" if value is None else f"{value[0]:.3f}–{value[1]:.3f}"
