"""USAJOBS."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Client, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Salary
from extractors.sources.base import Request
from extractors.sources.usajobs import UsaJobs

SOURCE = UsaJobs(("2210", "1560"))
KEYS = {"usajobs": "me@example.org:s3cret"}
JOB: dict[str, Any] = {
    "PositionID": "AB-1", "PositionTitle": "Data Scientist", "PositionURI": "https://www.usajobs.gov:443/job/878624800",
    "PositionLocation": [{"LocationName": "Denver, Colorado", "CountryCode": "United States"}],
    "OrganizationName": "Geological Survey", "DepartmentName": "Interior", "PositionSchedule": [{"Name": "Full-time"}],
    "PositionRemuneration": [{"MinimumRange": "102818", "MaximumRange": "133660.0", "RateIntervalCode": "PA"}],
    "PublicationStartDate": "2026-01-20T23:01:01.6770", "QualificationSummary": "A degree.",
    "UserArea": {"Details": {"JobSummary": "Join us.", "MajorDuties": ["Use Python.", "Use R."], "Requirements": ""}},
}  # fmt: skip


def body(*jobs: Any, total: int | None = None) -> dict[str, Any]:
    items = [{"MatchedObjectId": "1", "MatchedObjectDescriptor": job} for job in jobs]
    return {"SearchResult": {"SearchResultCountAll": total, "SearchResultItems": items}}


def query_of(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)


def test_an_announcement_becomes_a_posting_with_its_parts_under_headings() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="usajobs", board="jobs", native_id="878624800", employer="Geological Survey",
            title="Data Scientist", url="https://www.usajobs.gov/job/878624800", posted_on=date(2026, 1, 20),
            text="Summary\n\nJoin us.\n\nDuties\n\n- Use Python.\n- Use R.\n\nQualifications\n\nA degree.",
            location="Denver, Colorado", country="US", employment_type="full_time",
            salary=Salary(102818.0, 133660.0, "USD", "year"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["BW", "PW", "WC", None, 5])
def test_pay_by_the_piece_or_by_two_weeks_is_not_a_range(code: Any) -> None:
    pays = [{"MinimumRange": "1000", "MaximumRange": "2000", "RateIntervalCode": code}]
    assert rows(SOURCE, body({**JOB, "PositionRemuneration": pays}))[0].salary is None


@pytest.mark.parametrize("change", [{"PositionURI": None}, {"PositionURI": "https://x.test/"}, {"PositionTitle": ""}])
def test_a_broken_row_costs_only_itself(change: dict[str, Any]) -> None:
    found = rows(SOURCE, body({**JOB, **change}, JOB))
    assert [type(row).__name__ for row in found] == ["Rejected", "Posting"]


@pytest.mark.parametrize("field", sorted(JOB))
@pytest.mark.parametrize("value", [None, 5, [], [None, 3], {}, "x", {"Details": 3}, [{"Name": 1}]])
def test_wrong_types_break_no_other_row(field: str, value: Any) -> None:
    assert isinstance(rows(SOURCE, body({**JOB, field: value}, JOB))[1], Posting)


@pytest.mark.parametrize("found", [{"SearchResult": {}}, [], b"<html>", {"SearchResult": None}])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="usajobs"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)


def test_every_series_is_paged_to_its_total_once_a_day() -> None:
    client = Client(lambda request: body(JOB, total=700 if "2210" in request.url else 3))
    assert len(run(SOURCE, client, keys=KEYS)) == 3 and run(SOURCE, client, keys=KEYS) == []
    asked = [query_of(request) for request in client.asked]
    assert [(one["JobCategoryCode"], one["Page"]) for one in asked] == [
        (["2210"], ["1"]), (["2210"], ["2"]), (["1560"], ["1"]),
    ]  # fmt: skip


def test_without_a_total_the_first_empty_page_is_the_end() -> None:
    client = Client(lambda request: body(*[JOB] * (query_of(request)["Page"] == ["1"])))
    assert len(run(UsaJobs(("2210",)), client, keys=KEYS)) == 2


def test_address_and_key_go_into_headers_that_are_not_kept() -> None:
    client = Client(lambda request: body())
    run(SOURCE, client, keys=KEYS)
    assert client.asked[0].headers == {"User-Agent": "{address}", "Authorization-Key": "{key}"}
    assert client.asked[0].secrets == {"{address}": "me@example.org", "{key}": "s3cret"}
    assert "s3cret" not in repr(client.asked[0])


def test_a_key_of_another_form_is_told_without_showing_it() -> None:
    with pytest.raises(ExtractorError) as caught:
        run(SOURCE, Client(lambda request: body()), keys={"usajobs": "s3cret"})
    assert "registered e-mail address:key" in caught.value.message and "s3cret" not in caught.value.message
