"""How alike two advertisements are: word shingles, MinHash signatures, blocks of likely pairs, exact similarity.

Belongs here: comparing texts. Does not belong here: the database, dates, what follows from a likeness.
Shingles of five words and the bounds .8 and .5 follow Broder 1997 and docs/openings.md.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from warehouse.identity import body_words

SHINGLE_WORDS = 5
PERMUTATIONS = 64
SAME_TEXT = 0.8
LIKE_TEXT = 0.5
BLOCK_MEMORY = 8
"""How many earlier texts of a block a text is compared with: a template of thousands costs thousands, not millions."""
_SCHEME = "affine32"

Shingles = npt.NDArray[np.uint32]
Signatures = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.int64]
_BLANK = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme=_SCHEME)
_MIXER = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)
_FOLD = np.uint64(0x9E3779B97F4A7C15)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_CHUNK = 100_000
"""Pairs whose signatures are compared at a time: 50 MB."""


def shingles(text: str) -> Shingles:
    """Hashes of every run of five words, sorted and without repeats; a shorter text is one shingle."""
    return shingles_of_words(body_words(text))


def shingles_of_words(words: Sequence[str]) -> Shingles:
    """The same for a text that is cut into words already."""
    hashed = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
    if len(hashed) < SHINGLE_WORDS:
        hashed = np.pad(hashed, (0, SHINGLE_WORDS - len(hashed)))
    runs = np.lib.stride_tricks.sliding_window_view(hashed, SHINGLE_WORDS)
    mixed = ((runs ^ (runs << np.uint64(7))) * _MIXER).sum(axis=1, dtype=np.uint64)
    return np.unique((mixed >> np.uint64(16)).astype(np.uint32))


def signature(of: Shingles) -> bytes:
    """A MinHash signature as bytes that can be stored: four a permutation."""
    made = MinHash(hashvalues=_BLANK.hashvalues, permutations=_BLANK.permutations, hashfunc=int, scheme=_SCHEME)
    made.update_batch(of.tolist())
    return bytes(np.asarray(made.hashvalues, dtype="<u4").tobytes())


def stacked(signatures: Sequence[bytes]) -> Signatures:
    """Stored signatures as a matrix, texts x permutations."""
    return np.frombuffer(b"".join(signatures), dtype="<u4").reshape(-1, PERMUTATIONS)


class Likeness(NamedTuple):
    """Jaccard similarity of two texts, containment of the shorter in the longer, and the shingles both have."""

    jaccard: float
    containment: float
    shared: int


def likeness(one: Shingles, other: Shingles) -> Likeness:
    """How alike two texts are, exactly."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union, least = len(one) + len(other) - shared, min(len(one), len(other))
    return Likeness(shared / union if union else 1.0, shared / least if least else 1.0, shared)


def likely_pairs(
    signatures: Signatures, groups: Codes, marks: Codes, *, bands: int, rows: int, least: float, neighbours: int = 0
) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of rows that agree on a band within a group and whose estimated Jaccard is `least`.

    Locality-sensitive hashing: two texts of Jaccard s agree on a band with probability 1 - (1 - s^rows)^bands. A text
    meets the last `BLOCK_MEMORY` of its block and the last with its own mark, and the last `neighbours` of its group
    in any case, so that time and memory are linear in rows, whatever the size of a block. Ascending by later, then
    earlier.
    """
    if len(signatures) < 2:
        return []
    beside = _steps(groups.astype(np.uint64), np.argsort(groups, kind="stable"), neighbours)
    kept = [_alike(signatures, earlier, later, least) for earlier, later in beside]
    found = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *kept]))
    for band in range(bands):
        keys = groups.astype(np.uint64) * _FOLD + np.uint64(band)
        for column in range(band * rows, (band + 1) * rows):
            keys = (keys ^ (keys >> np.uint64(29))) * _FOLD + signatures[:, column]
        by_key = np.argsort(keys, kind="stable")
        by_mark = np.lexsort((marks, keys))
        marked = (keys ^ marks.astype(np.uint64)) * _FOLD
        near = [*_steps(keys, by_key, BLOCK_MEMORY), *_steps(marked, by_mark, 1)]
        kept = [_alike(signatures, earlier, later, least) for earlier, later in near]
        found = np.unique(np.concatenate([found, *kept]))
    return [(int(pair & _LOW), int(pair >> _HALF)) for pair in found]


def _steps(keys: npt.NDArray[np.uint64], order: Codes, reach: int) -> Iterator[tuple[Codes, Codes]]:
    """Rows with equal keys that lie one to `reach` places apart in this order."""
    ordered = keys[order]
    for step in range(1, reach + 1):
        at = np.flatnonzero(ordered[step:] == ordered[:-step])
        if not len(at):
            return
        yield order[at], order[at + step]


def _alike(signatures: Signatures, earlier: Codes, later: Codes, least: float) -> npt.NDArray[np.uint64]:
    """Pairs whose estimated Jaccard (standard error at most .0625) is at least `least`, as later * 2^32 + earlier."""
    kept = [
        np.count_nonzero(signatures[earlier[at : at + _CHUNK]] == signatures[later[at : at + _CHUNK]], axis=1)
        for at in range(0, len(earlier), _CHUNK)
    ]
    chosen = np.concatenate(kept) >= least * PERMUTATIONS
    return (later[chosen].astype(np.uint64) << _HALF) | earlier[chosen].astype(np.uint64)


def coded(values: Iterable[Hashable]) -> Codes:
    """Equal values as equal numbers."""
    codes: dict[Hashable, int] = {}
    return np.array([codes.setdefault(value, len(codes)) for value in values], dtype=np.int64)


class Components:
    """Union-find: which keys were joined, directly or through others."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}

    def root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: str, other: str) -> None:
        self._parent[self.root(one)] = self.root(other)
