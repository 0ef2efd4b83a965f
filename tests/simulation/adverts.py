"""A market with planted truth written as advertisements: the texts that `skilltide import` reads.

Belongs here: wording, employers' names, copies. Does not belong here: who asks for what (market.py), what is found.

Every opening of a market becomes an advertisement of several zones; then come the copies: an employer posts a text
again, agencies post it under names of their own, half of them with small edits, one text is posted fifty times, and
another one under fifty employers' names.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from extractors.skills.taxonomy import Skill
from tests.simulation.market import ROLES, Market

TITLES = {
    "ml_engineer": ("Machine Learning Engineer", "ML Engineer", "Senior Machine Learning Engineer"),
    "data_scientist": ("Data Scientist", "Senior Data Scientist", "Data Scientist II"),
    "software_engineer": ("Software Engineer", "Backend Engineer", "Senior Software Developer"),
    "devops_sre": ("DevOps Engineer", "Site Reliability Engineer", "Senior DevOps Engineer"),
}
KINDS = ("language", "library", "tool", "platform", "concept")
_FIRST = (
    "Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven", "Iris", "Juniper", "Kestrel", "Lumen",
    "Meadow", "Nimbus", "Orchid", "Pine",
)  # fmt: skip
_SECOND = (
    "Works", "Labs", "Systems", "Foods", "Freight", "Health", "Energy", "Mills", "Retail", "Travel", "Motors", "Paper",
    "Bank", "Optics", "Farms",
)  # fmt: skip
_ABOUT = (
    "{name} makes scheduling easier for {n} hospitals in {n2} countries.",
    "{name} was founded by two friends who wanted fairer prices for growers.",
    "We are a team of {n} people spread over {n2} offices.",
    "Our customers move {n} parcels a day and trust us with every one of them.",
    "{name} is owned by the people who work in it, {n2} of them for more than ten years.",
    "Last year we opened {n2} new warehouses and a school for apprentices.",
    "We believe that quiet work gets noticed when it lasts.",
    "Since {year} we have printed more than {n} million pages of travel guides.",
)
_DUTIES = (
    "You will build services with {skills}.",
    "Design and run what our planners use every morning, mostly with {skills}.",
    "Move the order book from spreadsheets to {skills}.",
    "Own the forecast for {n} shops, from question to answer, using {skills}.",
    "Work with {skills} next to the people who answer the phones.",
    "Keep {n} machines in good order with {skills}.",
)
_PLAIN_DUTIES = (
    "You will talk to {n2} colleagues in the warehouse every week.",
    "Write down what you decided and why, so that the next person can follow.",
    "Take part in a rota of {n2} people for questions outside office hours.",
    "Help two juniors to grow into their work.",
    "Present what you found to people who do not share your trade.",
    "Leave things simpler than you found them.",
)
_WANTED = (
    "{years}+ years of experience with {skills}",
    "Strong knowledge of {skills}",
    "Hands-on experience with {skills}",
    "You have worked with {skills} in production",
    "Solid skills in {skills}",
)
_PLAIN_WANTED = (
    "You like to finish what you began",
    "Clear writing in English",
    "Patience with old systems and with people",
    "{years} years in a similar post",
)
_NICE = ("Experience with {skills} is a plus", "{skills}", "Some exposure to {skills} would be nice")
_GIVEN = (
    "{n2} weeks of holiday and a winter break",
    "A budget of {n} euros for books and courses",
    "Lunch that is cooked in the house",
    "A bicycle or a train ticket, as you like",
    "A pension plan from the first month",
    "Parental leave of {n2} months",
)
_LEGAL = (
    "{name} is an equal opportunity employer and welcomes everybody.",
    "All applicants are considered without regard to age, origin, belief or disability.",
    "Please tell us if you need an adjustment for the interview.",
)
_CLIENT = "Our client, whom we have known for years, is looking for somebody new."
_AGENCIES = tuple(f"{word} Recruitment" for word in ("Harbour", "Summit", "Bridge", "Anchor", "Compass", "Beacon"))


@dataclass(frozen=True)
class Copies:
    """How many copies the file holds, as parts of all advertisements."""

    reposts: float = 0.3
    agencies: float = 0.06
    edited: float = 0.5
    """Part of the agencies' copies that speak of a client and say whom to write to."""
    fifty: bool = True
    """Whether one text is posted fifty times, and another one under fifty employers' names."""


COPIES = Copies()


def choose_skills(skills: Sequence[Skill], count: int, seed: int) -> list[Skill]:
    """Skills that a market is about, with names that need no context to be known: reading is judged elsewhere."""
    plain = (skill for skill in skills if skill.kind in KINDS and skill.ambiguous is None)
    known = sorted(plain, key=lambda skill: skill.id)
    names = [f" {skill.name.casefold()} " for skill in known]
    # "VMware Tanzu" names VMware too: where one rises, the other does.
    known = [skill for skill, own in zip(known, names, strict=True) if sum(own in n or n in own for n in names) == 1]
    chosen = np.random.default_rng(seed).permutation(len(known))[:count]
    return [known[i] for i in chosen]


def write_import(market: Market, skills: Sequence[Skill], path: Path, last_week: date, copies: Copies = COPIES) -> int:
    """Write the market as JSON Lines, one advertisement a line, newest week `last_week`; returns the lines."""
    rng = np.random.default_rng(len(market.week))
    rows = list(_rows(market, skills, last_week, rng, copies))
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            file.write(json.dumps({"id": f"ad-{number}", **row}) + "\n")
    return len(rows)


def employer_name(employer: int) -> str:
    """A made-up name for employer number `employer`; no two are alike."""
    word, rest = divmod(employer, len(_SECOND))
    return f"{_FIRST[word % len(_FIRST)]} {_SECOND[rest]}" + (f" {word // len(_FIRST) + 1}" if word >= 16 else "")


def _rows(
    market: Market, skills: Sequence[Skill], last_week: date, rng: np.random.Generator, copies: Copies
) -> Iterator[dict[str, str]]:
    start = last_week - timedelta(weeks=market.world.weeks - 1)
    end = last_week + timedelta(days=6)
    late = np.flatnonzero(market.week >= market.world.weeks - 8)
    famous, borrowed = (int(late[0]), int(late[1])) if copies.fifty else (-1, -1)
    for i in range(len(market.week)):
        day = start + timedelta(weeks=int(market.week[i]), days=int(rng.integers(7)))
        name = employer_name(int(market.employer[i]))
        role = ROLES[int(market.role[i])][0]
        row = {
            "source": f"board-{market.source[i]}",
            "employer": name,
            "title": str(rng.choice(TITLES[role])),
            "posted_on": day.isoformat(),
            "location": str(rng.choice(["Lyon", "Porto", "Leeds", "Austin", "Remote"])),
            "text": _text(name, [skills[k].name for k in np.flatnonzero(market.asks[i])], rng),
        }
        yield row
        again: list[tuple[int, str]] = []
        if i == famous:
            again = [(int(rng.integers(0, 40)), name) for _ in range(49)]
        elif i == borrowed:
            again = [(int(rng.integers(0, 40)), employer_name(market.world.employers + n)) for n in range(49)]
        elif rng.random() < copies.reposts:
            again = [(int(rng.integers(3, 36)), name)]
        elif rng.random() < copies.agencies:
            again = [(int(rng.integers(0, 15)), str(rng.choice(_AGENCIES)))]
        for delay, under in again:
            later = day + timedelta(days=delay)
            if later <= end:
                text = row["text"] if under == name else row["text"].replace(name, under)
                if under in _AGENCIES and rng.random() < copies.edited:
                    text = f"{_CLIENT}\n\n{text}\n\nPlease write to {under}."
                yield {**row, "posted_on": later.isoformat(), "employer": under, "text": text}


def _text(name: str, skills: list[str], rng: np.random.Generator) -> str:
    """One advertisement: about us, duties, what is wanted, what would be nice, what is given, legal."""
    values = {"name": name}
    groups = [list(group) for group in np.array_split(rng.permutation(skills), max(1, (len(skills) + 2) // 3))]
    sentences = [", ".join(group[:-1]) + " and " + group[-1] if len(group) > 1 else "".join(group) for group in groups]
    third = len(sentences) // 3
    duties, nice, wanted = sentences[:third], sentences[third : third + third // 2], sentences[third + third // 2 :]
    parts = [
        "\n".join(_fill(rng, _ABOUT, 3, values)),
        "What you will do\n" + _bullets(rng, _DUTIES, duties, _fill(rng, _PLAIN_DUTIES, 3, values)),
        "What we are looking for\n" + _bullets(rng, _WANTED, wanted, _fill(rng, _PLAIN_WANTED, 2, values)),
        *(["Nice to have\n" + _bullets(rng, _NICE, nice, [])] if nice else []),
        "What we offer\n" + "\n".join(f"- {line}" for line in _fill(rng, _GIVEN, 3, values)),
        "\n".join(_fill(rng, _LEGAL, 2, values)),
    ]
    return "\n\n".join(parts)


def _bullets(rng: np.random.Generator, frames: Sequence[str], skills: list[str], plain: list[str]) -> str:
    lines = [_numbers(rng, str(rng.choice(frames)).replace("{skills}", named), {}) for named in skills if named]
    return "\n".join(f"- {line}" for line in rng.permutation([*lines, *plain]))


def _fill(rng: np.random.Generator, frames: Sequence[str], count: int, values: dict[str, str]) -> list[str]:
    return [_numbers(rng, str(frame), values) for frame in rng.choice(frames, size=count, replace=False)]


def _numbers(rng: np.random.Generator, frame: str, values: dict[str, str]) -> str:
    drawn = {"n": rng.integers(20, 900), "n2": rng.integers(3, 30), "years": rng.integers(2, 9),
             "year": rng.integers(1950, 2020)}  # fmt: skip
    for name, value in (*values.items(), *drawn.items()):
        frame = frame.replace(f"{{{name}}}", str(value))
    return frame
