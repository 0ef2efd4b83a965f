"""NAV Norway."""

from datetime import date
from typing import Any

import pytest
from asking import NOW, TODAY, YEAR_BEGAN, Client, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting, Removed
from extractors.sources.base import Plan, Request
from extractors.sources.nav import Nav

SOURCE = Nav(("utvikler", "data"), 3)
IDS = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(10)]
JOB: dict[str, Any] = {
    "uuid": IDS[0], "published": "2026-01-20T01:00:00+01:00", "expires": "2026-03-01T00:00:00+01:00",
    "title": "Utvikler", "description": "<p>Vi bruker &lt;Kotlin&gt;.</p>", "link": "https://arbeidsplassen.nav.no/x",
    "employer": {"name": "Acme AS", "orgnr": "1"}, "extent": "Heltid", "updated": "2026-01-21T00:00:00+01:00",
    "workLocations": [{"country": "NORGE", "city": "OSLO", "municipal": "OSLO", "county": "OSLO"}],
    "contactList": [{"name": "Kari", "email": "kari@acme.test", "phone": "1"}],
}  # fmt: skip
TOKEN = b"Current public token:\neyJhbGciOiJI.eyJzdWIiOiJw.c2lnbmF0dXJl"


def entry(content: Any, status: str = "ACTIVE") -> dict[str, Any]:
    return {"uuid": IDS[0], "status": status, "sistEndret": "2026-01-21T00:00:00+01:00", "ad_content": content}


def item(number: int, title: str = "Utvikler", status: str = "ACTIVE", version: str = "1") -> dict[str, Any]:
    return {"id": IDS[number], "_feed_entry": {
        "uuid": IDS[number], "status": status, "title": title, "businessName": "Acme", "sistEndret": version,
    }}  # fmt: skip


def page(own: int, *items: Any, following: int | None = None) -> dict[str, Any]:
    url = f"/api/v1/feed/{IDS[following]}" if following is not None else None
    return {"version": "1.0", "id": IDS[own], "next_url": url, "items": list(items)}


def web(pages: dict[str, Any]) -> Any:
    def answer(request: Request) -> object:
        if request.url.endswith("publicToken"):
            return TOKEN
        if "feedentry" in request.url:
            return entry(JOB)
        return pages[request.url.rsplit("/", 1)[1]]

    return answer


def asked(client: Client, what: str) -> list[str]:
    return [request.url.rsplit("/", 1)[1] for request in client.asked if request.meta["what"] == what]


def test_an_entry_becomes_a_posting_without_its_contacts() -> None:
    (row,) = rows(SOURCE, entry(JOB), what="entry")
    assert row == Posting(
        source="nav", board="jobs", native_id=IDS[0], employer="Acme AS", title="Utvikler", text="Vi bruker <Kotlin>.",
        url="https://arbeidsplassen.nav.no/x", posted_on=date(2026, 1, 20), location="OSLO", country="NO",
        employment_type="full_time",
    )  # fmt: skip
    assert "Kari" not in repr(row)


@pytest.mark.parametrize(
    "withdrawn", [entry(None), entry(JOB, "INACTIVE"), entry({**JOB, "expires": "2026-01-01T00:00:00+01:00"})]
)
def test_what_is_withdrawn_or_has_expired_is_not_read_and_closed(withdrawn: Any) -> None:
    assert rows(SOURCE, withdrawn, what="entry") == [Removed("nav", "jobs", IDS[0], date(2026, 1, 20))]


def test_pages_of_the_feed_hold_no_postings_but_tell_which_were_withdrawn() -> None:
    found = page(0, item(1), item(3, status="INACTIVE", version="2026-01-22T10:00:00+01:00"), {"_feed_entry": 5}, 5)
    assert rows(SOURCE, found, what="page") == [Removed("nav", "jobs", IDS[3], date(2026, 1, 22))]
    assert rows(SOURCE, TOKEN, what="token") == []


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, what="entry")
    refuses_what_it_cannot_read(SOURCE, what="page")
    single = {**JOB, "expires": None}
    for changed in (5, "text", {**single, "employer": 5, "workLocations": [7], "description": None}):
        assert len(rows(SOURCE, entry(changed), what="entry")) == 1


def test_the_feed_is_read_forward_and_each_wanted_entry_once() -> None:
    pages = {
        "feed": page(0, item(1), item(2, "Lege"), item(3, status="INACTIVE"), following=5),
        IDS[5]: page(5, item(1), item(4, "Dataingeniør")),
    }
    client = Client(web(pages))
    run(SOURCE, client)
    assert asked(client, "page") == ["feed", IDS[5]] and asked(client, "entry") == [IDS[1], IDS[4]]
    assert client.asked[1].headers["If-Modified-Since"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert all("eyJ" not in repr(request) for request in client.asked)
    assert run(SOURCE, client) == []
    # The last page has grown: it is where the next day begins; an entry in a new version is asked for again.
    pages[IDS[5]] = page(5, item(1), item(4, "Dataingeniør"), item(1, version="2"))
    client.asked.clear()
    run(SOURCE, client, as_of=date(2026, 1, 26))
    assert asked(client, "page") == [IDS[5]] and asked(client, "entry") == [IDS[1]]


def test_only_so_many_a_day_and_the_rest_the_next() -> None:
    client = Client(web({"feed": page(0, *[item(number) for number in range(5)])}))
    run(SOURCE, client)
    assert asked(client, "entry") == IDS[:3]
    client.answer = web({IDS[0]: page(0)})
    run(SOURCE, client, as_of=date(2026, 1, 26))
    assert asked(client, "entry") == IDS[:5]


def test_a_run_cut_short_among_the_advertisements_goes_on_with_them() -> None:
    client = Client(web({"feed": page(0, item(1), item(2))}))
    plan = Plan(as_of=TODAY, since=YEAR_BEGAN, now=NOW, already=client.done.__contains__)
    killed = SOURCE.collect(client, plan)
    assert [next(killed).meta["what"] for _ in range(2)] == ["page", "entry"]
    run(SOURCE, client)
    assert asked(client, "page") == ["feed"] and asked(client, "entry") == [IDS[1], IDS[2]]


def test_a_page_that_fails_is_asked_for_again_by_the_next_run() -> None:
    client = Client(lambda request: TOKEN if "Token" in request.url else None)
    run(SOURCE, client)
    client.answer = web({"feed": page(0, item(1))})
    run(SOURCE, client)
    assert asked(client, "page") == ["feed", "feed"] and asked(client, "entry") == [IDS[1]]


def test_a_feed_that_moved_is_told() -> None:
    with pytest.raises(ExtractorError, match="no token"):
        run(SOURCE, Client(lambda request: b"<html>moved</html>"))


def test_a_next_page_elsewhere_is_not_followed() -> None:
    pages = {"feed": {**page(0), "next_url": "https://evil.test/api/v1/feed/1"}}
    with pytest.raises(ExtractorError, match="next page"):
        run(SOURCE, Client(web(pages)))
