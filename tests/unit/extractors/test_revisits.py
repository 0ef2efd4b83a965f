"""Conditional requests: validators are used only after rows were stored; "not modified" is a reading like any other."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from web_server import Web, polite, reply

from extractors.errors import UnusableError
from extractors.http import Manners
from extractors.sources.base import Request

URL, PATH = "https://api.example.org/thing", "/api.example.org/thing"


def fetch(client: Any, **wanted: Any) -> Any:
    return client.fetch(Request(URL, conditional=True, **wanted), source="trial", manners=Manners(pause_s=0.0))


def test_validators_are_sent_only_after_the_rows_were_stored(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x", {"ETag": '"1"', "Last-Modified": "Sat, 24 Jan 2026 10:00:00 GMT"})
    with polite(tmp_path, web) as (client, raw):
        first = fetch(client)
        fetch(client)
        assert "if-none-match" not in web.asked[-1][1]
        raw.confirm([first.raw_id])
        # The second answer took the first one's place and is not confirmed yet.
        fetch(client)
        assert "if-none-match" not in web.asked[-1][1]
        raw.confirm(raw.ids())
        web.routes[PATH] = reply(304)
        fetch(client)
    assert web.asked[-1][1]["if-none-match"] == '"1"'
    assert web.asked[-1][1]["if-modified-since"].startswith("Sat, 24 Jan")


def test_not_modified_is_kept_as_the_same_content_seen_anew(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x", {"ETag": '"1"'})
    with polite(tmp_path, web) as (client, raw):
        first = fetch(client, meta={"board": "acme", "round": "2026-01-25"})
        raw.confirm([first.raw_id])
        web.routes[PATH] = reply(304)
        again = fetch(client, meta={"board": "acme", "round": "2026-01-26"}, key="work")
        assert (again.body, again.status, again.revisit_of) == (b"x", 200, first.raw_id)
        assert (first.day, again.day) == (date(2026, 1, 25), date(2026, 1, 26))
        assert raw.read(again.raw_id) == again and raw.already("work")
        fetch(client)
    assert web.asked[-1][1]["if-none-match"] == '"1"'


def test_not_modified_since_something_damaged_is_asked_for_again(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [reply(200, b"x", {"ETag": '"1"'}), reply(304), reply(200, b"y")]
    with polite(tmp_path, web) as (client, raw):
        first = fetch(client)
        raw.confirm([first.raw_id])
        (raw.folder / first.raw_id).write_bytes(b"cut")
        assert fetch(client).body == b"y"
    assert "if-none-match" not in web.asked[-1][1]


def test_a_confirmation_of_something_lost_is_set_aside(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [reply(200, b"x", {"ETag": '"1"'}), reply(304)]
    with polite(tmp_path, web) as (client, raw):
        first = fetch(client)
        raw.confirm([first.raw_id])
        again = fetch(client, key="work")
        (raw.folder / first.raw_id).unlink()
        assert list(raw.iterate()) == [] and list(raw.unreadable) == [again.raw_id]
        assert not raw.already("work")


@pytest.mark.parametrize(("hours", "sent"), [(23, True), (25, False)])
def test_a_date_without_etag_is_believed_for_a_day(web: Web, tmp_path: Path, hours: int, sent: bool) -> None:
    web.routes[PATH] = reply(200, b"x", {"Last-Modified": "Sat, 24 Jan 2026 10:00:00 GMT"})
    moment = datetime(2026, 1, 25, tzinfo=UTC)
    with polite(tmp_path, web, clock=lambda: moment) as (client, raw):
        raw.confirm([fetch(client).raw_id])
        moment += timedelta(hours=hours)
        fetch(client)
    assert ("if-modified-since" in web.asked[-1][1]) is sent


def test_validators_of_a_lost_response_are_not_sent(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, b"x", {"ETag": '"1"'})
    with polite(tmp_path, web) as (client, raw):
        first = fetch(client)
        raw.confirm([first.raw_id])
        (raw.folder / first.raw_id).unlink()
        assert fetch(client).body == b"x"
    assert "if-none-match" not in web.asked[-1][1]


def test_304_out_of_the_blue_is_no_answer(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(304)
    with polite(tmp_path, web) as (client, _), pytest.raises(UnusableError, match="nothing is stored"):
        fetch(client)
