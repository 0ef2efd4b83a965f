"""What changed since the report of the week before, and why: the market, our sources and roles, or the reading.

Belongs here: the sentences and rows of that comparison. Does not belong here: what holds within one week (findings.py).

A share that a reader saw last week differs from this week's by two exact parts:

    this week - last week as published = (this week - last week read anew) + (last week read anew - as published)

The first is the market's, as sources and roles have fixed weights; the second is the extractor's, or that of postings
that came late. What the mix of sources and roles did to the plain share, and the fixed weights took out again, stands
beside them: change of the plain share less change of the standardised one. Labels compare two 13-week halves; why one
changed is told by how the parts of their difference (Kitagawa 1955) changed within the week.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from reports.data import MOVES, POPULATIONS, TEACHABLE, Published, Row
from reports.findings import IN_WORDS, Finding, Sentence
from reports.formats import day, listed, plural, signed, week_end

PARTS = ("market", "sources", "roles")
CLEAR = 0.005
# Openings that must name a skill, in either week, before its change is listed.
LEAST_OPENINGS = 15
_SHOWN = 10


def shares_shown(published: Published) -> dict[str, dict[str, float]]:
    """This week's shares of the skills with a label, by population: what next week's report compares with."""
    tested = {(row["population"], row["skill_id"]) for row in published.trends if row["label"] != "too little data"}
    return {
        population: {
            row["skill_id"]: row["share"]
            for row in published.levels
            if row["population"] == population and row["share"] is not None and (population, row["skill_id"]) in tested
        }
        for population in POPULATIONS
    }


def week_changes(published: Published, last: dict[str, Any] | None) -> dict[str, Any]:
    """The whole comparison; `last` is last week's report as it was published, None where there is none."""
    return {
        "findings": [asdict(finding) for finding in _overall(published)],
        "populations": [
            {
                "population": name,
                "title": POPULATIONS[name],
                "finding": asdict(finding) if (finding := mix(published, name)) else None,
                "labels": label_changes(published, name),
                "comparable": bool(_moves(published, name)),
                "shares": share_changes(published, name, (last or {}).get("shares", {}).get(name, {})),
            }
            for name in POPULATIONS
        ],
        "compared": last["week"] if last else None,
    }


def _overall(published: Published) -> list[Finding]:
    found = (volume(published), sources(published), reading(published))
    return [finding for finding in found if finding is not None]


def volume(published: Published) -> Finding | None:
    """How many openings the four weeks hold, against those of the week before."""
    line, parts = Sentence(), []
    week = published.week - timedelta(weeks=1)
    before = {row["population"]: row["openings"] for row in published.populations if row["week"] == week}
    for name in POPULATIONS:
        now = published.population(name)
        if now is not None and name in before:
            count = now["openings"]
            openings = line.say(f"population_weeks.openings {name}", count, plural(count, "opening", "openings"))
            was = line.say(f"population_weeks.openings before {name}", before[name], f"{before[name]:,}")
            parts.append(f"{openings} in {IN_WORDS[name]} ({was} a week before)")
    return line.done(f"the four weeks to {day(week_end(published.week))} hold {listed(parts)}.") if parts else None


def sources(published: Published) -> Finding | None:
    """Which sources fared otherwise in their last run than in the last one a week before."""
    before = {row["source"]: row["status"] for row in published.previous_sources}
    names = {row["source"]: row["title"] or row["source"] for row in published.sources}
    line, found = Sentence(), []
    for row in published.sources:
        was = before.get(row["source"])
        if row["status"] and was and row["status"] != was:
            shown = line.say(f"source_health.status {row['source']}", row["status"], row["status"])
            past = line.say(f"source_health.status before {row['source']}", was, was)
            found.append(f"{names[row['source']]} {shown}, a week before {past}")
    return line.done(f"sources that fared otherwise in their last run: {listed(found)}.") if found else None


def reading(published: Published) -> Finding | None:
    """Whether the texts were read by the same extractor as those of last week's report."""
    if not published.vintages or not published.previous_vintages:
        return None
    line = Sentence()
    now, was = published.vintages[-1]["extractor_version"], published.previous_vintages[-1]["extractor_version"]
    current = line.say("reports.extractor_version", now, now)
    if now == was:
        return line.done(f"texts were read by the same extractor as those of last week's report ({current}).")
    past = line.say("reports.extractor_version before", was, was)
    return line.done(
        f"texts were read by extractor {current}, those of last week's report by {past}: a label that changed may owe "
        "it to that; shares of both weeks are read alike, and what the reading did to last week's is shown apart."
    )


def mix(published: Published, population: str) -> Finding | None:
    """How many plain shares moved clearly within the week, and for how many the mix did more than the market."""
    if not published.previous_levels:
        return None
    line, where, both = Sentence(), IN_WORDS[population], _moves(published, population)
    if not both:
        none = line.say(f"comparable {population}", 0, "no skill")
        return line.done(f"in {where} {none} has a share in both weeks: they hold too few openings.")
    moved = [row for row in both if abs(row["plain"]) >= CLEAR]
    least = line.say("clear move", CLEAR, f"{CLEAR * 100:.1f} percentage points")
    if not moved:
        return line.done(f"no unweighted share in {where} moved by {least} or more within the week.")
    count = line.say(
        f"plain moves {population}", len(moved), plural(len(moved), "unweighted share", "unweighted shares")
    )
    text = f"{count} in {where} moved by {least} or more within the week"
    mixed = [row for row in moved if abs(row["market"]) < abs(row["mix"])]
    if len(moved) == 1:
        cause = "the mix of sources and roles accounts" if mixed else "the market accounts"
        return line.done(f"{text}; {cause} for most of it.")
    number = line.say(f"mixed moves {population}", len(mixed), str(len(mixed)) if mixed else "none")
    return line.done(f"{text}, {number} of them more by the mix of sources and roles than by the market.")


def _moves(published: Published, population: str) -> list[Row]:
    """Every skill with a share in both weeks: what the market and what the mix did to the plain share."""
    before = {row["skill_id"]: row for row in published.previous_levels if row["population"] == population}
    found = []
    for row in published.levels:
        was = before.get(row["skill_id"])
        if row["population"] != population or row["kind"] not in TEACHABLE or was is None:
            continue
        if row["share"] is None or was["share"] is None:
            continue
        market, plain = row["share"] - was["share"], row["share_raw"] - was["share_raw"]
        found.append(
            {
                "row": row,
                "was": was["share"],
                "openings_before": was["mentioning"],
                "market": market,
                "plain": plain,
                "mix": plain - market,
            }
        )
    return found


def share_changes(published: Published, population: str, shown: dict[str, float]) -> list[Row]:
    """Skills of enough openings whose share left its interval since last week, or that reading or mix moved clearly."""
    rows = []
    for one in _moves(published, population):
        told = shown.get(one["row"]["skill_id"])
        reading = None if told is None else one["was"] - told
        columns = {key: one["row"][key] for key in ("skill_id", "name", "share", "share_low", "share_high")}
        left = not columns["share_low"] <= one["was"] <= columns["share_high"] and abs(one["market"]) >= CLEAR
        # A handful of openings leaves any interval: one more of two is no news.
        if min(one["row"]["mentioning"], one["openings_before"]) < LEAST_OPENINGS:
            continue
        if left or max(abs(one["mix"]), abs(reading or 0.0)) >= CLEAR:
            parts = {"market": one["market"], "mix": one["mix"], "reading": reading}
            rows.append({**columns, "published_before": told, "read_anew": one["was"], **parts})
    return sorted(rows, key=lambda row: -abs(row["market"]) - abs(row["reading"] or 0.0))[:_SHOWN]


def label_changes(published: Published, population: str) -> list[Row] | None:
    """Skills that entered or left the lists of moves, with a sentence that says why; None without a week before."""
    previous = {row["skill_id"]: row for row in published.previous if row["population"] == population}
    if not previous:
        return None
    return [
        {
            "skill_id": row["skill_id"], "name": row["name"], "before": before, "now": row["label"],
            "reason": row["reason"], "why": asdict(why) if (why := _why(published, population, row)) else None,
        }
        for row in published.trends
        if row["population"] == population and row["kind"] in TEACHABLE
        and (before := previous[row["skill_id"]]["label"] if row["skill_id"] in previous else "too little data")
        != row["label"]
        and (before in MOVES or row["label"] in MOVES)
    ]  # fmt: skip


def _why(published: Published, population: str, row: Row) -> Finding | None:
    """How the parts of the change over 26 weeks changed since last week."""
    key = f"{population} {row['skill_id']}"
    now = published.parts.get((population, row["skill_id"]))
    was = published.previous_parts.get((population, row["skill_id"]))
    if now is None:
        return None
    line = Sentence()
    whole = line.say(f"split whole {key}", _whole(now), signed(_whole(now)))
    if was is None:
        parts = _said(line, {part: now[part] for part in PARTS}, f"split {{}} {key}")
        return line.done(f"over 26 weeks its unweighted share changed by {whole}: {parts}.")
    before = line.say(f"split whole before {key}", _whole(was), signed(_whole(was)))
    moved = _said(line, {part: now[part] - was[part] for part in PARTS}, f"split {{}} since {key}")
    return line.done(
        f"over 26 weeks its unweighted share changed by {whole}; a week ago that was {before}. "
        f"Of the difference {moved}."
    )


def _whole(parts: Row) -> float:
    return float(parts["share_last"] - parts["share_first"])


def _said(line: Sentence, parts: dict[str, float], what: str) -> str:
    """`the market made +1.2 points, sources 0.0 points and roles −0.1 points`, each noted."""
    names = {"market": "the market made", "sources": "sources", "roles": "roles"}
    return listed(
        [f"{names[part]} {line.say(what.format(part), value, signed(value))}" for part, value in parts.items()]
    )
