"""What a week shows, in sentences. Each sentence carries the numbers it states, and says no more than they support.

A finding's `facts` name relation, column, key and value of every number in its text: a test recomputes them all.
"""

from dataclasses import dataclass
from typing import Any

from reports.data import POPULATIONS, TEACHABLE, Published, Row
from reports.formats import interval, listed, plural, points, q_value, share, week_end, week_name

IN_WORDS = {"tech": "tech roles", "ml": "ML and data roles"}
FALSE_DISCOVERY_RATE = 0.10


@dataclass(frozen=True)
class Fact:
    """One number of a sentence: what it is, its value, and how the sentence writes it."""

    what: str
    value: float | int | str
    shown: str


@dataclass(frozen=True)
class Finding:
    """One sentence with its numbers."""

    text: str
    facts: tuple[Fact, ...]


class Sentence:
    """Builds a sentence and notes each number as it is written."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def say(self, what: str, value: Any, shown: str) -> str:
        """Notes a number and returns how it is written."""
        self.facts.append(Fact(what, value, shown))
        return shown

    def done(self, text: str) -> Finding:
        """The finished sentence."""
        return Finding(text[0].upper() + text[1:], tuple(self.facts))


def week_findings(published: Published) -> list[Finding]:
    """The three sentences of the first screen: what moves up, what moves down or breaks out, and where things stand."""
    return [rising(published, "tech"), falling(published, "tech"), standing(published)]


def population_findings(published: Published, population: str) -> list[Finding]:
    """The sentences at the head of one population's tables."""
    found = [basis(published, population), rising(published, population), falling(published, population)]
    return [finding for finding in found if finding is not None]


def basis(published: Published, population: str) -> Finding | None:
    """What was read, and how small a rise it could have shown."""
    row = published.population(population)
    if row is None:
        return None
    line, where = Sentence(), IN_WORDS[population]
    openings = line.say(
        f"population_weeks.openings {population}", row["openings"], plural(row["openings"], "opening", "openings")
    )
    employers = line.say(
        f"population_weeks.employers {population}", row["employers"], plural(row["employers"], "employer", "employers")
    )
    text = f"The four weeks to {week_end(published.week)} hold {openings} of {employers} in {where}"
    least = row["minimum_detectable_rise"]
    if least is not None:
        shown = line.say(
            f"population_weeks.minimum_detectable_rise {population}", least, f"{points(least)} percentage points"
        )
        text += (
            f"; a skill that one opening in twenty asks for would have had to rise by about {shown} "
            "within 26 weeks to be found"
        )
    return line.done(f"{text}.")


def tested(published: Published, population: str) -> int:
    """How many skills had enough data for a label that says something."""
    return sum(
        1
        for row in published.trends
        if row["population"] == population and row["kind"] in TEACHABLE and row["label"] != "too little data"
    )


def clearest(found: list[Row]) -> Row:
    """The row with the smallest q, then the most employers."""
    return min(found, key=lambda row: (_or(row["q_value"], 1.0), -row["employers"], row["skill_id"]))


def rising(published: Published, population: str) -> Finding:
    """What rises, or that nothing can be said to."""
    found, where, line = published.labels(population, "rising"), IN_WORDS[population], Sentence()
    count = tested(published, population)
    total = line.say(f"tested {population}", count, plural(count, "skill", "skills"))
    if not count:
        return line.done(f"No skill can be called rising in {where}: {total} had enough data for a test.")
    if not found:
        rate = line.say("false discovery rate", FALSE_DISCOVERY_RATE, f"{FALSE_DISCOVERY_RATE * 100:.0f}%")
        return line.done(
            f"No skill can be called rising in {where}: of {total} with enough data none passes the test, "
            f"which holds the rate of false discoveries at {rate}."
        )
    number = line.say(f"rising {population}", len(found), str(len(found)))
    verb, most = ("is", "") if len(found) == 1 else ("are", "most clearly ")
    return line.done(
        f"{number} of {total} with enough data {verb} rising in {where}: {most}{_move(clearest(found), line)}."
    )


def falling(published: Published, population: str) -> Finding:
    """What falls and what breaks out."""
    down, out = published.labels(population, "falling"), published.labels(population, "breakout")
    where, line = IN_WORDS[population], Sentence()
    if down:
        number = line.say(f"falling {population}", len(down), plural(len(down), "skill", "skills"))
        verb, most = ("is", "") if len(down) == 1 else ("are", "most clearly ")
        text = f"{number} {verb} falling in {where}: {most}{_move(clearest(down), line)}"
    else:
        text = f"no skill can be called falling in {where}"
    if out:
        number = line.say(f"breakout {population}", len(out), plural(len(out), "skill", "skills"))
        first = sorted(out, key=lambda row: (_or(row["q_value"], 1.0), row["skill_id"]))[:3]
        verb = "breaks" if len(out) == 1 else "break"
        names = [_named(row, line) for row in first]
        which = listed(names) if len(out) <= 3 else f"among them {listed(names)}"
        return line.done(f"{text}; {number} {verb} out of a small base: {which}.")
    return line.done(f"{text}, and none breaks out of a small base.")


def standing(published: Published) -> Finding:
    """The skill most asked for, and how the guide's items fare."""
    line = Sentence()
    text = _leader(published, line)
    items = {(row["guide_section"], row["skill_id"]): row["label"] for row in published.scorecard}
    if not items:
        return line.done(f"{text}, and the guide has not been scored.")
    counts = {label: sum(1 for value in items.values() if value == label) for label in
              ("rising", "breakout", "falling", "too little data")}  # fmt: skip
    total = line.say("guide items", len(items), str(len(items)))
    up = _count(line, "guide rising or breakout", counts["rising"] + counts["breakout"])
    down = _count(line, "guide falling", counts["falling"])
    little = line.say("guide too little data", counts["too little data"], str(counts["too little data"]))
    return line.done(
        f"{text}; of the guide's {total} items {up} rising or breaking out in ML and data roles, "
        f"{down} falling, and for {little} there is too little data to say."
    )


def cautions(published: Published) -> list[str]:
    """What a reader must know before the numbers: weeks that are incomplete, sources that failed."""
    found = []
    for population in POPULATIONS:
        row = published.population(population)
        if row is not None and not row["complete"]:
            note = f" ({row['note']})" if row["note"] else ""
            found.append(f"{week_name(published.week)} is incomplete for {IN_WORDS[population]}{note}.")
    down = [row["title"] or row["source"] for row in published.sources if row["status"] in ("unreachable", "refused")]
    if down:
        found.append(f"Not reached in the last run: {listed(down)}.")
    return found


def _leader(published: Published, line: Sentence) -> str:
    levels = [
        row for row in published.levels
        if row["population"] == "tech" and row["kind"] in TEACHABLE and row["share"] is not None
    ]  # fmt: skip
    if not levels:
        return "no skill's share can be given this week"
    top = levels[0]
    value = line.say(f"weekly_demand.share tech {top['skill_id']}", top["share"], share(top["share"]))
    span = line.say(
        f"weekly_demand.share_low share_high tech {top['skill_id']}",
        top["share_low"],
        interval(top["share_low"], top["share_high"]),
    )
    openings = line.say(
        f"weekly_demand.openings tech {top['skill_id']}",
        top["openings"],
        plural(top["openings"], "opening", "openings"),
    )
    return (
        f"{top['name']} is asked for most, in {value} of tech openings (95% interval {span}, {openings} in four weeks)"
    )


def _move(row: Row, line: Sentence) -> str:
    """`X, from a% to b% between the first and the second 13 weeks (q = .., n employers)`."""
    key = f"{row['population']} {row['skill_id']}"
    q = line.say(f"skill_trends.q_value {key}", row["q_value"], q_value(row["q_value"]))
    sign = " " if q.startswith("<") else " = "
    employers = line.say(
        f"skill_trends.employers {key}", row["employers"], plural(row["employers"], "employer", "employers")
    )
    if row["share_first"] is None or row["share_last"] is None:
        return f"{row['name']} (q{sign}{q}, {employers})"
    first = line.say(f"skill_trends.share_first {key}", row["share_first"], share(row["share_first"]))
    last = line.say(f"skill_trends.share_last {key}", row["share_last"], share(row["share_last"]))
    return (
        f"{row['name']}, from {first} of openings in the first 13 weeks to {last} in the last 13 "
        f"(q{sign}{q}, {employers})"
    )


def _named(row: Row, line: Sentence) -> str:
    key = f"{row['population']} {row['skill_id']}"
    employers = line.say(
        f"skill_trends.employers {key}", row["employers"], plural(row["employers"], "employer", "employers")
    )
    return f"{row['name']} ({employers})"


def _count(line: Sentence, what: str, count: int) -> str:
    """`none is`, `1 is`, `2 are`, noted as the number it states."""
    shown = line.say(what, count, str(count) if count else "none")
    return f"{shown} {'are' if count > 1 else 'is'}"


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
