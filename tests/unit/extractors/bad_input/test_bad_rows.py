"""Row 42 and its kind: rows of an otherwise sound answer that are odd, twice there, misdated, or somebody else's."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from bad_run import DAY, NOW, Outcome, run, told
from web_server import Reply, Web, reply

from extractors.reading import Reader
from extractors.records import Posting, Reading
from warehouse.load import load_records, store_readings
from warehouse.openings import cluster_openings
from warehouse.store import open_writer

TEXT = "&lt;p&gt;Python and SQL for our warehouse of boats, with a team of five in the harbour.&lt;/p&gt;"
JOB = {"id": 1, "title": "Data Engineer", "content": TEXT, "first_published": "2026-01-20T00:00:00Z"}


def board(*jobs: object) -> Reply:
    return reply(200, json.dumps({"jobs": list(jobs)}).encode())


def stored(folder: Path, *outcomes: Outcome) -> list[tuple[object, ...]]:
    """The posting rows of a warehouse that loaded these outcomes one day after the other."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        for number, outcome in enumerate(outcomes):
            rows = [*outcome.documents, *outcome.rejected]
            load_records(con, rows, raw_id=f"r{number}", seen_on=DAY + timedelta(days=number))
        ids = con.execute("select posting_id from posting_records").fetchall()
        store_readings(con, [(posting_id, "posting", Reading()) for (posting_id,) in ids], "1")
        cluster_openings(con)
        columns = "posting_id, title, text_hash, posted_on, first_seen, last_seen, versions"
        return con.execute(f"select {columns} from posting_records order by posting_id").fetchall()
    finally:
        con.close()


DATES = {
    "seconds": (1767225600, date(2026, 1, 1)),
    "milliseconds": (1767225600000, date(2026, 1, 1)),
    "1970": ("1970-01-01T00:00:00Z", None),
    "2099": ("2099-01-01T00:00:00Z", None),
    "no date": ("soon", None),
    "a list": ([2026], None),
    "yes": (True, None),
    "out of range": (1e300, None),
    "zone": ("2026-01-01T23:30:00-05:00", date(2026, 1, 2)),
}


@pytest.mark.parametrize("name", DATES)
def test_row_42_a_date_is_believed_or_left_out(web: Web, tmp_path: Path, reader: Reader, name: str) -> None:
    value, expected = DATES[name]
    (posting,) = run(web, tmp_path, reader, board=board({**JOB, "first_published": value})).documents
    assert isinstance(posting, Posting) and posting.posted_on == expected


def test_row_42_one_posting_at_three_addresses_is_one_opening(web: Web, tmp_path: Path, reader: Reader) -> None:
    jobs = [{**JOB, "id": number, "absolute_url": f"https://bad.test/{number}"} for number in (1, 2, 3)]
    outcome = run(web, tmp_path, reader, board=board(*jobs))
    assert len(stored(tmp_path, outcome)) == 3
    con = open_writer(tmp_path / "warehouse.duckdb")
    openings = con.execute("select count(distinct opening_id) from openings").fetchall()
    con.close()
    assert openings == [(1,)]


def test_row_42_an_id_given_to_another_posting_is_a_new_version(web: Web, tmp_path: Path, reader: Reader) -> None:
    first = run(web, tmp_path, reader, board=board(JOB))
    other = run(web, tmp_path, reader, board=board({**JOB, "title": "Chef"}), at=NOW + timedelta(days=1))
    ((_, title, *_, versions),) = stored(tmp_path, first, other)
    assert (title, versions) == ("Chef", 2)


def test_row_42_the_same_row_twice_in_an_answer_is_stored_once(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, board=board(JOB, JOB))
    assert len(stored(tmp_path, outcome)) == 1


def test_row_42_gone_and_back_is_the_same_posting_and_a_second_run_changes_nothing(
    web: Web, tmp_path: Path, reader: Reader
) -> None:
    days = [
        run(web, tmp_path, reader, board=board(*jobs), at=NOW + timedelta(days=number))
        for number, jobs in enumerate([[JOB], [], [JOB]])
    ]
    once = stored(tmp_path, *days)
    assert once == stored(tmp_path, *days), "loaded twice, the same rows"
    ((posting_id, *_, first_seen, last_seen, versions),) = once
    assert (posting_id, first_seen, last_seen, versions) == ("greenhouse:bad:1", DAY, DAY + timedelta(days=2), 1)


ROWS = {
    "row type": "no object",
    "row id": {**JOB, "id": None},
    "row id list": {**JOB, "id": [1]},
    "row title": {**JOB, "title": 7},
    "row text": {**JOB, "content": ["x"]},
}


@pytest.mark.parametrize("key", ROWS)
def test_a_row_of_the_wrong_type_costs_only_itself(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, board=board(ROWS[key], {**JOB, "id": 2}))
    told(outcome, key)
    assert len(outcome.documents) == 1 and len(outcome.rejected) == 1


def test_thousands_of_bad_rows_are_counted_not_listed(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, board=board(*["no object"] * 5000, JOB))
    told(outcome, "row many")
    assert len(outcome.rejected) == 1001 and outcome.titles == ["Data Engineer"]


def test_a_board_of_another_company_is_told(web: Web, tmp_path: Path, reader: Reader) -> None:
    told(run(web, tmp_path, reader, board=board({**JOB, "company_name": "Somebody Else Ltd"})), "foreign")


@pytest.mark.parametrize("odd", [{"location": 3}, {"absolute_url": "javascript:x"}, {"metadata": {}}, {"language": []}])
def test_odd_fields_that_are_not_needed_cost_nothing(
    web: Web, tmp_path: Path, reader: Reader, odd: dict[str, object]
) -> None:
    (posting,) = run(web, tmp_path, reader, board=board({**JOB, **odd})).documents
    assert posting.url.startswith("https://")


def test_what_is_set_aside_is_kept_with_what_to_do(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, board=board("no object", JOB))
    stored(tmp_path, outcome)
    con = open_writer(tmp_path / "warehouse.duckdb")
    ((source, url, reason, remedy, raw_id),) = con.execute(
        "select source, url, reason, remedy, raw_id from quarantine"
    ).fetchall()
    con.close()
    assert (source, reason, raw_id) == ("greenhouse", "unreadable posting", "r0")
    assert url.startswith("https://boards-api") and "left out" in remedy
