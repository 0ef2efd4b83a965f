"""What a mention in an advertisement is worth: required, preferred, a duty, the company's own talk, or legal text.

Belongs here: what the text as a whole decides: its title, its employer's name, where it begins to hire. Does not belong
here: what a line decides (`line_zones.py`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from extractors.records import SkillKind, Zone
from extractors.skills.hints import HIRES, OWN_NAME, SEEKS
from extractors.skills.layout import has_sections, sections_of
from extractors.skills.line_zones import ROLE_NOUN, LineZones, Surroundings, is_part_of_title
from extractors.skills.lines import Line, Standing, Told
from extractors.skills.matcher import TECHNOLOGY, Candidate
from extractors.skills.wording import HIRING_BUSINESS, ROLES_LINE

COUNTING: frozenset[Zone] = frozenset({"required", "preferred", "duty", "text"})

_DOMAIN = re.compile(r"\.(?:com|io|ai|co|dev|org|net|app|so)$", re.IGNORECASE)
# How a text names its own employer: "Acme builds ...", "At Acme, ...", "About Acme".
_OWN_NAME = re.compile(
    r"[A-Z](?:(?<=\bA)(?:t|bout)\s([A-Z][\w.]{1,30})\s?[,\n:?]|(?<=\bL)ife\sat\s([A-Z][\w.]{1,30})|"
    r"(?<=\bJ)oin\s([A-Z][\w.]{1,30})\n"
    r"|(?<=[\s(][A-Z])([\w.]{1,30})\s(?:\([^)\n]{1,60}\)\s)?(?:is\s(?:an?|the|building|"
    r"on)\s(?!(?:\w{1,12}\s)?(?:plus|must|bonus|requirement|advantage|asset|nice))"
    r"|builds|helps|provides|enables|offers|makes|powers)\b)"
)
_ASKED_FOR = re.compile(
    r"\b(?:experience|exposure|familiar|knowledge|knowledgeable|proficien|expertise|certified|skills?|fluen|"
    r"worked with|using)"
    r"\w{0,4}\b[^.;\n]{0,36}$",
    re.IGNORECASE,
)
# "Zapier (YC) - Mountain View", "Stripe, San Francisco": the employer stands first.
_NAME_ALONE = re.compile(r"\s?\(|\s?[|–—@]|\s-\s")
_INTRODUCTION = 3000
_BEFORE_NAME = 48
_SHORT_LINE = 16


class ZoneReader:
    """Zones of the mentions of one posting."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int, Line]], hints: int, title_end: int) -> None:
        """`lines` are (start, end, line) of what is not empty, `hints` those of all."""
        self._text = text
        self._lines = lines
        self._title_end = title_end
        self._sections = sections_of(lines, title_end)
        self._has_sections = has_sections(self._sections)
        self._seeker = hints & SEEKS != 0
        self._first_hire = _first_hire(lines, title_end)
        self._own_names: frozenset[str] | None = None
        # What the title begins with where that may be the name of an employer.
        self._headline = ""
        self._asked_for_names = False

    def told(self, taken: Sequence[Candidate], is_english: bool) -> Iterator[tuple[int, Sequence[Told]]]:
        """Where a line starts, and what it tells of skills of the job, line by line.

        `taken` are the doubtful forms that mean their skill. Left out are ways to apply ("send us your GitHub"), the
        employer itself, its customers, and a concept that is only part of a job's title ("Full-stack Engineer"): the
        role stands for it.
        """
        at = 0
        for index, (start, end, line) in enumerate(self._lines):
            meant: tuple[Standing, ...] = ()
            if line.doubtful:
                first = at
                while at < len(taken) and taken[at].start < end:
                    at += 1
                meant = tuple((form, begin - start, stop - start) for form, begin, stop in taken[first:at])
            if meant or line.settled:
                told = self._told_by(index, meant, is_english)
                if told:
                    yield start, told

    def _told_by(self, index: int, meant: tuple[Standing, ...], is_english: bool) -> Sequence[Told]:
        start, end, line = self._lines[index]
        hire = self._first_hire
        # Before the line is before the line: how far does not matter.
        hires_from = None if hire is None else max(-1, min(hire - start, end - start + 1))
        body = max(0, self._title_end - start)
        section = self._sections[index]
        place = (section, hires_from, self._seeker, self._has_sections, body, meant, is_english)
        told = line.told.get(place)
        if told is None:
            around = Surroundings(section, hires_from, self._seeker, self._has_sections, body)
            self._asked_for_names = False
            told = tuple(_told(LineZones(line, around, self._employer_names), line, body, meant, is_english))
            # What hangs on the name of the employer holds for this text alone.
            if not self._asked_for_names:
                line.told[place] = told
        if told:
            names = self._employer_names()
            headline = self._headline
            for skill in told:
                if skill.name and (skill.name in names or skill.name in headline):
                    return [skill for skill in told if self._is_meant(start, skill)]
        return told

    def _is_meant(self, line_start: int, skill: Told) -> bool:
        """Whether the skill is meant rather than the employer: that is so in the title, and where it is asked for."""
        start = line_start + skill.start
        if start < self._title_end:
            # "Engineer | Acme | Berlin": a part by itself may be the employer's name.
            is_part = self._text.startswith("| ", start - 2) and self._text.startswith(" |", line_start + skill.end)
            return not is_part or not self._is_employer(start, skill)
        if not self._is_employer(start, skill):
            return True
        return _ASKED_FOR.search(self._text, max(0, start - _BEFORE_NAME), start) is not None

    def _is_employer(self, start: int, skill: Told) -> bool:
        """Whether these are of the employer's name: "We're Flink Robotics" under "Flink Robotics | ..."."""
        if skill.kind in TECHNOLOGY and skill.name in self._employer_names():
            return True
        headline, at = self._headline, self._headline.find(skill.name) if skill.name else -1
        if at < 0 or len(skill.name) == len(headline):
            return False
        return self._text[start - at : start - at + len(headline)].casefold() == headline

    def _employer_names(self) -> frozenset[str]:
        self._asked_for_names = True
        if self._own_names is None:
            found: set[str] = set()
            for start, _, line in self._lines:
                if line.hints & OWN_NAME and start < _INTRODUCTION:
                    found.update(line.names if line.names is not None else _names_in(line))
            in_title, self._headline = _title_names(self._text[: self._title_end])
            self._own_names = frozenset((*found, *in_title))
        return self._own_names


@lru_cache(maxsize=20_000)
def _title_names(title: str) -> tuple[frozenset[str], str]:
    """Names that a title may begin with, and its beginning where that may hold the name of an employer."""
    first = title.partition("|")[0].partition("(")[0].strip()
    name = first.casefold()
    names = {name, _DOMAIN.sub("", first).casefold()}
    if ROLE_NOUN.search(name):
        return frozenset(names), ""
    # "Acme - maps | Engineer | Berlin": the employer stands first.
    return frozenset((*names, name.partition(" - ")[0])), name


def _told(zones: LineZones, line: Line, body: int, meant: tuple[Standing, ...], is_english: bool) -> Iterator[Told]:
    """What a line tells of skills, whose title ends at its offset `body`."""
    row = line.row
    for form, start, end in sorted((*line.settled, *meant), key=itemgetter(1)) if meant else line.settled:
        kind = form.kind
        # Of a text in another language than English only the names of technologies: the rules are for English words.
        if not is_english and kind not in TECHNOLOGY:
            continue
        zone = _title_zone(row, start, end, body, kind) if start < body else zones.zone_of(start, end, kind)
        if zone == "company" and not is_english:
            # What asks and what praises is told by English words too: elsewhere a technology is taken as asked for.
            zone = "required"
        if zone is not None:
            counts = zone != "legal" if kind == "industry" else zone in COUNTING
            surface = row[start:end]
            name = surface.casefold() if kind in TECHNOLOGY or kind == "concept" else ""
            yield Told(form.skill_id, surface, start, end, zone, counts, kind, name)


def _title_zone(row: str, start: int, end: int, stop: int, kind: SkillKind) -> Zone | None:
    """The zone of a mention in the title, which ends at this offset of the line."""
    if is_part_of_title(row, end, kind):
        return None
    if start == 0 and kind in ("tool", "platform") and _NAME_ALONE.match(row, end):
        return None
    bar = row.find("|", 0, stop)
    if start < bar and not ROLE_NOUN.search(row, 0, bar):
        return None
    return "required"


def _first_hire(lines: Sequence[tuple[int, int, Line]], title_end: int) -> int | None:
    """Where the first words after the title stand that hire."""
    for start, end, line in lines:
        if start >= title_end and line.row[:_SHORT_LINE].partition(":")[0].strip(" \t*#:-").lower() in ROLES_LINE:
            return start
        if line.hints & HIRES and end > title_end:
            for first, after, cue in line.cues:
                if cue == "hire" and start + first >= title_end and not HIRING_BUSINESS.match(line.row, after):
                    return start + first
    return None


def _names_in(line: Line) -> tuple[str, ...]:
    """What a line calls its employer."""
    found = _OWN_NAME.finditer(f"\n{line.row[:_INTRODUCTION]}\n")
    names = (m.group()[0] + m[4] if m[4] else m[1] or m[2] or m[3] for m in found)
    line.names = tuple(name.casefold() for name in names)
    return line.names
