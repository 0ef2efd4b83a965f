"""Rows 32 to 35: XML that blows up, reaches out, or breaks off."""

import socket
import threading
from pathlib import Path

import pytest
from bad_run import GOOD_FEED, run, told
from web_server import Web, reply

from extractors.reading import Reader

LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)
ITEM = b"<item><title>Post %d</title><link>https://bad.test/%d</link></item>"


def feed(*items: bytes, head: bytes = b"", tail: bytes = b"</channel></rss>") -> bytes:
    return head + b'<rss version="2.0"><channel><title>t</title>' + b"".join(items) + tail


REFUSED = {
    "32 laughs": feed(ITEM % (1, 1) + b"&m;", head=LAUGHS),
    "32 quadratic": feed(b"&a;" * 50_000, head=b'<!DOCTYPE l [<!ENTITY a "%s">]>' % (b"x" * 50_000)),
    "33 file": feed(b"<item><title>&x;</title></item>", head=b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "33 remote": feed(ITEM % (1, 1), head=b'<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd">'),
    "34 depth": feed(b"<a>" * 200_000),
    "34 attributes": feed(b"<item %s/>" % b" ".join(b'a%d="1"' % n for n in range(200_000))),
    "35 html": b"<!doctype html><html><head><title>Our blog</title></head><body>moved</body></html>",
    "35 json": b'{"items": []}',
    "35 other": b"<opml version='1.0'><head/><body/></opml>",
}


@pytest.mark.parametrize("key", REFUSED)
def test_rows_32_to_35_xml_that_is_refused(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, feed=reply(200, REFUSED[key]))
    told(outcome, key)
    assert outcome.documents == []


def test_row_33_nothing_is_asked_for_what_a_document_names(web: Web, tmp_path: Path, reader: Reader) -> None:
    connected = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            listening.accept()[0].close()
            connected.set()

        threading.Thread(target=accept, daemon=True).start()
        address = b"http://127.0.0.1:%d/x.dtd" % listening.getsockname()[1]
        head = b'<!DOCTYPE r SYSTEM "%s" [<!ENTITY %% p SYSTEM "%s"> %%p;]>' % (address, address)
        xi = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="%s"/>' % address
        run(web, tmp_path, reader, feed=reply(200, feed(ITEM % (1, 1), head=head)))
        run(web, tmp_path / "2", reader, feed=reply(200, feed(xi, ITEM % (1, 1))))
        assert not connected.is_set()
        socket.create_connection(listening.getsockname()).close()
    assert connected.wait(5), "the trap itself works"


def test_row_34_two_hundred_thousand_entries(web: Web, tmp_path: Path, reader: Reader) -> None:
    body = feed(*(b"<item><title>%d</title></item>" % number for number in range(200_000)))
    outcome = run(web, tmp_path, reader, feed=reply(200, body))
    told(outcome, "34 entries")
    assert len(outcome.documents) == 1000


CUT = feed(*(ITEM % (number, number) for number in range(5)))


def test_row_35_a_feed_that_breaks_off_gives_what_came(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, feed=reply(200, CUT[: CUT.index(b"Post 3") + 4]))
    told(outcome, "35 cut")
    assert {"Post 0", "Post 1", "Post 2"} <= set(outcome.titles)


@pytest.mark.parametrize("fault", [b"&nbsp;&undefined;", b"<br><i>open", b"\x01\x02", b"a & b < c"])
def test_row_35_one_broken_entry_costs_no_other(web: Web, tmp_path: Path, reader: Reader, fault: bytes) -> None:
    outcome = run(web, tmp_path, reader, feed=reply(200, CUT.replace(b"Post 2", b"Post 2 " + fault)))
    assert {"Post 0", "Post 1", "Post 3", "Post 4"} <= set(outcome.titles)


ODD = b"<item><title>%s</title><guid>same</guid>%s</item>"


def test_a_feed_without_dates_ids_and_whole_addresses(web: Web, tmp_path: Path, reader: Reader) -> None:
    body = feed(
        ODD % (b"No date", b"<link>/posts/1?utm_source=x</link>"),
        ODD % (b"Odd date", b"<link>posts/2</link><pubDate>yesterday</pubDate>"),
        ODD % (b"Far date", b"<link>//bad.test/3</link><pubDate>Mon, 01 Jan 2099 00:00:00 GMT</pubDate>"),
        ODD % (b"Script", b"<link>javascript:alert(1)</link>"),
        ODD % (b"", b"<link>/posts/5</link>"),
    )
    outcome = run(web, tmp_path, reader, feed=reply(200, body))
    told(outcome, "entry")
    found = {one.title: one.url for one in outcome.documents}
    assert found == {
        "No date": "https://bad.test/posts/1", "Odd date": "https://bad.test/posts/2", "Far date": "https://bad.test/3",
        "Script": "https://bad.test/feed",
    }  # fmt: skip
    assert {one.published_on for one in outcome.documents} == {None}
    assert len({one.article_id for one in outcome.documents}) == 4, "one guid for all is no identity"
    assert GOOD_FEED
