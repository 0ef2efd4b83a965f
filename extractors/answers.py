"""What an answer means before its body is looked at: statuses, Retry-After, redirects, faults of the connection.

Belongs here: turning any of them into an error that says what to do, or into "try again". Does not belong here:
sending requests (`http.py`), bodies (`guard.py`, `kinds.py`).
"""

import re
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin

from extractors.errors import FetchError, NotFoundError, OddStatusError, RefusedError, UnreachableError, UnusableError
from extractors.guard import check_url

_Fault = TypeVar("_Fault", bound=Exception)
REDIRECTS = (301, 302, 303, 307, 308)
NEXT_RUN = "the next run asks again"
_MOVED = "look up the present address and correct it in sources.toml"
_CERTIFICATE = (
    "the service has to repair it; if the address has moved, correct it in sources.toml. No setting skips this check"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `url` is where it came from after redirects, header names are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class FailedTryError(Exception):
    """A try that brought nothing. `fault` is what it means if it stays so.

    `again` says whether a further try may help, after `wait_s` when the server named a time; `closes` which host, or
    domain with all its hosts, is to be left alone for the rest of the run.
    """

    def __init__(self, fault: FetchError, *, again: bool = True, wait_s: float | None = None, closes: str = "") -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.again = again
        self.wait_s = wait_s
        self.closes = closes


def judge(url: str, status: int, *, asked_for_changes: bool) -> None:
    """Raises what a status means that is neither an answer nor a redirect; 429 and 503 are the caller's."""
    if status == 304 and not asked_for_changes:
        told = f"{url}: answered 304 'nothing new' though nothing is stored of it"
        raise FailedTryError(UnusableError(told, f"{NEXT_RUN}; if it stays so, tell the service"))
    if status in (200, 304, *REDIRECTS):
        return
    if status in (404, 410):
        raise NotFoundError(f"{url}: unknown there (HTTP {status})", "correct or remove it in sources.toml")
    if status in (408, 425) or status >= 500:
        raise FailedTryError(UnreachableError(f"{url}: HTTP {status}", NEXT_RUN))
    if status in (401, 403, 407, 451):
        raise RefusedError(f"{url}: refused (HTTP {status})", "switch it off in sources.toml if it stays so")
    raise OddStatusError(f"{url}: HTTP {status}", "correct or remove it in sources.toml")


def next_hop(url: str, location: str, unknown_at: Collection[str] = ()) -> str:
    """Where a redirect leads, when that is a place to ask at; one to a host of `unknown_at` means "not known here"."""
    try:
        target = urljoin(url, location.strip())
    except ValueError as fault:
        raise UnusableError(f"{url}: redirects to something that is no URL ({fault})", _MOVED) from fault
    if not location.strip():
        raise UnusableError(f"{url}: a redirect without an address", _MOVED)
    if url.startswith("https:") and target.startswith("http:"):
        raise UnusableError(f"{url}: redirects to an address without encryption, {target[:200]}", _MOVED)
    try:
        host = check_url(target).hostname
    except UnusableError as fault:
        raise UnusableError(f"{url}: redirects where nothing is asked: {fault.message}", _MOVED) from fault
    if host in unknown_at:
        raise NotFoundError(f"{url}: unknown there, it leads to {host}", "correct or remove it in sources.toml")
    return target


def no_connection(host: str, fault: Exception, told: str) -> FailedTryError:
    """No connection: the certificate, or the network; either closes the host for this run."""
    certificate = _caused_by(fault, ssl.SSLCertVerificationError)
    if certificate is not None:
        reason = f"{host}: its certificate is not accepted ({certificate.verify_message})"
        return FailedTryError(UnreachableError(reason, _CERTIFICATE), again=False, closes=host)
    if _caused_by(fault, ssl.SSLError) is not None:
        return FailedTryError(UnreachableError(f"{host}: no encrypted connection ({told})", NEXT_RUN), closes=host)
    return FailedTryError(
        UnreachableError(f"{host}: no connection ({told})", f"check the network; {NEXT_RUN}"), closes=host
    )


def broken_off(url: str, told: str, *, overdue_s: float | None) -> FailedTryError:
    """An answer that did not come whole. One that ran out of time is not tried again: it would take as long."""
    if overdue_s is not None:
        late = f"{url}: not finished after {overdue_s:g} s"
        return FailedTryError(UnreachableError(late, f"{NEXT_RUN}; switch it off if it stays so"), again=False)
    return FailedTryError(UnreachableError(f"{url}: no whole answer ({told})", NEXT_RUN))


def _caused_by(fault: BaseException | None, kind: type[_Fault]) -> _Fault | None:
    while fault is not None and not isinstance(fault, kind):
        fault = fault.__cause__ or fault.__context__
    return fault


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds a Retry-After asks for, at least 1, which one that makes no sense means too; None without one."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,15}", text):
        return max(1.0, float(text))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 1.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(1.0, (moment - now).total_seconds())


def wait_before_next(fault: Exception) -> bool | float:
    """Whether a further try may help, and the seconds before it where the server named them."""
    if not isinstance(fault, FailedTryError) or not fault.again:
        return False
    return True if fault.wait_s is None else fault.wait_s
