"""Remotive."""

from datetime import date
from typing import Any

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting
from extractors.sources.remotive import Remotive

SOURCE = Remotive()
JOB: dict[str, Any] = {
    "id": 2091081, "url": "https://remotive.com/remote-jobs/software-dev/ml-engineer-2091081", "title": "ML Engineer",
    "company_name": "Acme ", "company_logo": "https://remotive.com/job/1/logo", "category": "Software Development",
    "tags": ["python"], "job_type": "full_time", "publication_date": "2026-01-20T23:23:05",
    "candidate_required_location": "USA", "salary": "$90k - $120k", "description": "<ul><li>Python</li></ul>",
}  # fmt: skip


def body(*jobs: Any) -> dict[str, Any]:
    return {"0-legal-notice": "link back", "job-count": len(jobs), "jobs": list(jobs)}


def test_a_row_becomes_a_posting_with_its_pay_in_the_text() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="remotive", board="jobs", native_id="2091081", employer="Acme", title="ML Engineer",
            text="- Python\n\nSalary: $90k - $120k",
            url="https://remotive.com/remote-jobs/software-dev/ml-engineer-2091081",
            # No zone is given: the day is taken as written.
            posted_on=date(2026, 1, 20), location="USA", country="US", workplace="remote", employment_type="full_time",
        )
    ]  # fmt: skip


def test_several_regions_are_no_country() -> None:
    row = rows(SOURCE, body({**JOB, "candidate_required_location": "Americas, Europe", "salary": ""}))[0]
    assert (row.location, row.country, row.text) == ("Americas, Europe", None, "- Python")


@pytest.mark.parametrize("found", [{"jobs": None}, [JOB], b"<html>challenge</html>"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="remotive"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_it_is_asked_once_a_day_without_parameters() -> None:
    client = Client(lambda request: body(JOB))
    assert len(run(SOURCE, client)) == 1 and run(SOURCE, client) == []
    assert client.urls() == ["https://remotive.com/api/remote-jobs"]
