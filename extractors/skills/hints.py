"""What a text can hold at all, by the letters in it: most patterns of facts need not be tried on most texts.

Belongs here: for each group of patterns, letters of which some must stand in the text for one of them to match. Does
not belong here: the patterns; whoever adds one to a group must see that its letters are named here.
"""

from typing import Final

(SALARY, DEGREE, YEARS, LEVEL, EMPLOYMENT, REMOTE, HYBRID, PLACE, VISA, HIRING, NEGATION, OWN_NAME, BACKING) = (
    1 << bit for bit in range(13)
)
# Told by cues rather than letters: somebody hires, somebody looks for work.
HIRES, SEEKS = 1 << 13, 1 << 14
CUES: Final = {"hire": HIRES, "seeker": SEEKS}
EVERYTHING: Final = -1

# Looked for in the text in lower case with a space for everything but letters and digits; a space at either end of a
# text counts too. Signs of currencies are looked for by themselves.
_LETTERS: Final = {
    SALARY: ("usd", "eur", "gbp", "chf", "cad", "aud", "inr", "sgd", "pln", "sek", "nok", "dkk", "jpy"),
    DEGREE: (
        "degree", " phd", " ph ", "master", "bachelor", "doctora", "formal", "fields ", "phil", " b s", " m s", " b a",
        " bs", " ms", " ba ", " msc", " m tech", " mtech", " b tech", " btech", " b eng", " beng", " m eng", " meng",
        " mba", "ng background in ", "c background in ", "al background in ", "ty background in ",
    ),
    YEARS: ("year", "yr", "yoe"),
    LEVEL: ("mid", "experienced", "senior", "staff", "junior"),
    EMPLOYMENT: (
        "intern ", "interns ", "internship", "werkstudent", "working student", "full time", "fulltime", "permanent",
        " fte ", "contract", "freelance", "fixed term", "part time", "parttime",
    ),
    REMOTE: ("remot", "wfh", "home", "anywhere", "distributed"),
    HYBRID: ("hybrid",),
    PLACE: ("site", "office", "person"),
    VISA: ("visa", "h1b", "h 1b", "h1 b", "h 1 b", "sponsor", "permit"),
    HIRING: (
        "looking ", "hiring", " seek", "search", "calling all", "join us as", "role", " as a ", " as an ", "in need",
        "recruiting", " open", "position", " hire ",
    ),
    OWN_NAME: (
        " at ", " about ", " join ", " is a", " is the ", " is building ", " is on ", " builds ", " helps ",
        " provides ", " enables ", " offers ", " makes ", " powers ",
    ),
    BACKING: ("angel", "invest", "think", "imagine"),
    NEGATION: (" no ", " not ", " don t ", " won t ", " needn t ", "instead of", "rather than", "without"),
}  # fmt: skip
# The groups that letters speak of, as bits.
KEYS: Final = {
    key: sum(bit for bit, group in _LETTERS.items() if key in group) for keys in _LETTERS.values() for key in keys
}
