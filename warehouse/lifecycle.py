"""The life of postings on boards that list all of theirs: seen, missing, gone, back again.

Belongs here: keeping by day what readings of a board held, closing postings by it or by the word of their service. Does
not belong here: the rows themselves (load.py), how a service shows its boards.

A posting is closed by two complete readings in a row, of different days, that lack it: on the first of these days.
Readings that failed, are capped or lack a part close nothing; a board that is suddenly empty, or unknown to its
service, is believed when its next reading says the same. What is kept are facts by day (`schema/009_lifecycle.sql`), so
that the order in which responses are loaded, and loading one twice, make no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from duckdb import DuckDBPyConnection

from extractors.records import BoardGone, Listing, Removed
from warehouse.identity import storable
from warehouse.statements import statement


@dataclass(frozen=True, slots=True)
class _Part:
    """One response's part in a day's reading of a board; `number` 0 stands for a board that is unknown there."""

    source: str
    board: str
    number: int
    is_last: bool
    is_capped: bool
    native_ids: tuple[str, ...]


def record_reading(con: DuckDBPyConnection, found: Listing | BoardGone, read_on: date) -> None:
    """Keep what a response says about a board on a day, and close or open its postings by it.

    Runs inside the caller's transaction, after the rows of the response are stored.
    """
    part = _part_of(found)
    board = {"source": part.source, "board": part.board}
    day = {**board, "read_on": read_on}
    before, after, is_known = con.execute(statement("lifecycle/neighbours"), day).fetchall()[0]
    con.register("incoming_ids", pl.DataFrame({"native_id": part.native_ids}, schema={"native_id": pl.String}))
    try:
        around = {**day, "before": before, "after": after, "is_known": is_known}
        con.execute(statement("lifecycle/stage_runs"), around)
    finally:
        con.unregister("incoming_ids")
    con.execute(statement("lifecycle/remove_runs"), board)
    con.execute(statement("lifecycle/insert_runs"), board)
    con.execute("drop table staged_runs")
    con.execute(
        statement("lifecycle/add_part"),
        {**day, "part": part.number, "is_last": part.is_last, "is_capped": part.is_capped},
    )
    outcome = con.execute(statement("lifecycle/outcome"), day).fetchall()[0][0]
    con.execute("delete from board_readings where source = $source and board = $board and read_on = $read_on", day)
    con.execute("insert into board_readings values ($source, $board, $read_on, $outcome)", {**day, "outcome": outcome})
    con.execute(statement("lifecycle/update_postings"), board)


def _part_of(found: Listing | BoardGone) -> _Part:
    if isinstance(found, BoardGone):
        return _Part(found.source, storable(found.board), 0, is_last=False, is_capped=False, native_ids=())
    ids = tuple(dict.fromkeys(storable(one) for one in found.native_ids))
    return _Part(found.source, storable(found.board), found.part, found.last, found.capped, ids)


def take_down(con: DuckDBPyConnection, removed: Sequence[Removed]) -> None:
    """Close the postings that their service says were taken down; one that is not stored, or shown again, is none."""
    if not removed:
        return
    rows = {storable(one.posting_id): one.on for one in removed}
    frame = pl.DataFrame(list(rows.items()), {"posting_id": pl.String, "removed_on": pl.Date}, orient="row")
    con.register("incoming", frame)
    try:
        con.execute(statement("lifecycle/take_down"))
    finally:
        con.unregister("incoming")


def emptied_boards(con: DuckDBPyConnection, read_on: date) -> list[tuple[str, str]]:
    """(source, line) for every board that held postings before and was empty or unknown when read on this day."""
    lines = []
    for source, board, outcome, is_sure, held, held_on in con.execute(
        statement("lifecycle/emptied"), {"read_on": read_on}
    ).fetchall():
        state = "empty" if outcome == "empty" else "unknown to its service (404)"
        now = (
            "for the second time in a row: they are closed"
            if is_sure
            else "now: nothing is closed unless its next reading says so again"
        )
        lines.append((source, f"{board} held {held} postings on {held_on} and is {state} {now}"))
    return lines
