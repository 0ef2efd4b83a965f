"""Workable boards."""

from datetime import date
from typing import Any

import pytest
from asking import Client, listing, refuses_what_it_cannot_read, rows, run

from extractors.errors import ParseError
from extractors.records import Listing, Posting, Rejected
from extractors.sources.boards import Board
from extractors.sources.workable import Workable

SOURCE = Workable((Board("acme-1", "Acme"),))


def place(country: str, code: str | None, city: str = "", *, hidden: bool = False) -> dict[str, Any]:
    return {"country": country, "countryCode": code, "city": city, "region": None, "hidden": hidden}


JOB: dict[str, Any] = {
    "shortcode": "DD13", "title": "Data Analyst", "department": "Data", "employment_type": "Full-time",
    "telecommuting": False, "workplace_type": "hybrid", "url": "https://apply.workable.com/j/DD13",
    "published_on": "2026-01-05", "created_at": "2025-12-01", "country": "Spain", "city": "Madrid", "state": "Madrid",
    "locations": [place("Spain", "ES", "Madrid")], "description": "<p>Use <b>SQL</b>.</p>",
}  # fmt: skip


def read(*jobs: Any, company: str = "Acme", name: object = "Acme") -> list[Any]:
    return rows(SOURCE, {"name": name, "description": "x", "jobs": list(jobs)}, board="acme-1", company=company)


def one(**changed: Any) -> Posting:
    (posting,) = read({**JOB, **changed})
    assert isinstance(posting, Posting)
    return posting


def test_a_job_becomes_a_posting() -> None:
    assert one() == Posting(
        source="workable", board="acme-1", native_id="DD13", employer="Acme", title="Data Analyst", text="Use SQL.",
        # The row's own address names no account.
        url="https://apply.workable.com/acme-1/j/DD13/", posted_on=date(2026, 1, 5), location="Madrid, Spain",
        country="ES", workplace="hybrid", employment_type="full_time",
    )  # fmt: skip


def test_a_job_open_in_two_countries_is_one_posting_with_both_places() -> None:
    body = [JOB, {**JOB, "shortcode": "B"}, {**JOB, "locations": [place("Portugal", "PT")]}]
    first, second = read(*body)
    assert (first.native_id, first.location, first.country) == ("DD13", "Madrid, Spain; Portugal", None)
    assert second.native_id == "B"
    assert listing(SOURCE, {"name": "Acme", "jobs": body}, board="acme-1") == Listing(
        "workable", "acme-1", ("DD13", "B")
    )


def test_places_the_employer_hides_are_left_out() -> None:
    hidden = one(locations=[place("Spain", "ES", "Madrid"), place("France", "FR", "Paris", hidden=True)])
    assert (hidden.location, hidden.country) == ("Madrid, Spain", "ES")


def test_the_row_tells_its_place_where_no_list_does() -> None:
    assert one(locations=[], state="Castile").location == "Madrid, Castile, Spain"
    assert one(locations=None).country == "ES"


def test_the_day_of_publication_counts_and_not_that_of_the_draft() -> None:
    assert one(published_on=None).posted_on is None
    assert one(published_on="05/01/2026").posted_on is None


@pytest.mark.parametrize(
    ("stated", "flag", "read_as"), [(None, True, "remote"), (None, False, None), ("on_site", True, "onsite")]
)
def test_the_flag_for_remote_work_counts_where_no_type_is_given(
    stated: object, flag: bool, read_as: str | None
) -> None:
    assert one(workplace_type=stated, telecommuting=flag).workplace == read_as


def test_a_job_without_a_text_is_still_a_posting() -> None:
    assert one(description=None).text == ""


def test_a_board_of_another_company_is_told() -> None:
    foreign, posting = read(JOB, company="Zenith Steel")
    assert isinstance(foreign, Rejected) and "Zenith Steel" in foreign.detail and posting.employer == "Acme"


@pytest.mark.parametrize("row", [{**JOB, "shortcode": None}, {**JOB, "title": " "}, "text", None, [JOB]])
def test_a_broken_row_costs_only_itself(row: object) -> None:
    found = read(row, {**JOB, "shortcode": "B"})
    assert [type(each) for each in found] == [Rejected, Posting]


@pytest.mark.parametrize(
    "changed", [{"locations": ["x", 5]}, {"locations": {"a": 1}}, {"telecommuting": "yes"}, {"country": 5}]
)
def test_odd_fields_cost_no_row(changed: dict[str, Any]) -> None:
    assert one(**changed).native_id == "DD13"


@pytest.mark.parametrize("body", [{"name": "Acme"}, [], b"Not Found", b"<html>"])
def test_another_shape_is_one_error(body: object) -> None:
    with pytest.raises(ParseError, match="board acme-1"):
        rows(SOURCE, body, board="acme-1")


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme-1")


def test_a_board_is_asked_once_a_day_with_its_texts() -> None:
    client = Client(lambda _: {"jobs": []})
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == ["https://apply.workable.com/api/v1/widget/accounts/acme-1?details=true"]
