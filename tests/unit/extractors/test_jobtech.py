"""JobTech Sweden, and archives of JSON lines."""

import io
import json
import tracemalloc
import zipfile
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import NOW, TODAY, Client, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError, ParseError
from extractors.records import Posting, Rejected, Removed
from extractors.sources import jsonlines
from extractors.sources.base import Plan
from extractors.sources.jobtech import JobTech
from extractors.sources.jsonlines import MAX_LINE, json_lines, rows_on_disk

IT = "apaJ_2ja_LuF"
SOURCE = JobTech((IT,), 3, complete=False)
JOB: dict[str, Any] = {
    "id": "24373453", "original_id": "9000", "headline": "Dataingenjör", "webpage_url": "https://jobb.test/9000",
    "description": {"text": "Vi söker dig som kan Python.\nRing 08-123 456 78.", "text_formatted": "<p>x</p>"},
    "employer": {"name": "Acme AB", "email": "chef@acme.test", "phone_number": "08123"}, "removed": False,
    "workplace_address": {"municipality": "Lund", "region": "Skåne län", "country": "Sverige", "city": "LUND"},
    "occupation_field": {"concept_id": IT, "label": "Data/IT"}, "publication_date": "2026-01-20T00:00:00",
    "working_hours_type": {"concept_id": "x", "label": "Heltid"}, "remote_work": True,
    "application_contacts": [{"name": "Anna", "email": "anna@acme.test"}],
}  # fmt: skip


def lines(*objects: Any) -> bytes:
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in objects)


def zipped(content: bytes, name: str = "2019.jsonl") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_an_advertisement_of_the_stream_becomes_a_posting_dated_as_in_sweden() -> None:
    (row,) = rows(SOURCE, [JOB])
    assert isinstance(row, Posting)
    assert (row.native_id, row.employer, row.title) == ("9000", "Acme AB", "Dataingenjör")
    assert (row.posted_on, row.country, row.location) == (date(2026, 1, 20), "SE", "LUND, Lund, Skåne län")
    assert (row.workplace, row.employment_type, row.url) == ("remote", "full_time", "https://jobb.test/9000")
    assert row.text.startswith("Vi söker dig som kan Python.")
    assert "Anna" not in repr(row) and "acme.test" not in repr(row)


def test_rows_of_the_archive_have_lists_where_the_stream_has_objects() -> None:
    old = {**JOB, "occupation_field": [{"concept_id": IT}], "working_hours_type": [{"label": "Deltid"}]}
    (row,) = rows(SOURCE, zipped(lines(old, b"")))
    assert row.employment_type == "part_time"


def test_other_fields_are_passed_over_and_an_untold_field_is_read() -> None:
    other = {**JOB, "occupation_field": {"concept_id": "nurses"}}
    assert len(rows(SOURCE, [other, {**JOB, "occupation_field": None}])) == 1


def test_a_removal_closes_on_its_day_and_is_no_posting() -> None:
    sparse = {"id": "1", "removed": True, "removed_date": "2026-01-20T10:00:00"}
    undated, nameless = {"id": 2, "removed": True, "removed_date": None}, {"removed": True}
    found = rows(SOURCE, [sparse, undated, nameless, {**JOB, "removed": True, "removed_date": "2026-01-21T00:00:00"}])
    closed = [(one.native_id, one.on) for one in found if isinstance(one, Removed)]
    assert closed == [("1", date(2026, 1, 20)), ("2", TODAY), ("9000", date(2026, 1, 21))]
    assert [one.native_id for one in found if isinstance(one, Posting)] == ["9000"]


def test_a_formatted_text_stands_in_for_a_missing_plain_one() -> None:
    described = {**JOB, "description": {"text": " ", "text_formatted": "<p>Kan <b>Java</b></p>"}}
    assert rows(SOURCE, [described])[0].text == "Kan Java"
    assert rows(SOURCE, [{**JOB, "description": None}])[0].text == ""


@pytest.mark.parametrize("change", [{"id": None, "original_id": None}, {"headline": None}])
def test_a_broken_row_costs_only_itself(change: dict[str, Any]) -> None:
    found = rows(SOURCE, lines({**JOB, **change}, b"{broken", b"7", JOB))
    assert [type(row).__name__ for row in found] == ["Rejected", "Rejected", "Rejected", "Posting"]


@pytest.mark.parametrize("value", [None, 5, "x", [], [3], {}, {"concept_id": [1]}, [{"label": 5}]])
@pytest.mark.parametrize("field", sorted(JOB))
def test_wrong_types_break_no_other_row(field: str, value: Any) -> None:
    found = rows(SOURCE, [{**JOB, field: value}, JOB])
    assert isinstance(found[-1], Posting) and all(isinstance(row, (Posting, Rejected)) for row in found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)


def test_an_archive_is_read_a_line_at_a_time() -> None:
    content = b"".join(json.dumps({"n": n, "text": f"{n:x} ".center(1500)}).encode() + b"\n" for n in range(4000))
    body = zipped(content)
    tracemalloc.start()
    assert sum(1 for _ in json_lines(body, where="t")) == 4000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content) / 5


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (zipped((b'"' + b"x" * 1000 + b'"\n') * 18_000), "grows to more than"),
        (zipped(b"[" * 3_000_000), f"longer than {MAX_LINE:,}"),
        (zipped(b"{}", "readme.txt"), "no file of JSON lines"),
        (zipped(lines(*[JOB] * 200))[:-60], "cannot be read"),
        (zipped(lines(JOB))[:40] + b"\0" * 30 + zipped(lines(JOB))[70:], "cannot be read"),
    ],
)
def test_an_archive_that_is_none_is_refused_in_its_bounds(body: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        list(json_lines(body, where="t"))


def test_an_archive_of_endless_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "MAX_LINES", 3)
    with pytest.raises(ParseError, match="3 lines"):
        list(json_lines(b"1\n2\n3\n4\n", where="t"))


def test_the_stream_is_no_object() -> None:
    assert isinstance(rows(SOURCE, b'{"error": "x"}')[0], Rejected)
    with pytest.raises(ExtractorError):
        rows(SOURCE, b"[1, 2")


def test_every_year_and_every_day_that_is_over_is_asked_for_once() -> None:
    client = Client(lambda request: zipped(lines(JOB)) if "exempel" in request.url else [JOB])
    assert len(run(SOURCE, client, since=date(2024, 6, 1))) == 5 and run(SOURCE, client, since=date(2024, 6, 1)) == []
    assert [url.rsplit("/", 1)[1] for url in client.urls()[:2]] == [
        "2024_beta1_1_percent_jsonl.zip", "2025_Q3_1_percent_jsonl.zip",
    ]  # fmt: skip
    windows = [parse_qs(urlsplit(url).query) for url in client.urls()[2:]]
    assert [one["updated-after"][0] for one in windows] == [f"2026-01-{day}T23:55:00" for day in (21, 22, 23)]
    assert windows[0]["updated-before"] == ["2026-01-23T00:00:00"] and windows[0]["occupation-concept-id"] == [IT]
    assert len(run(SOURCE, client, since=date(2024, 6, 1), as_of=date(2026, 1, 26))) == 1


def test_a_failed_day_is_asked_for_again_and_no_other() -> None:
    client = Client(lambda request: None if "01-22T23" in request.url else [JOB])
    assert len(run(SOURCE, client)) == 2 and run(SOURCE, client) == []
    assert [url.count("01-22T23") for url in client.urls()] == [0, 1, 0, 1]


# --- complete files -------------------------------------------------------------------------------------------------

COMPLETE = JobTech((IT,), 3)
OLD = {**JOB, "occupation_field": [{"concept_id": IT}], "last_publication_date": "2024-03-01T23:59:59"}


def of_year(count: int, other: int = 0) -> bytes:
    jobs = [{**OLD, "original_id": str(number)} for number in range(count)]
    return zipped(lines(*jobs, *[{**OLD, "occupation_field": [{"concept_id": "nurses"}]}] * other))


def test_complete_years_and_the_snapshot_are_asked_for_once_and_only_wanted_rows_are_kept(tmp_path: Path) -> None:
    answers = {"2024": of_year(3, other=4), "2025": of_year(1), "snapshot": [JOB, {**JOB, "original_id": "9"}]}
    client = Client(lambda request: next((body for name, body in answers.items() if name in request.url), []), tmp_path)
    found = run(COMPLETE, client, since=date(2024, 6, 1))
    assert [len(one.body.splitlines()) for one in found[:3]] == [3, 1, 2]
    assert client.urls()[:3] == [
        "https://data.jobtechdev.se/annonser/historiska/2024.jsonl.zip",
        "https://data.jobtechdev.se/annonser/historiska/2025.jsonl.zip",
        "https://jobstream.api.jobtechdev.se/v2/snapshot",
    ]
    assert list(tmp_path.iterdir()) == [], "what was read is deleted"
    assert run(COMPLETE, client, since=date(2024, 6, 1)) == []
    assert [type(row).__name__ for row in COMPLETE.parse(found[0])] == ["Posting", "Removed"] * 3
    assert next(row.on for row in COMPLETE.parse(found[0]) if isinstance(row, Removed)) == date(2024, 3, 1)
    assert [type(row).__name__ for row in COMPLETE.parse(found[2])] == ["Posting"] * 2, "what is open is not closed"


def test_pieces_are_small_and_a_killed_reading_goes_on_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonlines, "PIECE", 2000)
    client = Client(lambda request: of_year(10), tmp_path)
    plan = Plan(as_of=TODAY, since=date(2025, 1, 1), now=NOW, already=client.done.__contains__)
    first = list(islice(COMPLETE.collect(client, plan), 2))
    rest = [one for one in run(COMPLETE, client, since=date(2025, 1, 1)) if "2025.jsonl" in one.url]
    assert [one.meta["piece"] for one in first + rest] == ["1", "2", "3", "4"]
    kept = [row.native_id for one in first + rest for row in COMPLETE.parse(one) if isinstance(row, Posting)]
    assert kept == [str(number) for number in range(10)], "none lost, none twice"


def test_a_file_that_cannot_be_read_is_told_and_left_alone_for_a_week(tmp_path: Path) -> None:
    client = Client(lambda request: b"PK\x03\x04 no zip" if "jsonl" in request.url else [], tmp_path)
    run(COMPLETE, client, since=date(2025, 1, 1))
    run(COMPLETE, client, since=date(2025, 1, 1))
    run(COMPLETE, client, since=date(2025, 1, 1), as_of=TODAY + timedelta(days=7))
    assert sum("2025.jsonl" in url for url in client.urls()) == 2
    assert "cannot be read" in client.reports[0] and "next week" in client.reports[0]


def test_other_fields_ask_for_the_files_anew(tmp_path: Path) -> None:
    client = Client(lambda request: of_year(1) if "jsonl" in request.url else [], tmp_path)
    run(COMPLETE, client, since=date(2025, 1, 1))
    again = run(JobTech((IT, "nurses"), 3), client, since=date(2025, 1, 1))
    assert [one.url.rsplit("/", 1)[1] for one in again][:1] == ["2025.jsonl.zip"]


def test_after_a_pause_the_stream_goes_on_from_the_last_day_but_no_longer_than_removals_are_kept() -> None:
    client = Client(lambda request: [])
    run(SOURCE, client)
    client.asked.clear()
    run(SOURCE, client, as_of=TODAY + timedelta(days=20))
    assert (
        len(client.asked) == 20 and "2026-01-24T23:55:00" in parse_qs(urlsplit(client.urls()[0]).query)["updated-after"]
    )
    client.asked.clear()
    run(SOURCE, client, as_of=TODAY + timedelta(days=400))
    assert sum("stream" in url for url in client.urls()) == 90


@pytest.mark.parametrize("between", [b", ", b"\n,", b" \n, \n"])
def test_a_list_on_disk_is_read_a_block_at_a_time(
    between: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonlines, "_BLOCK", 3)
    members = [json.dumps({"n": number, "text": "å" * number}, ensure_ascii=False).encode() for number in range(30)]
    (tmp_path / "list").write_bytes(b"[\n" + between.join(members) + b"\n]\n")
    assert list(rows_on_disk(tmp_path / "list", where="t")) == members


@pytest.mark.parametrize("text", [b'[{"a": 1}, {"b"', b"[{broken}]", b"[" * 3000])
def test_a_list_that_breaks_off_gives_what_stands_before_and_an_error(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(text)
    with pytest.raises(ParseError):
        list(rows_on_disk(tmp_path / "list", where="t"))
