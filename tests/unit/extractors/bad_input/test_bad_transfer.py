"""Rows 1 to 14: servers that do not answer, do not end, or send what no program should unpack."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bad_run import GOOD_FEED, direct, run, told
from web_server import Reply, Web, dead_port, drip, reply

from extractors.reading import Reader

GZIP = {"Content-Encoding": "gzip"}
PUBLIC = "93.184.216.34"


def closing(sent: bytes) -> Reply:
    """Sends these bytes as they are and hangs up."""

    def send(handler: Any) -> None:
        handler.wfile.write(sent)
        handler.close_connection = True

    return send


def bomb(size: int, layers: int = 1) -> bytes:
    """That many zeros as gzip, packed in small pieces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(layers - 1):
        packed = gzip.compress(packed)
    return packed


def peak_mb(work: Callable[[], object]) -> float:
    """The most memory Python held for this work at one time, in MB; the server, in the same process, included."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / (1 << 20)
    finally:
        tracemalloc.stop()


def test_row_1_a_name_without_an_address(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    web.routes["/feed"] = reply(200, GOOD_FEED)
    with direct(monkeypatch, {PUBLIC: web.port}, {"good.test": [PUBLIC]}) as settings:
        outcome = run(None, tmp_path, reader, feed_url="http://bad.test/feed", **settings)
    told(outcome, "1 name")


def test_row_1_a_refused_connection(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    web.routes["/feed"] = reply(200, GOOD_FEED)
    ports = {PUBLIC: web.port, "93.184.216.35": dead_port()}
    addresses = {"good.test": [PUBLIC], "bad.test": ["93.184.216.35"]}
    with direct(monkeypatch, ports, addresses) as settings:
        outcome = run(None, tmp_path, reader, feed_url="http://bad.test/feed", **settings)
    told(outcome, "1 refused")


LATE = {
    "2": (drip(b"", piece=b""), {"read_timeout_s": 0.2}),
    "3": (drip(b"HTTP/1.1 200 OK\r\nX-A: "), {"deadline_s": 0.4}),
    "4": (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), {"deadline_s": 0.4}),
    "4 continue": (drip(b"", piece=b"HTTP/1.1 103 Early Hints\r\n\r\n"), {"deadline_s": 0.4}),
}


@pytest.mark.parametrize("key", LATE)
def test_rows_2_to_4_a_server_that_takes_for_ever(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    late, hurry = LATE[key]
    outcome = run(web, tmp_path, reader, board=late, request=hurry)
    told(outcome, key)
    times = 2 if key == "2" else 1
    assert len(web.asked_for("/bad/", times)) == times, "what ran out of its whole time is not asked for again"


BROKEN = {
    "6": drip(b"HTTP/1.1 200 OK\r\n", piece=b"X-A: " + b"a" * 8000 + b"\r\n", every_s=0),
    "7": reply(200, b"{", length=1000),
    "8 cut": closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"),
    "8 size": closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
    "8 lengths": closing(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "8 nothing": closing(b""),
    "8 no http": closing(b"SSH-2.0-OpenSSH\r\n"),
    "22 500": reply(500),
}


@pytest.mark.parametrize("key", BROKEN)
def test_rows_6_to_8_an_answer_that_is_not_whole_is_asked_for_again(
    web: Web, tmp_path: Path, reader: Reader, key: str
) -> None:
    outcome = run(web, tmp_path, reader, board=BROKEN[key])
    told(outcome, key)
    assert outcome.rejected == [] and outcome.documents == [], "nothing of it is kept"
    assert len(web.asked_for("/bad/", 2)) == 2


REFUSED = {
    "5": drip(b"HTTP/1.1 200 OK\r\n\r\n", piece=bytes(1 << 20), every_s=0),
    "9": reply(200, gzip.compress(b"x" * 5000)[:-20], GZIP),
    "9 halved": reply(200, gzip.compress(bytes(range(256)) * 400)[:600], GZIP),
    "10": reply(200, b"plain", GZIP),
    "11": reply(200, bomb(256 << 20), GZIP),
    "11 slow": reply(200, bomb(64 << 20) + gzip.compress(b"{}"), GZIP),
    "12": reply(200, b"\x0b\x02\x80", {"Content-Encoding": "br"}),
    "13": reply(200, b"(\xb5/\xfd", {"Content-Encoding": "zstd"}),
    "14": reply(200, bomb(64 << 20, 3), {"Content-Encoding": "gzip, gzip, gzip"}),
}


@pytest.mark.parametrize("key", REFUSED)
def test_rows_5_and_9_to_14_a_body_that_is_refused(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, board=REFUSED[key])
    told(outcome, key)
    assert [one.reason for one in outcome.rejected] == ["unusable answer"] and outcome.documents == []
    assert outcome.run.status == "partial"


@pytest.mark.parametrize("key", ["5", "11", "14"])
def test_rows_5_and_11_cost_little_memory(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    rise = peak_mb(lambda: run(web, tmp_path, reader, feed=REFUSED[key], request={"max_bytes": 8 << 20}))
    assert rise < 30, f"{rise:.0f} MB more"
