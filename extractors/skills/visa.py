"""Whether an employer sponsors visas: yes, no, or not stated.

Belongs here: sponsorship of work visas and permits. Does not belong here: where one may work from (`workplace.py`).
"""

import re
from collections.abc import Sequence

from extractors.skills.hints import EVERYTHING, VISA

_HINTS = ("visa", "h1b", "h-1b", "h1-b", "sponsor", "work permit")
_WORD = r"(?:visas?|h-?1-?b|sponsorships?|work permits?|sponsor)"
_NO = re.compile(
    rf"\b(?:no[ -](?:\w+ )?(?:visa|h-?1-?b|sponsorship)s?(?! (?:required|needed|necessary))|"
    rf"(?:can(?:no|'|’)t|can not|do(?:es)? not|don['’]t|doesn['’]t|won['’]t|will not|unable|aren['’]t|not|isn['’]t|"
    rf"unfortunately)\b[^.|\n]{{0,60}}\b{_WORD}\b|"
    rf"{_WORD}(?: sponsorship)?:? (?:is |are )?(?:not|isn['’]t|unavailable|no\b)|"
    r"without (?:the )?(?:need (?:for|of) |requiring |any )?(?:visa |employer |company )?sponsorship)"
)
_YES = re.compile(
    r"\b(?:(?:visa|h-?1-?b|work permit)s?(?: sponsorship)?:?,? (?:is |are |can be )?"
    r"(?:available|offered|provided|possible|supported|support|ok(?:ay)?|welcome|fine|friendly|acceptable|accepted|yes|"
    r"transfers?|sponsor(?:ed|ing|ship)?|assistance|candidates are welcome|considered|help)|"
    r"sponsor(?:ing|ed|s)?(?:/extend)? (?:\w+ ){0,5}(?:visas?|h-?1-?bs?|work permits?|candidates)|"
    r"(?:offer|provide|support|help|assist|happy|able|willing|can|will|cover|manage)\b[^.|\n]{0,40}\b"
    r"(?:visas?|h-?1-?b|work permits?|sponsorship|sponsor)\b|"
    r"sponsorship (?:is )?(?:available|offered|provided|possible))"
)
# "ONSITE, VISA": a word by itself in the line that names the job.
_IN_TITLE = re.compile(
    r"(?:^|[|,/+&(;•\n–-]|onsite|remote|interns?|and|\s-)\s*(?:visas?|h-?1-?b)\s*"
    r"(?:$|[|,/+&);.\n–-]|https?:|interns?\b|onsite|remote)"
)
_TITLE_REACH = 400


def find_visa(text: str, title_end: int, lines: Sequence[tuple[int, int, int]] | None = None) -> bool | None:
    """True where `text`, in lower case, offers to sponsor a visa, False where it rules that out, None if neither.

    `lines` are where each line begins and ends, and its hints; without them every line may speak of visas.
    """
    places = [(start, end) for start, end, hints in lines or ((0, len(text), EVERYTHING),) if hints & VISA]
    if not places or not any(hint in text for hint in _HINTS):
        return None
    refused, offered = _first(_NO, text, places), _first(_YES, text, places)
    if refused is not None and (offered is None or _overlap(refused, offered) or refused.start() < offered.start()):
        return False
    if offered is not None:
        return True
    return True if _IN_TITLE.search(text, 0, max(title_end, min(len(text), _TITLE_REACH))) else None


def _first(pattern: re.Pattern[str], text: str, places: list[tuple[int, int]]) -> re.Match[str] | None:
    found = (pattern.search(text, start, end) for start, end in places)
    return next((match for match in found if match is not None), None)


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
