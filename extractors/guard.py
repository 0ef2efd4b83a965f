"""What may be connected to, for how long, and how much of it is taken: the limits under every request.

Belongs here: checks of addresses and URLs, the network backend that connects to the checked address and keeps the
deadline, bounded decompression. Does not belong here: politeness, retries, what kind of thing a body is (`kinds.py`).
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
# Text seldom packs better than 1:30; the format itself allows 1:1032.
_MAX_RATIO = 200
_RATIO_FROM = 1 << 20
_TOO_LARGE = "switch it off in sources.toml if it stays so; nothing of the answer was kept"
_REPORT_TO_SERVICE = "the next run asks again; if it stays so, tell the service or switch it off in sources.toml"
_RESOLVE_S = 4.0
Resolver = Callable[[str, int], list[str]]
_clock = threading.local()
# RFC 6052 and 8215 (NAT64), RFC 4291 2.5.5.1 (IPv4-compatible).
_EMBEDDING = tuple(ipaddress.IPv6Network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))


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
    reached = _embedded(found) if isinstance(found, ipaddress.IPv6Address) else None
    if not _is_public(found) or (reached is not None and not _is_public(reached)):
        raise UnusableError(
            f"address {address} of {host} is not public: nothing is asked there",
            "look up the service's present address and correct it in sources.toml",
        )


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not (address.is_multicast or getattr(address, "is_site_local", False))


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a packet to this IPv6 address ends at: mapped, 6to4, NAT64, or the old compatible form."""
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


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


def overdue() -> bool:
    """Whether the deadline of this thread's exchange has passed."""
    until: float | None = getattr(_clock, "until", None)
    return until is not None and time.monotonic() >= until


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


def bounded_body(pieces: Iterable[bytes], encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """A body of at most `limit` bytes, however small it was sent; only plain and gzip are read.

    A longer one is refused, or with `cut` read up to the limit. Refused too: gzip that ends before its end, and gzip
    that grows more than any text does.
    """
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise UnusableError(f"sent as {encoding[:60]!r}, which was not offered", _REPORT_TO_SERVICE)
    body = bytearray()
    for piece in pieces if encoding in ("", "identity") else _unpacked(pieces, limit):
        body += piece
        if len(body) > limit:
            if cut:
                return bytes(body[:limit])
            raise UnusableError(f"larger than the {_size(limit)} that are read of one answer", _TOO_LARGE)
    return bytes(body)


def _unpacked(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The content of gzip, at most 64 KiB at a time; members that follow each other are joined."""
    member = zlib.decompressobj(31)
    taken = given = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise UnusableError(f"larger than the {_size(limit)} that are read of one answer", _TOO_LARGE)
        rest = piece
        while rest:
            if member.eof:
                # Some servers fill up with zeros behind the end.
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                member = zlib.decompressobj(31)
            try:
                content = member.decompress(rest, 65_536)
            except zlib.error as fault:
                raise UnusableError(f"labelled gzip but cannot be unpacked ({fault})", _REPORT_TO_SERVICE) from fault
            given += len(content)
            if given > max(_RATIO_FROM, _MAX_RATIO * taken):
                raise UnusableError(
                    f"gzip of {taken:,} bytes that grows beyond {given:,}: no text packs that well", _REPORT_TO_SERVICE
                )
            yield content
            rest = member.unused_data if member.eof else member.unconsumed_tail
    if taken and not member.eof:
        raise UnusableError(f"gzip cut short after {taken:,} bytes", "the next run asks again")


def _size(limit: int) -> str:
    return f"{limit / 1024 / 1024:.3g} MiB" if limit >= 1 << 20 else f"{limit / 1024:.3g} KiB"
