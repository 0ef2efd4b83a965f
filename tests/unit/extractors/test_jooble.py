"""Jooble."""

import json
from datetime import date
from typing import Any

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting
from extractors.sources.base import Request
from extractors.sources.jooble import Jooble

SOURCE = Jooble(("data engineer",), "Berlin", 4)
KEYS = {"jooble": "s3cret"}
JOB: dict[str, Any] = {
    "title": "Data Engineer", "location": "Berlin, Germany", "snippet": "&nbsp;...<b>Python</b>...", "salary": "",
    "source": "acme.test", "type": "Full-time", "link": "https://jooble.org/desc/99", "company": "Acme",
    "updated": "2026-01-20T00:00:00.0000000", "id": 12345678901234567890,
}  # fmt: skip


def body(*jobs: Any) -> dict[str, Any]:
    return {"totalCount": len(jobs), "jobs": list(jobs)}


def asked_for(request: Request) -> dict[str, str]:
    assert request.body is not None
    return json.loads(request.body)  # type: ignore[no-any-return]


def test_a_result_is_kept_without_its_snippet_and_with_its_long_number() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="jooble", board="jobs", native_id="12345678901234567890", employer="Acme", title="Data Engineer",
            text="", url="https://jooble.org/desc/99", posted_on=date(2026, 1, 20), location="Berlin, Germany",
            country="DE", employment_type="full_time",
        )
    ]  # fmt: skip


def test_a_result_without_an_id_is_known_by_its_address() -> None:
    one, again, other = rows(SOURCE, body(*[{**JOB, "id": None, "link": f"https://jooble.org/{n}"} for n in (1, 1, 2)]))
    assert one.native_id == again.native_id != other.native_id
    (lost,) = rows(SOURCE, body({**JOB, "id": None, "link": None}))
    assert "neither an id nor an address" in lost.detail


@pytest.mark.parametrize("found", [{"jobs": None}, [], b"<html>"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="jooble"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_queries_are_posted_page_by_page_up_to_an_empty_one_and_once_a_day() -> None:
    client = Client(lambda request: body(*[JOB] * (asked_for(request)["page"] != "3")))
    assert len(run(SOURCE, client, keys=KEYS)) == 3 and run(SOURCE, client, keys=KEYS) == []
    assert [asked_for(request)["page"] for request in client.asked] == ["1", "2", "3"]
    assert asked_for(client.asked[0]) == {"keywords": "data engineer", "location": "Berlin", "page": "1"}
    assert set(client.urls()) == {"https://jooble.org/api/{key}"}
    assert client.asked[0].secrets == {"{key}": "s3cret"}
