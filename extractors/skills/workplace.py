"""Where and how one works: remote, hybrid or on site; full-time, part-time, contract, internship.

Belongs here: reading these two facts from title and text. Does not belong here: places and countries.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.records import Workplace
from extractors.skills.hints import EMPLOYMENT, EVERYTHING, HYBRID, PLACE, REMOTE

_ANYWHERE = REMOTE | HYBRID | PLACE

_HINT = re.compile(r"remot|hybrid|on[ -]?site|in[ -](?:the )?office|in[ -]person|work from home|wfh|distributed")
_NO_REMOTE = re.compile(
    r"\b(?:no[nt]?|not|isn't|aren't|cannot be|can't be|without)[ -](?:\w+ ){0,3}remote|remote(?: work)?(?: is|"
    r" are)? (?:not|isn't)|remote:? no\b|no wfh|un(?:able|fortunately)[^.\n]{0,40}remote"
)
_HYBRID = re.compile(
    r"\bhybrid(?! cloud| search| model of| approach| high| infra| retriev| env| data| mobile| app|"
    r" or remote)|\bremote[ /-]{1,3}(?:onsite|on-site|office) mix|\b[1-4](?:-[2-5])? days?(?: (?:a|per|"
    r"/) ?week|/w(?:ee)?k)?[^.\n]{0,20}\b(?:in[ -](?:the )?office|on[ -]?site|in[ -]person)"
)
_REMOTE = re.compile(
    r"\b(?:remote(?!ly (?:control|operat|monitor))|wfh|work from (?:home|anywhere)|"
    r"fully distributed)\b"
)
_ONSITE = re.compile(r"\bon[ -]?site\b|\bin[ -]?office\b|\bin[ -]person\b")
_REMOTE_IN_TEXT = re.compile(
    r"\b(?:(?:fully|100%|completely|all|are|is|work(?:ing)?|hiring|hire|team is|position is|role is|"
    r"remain)[ -]remote(?:ly)?|remote[ -](?:first|only|friendly|position|role|work|team|company|ok|job|in|us|"
    r"eu|within|based)|work(?:ing)? remotely|remotely|work from (?:home|anywhere)|remote:? yes|"
    r"location:? remote)\b",
)
_ONSITE_IN_TEXT = re.compile(
    r"\b(?:fully in[ -]person|fully on[ -]?site|5 days (?:a|per|/) ?week|work(?:s|"
    r"ing)? (?:on[ -]?site|in[ -]person)|on[ -]?site (?:only|role|position)|in[ -]office (?:role|position))\b"
)
# What a line may say, by its index.
_SAID = (_NO_REMOTE, _HYBRID, _REMOTE_IN_TEXT, _ONSITE_IN_TEXT)
_NO, _BOTH, _AWAY, _THERE = range(4)

_EMPLOYMENT = re.compile(
    r"\b(?:(?P<internship>interns?|internships?|werkstudent|working student)"
    r"|(?P<full_time>full[ -]?time|permanent|fte)"
    r"|(?P<contract>contract(?:or|ors)?|freelance(?:r|rs)?|fixed[ -]term|b2b contract)"
    r"|(?P<part_time>part[ -]?time))\b"
)
_INTRODUCTION = 1500


def find_workplace(text: str, title_end: int, lines: Sequence[tuple[int, int, int]] | None = None) -> Workplace | None:
    """The workplace of the title line where it names one, else that of the text, which is in lower case.

    `lines` are where each line begins and ends, and its hints; without them every line may hold everything.
    """
    places = [line for line in lines or ((0, len(text), EVERYTHING),) if line[2] & _ANYWHERE]
    if not places:
        return None
    found = _in_title(text[:title_end]) if places[0][0] < title_end else None
    if found is None and _HINT.search(text, places[0][0], places[-1][1]):
        found = _in_body(text, title_end, places)
    return found


def _in_body(text: str, title_end: int, places: Sequence[tuple[int, int, int]]) -> Workplace | None:
    lines = [(text[start:end], hints) for start, end, hints in places]
    no_remote = any(hints & REMOTE and _is_said(_NO, line) for line, hints in lines)
    if places[0][0] < title_end:
        lines = [(text[max(start, title_end) : end], hints) for start, end, hints in places if end > title_end]
    if any(hints & (HYBRID | PLACE) and _is_said(_BOTH, line) for line, hints in lines):
        return "hybrid"
    if not no_remote and any(hints & REMOTE and _is_said(_AWAY, line) for line, hints in lines):
        return "remote"
    if no_remote or any(hints & PLACE and _is_said(_THERE, line) for line, hints in lines):
        return "onsite"
    return None


@lru_cache(maxsize=20_000)
def _is_said(what: int, line: str) -> bool:
    """Whether a line says this of the workplace."""
    return _SAID[what].search(line) is not None


def find_employment(text: str, title_end: int, lines: Sequence[tuple[int, int, int]] | None = None) -> str | None:
    """full_time, part_time, contract or internship: as the title says, else as the text, in lower case, says first."""
    places = [(start, end) for start, end, hints in lines or ((0, len(text), EVERYTHING),) if hints & EMPLOYMENT]
    if not places:
        return None
    named = {match.lastgroup: None for match in _EMPLOYMENT.finditer(text, 0, title_end)}
    if named:
        return "internship" if "internship" in named else next(iter(named))
    stop = title_end + _INTRODUCTION
    for start, end in places:
        match = _EMPLOYMENT.search(text, max(start, title_end), min(end, stop))
        if match is not None:
            return match.lastgroup
    return None


@lru_cache(maxsize=20_000)
def _in_title(title: str) -> Workplace | None:
    if _HYBRID.search(title):
        return "hybrid"
    if _NO_REMOTE.search(title):
        return "onsite"
    remote, onsite = _REMOTE.search(title), _ONSITE.search(title)
    if remote and onsite:
        return "hybrid" if re.search(r"remote\s?/\s?on|on-?site\s?/\s?remote", title) is None else "remote"
    if remote:
        return "remote"
    return "onsite" if onsite else None
