"""What a week shows, in sentences. Each sentence carries the numbers it states, and says no more than they support.

A finding's `facts` name relation, column, key and value of every number in its text: a test recomputes them all.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.data import MOVES, TEACHABLE, Published, Row
from reports.formats import day, interval, listed, plural, points, q_value, share, week_end

IN_WORDS = {"tech": "tech roles", "ml": "ML and data roles"}
FALSE_DISCOVERY_RATE = 0.10
_LEADERS = 3
# Lists of skills that became longer by less than this are as long as before.
_LONGER = 1.01


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
    """The first screen: what moves within half a year and over two, what is asked for most, how the guide fares."""
    moves, slow = movement(published, "tech"), over_two_years(published, "tech")
    # What there is to say comes before what cannot be said.
    first = (*moves, slow) if published.labels("tech", *MOVES) else (slow, *moves)
    found = [
        *first,
        *(movement(published, "ml") if published.labels("ml", *MOVES) else ()),
        leaders(published),
        guide_items(published),
    ]
    return [finding for finding in found if finding is not None]


def population_findings(published: Published, population: str) -> list[Finding]:
    """The sentences at the head of one population's tables: what was read, and how the labels fell out."""
    found = [basis(published, population), counted(published, population)]
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
    text = f"The four weeks to {day(week_end(published.week))} hold {openings} of {employers} in {where}"
    least = row["minimum_detectable_rise"]
    if least is not None:
        shown = line.say(
            f"population_weeks.minimum_detectable_rise {population}", least, f"{points(least)} percentage points"
        )
        text += (
            f". A skill that one opening in twenty asks for would have had to rise by about {shown} "
            "within 26 weeks to be found"
        )
    return line.done(f"{text}.")


def counted(published: Published, population: str) -> Finding:
    """How many skills were named, how many had enough data for the test, and what it says of these."""
    line, count = Sentence(), tested(published, population)
    labels = [row["label"] for row in published.trends if row["population"] == population and row["kind"] in TEACHABLE]
    if not count:
        none = line.say(f"tested {population}", count, "no skill")
        return line.done(f"{none} was named by enough openings of the last 26 weeks to be tested for a rise or a fall.")
    total = line.say(f"named {population}", len(labels), plural(len(labels), "skill", "skills"))
    enough = line.say(f"tested {population}", count, str(count))
    said = {"rising": "rising", "falling": "falling", "breakout": "breaking out of a small base", "steady": "steady"}
    parts = [
        f"{line.say(f'{label} {population}', labels.count(label), str(labels.count(label)))} "
        f"{'are' if labels.count(label) > 1 else 'is'} {words}"
        for label, words in said.items()
        if label in labels
    ]
    unsure = labels.count("uncertain")
    if unsure:
        shown = line.say(f"uncertain {population}", unsure, str(unsure))
        verb = "are" if unsure > 1 else "is"
        every = "all " if unsure == count > 1 else ""
        parts.append(
            f"{every}{shown} {verb} uncertain, which means that the data show neither a change nor that there is none"
        )
    verb = "have" if count > 1 else "has"
    return line.done(
        f"of {total} named in the last 26 weeks {enough} {verb} enough data for the test; "
        f"{'of these ' if len(parts) > 1 else ''}{listed(parts)}."
    )


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


def movement(published: Published, population: str) -> list[Finding]:
    """What rises, falls and breaks out by the test over 26 weeks; where nothing does, that in one sentence."""
    if published.labels(population, *MOVES):
        return [rising(published, population), falling(published, population)]
    line, where = Sentence(), IN_WORDS[population]
    count = tested(published, population)
    if not count:
        none = line.say(f"tested {population}", count, "no skill")
        return [
            line.done(
                f"in {where} {none} was named by enough openings of the last 26 weeks for a test, "
                "so that none can be called rising or falling."
            )
        ]
    total = line.say(f"tested {population}", count, plural(count, "skill", "skills"))
    rate = line.say("false discovery rate", FALSE_DISCOVERY_RATE, f"{FALSE_DISCOVERY_RATE * 100:.0f}%")
    return [
        line.done(
            f"no skill can be called rising or falling in {where} over the last 26 weeks: of {total} with enough data "
            f"none passes the test, which keeps false alarms to {rate} of what it calls, and none breaks out of a "
            "small base."
        )
    ]


def rising(published: Published, population: str) -> Finding:
    """What rises, or that nothing can be said to."""
    found, where, line = published.labels(population, "rising"), IN_WORDS[population], Sentence()
    count = tested(published, population)
    total = line.say(f"tested {population}", count, plural(count, "skill", "skills"))
    if not found:
        return line.done(f"of {total} with enough data none can be called rising in {where}.")
    number = line.say(f"rising {population}", len(found), str(len(found)))
    verb, most = ("is", ":") if len(found) == 1 else ("are", ", most clearly")
    return line.done(
        f"{number} of {total} with enough data {verb} rising in {where}{most} {_move(clearest(found), line)}."
    )


def falling(published: Published, population: str) -> Finding:
    """What falls and what breaks out."""
    down, out = published.labels(population, "falling"), published.labels(population, "breakout")
    where, line = IN_WORDS[population], Sentence()
    if down:
        number = line.say(f"falling {population}", len(down), plural(len(down), "skill", "skills"))
        verb, most = ("is", ":") if len(down) == 1 else ("are", ", most clearly")
        text = f"{number} {verb} falling in {where}{most} {_move(clearest(down), line)}"
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


def over_two_years(published: Published, population: str) -> Finding | None:
    """What the same test says over 104 weeks, and how much of it longer lists of skills may have done."""
    found = [row for row in published.trends if row["population"] == population and row["kind"] in TEACHABLE]
    up, down = ([row for row in found if row["long_label"] == label] for label in ("rising", "falling"))
    count = sum(row["long_label"] in ("rising", "falling", "uncertain") for row in found)
    if not count:
        return None
    line, where = Sentence(), IN_WORDS[population]
    total = line.say(f"long tested {population}", count, plural(count, "skill", "skills"))
    if not up and not down:
        return line.done(f"over two years none of {total} with enough data passes the test in {where} either.")
    rise = line.say(f"long rising {population}", len(up), str(len(up)) if up else "none")
    fall = line.say(f"long falling {population}", len(down), str(len(down)) if down else "none")
    text = (
        f"over two years {rise} of {total} with enough data {'rise' if len(up) > 1 else 'rises'} in {where} "
        f"and {fall} {'fall' if len(down) > 1 else 'falls'}"
    )
    clear = sorted((*up, *down), key=lambda row: (row["long_q_value"], row["skill_id"]))[:3]
    names = listed([_long_move(row, line) for row in clear])
    most = ", most clearly" if len(up) + len(down) > len(clear) else ":"
    return line.done(f"{text}{most} {names}. The arrows go from the first 52 weeks to the last 52.")


def longer_lists(published: Published, population: str) -> Finding | None:
    """How many more skills an opening names than two years ago, and how many rises that alone could explain."""
    row = published.lengths.get(population)
    up = [
        row for row in published.trends
        if row["population"] == population and row["kind"] in TEACHABLE and row["long_label"] == "rising"
    ]  # fmt: skip
    if not up or row is None or not row["first_half"] or not row["last_half"]:
        return None
    line, factor = Sentence(), row["last_half"] / row["first_half"]
    first = line.say(f"lengths.first_half {population}", row["first_half"], f"{row['first_half']:.1f}")
    last = line.say(f"lengths.last_half {population}", row["last_half"], f"{row['last_half']:.1f}")
    text = f"an opening names {last} skills on average in the last 52 weeks, {first} in the 52 before"
    if factor < _LONGER:
        return line.done(f"{text}: longer lists are not what lifts shares.")
    shown = line.say(f"lengths factor {population}", factor, f"{factor:.2f}")
    text += f": {shown} times as many, which lifts all shares alike"
    beyond = sum(row["long_last"] > row["long_first"] * factor for row in up)
    if len(up) == 1:
        return line.done(f"{text}; the one that rises rose by {'more' if beyond else 'no more'} than that.")
    total = line.say(f"long rising {population}", len(up), str(len(up)))
    all_of = "all " if beyond == len(up) else ""
    number = line.say(f"long beyond {population}", beyond, f"{all_of}{beyond}" if beyond else "none")
    return line.done(f"{text}; of the {total} that rise, {number} rose by more than that.")


def leaders(published: Published) -> Finding:
    """The skills asked for most, with intervals, and whether these tell them apart."""
    levels = [
        row for row in published.levels
        if row["population"] == "tech" and row["kind"] in TEACHABLE and row["share"] is not None
    ][:_LEADERS]  # fmt: skip
    line = Sentence()
    if not levels:
        openings = line.say("tech openings", _openings(published, "tech"), str(_openings(published, "tech")))
        return line.done(f"too few tech openings in the four weeks ({openings}) to give a share of any skill.")
    openings = line.say(
        f"weekly_demand.openings tech {levels[0]['skill_id']}",
        levels[0]["openings"],
        plural(levels[0]["openings"], "opening", "openings"),
    )
    names = listed([_with_interval(row, line) for row in levels])
    text = f"asked for most in tech roles, of {openings} in four weeks: {names}. In brackets stand 95% intervals"
    if any(before["share_low"] <= after["share_high"] for before, after in pairwise(levels)):
        text += "; they overlap, so the order is not certain"
    return line.done(f"{text}.")


def guide_items(published: Published) -> Finding:
    """How the guide's items fare in ML and data roles."""
    line = Sentence()
    items = {(row["guide_section"], row["skill_id"]): row for row in published.scorecard}
    if not items:
        return line.done("the guide has not been scored.")
    labels = [row["label"] for row in items.values()]
    total = line.say("guide items", len(items), str(len(items)))
    little = labels.count("too little data")
    if little == len(items):
        text = (
            f"whether any of the guide's {total} items rises or falls cannot be said: "
            "26 weeks hold too few ML and data openings"
        )
    else:
        up = _count(line, "guide rising or breakout", labels.count("rising") + labels.count("breakout"))
        down = _count(line, "guide falling", labels.count("falling"))
        few = line.say("guide too little data", little, str(little) if little else "none")
        text = (
            f"of the guide's {total} items {up} rising or breaking out in ML and data roles, "
            f"{down} falling, and for {few} there is too little data to say"
        )
    counts = {label: sum(row["long_label"] == label for row in items.values()) for label in ("rising", "falling")}
    if any(counts.values()):
        up = _count(line, "guide long rising", counts["rising"])
        text += f"; over two years {up} rising and {_count(line, 'guide long falling', counts['falling'])} falling"
    return line.done(f"{text}.")


def _openings(published: Published, population: str) -> int:
    row = published.population(population)
    return row["openings"] if row else 0


def _with_interval(row: Row, line: Sentence) -> str:
    """`React 26.6% (21.4–32.5%)`."""
    key = f"{row['population']} {row['skill_id']}"
    value = line.say(f"weekly_demand.share {key}", row["share"], share(row["share"]))
    span = interval(row["share_low"], row["share_high"])
    return f"{row['name']} {value} ({line.say(f'weekly_demand.share_low share_high {key}', row['share_low'], span)})"


def _long_move(row: Row, line: Sentence) -> str:
    """`AI agents (0.91% → 4.4%)`."""
    key = f"{row['population']} {row['skill_id']}"
    first = line.say(f"skill_trends.long_first {key}", row["long_first"], share(row["long_first"]))
    last = line.say(f"skill_trends.long_last {key}", row["long_last"], share(row["long_last"]))
    return f"{row['name']} ({first} → {last})"


def _move(row: Row, line: Sentence) -> str:
    """`X, from a% to b% between the first and the second 13 weeks (q = .., n employers)`."""
    key = f"{row['population']} {row['skill_id']}"
    q = line.say(f"skill_trends.q_value {key}", row["q_value"], q_value(row["q_value"]))
    sign = " " if q.startswith("<") else " = "
    employers = line.say(
        f"skill_trends.employers {key}", row["employers"], plural(row["employers"], "employer", "employers")
    )
    # Within the employers that advertise in both halves the move is not seen: it may be that others came.
    doubt = "; not confirmed within the same employers" if row["is_mix_sensitive"] else ""
    if row["share_first"] is None or row["share_last"] is None:
        return f"{row['name']} (q{sign}{q}, {employers}{doubt})"
    first = line.say(f"skill_trends.share_first {key}", row["share_first"], share(row["share_first"]))
    last = line.say(f"skill_trends.share_last {key}", row["share_last"], share(row["share_last"]))
    return (
        f"{row['name']}, from {first} of openings in the first 13 weeks to {last} in the last 13 "
        f"(q{sign}{q}, {employers}{doubt})"
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
