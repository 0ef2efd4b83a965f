"""Rows 20 to 27: servers that ask to wait, are down, forbid, stand in the way, or say odd things about caching."""

from datetime import timedelta
from pathlib import Path

import pytest
from bad_run import BOARD, FEED, GOOD_BOARD, GOOD_FEED, NOW, run, told
from web_server import Reply, Web, reply

from extractors.reading import Reader

ROBOTS = "/bad.test/robots.txt"
OPEN = b'{"jobs": [{"id": 7, "title": "Data Engineer", "content": "Python"}]}'


def busy(retry_after: str) -> Reply:
    return reply(429, headers={"Retry-After": retry_after})


def test_row_20_the_time_asked_for_is_waited_and_no_other_host_waits(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    monkeypatch.setattr("time.time", NOW.timestamp)
    outcome = run(web, tmp_path, reader, feed=[busy("120"), reply(200, GOOD_FEED.replace(b"Good", b"Late"))])
    assert outcome.run.status == "ok" and outcome.titles == ["Late post"]
    assert max(waits) == 120


@pytest.mark.parametrize("value", ["0", "-5", "soon", "\xb3", ""])
def test_row_21_a_senseless_time_is_a_short_one(
    web: Web, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    outcome = run(web, tmp_path, reader, board=busy(value))
    told(outcome, "21 senseless")
    assert outcome.run.status == "refused"


def test_row_21_without_a_time_a_service_is_left_alone_at_once(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, board=reply(429))
    told(outcome, "21 missing")
    assert outcome.run.status == "refused"


@pytest.mark.parametrize("value", ["1000000000000", "Fri, 01 Jan 2099 00:00:00 GMT", "7200"])
def test_row_21_more_than_an_hour_leaves_the_host_alone_for_an_hour(
    web: Web, tmp_path: Path, reader: Reader, value: str
) -> None:
    told(run(web, tmp_path, reader, board=busy(value)), "21 far")
    told(run(web, tmp_path, reader, board=busy(value), at=NOW + timedelta(minutes=59)), "21 resting")
    after = run(web, tmp_path, reader, board=reply(200, OPEN), at=NOW + timedelta(minutes=61))
    assert after.run.status == "ok" and after.titles == ["Data Engineer"]


def test_row_22_a_host_that_is_down_is_asked_again_by_the_next_run(web: Web, tmp_path: Path, reader: Reader) -> None:
    told(run(web, tmp_path, reader, board=reply(503)), "22")
    after = run(web, tmp_path, reader, board=reply(200, OPEN), at=NOW + timedelta(hours=1))
    assert after.run.status == "ok" and after.titles == ["Data Engineer"]


FORBIDDING = {
    "23 down": reply(500),
    "23 packed": reply(200, b"no gzip", {"Content-Encoding": "gzip"}),
    "24": reply(200, b"User-agent: *\nDisallow: /feed\n"),
    "24 for ever": reply(200, b"User-agent: *\nCrawl-delay: 86400\n"),
}


@pytest.mark.parametrize("key", FORBIDDING)
def test_rows_23_24_robots_that_keep_us_off(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    web.routes[ROBOTS] = FORBIDDING[key]
    outcome = run(web, tmp_path, reader, feed=reply(200, GOOD_FEED))
    told(outcome, key)
    assert "/bad.test/feed" not in web.paths()


@pytest.mark.parametrize(
    "robots",
    [
        reply(404), reply(401), reply(418), reply(200, b"<html>no such page</html>"),
        reply(200, b"# filling\n" * 200_000 + b"User-agent: *\nDisallow: /\n"),
        reply(302, headers={"Location": "https://bad.test/robots.txt"}),
        reply(200, b"User-agent: *\nCrawl-delay: nan\n"),
    ],
    ids=["missing", "closed", "teapot", "html", "two megabytes", "in circles", "no number"],
)  # fmt: skip
def test_row_23_robots_that_forbid_nothing(web: Web, tmp_path: Path, reader: Reader, robots: Reply) -> None:
    web.routes[ROBOTS] = robots
    outcome = run(web, tmp_path, reader, feed=reply(200, GOOD_FEED.replace(b"Good", b"Open")))
    assert outcome.run.status == "ok" and outcome.titles == ["Open post"]


def test_row_24_a_delay_is_kept_and_shown(web: Web, tmp_path: Path, reader: Reader) -> None:
    web.routes[ROBOTS] = reply(200, b"User-agent: *\nCrawl-delay: 30\n")
    outcome = run(web, tmp_path, reader, feed=reply(200, GOOD_FEED.replace(b"Good", b"Slow")))
    told(outcome, "24 delay")
    assert outcome.run.status == "ok" and outcome.titles == ["Slow post"]


IN_THE_WAY = {
    "25 challenge": b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>wait</body></html>",
    "25 captcha": b"<html><body><script src='https://geo.captcha-delivery.com/c.js'></script></body></html>",
    "25 login": b"<!doctype html><title>Log in | Example</title><form><input type=password></form>",
    "25 consent": b"<!-- x --><html><title>Before you continue: cookies</title></html>",
    "25 error": b"<html><head><title>Scheduled maintenance</title></head></html>",
    "25 empty": b"",
    "25 words": b"OK",
}


@pytest.mark.parametrize("key", IN_THE_WAY)
def test_row_25_a_page_instead_of_the_data(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, board=reply(200, IN_THE_WAY[key], {"Content-Type": "application/json"}))
    told(outcome, key)
    assert [one.reason for one in outcome.rejected] == ["unusable answer"] and outcome.documents == []


def test_row_25_a_post_about_such_pages_is_no_such_page(web: Web, tmp_path: Path, reader: Reader) -> None:
    feed = GOOD_FEED.replace(b"Good post", b"Just a moment... captcha-delivery.com and how to log in")
    assert len(run(web, tmp_path, reader, feed=reply(200, feed)).documents) == 1


def many(count: int) -> bytes:
    jobs = b", ".join(b'{"id": %d, "title": "Dev", "content": "Python and SQL"}' % n for n in range(1, count + 1))
    return b'{"jobs": [' + jobs + b"]}"


def test_row_25_no_jobs_where_there_were_hundreds(web: Web, tmp_path: Path, reader: Reader) -> None:
    run(web, tmp_path, reader, board=reply(200, many(300)))
    outcome = run(web, tmp_path, reader, board=reply(200, many(0)), at=NOW + timedelta(days=1))
    told(outcome, "25 shrunk")
    assert outcome.run.status == "partial"


def test_row_26_not_modified_though_nothing_is_stored(web: Web, tmp_path: Path, reader: Reader) -> None:
    told(run(web, tmp_path, reader, board=reply(304)), "26")
    outcome = run(web, tmp_path, reader, board=[reply(304), reply(200, OPEN)], at=NOW + timedelta(hours=1))
    assert outcome.run.status == "ok" and outcome.titles == ["Data Engineer"], "asked again at once, without validators"


def test_row_27_no_store_and_a_new_etag_each_time(web: Web, tmp_path: Path, reader: Reader) -> None:
    answers: list[Reply] = [reply(200, OPEN, {"Cache-Control": "no-store", "ETag": f'"{n}"'}) for n in range(3)]
    first = run(web, tmp_path, reader, board=answers)
    again = run(web, tmp_path, reader, board=answers)
    assert (first.run.requests, again.run.message) == (1, "nothing was due"), "once a day, whatever is said of caching"
    next_day = run(web, tmp_path, reader, board=answers, at=NOW + timedelta(days=1))
    assert next_day.documents == first.documents and next_day.run.status == "ok"


REFUSALS = {"401": reply(401), "403": reply(403), "404": reply(404), "400": reply(400)}


@pytest.mark.parametrize("key", REFUSALS)
def test_refusals(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    told(run(web, tmp_path, reader, board=REFUSALS[key]), key)
    assert web.paths().count(BOARD.format("bad") + "?content=true&pay_transparency=true") == 1
    assert FEED.format("good") in web.paths() and GOOD_BOARD
