"""Years of experience that an advertisement asks for: "5+ years", "3-5 yrs of Python", "at least two years".

Belongs here: the number of years asked of the candidate. Does not belong here: the age of the company, how long its
founders have worked, seniority (`roles.py`).
"""

import re
from collections.abc import Iterator, Sequence

from extractors.skills.hints import EVERYTHING, YEARS

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER = rf"\d{{1,2}}|{'|'.join(_WORDS)}"
_HINTS = ("year", "yrs", "yoe", "yr ")
_YEARS = re.compile(
    rf"(?<![\d.,$£€])(?<!\d[-–])\b(?P<low>{_NUMBER})\s?(?:\((?:\d{{1,2}})\)\s?)?(?P<plus>\+|or more|plus)?\s?"
    rf"(?:(?:-|–|—|to)\s?(?P<high>{_NUMBER})\s?\+?\s?)?(?P<unit>years?|yrs?|yoe)\b(?P<more>\+|\sor more)?['’]?"
)
_ASKED_AFTER = re.compile(
    r"\s?(?:\)|\+)?[\s,:]{0,2}(?:of\s)?(?:(?!ago|old|run|since|warrant)[\w/#+.&'’-]{1,24}[\s,]{1,2}(?:\([^)\n]{0,40}\)\s?)?){0,9}?"
    r"(?:experience|exp\b|xp\b|yoe|background|expertise|track record)"
    r"|\s?(?:minimum\s)?(?:of\s|in\s|as\san?\s|with\s|doing\s|using\s)?(?:work|working|develop|building|programming|coding|"
    r"professional|hands-on|industry|relevant|software|engineering|designing|writing|shipping|managing|leading|"
    r"full[- ]stack|backend|frontend|post[- ])"
)
_ASKED_BEFORE = re.compile(
    r"(?:at least|minimum(?: of)?|min\.?|more than|over|requires?|required:?|requirements?:?|must have|you have|"
    r"experience(?: level)?:?|looking for|exp:?|you(?:'|’)ve got|candidate has|with|need)"
    r"\s{0,2}(?:an? )?(?:about |around )?$"
)
_AT_LEAST = re.compile(r"(?:at least|minimum of|candidate has)\s$")
# The years of somebody else: the company, its people, a plan.
_NOT_ASKED = re.compile(
    r"(?:\b(?:past|last|next|previous|first|within|since|after|every|(?<!looking )for(?: over| more than| the)?|"
    r"in(?: just| only| the| under)?|"
    r"founded|combined|collective|together|another|spent|our|team has|founders? (?:have|has|with)|who have|"
    r"(?:we|company|cto|ceo|founder|founders|team|us|i)(?:'ve|’ve| have| has)?"
    r"(?: (?!need|requir|want|seek|expect|ask|look)\w+){0,3}|led by|manager with|crew)"
    r"\s{0,2}(?:over |about |more than |of |the )?)$"
)
_NOT_ASKED_AFTER = re.compile(
    r"\s?(?:ago|old|later|since|in business|of runway|runway|contract|program|plan|warranty|vesting|now\b|running|"
    r"of (?:growth|history|success|funding|operation|shared|combined)|in a row|window|in the making|internship|paid)"
)
_OUR_PEOPLE = re.compile(
    r"\b(?:our|we're|we are|most of us|team of|founders?|founded by|has|have been)\b[^.\n;:]{0,48}$"
)
_REACH = 60
_NUMBER_REACH = 32
_MOST = 30


def find_years(text: str, lines: Sequence[tuple[int, int, int]] | None = None) -> tuple[int | None, int | None]:
    """(least, most) years of experience that `text`, in lower case, asks for first; None where not stated.

    `lines` are where each line begins and ends, and its hints; without them every line may hold years.
    """
    if not any(hint in text for hint in _HINTS):
        return None, None
    for match in _places(text, lines or ((0, len(text), EVERYTHING),)):
        if not _is_asked(text, match):
            continue
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else None
        if low > _MOST or (high is not None and not low <= high <= _MOST):
            continue
        return low, high
    return None, None


def _places(text: str, lines: Sequence[tuple[int, int, int]]) -> Iterator[re.Match[str]]:
    for start, end, hints in lines:
        if hints & YEARS:
            # The number may end the line before, and what belongs to it stand on the next one.
            for match in _YEARS.finditer(text, max(0, start - _NUMBER_REACH), end + _NUMBER_REACH):
                if match.start() <= end:
                    yield match


def _is_asked(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _NOT_ASKED_AFTER.match(text, match.end()) or _NOT_ASKED.search(before):
        return False
    if match["unit"] == "yoe":
        return True
    if _AT_LEAST.search(before):
        return True
    if _ASKED_BEFORE.search(before) and (match["plus"] or match["more"] or _ASKED_AFTER.match(text, match.end())):
        return True
    return _ASKED_AFTER.match(text, match.end()) is not None and not _OUR_PEOPLE.search(before)


def _number(text: str) -> int:
    return _WORDS[text] if text in _WORDS else int(text)
