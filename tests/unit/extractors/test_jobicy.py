"""Jobicy."""

from datetime import date
from typing import Any

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Salary
from extractors.sources.jobicy import Jobicy

SOURCE = Jobicy()
JOB: dict[str, Any] = {
    "id": 150796, "url": "https://jobicy.com/jobs/150796-ml-engineer", "jobSlug": "150796-ml-engineer",
    "jobTitle": "R&amp;D Engineer", "companyName": "Acme", "companyLogo": "", "jobGeo": "USA", "jobLevel": "Senior",
    "jobIndustry": ["Product &amp; Operations"], "jobType": ["Full-Time"], "jobExcerpt": "...",
    "jobDescription": "<h3>You bring</h3><p>Python</p>", "pubDate": "2026-01-24T23:45:05+00:00",
    "salaryMin": "90000", "salaryMax": 120000, "salaryCurrency": "usd", "salaryPeriod": "yearly",
}  # fmt: skip


def body(*jobs: Any) -> dict[str, Any]:
    return {"friendlyNotice": "x", "documentationUrl": "x", "jobs": list(jobs)}


def test_a_row_becomes_a_posting() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="jobicy", board="jobs", native_id="150796", employer="Acme", title="R&D Engineer",
            text="You bring\n\nPython", url="https://jobicy.com/jobs/150796-ml-engineer", posted_on=date(2026, 1, 24),
            location="USA", country="US", workplace="remote", employment_type="full_time",
            salary=Salary(90000.0, 120000.0, "USD", "year"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("geo", "location", "country"),
    [("LATAM,  Brazil", "LATAM, Brazil", None), ("Anywhere", "Anywhere", None), ("", None, None), (7, None, None)],
)
def test_regions_are_places_but_no_country(geo: Any, location: str | None, country: str | None) -> None:
    row = rows(SOURCE, body({**JOB, "jobGeo": geo}))[0]
    assert (row.location, row.country) == (location, country)


@pytest.mark.parametrize(
    "pay", [{"salaryMin": 0, "salaryMax": 0}, {"salaryMin": 9, "salaryMax": 5}, {"salaryCurrency": 5}]
)
def test_pay_that_makes_no_sense_is_not_stated(pay: dict[str, Any]) -> None:
    assert rows(SOURCE, body({**JOB, **pay}))[0].salary is None


@pytest.mark.parametrize("found", [{"jobs": 5}, [], b"error"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="jobicy"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_it_is_asked_once_a_day_for_a_hundred() -> None:
    client = Client(lambda request: body(JOB))
    assert len(run(SOURCE, client)) == 1 and run(SOURCE, client) == []
    assert client.urls() == ["https://jobicy.com/api/v2/remote-jobs?count=100"]
