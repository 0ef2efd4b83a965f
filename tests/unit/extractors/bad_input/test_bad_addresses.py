"""Rows 15 to 19: redirects, addresses that are not public, names that change what they mean, bad certificates."""

import ssl
from pathlib import Path

import pytest
from bad_run import GOOD_FEED, direct, run, told
from web_server import Reply, Web, reply, serve_web

from extractors.reading import Reader

CERTIFICATES = Path(__file__).with_name("certificates")
GOOD, BAD, INSIDE = "93.184.216.34", "93.184.216.35", "10.0.0.8"


def to(location: str) -> Reply:
    return reply(302, headers={"Location": location})


REDIRECTS = {
    "15": to("https://bad.test/feed"),
    "15 nowhere": reply(301),
    "16": to("https://127.0.0.1/x"),
    "16 ten": to("https://10.1.2.3/"),
    "16 cloud": to("https://169.254.169.254/latest/meta-data"),
    "16 unique": to("https://[fd00::1]/"),
    "16 number": to("https://2130706433/"),
    "16 mapped": to("https://[::ffff:127.0.0.1]/"),
    "16 translated": to("https://[64:ff9b::7f00:1]/"),
    "16 name": to("https://localhost/x"),
    "16 port": to("https://public.test:8080/"),
    "16 plain": to("http://public.test/"),
    "18 file": to("file:///etc/passwd"),
    "18 script": to("javascript:alert(1)"),
    "18 user": to("https://user:pass@public.test/"),
}


@pytest.mark.parametrize("key", REDIRECTS)
def test_rows_15_16_18_a_redirect_that_is_not_followed(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, feed=REDIRECTS[key])
    told(outcome, key)
    assert [one.reason for one in outcome.rejected] == ["unusable answer"]
    asked = {path for path in web.paths() if "boards-api" not in path}
    assert asked == {"/bad.test/feed"}, "nothing else was asked for"


@pytest.mark.parametrize("addresses", [[INSIDE], [BAD, INSIDE]], ids=["private", "one of two"])
def test_row_16_a_name_with_a_private_address_is_not_connected_to(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    web.routes["/feed"] = reply(200, GOOD_FEED)
    with direct(monkeypatch, {GOOD: web.port}, {"good.test": [GOOD], "bad.test": addresses}) as settings:
        outcome = run(None, tmp_path, reader, feed_url="http://bad.test/feed", **settings)
    told(outcome, "16 resolved")


def test_row_17_a_name_that_turns_private_after_the_check(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Public for robots.txt and, had anyone asked again between check and connection, private from then on.
    web.routes["/feed"] = reply(200, GOOD_FEED, {"Connection": "close"})
    web.routes["/robots.txt"] = reply(404, headers={"Connection": "close"})
    with direct(monkeypatch, {GOOD: web.port, BAD: web.port}, {"good.test": [GOOD]}) as settings:
        looked_up = []

        def turning(host: str, port: int) -> list[str]:
            if host != "bad.test":
                return [GOOD]
            looked_up.append(host)
            return [BAD] if len(looked_up) == 1 else [INSIDE]

        outcome = run(None, tmp_path, reader, feed_url="http://bad.test/feed", **{**settings, "resolver": turning})
    told(outcome, "17")
    assert len(looked_up) == 2, "one look-up a connection, and what it says is what is connected to"


def served_with(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / "key.pem")
    return context


@pytest.mark.parametrize("name", ["self-signed", "expired", "other-host", "good"])
def test_row_19_a_certificate_that_is_not_accepted(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(CERTIFICATES / "ca.pem"))
    web.routes["/feed"] = reply(200, GOOD_FEED)
    with (
        serve_web(served_with(name)) as secure,
        direct(monkeypatch, {GOOD: web.port, BAD: secure.port}, {"good.test": [GOOD], "bad.test": [BAD]}) as settings,
    ):
        secure.routes["/feed"] = reply(200, GOOD_FEED.replace(b"Good", b"Safe"))
        outcome = run(None, tmp_path, reader, feed_url="https://bad.test/feed", **settings)
    if name == "good":
        assert outcome.run.status == "ok" and outcome.titles == ["Safe post"], "the same way works with a right one"
    else:
        told(outcome, f"19 {name}")
        assert secure.asked == [] and outcome.titles == []


def test_row_19_no_encryption_where_it_is_expected(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.routes["/feed"] = reply(200, GOOD_FEED)
    with direct(monkeypatch, {GOOD: web.port, BAD: web.port}, {"good.test": [GOOD], "bad.test": [BAD]}) as settings:
        outcome = run(None, tmp_path, reader, feed_url="https://bad.test/feed", **settings)
    told(outcome, "19 plain")
