"""A web that answers from a function, and the two properties every source has to have. Not a test itself."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected
from extractors.sources.base import Plan, Request, Source

NOW = datetime(2026, 1, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
YEAR_BEGAN = date(2026, 1, 1)
_SMALL = st.none() | st.text(max_size=5) | st.integers()
VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.lists(_SMALL | st.dictionaries(st.text(max_size=5), st.integers()), max_size=2)
    | st.dictionaries(st.sampled_from(["name", "id", "label"]), _SMALL, max_size=2)
)  # fmt: skip
ANY_JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner))
Answer = Callable[[Request], object]


class Client:
    """What a source sees of the web: `answer` gives bytes, JSON to be, or None for a request that failed."""

    def __init__(self, answer: Answer, folder: Path = Path()) -> None:
        self.answer = answer
        self.folder = folder
        self.asked: list[Request] = []
        self.done: set[str] = set()
        self.notes: dict[str, str] = {}
        self.reports: list[str] = []

    def get(self, request: Request) -> RawResponse | None:
        """The answer, kept when there is one."""
        self.asked.append(request)
        body = self.answer(request)
        if body is None:
            return None
        if request.key:
            self.done.add(request.key)
        return response(body, request.url, **request.meta)

    def unknown(self, request: Request) -> None:
        """What comes of a 404: nothing, and the work counts as done."""
        self.done.add(str(request.key))

    def get_many(self, requests: Iterable[Request]) -> Iterator[RawResponse]:
        """Answers in the order of the requests."""
        for request in requests:
            found = self.get(request)
            if found is not None:
                yield found

    def download(self, request: Request) -> Path | None:
        """The answer as a file, when there is one."""
        self.asked.append(request)
        body = self.answer(request)
        if body is None:
            return None
        path = self.folder / "download"
        path.write_bytes(body if isinstance(body, bytes) else json.dumps(body).encode())
        return path

    def keep(self, request: Request, body: bytes) -> RawResponse:
        """A part of a file as an answer."""
        self.done.add(str(request.key))
        return response(body, request.url, **request.meta)

    def finished(self, key: str) -> None:
        """Notes that work is done."""
        self.done.add(key)

    def note(self, key: str, value: str) -> None:
        """Keeps a fact."""
        self.notes[key] = value

    def recall(self, key: str) -> str | None:
        """The fact."""
        return self.notes.get(key)

    def report(self, message: str) -> None:
        """Keeps a message."""
        self.reports.append(message)

    def expect(self, total: int) -> None:
        """No progress is shown."""

    def urls(self) -> list[str]:
        """The addresses asked for so far, placeholders of keys in them."""
        return [request.url for request in self.asked]


def run(
    source: Source,
    client: Client,
    *,
    as_of: date = TODAY,
    since: date = YEAR_BEGAN,
    keys: Mapping[str, str] | None = None,
) -> list[RawResponse]:
    """One collection of a source."""
    plan = Plan(as_of=as_of, since=since, now=NOW, already=client.done.__contains__, keys=dict(keys or {}))
    return list(source.collect(client, plan))


def response(body: object, url: str = "https://service.test/", **meta: str) -> RawResponse:
    """An answer; anything but bytes becomes JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawResponse("r", "s", url, 200, {}, content, NOW, dict(meta))


def rows(source: Source, body: object, **meta: str) -> list[Any]:
    """What a source reads in an answer, listings apart."""
    return [one for one in source.parse(response(body, **meta)) if not isinstance(one, Listing)]


def listing(source: Source, body: object, **meta: str) -> Listing:
    """The one listing of an answer."""
    (found,) = [one for one in source.parse(response(body, **meta)) if isinstance(one, Listing)]
    return found


def refuses_what_it_cannot_read(source: Source, **meta: str) -> None:
    """Arbitrary bytes and arbitrary JSON are read or refused with our own error."""

    @given(st.binary(max_size=200) | ANY_JSON)
    @settings(max_examples=80)
    def check(body: object) -> None:
        with contextlib.suppress(ExtractorError):
            rows(source, body, **meta)

    check()


def reads_or_sets_aside_any_row(
    source: Source, row: dict[str, Any], wrap: Callable[[list[Any]], object], **meta: str
) -> None:
    """Whatever the fields of a row hold, it is one posting or one rejected row, and the row beside it is read."""

    @given(st.dictionaries(st.sampled_from(sorted(row)), VALUES, min_size=1, max_size=4))
    @settings(max_examples=80)
    def check(changed: dict[str, Any]) -> None:
        first, second = rows(source, wrap([{**row, **changed}, row]), **meta)
        assert isinstance(first, (Posting, Rejected)) and isinstance(second, Posting)

    check()
    found = rows(source, wrap([row, "text", None, 7]), **meta)
    assert [type(one).__name__ for one in found] == ["Posting", "Rejected", "Rejected", "Rejected"]
