"""Openings: near-duplicate postings of one employer and role, cut where advertising paused for more than six weeks.

Belongs here: which postings are one opening. Does not belong here: how alike two texts are (similarity.py), counting
openings by week. Copies of one ad under several employers (agencies) stay apart for now; they would join components
across employers before the cut by time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import polars as pl
from duckdb import DuckDBPyConnection

from warehouse.identity import opening_id
from warehouse.similarity import Components, Shingles, join_alike, shingles, signature
from warehouse.statements import statement
from warehouse.store import transaction

PAUSE = timedelta(weeks=6)
"""A longer silence between two postings of one cluster starts a new opening."""
TEXTS_AT_A_TIME = 4000
"""Distinct wordings held in memory while their employers are clustered."""

_CLUSTERED_SCHEMA = {
    "posting_id": pl.String, "opening_id": pl.String, "employer_key": pl.String, "text_hash": pl.String,
    "role": pl.String, "dated_on": pl.Date, "signature": pl.Binary, "readvertised": pl.Boolean,
    "cluster_id": pl.String, "location": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpeningCounts:
    """What one clustering did; `openings` and `postings` are totals after it."""

    employers: int
    compared: int
    postings: int
    openings: int


class Member(NamedTuple):
    """A posting as clustering sees it; the columns of sql/openings/members.sql."""

    employer_key: str
    role: str
    posting_id: str
    dated_on: date
    active_until: date
    copy_key: str | None
    text_hash: str | None
    signature: bytes | None
    title: str | None
    location: str | None
    is_sole: bool


class Clustered(NamedTuple):
    """A posting with its opening; the columns of `_CLUSTERED_SCHEMA`."""

    posting_id: str
    opening_id: str
    employer_key: str
    text_hash: str | None
    role: str
    dated_on: date
    signature: bytes | None
    readvertised: bool
    cluster_id: str
    location: str | None


@dataclass(slots=True)
class _Wordings:
    """The texts of a slice of employers, by hash, with shingles made on first use."""

    texts: dict[str, str]
    signatures: dict[str, bytes]
    made: dict[str, Shingles] = field(default_factory=dict)

    def shingles_of(self, text_hash: str) -> Shingles:
        found = self.made.get(text_hash)
        if found is None:
            found = self.made[text_hash] = shingles(self.texts[text_hash])
        return found

    def signature_of(self, text_hash: str) -> bytes:
        found = self.signatures.get(text_hash)
        if found is None:
            found = self.signatures[text_hash] = signature(self.shingles_of(text_hash))
        return found


def cluster_openings(con: DuckDBPyConnection, progress: Callable[[int, int], None] | None = None) -> OpeningCounts:
    """Cluster the postings of every employer of whom something moved since the last time, in one transaction.

    `progress` is told (postings done, postings in all).
    """
    con.execute(statement("openings/moved_employers"))
    moved = con.execute("select count(*) from moved_employers").fetchall()[0][0]
    compared = 0
    if moved:
        members = [Member(*row) for row in con.execute(statement("openings/members")).fetchall()]
        compared = len(members)
        clustered: list[Clustered] = []
        for part in _slices(members):
            clustered += _cluster(part, _wordings(con, part))
            if progress is not None:
                progress(len(clustered), compared)
        _replace(con, clustered)
    con.execute("drop table moved_employers")
    postings, openings = con.execute(
        "select (select count(*) from opening_members), (select count(*) from openings)"
    ).fetchall()[0]
    return OpeningCounts(moved, compared, postings, openings)


def _slices(members: list[Member]) -> Iterator[list[Member]]:
    """Members in runs of whole employers that hold about `TEXTS_AT_A_TIME` wordings to compare."""
    part: list[Member] = []
    for _, rows in groupby(members, key=lambda m: m.employer_key):
        part += rows
        if len(part) >= TEXTS_AT_A_TIME:
            yield part
            part = []
    if part:
        yield part


def _wordings(con: DuckDBPyConnection, part: list[Member]) -> _Wordings:
    """Fetch the texts that may have to be compared: none for an employer with a single posting."""
    hashes = {m.text_hash for m in part if m.text_hash is not None and not m.is_sole}
    rows = con.execute(statement("openings/texts"), {"hashes": sorted(hashes)}).fetchall() if hashes else []
    known = {m.text_hash: m.signature for m in part if m.text_hash is not None and m.signature is not None}
    return _Wordings(dict(rows), known)


def _cluster(part: list[Member], wordings: _Wordings) -> list[Clustered]:
    """Give every member its opening, employer and role by employer and role."""
    done: list[Clustered] = []
    for _, rows in groupby(part, key=lambda m: (m.employer_key, m.role)):
        group = list(rows)
        clusters = [group] if len(group) == 1 else _alike(group, wordings)
        for cluster in clusters:
            done += _cut(cluster, wordings.signatures)
    return done


def _alike(group: list[Member], wordings: _Wordings) -> list[list[Member]]:
    """The near-duplicates within one employer and role; members and clusters keep their order in time.

    Equal texts are joined without a comparison, and so are rows that were found alike where their texts still were.
    """
    by_text: dict[str, list[Member]] = {}
    for member in group:
        if member.text_hash is not None:
            by_text.setdefault(member.text_hash, []).append(member)
    components = Components([m.posting_id for m in group])
    for same in by_text.values():
        for other in same[1:]:
            components.join(same[0].posting_id, other.posting_id)
    by_copy: dict[str, str] = {}
    for member in group:
        if member.copy_key is not None:
            components.join(by_copy.setdefault(member.copy_key, member.posting_id), member.posting_id)
    if len(by_text) > 1:
        leads = {same[0].posting_id: same[0] for same in by_text.values()}
        hashes = {posting_id: text for text, same in by_text.items() for posting_id in [same[0].posting_id]}
        join_alike(
            {posting_id: wordings.signature_of(text) for posting_id, text in hashes.items()},
            lambda posting_id: wordings.shingles_of(hashes[posting_id]),
            lambda one, other: _same_title_and_place(leads[one], leads[other]),
            components,
        )
    clusters: dict[str, list[Member]] = {}
    for member in group:
        clusters.setdefault(components.root(member.posting_id), []).append(member)
    return list(clusters.values())


def _same_title_and_place(one: Member, other: Member) -> bool:
    return one.title == other.title and one.location == other.location


def _cut(cluster: list[Member], signatures: dict[str, bytes]) -> Iterator[Clustered]:
    """Cut a cluster, ordered in time, into openings wherever it was silent for more than six weeks."""
    first, event, until = cluster[0].posting_id, 0, cluster[0].active_until
    current = opening_id(first, event)
    for member in cluster:
        if member.dated_on - until > PAUSE:
            event += 1
            current = opening_id(first, event)
        until = max(until, member.active_until)
        kept = signatures.get(member.text_hash) if member.text_hash is not None else None
        yield Clustered(
            member.posting_id, current, member.employer_key, member.text_hash, member.role, member.dated_on, kept,
            event > 0, first, member.location,
        )  # fmt: skip


def _replace(con: DuckDBPyConnection, clustered: list[Clustered]) -> None:
    """Put the new openings of the moved employers in place of their old ones."""
    con.register("clustered", pl.DataFrame(clustered, schema=_CLUSTERED_SCHEMA, orient="row"))
    try:
        with transaction(con):
            con.execute(statement("openings/replace"))
    finally:
        con.unregister("clustered")
