"""Importing: good rows become postings, every other row is rejected with its place in the file."""

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Posting, Rejected
from warehouse.errors import ImportFileError
from warehouse.importing import read_import
from warehouse.load import load_records

GOOD = {"id": 7, "employer": "Acme", "title": "Analyst", "posted_on": "2026-01-05", "text": "Know SQL."}


def lines(path: Path, *rows: object) -> Path:
    path.write_bytes(b"\n".join(r if isinstance(r, bytes) else json.dumps(r).encode() for r in rows))
    return path


def text_of(html: str) -> str:
    return html.replace("<p>", "").replace("</p>", "")


def test_rows_become_postings_with_the_source_they_name(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "id": "8", "source": "crm", "url": "https://x.test", "location": "Ghent"}]
    first, second = read_import(lines(tmp_path / "a.jsonl", *rows), None, text_of)
    assert isinstance(first, Posting)
    assert isinstance(second, Posting)
    assert (first.posting_id, first.posted_on, first.url) == ("import:import:7", date(2026, 1, 5), "")
    assert (second.posting_id, second.location) == ("crm:import:8", "Ghent")


def test_a_given_source_wins(tmp_path: Path) -> None:
    (only,) = read_import(lines(tmp_path / "a.jsonl", {**GOOD, "source": "crm"}), "mine", text_of)
    assert only.source == "mine"


def test_html_becomes_text_where_there_is_no_text(tmp_path: Path) -> None:
    rows = [{**GOOD, "text": None, "html": "<p>Know R.</p>"}, {**GOOD, "html": "<p>not used</p>"}]
    found = [r.text for r in read_import(lines(tmp_path / "a.jsonl", *rows), None, text_of) if isinstance(r, Posting)]
    assert found == ["Know R.", "Know SQL."]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"{broken", "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"[1, 2]", "a JSON list, expected an object"),
        ({**GOOD, "id": None}, "no id"),
        ({"id": 1}, "no employer, title, posted_on"),
        ({**GOOD, "posted_on": "next week"}, "posted_on is no date"),
        ({**GOOD, "text": "  "}, "no text and no html"),
        ({**GOOD, "text": ["a"]}, "text or html is no string"),
        ({**GOOD, "employer": "  "}, "id or employer is blank"),
    ],
)
def test_a_bad_row_is_rejected_with_file_and_line(tmp_path: Path, row: object, reason: str) -> None:
    path = lines(tmp_path / "a.jsonl", GOOD, b"", row, GOOD)
    good, bad, also_good = read_import(path, None, text_of)
    assert isinstance(bad, Rejected)
    assert bad.reason.startswith(reason)
    assert bad.url == f"{path}:3"
    assert isinstance(good, Posting)
    assert isinstance(also_good, Posting)


def test_a_byte_order_mark_is_no_part_of_the_first_row(tmp_path: Path) -> None:
    (only,) = read_import(lines(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + json.dumps(GOOD).encode()), None, text_of)
    assert isinstance(only, Posting)


def test_parquet_with_dates_or_timestamps_is_read_alike(tmp_path: Path) -> None:
    day = date(2026, 1, 5)
    for name, value in {"a": day, "b": datetime(2026, 1, 5, 23, 30)}.items():  # noqa: DTZ001  files often lack a zone
        pl.DataFrame(
            [{**GOOD, "posted_on": value, "other": 1.5}, {**GOOD, "id": None, "posted_on": value}]
        ).write_parquet(tmp_path / name)
        good, bad = read_import(tmp_path / name, None, text_of)
        assert isinstance(good, Posting)
        assert isinstance(bad, Rejected)
        assert (good.native_id, good.posted_on, bad.url) == ("7", day, f"{tmp_path / name}:2")


def test_a_file_that_is_none_or_damaged_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no such file"):
        list(read_import(tmp_path / "none.jsonl", None, text_of))
    pl.DataFrame([{"id": "1", "title": "x"}]).write_parquet(tmp_path / "few")
    with pytest.raises(ImportFileError, match="no column employer, posted_on"):
        list(read_import(tmp_path / "few", None, text_of))
    (tmp_path / "cut").write_bytes((tmp_path / "few").read_bytes()[:60])
    with pytest.raises(ImportFileError, match="cannot be read as Parquet") as caught:
        list(read_import(tmp_path / "cut", None, text_of))
    assert "write it again" in caught.value.remedy


def test_importing_twice_adds_nothing(con: DuckDBPyConnection, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": 8}, b"broken")
    day = date(2026, 1, 12)
    first = load_records(con, read_import(path, None, text_of), raw_id=None, seen_on=day)
    second = load_records(con, read_import(path, None, text_of), raw_id=None, seen_on=day)
    assert (first.new, first.rejected, second.new, second.changed) == (2, 1, 0, 0)
    assert con.execute("select count(*) from quarantine").fetchall() == [(1,)]
