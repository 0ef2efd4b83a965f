"""Teamtailor boards."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Client, listing, refuses_what_it_cannot_read, rows, run

from extractors.errors import HostClosedError, ParseError
from extractors.records import Listing, Posting, Rejected
from extractors.sources.base import Request
from extractors.sources.boards import Board
from extractors.sources.teamtailor import MAX_PAGES, PAGE, Teamtailor

SOURCE = Teamtailor((Board("acme", "Acme"),))
ITEM = """<item>
    <title>Data Engineer</title><guid>f371</guid><link>https://acme.teamtailor.com/jobs/1-data</link>
    <description>&lt;p&gt;R&amp;amp;D with «Spark» &amp;lt;daily&amp;gt;&lt;/p&gt;
&lt;p hidden&gt;praise me&lt;/p&gt;</description>
    <pubDate>Mon, 05 Jan 2026 23:30:00 -0200</pubDate><remoteStatus>hybrid</remoteStatus>
    <tt:locations>
      <tt:location><tt:name>HQ</tt:name><tt:address>Secret Street 1</tt:address><tt:zip>0250</tt:zip>
        <tt:city>Oslo</tt:city><tt:country>Norway</tt:country></tt:location>
      <tt:location><tt:name>Bergen</tt:name><tt:country>Norway</tt:country></tt:location>
    </tt:locations>
    <tt:department>Data</tt:department><tt:role/>
</item>"""


def feed(*items: str, title: str = "Acme") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:tt="https://teamtailor.com/locations">'
        f"<channel><title>{title}</title>{''.join(items)}</channel></rss>"
    ).encode()


def full_page(first: int) -> bytes:
    return feed(*(ITEM.replace("f371", f"g{first + number}") for number in range(PAGE)))


def read(*items: str, company: str = "Acme", page: str = "1") -> list[object]:
    return rows(SOURCE, feed(*items), board="acme", company=company, page=page)


def one(old: str = "", new: str = "") -> Posting:
    (posting,) = read(ITEM.replace(old, new))
    assert isinstance(posting, Posting)
    return posting


def test_an_item_becomes_a_posting_with_all_places_and_no_street() -> None:
    assert one() == Posting(
        source="teamtailor", board="acme", native_id="f371", employer="Acme", title="Data Engineer",
        # Escaped once for the feed: the text's own angle brackets stay.
        text="R&D with «Spark» <daily>", url="https://acme.teamtailor.com/jobs/1-data", posted_on=date(2026, 1, 6),
        location="Oslo, Norway; Bergen, Norway", country="NO", workplace="hybrid",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "read_as"), [("none", "onsite"), ("fully", "remote"), ("temporary", None), ("", None), ("odd", None)]
)
def test_where_one_works(status: str, read_as: str | None) -> None:
    assert one(">hybrid<", f">{status}<").workplace == read_as


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("Tue, 06 Jan 2026 00:30:00 +0100", date(2026, 1, 5)), ("Tue, 06 Jan 2026 00:30:00", date(2026, 1, 6)),
        ("2026-01-05", None), ("", None), ("Mon, 05 Jan 1970 00:00:00 +0000", None),
    ],
)  # fmt: skip
def test_publication_is_a_day_in_utc(moment: str, day: date | None) -> None:
    assert one("Mon, 05 Jan 2026 23:30:00 -0200", moment).posted_on == day


def test_jobs_that_sell_the_service_are_set_aside() -> None:
    # Incident: abandoned trial accounts under the names of real companies.
    pitch = "Teamtailor is great. With Teamtailor you hire. Choose Teamtailor!"
    (row,) = read(ITEM.replace("R&amp;amp;D", pitch))
    assert isinstance(row, Rejected) and row.reason == "made-up offer"


@pytest.mark.parametrize(
    ("old", "new"), [("<guid>f371</guid>", ""), ("<title>Data Engineer</title>", "<title> </title>")]
)
def test_a_broken_item_costs_only_itself(old: str, new: str) -> None:
    assert [type(row) for row in read(ITEM.replace(old, new), ITEM)] == [Rejected, Posting]


def test_a_board_of_another_company_is_told() -> None:
    # Incident: the slug "ssh" belongs to a group of restaurants.
    assert isinstance(read(ITEM, company="Zenith Steel")[0], Rejected)


def test_only_a_page_that_is_not_full_ends_the_reading() -> None:
    assert listing(SOURCE, feed(ITEM), board="acme", page="3") == Listing("teamtailor", "acme", ("f371",), part=3)
    full = listing(SOURCE, full_page(0), board="acme", page="1")
    assert (len(full.native_ids), full.part, full.last, full.capped) == (PAGE, 1, False, False)
    assert listing(SOURCE, feed(ITEM.replace("<guid>f371</guid>", "")), board="acme").capped


@pytest.mark.parametrize("body", [b"<html/>", b"<rss/>", b"{}", b"", b"<feed><channel/></feed>"])
def test_another_shape_is_one_error(body: bytes) -> None:
    with pytest.raises(ParseError, match="board acme"):
        rows(SOURCE, body, board="acme")


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme")


def offset_of(request: Request) -> int:
    return int(parse_qs(urlsplit(request.url).query)["offset"][0])


def test_the_next_page_is_asked_for_only_after_a_full_one() -> None:
    client = Client(lambda request: full_page(0) if offset_of(request) == 0 else feed(ITEM))
    run(SOURCE, client)
    run(SOURCE, client)
    assert [offset_of(request) for request in client.asked] == [0, 100]
    assert client.asked[0].url == "https://acme.teamtailor.com/jobs.rss?per_page=100&offset=0"


def test_pages_end_where_a_server_repeats_itself_or_at_the_tenth() -> None:
    repeating = Client(lambda _: full_page(0))
    assert len(run(SOURCE, repeating)) == 2
    endless = Client(lambda request: full_page(offset_of(request)))
    assert len(run(SOURCE, endless)) == MAX_PAGES


def test_a_run_goes_on_with_the_page_that_failed() -> None:
    failing = [100]
    client = Client(
        lambda request: None if offset_of(request) in failing else full_page(0) if offset_of(request) == 0 else feed()
    )
    run(SOURCE, client)
    failing.clear()
    run(SOURCE, client)
    run(SOURCE, client)
    assert [offset_of(request) for request in client.asked] == [0, 100, 100]


def test_an_unknown_board_is_not_asked_for_twice_on_a_day() -> None:
    client = Client(lambda _: None)
    run(SOURCE, client)
    # What the client notes of a request that was answered with 404.
    client.done.add(client.asked[0].key or "")
    run(SOURCE, client)
    assert len(client.asked) == 1


def test_a_board_that_answers_no_more_keeps_no_other_from_being_read() -> None:
    def answer(request: Request) -> bytes:
        if "acme" in request.url:
            raise HostClosedError("closed")
        return feed(ITEM)

    source = Teamtailor((Board("acme", "Acme"), Board("bolt", "Bolt", host="jobs.bolt.example")))
    (kept,) = run(source, Client(answer))
    assert kept.url.startswith("https://jobs.bolt.example/jobs.rss?")
