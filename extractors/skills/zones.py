"""What a mention in an advertisement is worth: required, preferred, a duty, the company's own talk, or legal text.

Belongs here: what the text as a whole decides: its title, its employer's name, where it begins to hire. Does not belong
here: what a line decides (`line_zones.py`).
"""

import re
from collections.abc import Sequence

from extractors.records import SkillKind, Zone
from extractors.skills.hints import HIRES, OWN_NAME, SEEKS
from extractors.skills.layout import has_sections, sections_of
from extractors.skills.line_zones import ROLE_NOUN, LineZones, Surroundings, is_part_of_title
from extractors.skills.lines import Line
from extractors.skills.matcher import TECHNOLOGY
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
    r"\b(?:experience|familiar|knowledge|knowledgeable|proficien|expertise|certified|skills?|fluen|worked with|using)"
    r"\w{0,4}\b[^.;\n]{0,36}$",
    re.IGNORECASE,
)
# "Zapier (YC) - Mountain View", "Stripe, San Francisco": the employer stands first.
_NAME_ALONE = re.compile(r"\s?\(|\s?[|–—@]|\s-\s")
_INTRODUCTION = 3000
_BEFORE_NAME = 48
_SHORT_LINE = 16


class ZoneReader:
    """Zones of the mentions of one posting, asked about from left to right."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int, Line]], title_end: int) -> None:
        """`lines` are (start, end, line) of what is not empty."""
        self._text = text
        self._lines = lines
        self._title_end = title_end
        self._sections = sections_of(lines, title_end)
        self._has_sections = has_sections(self._sections)
        self._seeker = any(line.hints & SEEKS for _, _, line in lines)
        self._first_hire = _first_hire(lines, title_end)
        self._own_names: frozenset[str] | None = None
        # What the title begins with, and whether it may be the name of an employer.
        self._headline = ""
        self._may_split = False
        self._asked_for_names = False
        self._index = -1
        self._start = self._end = -1
        self._line: Line
        self._around: Surroundings
        self._in_line: LineZones | None

    def zone_of(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        """The zone of the mention at these offsets; None where it is no skill of the job.

        That is a way to apply ("send us your GitHub"), the employer itself, one of its customers, or a concept that is
        only part of a job's title ("Full-stack Engineer"): the role stands for it.
        """
        if start < self._title_end:
            return self._title_zone(start, end, kind)
        if start > self._end:
            self._turn_to(start)
        first, last = start - self._start, end - self._start
        place = (first, last, kind, self._around)
        zones = self._line.zones
        if place in zones:
            zone = zones[place]
        else:
            if self._in_line is None:
                self._in_line = LineZones(self._line, self._around, self._employer_names)
            self._asked_for_names = False
            zone = self._in_line.zone_of(first, last, kind)
            # What hangs on the name of the employer holds for this text alone.
            if not self._asked_for_names:
                zones[place] = zone
        if zone is not None and self._is_employer(start, end, kind):
            return zone if _ASKED_FOR.search(self._text, max(0, start - _BEFORE_NAME), start) else None
        return zone

    def _turn_to(self, offset: int) -> None:
        """Goes on to the line that holds this offset."""
        while self._end < offset:
            self._index += 1
            self._start, self._end, self._line = self._lines[self._index]
        start, hire = self._start, self._first_hire
        # Before the line is before the line: how far does not matter.
        hires_from = None if hire is None else max(-1, min(hire - start, self._end - start + 1))
        section, body = self._sections[self._index], max(0, self._title_end - start)
        self._around = Surroundings(section, hires_from, self._seeker, self._has_sections, body)
        self._in_line = None

    def _title_zone(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        text, stop = self._text, self._title_end
        if is_part_of_title(text, end, kind):
            return None
        if start == 0 and kind in ("tool", "platform") and _NAME_ALONE.match(text, end):
            return None
        bar = text.find("|", 0, stop)
        if 0 <= start < bar and not ROLE_NOUN.search(text, 0, bar):
            return None
        return "required"

    def _employer_names(self) -> frozenset[str]:
        self._asked_for_names = True
        if self._own_names is None:
            found: set[str] = set()
            for start, _, line in self._lines:
                if line.hints & OWN_NAME and start < _INTRODUCTION:
                    found.update(line.names if line.names is not None else _names_in(line))
            first = self._text[: self._title_end].split("|")[0].split("(")[0].strip()
            self._own_names = frozenset((*found, first.casefold(), _DOMAIN.sub("", first).casefold()))
            # "Acme - maps | Engineer | Berlin": the employer stands first.
            brand = first.split(" - ")[0]
            if brand != first and not ROLE_NOUN.search(first):
                self._own_names |= {brand.casefold()}
            self._headline = first.casefold()
            self._may_split = len(self._headline) > 0 and ROLE_NOUN.search(self._headline) is None
        return self._own_names

    def _is_employer(self, start: int, end: int, kind: SkillKind) -> bool:
        """Whether these are of the employer's name: "We're Flink Robotics" under "Flink Robotics | ..."."""
        if kind not in TECHNOLOGY and kind != "concept":
            return False
        names = self._employer_names()
        words = self._text[start:end].casefold()
        if kind in TECHNOLOGY and words in names:
            return True
        at = self._headline.find(words) if self._may_split else -1
        if at < 0 or len(words) == len(self._headline):
            return False
        return self._text[start - at : start - at + len(self._headline)].casefold() == self._headline


def _first_hire(lines: Sequence[tuple[int, int, Line]], title_end: int) -> int | None:
    """Where the first words after the title stand that hire."""
    for start, end, line in lines:
        if end - start <= _SHORT_LINE and start >= title_end and line.row.strip(" \t*#:-").lower() in ROLES_LINE:
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
