"""Reed."""

from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from asking import Client, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Rejected, Salary
from extractors.sources.base import Request
from extractors.sources.reed import Reed

SOURCE = Reed(("data engineer",), 2, 3)
KEYS = {"reed": "s3cret"}
JOB: dict[str, Any] = {
    "jobId": 5001, "employerId": 1, "employerName": "Acme", "jobTitle": "Data Engineer", "locationName": "Leeds",
    "minimumSalary": 50000.0, "maximumSalary": 60000.0, "currency": "GBP", "salaryType": "per annum",
    "datePosted": "03/01/2026", "expirationDate": "14/02/2026", "jobDescription": "<p>Spark</p>", "applications": 3,
    "jobUrl": "https://www.reed.co.uk/jobs/data-engineer/5001", "contractType": "Permanent", "jobType": "Full Time",
}  # fmt: skip


def results(*ids: Any) -> dict[str, Any]:
    return {"results": [{"jobId": one, "jobDescription": "cut ..."} for one in ids], "totalResults": len(ids)}


def answer(*ids: Any) -> Any:
    return lambda request: results(*ids) if "search?" in request.url else JOB


def details(client: Client) -> list[str]:
    return [url.rsplit("/", 1)[1] for url in client.urls() if "/jobs/" in url]


def test_an_advertisement_becomes_a_posting_whose_day_comes_before_its_month() -> None:
    assert rows(SOURCE, JOB, what="job") == [
        Posting(
            source="reed", board="jobs", native_id="5001", employer="Acme", title="Data Engineer", text="Spark",
            url="https://www.reed.co.uk/jobs/data-engineer/5001", posted_on=date(2026, 1, 3), location="Leeds",
            country="GB", employment_type="full_time", salary=Salary(50000.0, 60000.0, "GBP", "year"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2026-01-03", "01/13/2026", "", None, 5])
def test_a_day_of_another_form_is_no_day(day: Any) -> None:
    assert rows(SOURCE, {**JOB, "datePosted": day}, what="job")[0].posted_on is None


def test_results_hold_no_postings() -> None:
    assert rows(SOURCE, results(1, 2), what="results") == []


@pytest.mark.parametrize("change", [{"jobId": None}, {"jobTitle": None}, {"jobDescription": 5}])
def test_a_broken_advertisement_is_set_aside(change: dict[str, Any]) -> None:
    assert isinstance(rows(SOURCE, {**JOB, **change}, what="job")[0], Rejected)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, what="job")
    refuses_what_it_cannot_read(SOURCE, what="results")


def test_every_advertisement_is_asked_for_once_in_its_life_and_only_so_many_a_day() -> None:
    client = Client(answer(5, 6, 7, 8, "../x", None))
    assert len(run(SOURCE, client, keys=KEYS)) == 4  # the results and three of four
    assert details(client) == ["5", "6", "7"]
    run(SOURCE, client, keys=KEYS)
    assert details(client) == ["5", "6", "7", "8"]
    run(SOURCE, client, as_of=date(2026, 1, 26), keys=KEYS)
    assert details(client) == ["5", "6", "7", "8"]


def test_a_failed_advertisement_is_asked_for_again() -> None:
    def failing(request: Request) -> object:
        return results(5) if "search?" in request.url else None

    client = Client(failing)
    run(SOURCE, client, keys=KEYS)
    client.answer = answer(5)
    run(SOURCE, client, keys=KEYS)
    assert details(client) == ["5", "5"]


def test_the_key_is_the_user_name_of_a_header_that_is_not_kept() -> None:
    client = Client(answer())
    run(SOURCE, client, keys=KEYS)
    assert client.asked[0].headers == {"Authorization": "Basic {key}"}
    assert b64decode(client.asked[0].secrets["{key}"]) == b"s3cret:"


def test_results_of_another_shape_are_one_error() -> None:
    with pytest.raises(ExtractorError, match="reed"):
        run(SOURCE, Client(lambda request: {"results": None}), keys=KEYS)
