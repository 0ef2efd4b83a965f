"""Arbeitnow."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting
from extractors.sources.arbeitnow import Arbeitnow, from_table
from extractors.sources.base import Request

SOURCE = Arbeitnow()
JOB: dict[str, Any] = {
    "slug": "ml-engineer-berlin-308023", "company_name": "acme", "title": "ML Engineer (m/w/d)",
    "description": "&lt;p&gt;R&amp;amp;D in Python&lt;/p&gt;", "remote": True, "tags": ["Development (515)"],
    "url": "https://www.arbeitnow.com/jobs/companies/acme/ml-engineer-berlin-308023", "job_types": ["Full Time"],
    "location": "Berlin", "created_at": 1769212800,
}  # fmt: skip


def body(*jobs: Any) -> dict[str, Any]:
    return {"data": list(jobs), "links": {"next": "https://www.arbeitnow.com/api?search=rotating&page=9"}, "meta": {}}


def page_of(request: Request) -> int:
    return int(parse_qs(urlsplit(request.url).query)["page"][0])


def test_a_row_whose_text_came_escaped_becomes_a_posting() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="arbeitnow", board="jobs", native_id="ml-engineer-berlin-308023", employer="acme",
            title="ML Engineer (m/w/d)", text="R&D in Python",
            url="https://www.arbeitnow.com/jobs/companies/acme/ml-engineer-berlin-308023",
            posted_on=date(2026, 1, 24), location="Berlin", workplace="remote", employment_type="full_time",
        )
    ]  # fmt: skip


def test_a_text_that_is_html_already_is_not_unescaped_again() -> None:
    row = rows(SOURCE, body({**JOB, "description": "<p>x &lt;T&gt; y</p>", "remote": False}))[0]
    assert row.text == "x <T> y" and row.workplace is None


@pytest.mark.parametrize("found", [{"data": {}}, [], b"{", {"jobs": [JOB]}])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="arbeitnow"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_pages_are_asked_for_up_to_the_first_empty_one_and_once_a_day() -> None:
    client = Client(lambda request: body(*[JOB] * (0 if page_of(request) == 4 else 3 - page_of(request) % 2)))
    assert len(run(SOURCE, client)) == 4 and run(SOURCE, client) == []
    # The address of the next page that the answer gives is not followed.
    assert [page_of(request) for request in client.asked] == [1, 2, 3, 4]


def test_a_round_that_was_cut_short_goes_on_where_it_stopped() -> None:
    failing = Client(lambda request: None if page_of(request) == 2 else body(JOB))
    assert len(run(SOURCE, failing)) == 1
    failing.answer = lambda request: body(JOB) if page_of(request) < 3 else body()
    assert len(run(SOURCE, failing)) == 2
    assert [page_of(request) for request in failing.asked] == [1, 2, 2, 3]


def test_no_more_pages_are_asked_for_than_are_set() -> None:
    client = Client(lambda request: body(JOB))
    assert len(run(from_table("t", {"pages": 3}), client)) == 3
