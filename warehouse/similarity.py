"""How alike two advertisements are: word shingles, MinHash signatures, blocks of likely pairs, exact similarity.

Belongs here: comparing texts. Does not belong here: the database, dates, what follows from a likeness.
Shingles of five words and the bounds .8 and .5 follow Broder 1997 and docs/openings.md.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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
_BLANK = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme=_SCHEME)
_MIXER = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)
_FOLD = np.uint64(0x9E3779B97F4A7C15)


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


def likeness(one: Shingles, other: Shingles) -> tuple[float, float, int]:
    """Jaccard similarity, containment of the shorter in the longer, and the shared shingles."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union, least = len(one) + len(other) - shared, min(len(one), len(other))
    return (shared / union if union else 1.0), (shared / least if least else 1.0), shared


def jaccard(one: Shingles, other: Shingles) -> float:
    """Shared shingles over all shingles."""
    return likeness(one, other)[0]


def blocks(signatures: Signatures, groups: npt.NDArray[np.int64], *, bands: int, rows: int) -> Iterator[list[int]]:
    """Rows that agree on a band within a group (locality-sensitive hashing), each block in ascending order.

    Two texts of Jaccard s share a block with probability 1 - (1 - s^rows)^bands. Time and memory are linear in rows.
    """
    if len(signatures) < 2:
        return
    grouped = groups.astype(np.uint64)
    for band in range(bands):
        key = grouped * _FOLD + np.uint64(band)
        for column in range(band * rows, (band + 1) * rows):
            key = (key ^ (key >> np.uint64(29))) * _FOLD + signatures[:, column]
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=key[order[0]] ^ np.uint64(1)) != 0)
        for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
            if end - start > 1:
                yield order[start:end].tolist()


def estimate(signatures: Signatures, one: int, other: int) -> float:
    """Jaccard similarity as the signatures have it (standard error at most .0625)."""
    return float(np.count_nonzero(signatures[one] == signatures[other])) / PERMUTATIONS


def pairs_in(found: Iterable[list[int]], same: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of each block, each once, bounded by `BLOCK_MEMORY` for every text.

    A text meets the last text of its block with the same mark (`same`) and the last few whatever their mark.
    """
    met: set[tuple[int, int]] = set()
    for block in found:
        recent: deque[int] = deque(maxlen=BLOCK_MEMORY)
        by_mark: dict[object, int] = {}
        for later in block:
            known = by_mark.get(same[later])
            for earlier in (*recent, *(() if known is None or known in recent else (known,))):
                if (earlier, later) not in met:
                    met.add((earlier, later))
                    yield earlier, later
            recent.append(later)
            by_mark[same[later]] = later


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
