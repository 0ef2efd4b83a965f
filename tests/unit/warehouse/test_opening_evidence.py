"""What is published about openings: why a posting is in one, how it was advertised, and the audit of merges."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, days, load, posting, read_all

from extractors.records import Posting
from warehouse.audit import audit
from warehouse.errors import WarehouseFileError
from warehouse.openings import cluster_openings
from warehouse.publish import publish

OTHER = (
    "A quite different letter: we drive trams at night and want a calm person who repairs doors, bells and brakes. The"
    " depot lies by the river; shifts begin at nine in the evening and end when the first trams leave. Bring steady"
    " hands, patience with old machines and a liking for coffee. A driving licence is welcome but can be had with us."
)
NEAR = BODY.replace("two colleagues", "three colleagues")
LATE = date(2027, 1, 31)


def thread(native_id: str, employer: str = "Acme Inc.", *, on: int = 0, text: str = BODY, **more: object) -> Posting:
    return replace(posting(native_id, employer, on=days(on), text=text, **more), board="whoishiring")


@pytest.fixture
def published(con: DuckDBPyConnection, tmp_path: Path) -> DuckDBPyConnection:
    """Seven monthly posts of one advertisement, a copy by an agency, the same again a year later, and another text."""
    rows = [thread(str(month), on=month * 28, text=NEAR if month == 1 else BODY) for month in range(7)]
    rows.append(thread("copy", "Bright Staffing", on=30, text=f"Our client is hiring. {BODY} Apply today."))
    rows += [thread("again", on=330), thread("other", on=3, text=OTHER, title="Tram Driver")]
    rows.append(thread("other-2", "Borealis", on=5, text=OTHER.replace("trams", "buses"), title="Bus Driver"))
    load(con, *rows, on=LATE)
    read_all(con, "python", "sql")
    con.execute("update readings set role = 'other' where document_id like '%:other-2'")
    cluster_openings(con)
    publish(con, tmp_path / "published", LATE)
    return duckdb.connect(str(tmp_path / "published" / "skilltide.duckdb"), read_only=True)


def test_members_say_why_they_are_there(published: DuckDBPyConnection) -> None:
    rows = {
        posting_id.rsplit(":")[-1]: rest
        for posting_id, *rest in published.execute(
            "select posting_id, is_agency, alike_to, likeness > .8, containment, reason from opening_members"
        ).fetchall()
    }
    assert rows["0"] == [False, None, None, None, None], "the first posting of an opening resembles nobody"
    assert rows["1"] == [False, "board:whoishiring:0", True, None, "nearly the same text"]
    assert rows["2"] == [False, "board:whoishiring:0", True, None, "same text"]
    assert rows["copy"][0] is True
    assert rows["copy"][4] == "copy under another name: same words without common lines"
    evidence = published.execute("select agency_evidence from opening_members where is_agency").fetchall()
    assert evidence == [
        ("its name says so; 1 of 1 texts speak of a client; 1 of 1 texts also stand under 1 other names",)
    ]


def test_evidence_tells_how_an_opening_was_advertised(published: DuckDBPyConnection) -> None:
    first, again, *_ = published.execute(
        "select e.* exclude (opening_id, reworded) from opening_evidence as e join openings as o using (opening_id)"
        " where o.employer = 'Acme Inc.' order by e.postings desc, e.run desc"
    ).fetchall()
    assert first == (
        ["Acme Inc.", "Bright Staffing"], ["board"], 8, 1, 169, 6, 1, True, ["advertised in six or more months"]
    )  # fmt: skip
    assert again[2:] == (1, 0, 1, 1, 2, False, ["advertised again after a pause of six weeks"])


def test_nothing_dated_later_is_evidence(con: DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, thread("1"), thread("2", on=28), on=LATE)
    read_all(con, "python")
    cluster_openings(con)
    publish(con, tmp_path / "published", DAY)
    made = duckdb.connect(str(tmp_path / "published" / "skilltide.duckdb"), read_only=True)
    assert made.execute("select postings, open_days, months from opening_evidence").fetchall() == [(1, 1, 1)]
    assert made.execute("select posting_id from opening_members").fetchall() == [("board:whoishiring:1",)]


def test_the_audit_shows_merges_and_near_misses(published: DuckDBPyConnection, tmp_path: Path) -> None:
    texts = tmp_path / "published" / "texts.parquet"
    pairs = audit(published, texts, seed=1, limit=20)
    assert pairs == audit(published, texts, seed=1, limit=20)
    joined = {(p.other.posting_id.rsplit(":")[-1], p.reason) for p in pairs if p.joined}
    assert ("1", "nearly the same text") in joined
    assert any(reason.startswith("copy under another name") for _, reason in joined)
    apart = [p for p in pairs if not p.joined]
    assert [(p.one.title, p.other.title, p.reason) for p in apart] == [
        ("Tram Driver", "Bus Driver", "read as other roles: ml_engineer, other")
    ]
    assert apart[0].jaccard > 0.3 and any("trams" in line for line in apart[0].only_one)


def test_without_texts_there_is_nothing_to_look_over(published: DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(WarehouseFileError, match="no texts"):
        audit(published, tmp_path / "absent.parquet", seed=0, limit=4)
