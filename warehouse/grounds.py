"""Why two postings of one employer and role are one advertisement, if they are.

Belongs here: the rules and their bounds, over two postings that were compared. Does not belong here: finding pairs and
joining them (clusters.py), texts of different employers (copies.py), how alike two texts are (similarity.py).

The bounds were chosen on labelled pairs; what each rule is good for stands in docs/openings.md.
"""

import re
from datetime import date
from typing import NamedTuple, Protocol

from warehouse.identity import body_words
from warehouse.similarity import LIKE_TEXT, SAME_TEXT, Likeness

SUCCESSOR_TEXT = 0.6
WITHIN = 0.85
"""Of the shorter text, so much stands in the longer one where a part was added or dropped."""
LINKED_TEXT = 0.3
"""Least likeness (Jaccard) at which links to the pages of single jobs are looked at."""
LISTED = 3
"""So many links to single jobs make a list that can be held against another."""
HALF_OF_SKILLS, MOST_SKILLS, ALL_SKILLS = 0.5, 0.7, 0.9
LEAST_SKILLS, MANY_SKILLS = 4, 10
"""So many equal skills tell one job from another in the same form letter; and one team's stack from another's."""
TITLE_WORDS = 8
"""A longer title is a list or a sentence."""

_TERMS = frozenset(
    {
        "full", "part", "time", "fulltime", "parttime", "contract", "contractor", "permanent", "perm", "freelance",
        "intern", "interns", "internship", "onsite", "on", "off", "site", "remote", "hybrid", "flexible", "ok", "only",
        "office", "in", "or", "and", "the", "a", "of", "visa", "relocation", "relocate", "will", "yc", "usd", "eur",
        "gbp", "equity",
    }
)  # fmt: skip
"""Words of a title that say how one works, not at what."""
_ONE_WORD = {
    **dict.fromkeys(("engineers", "developer", "developers", "dev", "devs", "programmer", "programmers"), "engineer"),
    "sr": "senior",
}  # fmt: skip
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\"'\[\]]{4,300}", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_ABOUT_JOBS = re.compile(
    r"jobs?\b|careers?\b|positions?\b|openings?\b|vacanc|recruit|hiring|apply|lever\.co|greenhouse|grnh\.se|ashbyhq|workable"
    r"|breezy|smartrecruiters|smrtr\.io|personio|teamtailor|bamboohr"
)
_PAGE_NUMBER = re.compile(
    r"\d{5,}|\b(?=[a-z]*\d[a-z]*\d)[0-9a-z]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){2,}|\?(?:.*&)?(?:gh_)?j(?:ob_?)?id=\d+"
)
_PAGE_NAME = re.compile(r"(?:grnh\.se|smrtr\.io)/\w+|/[^/?#]+/[^/?#]*[^\W_][-_][^\W_][^/?#]*")


class Advertised(Protocol):
    """What the rules see of a posting; texts in lower case."""

    @property
    def dated_on(self) -> date: ...
    @property
    def active_until(self) -> date: ...
    @property
    def title(self) -> str | None: ...
    @property
    def location(self) -> str | None: ...
    @property
    def skills(self) -> list[int]: ...


class SharedLinks(NamedTuple):
    """How many links to single jobs two texts have in common, and how many each has."""

    shared: int
    one: int
    other: int

    @property
    def are_same(self) -> bool:
        """Whether all of the shorter list, or half of both, are the same."""
        least = min(self.one, self.other)
        return least > 0 and (self.shared == least or self.shared * 2 >= self.one + self.other - self.shared)

    @property
    def are_others(self) -> bool:
        """Whether both list jobs enough, and mostly other ones."""
        return min(self.one, self.other) >= LISTED and self.shared * 2 < self.one + self.other - self.shared


def why_one(found: Likeness, links: SharedLinks, one: Advertised, other: Advertised) -> str | None:
    """Why two postings, the earlier first, are one advertisement, if they are.

    Two titles that name two jobs are two advertisements, however alike the rest, where both stand on a board at once
    and in one place, or where the skills do not say that it is the same job: a company's form letter. Below .8 the
    skills must agree, or the links to single jobs: what asks for something else, or lists other jobs, is another one.
    """
    at_once = one.dated_on <= other.active_until and other.dated_on <= one.active_until
    skills = _shared_skills(one.skills, other.skills)
    reason = None
    if _are_two(job_words(one), job_words(other)):
        if at_once and one.location == other.location:
            return None
        is_one_job = skills.shared >= LEAST_SKILLS and skills.jaccard >= MOST_SKILLS
    else:
        is_one_job = True
    if is_one_job and found.jaccard >= SAME_TEXT:
        return "nearly the same text"
    if is_one_job and found.jaccard >= (LIKE_TEXT if not links.are_others else SUCCESSOR_TEXT):
        reason = _why_alike(found, skills, one, other, at_once=at_once)
    if reason is None and found.jaccard >= LINKED_TEXT and links.are_same and not at_once:
        return "alike, with the same links to jobs, one after the other"
    return reason


def _why_alike(found: Likeness, skills: Likeness, one: Advertised, other: Advertised, *, at_once: bool) -> str | None:
    """The rules for texts that are .5 to .8 alike."""
    named, named_too = job_words(one), job_words(other)
    if skills.jaccard >= HALF_OF_SKILLS and named and (one.title, one.location) == (other.title, other.location):
        return "alike, with the same title and place"
    if at_once:
        return None
    if skills.jaccard >= MOST_SKILLS and (found.jaccard >= SUCCESSOR_TEXT or (named and named == named_too)):
        return "alike, with the same skills, one after the other"
    if skills.jaccard >= ALL_SKILLS and skills.shared >= MANY_SKILLS:
        return "alike, with the same many skills, one after the other"
    if found.containment >= WITHIN and skills.containment >= ALL_SKILLS:
        return "one within the other, one after the other"
    return None


def shared_links(one: frozenset[str], other: frozenset[str]) -> SharedLinks:
    return SharedLinks(len(one & other), len(one), len(other))


def job_words(posting: Advertised) -> frozenset[str]:
    """The words of a title that say at what one works: without its place, and terms such as `full-time`."""
    place = body_words(posting.location or "")
    named = frozenset(body_words(posting.title or "")) - _TERMS - {*place}
    return frozenset(_ONE_WORD.get(word, word) for word in named)


def job_links(text: str) -> frozenset[str]:
    """Addresses in a text that lead to the page of a single job, without scheme and what follows `?` or `#`.

    A page of a job has a number, or a name of several words below a folder such as `jobs`.
    """
    found = set()
    for link in _LINK.findall(text):
        address = _SCHEME.sub("", link.lower()).rstrip(".,;:*!/")
        number = _PAGE_NUMBER.search(address)
        if _ABOUT_JOBS.search(address) and (number or _PAGE_NAME.search(address)):
            page = re.split("[?#]", address)[0].rstrip("/")
            found.add(f"{page} {number[0]}" if number else page)
    return frozenset(found)


def _are_two(named: frozenset[str], named_too: frozenset[str]) -> bool:
    """Whether two titles name two jobs: each has a word of its own."""
    return bool(named - named_too and named_too - named) and max(len(named), len(named_too)) <= TITLE_WORDS


def _shared_skills(skills: list[int], others: list[int]) -> Likeness:
    """How alike two lists of skills are; two empty ones are equal."""
    shared, least = len({*skills} & {*others}), min(len(skills), len(others))
    union = len(skills) + len(others) - shared
    return Likeness(shared / union if union else 1.0, shared / least if least else 1.0, shared)
