"""Names and hashes by which records are told apart: employers, texts, copies.

Belongs here: pure functions from strings to keys. Does not belong here: any database.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_EMPLOYER_KEY = b"skilltide employer key 1"
"""A fixed key: the same name gives the same key in the bundled history and in live rows, so that both join."""

IDENTITY_VERSION = "3"
"""Raised when `normalised_employer` changes, so that stored keys are made anew."""

_LEGAL_SUFFIXES = frozenset(
    {
        "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "gmbh", "mbh", "gesmbh", "ag", "ug", "kg", "kgaa",
        "ev", "eg", "se", "sa", "sas", "sasu", "sarl", "srl", "spa", "sl", "slu", "sau", "bv", "nv", "ab", "as", "asa",
        "oy", "oyj", "ou", "aps", "corp", "corporation", "co", "company", "plc", "pty", "pte", "pvt", "pbc", "kk",
        "sro", "doo", "ltda", "kft", "zrt",
    }
)  # fmt: skip
_SPLIT_SUFFIXES = (("sp", "z", "oo"), ("a", "s"), ("s", "a"), ("b", "v"), ("g", "k"))
"""Legal forms that are written with spaces or slashes between their letters."""
_HOST = re.compile(
    r"(?:https?://)?(?:www\.|careers?\.)?([\w-]{3,63})\."
    r"(?:com|io|ai|co|net|org|app|dev|tech|de|fr|eu|us|me|so|xyz|co\.uk|com\.au|com\.br)/?",
)
_BATCH = re.compile(r"[(\[]?\b(?:yc|y combinator)\b[\s,:-]{0,3}[swfx]?'?\d{0,4}[)\]]?", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_UNNAMED = re.compile(r"unnamed \([^()]+\)")
"""What a reader calls the employer of an advertisement that names none; the number in it keeps them apart."""
_NO_WORD = re.compile(r"[^\w]+")
_NO_WORD_IN_BODY = re.compile(r"[\W_]+")


def normalised_employer(name: str) -> str:
    """One spelling for one employer: `Acme, Inc. (YC S19)`, `acme.com` and `ÁCME` all give `acme`.

    Falls back to the folded whole when nothing else is left of the name (`Co.`, `YC`).
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    if _UNNAMED.fullmatch(folded.strip()):
        return " ".join(_NO_WORD.sub(" ", folded).split())
    bare = _BRACKETS.sub(" ", _BATCH.sub(" ", folded)).strip()
    if host := _HOST.fullmatch(bare):
        bare = host[1]
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    words = _NO_WORD.sub(" ", plain.replace("'", "").replace("’", "").replace(".", "")).split()
    return " ".join(_without_legal_form(words)) or " ".join(_NO_WORD.sub(" ", folded).split()) or folded.strip()


def _without_legal_form(words: list[str]) -> list[str]:
    """`acme gmbh and co kg` is `acme`; the first word always stays, and `and` counts as little as `&`."""
    kept = [word for word in words if word != "and"] or words
    while len(kept) > 1:
        form = next(
            (form for form in _SPLIT_SUFFIXES if tuple(kept[-len(form) :]) == form and len(kept) > len(form)), None
        )
        if form is not None:
            kept = kept[: -len(form)]
        elif kept[-1] in _LEGAL_SUFFIXES:
            kept = kept[:-1]
        else:
            break
    return kept


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
