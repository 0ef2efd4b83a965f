"""Where and how one works: remote, hybrid or on site; full-time, part-time, contract, internship.

Belongs here: reading these two facts from title and text. Does not belong here: places and countries.
"""

import re

from extractors.records import Workplace
from extractors.skills.hints import EVERYTHING, HYBRID, PLACE, REMOTE

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

_EMPLOYMENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("internship", re.compile(r"\b(?:interns?|internships?|werkstudent|working student)\b")),
    ("full_time", re.compile(r"\bfull[ -]?time\b|\bpermanent\b|\bfte\b")),
    ("contract", re.compile(r"\b(?:contract(?:or|ors)?|freelance(?:r|rs)?|fixed[ -]term|b2b contract)\b")),
    ("part_time", re.compile(r"\bpart[ -]?time\b")),
)  # fmt: skip


def find_workplace(text: str, title_end: int, hints: int = EVERYTHING) -> Workplace | None:
    """The workplace of the title line where it names one, else that of the text."""
    if not hints & (REMOTE | HYBRID | PLACE) or _HINT.search(text) is None:
        return None
    title = text[:title_end]
    found = _in_title(title) if title else None
    if found is not None:
        return found
    no_remote = bool(hints & REMOTE) and _NO_REMOTE.search(text) is not None
    if _HYBRID.search(text, title_end):
        return "hybrid"
    if not no_remote and hints & REMOTE and _REMOTE_IN_TEXT.search(text, title_end):
        return "remote"
    if no_remote or _ONSITE_IN_TEXT.search(text, title_end):
        return "onsite"
    return None


def find_employment(text: str, title_end: int) -> str | None:
    """full_time, part_time, contract or internship: as the title says, else as the text says first."""
    for area in (text[:title_end], text[title_end : title_end + 1500]):
        places = [(match.start(), name) for name, pattern in _EMPLOYMENT if (match := pattern.search(area))]
        if places:
            if any(name == "internship" for _, name in places) and area is not text:
                return "internship" if area == text[:title_end] else min(places)[1]
            return min(places)[1]
    return None


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
