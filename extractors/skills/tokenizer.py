"""spaCy's blank English pipeline with a tokenizer for technology names.

Belongs here: what is one token ("C++", ".NET", "Node.js", a URL) and what is split ("Python/Go", "CI/CD", "AI-first").
Does not belong here: which tokens are skills (`matcher.py`).

The stock tokenizer stops caching at the first special case of a text ("don't", "e.g."), which makes it four to seven
times slower. No rule below needs special cases, so that every chunk is cached from its first sight, with no separate
pass to prime the cache.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

# Beyond this many strings the vocabulary is dropped and built anew: it never forgets a word by itself.
MAX_STRINGS = 500_000
MAX_CACHED_CHUNKS = 1_000_000
# Affix splitting is quadratic in the length of a chunk, so longer ones are cut.
MAX_CHUNK = 120

_PREFIX = re.compile(r"""[(\[{<>"'“”„‘’«»`*#$£€¥•·▪●◦‣→–—~|/\\@&+=_^%,:;!?…-]|\.{2,8}|\.(?![A-Za-z])""")
_SUFFIX = re.compile(
    r"""(?:['’][sS]|[)\]}<>"'“”‘’«»`*•·▪●◦→–—~|/\\@&=_^%$£€¥,:;!?….-]|(?<![+CcGg])\+|(?<=[A-Za-z0-9])™|®)$"""
)
_INFIX = re.compile(
    r"""[/|•·●▪,;:()\[\]{}<>"“”…&=~*–—→\\]|\.{2,8}"""
    r"""|(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])"""
    r"""|(?<=\w)\+(?=[A-Za-z])"""
    r"""|(?<=\+\+)\d{1,2}"""
    r"""|(?<=[a-z)])\.(?=[A-Z])(?!(?:[Jj][Ss]|NET|Net|IO|AI)\b)"""
)
# URLs, addresses and host names stay whole, so that no word inside one is taken for a skill.
_WHOLE = re.compile(
    r"(?:https?://|www\.|mailto:)\S"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\."
    r"|[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}\.(?:com|org|io|ai|co|dev|app|net|gg|so|us|uk|de|fr|eu|me|in|xyz|sh|ca|ch|nl|tech)/"
)
_LONG_CHUNK = re.compile(rf"\S{{{MAX_CHUNK}}}(?=\S)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def build_language() -> Language:
    """A blank English pipeline whose tokenizer keeps technology names whole and caches every chunk."""
    import spacy
    from spacy.attrs import LOWER
    from spacy.tokenizer import Tokenizer

    nlp = spacy.blank("en")
    # Only the lower-cased form of a word is ever asked for; the other attributes cost time for each new word.
    nlp.vocab.lex_attr_getters = {LOWER: str.lower}  # type: ignore[attr-defined]
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=_PREFIX.match,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
        token_match=_WHOLE.match,
    )
    nlp.tokenizer.max_cache_size = MAX_CACHED_CHUNKS
    return nlp


def is_whole(chunk: str) -> bool:
    """Whether a chunk between spaces is one token for being an address or the name of a host."""
    return _WHOLE.match(chunk) is not None


def lowered(text: str) -> str:
    """The text in lower case, character for character as long as before."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def tame(text: str) -> str:
    """The text with overlong chunks cut and lone surrogates replaced, character for character as long as before."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return _LONG_CHUNK.sub(lambda chunk: chunk.group()[:-1] + " ", text)
