"""`skilltide serve`: pages on loopback, and nothing but the pages."""

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli.serve import HOST, open_server
from tests.unit.pipelines.conftest import Run


@pytest.fixture
def port(world: Path) -> Iterator[int]:
    """The port of a server of the made-up pages."""
    server = open_server(world / "published" / "site", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


def _get(port: int, path: str) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.getheader("Content-Type"), body


def test_pages_and_the_feed_come_with_their_types(port: int) -> None:
    status, kind, body = _get(port, "/")
    assert (status, kind, b"tide" in body) == (200, "text/html; charset=utf-8", True)
    assert _get(port, "/feed.xml")[1] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize("path", ["/reports/", "/../skilltide.duckdb", "/%2e%2e/skilltide.duckdb", "/nothing.html"])
def test_folders_and_what_lies_outside_the_pages_are_not_given(port: int, path: str) -> None:
    assert _get(port, path)[0] == 404


def test_a_port_that_is_taken_is_one_clear_line(run: Run) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        result = run("serve", "--port", str(taken))
    assert result.exit_code == 2
    assert f"port {taken} is taken by another program" in result.stderr and f"--port {taken + 1}" in result.stderr


def test_ctrl_c_ends_serving_without_a_fault(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("socketserver.BaseServer.serve_forever", interrupt)
    result = run("serve", "--port", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("serving ") and result.stderr == "stopped\n"
