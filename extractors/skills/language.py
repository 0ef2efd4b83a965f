"""The language of a text, by the small words it uses.

Belongs here: a cheap guess between the languages that postings are written in. Does not belong here: anything that
needs a model.
"""

from functools import lru_cache
from typing import Final

_SMALL_WORDS: Final = {
    "en": "the and of to in you with for we our are is your will",
    "de": "der die das und mit für wir sie ist auf deine ihre eine einen bei als oder",
    "fr": "le la les des et vous nous pour dans une avec sur est votre notre",
    "es": "el los las y con para una por del que tu nuestro experiencia como",
    "pt": "o os e com para uma por do da que você nossa experiência como",
    "nl": "de het een en van met voor je wij op zijn bij onze jij",
    "it": "il gli e con per una di del che nostro della sono",
    "pl": "i w z na do oraz dla się jest lub pracy",
    "sv": "och att det som en på för med av du vi är",
}
_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(code for code, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_ENGLISH: Final = frozenset(_SMALL_WORDS["en"].split())
_OTHER: Final = frozenset(word for word, codes in _OWNERS.items() if codes != ("en",))
_SAMPLE = 500
_FEWEST = 3


def find_language(text: str) -> str | None:
    """ISO 639-1 code of a text in lower case, or None when the text is too short or in none of the known languages."""
    beginning = text[:_SAMPLE]
    english = other = 0
    for line in beginning.split("\n"):
        if line:
            in_english, in_other = _small_words(line)
            english += in_english
            other += in_other
    if english >= _FEWEST and english >= other:
        return "en"  # No other language can have more.
    return _language_of(beginning)


@lru_cache(maxsize=20_000)
def _small_words(line: str) -> tuple[int, int]:
    """How many small words of English a line has, and how many of the other languages."""
    words = line.split()
    return sum(map(_ENGLISH.__contains__, words)), sum(map(_OTHER.__contains__, words))


@lru_cache(maxsize=4096)
def _language_of(beginning: str) -> str | None:
    words = beginning.split()
    counts = dict.fromkeys(_SMALL_WORDS, 0)
    for word in words:
        for code in _OWNERS.get(word, ()):
            counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= _FEWEST else None
