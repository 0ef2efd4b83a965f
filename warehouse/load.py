"""Loading documents and readings into the private warehouse, so that a second time adds nothing.

Belongs here: postings, articles, rejected rows, readings. Does not belong here: openings, measures, parsing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import polars as pl
from duckdb import DuckDBPyConnection

from extractors.records import Article, BoardGone, DocumentKind, Listing, Posting, Reading, Rejected, Removed
from extractors.text import mask_personal
from warehouse.identity import employer_key, storable, text_hash
from warehouse.lifecycle import record_reading, take_down
from warehouse.statements import statement
from warehouse.store import transaction

Record = Posting | Article | Rejected | Removed | Listing | BoardGone
_Waiting = tuple[str, str, str | None, DocumentKind]
BATCH = 20_000
"""Records staged at a time; bounds memory for large imports."""

_POSTING_SCHEMA: dict[str, Any] = {
    "posting_id": pl.String, "source": pl.String, "board": pl.String, "native_id": pl.String, "employer": pl.String,
    "employer_key": pl.String, "title": pl.String, "text": pl.String, "text_hash": pl.String, "url": pl.String,
    "posted_on": pl.Date, "location": pl.String, "country": pl.String, "workplace": pl.String,
    "employment_type": pl.String, "salary_min": pl.Float64, "salary_max": pl.Float64, "salary_currency": pl.String,
    "salary_period": pl.String, "language": pl.String,
}  # fmt: skip
_ARTICLE_SCHEMA: dict[str, Any] = {
    "article_id": pl.String, "kind": pl.String, "source": pl.String, "feed": pl.String, "native_id": pl.String,
    "title": pl.String, "text": pl.String, "text_hash": pl.String, "url": pl.String, "published_on": pl.Date,
    "categories": pl.List(pl.String),
}  # fmt: skip
_REJECTED_SCHEMA: dict[str, Any] = {
    "source": pl.String, "url": pl.String, "reason": pl.String, "detail": pl.String, "remedy": pl.String,
}  # fmt: skip
_READING_SCHEMA: dict[str, Any] = {
    "document_id": pl.String, "document_kind": pl.String, "role": pl.String, "role_family": pl.String,
    "seniority": pl.String, "workplace": pl.String, "employment_type": pl.String, "salary_min": pl.Float64,
    "salary_max": pl.Float64, "salary_currency": pl.String, "salary_period": pl.String, "language": pl.String,
    "degrees": pl.List(pl.Struct({"level": pl.String, "field": pl.String, "required": pl.Boolean})),
    "years_min": pl.Int32, "years_max": pl.Int32, "visa": pl.Boolean,
}  # fmt: skip
_MENTION_SCHEMA: dict[str, Any] = {
    "document_id": pl.String, "document_kind": pl.String, "skill_id": pl.String, "surface": pl.String,
    "start_char": pl.Int32, "end_char": pl.Int32, "zone": pl.String, "counts": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What one load did: `read` = `new` + `changed` + `unchanged` + `rejected`."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __add__(self, other: "LoadCounts") -> "LoadCounts":
        return LoadCounts(
            self.read + other.read,
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


def load_records(
    con: DuckDBPyConnection, records: Iterable[Record], *, raw_id: str | None, seen_on: date
) -> LoadCounts:
    """Store records in one transaction; idempotent by id.

    A wording seen for the first time replaces the older one and counts as a version; `last_seen` moves to `seen_on`.
    What was seen on an earlier day than the stored row never replaces it, but is kept among the former wordings. A
    `Listing` opens and closes postings of its board, a `Removed` closes one (`lifecycle.py`). Rows of the bundled
    history give way to live ones. `raw_id` is recorded in the same transaction, so a response is either loaded whole
    or not at all.
    """
    total = LoadCounts()
    stream = iter(records)
    with transaction(con):
        readings: list[Listing | BoardGone] = []
        while batch := list(islice(stream, BATCH)):
            total += _load_batch(con, batch, raw_id, seen_on)
            readings += [r for r in batch if isinstance(r, (Listing, BoardGone))]
        for reading in readings:
            record_reading(con, reading, seen_on)
        if raw_id is not None:
            con.execute("delete from loaded_responses where raw_id = ?", [raw_id])
            con.execute(
                "insert into loaded_responses values (?, ?, ?, ?)",
                [raw_id, seen_on, total.read - total.rejected, total.rejected],
            )
    return total


def loaded_response_ids(con: DuckDBPyConnection) -> set[str]:
    """Which kept responses are in the warehouse already."""
    return {raw_id for (raw_id,) in con.execute("select raw_id from loaded_responses").fetchall()}


def pending_texts(con: DuckDBPyConnection, extractor_version: str, batch: int = 2000) -> Iterator[list[_Waiting]]:
    """Documents whose present wording this version of the extractor has not read, as (id, text, title, kind).

    The list of ids is taken at the start, so the caller may store readings between batches.
    """
    waiting = con.execute(statement("load/pending_ids"), {"extractor_version": extractor_version}).fetchall()
    for start in range(0, len(waiting), batch):
        part = waiting[start : start + batch]
        ids = [document_id for document_id, _ in part]
        yield con.execute(statement("load/pending_texts"), {"ids": ids}).fetchall()


def pending_titles(con: DuckDBPyConnection, extractor_version: str, batch: int = BATCH) -> Iterator[list[_Waiting]]:
    """Postings that never had a text and whose title this version has not read; the title stands in the text's place.

    What is read there is kept without its mentions (`title_reading`).
    """
    waiting = con.execute(statement("load/pending_titles"), {"extractor_version": extractor_version}).fetchall()
    for start in range(0, len(waiting), batch):
        yield waiting[start : start + batch]


def title_reading(reading: Reading) -> Reading:
    """What is kept of the reading of a title: role, seniority, workplace; it names too few skills to speak of them."""
    return replace(reading, mentions=(), degrees=())


def count_pending(con: DuckDBPyConnection, extractor_version: str) -> int:
    """How many documents `pending_texts` would yield."""
    return len(con.execute(statement("load/pending_ids"), {"extractor_version": extractor_version}).fetchall())


def store_readings(
    con: DuckDBPyConnection,
    readings: Sequence[tuple[str, DocumentKind, Reading]],
    extractor_version: str,
) -> int:
    """Store what was read in each document in place of earlier readings, in one transaction; returns the mentions."""
    latest = {(document_id, kind): reading for document_id, kind, reading in readings}
    if not latest:
        return 0
    reading_frame = _frame([_reading_row(*key, reading) for key, reading in latest.items()], _READING_SCHEMA)
    mention_frame = _frame(
        [
            (document_id, kind, m.skill_id, storable(m.surface), m.start, m.end, m.zone, m.counts)
            for (document_id, kind), reading in latest.items()
            for m in reading.mentions
        ],
        _MENTION_SCHEMA,
    )
    con.register("incoming_readings", reading_frame)
    con.register("incoming_mentions", mention_frame)
    try:
        with transaction(con):
            known = con.execute(statement("load/known_readings")).fetchall()[0][0]
            if known:
                con.execute(statement("load/delete_known_readings"))
            con.execute(statement("load/insert_readings"), {"extractor_version": extractor_version})
            con.execute(statement("load/insert_mentions"), {"extractor_version": extractor_version})
    finally:
        con.unregister("incoming_readings")
        con.unregister("incoming_mentions")
    return mention_frame.height


def _load_batch(con: DuckDBPyConnection, batch: list[Record], raw_id: str | None, seen_on: date) -> LoadCounts:
    """Stage and merge one batch inside the caller's transaction; the last of two rows with one id wins."""
    postings = {r.posting_id: r for r in batch if isinstance(r, Posting)}
    articles = {r.article_id: r for r in batch if isinstance(r, Article)}
    rejected = [r for r in batch if isinstance(r, Rejected)]
    rows_read = sum(not isinstance(r, (Listing, BoardGone, Removed)) for r in batch)
    new = changed = 0
    if postings:
        rows = [_posting_row(p) for p in postings.values()]
        fresh, other = _merge(con, "posting", _frame(rows, _POSTING_SCHEMA), raw_id, seen_on)
        new, changed = new + fresh, changed + other
    if articles:
        rows = [_article_row(a) for a in articles.values()]
        fresh, other = _merge(con, "article", _frame(rows, _ARTICLE_SCHEMA), raw_id, seen_on)
        new, changed = new + fresh, changed + other
    take_down(con, [r for r in batch if isinstance(r, Removed)])
    if rejected:
        _quarantine(con, rejected, raw_id, seen_on)
    return LoadCounts(rows_read, new, changed, rows_read - len(rejected) - new - changed, len(rejected))


def _merge(
    con: DuckDBPyConnection, what: str, frame: pl.DataFrame, raw_id: str | None, seen_on: date
) -> tuple[int, int]:
    """Merge staged rows into `posting_records` or `article_records`; returns (new, changed)."""
    con.register("incoming", frame)
    try:
        con.execute(statement(f"load/stage_{what}s"), {"seen_on": seen_on, "raw_id": raw_id})
    finally:
        con.unregister("incoming")
    counts = dict(con.execute("select outcome, count(*) from staged group by outcome").fetchall())
    if what == "posting" and con.execute("select count(*) from staged where text_differs").fetchall()[0][0]:
        con.execute(statement("load/keep_wordings"))
    if counts.get("new", 0) + counts.get("changed", 0):
        con.execute(statement(f"load/replace_{what}s"))
    if counts.get("unchanged", 0):
        con.execute(statement(f"load/touch_{what}s"))
    if what == "posting":
        con.execute(statement("lifecycle/open_again"))
    con.execute("drop table staged")
    return counts.get("new", 0), counts.get("changed", 0)


def _quarantine(con: DuckDBPyConnection, rejected: list[Rejected], raw_id: str | None, seen_on: date) -> None:
    """Keep each rejected row once, however often it comes again."""
    rows = [(storable(r.source), storable(r.url), r.reason, _shown(r.detail), storable(r.remedy)) for r in rejected]
    con.register("incoming", _frame(list(dict.fromkeys(rows)), _REJECTED_SCHEMA))
    try:
        con.execute(statement("load/insert_quarantine"), {"seen_at": seen_on, "raw_id": raw_id})
    finally:
        con.unregister("incoming")


def _posting_row(p: Posting) -> tuple[object, ...]:
    from extractors.skills.pipeline import document_text

    title = _shown(p.title)
    # Of a row that came without a text only the title is read: it enters no denominator but that of all advertisements.
    text = document_text(title, storable(p.text)) if p.text.strip() else None
    employer = _shown(p.employer)
    pay = p.salary
    return (
        storable(p.posting_id), p.source, storable(p.board), storable(p.native_id), employer, employer_key(employer),
        title, text, text_hash(text) if text else None, storable(p.url), p.posted_on, _maybe(p.location),
        _maybe(p.country), p.workplace,
        _maybe(p.employment_type), pay.low if pay else None, pay.high if pay else None,
        pay.currency if pay else None, pay.period if pay else None, p.language,
    )  # fmt: skip


def _article_row(a: Article) -> tuple[object, ...]:
    from extractors.skills.pipeline import document_text

    title = _shown(a.title)
    text = document_text(title, storable(a.text))
    return (
        storable(a.article_id), a.kind, a.source, storable(a.feed), storable(a.native_id), title, text,
        text_hash(text), storable(a.url), a.published_on, [_shown(c) for c in a.categories],
    )  # fmt: skip


def _reading_row(document_id: str, kind: DocumentKind, r: Reading) -> tuple[object, ...]:
    pay = r.salary
    return (
        document_id, kind, r.role, r.role_family, r.seniority, r.workplace, r.employment_type,
        pay.low if pay else None, pay.high if pay else None, pay.currency if pay else None,
        pay.period if pay else None, r.language,
        [{"level": d.level, "field": d.field, "required": d.required} for d in r.degrees],
        r.years_min, r.years_max, r.visa,
    )  # fmt: skip


def _maybe(text: str | None) -> str | None:
    return None if text is None else _shown(text)


def _shown(text: str) -> str:
    """A short field as it is stored: no e-mail address or telephone number, whatever the source took care of."""
    return mask_personal(storable(text))


def _frame(rows: Sequence[tuple[object, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")
