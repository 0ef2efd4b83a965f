"""One pass over a text that finds every form of the taxonomy and every cue, word by word from memory.

Belongs here: cutting a text into the pieces that a phrase may lie in, and remembering what spaCy found in each piece.
Does not belong here: tokenizing and matching themselves (`tokenizer.py`, `matcher.py`, `cues.py`), what a match means.

spaCy's tokenizer splits at spaces first, so that the tokens of a chunk between spaces do not depend on what stands
around it: they are asked for once and kept. The matchers are asked once for each phrase as it is written ("Machine
learning"), wherever its tokens follow one another, within a chunk or over single spaces. The result is that of the
matchers over the tokens of the whole text.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from extractors.skills.hints import hints_of
from extractors.skills.matcher import Candidate
from extractors.skills.tokenizer import MAX_CHUNK, is_whole, tame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from extractors.skills.cues import Cue, CueFinder
    from extractors.skills.matcher import Form, SkillMatcher

    # Forms and cues at offsets within some characters.
    Found = tuple[tuple[tuple[Form, int, int], ...], tuple[tuple[int, int, Cue], ...]]

# What is remembered is forgotten at once beyond this many pieces: about 60 MB.
MAX_PIECES = 250_000
_WORD = re.compile(r"[^\W_]+")
# Words with single marks between them and marks around them, all of which the tokenizer splits off one by one.
_PLAIN = re.compile(
    r"[(\[\"“]{0,3}[A-Za-z0-9]{1,60}(?:[-/,;:|&][A-Za-z0-9]{1,60}){0,12}(?:[,;:!?)\]\"”]{0,3}|[)\]\"”]?\.[)\]\"”]?)"
)
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9]+|.")
# A phrase of several words is looked for from its rarest one. Words that are common in advertisements, commonest last.
_COMMON = (
    "use", "backend", "one", "ai", "models", "world", "me", "like", "not", "open", "design", "working", "job", "here",
    "web", "people", "python", "out", "platform", "systems", "based", "&", "development", "hiring", "learning", "end",
    "help", "apply", "build", "engineering", "developer", "'s", "who", "new", "!", "+", "building", "will", "about",
    "your", "company", "mail", "stack", "e", "can", "it", "engineers", "product", "by", "us", "experience", "from",
    "be", "if", "we're", "this", "looking", "remote", "an", "have", "work", "as", "data", "time", "software", "team",
    "at", "full", "engineer", "or", "/", "on", "you", "are", "is", "with", "our", ":", ")", "(", "for", "|", "we",
    "in", "of", "a", "to", "the", "and", "-", ".",
)  # fmt: skip
# Marks after a word that the tokenizer splits off one by one.
_TRAILING = ",.;:!?)"
_RANK = {word: rank for rank, word in enumerate(_COMMON, start=1)}
_NOTHING: frozenset[str] = frozenset()


class _Piece:
    """What stands in a chunk or in several joined by single spaces, at offsets within it."""

    __slots__ = ("cues", "first", "following", "forms", "hints", "is_later", "is_marked", "spans", "tokens")

    def __init__(self, tokens: tuple[str, ...], spans: tuple[tuple[int, int], ...], found: Found) -> None:
        # The tokens in lower case, and where they stand.
        self.tokens = tokens
        self.spans = spans
        self.first = tokens[0]
        self.forms, self.cues = found
        self.is_marked = bool(self.forms or self.cues)
        # Tokens that a phrase can go on with after the last one, and whether one can go on before the first.
        self.following = _NOTHING
        self.is_later = False
        # The facts that its letters speak of.
        self.hints = 0

    def marked(self, chunk: str) -> _Piece:
        """This word with marks after it that no phrase goes on with."""
        length = self.spans[-1][1]
        tokens = (*self.tokens, *chunk[length:])
        spans = (*self.spans, *((place, place + 1) for place in range(length, len(chunk))))
        piece = _Piece(tokens, spans, (self.forms, self.cues))
        piece.is_later = self.is_later
        return piece


class Scanner:
    """Candidates and cues of a text, as the two finders would give them for its tokens."""

    def __init__(self, nlp: Language, matcher: SkillMatcher, cues: CueFinder) -> None:
        self._nlp = nlp
        self._matcher = matcher
        self._cues = cues
        self._phrases = frozenset((*matcher.phrases, *cues.phrases))
        following: dict[str, set[str]] = {}
        for phrase in self._phrases:
            for token, after in pairwise(phrase):
                following.setdefault(token, set()).add(after)
        self._following = {token: frozenset(after) for token, after in following.items()}
        self._later = frozenset(token for after in following.values() for token in after)
        self._tokens = frozenset(token for phrase in self._phrases for token in phrase)
        self._words = frozenset(word for token in self._tokens for word in _WORD.findall(token))
        # Marks that can end a phrase begun before them, and that can begin one that goes on after them.
        self._end_marks = frozenset(phrase[-1][0] for phrase in self._phrases if not _WORD.search(phrase[-1]))
        self._first_marks = frozenset(phrase[0][-1] for phrase in self._phrases if not _WORD.search(phrase[0]))
        # A phrase is looked for from its rarest word; pieces without such a word wait until a neighbour asks for them.
        self._anchors = frozenset(
            min(phrase, key=lambda token: _RANK.get(token, 0)) for phrase in self._phrases if len(phrase) > 1
        )
        self._longest = max(map(len, self._phrases), default=0)
        self._waiting: dict[str, _Piece] = {}
        self._chunks = _Memory(self._read_chunk)
        self._joined: dict[str, _Piece] = {}
        self._asked: dict[str, Found] = {}

    def scan(self, text: str) -> tuple[list[Candidate], list[tuple[int, int, Cue]], int]:
        """Candidates, longest first, and cues from left to right, at character offsets of `text`; and its hints."""
        if len(self._chunks) + len(self._joined) > MAX_PIECES:
            for memory in (self._chunks, self._waiting, self._joined, self._asked):
                memory.clear()
        chunks = text.replace("\n", " ").split(" ")
        lengths = list(map(len, chunks))
        if max(lengths) > MAX_CHUNK:
            text = tame(text)
            chunks = text.replace("\n", " ").split(" ")
            lengths = list(map(len, chunks))
        candidates: list[Candidate] = []
        cues: list[tuple[int, int, Cue]] = []
        pieces, hints = self._pieces(text, chunks, list(accumulate(lengths)))
        for start, piece in pieces:
            for form, first, after in piece.forms:
                candidates.append(Candidate(form, start + first, start + after))
            for first, after, cue in piece.cues:
                cues.append((start + first, start + after, cue))
        candidates.sort(key=_by_length)
        return candidates, cues, hints

    def _pieces(self, text: str, chunks: list[str], ends: list[int]) -> tuple[list[tuple[int, _Piece]], int]:
        """(offset, piece) from left to right wherever the text holds anything, and the hints of all chunks."""
        known = list(map(self._chunks.__getitem__, chunks))
        waiting = self._waiting
        found: list[tuple[int, _Piece]] = []
        hints = 0
        last = -1  # The last chunk that was read together with one before it.
        for index, piece in enumerate(known):
            if piece is None:
                continue
            if isinstance(piece, int):
                hints |= piece
                continue
            hints |= piece.hints
            if index <= last:
                continue
            first = last = index
            left = right = piece
            while left.is_later and first:
                before = known[first - 1]
                if before is None or isinstance(before, int):
                    before = waiting.get(chunks[first - 1])
                if before is None or left.first not in before.following or text[ends[first - 1] + first - 1] != " ":
                    break
                first, left = first - 1, before
            while right.following and last + 1 < len(chunks):
                after = known[last + 1]
                if after is None or isinstance(after, int):
                    after = waiting.get(chunks[last + 1])
                if after is None or after.first not in right.following or text[ends[last] + last] != " ":
                    break
                last, right = last + 1, after
            start = ends[first] - len(chunks[first]) + first
            whole = piece if first == last else self._join(text[start : ends[last] + last])
            if whole.is_marked:
                found.append((start, whole))
        return found, hints

    def _join(self, characters: str) -> _Piece:
        """What several chunks hold together."""
        piece = self._joined.get(characters)
        if piece is None:
            tokens: list[str] = []
            spans: list[tuple[int, int]] = []
            start = 0
            for chunk in characters.split(" "):
                known = self._chunks[chunk]
                part = known if isinstance(known, _Piece) else self._waiting[chunk]
                tokens += part.tokens
                spans += [(start + first, start + after) for first, after in part.spans]
                start += len(chunk) + 1
            piece = self._joined[characters] = self._compose(characters, tokens, spans)
        return piece

    def _read_chunk(self, chunk: str) -> _Piece | int | None:
        """The piece of a chunk; its hints alone where no phrase can touch it, or where it waits for one beside it."""
        hints = hints_of(chunk)
        piece = self._touched(chunk)
        if piece is None:
            return hints or None
        piece.hints = hints
        can_join = piece.is_later or bool(piece.following)
        if piece.is_marked or (can_join and not self._anchors.isdisjoint(piece.tokens)):
            return piece
        if can_join:
            self._waiting[chunk] = piece
        return hints or None

    def _touched(self, chunk: str) -> _Piece | None:
        """The piece of a chunk, None where no token of a phrase stands in it."""
        words = _WORD.findall(chunk.lower())
        if (
            words
            and self._words.isdisjoint(words)
            and chunk[0] not in self._end_marks
            and chunk[-1] not in self._first_marks
        ):
            return None
        word = chunk.rstrip(_TRAILING)
        if word != chunk and word.isalnum() and word.isascii() and chunk[-1] not in self._first_marks:
            known = self._chunks[word]
            alone = known if isinstance(known, _Piece) else self._waiting.get(word)
            if alone is None:
                return None
            if chunk[len(word)] not in alone.following:
                return alone.marked(chunk)
        if _PLAIN.fullmatch(chunk):
            parts = list(_PLAIN_TOKEN.finditer(chunk))
            tokens = [part.group().lower() for part in parts]
            spans = [part.span() for part in parts]
        elif is_whole(chunk) and chunk.lower() not in self._tokens:
            return None
        else:
            doc = self._nlp.tokenizer(tame(chunk))
            tokens = [token.lower_ for token in doc]
            spans = [(token.idx, token.idx + len(token)) for token in doc]
        if self._tokens.isdisjoint(tokens):
            return None
        piece = self._compose(chunk, tokens, spans)
        piece.following = self._following.get(tokens[-1], _NOTHING)
        piece.is_later = tokens[0] in self._later
        return piece

    def _compose(self, characters: str, tokens: Sequence[str], spans: Sequence[tuple[int, int]]) -> _Piece:
        """A piece, with what stands in it put together from the phrases among its tokens."""
        forms: list[tuple[Form, int, int]] = []
        cues: list[tuple[int, int, Cue]] = []
        for first, after in self._phrase_ranges(tuple(tokens)):
            start, end = spans[first][0], spans[after - 1][1]
            phrase = characters[start:end]
            found = self._asked.get(phrase)
            if found is None:
                found = self._asked[phrase] = self._ask(characters, spans[first:after])
            forms += [(form, start + low, start + high) for form, low, high in found[0]]
            cues += [(start + low, start + high, cue) for low, high, cue in found[1]]
        return _Piece(tuple(tokens), tuple(spans), (tuple(forms), tuple(cues)))

    def _phrase_ranges(self, tokens: tuple[str, ...]) -> list[tuple[int, int]]:
        """Token ranges that hold phrases, those that overlap as one, from left to right."""
        phrases, count = self._phrases, len(tokens)
        ranges: list[tuple[int, int]] = []
        for first in range(count):
            for after in range(min(first + self._longest, count), first, -1):
                if tokens[first:after] in phrases:
                    if ranges and first < ranges[-1][1]:
                        ranges[-1] = (ranges[-1][0], max(after, ranges[-1][1]))
                    else:
                        ranges.append((first, after))
                    break
        return ranges

    def _ask(self, characters: str, spans: Sequence[tuple[int, int]]) -> Found:
        """What spaCy's matchers find in these tokens, at offsets from the first."""
        from spacy.tokens import Doc

        words = [characters[start:end] for start, end in spans]
        spaces = [after[0] > before[1] for before, after in pairwise(spans)] + [False]
        doc = Doc(self._nlp.vocab, words, spaces)
        forms = tuple((found.form, found.start, found.end) for found in self._matcher.find(doc))
        return forms, tuple(self._cues.find(doc))


class _Memory(dict[str, "_Piece | int | None"]):
    """Pieces by their characters, read when first asked for."""

    def __init__(self, read: Callable[[str], _Piece | int | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, characters: str) -> _Piece | int | None:
        piece = self[characters] = self._read(characters)
        return piece


def _by_length(found: Candidate) -> tuple[int, int, bool]:
    return found.start - found.end, found.start, found.form.rule is not None
