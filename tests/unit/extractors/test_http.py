"""The polite client: who it says it is, robots.txt, tries, refusals, waiting."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from web_server import PATH, URL, Web, dead_port, fetch, polite, reply

from extractors.answers import retry_after_s
from extractors.errors import FetchError, HostClosedError, NotFoundError, RefusedError, UnreachableError
from extractors.http import Manners
from extractors.robots import user_agent

JSON = {"Content-Type": "application/json"}


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


# --- tries -----------------------------------------------------------------------------------------------------------


def test_a_second_try_that_succeeds_is_as_good_as_a_first(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [reply(200, b"{", length=99), reply(503), reply(200, b"whole")]
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"whole"


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
        ("120", 120), ("0", 1), (None, None), ("", 1), ("-5", 1), ("soon", 1), ("٣", 1), ("1e3", 1),
        ("1000000000000", 1e12), (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 1),
        (format_datetime(NOW + timedelta(days=27000), usegmt=True), 27000 * 86400),
        ("Fri, 99 Foo 2099", 1),
    ],
)  # fmt: skip
def test_retry_after_in_all_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


def test_a_retry_after_is_waited_for(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    monkeypatch.setattr("time.time", lambda: 1_769_342_400.0)
    web.routes[PATH] = [reply(429, headers={"Retry-After": "7"}), reply(200, b"x")]
    with polite(tmp_path, web) as (client, _):
        assert fetch(client).body == b"x"
    assert max(waits) == 7


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


@pytest.mark.parametrize(("headers", "tries"), [({}, 1), ({"Retry-After": "0"}, 3)])
def test_429_to_the_end_leaves_the_service_alone_and_no_other(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], tries: int
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    web.routes[PATH] = reply(429, headers=headers)
    web.routes["/other.test/x"] = reply(200, b"fine")
    with polite(tmp_path, web) as (client, _):
        with pytest.raises(RefusedError):
            fetch(client)
        for url in (URL, "https://another.example.org/board"):
            with pytest.raises(HostClosedError):
                fetch(client, url)
        assert fetch(client, "https://other.test/x").body == b"fine"
    assert web.paths() == [PATH] * tries + ["/other.test/x"], "where no time is named it is not tried again"


def test_503_leaves_its_host_alone_and_not_those_beside_it(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(503)
    web.routes["/another.example.org/board"] = reply(200, b"fine")
    with polite(tmp_path, web) as (client, _):
        with pytest.raises(UnreachableError, match=r"503 3 times, api\.example\.org is left alone"):
            fetch(client)
        assert fetch(client, "https://another.example.org/board").body == b"fine"
