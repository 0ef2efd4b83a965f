"""Names that stand in a list beside known technologies and are not in the taxonomy: slots for new skills.

Belongs here: which words of a text fill such a slot. Does not belong here: counting them over documents, weeks and
employers (`warehouse/candidates.py`), deciding that one is a skill (a person does).

"Python, Foo and Kafka" is a list; its item Foo is written like a name and stands beside names that are known. About
half of what several employers name in such a place is a technology (docs/taxonomy.md), so nothing of it counts
until somebody has accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.records import Mention

LONGEST_LINE = 2_000
_WORDS = 3
# In a line's copy every character of a technology that is asked for, and of any other mention, is replaced by one of
# these, so that "CI/CD" is one item and no part of a known name is ever taken for a new one.
_TECHNOLOGY, _OTHER = "\x01", "\x02"
# What a list may not reach over: brackets, colons, the end of a sentence, bars between the parts of a headline, links.
_SEGMENT = re.compile(r"\S*(?:://|www\.|@)\S*|[()\[\]{}<>:|!?“”\"]|\.(?=\s|$)|\s[-–—]\s")
# With "/" only where it joins names, not in "I/O", "24/7" or a date.
_SEPARATOR = re.compile(
    r"\s*(?:[,;•·&]\s*(?:(?:and|or|und|et|y)\b)?|(?<=[\w\x01+#]{2})/(?=[\w\x01]{2})|\s(?:and|or|und|et|y)\s)\s*"
)
_WORD = r"\.?[A-Za-z0-9][A-Za-z0-9+#]*(?:[.\-][A-Za-z0-9+#]+)*"
_CASED = r"(?=[\w.+#-]*[A-Z])" + _WORD
_NAME = re.compile(rf"{_CASED}(?: (?:[A-Z0-9][\w.+#-]*)){{0,{_WORDS - 1}}}")
# The first item of a list ends with its name ("experience with Foo"), the last one begins with it ("Foo to ship").
_AT_END = re.compile(rf"(?:^|(?<=[a-z] ))({_CASED}(?: [A-Z0-9][\w.+#-]*){{0,{_WORDS - 1}}})$")
_AT_START = re.compile(rf"({_CASED}(?: [A-Z0-9][\w.+#-]*){{0,{_WORDS - 1}}})(?= [a-z]|$)")
_KNOWN = re.compile(rf"(?:^|\s){_TECHNOLOGY}+$|^{_TECHNOLOGY}+(?:\s[a-z]|$)")
_NUMBER = re.compile(r"[\d.,+%$€£kKmM-]+")
# "Tailwind 4" is Tailwind.
_VERSION = re.compile(r"\s+v?\d[\d.x+]*$")
# Words of job titles, places and sentences: a name with one of them in it is no technology.
_IDLE = frozenset((
    "senior", "sr", "junior", "jr", "lead", "principal", "staff", "head", "chief", "mid", "intern", "engineer",
    "engineers", "engineering", "developer", "developers", "manager", "managers", "director", "architect",
    "architects", "designer", "designers", "scientist", "scientists", "analyst", "analysts", "cto", "ceo", "team",
    "teams", "backend", "frontend", "fullstack", "full-stack", "back-end", "front-end", "stack", "full", "remote",
    "onsite", "hybrid", "office", "support", "security", "experience", "strong", "excellent", "knowledge",
    "proficiency", "familiarity", "university", "college", "inc", "gmbh", "llc", "ltd", "series", "yc", "us", "usa",
    "uk", "eu", "nyc", "sf", "london", "berlin", "europe", "america", "germany", "canada", "india", "seed", "etc",
    "other", "bs", "ms", "phd", "bachelor", "master", "degree", "cs", "english", "german", "french", "spanish",
    "must", "required", "preferred", "nice", "bonus", "plus",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in a list of technologies, at character offsets of the text that the mentions index.

    `beside` are the ids of the known skills in its list, in their order.
    """

    surface: str
    start: int
    end: int
    beside: tuple[str, ...]

    @property
    def key(self) -> str:
        """What two spellings of one name have in common: letters without case, single spaces."""
        return slot_key(self.surface)


def slot_key(name: str) -> str:
    """A name as slots are compared by: without case, white space joined."""
    return " ".join(name.casefold().split())


def find_slots(text: str, mentions: Iterable[Mention], technologies: Container[str]) -> list[Slot]:
    """Every slot of a text beside a technology that it asks for, from left to right.

    `mentions` index the text; `technologies` are the ids of skills that are one. Lines beyond 2,000 characters are
    left out. Names in the company's own talk (customers, former employers of the founders) open no slot.
    """
    known = sorted(mentions, key=lambda mention: mention.start)
    asked = [mention.counts and mention.skill_id in technologies for mention in known]
    found: list[Slot] = []
    at = 0
    while at < len(known):
        start = text.rfind("\n", 0, known[at].start) + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first = at
        while at < len(known) and known[at].start < end:
            at += 1
        if end - start <= LONGEST_LINE and any(asked[first:at]):
            found += _line_slots(text[start:end], start, known[first:at], asked[first:at])
    return found


def _line_slots(line: str, offset: int, known: list[Mention], asked: list[bool]) -> Iterator[Slot]:
    masked = line
    for mention, is_asked in zip(known, asked, strict=True):
        first, last = mention.start - offset, min(mention.end - offset, len(line))
        mark = _TECHNOLOGY if is_asked else _OTHER
        masked = f"{masked[:first]}{mark * (last - first)}{masked[last:]}"
    for start, end in _between(_SEGMENT, masked):
        items = list(_between(_SEPARATOR, masked, start, end))
        if len(items) < 2 or _TECHNOLOGY not in masked[start:end]:
            continue
        beside = tuple(
            dict.fromkeys(
                mention.skill_id
                for mention, is_asked in zip(known, asked, strict=True)
                if is_asked and start <= mention.start - offset < end
            )
        )
        for first, last in _unknown_items(masked, items):
            yield Slot(line[first:last], offset + first, offset + last, beside)


def _between(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The stretches of a text between matches of a pattern, without the spaces at their ends."""
    stop = len(text) if end is None else end
    at = start
    for found in pattern.finditer(text, start, stop):
        yield _trimmed(text, at, found.start())
        at = found.end()
    yield _trimmed(text, at, stop)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in " \t" or (text[start] == "." and not text[start + 1 : start + 2].isalpha())):
        start += 1
    while end > start and text[end - 1] in " \t.":
        end -= 1
    return start, end


def _unknown_items(masked: str, items: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Items that are names beside a known one, or beside a name that is: "Python, Foo, Bar" has two."""
    last = len(items) - 1
    names = [_name_span(masked, start, end, at == 0, at == last) for at, (start, end) in enumerate(items)]
    reached = [bool(_KNOWN.search(masked[start:end])) for start, end in items]
    for order in (range(1, len(items)), range(last - 1, -1, -1)):
        step = 1 if order.step > 0 else -1
        for at in order:
            reached[at] = reached[at] or (reached[at - step] and names[at] is not None)
    for at, span in enumerate(names):
        if span is not None and reached[at]:
            yield span


def _name_span(masked: str, start: int, end: int, is_first: bool, is_last: bool) -> tuple[int, int] | None:
    """Where an item's name stands, if it has one and nothing of it is known."""
    item = masked[start:end]
    if not item or _TECHNOLOGY in item or _OTHER in item:
        return None
    found = _NAME.fullmatch(item)
    if found is not None:
        span = (start, end)
    else:
        part = _AT_END.search(item) if is_first else None
        part = part or (_AT_START.match(item) if is_last else None)
        if part is None:
            return None
        span = (start + part.start(1), start + part.end(1))
    name = masked[slice(*span)]
    version = _VERSION.search(name)
    name = name[: version.start()] if version else name
    if len(name) < 2 or _NUMBER.fullmatch(name) or any(word in _IDLE for word in name.casefold().split()):
        return None
    return span[0], span[0] + len(name)
