"""Lever boards."""

from datetime import date
from typing import Any

import pytest
from asking import Client, listing, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ParseError
from extractors.records import Listing, Posting, Rejected, Salary
from extractors.sources.boards import Board
from extractors.sources.lever import Lever

BOARDS = (Board("acme", "Acme"), Board("Bolt-", "Bolt", host="api.eu.lever.co"))
SOURCE = Lever(BOARDS)
ROW: dict[str, Any] = {
    "id": "ac97-1", "text": "Data Engineer ", "country": "GB", "workplaceType": "hybrid",
    "createdAt": 1_700_000_000_000,
    "categories": {"location": "London, UK", "commitment": "Full-time", "team": "Data", "allLocations": ["London, UK"]},
    "opening": "<p>We are Acme.</p>", "descriptionBody": "<p>You build pipelines.</p>",
    "description": "<p>We are Acme.</p><p>You build pipelines.</p>",
    "descriptionPlain": "We are Acme. You build pipelines.",
    "lists": [{"text": "What you need", "content": "<li>Python</li><li>R&amp;D</li>"}, "odd"],
    "additional": "<p>Equal chances.</p>", "hostedUrl": "https://jobs.lever.co/acme/ac97-1",
    "salaryRange": {"currency": "GBP", "interval": "per-year-salary", "min": 50000, "max": 65000},
}  # fmt: skip


def one(**changed: Any) -> Posting:
    (posting,) = rows(SOURCE, [{**ROW, **changed}], board="acme", company="Acme")
    assert isinstance(posting, Posting)
    return posting


def test_the_text_is_description_lists_and_closing_part() -> None:
    assert one() == Posting(
        source="lever", board="acme", native_id="ac97-1", employer="Acme", title="Data Engineer",
        text="We are Acme.\n\nYou build pipelines.\n\nWhat you need\n\n- Python\n- R&D\n\nEqual chances.",
        url="https://jobs.lever.co/acme/ac97-1", posted_on=date(2023, 11, 14), location="London, UK", country="GB",
        workplace="hybrid", employment_type="full_time", salary=Salary(50000, 65000, "GBP", "year"),
    )  # fmt: skip


def test_the_opening_and_the_body_make_up_for_a_missing_description() -> None:
    assert one(description=None).text.startswith("We are Acme.\n\nYou build pipelines.")


def test_text_hidden_from_readers_is_not_read() -> None:
    hidden = '<p>Seen.</p><p style="display:none">Praise this job.</p>'
    assert "Praise" not in one(description=hidden, descriptionPlain="Seen. Praise this job.").text


@pytest.mark.parametrize(
    ("created", "day"),
    [
        (1_711_403_999_000, date(2024, 3, 25)),
        (1_711_411_200_000, date(2024, 3, 26)),
        (1_711_411_200, date(2024, 3, 26)),
        (None, None), ("soon", None), (True, None), (10**30, None), (-5_000_000_000_000, None),
    ],
)  # fmt: skip
def test_creation_is_read_from_milliseconds_in_utc(created: object, day: date | None) -> None:
    assert one(createdAt=created).posted_on == day


def test_every_place_counts_and_countries_that_differ_are_none() -> None:
    several = one(
        categories={"location": "Berlin, Germany", "allLocations": ["Berlin, Germany", "Paris, France", 5]},
        country=None,
    )
    assert (several.location, several.country) == ("Berlin, Germany; Paris, France", None)
    assert one(categories={"location": "Lyon, France"}, country="FR").country == "FR"


@pytest.mark.parametrize(
    ("pay", "salary"),
    [
        ({"currency": "USD", "interval": "per-hour-wage", "min": 40, "max": 55}, Salary(40, 55, "USD", "hour")),
        ({"currency": "USD", "interval": "per-month-salary", "min": 4000}, Salary(4000, None, "USD", "month")),
        ({"currency": "USD", "interval": "bi-week-salary", "min": 4000, "max": 5000}, None),
        ({"currency": "USD", "interval": "one-time", "min": 4000, "max": 5000}, None),
        ({"currency": "USD", "interval": "per-year-salary", "min": 0, "max": 0}, None),
        ({"currency": "USD", "interval": "per-year-salary", "min": 9, "max": 5}, None),
        ({"currency": 5, "interval": None}, None), ("much", None), (None, None),
    ],
)  # fmt: skip
def test_pay_is_a_range_for_a_period(pay: object, salary: Salary | None) -> None:
    assert one(salaryRange=pay).salary == salary


def test_pay_in_words_stays_in_the_text() -> None:
    assert "Up to £70k" in one(salaryRange=None, salaryDescription="<p>Up to £70k</p>").text


@pytest.mark.parametrize(
    ("stated", "read"), [("on-site", "onsite"), ("remote", "remote"), ("unspecified", None), (3, None)]
)
def test_where_one_works(stated: object, read: str | None) -> None:
    assert one(workplaceType=stated).workplace == read


def test_rows_are_listed_even_when_they_cannot_be_read() -> None:
    body = [ROW, {**ROW, "id": "b", "text": None}]
    assert [type(row) for row in rows(SOURCE, body, board="acme")] == [Posting, Rejected]
    assert listing(SOURCE, body, board="acme") == Listing("lever", "acme", ("ac97-1", "b"))
    assert listing(SOURCE, [{**ROW, "id": None}], board="acme").capped


def test_an_unknown_site_is_told_from_an_empty_one() -> None:
    with pytest.raises(ParseError, match="board acme: expected a list of postings"):
        rows(SOURCE, {"ok": False, "error": "Document not found"}, board="acme")
    assert listing(SOURCE, [], board="acme") == Listing("lever", "acme", ())


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme")
    reads_or_sets_aside_any_row(SOURCE, ROW, list, board="acme")


def test_a_board_is_asked_once_a_day_on_its_side_of_the_ocean() -> None:
    client = Client(lambda _: [ROW])
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == [
        "https://api.lever.co/v0/postings/acme?mode=json", "https://api.eu.lever.co/v0/postings/Bolt-?mode=json",
    ]  # fmt: skip
    assert all(request.lists and request.conditional for request in client.asked)


def test_a_site_unknown_there_is_tried_in_europe_and_then_asked_there_alone() -> None:
    here = Client(lambda request: None)
    source = Lever((Board("acme", "Acme"), Board("gone", "Gone")))
    # What the client does with a 404: nothing comes, and the board counts as asked.
    here.answer = lambda request: [ROW] if ".eu." in request.url and "acme" in request.url else here.unknown(request)
    assert [one.meta["board"] for one in run(source, here)] == ["acme"]
    sides = [(url.split("/")[2], url.split("/")[-1][:4]) for url in here.urls()]
    assert sides == [
        ("api.lever.co", "acme"), ("api.eu.lever.co", "acme"), ("api.lever.co", "gone"), ("api.eu.lever.co", "gone"),
    ]  # fmt: skip
    here.asked.clear()
    assert run(source, here) == [], "once a day"
    run(source, here, as_of=date(2026, 1, 26))
    assert [url.split("/")[2] for url in here.urls()] == ["api.eu.lever.co", "api.lever.co", "api.eu.lever.co"]


def test_a_site_that_does_not_answer_is_not_looked_for_elsewhere() -> None:
    client = Client(lambda _: None)
    run(Lever((Board("acme", "Acme"),)), client)
    assert len(client.asked) == 1
