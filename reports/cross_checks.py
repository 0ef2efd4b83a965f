"""What stands against a label without changing it, in words: alarms on the weekly share, bursts of papers and posts.

Belongs here: whether an alarm agrees with a label, and the sentences. Does not belong here: alarms and bursts
themselves (warehouse/cusum.py, warehouse/bursts.py), pages.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from reports.data import Row
from reports.formats import share, week_name, whole

ALARM_WEEKS = 26
"""Alarms of the weeks that a label rests on are held against it."""
EXPECTED = {"rising": "up", "breakout": "up", "falling": "down"}
"""Labels that say of a direction, and the direction of the alarm that agrees."""
_SIDE = {"up": "above", "down": "below"}
_DOCUMENTS = {"paper": "papers", "post": "posts"}


def verdict(label: str | None, alerts: list[Row]) -> str:
    """`agrees`, `disagrees`, `goes further` or `silent`: the last alarm of 26 weeks against a label.

    An alarm goes further where the label says of no direction; without an alarm there is nothing to be said against
    either.
    """
    if not alerts:
        return "silent"
    expected, heard = EXPECTED.get(label or ""), last_alert(alerts)["direction"]
    if expected == heard:
        return "agrees"
    return "disagrees" if expected or label == "steady" else "goes further"


def last_alert(alerts: Iterable[Row]) -> Row:
    """The newest of some alarms."""
    return max(alerts, key=lambda row: (row["week"], row["direction"]))


def alarm_sentence(label: str | None, alerts: list[Row]) -> str:
    """What the alarms of 26 weeks say of one skill and population; empty without an alarm or a label that needs one."""
    told = verdict(label, alerts)
    if told == "silent":
        if EXPECTED.get(label or "") is None:
            return ""
        return "no alarm on the weekly share in 26 weeks: this check neither confirms the label nor contradicts it"
    row = last_alert(alerts)
    ends = {
        "agrees": "which agrees with the label",
        "disagrees": "which speaks against the label",
        "goes further": "which goes further than the label",
    }
    return (
        f"alarm {row['direction']} in {week_name(row['week'])}: from about {week_name(row['began_on'])} on the weekly"
        f" share lay {_SIDE[row['direction']]} the level of the year before, {ends[told]}"
    )


def burst_sentence(row: Row) -> str:
    """One burst of papers or posts, with what is usual."""
    what = _DOCUMENTS[row["signal"]]
    return (
        f"{spell(row)}: {whole(row['mentioning'])} of {whole(row['documents'])} {what} named it,"
        f" usual would be {share(row['usual_share'])}"
    )


def spell(row: Row) -> str:
    """`2025-W23 to 2025-W24`, one week alone, or `since 2025-W50` for a burst that lasts."""
    began = week_name(row["began_on"])
    if row["ended_on"] is None:
        return f"since {began}"
    return began if row["ended_on"] == row["began_on"] else f"{began} to {week_name(row['ended_on'])}"


def recent(bursts: Iterable[Row], week: date) -> list[Row]:
    """Bursts that last or ended within the 26 weeks up to `week`."""
    first = week - timedelta(weeks=ALARM_WEEKS - 1)
    return [row for row in bursts if row["ended_on"] is None or row["ended_on"] >= first]
