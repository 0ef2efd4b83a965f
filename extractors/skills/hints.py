"""What a text can hold at all, by the words in it: most patterns of facts need not be tried on most texts.

Belongs here: for each group of patterns, letters that must stand in some word of the text for one of them to match.
Does not belong here: the patterns; whoever adds one to a group must see that its letters are named here.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Final

SALARY, DEGREE, YEARS, LEVEL, EMPLOYMENT, REMOTE, HYBRID, PLACE, VISA = (1 << bit for bit in range(9))
EVERYTHING: Final = -1

# Asked of each word in lower case.
_LETTERS: Final[Mapping[int, tuple[str, ...]]] = {
    SALARY: ("$", "£", "€", "₹", "¥", "usd", "eur", "gbp", "chf", "cad", "aud", "inr", "sgd", "pln", "sek", "nok",
        "dkk", "jpy"),
    DEGREE: ("degree", "ph", "master", "bachelor", "doctora", "b.", "m.", "bsc", "msc", "btech", "mtech", "beng",
        "meng", "mba", "bs", "ms", "ba"),
    YEARS: ("year", "yr", "yoe"),
    LEVEL: ("mid", "experienced", "senior", "staff", "junior"),
    EMPLOYMENT: ("intern", "werkstudent", "student", "full", "permanent", "fte", "contract", "freelance", "fixed",
        "b2b", "part"),
    REMOTE: ("remot", "wfh", "home", "anywhere", "distributed"),
    HYBRID: ("hybrid",),
    PLACE: ("site", "office", "person"),
    VISA: ("visa", "h1b", "h-1b", "h1-b", "sponsor", "permit"),
}  # fmt: skip
_MAX_WORDS: Final = 300_000


class _Memory(dict[str, int]):
    """The groups that each chunk of text speaks of, as bits."""

    def __missing__(self, chunk: str) -> int:
        if len(self) > _MAX_WORDS:
            self.clear()
        word = chunk.lower()
        bits = sum(bit for bit, letters in _LETTERS.items() if any(part in word for part in letters))
        self[chunk] = bits
        return bits


_MEMORY = _Memory()


def hints_of(chunks: Iterable[str]) -> int:
    """The groups of which one of these chunks speaks, as bits; a chunk is what stands between spaces or line ends."""
    return reduce(or_, set(map(_MEMORY.__getitem__, chunks)), 0)
