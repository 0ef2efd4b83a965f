"""How alike two advertisements are: word shingles, MinHash signatures, exact Jaccard similarity.

Belongs here: comparing texts. Does not belong here: the database, dates, what follows from a likeness.
Shingles of five words and the bounds .8 and .5 follow Broder 1997 and docs/method.md.
"""

from collections.abc import Callable, Iterator
from zlib import crc32

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH

from warehouse.identity import body_words

SHINGLE_WORDS = 5
PERMUTATIONS = 64
BANDS, ROWS = 21, 3
"""A pair at Jaccard .5 becomes a candidate in 94 % of cases, one at .8 always; the exact check decides."""
SAME_TEXT = 0.8
LIKE_TEXT = 0.5
_SCHEME = "affine32"

Shingles = npt.NDArray[np.uint32]
_BLANK = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme=_SCHEME)
_MIXER = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)


def shingles(text: str) -> Shingles:
    """Hashes of every run of five words, sorted and without repeats; a shorter text is one shingle."""
    words = np.array([crc32(word.encode()) for word in body_words(text)], dtype=np.uint64)
    if len(words) < SHINGLE_WORDS:
        words = np.pad(words, (0, SHINGLE_WORDS - len(words)))
    runs = np.lib.stride_tricks.sliding_window_view(words, SHINGLE_WORDS)
    mixed = ((runs ^ (runs << np.uint64(7))) * _MIXER).sum(axis=1, dtype=np.uint64)
    return np.unique((mixed >> np.uint64(16)).astype(np.uint32))


def signature(of: Shingles) -> bytes:
    """A MinHash signature as bytes that can be stored: four a permutation."""
    made = MinHash(hashvalues=_BLANK.hashvalues, permutations=_BLANK.permutations, hashfunc=int, scheme=_SCHEME)
    made.update_batch(of.tolist())
    return bytes(np.asarray(made.hashvalues, dtype="<u4").tobytes())


def jaccard(one: Shingles, other: Shingles) -> float:
    """Shared shingles over all shingles."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def candidate_pairs(signatures: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pairs of keys whose signatures share a band, each once, later key second."""
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    for key, stored in signatures.items():
        values = np.frombuffer(stored, dtype="<u4")
        sketch = MinHash(hashvalues=values, permutations=_BLANK.permutations, hashfunc=int, scheme=_SCHEME)
        for earlier in index.query(sketch):
            yield earlier, key
        index.insert(key, sketch)


class Components:
    """Union-find: which keys were joined, directly or through others."""

    def __init__(self, keys: list[str]) -> None:
        self._parent = {key: key for key in keys}

    def root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: str, other: str) -> None:
        self._parent[self.root(one)] = self.root(other)


def join_alike(
    signatures: dict[str, bytes],
    shingles_of: Callable[[str], Shingles],
    agrees: Callable[[str, str], bool],
    components: Components,
) -> None:
    """Join keys whose texts are alike: Jaccard of at least .8, or of .5 where `agrees` says title and place do."""
    for earlier, later in candidate_pairs(signatures):
        if components.root(earlier) == components.root(later):
            continue
        likeness = jaccard(shingles_of(earlier), shingles_of(later))
        if likeness >= SAME_TEXT or (likeness >= LIKE_TEXT and agrees(earlier, later)):
            components.join(earlier, later)
