"""A loopback server whose paths answer, or misbehave, as a test tells them to. Not a test itself."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from extractors.http import Manners, PoliteClient
from extractors.raw import RawResponse, RawStore
from extractors.sources.base import Request

URL = "https://api.example.org/thing"
PATH = "/api.example.org/thing"
AT_ONCE = Manners(pause_s=0.0)
Reply = Callable[[BaseHTTPRequestHandler], None]


def reply(
    status: int = 200, body: bytes = b"", headers: dict[str, str] | None = None, *, length: int | None = None
) -> Reply:
    """An answer with these parts; `length` lies about the length of the body."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        if length is not None:
            handler.close_connection = True

    return send


def drip(first: bytes, *, every_s: float = 0.05, piece: bytes = b"x") -> Reply:
    """Sends the first bytes, then a little now and then: no single read ever waits long.

    It goes on until the client hangs up or the test is over: on a busy machine both may be late.
    """

    def send(handler: BaseHTTPRequestHandler) -> None:
        over: threading.Event = handler.server.over  # type: ignore[attr-defined]
        with contextlib.suppress(OSError):
            handler.wfile.write(first)
            while not over.wait(every_s):
                handler.wfile.write(piece)
                handler.wfile.flush()
        handler.close_connection = True

    return send


@dataclass
class Web:
    """The server, what its paths answer and what was asked."""

    url: str = ""
    routes: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1])

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.asked if not path.endswith("/robots.txt")]

    def asked_for(self, part: str, times: int) -> list[str]:
        """The paths that hold `part`, once there are so many: the server may read what its client has given up."""
        for _ in range(1000):
            if sum(part in path for path in self.paths()) >= times:
                break
            time.sleep(0.01)
        return [path for path in self.paths() if part in path]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Sends what the path's route says; a list is used up to its last entry."""
        self.asked.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}))
        found = self.routes.get(handler.path, self.routes.get(handler.path.split("?")[0]))
        if found is None:
            found = reply(404, b"no such thing")
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        with contextlib.suppress(OSError):
            found(handler)


@contextlib.contextmanager
def serve_web(certificate: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server on a free port, stopped at the end; with a certificate it speaks TLS."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.answer(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            web.answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        over = threading.Event()

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is what many tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    web.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield web
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def polite(folder: Path, web: Web | None, **settings: Any) -> Iterator[tuple[PoliteClient, RawStore]]:
    """A client that finds the whole web on the server, with waits short enough for tests."""
    raw = RawStore(folder / "raw")
    options: dict[str, Any] = {"first_wait_s": 0.01, "replay_url": web.url if web else None, **settings}
    try:
        with PoliteClient(raw, locks=folder / "locks", **options) as client:
            yield client, raw
    finally:
        raw.close()


@cache
def _closed_door() -> socket.socket:
    """Bound and never listening; kept, so that the system gives its port to nobody else."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    return door


def dead_port() -> int:
    """A port nobody listens on."""
    return int(_closed_door().getsockname()[1])


def fetch(client: PoliteClient, url: str = URL, manners: Manners = AT_ONCE, **wanted: Any) -> RawResponse:
    """What the client brings from an address."""
    return client.fetch(Request(url, **wanted), source="trial", manners=manners)
