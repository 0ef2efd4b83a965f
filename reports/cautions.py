"""What a reader must know before the numbers: what is missing, what failed, whose openings these are.

Belongs here: the notes at the head of a report. Does not belong here: what the numbers show (findings.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from reports.data import POPULATIONS, Published
from reports.findings import IN_WORDS, Finding, Sentence
from reports.formats import day, listed, share, week_end, week_name

LABEL_WEEKS = 26
# From this part of the openings on, the numbers are those of one source.
_ONE_SOURCE = 0.8
_FEW = 3
_NONE_OF = "None of"


def cautions(published: Published, banner: str | None = None) -> list[str]:
    """What a reader must know with the numbers: weeks that are incomplete, sources that failed.

    Where a banner says that nothing was reached, that is not said again.
    """
    found = []
    for population in POPULATIONS:
        row = published.population(population)
        if row is not None and not row["complete"]:
            note = f" ({row['note']})" if row["note"] else ""
            found.append(f"{week_name(published.week)} is incomplete for {IN_WORDS[population]}{note}.")
    newest = published.as_of - timedelta(days=published.as_of.isoweekday() % 7)
    if week_end(published.week) < newest:
        found.append(
            f"No week after {week_name(published.week)} could be measured, though weeks have closed since: "
            f"this is the newest there is on {day(published.as_of)}."
        )
    found += [finding.text for finding in (gaps(published, "tech"), one_source(published)) if finding]
    down = unreached(published.sources)
    return [*found, down] if down and not (banner and down.startswith(_NONE_OF)) else found


def unreached(sources: Sequence[Mapping[str, Any]]) -> str | None:
    """Which sources the last run did not reach; without their names where it reached none of many."""
    down = [row["title"] or row["source"] for row in sources if row["status"] in ("unreachable", "refused")]
    if not down:
        return None
    if len(down) > _FEW and not any(row["status"] in ("ok", "partial") for row in sources):
        return f"{_NONE_OF} {len(down)} sources was reached in the last run."
    return f"Not reached in the last run: {listed(down)}."


def gaps(published: Published, population: str) -> Finding | None:
    """How many of the weeks that labels rest on are incomplete or hold no opening at all."""
    rows = {row["week"]: row for row in published.populations if row["population"] == population}
    weeks = [published.week - timedelta(weeks=back) for back in range(LABEL_WEEKS)]
    empty = sum(week not in rows or not rows[week]["openings"] for week in weeks)
    partial = sum(week in rows and bool(rows[week]["openings"]) and not rows[week]["complete"] for week in weeks)
    if not empty + partial or not rows:
        return None
    line, parts = Sentence(), []
    if empty:
        shown = line.say(f"empty weeks {population}", empty, str(empty))
        parts.append(f"{shown} {'hold' if empty > 1 else 'holds'} no opening in {IN_WORDS[population]}")
    if partial:
        shown = line.say(f"incomplete weeks {population}", partial, str(partial))
        parts.append(f"{shown} {'are' if partial > 1 else 'is'} incomplete")
    return line.done(f"of the last 26 weeks {listed(parts)}: labels rest on the others.")


def one_source(published: Published) -> Finding | None:
    """That the year's tech openings come from one source in the main, where they do."""
    counts = Counter(row["source"] for row in published.year_openings)
    if not counts:
        return None
    source, most = counts.most_common(1)[0]
    part = most / counts.total()
    if part < _ONE_SOURCE or len(published.sources) < 2:
        return None
    name = next((row["title"] for row in published.sources if row["source"] == source and row["title"]), source)
    line = Sentence()
    shown = line.say(f"year source {source}", part, share(part))
    return line.done(
        f"{shown} of the tech openings of the last 52 weeks come from one source ({name}): "
        "the numbers speak for those who advertise there."
    )
