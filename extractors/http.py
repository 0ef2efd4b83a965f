"""The polite client: the only module that imports httpx, and the only way to the web.

Belongs here: identity, robots.txt, turns at a host, retries, redirects hop by hop, conditional requests, replay.
Does not belong here: what sources ask for, what limits protect (`guard.py`), what an answer means (`answers.py`), how
turns are shared (`hosts.py`).
"""

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import httpx
import stamina

from extractors.answers import (
    NEXT_RUN,
    REDIRECTS,
    Answer,
    FailedTryError,
    broken_off,
    judge,
    next_hop,
    no_connection,
    retry_after_s,
    wait_before_next,
)
from extractors.errors import (
    FetchError,
    HostClosedError,
    NotFoundError,
    OddStatusError,
    RawStoreError,
    RefusedError,
    UnreachableError,
    UnusableError,
)
from extractors.guard import GuardedBackend, Resolver, bounded_body, check_url, deadline, overdue, resolve
from extractors.hosts import HostTurns, budget_of
from extractors.kinds import check_kind
from extractors.raw import FAILURE, RawResponse, RawStore
from extractors.robots import MAX_BYTES, RobotsRules, read_robots, user_agent
from extractors.secrets import fill_headers, fill_url, hide, hide_bytes
from extractors.sources.base import UNKNOWN_THERE, Request
from extractors.state import Validator

_MAX_HOPS = 5
_VALIDATORS = ("If-None-Match", "If-Modified-Since")
_MAX_RETRY_AFTER_S = 3600.0
_ROBOTS_AGE = timedelta(hours=24)
_FAILURES_TO_CLOSE = 3
_HOSTS_TO_BE_OFFLINE = 3
# What is retried is told in the run report; a line of log for each would drown the progress bars.
stamina.instrumentation.set_on_retry_hooks(())
# httpx logs every address at this level as it is sent, keys included.
logging.getLogger("httpx").setLevel(logging.WARNING)
_LOCATION = "skilltide-location"
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))


@dataclass(frozen=True, slots=True)
class Manners:
    """How one source is to be asked: the pause between requests, and whether its API is the documented way in.

    `documented_api` is for services whose robots.txt keeps crawlers off pages while their manual invites programs to
    this very interface; a Disallow is then not held against it, everything else of robots.txt is.
    """

    pause_s: float = 1.0
    documented_api: bool = False


class PoliteClient:
    """One for all sources of a run; its threads share turns, robots files and what is known of each host."""

    def __init__(
        self,
        raw: RawStore,
        *,
        locks: Path,
        contact: str | None = None,
        replay_url: str | None = None,
        replay_pause: float = 0.0,
        tries: int = 3,
        patience_s: float = 120.0,
        first_wait_s: float = 0.5,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: Resolver = resolve,
    ) -> None:
        self._raw = raw
        self._clock = clock
        self._tries = tries
        self._patience_s = patience_s
        self._first_wait_s = first_wait_s
        self._replay = (replay_url or "").rstrip("/") or None
        self._replay_pause = replay_pause
        self._turns = HostTurns(locks)
        self._robots: dict[str, RobotsRules] = {}
        self._robots_mutexes: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._closed: dict[str, str] = {}
        self._failed_in_a_row: Counter[str] = Counter()
        self._silent_hosts: set[str] = set()
        self._anyone_answered = False
        #: Requests sent so far, by host; robots.txt and repeated tries included.
        self.requests: Counter[str] = Counter()
        #: Seconds between requests that a host's robots.txt asks for, where that is more than we would keep anyway.
        self.delays: dict[str, float] = {}
        self._http = self._open(user_agent(contact), resolver)

    def _open(self, agent: str, resolver: Resolver) -> httpx.Client:
        trusted = None
        if self._replay:
            parts = urlsplit(self._replay)
            trusted = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        transport = httpx.HTTPTransport(trust_env=False)
        # httpx has no parameter for the network backend, and only there can the checked address be the one
        # that is connected to. The version is pinned in pyproject.toml.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=40,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(trusted, resolver),
        )
        headers = {"User-Agent": agent, "Accept-Encoding": "gzip", "Cache-Control": "no-cache"}
        hooks = {"response": [_put_location_aside]}
        client = httpx.Client(transport=transport, trust_env=False, headers=headers, event_hooks=hooks)
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return client

    def close(self) -> None:
        """Gives back the connections."""
        self._http.close()

    def __enter__(self) -> "PoliteClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> datetime:
        """The moment, by the clock that answers are dated with."""
        return self._clock()

    def closed(self, host: str) -> bool:
        """Whether the host is left alone for the rest of this run."""
        return any(name in self._closed for name in (host, budget_of(host)))

    # --- what a source asks ------------------------------------------------------------------------------------------

    def fetch(self, request: Request, *, source: str, manners: Manners) -> RawResponse:
        """The answer, kept under `raw/`; where the server says "not modified", what was kept before, as of now.

        Raises a `FetchError`: what came of an answer that arrived but cannot be used is kept too, without its body,
        so that it shows among the quarantined.
        """
        validator = self._raw.validator(request.url, self._clock()) if request.conditional else None
        try:
            answer = self._follow(request, manners, validator)
            if answer.status == 304 and validator is not None:
                try:
                    return self._raw.save_revisit(validator, self._clock(), request.meta, request.key)
                except RawStoreError:
                    # What it confirms turns out to be damaged: asked for again.
                    self._raw.state.forget(validator.raw_id)
                    answer = self._follow(request, manners, None)
        except (UnusableError, NotFoundError) as fault:
            if request.lists or isinstance(fault, UnusableError):
                failure = UNKNOWN_THERE if isinstance(fault, NotFoundError) else "unusable answer"
                meta = {**request.meta, FAILURE: failure, "detail": fault.message, "remedy": fault.remedy}
                self._raw.save_failure(source, request.url, self._clock(), meta)
            raise
        meta = {**request.meta, "final_url": answer.url} if answer.url != request.url else dict(request.meta)
        return self._raw.save(
            source=source, url=request.url, status=answer.status, headers=answer.headers, body=answer.body,
            fetched_at=self._clock(), meta=meta, key=request.key,
        )  # fmt: skip

    def _follow(self, request: Request, manners: Manners, validator: Validator | None) -> Answer:
        """The exchange and at most five redirects, every hop checked like a first address."""
        url = request.url
        headers = {"Accept": request.accept, **request.headers}
        if validator is not None:
            if validator.etag:
                headers["If-None-Match"] = validator.etag
            if validator.last_modified:
                headers["If-Modified-Since"] = validator.last_modified
        for _ in range(_MAX_HOPS + 1):
            pause = self._admit(url, manners)
            answer = self._try(url, headers, request, pause)
            if answer.status in REDIRECTS:
                url = next_hop(url, answer.headers.get(_LOCATION, ""), request.unknown_at)
                # Validators belong to the first address: what lies behind a redirect is asked for anew.
                headers = {"Accept": request.accept}
                # And so do keys: they are shown to nobody else.
                request = replace(request, headers={}, secrets={}, body=None)
                manners = Manners(manners.pause_s)
                continue
            if answer.status == 200:
                try:
                    check_kind(answer.body, request.expect, answer.headers.get("content-type", ""))
                except UnusableError as fault:
                    raise UnusableError(f"{url}: {fault.message}", fault.remedy) from fault
            return answer
        raise UnusableError(
            f"{request.url}: more than {_MAX_HOPS} redirects",
            "look up the present address and correct it in sources.toml",
        )

    def download(self, request: Request, *, manners: Manners) -> None:
        """Takes a file to where `request.sink` keeps it, going on with what is there; raises a `FetchError`."""
        self._follow(request, manners, None)

    # --- may we ask? -------------------------------------------------------------------------------------------------

    def _admit(self, url: str, manners: Manners) -> float:
        """The pause to keep at this URL's host; raises when it must not be asked."""
        parts = check_url(url)
        host = parts.hostname or ""
        self._refuse_closed(host)
        rules = self._rules(parts.scheme, parts.netloc, host, manners.pause_s)
        if not rules.allows(url) and not manners.documented_api:
            raise RefusedError(
                f"{host}: its robots.txt does not allow {parts.path}", "switch this address off in sources.toml"
            )
        if rules.keeps_from_models:
            raise RefusedError(
                f"{host}: its robots.txt asks that nothing be read by models (Content-Signal: ai-input=no)",
                "switch this address off in sources.toml",
            )
        if rules.delay_s > self._patience_s:
            self._closed[host] = f"{host}: its robots.txt asks for {rules.delay_s:,.0f} s between requests"
            raise RefusedError(self._closed[host], "more than a run waits: switch it off in sources.toml")
        if rules.delay_s > manners.pause_s:
            self.delays[host] = rules.delay_s
        return max(manners.pause_s, rules.delay_s)

    def _refuse_closed(self, host: str) -> None:
        for name in dict.fromkeys((host, budget_of(host))):
            if name in self._closed:
                raise HostClosedError(self._closed[name])
            resting = self._raw.state.resting(self._origin(name), self._clock())
            if resting:
                until, reason = resting
                self._closed[name] = f"{name} is left alone until {until:%Y-%m-%d %H:%M} UTC: {reason}"
                raise RefusedError(self._closed[name], "run again after that time")

    def _origin(self, host: str) -> str:
        """A stand-in's word about a host is not kept as the host's own."""
        return f"replay:{host}" if self._replay else host

    def _rules(self, scheme: str, netloc: str, host: str, pause_s: float) -> RobotsRules:
        with self._robots_mutexes[netloc]:
            if netloc not in self._robots:
                self._robots[netloc] = self._fetch_robots(scheme, netloc, host, pause_s)
            return self._robots[netloc]

    def _fetch_robots(self, scheme: str, netloc: str, host: str, pause_s: float) -> RobotsRules:
        now = self._clock()
        kept = self._raw.state.robots(self._origin(netloc), not_before=now - _ROBOTS_AGE)
        if kept is None:
            url = f"{scheme}://{netloc}/robots.txt"
            request = Request(url, max_bytes=MAX_BYTES, deadline_s=30, accept="text/plain, */*;q=0.5")
            try:
                status, body = self._robots_answer(url, request, pause_s)
            except FetchError as fault:
                told = f"{host}: nothing is asked, for its robots.txt could not be had ({fault.message})"
                self._closed.setdefault(host, told)
                raise type(fault)(told, fault.remedy) from fault
            self._raw.state.keep_robots(self._origin(netloc), now, status, body)
            kept = (status, body)
        return read_robots(*kept)

    def _robots_answer(self, url: str, request: Request, pause_s: float) -> tuple[int, bytes]:
        for _ in range(_MAX_HOPS + 1):
            try:
                # RFC 9309, 2.5: at least 500 KiB are to be read, what follows may be left out.
                answer = self._try(url, {"Accept": request.accept}, request, pause_s, cut=True)
            except (NotFoundError, RefusedError, OddStatusError):
                # 429 is not "no restriction"; the other 4xx are (RFC 9309, 2.3.1.3).
                if self.closed(urlsplit(url).hostname or ""):
                    raise
                return 404, b""
            if answer.status not in REDIRECTS:
                return answer.status, answer.body
            url = next_hop(url, answer.headers.get(_LOCATION, ""))
        return 404, b""

    # --- one address -------------------------------------------------------------------------------------------------

    def _try(self, url: str, headers: dict[str, str], request: Request, pause_s: float, *, cut: bool = False) -> Answer:
        """One address, tried again with growing waits when that may help."""
        host = urlsplit(url).hostname or ""
        offline = len(self._silent_hosts) >= _HOSTS_TO_BE_OFFLINE and not self._anyone_answered
        attempts = 1 if offline else self._tries
        try:
            for attempt in stamina.retry_context(
                on=wait_before_next, attempts=attempts, timeout=None,
                wait_initial=self._first_wait_s, wait_max=30.0, wait_jitter=self._first_wait_s,
            ):  # fmt: skip
                with attempt:
                    answer = self._exchange(url, headers, request, pause_s, cut=cut)
        except FailedTryError as failed:
            self._count_failure(host, failed)
            raise failed.fault from failed
        self._failed_in_a_row[host] = 0
        return answer

    def _count_failure(self, host: str, failed: FailedTryError) -> None:
        self._failed_in_a_row[host] += 1
        if failed.closes:
            self._closed[failed.closes] = failed.fault.message
        elif self._failed_in_a_row[host] >= _FAILURES_TO_CLOSE:
            self._closed[host] = f"{host}: {_FAILURES_TO_CLOSE} requests in a row failed, the last with: {failed}"

    def _target(self, url: str) -> str:
        if self._replay is None:
            return url
        parts = urlsplit(url)
        return f"{self._replay}/{parts.netloc}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")

    def _pause(self, pause_s: float) -> float:
        loopback = self._replay is not None and urlsplit(self._replay).hostname in _LOOPBACK
        return self._replay_pause if loopback else pause_s

    def _exchange(self, url: str, headers: dict[str, str], request: Request, pause_s: float, *, cut: bool) -> Answer:
        """One request and its whole answer, in its turn and in time."""
        host = urlsplit(url).hostname or ""
        timeout = httpx.Timeout(request.read_timeout_s, connect=min(5.0, request.read_timeout_s), pool=60.0)
        secrets = request.secrets
        target, sent = self._target(fill_url(url, secrets)), fill_headers(headers, secrets)
        method = "GET"
        if request.body is not None:
            method, sent = "POST", {**sent, "Content-Type": "application/json"}
        if request.sink is not None:
            sent = {**sent, **request.sink.headers()}
        with self._turns.turn(host, self._pause(pause_s)), deadline(request.deadline_s):
            self.requests[host] += 1
            try:
                with self._http.stream(method, target, headers=sent, content=request.body, timeout=timeout) as response:
                    self._anyone_answered = True
                    found = {name.lower(): hide(value, secrets) for name, value in response.headers.items()}
                    if response.status_code == 204 and request.empty_is_answer:
                        return Answer(url, 204, found, b"")
                    if response.status_code in (429, 503):
                        raise self._asked_to_wait(url, host, response.status_code, found.get("retry-after"))
                    if request.sink is not None and response.status_code in (200, 206, 416):
                        request.sink.take(url, response.status_code, found, response.iter_raw())
                        return Answer(url, 200, found, b"")
                    judge(url, response.status_code, asked_for_changes=any(name in headers for name in _VALIDATORS))
                    body = b""
                    if response.status_code == 200:
                        encoding = found.get("content-encoding", "")
                        pieces = response.iter_raw(65_536)
                        body = hide_bytes(bounded_body(pieces, encoding, request.max_bytes, cut=cut), secrets)
                    return Answer(url, response.status_code, found, body)
            except OddStatusError:
                raise
            except UnusableError as fault:
                raise UnusableError(f"{url}: {fault.message}", fault.remedy) from fault
            except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
                self._silent_hosts.add(host)
                raise no_connection(host, fault, hide(str(fault), secrets) or "no answer in time") from fault
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as fault:
                silent = isinstance(fault, httpx.ReadTimeout)
                told = f"nothing came for {request.read_timeout_s:g} s" if silent else hide(str(fault), secrets)
                raise broken_off(url, told, overdue_s=request.deadline_s if overdue() else None) from fault

    def _asked_to_wait(self, url: str, host: str, status: int, retry_after: str | None) -> Exception:
        """What 429 and 503 mean: a wait and another try where a time is named that a run can wait, else the end.

        A service that says "too many" means all its hosts and, where it names no time, is not tried again.
        """
        kind, closes = (RefusedError, budget_of(host)) if status == 429 else (UnreachableError, host)
        wait = retry_after_s(retry_after, self._clock())
        if wait is None or wait <= self._patience_s:
            if wait is not None:
                self._turns.rest(host, wait)
            again = status == 503 or wait is not None
            times = f"{self._tries} times" if again else "and no time to wait"
            fault = kind(f"{url}: HTTP {status} {times}, {closes} is left alone for this run", NEXT_RUN)
            return FailedTryError(fault, again=again, wait_s=wait, closes=closes)
        until = self._clock() + timedelta(seconds=min(wait, _MAX_RETRY_AFTER_S))
        reason = f"HTTP {status} with Retry-After {str(retry_after)[:40]!r}"
        self._raw.state.rest(self._origin(closes), until, reason)
        self._closed[closes] = f"{closes}: {reason}; it is left alone until {until:%Y-%m-%d %H:%M} UTC"
        return kind(self._closed[closes], "run again after that time")


def _put_location_aside(response: httpx.Response) -> None:
    """Redirects are judged here alone: httpx would read the address before, and stumble over some."""
    if "location" in response.headers:
        response.headers[_LOCATION] = response.headers.pop("location")
