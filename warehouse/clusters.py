"""Near-duplicates among the postings of one employer and role, with the grounds of every join.

Belongs here: which of an employer's postings are one advertisement. Does not belong here: copies under other employers'
names (copies.py), silence and openings (openings.py), how alike two texts are (similarity.py).
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from warehouse.grounds import LINKED_TEXT, SharedLinks, job_links, shared_links, why_one
from warehouse.similarity import (
    Components,
    Likeness,
    Shingles,
    coded,
    likely_pairs,
    likeness,
    shingles,
    signature,
    stacked,
)

BANDS, ROWS = 21, 3
"""A pair at Jaccard .5 becomes a candidate in 94 % of cases, one at .8 always; the exact check decides."""
NEIGHBOURS = 2
"""An advertisement that was rewritten usually follows the one it replaces: the last two are compared in any case."""
_SAME_TEXT = "same text"
_SLACK = 0.2
"""Three standard errors of a signature's estimate: a pair that far below its bound is not looked at."""

ONLY_A_TITLE = "title:"
"""What the hash of title and place begins with, which stands in the place of a text's hash where there is none."""

TextsOf = Callable[[Iterable[str]], dict[str, str]]


class Posted(NamedTuple):
    """A posting as clustering sees it; the columns of sql/openings/slice.sql, in their order."""

    employer_key: str
    role: str
    posting_id: str
    dated_on: date
    active_until: date
    copy_key: str | None
    text_hash: str | None
    title: str | None
    location: str | None
    extractor_version: str
    signature: bytes | None
    skills: list[int]


class Placed(NamedTuple):
    """A posting with its cluster, and which other posting it resembles, how much (Jaccard) and why it joined."""

    posting_id: str
    employer_key: str
    text_hash: str | None
    role: str
    dated_on: date
    location: str | None
    extractor_version: str
    signature: bytes | None
    cluster_id: str
    alike_to: str | None
    likeness: float | None
    reason: str | None


class _Ground(NamedTuple):
    alike_to: str
    likeness: float | None
    reason: str


class _Wordings:
    """Texts by hash, fetched when needed, with shingles and signatures made on first use."""

    def __init__(self, part: list[Posted], texts_of: TextsOf) -> None:
        self._texts_of = texts_of
        self._made: dict[str, Shingles] = {}
        self._links: dict[str, frozenset[str]] = {}
        self.signatures = {p.text_hash: p.signature for p in part if p.text_hash and p.signature}
        missing = {p.text_hash for p in part if p.text_hash} - self.signatures.keys()
        self.need(missing)
        self.signatures |= {text_hash: signature(self._made[text_hash]) for text_hash in missing & self._made.keys()}

    def need(self, hashes: Iterable[str]) -> None:
        """Fetch what is not here yet, in one question."""
        absent = set(hashes) - self._made.keys()
        if absent:
            texts = self._texts_of(absent)
            self._made |= {text_hash: shingles(text) for text_hash, text in texts.items()}
            self._links |= {text_hash: job_links(text) for text_hash, text in texts.items()}

    def likeness(self, one: Posted, other: Posted) -> Likeness:
        return likeness(self._made[one.text_hash or ""], self._made[other.text_hash or ""])

    def shared_links(self, one: Posted, other: Posted) -> SharedLinks:
        return shared_links(self._links[one.text_hash or ""], self._links[other.text_hash or ""])


def cluster_within(part: list[Posted], texts_of: TextsOf) -> list[Placed]:
    """Cluster whole employers, given in order of employer, role, day and id; the order is kept.

    Equal texts join without a comparison, and so do rows that were found alike where their texts still were
    (`copy_key`). Others join where the rules of `grounds.py` say so.
    """
    wordings = _Wordings(part, texts_of)
    components = Components(p.posting_id for p in part)
    grounds: dict[str, _Ground] = {}
    leads = _join_equal(part, components, grounds)
    _join_alike([lead for lead in leads if lead.text_hash in wordings.signatures], wordings, components, grounds)
    first: dict[str, str] = {}
    done = []
    for p in part:
        cluster = first.setdefault(components.root(p.posting_id), p.posting_id)
        ground = grounds.get(p.posting_id) if cluster != p.posting_id else None
        kept = wordings.signatures.get(p.text_hash) if p.text_hash else None
        done.append(Placed(
            p.posting_id, p.employer_key, p.text_hash, p.role, p.dated_on, p.location, p.extractor_version, kept,
            cluster, *(ground or (None, None, None)),
        ))  # fmt: skip
    return done


def _join_equal(part: list[Posted], components: Components, grounds: dict[str, _Ground]) -> list[Posted]:
    """Join postings with the same text, or with the same copy key where a text is missing; the first of every text.

    Where both texts are here, they decide: the copy key may have been given by older rules.
    """
    by_text: dict[tuple[str, str, str], Posted] = {}
    by_copy: dict[tuple[str, str, str], Posted] = {}
    for p in part:
        for key, known, ground in (
            (p.text_hash, by_text, _same_text(p)),
            (p.copy_key, by_copy, "alike when last read with its text"),
        ):
            if key is None:
                continue
            earlier = known.setdefault((p.employer_key, p.role, key), p)
            if earlier is not p and (known is by_text or None in {earlier.text_hash, p.text_hash}):
                components.join(earlier.posting_id, p.posting_id)
                grounds.setdefault(
                    p.posting_id, _Ground(earlier.posting_id, 1.0 if ground == _SAME_TEXT else None, ground)
                )
    return list(by_text.values())


def _same_text(p: Posted) -> str:
    only_a_title = p.text_hash is not None and p.text_hash.startswith(ONLY_A_TITLE)
    return "same title and place, no text" if only_a_title else _SAME_TEXT


def _join_alike(leads: list[Posted], wordings: _Wordings, components: Components, grounds: dict[str, _Ground]) -> None:
    """Join texts that are alike enough; the exact similarity decides, the signature only proposes."""
    if len(leads) < 2:
        return
    candidates = likely_pairs(
        stacked([wordings.signatures[p.text_hash or ""] for p in leads]),
        coded((p.employer_key, p.role) for p in leads),
        coded((p.title, p.location) for p in leads),
        bands=BANDS,
        rows=ROWS,
        least=LINKED_TEXT - _SLACK,
        neighbours=NEIGHBOURS,
    )
    wordings.need(leads[i].text_hash or "" for pair in candidates for i in pair)
    for earlier, later in candidates:
        one, other = leads[earlier], leads[later]
        if components.root(one.posting_id) == components.root(other.posting_id):
            continue
        found = wordings.likeness(one, other)
        reason = why_one(found, wordings.shared_links(one, other), one, other)
        if reason is not None:
            components.join(one.posting_id, other.posting_id)
            ground = _Ground(one.posting_id, found.jaccard, reason)
            if grounds.setdefault(other.posting_id, ground) is not ground:
                grounds.setdefault(one.posting_id, ground._replace(alike_to=other.posting_id))
