"""What stands beside the labels: where changes came from, leads of papers and posts, controls, length, accuracy.

Belongs here: choosing these rows and their sentences. Does not belong here: the measures (warehouse), layout.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from reports.data import MOVES, POPULATIONS, Published, Row
from reports.findings import IN_WORDS, Finding, Sentence
from reports.formats import plural, share

LEAST_CONTROLS = 5
EXPECTED_BELOW = 0.05
_BACK = timedelta(weeks=26)
PARTS = ("market", "sources", "roles", "continuing", "entrants", "leavers")
KINDS = {"paper": "papers", "post": "posts"}


def splits(published: Published, population: str) -> list[Row]:
    """Where the change of every labelled skill came from, in the order of the labels' tiers."""
    return [
        {
            **{key: row[key] for key in ("skill_id", "name", "label")},
            **{key: found[key] for key in ("share_first", "share_last", *PARTS)},
        }
        for row in published.labels(population, *MOVES)
        if (found := published.parts.get((population, row["skill_id"])))
    ]


def leads(published: Published) -> list[Finding]:
    """Whether papers or posts can be shown to run ahead of postings; the answer is no until shown."""
    return [_lead(published, kind) for kind in KINDS]


def _lead(published: Published, kind: str) -> Finding:
    rows = [row for row in published.leads if row["kind"] == kind]
    shown = [row for row in rows if "no lead can be shown" not in row["finding"]]
    line, documents = Sentence(), KINDS[kind]
    if not rows:
        return line.done(
            f"{documents} and postings: no lead can be shown; no skill is named often enough in both, "
            "over two years, to be tested."
        )
    tested = line.say(f"lead_lag tested {kind}", len(rows), plural(len(rows), "skill", "skills"))
    if not shown:
        return line.done(
            f"{documents} and postings: no lead can be shown; of {tested} with two years of both, none passes the test."
        )
    count = line.say(f"lead_lag shown {kind}", len(shown), str(len(shown)))
    names = "; ".join(f"{row['name']}: {_weeks(row, line)}" for row in shown[:5])
    more = "; among them " if len(shown) > 5 else "; "
    return line.done(f"{documents} and postings: of {tested} with two years of both, {count} show a lead{more}{names}.")


def _weeks(row: Row, line: Sentence) -> str:
    """`papers lead postings by 4 to 12 weeks`, from the interval of the lag."""
    low, high = sorted((abs(row["lag_low"]), abs(row["lag_high"])))
    ends = ("lag_low", "lag_high") if row["lag_low"] > 0 else ("lag_high", "lag_low")
    first, second = KINDS[row["kind"]], "postings"
    if row["lag_low"] < 0:
        first, second = second, first
    key = f"{row['kind']} {row['skill_id']}"
    return (
        f"{first} lead {second} by {line.say(f'lead_lag.{ends[0]} {key}', low, str(low))} to "
        f"{line.say(f'lead_lag.{ends[1]} {key}', high, str(high))} weeks"
    )


def controls(published: Published) -> list[Finding]:
    """How often the rules called a trend where there should be none."""
    found = []
    for population in POPULATIONS:
        rows = [row for row in published.controls if row["population"] == population]
        if rows and not any(row["skills"] for row in rows):
            found.append(_no_control(rows))
        else:
            found += [_control(row) for row in rows]
    return found


def _no_control(rows: list[Row]) -> Finding:
    line = Sentence()
    for row in rows:
        line.say(f"negative_controls.skills {row['population']} {row['control']}", 0, "none")
    where = IN_WORDS[rows[0]["population"]]
    return line.done(f"{where}: too little data to check this, as none of the skills had enough for a test.")


def _control(row: Row) -> Finding:
    line, where, key = Sentence(), IN_WORDS[row["population"]], f"{row['population']} {row['control']}"
    steady = row["control"] == "steady skills"
    what = (
        "skills that should not move (git, SQL, Linux and the like)"
        if steady
        else "skills with their weeks shuffled, so that nothing can really move,"
    )
    if not row["skills"]:
        return line.done(
            f"{where}: {line.say(f'negative_controls.skills {key}', 0, 'none')} of the {what} had enough data, "
            "so how often labels are false cannot be said."
        )
    skills = line.say(f"negative_controls.skills {key}", row["skills"], f"{row['skills']:,}")
    if row["skills"] < LEAST_CONTROLS:
        return line.done(f"{where}: {skills} {what} had enough data, too few to say how often labels are false.")
    labelled = line.say(
        f"negative_controls.labelled {key}", row["labelled"], str(row["labelled"]) if row["labelled"] else "none"
    )
    below = line.say(
        f"negative_controls.below_05 {key}", row["below_05"], str(row["below_05"]) if row["below_05"] else "none"
    )
    least = line.say("expected below", EXPECTED_BELOW, f"{EXPECTED_BELOW:.2f}")
    right = line.say("expected part", EXPECTED_BELOW, f"{EXPECTED_BELOW * 100:.0f}%")
    return line.done(
        f"{where}: of {skills} {what.rstrip(',')}, {labelled} {'were' if row['labelled'] > 1 else 'was'} called rising "
        f"or falling; {below} had p below {least}, which chance alone would give about {right} of them."
    )


def length(published: Published) -> list[Finding]:
    """Whether advertisements became longer, and whether the labels hold among those of the same length."""
    found = [(_drift(published, name), _same_length(published, name)) for name in POPULATIONS]
    return [finding for pair in found for finding in pair if finding is not None]


def _drift(published: Published, population: str) -> Finding | None:
    weeks = {row["week"]: row for row in published.populations if row["population"] == population}
    now, then = weeks.get(published.week), weeks.get(published.week - _BACK)
    if not now or not then or now["skills_per_opening"] is None or then["skills_per_opening"] is None:
        return None
    line = Sentence()
    new, old = now["skills_per_opening"], then["skills_per_opening"]
    current = line.say(f"population_weeks.skills_per_opening {population}", new, f"{new:.1f}")
    past = line.say(f"population_weeks.skills_per_opening half a year before {population}", old, f"{old:.1f}")
    return line.done(
        f"an opening in {IN_WORDS[population]} names {current} skills on average, {past} half a year before; "
        "when that changes, all shares move together."
    )


def _same_length(published: Published, population: str) -> Finding | None:
    rows = [
        row for row in published.labels(population, "rising", "falling")
        if row["slope_per_quarter"] is not None and row["slope_same_length"] is not None
    ]  # fmt: skip
    if not rows:
        return None
    held = sum(row["slope_per_quarter"] * row["slope_same_length"] > 0 for row in rows)
    line = Sentence()
    total = line.say(f"same length {population}", len(rows), plural(len(rows), "skill", "skills"))
    count = line.say(f"same length held {population}", held, str(held) if held else "none")
    return line.done(
        f"of {total} called rising or falling in {IN_WORDS[population]}, {count} "
        "would move the same way among advertisements of like length."
    )


def accuracy(published: Published) -> Finding:
    """How good the extractor is on labelled texts, or that nobody gave any."""
    line = Sentence()
    whole = overall(published)
    if whole is None:
        return line.done(
            "no labelled set is given, so that precision and recall of the extractor are not known for these texts."
        )
    key = f"all {whole['kind']}"
    labels = line.say(f"extraction_accuracy.n {key}", whole["n"], plural(whole["n"], "label", "labels"))
    return line.done(
        f"on a labelled set of {labels} the extractor finds {_part(whole, 'recall', key, line)} of what is there, "
        f"and {_part(whole, 'precision', key, line)} of what it finds is right ({whole['kind']})."
    )


def overall(published: Published) -> Row | None:
    """The row over all skills with most labels."""
    rows = [
        row for row in published.accuracy if row["skill_id"] == "all" and not (row["kind"] or "").startswith("zone")
    ]
    return max(rows, key=lambda row: row["n"], default=None)


def _part(row: Row, what: str, key: str, line: Sentence) -> str:
    """`91.0% (95% interval 88.0–93.4%)`."""
    value = line.say(f"extraction_accuracy.{what} {key}", row[what], share(row[what]))
    low, high = row[f"{what}_low"], row[f"{what}_high"]
    if low is None or high is None:
        return value
    span = line.say(f"extraction_accuracy.{what}_low {what}_high {key}", low, f"{low * 100:.1f}–{high * 100:.1f}%")
    return f"{value} (95% interval {span})"


def beside(published: Published) -> dict[str, Any]:
    """All of it as the report holds it."""
    return {
        "splits": {name: splits(published, name) for name in POPULATIONS},
        "leads": [asdict(finding) for finding in leads(published)],
        "controls": [asdict(finding) for finding in controls(published)],
        "length": [asdict(finding) for finding in length(published)],
        "accuracy": asdict(accuracy(published)),
        "accuracy_rows": [row for row in published.accuracy if row["skill_id"] == "all"],
    }
