"""Where may be connected to: redirects, private addresses in all their forms, names that change what they mean."""

from pathlib import Path
from typing import Any

import httpcore
import pytest
from web_server import PATH, URL, Web, fetch, polite, reply

from extractors.errors import NotFoundError, RefusedError, UnreachableError, UnusableError
from extractors.guard import check_address, check_url
from extractors.sources.base import UNKNOWN_THERE


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


def test_a_redirect_to_where_a_service_sends_strangers_means_unknown_there(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(301, headers={"Location": "https://www.example.org/welcome"})
    with polite(tmp_path, web) as (client, raw):
        with pytest.raises(NotFoundError, match=r"leads to www\.example\.org"):
            fetch(client, unknown_at=("www.example.org",), lists=True, meta={"board": "acme"})
        (kept,) = raw.iterate()
    assert kept.meta["failure"] == UNKNOWN_THERE, "a fact about the board, like a 404"
    assert web.paths() == [PATH], "and nothing is asked there"
