"""One pass over each line of a text that finds every form of the taxonomy and every cue, and what the line may tell.

Belongs here: where a phrase may stand, by an automaton over the letters, and remembering what spaCy found there. Does
not belong here: tokenizing and matching themselves (`tokenizer.py`, `matcher.py`, `cues.py`), what a match means.

The automaton is asked for the letters of every phrase with everything but letters and digits read as a space: where a
phrase stands, it strikes. The words around each strike, from space to space, are then read as spaCy reads them: the
tokenizer splits at spaces first, so that the tokens between two spaces do not depend on what stands around them. What
was found in such words is kept, and what was found in a line. The result is that of the matchers over the tokens of
the whole text.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from extractors.skills.hints import CUES, KEYS
from extractors.skills.lines import Line, Standing
from extractors.skills.matcher import Candidate
from extractors.skills.settled import settle
from extractors.skills.tokenizer import MAX_CHUNK, is_whole, lowered, tame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from extractors.skills.cues import Cue, CueFinder
    from extractors.skills.matcher import Form, SkillMatcher

    # Forms and cues at offsets within some characters.
    Found = tuple[tuple[tuple[Form, int, int], ...], tuple[tuple[int, int, Cue], ...]]
    # The tokens of some characters in lower case, and where they stand.
    Tokens = tuple[tuple[str, ...], tuple[tuple[int, int], ...]]

# Beyond this many characters the older half of the lines is forgotten, smaller pieces at once beyond this many.
MAX_CHARACTERS = 12_000_000
MAX_PIECES = 250_000
# Words with single marks between them and marks around them, all of which the tokenizer splits off one by one.
_PLAIN = re.compile(
    r"[(\[\"“]{0,3}[A-Za-z0-9]{1,60}(?:[-/,;:|&][A-Za-z0-9]{1,60}){0,12}(?:[,;:!?)\]\"”]{0,3}|[)\]\"”]?\.[)\]\"”]?)"
)
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9]+|.")
# Marks that the tokenizer splits off from the ends of words.
_CLOSING = frozenset(',.;!?)"”')
_OPENING = frozenset('("“')
# An address is one token, which is no phrase; there are too many of them to be kept.
_ADDRESS = re.compile(r"\(?https?://\S+")
# Everything but letters and digits, as a space; letters that Latin-1 does not have are read as a space too.
_SPACED = bytes(code if chr(code).isalnum() else 32 for code in range(256))
# A value of the automaton: the length of a phrase in the lowest bits, 0 for none, whether the phrase ends with a mark
# rather than before one or a space, and hints above them.
_LENGTH_BITS = 12
_MARKED = 1 << 11
_LENGTH = (1 << _LENGTH_BITS) - 1
_NOTHING: Found = ((), ())


class Scan(NamedTuple):
    """Doubtful candidates, longest first, the hints of the text, and (start, end, line) of its lines; no empty ones."""

    doubtful: list[Candidate]
    hints: int
    lines: list[tuple[int, int, Line]]


class Scanner:
    """Candidates and cues of a text, as the two finders would give them for its tokens; names alone without cues."""

    def __init__(self, nlp: Language, matcher: SkillMatcher, cues: CueFinder | None) -> None:
        self._nlp = nlp
        self._matcher = matcher
        self._cues = cues
        self._phrases = frozenset((*matcher.phrases, *(cues.phrases if cues else ())))
        # How many tokens the longest phrase has that begins with each.
        self._longest: dict[str, int] = {}
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))
        self._automaton = _automaton(self._phrases, KEYS if cues else {})
        self._lines: dict[str, Line] = {}
        self._pieces: dict[str, Found] = {}
        self._chunks: dict[str, Tokens] = {}
        self._asked: dict[str, Found] = {}
        # Characters in the lines that are kept.
        self._characters = 0

    def scan(self, text: str) -> Scan:
        """What stands in a text, at its character offsets."""
        doubtful: list[Candidate] = []
        lines: list[tuple[int, int, Line]] = []
        known = self._lines
        hints = start = 0
        for row in text.split("\n"):
            end = start + len(row)
            if row:
                line = known.get(row) or self._remember(row)
                lines.append((start, end, line))
                hints |= line.hints
                for form, first, after in line.doubtful:
                    doubtful.append(Candidate(form, start + first, start + after))
            start = end + 1
        doubtful.sort(key=_by_length)
        return Scan(doubtful, hints, lines)

    def _remember(self, row: str) -> Line:
        self._characters += len(row)
        if self._characters > MAX_CHARACTERS:
            for older in list(islice(self._lines, len(self._lines) // 2 + 1)):
                del self._lines[older]
            self._characters = len(row) + sum(map(len, self._lines))
        line = self._lines[row] = self._read_line(row)
        return line

    def _read_line(self, row: str) -> Line:
        forms, cues, hints = self.find(row)
        settled, doubtful = settle(row, forms) if forms else ((), ())
        return Line(row, settled, doubtful, tuple(cues), hints)

    def find(self, row: str) -> tuple[list[Standing], list[tuple[int, int, Cue]], int]:
        """Every form and cue of a line, and what its letters and cues may speak of."""
        if len(row) > MAX_CHUNK and _may_be_overlong(row):
            row = tame(row)
        pieces = self._pieces
        ranges, hints = self._strikes(row)
        forms: list[Standing] = []
        cues: list[tuple[int, int, Cue]] = []
        for start, end in ranges:
            characters = row[start:end]
            found = pieces.get(characters)
            if found is None:
                if "://" in characters and _ADDRESS.fullmatch(characters):
                    continue
                if len(pieces) + len(self._chunks) > MAX_PIECES:
                    for memory in (pieces, self._chunks, self._asked):
                        memory.clear()
                found = pieces[characters] = self._read_piece(characters)
            for form, low, high in found[0]:
                forms.append((form, start + low, start + high))
            for low, high, cue in found[1]:
                cues.append((start + low, start + high, cue))
                if cue in CUES:
                    hints |= CUES[cue]
        return forms, cues, hints

    def _strikes(self, row: str) -> tuple[list[tuple[int, int]], int]:
        """Ranges of whole words in which phrases may stand, apart from each other, left to right; and the hints."""
        ranges: list[tuple[int, int]] = []
        left = right = -1
        hints = 0
        length = len(row)
        first_space, last_space = row.find, row.rfind
        for last, value in self._automaton.iter(f" {spaced(lowered(row))} "):
            hints |= value
            size = value & _LENGTH
            if not size:
                continue
            if size & _MARKED:
                end, start = last, last - size + _MARKED
            else:
                end, start = last - 1, last - size
            if end <= right and left <= start:
                continue
            done = right
            left = last_space(" ", 0, start + 1) + 1
            right = first_space(" ", end)
            if right < 0:
                right = length
            # Marks around the words are tokens by themselves: fewer distinct words are left to remember.
            while right > end and row[right - 1] in _CLOSING:
                right -= 1
            while left < start and row[left] in _OPENING:
                left += 1
            while left < done and ranges and left < ranges[-1][1]:
                before = ranges.pop()
                left, right = min(left, before[0]), max(right, before[1])
            ranges.append((left, right))
        return ranges, hints >> _LENGTH_BITS

    def _read_piece(self, characters: str) -> Found:
        """What stands in some words, put together from the phrases among their tokens."""
        tokens: list[str] = []
        spans: list[tuple[int, int]] = []
        start = 0
        for chunk in characters.split(" "):
            known = self._chunks.get(chunk)
            if known is None:
                known = self._chunks[chunk] = self._tokens(chunk)
            tokens += known[0]
            spans += [(start + first, start + after) for first, after in known[1]]
            start += len(chunk) + 1
        ranges = self._phrase_ranges(tuple(tokens))
        if not ranges:
            return _NOTHING
        forms: list[tuple[Form, int, int]] = []
        cues: list[tuple[int, int, Cue]] = []
        for first, after in ranges:
            start, end = spans[first][0], spans[after - 1][1]
            phrase = characters[start:end]
            found = self._asked.get(phrase)
            if found is None:
                found = self._asked[phrase] = self._ask(characters, spans[first:after])
            forms += [(form, start + low, start + high) for form, low, high in found[0]]
            cues += [(start + low, start + high, cue) for low, high, cue in found[1]]
        return tuple(forms), tuple(cues)

    def _tokens(self, chunk: str) -> Tokens:
        """The tokens of a chunk between two spaces."""
        if _PLAIN.fullmatch(chunk):
            parts = list(_PLAIN_TOKEN.finditer(chunk))
            return tuple(part.group().lower() for part in parts), tuple(part.span() for part in parts)
        if not chunk or is_whole(chunk):
            # Nothing between two spaces is a token too, of white space.
            return (chunk.lower(),), ((0, len(chunk)),)
        doc = self._nlp.tokenizer(tame(chunk))
        return tuple(token.lower_ for token in doc), tuple((token.idx, token.idx + len(token)) for token in doc)

    def _phrase_ranges(self, tokens: tuple[str, ...]) -> list[tuple[int, int]]:
        """Token ranges that hold phrases, those that overlap as one, from left to right."""
        phrases, longest, count = self._phrases, self._longest, len(tokens)
        ranges: list[tuple[int, int]] = []
        for first, token in enumerate(tokens):
            for after in range(min(first + longest.get(token, 0), count), first, -1):
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
        return forms, tuple(self._cues.find(doc)) if self._cues else ()


def _may_be_overlong(row: str) -> bool:
    """Whether somewhere no space stands within as many characters as a chunk may have."""
    space, length = -1, len(row)
    while length - space > MAX_CHUNK + 1:
        space = row.rfind(" ", space + 1, space + MAX_CHUNK + 2)
        if space < 0:
            return True
    return False


def spaced(low: str) -> str:
    """Everything but letters and digits of a text in lower case as a space, character for character."""
    return low.encode("latin-1", "replace").translate(_SPACED).decode("latin-1")


def _automaton(phrases: frozenset[tuple[str, ...]], keys: dict[str, int]) -> ahocorasick.Automaton:
    """Strikes where the letters of a phrase stand as whole words, and where those of a hint do."""
    values: dict[str, int] = {}
    for phrase in phrases:
        for key in _ways_to_write(phrase):
            spaces_before = key[0] == " "
            bounded = (key if spaces_before else f" {key}") + ("" if key[-1] == " " else " ")
            # A strike at `last` then begins at `last` - value in the line, which has no space put before it.
            length = len(bounded) - (not spaces_before)
            ends_with_mark = _MARKED if key[-1] == " " else 0
            values[bounded] = max(values.get(bounded, 0), length | ends_with_mark)
    for key, hint in keys.items():
        values[key] = values.get(key, 0) | hint << _LENGTH_BITS
    automaton = ahocorasick.Automaton()
    for key, value in values.items():
        automaton.add_word(key, value)
    automaton.make_automaton()
    return automaton


def _ways_to_write(phrase: tuple[str, ...]) -> set[str]:
    """The tokens of a phrase with a space between two or, where one of them begins or ends with a mark, with none."""
    ways = {spaced(phrase[0])}
    for before, after in pairwise(phrase):
        joints = (" ",) if before[-1].isalnum() and after[0].isalnum() else ("", " ")
        ways = {way + joint + spaced(after) for way in ways for joint in joints}
    return ways


def _by_length(found: Candidate) -> tuple[int, int, bool]:
    return found.start - found.end, found.start, found.form.rule is not None
