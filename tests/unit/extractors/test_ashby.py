"""Ashby boards."""

from datetime import date
from typing import Any

import pytest
from asking import Client, listing, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ParseError
from extractors.records import Listing, Posting, Salary
from extractors.sources.ashby import Ashby
from extractors.sources.boards import Board

SOURCE = Ashby((Board("acme.io", "Acme"), Board("a b/c", "Odd")))


def address(country: str, city: str = "X") -> dict[str, Any]:
    return {"postalAddress": {"addressLocality": city, "addressRegion": "R", "addressCountry": country}}


def paid(interval: str, low: object, high: object, currency: str = "USD", kind: str = "Salary") -> dict[str, Any]:
    return {
        "compensationType": kind, "interval": interval, "currencyCode": currency, "minValue": low, "maxValue": high,
        "summary": "some",
    }  # fmt: skip


JOB: dict[str, Any] = {
    "id": "7aea-1", "title": "ML Engineer", "department": "R&D", "team": "ML", "employmentType": "FullTime",
    "location": "San Jose", "secondaryLocations": [{"location": "Austin", "address": address("United States")}],
    "address": address("United States"), "workplaceType": "Hybrid", "isRemote": True, "isListed": True,
    "publishedAt": "2025-06-11T23:30:00.978-02:00", "jobUrl": "https://jobs.ashbyhq.com/acme.io/7aea-1",
    "descriptionHtml": '<p style="min-height:1.5em"><strong>You</strong> know <b>Py</b>Torch</p>',
    "descriptionPlain": "You know PyTorch", "shouldDisplayCompensationOnJobPostings": True,
    "compensation": {
        "compensationTierSummary": "$1", "summaryComponents": [paid("1 YEAR", 1, 2, kind="EquityPercentage"),
        paid("1 YEAR", 150000, 190000)], "compensationTiers": [],
    },
}  # fmt: skip


def one(**changed: Any) -> Posting:
    (posting,) = rows(SOURCE, {"apiVersion": "1", "jobs": [{**JOB, **changed}]}, board="acme.io", company="Acme")
    assert isinstance(posting, Posting)
    return posting


def test_a_job_becomes_a_posting() -> None:
    assert one() == Posting(
        source="ashby", board="acme.io", native_id="7aea-1", employer="Acme", title="ML Engineer",
        # Half past eleven in the evening two hours west of Greenwich is the next day in UTC.
        text="You know PyTorch", url="https://jobs.ashbyhq.com/acme.io/7aea-1", posted_on=date(2025, 6, 12),
        location="San Jose; Austin", country="US", workplace="hybrid", employment_type="full_time",
        salary=Salary(150000, 190000, "USD", "year"),
    )  # fmt: skip


def test_what_is_not_listed_is_not_public() -> None:
    body = {"jobs": [JOB, {**JOB, "id": "secret", "isListed": False}]}
    assert [row.native_id for row in rows(SOURCE, body, board="acme.io")] == ["7aea-1"]
    assert listing(SOURCE, body, board="acme.io") == Listing("ashby", "acme.io", ("7aea-1",))


def test_places_in_two_countries_have_no_one_country() -> None:
    assert one(secondaryLocations=[{"location": "Paris", "address": address("France")}]).country is None
    assert one(address=None, secondaryLocations=None, location="Remote, Norway").country == "NO"
    assert one(address={"postalAddress": 5}, secondaryLocations=["x"]).country is None


@pytest.mark.parametrize(
    ("kind", "remote", "read"),
    [
        ("OnSite", True, "onsite"),
        ("Remote", False, "remote"),
        (None, True, "remote"),
        (None, False, None),
        ("?", None, None),
    ],
)
def test_the_type_of_workplace_wins_over_the_flag(kind: object, remote: object, read: str | None) -> None:
    assert one(workplaceType=kind, isRemote=remote).workplace == read


@pytest.mark.parametrize(
    ("components", "salary"),
    [
        ([paid("1 HOUR", 40, 60)], Salary(40, 60, "USD", "hour")),
        ([paid("2 WEEK", 4000, 6000)], Salary(2000, 3000, "USD", "week")),
        ([paid("0.5 MONTH", 4000, 6000)], Salary(8000, 12000, "USD", "month")),
        ([paid("1 YEAR", 100000, 120000), paid("1 YEAR", 110000, 150000)], Salary(100000, 150000, "USD", "year")),
        ([paid("1 YEAR", 100000, 120000), paid("1 YEAR", 90000, 99000, "GBP")], None),
        ([paid("1 YEAR", 100000, 120000), paid("1 HOUR", 40, 60)], None),
        ([paid("NONE", 100000, 120000)], None), ([paid("0 YEAR", 1, 2)], None), ([paid("1 YEAR", None, None)], None),
        ([paid("1 YEAR", "x", True)], None), ([], None), ("x", None), ([5], None),
    ],
)  # fmt: skip
def test_pay_is_one_band_or_none(components: object, salary: Salary | None) -> None:
    assert one(compensation={"summaryComponents": components}).salary == salary
    assert one(compensation={"compensationTiers": [{"components": components}, "odd"]}).salary == salary


def test_pay_that_the_employer_does_not_show_is_not_read() -> None:
    assert one(shouldDisplayCompensationOnJobPostings=False).salary is None
    assert one(compensation=None).salary is None


def test_text_hidden_from_readers_is_not_read() -> None:
    assert one(descriptionHtml='<p>a</p><p aria-hidden="true">b</p>', descriptionPlain="a b").text == "a"


@pytest.mark.parametrize("body", [{"jobs": None}, {"errors": ["x"]}, [], b"", b"Not Found"])
def test_another_shape_is_one_error(body: object) -> None:
    with pytest.raises(ParseError, match=r"board acme\.io"):
        rows(SOURCE, body, board="acme.io")


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme.io")
    job = {key: value for key, value in JOB.items() if key != "isListed"}
    reads_or_sets_aside_any_row(SOURCE, job, lambda jobs: {"jobs": jobs}, board="acme.io")


def test_a_board_is_asked_once_a_day_under_its_quoted_name() -> None:
    client = Client(lambda _: {"jobs": [JOB]})
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == [
        "https://api.ashbyhq.com/posting-api/job-board/acme.io?includeCompensation=true",
        "https://api.ashbyhq.com/posting-api/job-board/a%20b%2Fc?includeCompensation=true",
    ]
    assert all(request.read_timeout_s >= 30 for request in client.asked)
