"""The guide scorecard in short: listed and wanted, listed and not wanted, wanted and not listed.

Belongs here: the bounds, the three lists, their sentence. Does not belong here: the items one by one (weekly.py).
"""

from dataclasses import asdict
from typing import Any

from reports.data import TEACHABLE, Published, Row
from reports.findings import Finding, Sentence
from reports.formats import share

WANTED_FROM, UNWANTED_TO = 0.10, 0.01
_COLUMNS = ("skill_id", "name", "share", "share_low", "share_high")


def glance(published: Published) -> dict[str, Any]:
    """The three lists for ML and data roles, each by the whole interval, and a sentence that counts them."""
    listed = {row["skill_id"]: row for row in published.scorecard if row["kind"] in TEACHABLE}.values()
    wanted, unwanted = [row for row in listed if _is_wanted(row)], [row for row in listed if _is_unwanted(row)]
    others = [
        row for row in published.levels
        if row["population"] == "ml" and row["guide_section"] is None and row["kind"] in TEACHABLE and _is_wanted(row)
    ]  # fmt: skip
    little = sum(row["share_low"] is None for row in listed)
    return {
        "finding": asdict(_counted(len(listed), len(wanted), len(unwanted), len(others), little)),
        "wanted": _picked(sorted(wanted, key=lambda row: -row["share"])),
        "unwanted": _picked(sorted(unwanted, key=lambda row: (row["share"], row["name"]))),
        "unlisted": _picked(sorted(others, key=lambda row: -row["share"])),
        "bounds": {"wanted": WANTED_FROM, "unwanted": UNWANTED_TO},
    }


def _is_wanted(row: Row) -> bool:
    return row["share_low"] is not None and row["share_low"] >= WANTED_FROM


def _is_unwanted(row: Row) -> bool:
    return row["share_high"] is not None and row["share_high"] <= UNWANTED_TO


def _picked(rows: list[Row]) -> list[Row]:
    return [{column: row[column] for column in _COLUMNS} for row in rows]


def _counted(listed: int, wanted: int, unwanted: int, others: int, little: int) -> Finding:
    line = Sentence()
    total = line.say("glance listed", listed, str(listed))
    high = line.say("glance from", WANTED_FROM, share(WANTED_FROM))
    low = line.say("glance to", UNWANTED_TO, share(UNWANTED_TO))
    text = (
        f"of the guide's {total} items that one can learn, the whole interval puts "
        f"{_none(line, 'glance wanted', wanted)} at {high} of ML and data openings or more and "
        f"{_none(line, 'glance unwanted', unwanted)} at {low} or less; of the skills that the guide does not list, "
        f"it puts {_none(line, 'glance unlisted', others)} at {high} or more"
    )
    if little:
        text += f"; for {line.say('glance little', little, str(little))} items too little was read to give a share"
    return line.done(f"{text}.")


def _none(line: Sentence, what: str, count: int) -> str:
    return line.say(what, count, str(count) if count else "none")
