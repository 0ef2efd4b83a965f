"""Recruitee boards."""

from datetime import date
from typing import Any

import pytest
from asking import Client, listing, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ParseError
from extractors.records import Listing, Posting, Rejected, Salary
from extractors.sources.boards import Board
from extractors.sources.recruitee import Recruitee

SOURCE = Recruitee((Board("acme", "Acme"), Board("bolt", "Bolt", host="jobs.bolt.example")))
OFFER: dict[str, Any] = {
    "id": 2700825, "slug": "data-engineer", "title": "Data Engineer", "status": "published", "company_name": "Acme",
    "careers_url": "https://jobs.acme.example/o/data-engineer", "remote": False, "hybrid": True, "on_site": False,
    "city": "Berlin", "country": "Germany", "country_code": "DE", "location": "Berlin, Berlin, Germany",
    "locations": [{"city": "Berlin", "state": "Berlin", "country": "Germany", "country_code": "DE", "name": "HQ"}],
    "employment_type_code": "fulltime_permanent", "published_at": "2026-01-05 23:30:00 UTC",
    "created_at": "2025-12-05 08:00:00 UTC", "updated_at": "2026-01-20 08:00:00 UTC", "close_at": None,
    "salary": {"min": "60000", "max": "75000", "period": "year", "currency": "EUR"},
    "mailbox_email": "job.1@acme.example",
    "description": "<p>Build pipelines.</p>", "requirements": "<ul><li>Spark</li></ul>", "translations": {"en": {}},
}  # fmt: skip


def read(*offers: Any, company: str = "Acme") -> list[Any]:
    return rows(SOURCE, {"offers": list(offers)}, board="acme", company=company)


def one(**changed: Any) -> Posting:
    (posting,) = read({**OFFER, **changed})
    assert isinstance(posting, Posting)
    return posting


def test_an_offer_becomes_a_posting_with_both_halves_of_its_text() -> None:
    assert one() == Posting(
        source="recruitee", board="acme", native_id="2700825", employer="Acme", title="Data Engineer",
        text="Build pipelines.\n\n- Spark", url="https://jobs.acme.example/o/data-engineer",
        posted_on=date(2026, 1, 5), location="Berlin, Germany", country="DE", workplace="hybrid",
        employment_type="full_time", salary=Salary(60000, 75000, "EUR", "year"), language="en",
    )  # fmt: skip


def test_the_mailbox_of_an_offer_is_read_into_no_field() -> None:
    assert "acme.example/o/" in one().url and "job.1@" not in repr(one())


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-01-05 00:00:00 UTC", date(2026, 1, 5)), ("2026-01-05T23:30:00-02:00", date(2026, 1, 6)),
        ("2026-13-05 08:00:00 UTC", None), ("1970-01-01 00:00:00 UTC", None), ("2099-01-01 00:00:00 UTC", None),
        (None, None), (20260105, None),
    ],
)  # fmt: skip
def test_publication_is_a_moment_in_utc(published: object, day: date | None) -> None:
    assert one(published_at=published).posted_on == day


def test_made_up_offers_are_set_aside_and_close_nothing_else() -> None:
    # Incident: unclaimed names answer with "Senior Marketer (Sample)", and such rows stand in real boards too.
    body = [{**OFFER, "id": 1, "title": "Senior Marketer (Sample)"}, OFFER]
    sample, posting = read(*body)
    assert (sample.reason, posting.native_id) == ("made-up offer", "2700825")
    assert listing(SOURCE, {"offers": body}, board="acme") == Listing("recruitee", "acme", ("2700825",))


@pytest.mark.parametrize(
    ("flags", "read_as"),
    [
        ((True, False, False), "remote"), ((False, False, True), "onsite"), ((True, True, True), "hybrid"),
        ((True, False, True), None), ((None, "yes", 1), None),
    ],
)  # fmt: skip
def test_three_flags_tell_one_workplace(flags: tuple[object, ...], read_as: str | None) -> None:
    assert one(**dict(zip(("remote", "hybrid", "on_site"), flags, strict=True))).workplace == read_as


@pytest.mark.parametrize(
    ("pay", "salary"),
    [
        ({"min": "25.50", "max": None, "period": "hour", "currency": "EUR"}, Salary(25.5, None, "EUR", "hour")),
        ({"min": "0", "max": "0", "period": "year", "currency": "EUR"}, None),
        ({"min": "4000", "max": "5000", "period": None, "currency": "EUR"}, None),
        ({"min": "x", "max": [], "period": 3, "currency": None}, None), (None, None), ("60k", None),
    ],
)  # fmt: skip
def test_pay_comes_as_texts(pay: object, salary: Salary | None) -> None:
    assert one(salary=pay).salary == salary


def test_the_offer_tells_its_place_where_no_list_does() -> None:
    assert (one(locations=[]).location, one(locations=None).country) == ("Berlin, Germany", "DE")
    assert one(locations=None, city=None, country=None, country_code=None).location == "Berlin, Berlin, Germany"
    assert one(locations=[*OFFER["locations"], {"city": "Oslo", "country": "Norway"}]).country is None


def test_an_offer_in_two_languages_tells_neither() -> None:
    assert one(translations={"de": {}, "en": {}}).language is None


def test_a_board_of_another_company_is_told() -> None:
    foreign, _ = read(OFFER, company="Zenith Steel")
    assert isinstance(foreign, Rejected) and "Zenith Steel" in foreign.detail


@pytest.mark.parametrize("body", [{"error": "Not Found"}, [], b"", {"offers": {}}])
def test_another_shape_is_one_error(body: object) -> None:
    with pytest.raises(ParseError, match="board acme"):
        rows(SOURCE, body, board="acme")


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme")
    reads_or_sets_aside_any_row(SOURCE, OFFER, lambda offers: {"offers": offers}, board="acme")


def test_a_board_is_asked_once_a_day_at_its_own_host() -> None:
    client = Client(lambda _: {"offers": []})
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == ["https://acme.recruitee.com/api/offers/", "https://jobs.bolt.example/api/offers/"]
