"""Degrees that an advertisement asks for: level, field of study, required or not.

Belongs here: the names of degrees and fields, and the guide's degree items they amount to. Does not belong here:
certifications, which are skills found by name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from extractors.records import Degree
from extractors.skills.hints import DEGREE, EVERYTHING

Level = Literal["bachelor", "master", "phd", "any"]

_LEVELS: tuple[tuple[Level, str], ...] = (
    ("phd", r"ph\.?\s?d'?s?\b\.?|doctorates?|doctoral(?: degree)?|d\.?phil\b"),
    ("master", r"(?<!scrum )(?<!scrum-)masters?'?s?(?=\s(?:degree|in|or|level|and|preferred|required)\b|"
        r"\s?/\s?(?:ph|doc|ba|b\.?s|mba))(?<!to master)(?<!to masters)(?!\sin house)|masters'?(?=\s?[,)])|"
        r"masters? of (?=science|arts|engineering|business|comput|data|applied|technology|public|education|math|stat|"
        r"phil)|master's(?= )|"
               r"m\.?sc\b\.?|m\.s\.|(?<!\w)ms(?= (?:degree|in|or)\b|/phd|/ph\.d| & phd|, phd)|mba\b|m\.?eng\b|"
               r"m\.?tech\b|advanced degrees?|graduate degrees?|post-?graduate degrees?"),
    ("bachelor", r"bachelor(?:'?s)?(?:'|\b)(?! (?:flat|party|pad)\b)|"
        r"b\.?sc\b\.?|b\.s\.|b\.a\.|(?<![\w/])bs(?= (?:degree|in|or)\b|/ms|/ba|"
        r"/m\.s)|(?<![\w/])ba(?= (?:degree|in|or)\b|/bs|/ma)|b\.?tech\b|b\.?eng\b(?! )|"
                 r"undergraduate degrees?|college degrees?|(?:4|four)[ -]year degrees?|university degrees?"),
    ("any", r"degrees?(?= (?:in|or|from)\b)|degrees? (?:required|preferred)|"
        r"formal stud(?:y|ies)(?= in\b)|fields (?=such as|like)|"
        r"(?:engineering|academic|educational|university) background(?= in\b)"),
)  # fmt: skip
_LEVEL = re.compile("|".join(f"(?P<{name}>(?<![\\w.])(?:{pattern}))" for name, pattern in _LEVELS))

_BY_NAME: dict[str, Level] = {name: name for name, _ in _LEVELS}
_FIELDS: tuple[tuple[str, str], ...] = (
    ("Computer Science", r"computer sciences?|computing|comp\.? ?sci\.?|informatics|cs(?=[\s,/).]|$)|"
        r"software engineering"),
    ("Data Science", r"data sciences?|data analytics"),
    ("Machine Learning", r"machine learning|\bml\b"),
    ("Artificial Intelligence", r"artificial intelligence|\bai\b"),
    ("Mathematics", r"mathematics|maths?\b|applied math(?:ematics)?"),
    ("Statistics", r"statistics|biostatistics"),
    ("Computer Engineering", r"computer engineering"),
    ("Electrical Engineering", r"electrical (?:and \w+ )?engineering|\bee\b"),
    ("Electronics Engineering", r"electronics? engineering"),
    ("Mechanical Engineering", r"mechanical engineering"),
    ("Engineering", r"(?<!software )(?<!computer )(?<!electrical )(?<!electronics )(?<!mechanical )engineering|stem"),
    ("Physics", r"(?<!quantum )physics"),
    ("Quantum Physics", r"quantum physics"),
    ("Economics", r"economics|econometrics"),
    ("Information Systems", r"information (?:systems|technology)"),
    ("Operations Research", r"operations research"),
    ("Robotics", r"robotics"),
    ("Linguistics", r"linguistics"),
    ("Business", r"business(?: administration)?|finance|marketing|accounting"),
)  # fmt: skip
_FIELD = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in _FIELDS)
_CONTEXT = re.compile(r"[^\n;]{0,160}")
_STOP = re.compile(r"\.\s|\n|;|\b(?:with|and \d|experience|who)\b|\d\+? years")
_PREFERRED = re.compile(
    r"\b(?:a plus|preferred|preferably|ideally|nice to have|bonus|desirable|desired|advantage|not required|"
    r"not necessary|optional|helpful|is great|an asset|pluses)\b"
)
# The heading of the list that a degree stands in: "Nice to have", and items of the list.
_LIKED_LIST = re.compile(
    r"(?:^|\n)[^\n]{0,30}\b(?:nice[ -]to[ -]haves?|bonus|preferred|desirable|desired|pluses)\b[^\n.]{0,30}\n+"
    r"(?:[ \t]*[-*•][^\n]*\n+){0,8}[^\n]*$"
)
_NOT_ASKED = re.compile(
    r"\b(?:no|without an?|don't need an?|regardless of|our (?:team|founders)[^.]{0,60}|founded by[^.]{0,40}|"
    r"team of|(?:we are|we're) (?!looking|seeking|searching|hiring)(?:a )?[^.]{0,30}|"
    r"led by[^.]{0,40}|scientists? with|several|"
    r"(?:team|founders?|startup|staff|company|group|colleagues)\b[^.\n]{0,30}\b(?:includ(?:es?|ing)|made up of)\b"
    r"[^.\n]{0,50}|"
    r"(?:collaborat\w{1,3}|alongside)[^.\n]{0,40}|pursuing your)\s$"
)
# Those who have the degree or may, and what is done to get it: "over ten PhDs", "PhD research", "his doctorate".
_PEOPLE = re.compile(r"(?:phd|ph\.d\.?|doctorate)'?s$")
_ASKED = re.compile(
    r"\b(?:looking for|hiring|seek\w*|recruit\w*|want|need|prefer\w*|bachelor\w*|masters?)\b[^.\n]{0,60}$"
)
_WELCOME = re.compile(r"[^.\n]{0,40}\b(?:welcome|wanted|preferred|required|plus|degree)\b")
_HELD = re.compile(
    r"'?s\b|\?|[ -](?:clad|research\b|programs?\b|programmes?\b|thesis|dropouts?|founders?|supervisors?|positions?|"
    r"(?:\w+ ){0,2}(?:scientists|researchers|engineers|physicists|mathematicians)\b)"
)
_OWN = re.compile(r"\b(?:his|her|their|my|i have an?|i hold an?|funded|finished (?:a|his|her|my|their))\s(?:\w+\s)?$")
# A cheap look before the patterns: most texts name no degree.
_HINTS = (
    "degree", "phd", "ph.d", "ph d", "ph. d", "master", "bachelor", "doctora", "phil", "b.s", "m.s", "b.a", "bsc",
    "msc", "b.tech", "m.tech", "btech", "mtech",
    "b.eng", "m.eng", "beng", "meng", "mba", "background", " bs", " ms", "/ms", "/bs", " ba ",
)  # fmt: skip
_BEFORE = 90
_NEAR = 500
_REACH = 24
# No advertisement asks for more degrees than this; a text that names thousands is no advertisement.
_MOST = 60


@dataclass(frozen=True, slots=True)
class DegreeFound:
    """A degree and the span of the words that name its level, and of those that name its field."""

    degree: Degree
    start: int
    end: int
    field_span: tuple[int, int] | None


def find_degrees(text: str, lines: Sequence[tuple[int, int, int]] | None = None) -> list[DegreeFound]:
    """Every degree asked for in a text in lower case, one entry for a level and a field.

    `lines` are where each line begins and ends, and its hints; without them every line may hold a degree.
    """
    if not any(hint in text for hint in _HINTS):
        return []
    plain = text.replace("’", "'")
    found: dict[tuple[str, str | None], DegreeFound] = {}
    levels = list(islice(_levels(plain, lines or ((0, len(text), EVERYTHING),)), _MOST))
    for index, (level, start, end) in enumerate(levels):
        context = _CONTEXT.match(plain, end)
        assert context is not None
        stop_match = _STOP.search(plain, end, context.end())
        stop = stop_match.start() if stop_match else context.end()
        line_start, line_end = _line(plain, start)
        clause = _own_clause(plain, start, end, line_start, line_end)
        required = _PREFERRED.search(clause) is None and "ideally" not in plain[max(0, line_start - _BEFORE) : start]
        required = required and _LIKED_LIST.search(plain, max(0, start - _NEAR), start) is None
        fields: list[tuple[str | None, tuple[int, int] | None]] = [
            (name, match.span()) for name, pattern in _FIELD if (match := pattern.search(plain, end, stop))
        ]
        if level == "any" and not fields:
            continue
        if level == "any" and index and start - levels[index - 1][2] < 25:
            continue
        for name, span in fields or [(None, None)]:
            found.setdefault((level, name), DegreeFound(Degree(level, name, required), start, end, span))
    return list(found.values())


def _levels(text: str, lines: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Level, int, int]]:
    for match in _places(text, lines):
        level = _BY_NAME[str(match.lastgroup)]
        before = text[max(0, match.start() - 90) : match.start()]
        if _NOT_ASKED.search(before) or _OWN.search(before):
            continue
        if level == "phd" and _is_held(text, match, before):
            continue
        yield level, match.start(), match.end()


def _is_held(text: str, match: re.Match[str], before: str) -> bool:
    """Whether these words speak of people who have the degree, and nobody is looked for."""
    if not _PEOPLE.search(match.group()) and not _HELD.match(text, match.end()):
        return False
    return _ASKED.search(before) is None and _WELCOME.match(text, match.end()) is None


def _places(text: str, lines: Sequence[tuple[int, int, int]]) -> Iterator[re.Match[str]]:
    for start, end, hints in lines:
        if hints & DEGREE:
            # What follows a degree may stand on the next line.
            for match in _LEVEL.finditer(text, start, end + _REACH):
                if match.start() < end:
                    yield match


def _line(text: str, offset: int) -> tuple[int, int]:
    """Where the line of this offset begins and ends, or the part of a very long one around it."""
    first, last = max(0, offset - _NEAR), min(len(text), offset + _NEAR)
    start, end = text.rfind("\n", first, offset), text.find("\n", offset, last)
    return first if start < 0 else start + 1, last if end < 0 else end


def _own_clause(text: str, start: int, end: int, line_start: int, line_end: int) -> str:
    left = max(text.rfind(". ", line_start, start), text.rfind(";", line_start, start), line_start)
    right = min(x for x in (text.find(". ", end, line_end), text.find(";", end, line_end), line_end) if x >= 0)
    return text[left : min(right, end + 200)]
