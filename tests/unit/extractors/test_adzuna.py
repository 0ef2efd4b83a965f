"""Adzuna."""

from datetime import date
from typing import Any

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Salary
from extractors.sources.adzuna import Adzuna

SOURCE = Adzuna(("gb", "us"), ("machine learning",), 2)
KEYS = {"adzuna": "my-id:s3cret"}
JOB: dict[str, Any] = {
    "id": "4321", "title": "ML Engineer", "company": {"display_name": "Acme"}, "created": "2026-01-20T09:55:06Z",
    "location": {"display_name": "London", "area": ["UK", "London"]}, "description": "cut after 500 characters ...",
    "redirect_url": "https://www.adzuna.co.uk/jobs/land/ad/4321", "salary_min": 60000.0, "salary_max": 80000.0,
    "salary_is_predicted": "0", "contract_time": "full_time", "contract_type": "permanent", "latitude": 1.0,
}  # fmt: skip


def body(*jobs: Any) -> dict[str, Any]:
    return {"count": 1000, "results": list(jobs)}


def test_a_row_is_kept_without_its_cut_text() -> None:
    assert rows(SOURCE, body(JOB), country="gb") == [
        Posting(
            source="adzuna", board="jobs", native_id="4321", employer="Acme", title="ML Engineer", text="",
            url="https://www.adzuna.co.uk/jobs/land/ad/4321", posted_on=date(2026, 1, 20), location="London",
            country="GB", employment_type="full_time", salary=Salary(60000.0, 80000.0, "GBP", "year"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("predicted", ["1", 1, True])
def test_pay_that_the_service_estimated_is_not_pay(predicted: Any) -> None:
    assert rows(SOURCE, body({**JOB, "salary_is_predicted": predicted}), country="gb")[0].salary is None


@pytest.mark.parametrize("predicted", ["0", 0, False])
def test_pay_that_is_stated_is(predicted: Any) -> None:
    assert rows(SOURCE, body({**JOB, "salary_is_predicted": predicted}), country="gb")[0].salary is not None


@pytest.mark.parametrize("found", [{"exception": "AUTH_FAIL"}, [], b"x"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="adzuna"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed), country="us")


def test_full_pages_are_followed_up_to_the_most_and_once_a_day() -> None:
    client = Client(lambda request: body(*[JOB] * (50 if "/gb/" in request.url else 3)))
    assert len(run(SOURCE, client, keys=KEYS)) == 3 and run(SOURCE, client, keys=KEYS) == []
    assert [url.split("?")[0].rsplit("/jobs/")[1] for url in client.urls()] == [
        "gb/search/1", "gb/search/2", "us/search/1",
    ]  # fmt: skip
    assert not any("s3cret" in url or "my-id" in url for url in client.urls())
    assert client.asked[0].secrets == {"{id}": "my-id", "{key}": "s3cret"}
