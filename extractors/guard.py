"""What may be connected to, for how long, and how much of it is taken: the limits under every request.

Belongs here: checks of addresses and URLs, the network backend that connects to the checked address and keeps the
deadline, bounded decompression, a look at what a body really is. Does not belong here: politeness, retries, sources.
"""

import ipaddress
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore

from extractors.errors import UnusableError

MAX_URL = 2083
_RESOLVE_S = 4.0
Resolver = Callable[[str, int], list[str]]
_clock = threading.local()


def check_url(url: str) -> SplitResult:
    """The parts of a URL that may be asked for; `UnusableError` for anything else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise UnusableError(f"{url[:200]!r} is not a URL ({fault})", "correct it in sources.toml") from fault
    if parts.scheme not in ("https", "http") or not host:
        raise UnusableError(f"{url[:200]!r}: expected an https address", "correct it in sources.toml")
    if len(url) > MAX_URL or re.search(r"[\x00-\x20\x7f]", url):
        raise UnusableError(f"{url[:200]!r}: too long, or with spaces or control characters in it")
    if parts.username is not None or parts.password is not None:
        raise UnusableError(f"{host}: an address with a user name in it is not followed")
    if port not in (None, 80, 443):
        raise UnusableError(f"{host}: port {port} is not one of the web's own")
    literal = _literal(host)
    if literal is not None:
        check_address(literal, host)
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise UnusableError(f"{host} is a name of this machine or its network, not of the public web")
    return parts


def _literal(host: str) -> str | None:
    """The address a host name spells, in any of the forms that system resolvers accept (127.1, 2130706433)."""
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9a-fx.]+", host) or not host[0].isdigit():
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def check_address(address: str, host: str) -> None:
    """Refuses addresses that are not of the public internet."""
    found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if not found.is_global or found.is_multicast or (mapped is not None and not mapped.is_global):
        raise UnusableError(f"address {address} of {host} is not public: nothing is asked there")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, asked for in a thread so that a resolver which never answers cannot hold a run up."""
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as fault:
            answer.set_exception(httpcore.ConnectError(f"{host}: no address ({fault})"))

    threading.Thread(target=ask, daemon=True, name=f"resolve {host}").start()
    try:
        return answer.result(_RESOLVE_S)
    except TimeoutError as fault:
        raise httpcore.ConnectTimeout(f"{host}: no address within {_RESOLVE_S:.0f} s") from fault


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Everything this thread reads, writes or connects inside must be over in time: httpx counts each read anew."""
    _clock.until = time.monotonic() + seconds
    try:
        yield
    finally:
        _clock.until = None


def _left(timeout: float | None, fault: type[Exception]) -> float | None:
    until: float | None = getattr(_clock, "until", None)
    if until is None:
        return timeout
    left = until - time.monotonic()
    if left <= 0:
        raise fault("the whole exchange took too long")
    return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a name once, checks what it got, and connects to that very address: no second look-up to trust."""

    def __init__(self, trusted: tuple[str, int] | None = None, resolver: Resolver = resolve) -> None:
        self._plain = httpcore.SyncBackend()
        self._trusted = trusted
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects to the first checked address that answers."""
        addresses = self._resolver(host, port)
        if (host, port) != self._trusted:
            for address in addresses:
                check_address(address, host)
        fault: Exception = httpcore.ConnectError(f"{host}: no address")
        for address in addresses[:3]:
            try:
                left = _left(timeout, httpcore.ConnectTimeout)
                return _TimedStream(self._plain.connect_tcp(address, port, left, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                fault = failed
        raise fault

    def sleep(self, seconds: float) -> None:
        """Waits; asked for by the connection pool."""
        time.sleep(seconds)


def bounded_body(pieces: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """A body of at most `limit` bytes, however small it was sent; only plain and gzip are read."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise UnusableError(f"sent as {encoding[:60]!r}, which was not offered")
    body = bytearray()
    if encoding in ("", "identity"):
        for piece in pieces:
            body += piece
            _check_size(len(body), limit)
        return bytes(body)
    member = zlib.decompressobj(31)
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:
                member = zlib.decompressobj(31)
            try:
                body += member.decompress(rest, 65_536)
            except zlib.error as fault:
                raise UnusableError(f"labelled gzip but cannot be unpacked ({fault})") from fault
            _check_size(len(body), limit)
            rest = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        raise UnusableError("gzip cut short")
    return bytes(body)


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise UnusableError(f"larger than the {limit / 1024 / 1024:.0f} MiB that are read")


_BINARY = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"), (b"\x7fELF", "a program"), (b"\x1f\x8b", "gzip data"), (b"RIFF", "media"),
)  # fmt: skip
_CHALLENGES = (b"Just a moment...", b"cf-challenge", b"Attention Required! | Cloudflare", b"captcha-delivery")


def check_kind(body: bytes, expect: str, content_type: str) -> None:
    """Refuses a body that is not of the kind asked for: an image labelled as text, a challenge page, nothing at all."""
    for magic, name in _BINARY:
        if body.startswith(magic):
            raise UnusableError(f"{name}, labelled {content_type[:60] or 'as nothing'!r}")
    start = body[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if not start and expect != "any":
        raise UnusableError(f"an empty body, expected {expect}")
    if any(marker in body[:20_000] for marker in _CHALLENGES):
        raise UnusableError("a page that asks for proof of being human, not the data")
    if expect == "json" and not start.startswith((b"{", b"[")):
        raise UnusableError(f"expected JSON, found {start[:40]!r}: a login or error page?")
    if expect == "xml" and (start.startswith((b"<!doctype html", b"<html")) or not start.startswith(b"<")):
        raise UnusableError(f"expected XML, found {start[:40]!r}: a login or error page?")
