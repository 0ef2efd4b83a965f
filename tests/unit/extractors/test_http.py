"""The polite client against servers that really misbehave, and its manners towards those that do not."""

import gzip
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpcore
import pytest
from web_server import Web, dead_port, drip, polite, reply

from extractors.errors import (
    FetchError,
    HostClosedError,
    NotFoundError,
    RefusedError,
    UnreachableError,
    UnusableError,
)
from extractors.guard import bounded_body, check_address, check_kind, check_url
from extractors.hosts import HostTurns, budget_of
from extractors.http import Manners, retry_after_s, user_agent
from extractors.sources.base import Request

MANNERS = Manners(pause_s=0.0)
JSON = {"Content-Type": "application/json"}
URL = "https://api.example.org/thing"
PATH = "/api.example.org/thing"


def fetch(client: Any, url: str = URL, manners: Manners = MANNERS, **wanted: Any) -> Any:
    return client.fetch(Request(url, **wanted), source="trial", manners=manners)


def test_an_answer_is_kept_before_anyone_reads_it(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b'{"a": 1}', {"ETag": '"v1"', **JSON})
    with polite(tmp_path, web) as (client, raw):
        response = fetch(client, expect="json", meta={"board": "acme"}, key="k")
        assert raw.read(response.raw_id) == response
        assert (response.body, response.meta, response.url) == (b'{"a": 1}', {"board": "acme"}, URL)
        assert raw.already("k")


def test_every_request_says_who_asks_and_offers_only_gzip(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web, contact="mailto:me@example.org") as (client, _):
        fetch(client)
    for _, headers in web.asked:
        assert headers["user-agent"].startswith("skilltide/") and "mailto:me@example.org" in headers["user-agent"]
        assert headers["accept-encoding"] == "gzip"
        assert "cookie" not in headers


def test_a_contact_cannot_break_out_of_the_user_agent() -> None:
    assert "\n" not in user_agent("x)\r\nEvil: 1")


def test_cookies_are_never_sent_back(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x", {"Set-Cookie": "track=1; Path=/"})
    with polite(tmp_path, web) as (client, _):
        fetch(client)
        fetch(client)
    assert all("cookie" not in headers for _, headers in web.asked)


# --- robots.txt -----------------------------------------------------------------------------------------------------


def test_robots_is_asked_once_before_the_first_request(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web) as (client, _):
        fetch(client)
        fetch(client)
    with polite(tmp_path, web) as (client, _):
        fetch(client)
    assert [path for path, _ in web.asked] == ["/api.example.org/robots.txt", PATH, PATH, PATH]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_robots_file_allows_all(web: Web, tmp_path: Path, status: int) -> None:
    web.routes["/api.example.org/robots.txt"] = reply(status, b"")
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"x"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_robots_file_closes_the_host_for_now(web: Web, tmp_path: Path, status: int) -> None:
    web.routes["/api.example.org/robots.txt"] = reply(status, b"")
    with polite(tmp_path, web) as (client, _):
        with pytest.raises(FetchError):
            fetch(client)
        with pytest.raises(HostClosedError, match=r"robots|429|503"):
            fetch(client)
    assert web.paths() == []


def test_a_disallowed_path_is_not_asked_for(web: Web, tmp_path: Path) -> None:
    web.routes["/api.example.org/robots.txt"] = reply(200, b"User-agent: *\nDisallow: /thing\n")
    with polite(tmp_path, web) as (client, _), pytest.raises(RefusedError, match="robots"):
        fetch(client)
    assert web.paths() == []


def test_a_documented_interface_is_asked_though_crawlers_are_kept_off_pages(web: Web, tmp_path: Path) -> None:
    web.routes["/api.example.org/robots.txt"] = reply(200, b"User-agent: *\nDisallow: /\n")
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web) as (client, _):
        assert fetch(client, manners=Manners(0.0, documented_api=True)).body == b"x"


def test_html_or_endless_rules_in_robots_do_no_harm(web: Web, tmp_path: Path) -> None:
    rules = b"<html>not here</html>\n" + b"# filling\n" * 200_000
    web.routes["/api.example.org/robots.txt"] = reply(200, rules)
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"x"


# --- bodies that must not be taken ----------------------------------------------------------------------------------


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


GZIP = {"Content-Encoding": "gzip"}
BAD_BODIES = {
    "bomb": (reply(200, bomb(64 << 20), GZIP), "larger than"),
    "cut gzip": (reply(200, gzip.compress(b"x" * 5000)[:-20], GZIP), "gzip cut short"),
    "not gzip": (reply(200, b"plain", GZIP), "cannot be unpacked"),
    "brotli": (reply(200, b"\x0b\x02\x80", {"Content-Encoding": "br"}), "not offered"),
    "zstd": (reply(200, b"(\xb5/\xfd", {"Content-Encoding": "zstd"}), "not offered"),
    "layers": (reply(200, b"", {"Content-Encoding": "gzip, gzip, gzip"}), "not offered"),
    "large": (reply(200, bytes(9 << 20)), "larger than"),
    "endless": (drip(b"HTTP/1.1 200 OK\r\n\r\n", piece=bytes(1 << 20), every_s=0), "larger than"),
    "png": (reply(200, b"\x89PNG\r\n\x1a\n", {"Content-Type": "text/html"}), "PNG"),
    "challenge": (reply(200, b"<html><title>Just a moment...</title>"), "human"),
    "html for json": (reply(200, b"<!doctype html><p>log in"), "expected JSON"),
    "nothing": (reply(200, b""), "empty body"),
    "odd status": (reply(418, b""), "HTTP 418"),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_body_that_cannot_be_used_is_refused_and_shown(web: Web, tmp_path: Path, name: str) -> None:
    web.routes[PATH], expected = BAD_BODIES[name]
    with polite(tmp_path, web) as (client, raw):
        with pytest.raises(UnusableError, match=expected) as caught:
            fetch(client, expect="json")
        kept = list(raw.iterate())
    assert URL in caught.value.message
    assert [(one.status, one.meta["failure"]) for one in kept] == [(0, "unusable answer")]


def test_gzip_is_read_in_bounded_pieces_and_members_are_joined() -> None:
    packed = gzip.compress(b"a" * 200_000) + gzip.compress(b"b")
    pieces = [packed[at : at + 7] for at in range(0, len(packed), 7)]
    assert bounded_body(pieces, "gzip", 1 << 20) == b"a" * 200_000 + b"b"


# --- servers that do not finish -------------------------------------------------------------------------------------

UNFINISHED = {
    "short of its length": reply(200, b"{", length=1000),
    "cut chunks": lambda handler: (
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc")
        and setattr(handler, "close_connection", True)
    ),
    "bad chunk size": lambda handler: (
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n")
        and setattr(handler, "close_connection", True)
    ),
    "hangs up": lambda handler: setattr(handler, "close_connection", True),
    "no http": lambda handler: (
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n") and setattr(handler, "close_connection", True)
    ),
    "500": reply(500, b""),
    "408": reply(408, b""),
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_answer_is_asked_for_three_times_and_never_kept(web: Web, tmp_path: Path, name: str) -> None:
    web.routes[PATH] = UNFINISHED[name]
    with polite(tmp_path, web) as (client, raw):
        with pytest.raises(UnreachableError):
            fetch(client)
        assert raw.ids() == []
    assert web.paths() == [PATH] * 3


def test_a_second_try_that_succeeds_is_as_good_as_a_first(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [reply(200, b"{", length=99), reply(503), reply(200, b"whole")]
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"whole"


@pytest.mark.parametrize(
    "first",
    [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"],
    ids=["headers", "body"],
)
def test_a_dripping_server_is_left_at_the_deadline(web: Web, tmp_path: Path, first: bytes) -> None:
    # Incident: the client's own timeout counts each read anew, one byte a second kept it for ever.
    web.routes[PATH] = drip(first)
    with polite(tmp_path, web, tries=1) as (client, _):
        began = time.monotonic()
        with pytest.raises(UnreachableError, match="Timeout"):
            fetch(client, deadline_s=0.4)
        assert time.monotonic() - began < 3.5, "the server itself would have stopped by then"


def test_a_server_that_never_answers_is_left(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = lambda handler: time.sleep(1.5)
    with polite(tmp_path, web, tries=1) as (client, _), pytest.raises(UnreachableError):
        fetch(client, read_timeout_s=0.2)


def test_an_unreachable_host_is_given_up_for_the_run(tmp_path: Path) -> None:
    gone = Web(url=f"http://127.0.0.1:{dead_port()}")
    with polite(tmp_path, gone) as (client, _):
        with pytest.raises(UnreachableError, match="no connection"):
            fetch(client)
        sent = sum(client.requests.values())
        with pytest.raises(HostClosedError):
            fetch(client)
        assert sent == sum(client.requests.values()) == 3


def test_without_any_network_later_hosts_get_a_single_try(tmp_path: Path) -> None:
    gone = Web(url=f"http://127.0.0.1:{dead_port()}")
    with polite(tmp_path, gone) as (client, _):
        for number in range(5):
            with pytest.raises(UnreachableError):
                fetch(client, f"https://host{number}.example{number}.org/")
        assert [client.requests[f"host{number}.example{number}.org"] for number in range(5)] == [3, 3, 3, 1, 1]


def test_three_failed_requests_in_a_row_close_a_host(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(500)
    with polite(tmp_path, web, tries=1) as (client, _):
        for _ in range(3):
            with pytest.raises(UnreachableError):
                fetch(client)
        with pytest.raises(HostClosedError, match="3 requests in a row"):
            fetch(client)


# --- refusals and waiting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "kind"), [(401, RefusedError), (403, RefusedError), (404, NotFoundError)])
def test_a_refusal_is_taken_at_the_first_word(web: Web, tmp_path: Path, status: int, kind: type[Exception]) -> None:
    web.routes[PATH] = reply(status)
    with polite(tmp_path, web) as (client, _), pytest.raises(kind, match=str(status)):
        fetch(client)
    assert web.paths() == [PATH]


NOW = datetime(2026, 1, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), ("0", 1), (None, None), ("", None), ("-5", None), ("soon", None), ("٣", None), ("1e3", None),
        ("1000000000000", 1e12), (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 1),
        (format_datetime(NOW + timedelta(days=27000), usegmt=True), 27000 * 86400),
        ("Fri, 99 Foo 2099", None),
    ],
)  # fmt: skip
def test_retry_after_in_all_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


def test_a_retry_after_is_waited_for(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    web.routes[PATH] = [reply(429, headers={"Retry-After": "7"}), reply(200, b"x")]
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"x"
    assert max(waits) == pytest.approx(7, abs=0.5)


@pytest.mark.parametrize("value", ["7200", "1000000000000", "Fri, 01 Jan 2099 00:00:00 GMT"])
def test_a_retry_after_beyond_patience_closes_the_host_over_runs(web: Web, tmp_path: Path, value: str) -> None:
    web.routes[PATH] = reply(429, headers={"Retry-After": value})
    for _ in range(2):
        with polite(tmp_path, web) as (client, _), pytest.raises(RefusedError, match="left alone until"):
            fetch(client)
    assert web.paths() == [PATH]
    later = datetime.now(UTC) + timedelta(hours=2)
    web.routes[PATH] = reply(200, b"x")
    with polite(tmp_path, web, clock=lambda: later) as (client, _):
        assert fetch(client).body == b"x"


def test_429_to_the_end_leaves_the_host_alone_and_no_other(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(429)
    web.routes["/other.test/x"] = reply(200, b"fine")
    with polite(tmp_path, web) as (client, _):
        with pytest.raises(RefusedError):
            fetch(client)
        with pytest.raises(HostClosedError):
            fetch(client)
        assert fetch(client, "https://other.test/x").body == b"fine"


# --- redirects and addresses ----------------------------------------------------------------------------------------


def test_a_redirect_is_followed_after_asking_the_new_host(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(301, headers={"Location": "https://new.test/there?q=1"})
    web.routes["/new.test/there?q=1"] = reply(200, b"moved")
    with polite(tmp_path, web) as (client, _):
        response = fetch(client)
    assert response.body == b"moved" and response.meta["final_url"] == "https://new.test/there?q=1"
    assert "/new.test/robots.txt" in [path for path, _ in web.asked]


def test_a_redirect_into_a_disallowed_place_is_not_followed(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(302, headers={"Location": "https://new.test/private"})
    web.routes["/new.test/robots.txt"] = reply(200, b"User-agent: skilltide\nDisallow: /private\n")
    with polite(tmp_path, web) as (client, _), pytest.raises(RefusedError, match=r"new\.test"):
        fetch(client)


def test_a_redirect_loop_ends_after_five_hops(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(302, headers={"Location": URL})
    with polite(tmp_path, web) as (client, _), pytest.raises(UnusableError, match="5 redirects"):
        fetch(client)
    assert len(web.paths()) == 6


PRIVATE = [
    "https://127.0.0.1/x", "https://localhost/x", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/", "https://[fd00::1]/", "https://0.0.0.0/", "https://user:pass@public.test/",
    "https://public.test:8080/", "file:///etc/passwd", "javascript:alert(1)", "http://public.test/", "//127.0.0.1/",
    "https://printer.local/", "https://[::1", "https://224.0.0.1/", "",
]  # fmt: skip


@pytest.mark.parametrize("location", PRIVATE)
def test_a_redirect_to_a_private_or_odd_address_is_refused(web: Web, tmp_path: Path, location: str) -> None:
    web.routes[PATH] = reply(302, headers={"Location": location})
    with polite(tmp_path, web) as (client, _), pytest.raises((UnusableError, UnreachableError)):
        fetch(client)
    assert set(web.paths()) == {PATH}


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.1", "fe80::1%eth0", "::ffff:10.0.0.1", "2002:7f00:1::"]
)
def test_a_name_that_resolves_to_a_private_address_is_not_connected_to(tmp_path: Path, address: str) -> None:
    with (
        polite(tmp_path, None, resolver=lambda host, port: [address]) as (client, _),
        pytest.raises(UnusableError, match="not public"),
    ):
        fetch(client)


def test_the_checked_address_is_the_one_connected_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Incident to prevent: a name that is public when checked and private when connected to (DNS rebinding).
    asked: list[str] = []
    connected: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(self: object, host: str, *rest: object, **options: object) -> Any:
        connected.append(host)
        raise httpcore.ConnectError("not in a test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with polite(tmp_path, None, resolver=resolver, tries=1) as (client, _), pytest.raises(UnreachableError):
        fetch(client)
    assert connected == ["93.184.216.34"] and len(asked) == 1


@pytest.mark.parametrize("url", [*PRIVATE[:-6], "https://a b.org/", "https://x.org/" + "a" * 3000, "ftp://x.org/"])
def test_addresses_of_sources_are_held_to_the_same_rules(url: str) -> None:
    if url == "http://public.test/":
        return
    with pytest.raises(UnusableError):
        check_url(url)


def test_public_addresses_pass() -> None:
    check_address("93.184.216.34", "example.org")
    check_address("2606:2800:220:1::1", "example.org")
    assert check_url("https://example.org/a?b=c").hostname == "example.org"


def test_an_unknown_certificate_authority_is_never_accepted(tmp_path: Path) -> None:
    with polite(tmp_path, None) as (client, _):
        context = client._http._transport._pool._ssl_context
    assert context.verify_mode.name == "CERT_REQUIRED" and context.check_hostname


# --- turns ----------------------------------------------------------------------------------------------------------


def test_one_request_in_flight_a_host_and_a_pause_between(tmp_path: Path) -> None:
    turns = HostTurns(tmp_path)
    others = HostTurns(tmp_path)
    spans: list[tuple[float, float]] = []

    def ask(given: HostTurns, host: str) -> None:
        with given.turn(host, 0.05):
            began = time.time()
            time.sleep(0.01)
            spans.append((began, time.time()))

    # Two sets of turns over one folder stand for two processes.
    threads = [
        threading.Thread(target=ask, args=(one, host)) for one in (turns, others) for host in ("a.x.org", "b.x.org")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(later[0] - earlier[1] >= 0.04 for earlier, later in pairwise(spans))


def test_budgets_are_counted_by_registered_domain() -> None:
    assert budget_of("export.arxiv.org") == budget_of("oaipmh.arxiv.org") == "arxiv.org"
    assert budget_of("a.github.io") != budget_of("b.github.io")
    assert budget_of("www.bbc.co.uk") == "bbc.co.uk"


@pytest.mark.parametrize("expect", ["json", "xml"])
def test_honest_bodies_of_the_kind_asked_for_pass(expect: str) -> None:
    check_kind({"json": b'\xef\xbb\xbf {"a":1}', "xml": b"\xff\xfe<\0?\0x\0"}[expect], expect, "text/plain")
