"""What a text can hold at all, by the words in it: most patterns of facts need not be tried on most texts.

Belongs here: for each group of patterns, letters that must stand in some word of the text for one of them to match.
Does not belong here: the patterns; whoever adds one to a group must see that its letters are named here.
"""

import re
from typing import Final

SALARY, DEGREE, YEARS, LEVEL, EMPLOYMENT, REMOTE, HYBRID, PLACE, VISA = (1 << bit for bit in range(9))
EVERYTHING: Final = -1

# Searched in each chunk in lower case.
_LETTERS: Final = {
    SALARY: r"[$£€₹¥]|usd|eur|gbp|chf|cad|aud|inr|sgd|pln|sek|nok|dkk|jpy",
    DEGREE: r"degree|ph\.?$|ph\.?d|master|bachelor|doctora|formal|fields|phil|[bm]\.s|b\.a|[bm]\.?sc|[bm]\.?tech|"
    r"[bm]\.?eng|mba|^[^a-z]*[bm]s|/[bm]s|^[^a-z]*ba(?![a-z])",
    YEARS: r"year|yr|yoe",
    LEVEL: r"mid|experienced|senior|staff|junior",
    EMPLOYMENT: r"intern(?:s|ship|ships)?(?![a-z])|werkstudent|student|full(?![a-z])|fulltime|permanent|fte|contract|"
    r"freelance|fixed|b2b|part(?![a-z])|parttime",
    REMOTE: r"remot|wfh|home|anywhere|distributed",
    HYBRID: r"hybrid",
    PLACE: r"site|office|person",
    VISA: r"visa|h1b|h-1b|h1-b|sponsor|permit",
}
_SEARCHES: Final = tuple((bit, re.compile(letters)) for bit, letters in _LETTERS.items())
_ANY: Final = re.compile("|".join(_LETTERS.values()))


def hints_of(chunk: str) -> int:
    """The groups that a chunk of text between spaces speaks of, as bits."""
    word = chunk.lower()
    return sum(bit for bit, letters in _SEARCHES if letters.search(word)) if _ANY.search(word) else 0
