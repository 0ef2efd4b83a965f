"""Copies of one advertisement under several employers' names: agencies, aggregators, renamed companies.

Belongs here: when two employers' texts are one advertisement. Does not belong here: near-duplicates of one employer
(clusters.py), which employer is the direct one (sql/openings/leads.sql), openings.

Two texts for the same role, advertised within six weeks of each other, are one where they ask for the same skills and
either what is left of them without common lines and the employers' names is the same, or the whole is nearly the same.
Texts of less than `LEAST_SHINGLES` shingles say too little to tell a copy from a form letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from warehouse.identity import body_words, normalised_employer
from warehouse.similarity import SAME_TEXT, Shingles, coded, likely_pairs, likeness, shingles_of_words, stacked

BANDS, ROWS = 21, 3
"""A text that stands whole in one of twice its length (Jaccard .5) becomes a candidate in 94 % of cases."""
LEAST_SHINGLES = 40
SHORT_SHINGLES = 10
"""A short text is a copy only where it is the same word by word, and names skills enough."""
LEAST_SKILLS = 4
"""So many equal skills tell two advertisements from a form letter that both fill in."""
SAME_SKILLS = 0.8
SAME_BODY = 0.98
COMMON_LINE = 8
"""A line that so many employers of the sample use says nothing about any of them."""
AGENCY_WORDS = (
    r"\b(?:recruit\w{0,6}|staffing|talents?|headhunt\w{0,4}|personnel|manpower|executive search|search partners"
    r"|resourcing|placements?|employment agency|hiring partners?)\b"
)
CLIENT_WORDS = (
    r"\b(?:our|my|a|their) clients?,? (?:is|are|has|have|seeks?|needs?|requires?|wants?)\b"
    r"|on behalf of (?:our|a) client"
)
_SLACK = 0.35
"""A text that is contained in one half again as long has a Jaccard similarity well below its containment."""
_ENDS = re.compile(r"\n+|(?<=[.!?])\s+")

Common = frozenset[str]


class Wording(NamedTuple):
    """All postings of an employer with one text and role; the columns of sql/openings/wordings.sql, in their order."""

    role: str
    employer_key: str
    text_hash: str
    first_on: date
    until: date
    signature: bytes
    posting_id: str
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class Body:
    """What is compared of a posting."""

    text: str
    title: str
    employer: str
    skills: frozenset[str]


class Link(NamedTuple):
    """Two wordings that are one advertisement; the columns of `copy_links`."""

    role: str
    employer_key: str
    text_hash: str
    other_employer_key: str
    other_text_hash: str
    jaccard: float
    containment: float
    reason: str


class Verdict(NamedTuple):
    """How alike two bodies are, and why they are one advertisement; no reason when they are not."""

    jaccard: float
    containment: float
    reason: str | None


BodiesOf = Callable[[list[str]], dict[str, Body]]


def find_copies(
    wordings: list[Wording], pause: timedelta, bodies_of: BodiesOf, common_of: Callable[[], Common]
) -> Iterator[Link]:
    """Links of fresh wordings with others of the same role, in order of role and time as given.

    `common_of` is asked for the common lines only when there is something to compare.
    """
    joined: dict[int, int] = {}

    def root(i: int) -> int:
        while joined.get(i, i) != i:
            i = joined[i]
        return i

    candidates = list(_candidates(wordings, pause))
    common = common_of() if candidates else frozenset()
    for start in range(0, len(candidates), 4000):
        part = candidates[start : start + 4000]
        bodies = bodies_of(sorted({wordings[i].posting_id for pair in part for i in pair}))
        for earlier, later in part:
            if root(earlier) == root(later):
                continue
            one, other = wordings[earlier], wordings[later]
            if one.posting_id not in bodies or other.posting_id not in bodies:
                continue
            found = compare(bodies[one.posting_id], bodies[other.posting_id], common)
            if found.reason is not None:
                joined[root(later)] = root(earlier)
                yield Link(
                    one.role, one.employer_key, one.text_hash, other.employer_key, other.text_hash, found.jaccard,
                    found.containment, found.reason,
                )  # fmt: skip


def _candidates(wordings: list[Wording], pause: timedelta) -> Iterator[tuple[int, int]]:
    """Pairs of different employers, at least one of them fresh, whose signatures and days allow a copy."""
    if not wordings:
        return
    pairs = likely_pairs(
        stacked([w.signature for w in wordings]),
        coded(w.role for w in wordings),
        coded(w.text_hash for w in wordings),
        bands=BANDS,
        rows=ROWS,
        least=SAME_TEXT - _SLACK,
    )
    for earlier, later in pairs:
        one, other = wordings[earlier], wordings[later]
        if (
            (one.is_fresh or other.is_fresh)
            and one.employer_key != other.employer_key
            and other.first_on - one.until <= pause
        ):
            yield earlier, later


def compare(one: Body, other: Body, common: Common) -> Verdict:
    """Whether two employers' texts are one advertisement."""
    names = {*normalised_employer(one.employer).split(), *normalised_employer(other.employer).split()}
    whole = likeness(*(_shingled(_lines(body), names) for body in (one, other)))
    core = tuple(_shingled((line for line in _lines(body) if line not in common), names) for body in (one, other))
    left = likeness(*core)
    return Verdict(whole[0], whole[1], _reason(whole, left, min(map(len, core)), one.skills, other.skills))


def _reason(
    whole: tuple[float, float, int],
    left: tuple[float, float, int],
    least_left: int,
    skills: frozenset[str],
    other_skills: frozenset[str],
) -> str | None:
    """Which rule makes them one: each needs words enough and the same skills."""
    fewest = min(len(skills), len(other_skills))
    if fewest and len(skills & other_skills) < SAME_SKILLS * fewest:
        return None
    if least_left >= LEAST_SHINGLES and max(left[0], left[1]) >= SAME_TEXT:
        return "same words without common lines"
    if skills != other_skills:
        return None
    is_long, names_enough = whole[2] >= LEAST_SHINGLES, len(skills) >= LEAST_SKILLS
    if (is_long and whole[0] >= SAME_BODY) or (names_enough and whole[0] == 1 and whole[2] >= SHORT_SHINGLES):
        return "same text"
    if is_long and names_enough and max(whole[0], whole[1]) >= SAME_TEXT:
        return "same skills in nearly the same text"
    return None


def common_lines(sample: Iterable[tuple[str, str]]) -> Common:
    """Lines that at least `COMMON_LINE` employers of a sample use, as `compare` sees lines."""
    users: dict[str, set[str]] = {}
    for employer_key, text in sample:
        for line in set(text_lines(text)):
            known = users.setdefault(line, set())
            if len(known) < COMMON_LINE:
                known.add(employer_key)
    return frozenset(line for line, employers in users.items() if len(employers) >= COMMON_LINE)


def _lines(body: Body) -> Iterator[str]:
    """The lines and sentences of a body, without its title, as words joined by blanks."""
    text = body.text
    if body.title and text.startswith(body.title):
        text = text[len(body.title) :]
    return text_lines(text)


def text_lines(text: str) -> Iterator[str]:
    """The lines and sentences of a text, as words in lower case joined by blanks."""
    for line in _ENDS.split(text):
        words = body_words(line)
        if words:
            yield " ".join(words)


def _shingled(lines: Iterable[str], names: set[str]) -> Shingles:
    return shingles_of_words([word for line in lines for word in line.split() if word not in names])
