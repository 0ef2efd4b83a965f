"""Whether an ambiguous form means the skill: Go the language or "on the go", R or "R&D", Spring or a season.

Belongs here: the rules that a skill of the taxonomy names in `ambiguous`, and what they look at: the characters
around the form, the known skills it stands in a list with, and the same form elsewhere in the text. Does not belong
here: which form is ambiguous (the taxonomy's data files).

- `tech-name`: a product or language that is also a word, a name or a place ("Spark", "Go", "Oracle").
- `listed`: a word so common that only a list of technologies tells ("Office", "Teams").
- `cased`: a rare word, safe in the case the taxonomy gives unless a longer name swallows it ("Rust", "Ruby").
- `letter`: one letter ("R", "C").
- `acronym`: capitals with other readings ("CV", "TS", "PM").
- `word`: an ordinary word that is a concept in the right company ("regression", "vectors").
"""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.records import SkillKind
from extractors.skills.contexts import (
    ALONE_LEFT,
    ALONE_RIGHT,
    ASKED_FOR,
    COMPANY_LIST,
    DATA_WORDS,
    DONE_WITH,
    FROM_COMPANY,
    GOES_ON,
    HEAD,
    IN_LANGUAGE,
    ITEM_LEFT,
    ITEM_RIGHT,
    JOIN,
    LETTER_HEAD,
    LOWER_PAIR,
    MOVED_TO,
    NAME_RIGHT,
    NO_VETO,
    PLAIN_VETO,
    POSSESSIVE,
    SENTENCE_START,
    SIDE_BY_SIDE,
    SMALL_AFTER,
    SMALL_BEFORE,
    STATISTICS_IN,
    TRIGGER,
    V_RAY,
    VETO,
    WORD_VETO,
    WORK_IN,
)
from extractors.skills.lines import Line
from extractors.skills.matcher import TECHNOLOGY, Candidate
from extractors.skills.tokenizer import MAX_CHUNK

_WINDOW = 64
_BESIDE = 48
_BESIDE_CAPITALS = 24
_LONG_NAME = 12
_PASSES = 3
# As far as any rule looks from a candidate, or the name of a technology goes on that stands next to it in a list.
_REACH = 72
# Candidates farther from each other have nothing in common.
_FAR = 2 * (_REACH + MAX_CHUNK)
_MAX_REMEMBERED = 16_384
# A text with more doubtful candidates is no advertisement that comes again.
_MOST_REMEMBERED = 64

_Surroundings = tuple[tuple[str, int, int, int], ...]

_WIDEST_JOINT = 6
_FEWEST_ALIKE = 2
_WIDEST_WITH = 12
_JOINT_ENDS = (" ", "(")
_TIGHT = ("/", "+")
_NAMES = frozenset({"tech-name", "cased", "listed"})
_BY_FORM = _NAMES | {"acronym"}


class _Near(NamedTuple):
    """What stands around one candidate."""

    surface: str
    left: str
    right: str
    # Whether it stands in a list with a known technology.
    listed: bool
    # Whether the same skill was already accepted elsewhere in the text.
    seen: bool
    kind: SkillKind

    @property
    def is_long(self) -> bool:
        """Whether the form says by its length that it is a name: "Elasticsearch", "Cloud Spanner"."""
        return _is_long(self.surface)


def _is_long(surface: str) -> bool:
    return " " in surface or len(surface) > _LONG_NAME


class _Text:
    """What the rules look at: the text, what is settled in it, and the candidates taken so far."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int, Line]]) -> None:
        self.text = text
        self.taken: list[Candidate] = []
        # Skills that an ambiguous form was taken for.
        self.seen: set[str] = set()
        # Where known technologies stand: starts in order, and the end of each.
        self.starts: list[int] = []
        self.ends: dict[int, int] = {}
        # Where each taken candidate ends: "stream processing (Flink".
        self.known_ends: set[int] = set()
        self._used = bytearray(len(text) + 1)
        for start, _, line in lines:
            for form, first, after in line.settled:
                if form.kind in TECHNOLOGY:
                    self.starts.append(start + first)
                    self.ends[start + first] = start + after
                self.known_ends.add(start + after)

    def is_free(self, candidate: Candidate) -> bool:
        """Whether no candidate taken before overlaps this one."""
        return not (self._used[candidate.start] or self._used[candidate.end - 1])

    def take(self, candidate: Candidate) -> None:
        """Notes a candidate that means its skill."""
        start, end = candidate.start, candidate.end
        self._used[start:end] = b"\1" * (end - start)
        self.taken.append(candidate)
        if candidate.form.rule is not None:
            self.seen.add(candidate.form.skill_id)
        if candidate.form.kind in TECHNOLOGY:
            insort(self.starts, start)
            self.ends[start] = end
        self.known_ends.add(end)

    def is_done_with(self, start: int) -> bool:
        """Whether this form names what something known is done with: "serving with Ray", "Java (with Spring"."""
        if self.text[start - 1 : start] not in _JOINT_ENDS:
            return False
        joint = DONE_WITH.search(self.text, max(0, start - _WIDEST_WITH), start)
        return joint is not None and joint.end() == start and joint.start() in self.known_ends

    def in_list(self, start: int, end: int) -> bool:
        """Whether only a list's joint stands between this form and a known technology."""
        index = bisect_left(self.starts, start)
        if index:
            gap_start = self.ends[self.starts[index - 1]]
            if gap_start <= start <= gap_start + 24 and JOIN.fullmatch(self.text, gap_start, start):
                return True
        if index < len(self.starts):
            gap_end = self.starts[index]
            if end <= gap_end <= end + 24 and JOIN.fullmatch(self.text, end, gap_end):
                return True
        return False


class Senses:
    """Which doubtful candidates mean their skill; one for the candidates of one taxonomy."""

    def __init__(self) -> None:
        # The candidates taken, by their rank, by all that this depends on; oldest first.
        self._taken: dict[_Surroundings, tuple[int, ...]] = {}

    def accept(
        self, text: str, candidates: Sequence[Candidate], lines: Sequence[tuple[int, int, Line]]
    ) -> list[Candidate]:
        """Those of the candidates that mean their skill, in order of their place, without overlaps.

        `candidates` are all that are doubtful in the text, longest first; `lines` are (start, end, line) of the text.
        """
        if not candidates:
            return []
        if len(candidates) > _MOST_REMEMBERED:
            return _accept(text, candidates, lines)
        around = _surroundings(text, candidates)
        ranks = self._taken.get(around)
        if ranks is None:
            if len(self._taken) >= _MAX_REMEMBERED:
                del self._taken[next(iter(self._taken))]
            ranks = self._taken[around] = tuple(map(candidates.index, _accept(text, candidates, lines)))
        return [candidates[rank] for rank in ranks]


def _surroundings(text: str, candidates: Sequence[Candidate]) -> _Surroundings:
    """Each candidate between the words close to it, where it stands among them, and how far from the one before."""
    found = []
    last = 0
    for _, start, end in candidates:
        # To the next space: what the letters between two of them mean hangs on all of them.
        first, after = start - _REACH, end + _REACH
        first = max(first - MAX_CHUNK, text.rfind(" ", first - MAX_CHUNK, first) + 1) if first > MAX_CHUNK else 0
        stop = text.find(" ", after, after + MAX_CHUNK)
        if stop < 0:
            stop = after + MAX_CHUNK
        gap = start - last
        found.append((text[first:stop], start - first, end - start, gap if -_FAR < gap < _FAR else _FAR))
        last = start
    return tuple(found)


def _accept(text: str, candidates: Sequence[Candidate], lines: Sequence[tuple[int, int, Line]]) -> list[Candidate]:
    found = _Text(text, lines)
    doubtful: list[Candidate] = []
    for candidate in candidates:
        if found.is_free(candidate):
            if candidate.form.rule is not None:
                # A long name is clear by itself, and keeps its words from shorter ones.
                if _is_long(text[candidate.start : candidate.end]) and _judge(found, candidate):
                    found.take(candidate)
                else:
                    doubtful.append(candidate)
            elif not _is_vetoed(text, candidate):
                found.take(candidate)
    doubtful.sort(key=lambda c: (c.start, c.start - c.end))
    for _ in range(_PASSES):
        rest = [candidate for candidate in doubtful if not _settled(found, candidate)]
        if len(rest) == len(doubtful):
            break
        doubtful = rest
    _take_neighbours(found, doubtful)
    found.taken.sort(key=lambda c: c.start)
    return found.taken


def _take_neighbours(found: _Text, doubtful: list[Candidate]) -> None:
    """Doubtful names side by side in a list vouch for each other: "Word and Access", "ruby/rails", "gulp, vim, koa"."""
    names = [c for c in doubtful if c.form.rule in _NAMES]
    chain: list[Candidate] = []
    for candidate in names:
        if chain and not SIDE_BY_SIDE.fullmatch(found.text[chain[-1].end : candidate.start][: _WIDEST_JOINT + 1]):
            _take_chain(found, chain)
            chain = []
        chain.append(candidate)
    _take_chain(found, chain)


def _take_chain(found: _Text, chain: list[Candidate]) -> None:
    if len({candidate.form.skill_id for candidate in chain}) < _FEWEST_ALIKE:
        return
    text = found.text
    is_lower = any(text[candidate.start : candidate.end].islower() for candidate in chain)
    is_tight = LOWER_PAIR.fullmatch(text, chain[0].end, chain[1].start) is not None
    if is_lower and len(chain) == _FEWEST_ALIKE and not is_tight:
        return
    for candidate in chain:
        if found.is_free(candidate):
            found.take(candidate)


def _settled(found: _Text, candidate: Candidate) -> bool:
    """Whether this candidate needs no further look: taken, of another sense, or under a longer one."""
    if not found.is_free(candidate):
        return True
    verdict = _judge(found, candidate)
    if verdict:
        found.take(candidate)
    return verdict is not None


def _is_vetoed(text: str, candidate: Candidate) -> bool:
    before, after, _ = PLAIN_VETO.get(text[candidate.start : candidate.end].casefold(), NO_VETO)
    if before is not None and before.search(text[max(0, candidate.start - _WINDOW) : candidate.start]):
        return True
    return after is not None and after.match(text, candidate.end) is not None


def _judge(known: _Text, candidate: Candidate) -> bool | None:
    """True for the skill, False for another sense, None when nothing speaks for it yet."""
    text, start, end = known.text, candidate.start, candidate.end
    form = candidate.form
    surface = text[start:end]
    listed = known.in_list(start, end)
    is_done_with = not listed and form.rule in _NAMES and not surface.islower() and known.is_done_with(start)
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    near = _Near(surface, left, right, listed or is_done_with, form.skill_id in known.seen, form.kind)
    return _verdict(form.rule or "", near)


@lru_cache(maxsize=30_000)
def _verdict(rule: str, near: _Near) -> bool | None:
    """What the words around a form say, which is the same wherever they stand."""
    surface, left, right, listed = near.surface, near.left, near.right, near.listed
    is_lower = rule in _NAMES and surface.islower() and not near.is_long
    if is_lower and listed:
        near = near._replace(listed=_is_item(near))
    if left.endswith("-") and V_RAY.search(left):
        return False
    before, after, always = (WORD_VETO if rule == "word" else VETO).get(surface.casefold(), NO_VETO)
    if always or not near.listed or is_lower or rule in ("letter", "acronym") or GOES_ON.match(right):
        against = (before is not None and before.search(left)) or (after is not None and after.match(right))
        if against and not (rule in _NAMES and _is_moved_to(left)):
            if rule not in _BY_FORM or not _is_small(before, after, left, right):
                return False
            if rule == "acronym" and not _is_among_its_like(left, right):
                return False
            if rule in _NAMES and not is_lower and not listed:
                return _speaks_for(near) or None
    return _RULES[rule](near)


def _is_among_its_like(left: str, right: str) -> bool:
    """Whether words of data and learning stand beside capitals with several readings: "CV and NLP models"."""
    return bool(DATA_WORDS.search(left[-_BESIDE_CAPITALS:]) or DATA_WORDS.search(right[:_BESIDE_CAPITALS]))


def _is_item(near: _Near) -> bool:
    if HEAD.match(near.right) or near.right[:1] in _TIGHT or near.left[-1:] in _TIGHT:
        return True
    return ITEM_LEFT.search(near.left) is not None and ITEM_RIGHT.match(near.right) is not None


def _is_small(before: re.Pattern[str] | None, after: re.Pattern[str] | None, left: str, right: str) -> bool:
    """Whether what speaks against a name is no more than an article, a preposition or an "and" beside it."""
    if before is not None and before.search(left) and not SMALL_BEFORE.search(left):
        return False
    return after is None or not after.match(right) or SMALL_AFTER.match(right) is not None


def _speaks_for(near: _Near) -> bool:
    return bool(
        TRIGGER.search(near.left)
        or HEAD.match(near.right)
        or WORK_IN.search(near.left)
        or _is_moved_to(near.left)
        or (ALONE_LEFT.search(near.left) and ALONE_RIGHT.match(near.right))
    )


def _is_moved_to(left: str) -> bool:
    return left.endswith("to ") and MOVED_TO.search(left) is not None


def _tech_name(near: _Near) -> bool | None:
    if POSSESSIVE.match(near.right) or COMPANY_LIST.search(near.left):
        return False
    is_lower = near.surface.islower()
    if near.is_long or near.listed or (is_lower and ASKED_FOR.search(near.left) and ITEM_RIGHT.match(near.right)):
        return True
    if FROM_COMPANY.search(near.left) and not TRIGGER.search(near.left):
        return False
    if is_lower or (NAME_RIGHT.match(near.right) and not HEAD.match(near.right)):
        return None
    if _speaks_for(near) or (near.kind == "language" and near.left.endswith("in ") and IN_LANGUAGE.search(near.left)):
        return True
    return True if near.seen and not SENTENCE_START.search(near.left) else None


def _listed(near: _Near) -> bool | None:
    if POSSESSIVE.match(near.right) or COMPANY_LIST.search(near.left):
        return False
    return True if near.is_long or near.listed else None


def _cased(near: _Near) -> bool | None:
    if near.listed or near.is_long:
        return True
    if near.surface.islower():
        is_meant = TRIGGER.search(near.left) or LETTER_HEAD.match(near.right) or _is_moved_to(near.left)
        return True if is_meant else None
    return None if POSSESSIVE.match(near.right) else True


def _letter(near: _Near) -> bool | None:
    if near.left.endswith("(") and near.right.startswith(")"):
        return False
    if near.listed or TRIGGER.search(near.left) or LETTER_HEAD.match(near.right):
        return True
    return True if near.left.endswith("in ") and STATISTICS_IN.search(near.left) else None


def _acronym(near: _Near) -> bool | None:
    return True


def _word(near: _Near) -> bool | None:
    related = DATA_WORDS.search(near.left[-_BESIDE:]) or DATA_WORDS.search(near.right[:_BESIDE])
    return True if related or near.seen else None


_RULES: dict[str, Callable[[_Near], bool | None]] = {
    "tech-name": _tech_name,
    "listed": _listed,
    "cased": _cased,
    "letter": _letter,
    "acronym": _acronym,
    "word": _word,
}
