"""Remote OK."""

from datetime import date
from typing import Any

import pytest
from asking import NOW, Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting
from extractors.sources.remoteok import RemoteOk

SOURCE = RemoteOk()
LEGAL = {"last_updated": 1769300000, "legal": "API Terms of Service: please link back ..."}
JOB: dict[str, Any] = {
    "id": "1136069", "slug": "remote-ml-engineer-1136069", "epoch": 1769212800, "date": "2026-01-24T01:09:49+00:00",
    "position": "ML Engineer", "company": "Acme R&amp;D", "company_logo": "", "tags": ["python"], "logo": "",
    "description": "<p>Train models in <b>Python</b>.</p>", "location": "Cambridge, ", "salary_min": 0, "salary_max": 0,
    "url": "https://remoteOK.com/remote-jobs/remote-ml-engineer-acme-1136069", "apply_url": "https://x.test/",
}  # fmt: skip


def test_a_row_becomes_a_posting_that_links_to_remote_ok() -> None:
    assert rows(SOURCE, [LEGAL, JOB]) == [
        Posting(
            source="remoteok", board="jobs", native_id="1136069", employer="Acme R&D", title="ML Engineer",
            text="Train models in Python.", url="https://remoteOK.com/remote-jobs/remote-ml-engineer-acme-1136069",
            posted_on=date(2026, 1, 24), location="Cambridge",
        )
    ]  # fmt: skip


def test_the_licence_is_no_posting_wherever_it_stands_and_may_be_missing() -> None:
    assert len(rows(SOURCE, [JOB])) == len(rows(SOURCE, [JOB, LEGAL])) == 1
    assert rows(SOURCE, [LEGAL]) == []


def test_pay_without_a_currency_is_not_stated() -> None:
    assert rows(SOURCE, [{**JOB, "salary_min": 90000, "salary_max": 120000}])[0].salary is None


def test_text_the_service_decoded_wrongly_is_read_right() -> None:
    garbled = "Café Gonaïves".encode().decode("cp1252")
    (row,) = rows(SOURCE, [{**JOB, "company": garbled, "location": "Ã"}])
    assert row.employer == "Café Gonaïves" and row.location == "Ã"


def test_the_seconds_stand_in_for_a_date_that_cannot_be_read() -> None:
    assert rows(SOURCE, [{**JOB, "date": "soon"}])[0].posted_on == date(2026, 1, 24)


@pytest.mark.parametrize("change", [{"id": None}, {"position": " "}, {"description": None}, {"description": ["x"]}])
def test_a_broken_row_costs_only_itself(change: dict[str, Any]) -> None:
    found = rows(SOURCE, [{**JOB, **change}, JOB])
    assert [type(row).__name__ for row in found] == ["Rejected", "Posting"]


@pytest.mark.parametrize("body", [{"jobs": []}, b"<html>", b"", 5])
def test_another_shape_is_one_error(body: Any) -> None:
    with pytest.raises(ExtractorError, match="remoteok"):
        rows(SOURCE, body)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: [LEGAL, *listed])


def test_it_is_asked_once_a_day_and_conditionally() -> None:
    client = Client(lambda request: [LEGAL, JOB])
    assert len(run(SOURCE, client)) == 1 and run(SOURCE, client) == []
    assert len(run(SOURCE, client, as_of=date(2026, 1, 26))) == 1
    assert client.urls() == ["https://remoteok.com/api"] * 2 and client.asked[0].conditional
    assert client.asked[0].key == f"remoteok:{NOW.date()}"


def test_a_failed_request_is_made_again_by_the_next_run() -> None:
    client = Client(lambda request: None)
    assert run(SOURCE, client) == run(SOURCE, client) == [] and len(client.asked) == 2
