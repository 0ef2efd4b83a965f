"""Himalayas."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Salary
from extractors.sources.base import Request
from extractors.sources.himalayas import Himalayas, from_table

SOURCE = Himalayas()
HOME = "https://himalayas.app/companies/"


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


JOB: dict[str, Any] = {
    "title": "ML Engineer", "excerpt": "...", "companyName": "Acme", "companySlug": "acme", "companyLogo": "",
    "employmentType": "Contractor", "minSalary": 4000, "maxSalary": 5500, "salaryPeriod": "monthly", "currency": "USD",
    "seniority": ["Senior"], "locationRestrictions": ["Norway"], "timezoneRestrictions": [1], "categories": ["x"],
    "parentCategories": [], "description": "<p>Python</p>", "pubDate": seconds(date(2026, 1, 24)), "expiryDate": 1,
    "applicationLink": f"{HOME}acme/jobs/ml", "guid": f"{HOME}acme/jobs/ml",
}  # fmt: skip


def body(*jobs: Any, cursor: str | None = None) -> dict[str, Any]:
    return {"jobs": list(jobs), "totalCount": 100157, **({"nextCursor": cursor} if cursor else {})}


def job(number: int, day: date) -> dict[str, Any]:
    return {**JOB, "guid": f"{HOME}acme/jobs/{number}", "pubDate": seconds(day)}


def asked(request: Request, name: str) -> str:
    return parse_qs(urlsplit(request.url).query).get(name, [""])[0]


def test_a_row_becomes_a_posting() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="himalayas", board="jobs", native_id="acme/jobs/ml", employer="Acme", title="ML Engineer",
            text="Python", url=f"{HOME}acme/jobs/ml", posted_on=date(2026, 1, 24), location="Norway", country="NO",
            workplace="remote", employment_type="contract", salary=Salary(4000.0, 5500.0, "USD", "month"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("places", "location", "country"),
    [
        ([], "Worldwide", None),
        (["Korea, Republic of"], "Korea, Republic of", "KR"),
        (["Norway", "Sweden"], "Norway; Sweden", None),
        ("Norway", None, None),
    ],
)
def test_places_are_a_list_and_an_empty_one_means_anywhere(places: Any, location: str, country: str | None) -> None:
    row = rows(SOURCE, body({**JOB, "locationRestrictions": places}))[0]
    assert (row.location, row.country) == (location, country)


@pytest.mark.parametrize(
    "pay", [{"minSalary": 4}, {"minSalary": 0, "maxSalary": 0}, {"minSalary": 9000}, {"currency": None}]
)
def test_pay_that_somebody_mistyped_is_not_stated(pay: dict[str, Any]) -> None:
    assert rows(SOURCE, body({**JOB, **pay}))[0].salary is None


def test_a_company_called_name_is_called_as_its_address_calls_it() -> None:
    row = rows(SOURCE, body({**JOB, "companyName": "name", "companySlug": "acme-health"}))[0]
    assert row.employer == "acme health"


@pytest.mark.parametrize("found", [{"jobs": None}, [], b"<!doctype html>"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="himalayas"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_pages_follow_the_cursor_until_they_are_older_than_the_window() -> None:
    days = [date(2026, 1, 24), date(2026, 1, 10), date(2025, 12, 30)]

    def answer(request: Request) -> object:
        place = int(asked(request, "cursor") or 0)
        return body(job(place, days[place]), cursor=str(place + 1))

    client = Client(answer)
    assert len(run(SOURCE, client)) == 3 and run(SOURCE, client) == []
    assert [asked(request, "cursor") for request in client.asked] == ["", "1", "2"]
    # The next day it goes back no further than to what it has seen, with an overlap.
    days[:] = [date(2026, 1, 25), date(2026, 1, 21), date(2026, 1, 5)]
    assert len(run(SOURCE, client, as_of=date(2026, 1, 26))) == 2


def test_without_a_cursor_it_goes_on_by_the_rows_received() -> None:
    def answer(request: Request) -> object:
        first = int(asked(request, "offset") or 0)
        return body(*[job(first + place, date(2026, 1, 9)) for place in range(7)])

    client = Client(answer)
    assert len(run(from_table("t", {"pages": 3}), client)) == 3
    assert [asked(request, "offset") for request in client.asked] == ["", "7", "14"]


def test_a_service_that_ignores_the_offset_is_not_asked_for_ever() -> None:
    client = Client(lambda request: body(job(1, date(2026, 1, 24))))
    assert len(run(SOURCE, client)) == 2


def test_an_empty_page_is_the_end() -> None:
    client = Client(lambda request: body())
    assert len(run(SOURCE, client)) == 1 and run(SOURCE, client) == []


def test_a_round_that_was_cut_short_goes_on_at_its_cursor() -> None:
    first = body(job(1, date(2026, 1, 24)), cursor="b")
    failing = Client(lambda request: None if asked(request, "cursor") == "b" else first)
    assert len(run(SOURCE, failing)) == 1
    failing.answer = lambda request: body()
    assert len(run(SOURCE, failing)) == 1
    assert [asked(request, "cursor") for request in failing.asked] == ["", "b", "b"]
