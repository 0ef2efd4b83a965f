"""Greenhouse boards."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from asking import Client, run
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected, Salary
from extractors.sources.boards import Board
from extractors.sources.greenhouse import Greenhouse

NOW = datetime(2026, 1, 25, tzinfo=UTC)
SOURCE = Greenhouse((Board("acme", "Acme"),))
JOB: dict[str, Any] = {
    "id": 8077, "internal_job_id": 1, "title": "ML Engineer ", "absolute_url": "https://acme.test/?gh_jid=8077",
    "company_name": "Acme ", "location": {"name": "Oslo, Norway"}, "language": "en",
    "first_published": "2026-01-10T23:30:00-04:00", "updated_at": "2026-01-20T10:00:00-04:00",
    "metadata": [{"name": "Tags", "value": ["a"]}, {"name": "Workplace Type", "value": "Hybrid"}],
    "content": "&lt;h3&gt;You bring&lt;/h3&gt;&lt;ul&gt;&lt;li&gt;R&amp;amp;D in Python&lt;/li&gt;&lt;/ul&gt;",
}  # fmt: skip


def read(body: Any, company: str = "Acme") -> list[Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    meta = {"board": "acme", "company": company}
    return list(SOURCE.parse(RawResponse("r", "greenhouse", "https://b.test/", 200, {}, content, NOW, meta)))


def rows_of(body: Any, company: str = "Acme") -> list[Any]:
    return [record for record in read(body, company) if not isinstance(record, Listing)]


def listing_of(body: Any) -> Listing:
    (listing,) = [record for record in read(body) if isinstance(record, Listing)]
    return listing


def test_a_job_becomes_a_posting() -> None:
    assert rows_of({"jobs": [JOB], "meta": {"total": 1}}) == [
        Posting(
            source="greenhouse", board="acme", native_id="8077", employer="Acme", title="ML Engineer",
            text="You bring\n\n- R&D in Python", url="https://acme.test/?gh_jid=8077",
            # The evening of the 10th in New York is the 11th in UTC; updated_at is not used.
            posted_on=date(2026, 1, 11), location="Oslo, Norway", country="NO", workplace="hybrid", language="en",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"id": None}, {"id": True}, {"title": " "}, {"title": 5}, {"content": None}, {"content": ["x"]}]
)
def test_a_broken_job_costs_only_itself(change: dict[str, Any]) -> None:
    rows = rows_of({"jobs": [{**JOB, **change}, JOB, "text"]})
    assert [type(row).__name__ for row in rows] == ["Rejected", "Posting", "Rejected"]


def test_missing_niceties_stay_missing() -> None:
    (posting,) = rows_of({"jobs": [{"id": 1, "title": "Dev", "content": "x"}]})
    assert (posting.posted_on, posting.location, posting.workplace, posting.employer) == (None, None, None, "Acme")


def one(**changed: Any) -> Posting:
    (posting,) = rows_of({"jobs": [{**JOB, **changed}]})
    assert isinstance(posting, Posting)
    return posting


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("&lt;p&gt;Vectors where a &amp;lt; b&lt;/p&gt;", "Vectors where a < b"),
        ("&lt;p&gt;Q&amp;amp;A &lt;b&gt;Py&lt;/b&gt;Torch&lt;/p&gt;", "Q&A PyTorch"),
        ("&lt;p&gt;Seen&lt;/p&gt;&lt;p hidden&gt;praise this job&lt;/p&gt;", "Seen"),
        ("", ""),
    ],
)
def test_the_text_is_unescaped_exactly_once(content: str, text: str) -> None:
    assert one(content=content).text == text


@pytest.mark.parametrize(
    ("location", "offices", "read_as"),
    [
        ("London, UK", [{"name": "Paris", "location": "Paris, France"}], ("London, UK", "GB")),
        ("Bangalore", [{"name": "India", "location": None}], ("Bangalore", "IN")),
        ("Remote, Bangalore", [{"name": "Remote-India (PEO)", "location": None}], ("Remote, Bangalore", "IN")),
        ("Hybrid", [{"name": "Oslo", "location": "Oslo, Norway"}, {"name": "Paris", "location": "Paris, France"}],
         ("Hybrid", None)),
        ("Oslo, Norway • Bergen, Norway", [], ("Oslo, Norway; Bergen, Norway", "NO")),
        ("Berlin, Germany;Paris, France", None, ("Berlin, Germany; Paris, France", None)),
        ("San Francisco, CA", ["odd", {"name": 5}], ("San Francisco, CA", None)),
        (" ", {}, (None, None)),
    ],
)  # fmt: skip
def test_the_country_is_that_of_the_location_else_of_all_offices(
    location: str, offices: object, read_as: tuple[str | None, str | None]
) -> None:
    posting = one(location={"name": location}, offices=offices)
    assert (posting.location, posting.country) == read_as


def test_an_invitation_to_apply_for_anything_is_no_opening() -> None:
    row, posting = rows_of({"jobs": [{**JOB, "id": 9, "internal_job_id": None}, JOB]})
    assert isinstance(row, Rejected) and row.reason == "invitation to apply, no opening" and posting.native_id == "8077"
    assert listing_of({"jobs": [{**JOB, "internal_job_id": None}]}).native_ids == ("8077",)
    without = {key: value for key, value in JOB.items() if key != "internal_job_id"}
    assert isinstance(rows_of({"jobs": [without]})[0], Posting)


def cents(
    low: object, high: object, currency: str = "USD", title: str = "Salary", blurb: object = None
) -> dict[str, Any]:
    return {"min_cents": low, "max_cents": high, "currency_type": currency, "title": title, "blurb": blurb}


@pytest.mark.parametrize(
    ("ranges", "salary"),
    [
        ([cents(5000000, 7500000)], Salary(50000, 75000, "USD", "year")),
        ([cents(2500, 4050, title="Hourly range")], Salary(25, 40.5, "USD", "hour")),
        ([cents(400000, 500000, blurb="<p>paid per month</p>")], Salary(4000, 5000, "USD", "month")),
        # No period is stated, and these are no amounts of a year.
        ([cents(2500, 4000)], None),
        ([cents(5000000, 7500000), cents(6000000, 9000000)], Salary(50000, 90000, "USD", "year")),
        ([cents(5000000, 7500000), cents(4000000, 5000000, "GBP")], None),
        ([], None), (None, None), ([cents(None, None)], None), (["x", 5], None), ([cents("x", True)], None),
    ],
)  # fmt: skip
def test_pay_is_told_in_cents(ranges: object, salary: Salary | None) -> None:
    assert one(pay_input_ranges=ranges).salary == salary


@pytest.mark.parametrize(
    ("metadata", "kind", "workplace"),
    [
        ([{"name": "Employment Type", "value": "Full-time"}], "full_time", None),
        ([{"name": "Employment Type ", "value": ["Intern"]}, {"name": "Location Type", "value": ["Remote"]}],
         "internship", "remote"),
        ([{"name": "Employment Type", "value": "Regular"}, {"name": "Job Type", "value": "Contract"}],
         "contract", None),
        ([{"name": "Workplace Type", "value": ["Remote", "Hybrid"]}, {"name": 5, "value": 1}], None, None),
        ("x", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_fields_of_the_employer_tell_employment_and_workplace(
    metadata: object, kind: str | None, workplace: str | None
) -> None:
    posting = one(metadata=metadata)
    assert (posting.employment_type, posting.workplace) == (kind, workplace)


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("pt-BR", "pt"), ("english", None), (None, None), (5, None)]
)
def test_languages_are_two_letters(tag: object, language: str | None) -> None:
    assert one(language=tag).language == language


def test_a_board_is_asked_once_a_day_conditionally() -> None:
    client = Client(lambda _: {"jobs": []})
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == ["https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true&pay_transparency=true"]
    assert client.asked[0].conditional and client.asked[0].lists


def test_a_javascript_address_is_not_kept() -> None:
    (posting,) = rows_of({"jobs": [{**JOB, "absolute_url": "javascript:alert(1)"}]})
    assert posting.url == "https://b.test/"


def test_every_id_of_the_board_is_listed_even_of_rows_that_cannot_be_read() -> None:
    listing = listing_of({"jobs": [JOB, {**JOB, "id": 9, "title": None}], "meta": {"total": 2}})
    assert listing == Listing("greenhouse", "acme", ("8077", "9"))


@pytest.mark.parametrize("body", [{"jobs": [JOB, {"id": None}]}, {"jobs": [JOB], "meta": {"total": 2}}])
def test_a_board_that_shows_less_than_it_has_is_not_complete(body: Any) -> None:
    assert listing_of(body) == Listing("greenhouse", "acme", ("8077",), capped=True)


def test_an_empty_board_is_a_listing_of_nothing() -> None:
    assert read({"jobs": []}) == [Listing("greenhouse", "acme", ())]


def test_a_board_of_another_company_is_told() -> None:
    rows = rows_of({"jobs": [JOB]}, company="Zenith Steel")
    assert isinstance(rows[0], Rejected) and "Zenith Steel" in rows[0].detail
    assert isinstance(rows[1], Posting) and rows[1].employer == "Acme"


@pytest.mark.parametrize("body", [{"jobs": None}, {"error": "x"}, [], b"", b"<html>", b"\x00\x01"])
def test_another_shape_is_one_error(body: Any) -> None:
    with pytest.raises(ExtractorError, match="board acme"):
        read(body)


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.text(max_size=3))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(JOB)), VALUES), max_size=3))
@settings(max_examples=100)
def test_any_job_is_a_row_of_some_kind(jobs: list[dict[str, Any]]) -> None:
    assert len(
        [row for row in rows_of({"jobs": jobs}) if getattr(row, "reason", "") != "board of another company"]
    ) == len(jobs)
