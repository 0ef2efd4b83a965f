"""USAJOBS HistoricJOA."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import NOW, Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, response, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Removed, Salary
from extractors.sources.base import Plan, Request
from extractors.sources.historicjoa import HistoricJoa

SOURCE = HistoricJoa(("2210", "1560"))
JOB: dict[str, Any] = {
    "usajobsControlNumber": 878624800, "hiringAgencyCode": "X", "hiringAgencyName": "Geological Survey",
    "hiringDepartmentName": "Interior", "positionTitle": "Data Scientist", "positionOpenDate": "2026-01-20",
    "positionCloseDate": "2026-02-01", "minimumSalary": 102818.0, "maximumSalary": 133660.0, "salaryType": "Per Year",
    "workSchedule": "Full-time", "teleworkEligible": "Y",
    "PositionLocations": [
        {"positionLocationCity": "Denver", "positionLocationState": "Colorado",
         "positionLocationCountry": "United States"}
    ],
}  # fmt: skip
NEXT = "/api/historicjoa?continuationtoken=abc&PositionSeries=2210"


def body(*jobs: Any, following: str | None = None) -> dict[str, Any]:
    return {"data": list(jobs), "paging": {"metadata": {"totalCount": 1, "pageSize": 1000}, "next": following}}


def asked(request: Request) -> tuple[str, str]:
    query = parse_qs(urlsplit(request.url).query)
    return query.get("StartPositionOpenDate", ["next"])[0], query["PositionSeries"][0]


def test_a_row_becomes_a_posting_without_a_text() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="historicjoa", board="jobs", native_id="878624800", employer="Geological Survey",
            title="Data Scientist", text="", url="https://www.usajobs.gov/job/878624800", posted_on=date(2026, 1, 20),
            location="Denver, Colorado", country="US", employment_type="full_time",
            salary=Salary(102818.0, 133660.0, "USD", "year"),
        )
    ]  # fmt: skip


def test_a_closing_day_that_has_passed_closes_it() -> None:
    past, odd = {**JOB, "positionCloseDate": "2026-01-23"}, {**JOB, "positionCloseDate": "soon"}
    found = rows(SOURCE, body(past, odd, JOB))
    assert [row for row in found if not isinstance(row, Posting)] == [
        Removed("historicjoa", "jobs", "878624800", date(2026, 1, 23))
    ]


@pytest.mark.parametrize("key", ["positionlocations", "positionLocations", "PositionLocations"])
def test_the_case_of_nested_keys_does_not_matter(key: str) -> None:
    job = {**{name: value for name, value in JOB.items() if name != "PositionLocations"}, key: JOB["PositionLocations"]}
    assert rows(SOURCE, body(job))[0].location == "Denver, Colorado"


def test_an_agency_that_is_missing_is_called_by_its_department() -> None:
    assert rows(SOURCE, body({**JOB, "hiringAgencyName": None}))[0].employer == "Interior"


def test_a_week_without_announcements_has_no_body() -> None:
    assert list(SOURCE.parse(replace(response(b""), status=204))) == []


@pytest.mark.parametrize("found", [{"data": None}, [], b"<html>busy</html>"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="historicjoa"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_every_week_of_every_series_is_asked_for_and_closed_ones_never_again() -> None:
    client = Client(lambda request: body(JOB))
    since, weeks = date(2026, 1, 1), ["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19"]
    assert len(run(SOURCE, client, since=since)) == 8 and run(SOURCE, client, since=since) == []
    assert [asked(request) for request in client.asked] == [(week, one) for week in weeks for one in ("2210", "1560")]
    client.asked.clear()
    run(SOURCE, client, since=since, as_of=date(2026, 1, 26))
    assert {asked(request)[0] for request in client.asked} == {"2026-01-12", "2026-01-19", "2026-01-26"}


def test_nothing_before_2017_is_asked_for() -> None:
    client = Client(lambda request: body())
    run(SOURCE, client, since=date(2016, 1, 1), as_of=date(2017, 1, 3))
    assert {asked(request)[0] for request in client.asked} == {"2016-12-26", "2017-01-02"}


def test_pages_are_followed_and_a_week_cut_short_goes_on_at_its_page() -> None:
    source, week = HistoricJoa(("2210",)), date(2026, 1, 19)
    client = Client(lambda request: None if "token=abc" in request.url else body(JOB, following=NEXT))
    assert len(run(source, client, since=week)) == 1
    # The mark of that page may have gone stale: the week is begun anew.
    client.answer = lambda request: body(JOB) if "token=abc" in request.url else body(JOB, following=NEXT)
    assert len(run(source, client, since=week)) == 2 and run(source, client, since=week) == []
    # A run that was killed leaves its mark.
    killed = Client(lambda request: body(JOB, following=NEXT.replace("abc", "def") if "abc" in request.url else NEXT))
    stream = iter_first(source, killed, week)
    assert "token=abc" in killed.notes[next(iter(killed.notes))] and stream == 2
    killed.answer = lambda request: body(JOB)
    run(source, killed, since=week)
    assert "token=abc" in killed.asked[-1].url


def iter_first(source: HistoricJoa, client: Client, week: date) -> int:
    """Ends a run when its second page has come; the number of requests."""
    stream = source.collect(client, Plan(NOW.date(), week, NOW, client.done.__contains__))
    next(stream)
    next(stream)
    stream.close()
    return len(client.asked)


@pytest.mark.parametrize("following", ["https://evil.test/api/historicjoa?x=1", "/other?x=1"])
def test_a_next_page_elsewhere_is_not_followed(following: str) -> None:
    with pytest.raises(ExtractorError, match="next page"):
        run(SOURCE, Client(lambda request: body(JOB, following=following)))
