"""Files too large for memory: taken whole, gone on with where they broke off, never joined from two versions."""

import shutil
from collections import namedtuple
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from web_server import AT_ONCE, PATH, URL, Reply, Web, polite, reply

from extractors import collect, downloads
from extractors.collect import Session
from extractors.downloads import Download
from extractors.errors import ExtractorError, RawStoreError, UnreachableError, UnusableError
from extractors.sources.base import Request
from extractors.sources.registry import load_sources

FILE = bytes(range(256)) * 400
V1 = '"v1"'


def ranged(body: bytes = FILE, *, etag: str = V1, breaks_after: int | None = None) -> Reply:
    """A server that knows ranges and versions; it may hang up after some bytes."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        wanted, start = handler.headers.get("Range", ""), 0
        if wanted and handler.headers.get("If-Range") == etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        handler.send_header("ETag", etag)
        handler.send_header("Content-Length", str(len(body) - start))
        handler.end_headers()
        handler.wfile.write(body[start : None if breaks_after is None else start + breaks_after])
        handler.close_connection = breaks_after is not None

    return send


def fetch(web: Web, folder: Path, **limits: int) -> Path:
    file = Download(folder / "file", **limits)  # type: ignore[arg-type]
    with polite(folder, web) as (client, _):
        client.download(Request(URL, sink=file), manners=AT_ONCE)
    return file.path


def test_a_file_is_taken_whole_and_unpacked_by_nobody(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = ranged()
    assert fetch(web, tmp_path).read_bytes() == FILE
    assert web.asked[-1][1]["accept-encoding"] == "identity" and "range" not in web.asked[-1][1]


def test_a_file_that_broke_off_goes_on_at_the_byte_it_had_reached(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [ranged(breaks_after=1000), ranged(breaks_after=2000), ranged()]
    assert fetch(web, tmp_path).read_bytes() == FILE
    assert [asked.get("range") for _, asked in web.asked[1:]] == [None, "bytes=1000-", "bytes=3000-"]


def test_the_next_run_goes_on_with_what_a_killed_one_has(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = ranged(breaks_after=7000)
    with pytest.raises(UnreachableError):
        fetch(web, tmp_path)
    web.routes[PATH] = ranged()
    assert fetch(web, tmp_path).read_bytes() == FILE
    assert web.asked[-1][1]["range"] == "bytes=21000-"


def test_a_version_that_changed_meanwhile_is_taken_from_its_beginning(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = [ranged(breaks_after=1000), ranged(FILE[::-1], etag='"v2"')]
    assert fetch(web, tmp_path).read_bytes() == FILE[::-1]


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}])
def test_without_a_name_of_the_version_the_file_is_taken_anew(
    web: Web, tmp_path: Path, headers: dict[str, str]
) -> None:
    web.routes[PATH] = [reply(200, FILE[:500], headers, length=len(FILE)), reply(200, FILE, headers)]
    assert fetch(web, tmp_path).read_bytes() == FILE
    assert "range" not in web.asked[-1][1]


def test_a_part_that_is_the_whole_already_is_taken_as_it_is(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(FILE)
    (tmp_path / "file.version").write_text(V1.replace('"', r"\"").join('""'))
    web.routes[PATH] = reply(416, b"error page", {"Content-Range": f"bytes */{len(FILE)}"})
    assert fetch(web, tmp_path).read_bytes() == FILE


@pytest.mark.parametrize("told", ["bytes 0-9/10", "bytes 5000-9/10", "nonsense", ""])
def test_another_part_than_was_asked_for_is_thrown_away(web: Web, tmp_path: Path, told: str) -> None:
    odd = reply(206, b"x" * 10, {"Content-Range": told})
    web.routes[PATH] = [ranged(breaks_after=1000), odd, ranged()]
    assert fetch(web, tmp_path).read_bytes() == FILE


def test_a_file_without_end_is_refused_and_leaves_nothing(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = ranged()
    with pytest.raises(UnusableError, match="larger than the 1,000 bytes"):
        fetch(web, tmp_path, limit=1000)
    assert not list(tmp_path.glob("file*"))


def test_packed_bytes_are_refused(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(200, FILE, {"Content-Encoding": "gzip"})
    with pytest.raises(UnusableError, match="not offered"):
        fetch(web, tmp_path)


def test_a_disk_too_small_is_told_before_anything_is_taken(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10, 9, 1))
    web.routes[PATH] = ranged()
    with pytest.raises(RawStoreError, match="are free"):
        fetch(web, tmp_path)
    assert not list(tmp_path.glob("file*"))


@pytest.fixture
def session_of(web: Web, tmp_path: Path) -> Callable[[list[tuple[int, int | None]]], tuple[Path | None, Session]]:
    """One download by a session; its progress goes into the list."""

    def ask(shown: list[tuple[int, int | None]]) -> tuple[Path | None, Session]:
        info = load_sources(Path("sources.toml")).infos[0]
        with polite(tmp_path, web) as (client, raw), ThreadPoolExecutor(1) as pool:
            session = Session(client, raw, replace(info, pause_s=0.0), pool, lambda _, *step: shown.append(step), DAY)
            session.expect(1)
            return session.download(Request(URL)), session

    return ask


DAY = date(2026, 1, 25)
Ask = Callable[[list[tuple[int, int | None]]], tuple[Path | None, Session]]


def test_a_bar_moves_while_a_file_comes(web: Web, session_of: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "PIECE", 30_000)
    web.routes[PATH] = ranged()
    shown: list[tuple[int, int | None]] = []
    path, _ = session_of(shown)
    assert path is not None and path.read_bytes() == FILE
    assert shown[0] == (0, 1) and shown[-1] == (4, 4), "three pieces and the request itself"
    assert session_of(shown)[0] == path and len(web.paths()) == 1, "a file that is there is not asked for again"


def test_a_download_that_fails_is_a_line_about_its_source(web: Web, session_of: Ask) -> None:
    web.routes[PATH] = reply(404)
    path, session = session_of([])
    assert path is None and "unknown there" in session.tally.messages[0]


def test_only_http_errors_of_our_own_come_out(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(500)
    with pytest.raises(ExtractorError):
        fetch(web, tmp_path)
    assert downloads.MAX_FILE > 2 << 30, "the largest yearly file known is 1.4 GB"
