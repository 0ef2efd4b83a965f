"""Names and hashes by which records are told apart: employers, texts, copies.

Belongs here: pure functions from strings to keys. Does not belong here: any database.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_EMPLOYER_KEY = b"skilltide employer key 1"
"""A fixed key: the same name gives the same key in the bundled history and in live rows, so that both join."""

_LEGAL_SUFFIXES = frozenset(
    {
        "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "gmbh", "ag", "ug", "kg", "se", "sa", "sas",
        "sarl", "srl", "spa", "bv", "nv", "ab", "as", "asa", "oy", "oyj", "aps", "corp", "corporation", "co",
        "company", "plc", "pty", "pte", "pbc", "kk", "sro", "doo",
    }
)  # fmt: skip
_BATCH = re.compile(r"[(\[]?\b(?:yc|y combinator)\b[\s,:-]{0,3}[swfx]?'?\d{0,4}[)\]]?", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_NO_WORD = re.compile(r"[^\w]+")
_NO_WORD_IN_BODY = re.compile(r"[\W_]+")


def normalised_employer(name: str) -> str:
    """One spelling for one employer: `Acme, Inc. (YC S19)` and `ACME` both give `acme`.

    Falls back to the folded whole when nothing else is left of the name (`Co.`, `YC`).
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _BRACKETS.sub(" ", _BATCH.sub(" ", folded))
    words = _NO_WORD.sub(" ", bare.replace("'", "").replace("’", "").replace(".", "")).split()
    while len(words) > 1 and words[-1] in _LEGAL_SUFFIXES:
        words.pop()
    return " ".join(words) or " ".join(_NO_WORD.sub(" ", folded).split()) or folded.strip()


@lru_cache(maxsize=100_000)
def employer_key(name: str) -> str:
    """A keyed hash of the normalised name: 16 hex digits."""
    return blake2b(normalised_employer(name).encode("utf-8", "replace"), digest_size=8, key=_EMPLOYER_KEY).hexdigest()


def text_hash(text: str) -> str:
    """Identifies one wording of a document: 32 hex digits."""
    return blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def storable(text: str) -> str:
    """The text with what DuckDB cannot hold (lone surrogates, NUL) replaced one for one, so that offsets stay true."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", " ") if "\0" in text else text


def body_words(text: str) -> list[str]:
    """The words of a text for comparing it with others: case, punctuation and white space do not matter."""
    return _NO_WORD_IN_BODY.sub(" ", text.casefold()).split()
