"""The guide scorecard in short: listed and wanted, listed and not wanted, wanted and not listed.

Belongs here: the bounds, the three lists, their sentence. Does not belong here: the items one by one (weekly.py).
The lists go by the last 52 weeks: a guide is followed for years, and four weeks often hold too few openings.
"""

from dataclasses import asdict
from typing import Any

from reports.data import TEACHABLE, Published, Row
from reports.findings import Finding, Sentence
from reports.formats import bound_share, plural
from reports.year import Year

WANTED_FROM, UNWANTED_TO = 0.10, 0.01
_COLUMNS = ("skill_id", "name", "share", "share_low", "share_high")


def glance(published: Published) -> dict[str, Any]:
    """The three lists for ML and data roles, each by the whole interval of the year, and their sentence."""
    year = published.year("ml")
    known = {
        row["skill_id"]: row for row in published.skills if row["kind"] in TEACHABLE and row["skill_id"] in year.skills
    }
    rows = {skill: {**year.skills[skill], "skill_id": skill, "name": row["name"]} for skill, row in known.items()}
    items = {row["skill_id"] for row in published.scorecard if row["kind"] in TEACHABLE}
    listed = [rows[skill] for skill in sorted(items & set(rows))]
    wanted, unwanted = [row for row in listed if _is_wanted(row)], [row for row in listed if _is_unwanted(row)]
    others = [row for skill, row in rows.items() if known[skill]["guide_section"] is None and _is_wanted(row)]
    little = len(items) - sum(row["share_low"] is not None for row in listed)
    return {
        "finding": asdict(
            _counted(
                year, listed=len(items), wanted=len(wanted), unwanted=len(unwanted), others=len(others), little=little
            )
        ),
        "wanted": _picked(sorted(wanted, key=lambda row: (-row["share"], row["name"]))),
        "unwanted": _picked(sorted(unwanted, key=lambda row: (row["share"], row["name"]))),
        "unlisted": _picked(sorted(others, key=lambda row: (-row["share"], row["name"]))),
        "bounds": {"wanted": WANTED_FROM, "unwanted": UNWANTED_TO},
    }


def _is_wanted(row: Row) -> bool:
    return row["share_low"] is not None and row["share_low"] >= WANTED_FROM


def _is_unwanted(row: Row) -> bool:
    return row["share_high"] is not None and row["share_high"] <= UNWANTED_TO


def _picked(rows: list[Row]) -> list[Row]:
    return [{column: row[column] for column in _COLUMNS} for row in rows]


def _counted(year: Year, *, listed: int, wanted: int, unwanted: int, others: int, little: int) -> Finding:
    line = Sentence()
    openings = line.say("year openings ml", year.openings, plural(year.openings, "opening", "openings"))
    employers = line.say("year employers ml", year.employers, plural(year.employers, "employer", "employers"))
    basis = f"{openings} of {employers} in ML and data roles"
    if little == listed:
        return line.done(f"{basis} in 52 weeks are too few to say which of the guide's items are asked for.")
    total = line.say("glance listed", listed, str(listed))
    high = line.say("glance from", WANTED_FROM, bound_share(WANTED_FROM))
    low = line.say("glance to", UNWANTED_TO, bound_share(UNWANTED_TO))
    text = (
        f"of the guide's {total} items that one can learn {_are(line, 'glance wanted', wanted)} asked for by {high} "
        f"or more of ML and data openings and {_are(line, 'glance unwanted', unwanted)} asked for by {low} or less; "
        f"of the skills that the guide does not list {_are(line, 'glance unlisted', others)} asked for by {high} or "
        f"more. An item is counted only where the whole 95% interval says so; the last 52 weeks hold {basis}"
    )
    if little:
        text += f". For {line.say('glance little', little, str(little))} items too little was read to give a share"
    return line.done(f"{text}.")


def _are(line: Sentence, what: str, count: int) -> str:
    shown = line.say(what, count, str(count) if count else "none")
    return f"{shown} {'are' if count > 1 else 'is'}"
