"""Collecting and loading, day after day, over a small web of boards: what closes, what is told, what a kill costs."""

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from pipelines.runtime import Runtime
from pipelines.settings import load_settings
from pipelines.stages import collect_responses, load_documents

DAY = date(2026, 1, 20)
ROWS = "select * exclude raw_id from posting_records order by all"
SPELLS = "select posting_id, seen_from, closed_on, closed_by from open_spells order by all"
HEAD = 'title = "Boards"\nkind = "posting"\nenabled = true\nhomepage = "https://boards.test/"\nterms = "public"\n'
KILLED = """
import os, sys
from datetime import date
from pathlib import Path

from pipelines.runtime import Runtime
from pipelines.settings import load_settings
from pipelines.stages import collect_responses, load_documents
import warehouse.starter

warehouse.starter.load_starter = lambda con: None
data, url, day, where, number = sys.argv[1:]
calls = 0

def deadly(function):
    def called(*values, **named):
        global calls
        calls += 1
        if calls == int(number):
            os.kill(os.getpid(), 9)
        return function(*values, **named)
    return called

if where == "keeping":
    import extractors.raw as room
    room.RawStore._write = deadly(room.RawStore._write)
elif where == "remembering":
    import extractors.state as room
    room.State.finish = deadly(room.State.finish)
elif where == "loading":
    import warehouse.load as room
    room.record_reading = deadly(room.record_reading)
else:
    import extractors.state as room
    room.State.confirm = deadly(room.State.confirm)
settings = load_settings(data=Path(data), replay_url=url, as_of=date.fromisoformat(day),
                         sources_file=Path(data) / "sources.toml", processes=1)
runtime = Runtime(settings)
collect_responses(runtime)
load_documents(runtime)
"""


class Boards(dict[str, list[int] | None]):
    """The postings of each board, None for a board that is not there; unchanged ones answer "not modified"."""

    url = ""

    def __init__(self, **boards: list[int] | None) -> None:
        super().__init__(boards)
        self.asked: list[tuple[str, int]] = []

    def answer(self, path: str, validator: str | None) -> tuple[int, bytes, str]:
        token = urlsplit(path).path.split("/")[-2]
        ids = self.get(token)
        jobs = [
            {"id": one, "title": f"Engineer {one}", "content": "Python.", "company_name": token} for one in ids or ()
        ]
        tag = f'"{token}-{ids}"'.replace(" ", "")
        status = 404 if ids is None else 304 if validator == tag else 200
        self.asked.append((token, status))
        return status, json.dumps({"jobs": jobs}).encode() if status == 200 else b"", tag


@contextmanager
def served(boards: Boards) -> Iterator[Boards]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known = not self.path.endswith("/robots.txt")
            found = boards.answer(self.path, self.headers.get("If-None-Match")) if known else (404, b"", '""')
            self.send_response(found[0])
            self.send_header("ETag", found[2])
            if found[0] != 304:
                self.send_header("Content-Length", str(len(found[1])))
            self.end_headers()
            self.wfile.write(found[1])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    boards.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield boards
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def without_bundled_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.starter.load_starter", lambda con: None)


def prepare(data: Path, boards: Boards) -> Path:
    data.mkdir()
    lines = "".join(f'    {{ token = "{token}", company = "{token}" }},\n' for token in boards)
    (data / "sources.toml").write_text(f"[greenhouse]\n{HEAD}boards = [\n{lines}]\n", encoding="utf-8")
    return data


def run(data: Path, boards: Boards, number: int = 0) -> None:
    settings = load_settings(
        data=data, replay_url=boards.url, as_of=DAY + timedelta(days=number), sources_file=data / "sources.toml",
        processes=1,
    )  # fmt: skip
    runtime = Runtime(settings)
    collect_responses(runtime)
    load_documents(runtime)


def ask(data: Path, query: str) -> list[tuple[object, ...]]:
    con = duckdb.connect(str(data / "warehouse.duckdb"), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def health(data: Path) -> tuple[object, ...]:
    (row,) = ask(data, "select status, message from source_health order by run_at desc limit 1")
    return row


def test_not_modified_moves_last_seen_and_closes_like_any_other_reading(tmp_path: Path) -> None:
    with served(Boards(acme=[1, 2])) as boards:
        data = prepare(tmp_path / "data", boards)
        run(data, boards, 0)
        boards["acme"] = [2]
        run(data, boards, 1)
        run(data, boards, 2)
    assert boards.asked == [("acme", 200), ("acme", 200), ("acme", 304)]
    assert ask(data, "select native_id, last_seen, closed_on from posting_records order by 1") == [
        ("1", DAY, DAY + timedelta(days=1)), ("2", DAY + timedelta(days=2), None)
    ]  # fmt: skip


def test_everything_can_be_rebuilt_from_the_kept_responses(tmp_path: Path) -> None:
    with served(Boards(acme=[1, 2], gone=[3])) as boards:
        data = prepare(tmp_path / "data", boards)
        for number, (acme, gone) in enumerate([([1, 2], [3]), ([2], None), ([2], None), ([1, 2], None)]):
            boards.update(acme=acme, gone=gone)
            run(data, boards, number)
        before = ask(data, ROWS), ask(data, SPELLS)
        assert [row[2] for row in before[1]] == [DAY + timedelta(days=1), None, None, DAY + timedelta(days=1)]
        (data / "warehouse.duckdb").unlink()
        run(data, boards, 3)
    assert (ask(data, ROWS), ask(data, SPELLS)) == before


def test_an_emptied_a_foreign_and_a_changed_board_are_told_once_each(tmp_path: Path) -> None:
    with served(Boards(acme=[1, 2], other=[3, 4])) as boards:
        data = prepare(tmp_path / "data", boards)
        (data / "sources.toml").write_text(
            (data / "sources.toml").read_text("utf-8").replace('company = "other"', 'company = "Zenith Steel"'), "utf-8"
        )
        run(data, boards, 0)
        status, message = health(data)
        assert status == "partial"
        assert str(message).count("listed for Zenith Steel, but the board says other: check sources.toml") == 1
        assert len(ask(data, "from quarantine")) == 1
        boards["acme"] = []
        run(data, boards, 1)
        assert f"acme held 2 postings on {DAY} and is empty now" in str(health(data)[1])
        assert ask(data, "select count(*) from posting_records where closed_on is not null") == [(0,)]
        run(data, boards, 2)
        assert "is empty for the second time in a row: they are closed" in str(health(data)[1])


def test_a_changed_shape_is_partial_and_names_the_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(Boards(acme=[1, 2])) as boards:
        data = prepare(tmp_path / "data", boards)
        changed = json.dumps({"jobs": [{"id": 1, "name": "Dev", "content": "x"}, {"id": 2, "name": "Dev"}]}).encode()
        monkeypatch.setattr(boards, "answer", lambda path, validator: (200, changed, '"x"'))
        run(data, boards)
    status, message = health(data)
    assert status == "partial"
    assert "acme: none of 2 rows could be read" in str(message) and "title" in str(message)


def test_a_run_killed_after_loading_confirms_what_it_loaded(tmp_path: Path) -> None:
    with served(Boards(acme=[1])) as boards:
        data = prepare(tmp_path / "data", boards)
        assert killed(data, boards, "confirming", 1)
        run(data, boards, 0)
        run(data, boards, 1)
    assert boards.asked == [("acme", 200), ("acme", 304)]


def test_a_collection_killed_at_random_moments_and_resumed_gives_the_rows_of_an_undisturbed_one(tmp_path: Path) -> None:
    rng = random.Random(7)
    names = {f"board{number}": list(range(number * 10, number * 10 + 4)) for number in range(8)}
    with served(Boards(**names)) as boards:
        calm = prepare(tmp_path / "calm", boards)
        run(calm, boards)
        boards.asked.clear()
        data = prepare(tmp_path / "data", boards)
        for where in ("keeping", "remembering", "loading"):
            assert killed(data, boards, where, rng.randint(1, 3))
        run(data, boards)
        repeated = len(boards.asked) - len(names)
    assert ask(data, ROWS) == ask(calm, ROWS) and ask(data, SPELLS) == ask(calm, SPELLS)
    # Only what was on its way when a kill came is asked for again.
    assert repeated <= 2


def killed(data: Path, boards: Boards, where: str, number: int) -> bool:
    """Runs the first day in a process that dies at the n-th call of something; whether it did."""
    command = [sys.executable, "-c", KILLED, str(data), boards.url, DAY.isoformat(), where, str(number)]
    ended = subprocess.run(command, check=False, cwd=Path(__file__).parents[3], capture_output=True)
    return ended.returncode == -signal.SIGKILL
