"""Responses as they came, kept before anyone parses them: the ground everything else can be rebuilt from.

Belongs here: writing, reading and listing one gzip WARC file a response. Does not belong here: fetching, parsing,
deciding what is due.
"""

import gzip
import io
import itertools
import json
import os
import re
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import RawStoreError
from extractors.state import State, Validator

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

ROUND = "round"
"""The key of `RawResponse.meta` that holds the day of the collection the answer belongs to."""
FAILURE = "failure"
"""The key of `RawResponse.meta` that says why an answer is kept without its body; "detail" beside it."""
_META = "Skilltide-Meta"
_REFERS_TO = "Skilltide-Refers-To"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
_BARE_DATE_TRUSTED = timedelta(hours=24)
_SOURCE = "Skilltide-Source"
_SUFFIX = ".warc.gz"
_counter = itertools.count()


@dataclass(frozen=True, slots=True)
class RawResponse:
    """One answer of the web. `body` is decompressed; `meta` is what the source wanted its parser to know.

    An answer "not modified" is a response with the body and headers of the one it confirms (`revisit_of`), seen anew.
    """

    raw_id: str
    source: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    meta: dict[str, str] = field(default_factory=dict)
    revisit_of: str | None = None

    @property
    def day(self) -> date:
        """The day this answer speaks of: that of its collection, which may pass midnight, else that of its arrival."""
        return date.fromisoformat(self.meta[ROUND]) if ROUND in self.meta else self.fetched_at.date()


class RawStore:
    """The folder `raw/`: `<source>/<day>/<time>-<number>.warc.gz`, and `state.sqlite` beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = State(folder / "state.sqlite")
        #: Files that could not be read, with the reason; filled by `iterate`.
        self.unreadable: dict[str, str] = {}

    @property
    def downloads(self) -> Path:
        """Where files lie until they are read that are too large to be kept as one answer."""
        return self.folder / "downloads"

    def close(self) -> None:
        """Gives back the state file."""
        self.state.close()

    def save(
        self,
        *,
        source: str,
        url: str,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        fetched_at: datetime,
        meta: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> RawResponse:
        """Keeps a response; with `key`, that work counts as finished as long as the file is there."""
        moment = fetched_at.astimezone(UTC)
        raw_id = _new_id(source, moment)
        # The body is kept decompressed, without what was only about its way here.
        kept = {name: _header(value) for name, value in headers.items() if name.lower() not in _TRANSPORT}
        response = RawResponse(raw_id, source, url, status, kept, body, moment, dict(meta or {}))
        if key:
            # Before the file, without which it says nothing: a kill between the two makes no second request.
            self.state.finish(key, raw_id)
        self._write(self.folder / raw_id, _to_warc(response))
        lowered = {name.lower(): value for name, value in headers.items()}
        if status == 200:
            self.state.offer_validator(url, raw_id, lowered.get("etag"), lowered.get("last-modified"))
        return response

    def save_failure(self, source: str, url: str, fetched_at: datetime, meta: Mapping[str, str]) -> None:
        """Keeps that an answer arrived and could not be used."""
        self.save(source=source, url=url, status=0, headers={}, body=b"", fetched_at=fetched_at, meta=meta)

    def save_revisit(
        self, confirmed: Validator, fetched_at: datetime, meta: Mapping[str, str], key: str | None
    ) -> RawResponse:
        """Keeps that the server said "not modified": a WARC `revisit` record without a body.

        Raises `RawStoreError` when the response that this confirms cannot be read.
        """
        original = self.read(confirmed.raw_id)
        moment = fetched_at.astimezone(UTC)
        again = replace(
            original, raw_id=_new_id(original.source, moment), fetched_at=moment, meta={**original.meta, **meta},
            revisit_of=original.raw_id,
        )  # fmt: skip
        self._write(self.folder / again.raw_id, _to_revisit(again, original))
        if key:
            self.state.finish(key, again.raw_id)
        return again

    def validator(self, url: str, now: datetime) -> Validator | None:
        """What to send with a request for a URL, when the response it speaks of is still here.

        A date without an ETag is believed for a day: services are known to leave it standing.
        """
        found = self.state.validator(url)
        if found is None or not (self.folder / found.raw_id).is_file():
            return None
        if found.etag is None and now - _moment_of(found.raw_id) > _BARE_DATE_TRUSTED:
            return None
        return found

    def _write(self, path: Path, content: bytes) -> None:
        partial = path.with_name(path.name + ".tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as fault:
            partial.unlink(missing_ok=True)
            raise RawStoreError(
                f"{path}: the response cannot be kept ({fault.strerror or fault})",
                "free space or choose another folder with SKILLTIDE_DATA",
            ) from fault

    def read(self, raw_id: str) -> RawResponse:
        """One kept response; `RawStoreError` when its file is gone, cut short or not ours."""
        path = self.folder / raw_id
        try:
            response = _from_warc(raw_id, path.read_bytes())
            if response.revisit_of is None:
                return response
            original = _from_warc(response.revisit_of, (self.folder / response.revisit_of).read_bytes())
            return replace(response, headers=original.headers, body=original.body, status=original.status)
        except (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error) as fault:
            raise RawStoreError(
                f"{path}: cannot be read as a kept response ({type(fault).__name__}: {fault})",
                "delete the file: what it held is asked for again on the next run",
            ) from fault

    def iterate(self, exclude: Collection[str] = frozenset()) -> Iterator[RawResponse]:
        """Kept responses in the order they were fetched; unreadable files are set aside in `unreadable`."""
        for raw_id in self.ids():
            if raw_id in exclude:
                continue
            try:
                yield self.read(raw_id)
            except RawStoreError as fault:
                self.unreadable[raw_id] = fault.message
                self.state.forget(raw_id)

    def ids(self) -> list[str]:
        """The raw_id of every kept response, in the order they were fetched."""
        found = [path.relative_to(self.folder).as_posix() for path in self.folder.glob(f"*/*/*{_SUFFIX}")]
        return sorted(found, key=lambda raw_id: raw_id.split("/")[1:])

    def confirm(self, raw_ids: Collection[str]) -> None:
        """The rows of these responses are stored, now or by an earlier run: their validators may be sent."""
        self.state.confirm(raw_ids)

    def already(self, key: str) -> bool:
        """Whether the work named by `key` was finished and its response is still here."""
        done, raw_id = self.state.finished(key)
        return done and (raw_id is None or (self.folder / raw_id).is_file())


def _new_id(source: str, moment: datetime) -> str:
    return f"{source}/{moment:%Y-%m-%d}/{moment:%H%M%S%f}-{os.getpid():x}-{next(_counter):04x}{_SUFFIX}"


def _moment_of(raw_id: str) -> datetime:
    _, day, name = raw_id.split("/")
    return datetime.strptime(f"{day} {name.split('-', 1)[0]} +0000", "%Y-%m-%d %H%M%S%f %z")


def _to_warc(response: RawResponse) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders

    status = f"{response.status} -"
    headers = StatusAndHeaders(status, list(response.headers.items()), protocol="HTTP/1.1")
    return _record("response", response, headers, response.body, {})


def _to_revisit(again: RawResponse, original: RawResponse) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders

    refers = {
        "WARC-Profile": _NOT_MODIFIED,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.fetched_at.isoformat(),
        _REFERS_TO: original.raw_id,
    }
    return _record("revisit", again, StatusAndHeaders("304 Not Modified", [], protocol="HTTP/1.1"), b"", refers)


def _record(kind: str, response: RawResponse, headers: "StatusAndHeaders", body: bytes, more: dict[str, str]) -> bytes:
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    record = writer.create_warc_record(
        response.url,
        kind,
        payload=io.BytesIO(body),
        # Without the length warcio copies the body to a temporary file of its own and leaves that open.
        length=len(body),
        http_headers=headers,
        warc_headers_dict={
            "WARC-Date": response.fetched_at.isoformat(),
            _SOURCE: response.source,
            _META: json.dumps(response.meta),
            **more,
        },
    )
    writer.write_record(record)
    return buffer.getvalue()


_TRANSPORT = frozenset(("content-encoding", "transfer-encoding", "content-length", "set-cookie", "connection"))


def _header(value: str) -> str:
    return re.sub(r"[^\x20-\x7e]", "?", value)


def _from_warc(raw_id: str, content: bytes) -> RawResponse:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        # The checksum of the whole first: warcio reads what it can of a cut file and then stumbles.
        record = next(iter(ArchiveIterator(io.BytesIO(gzip.decompress(content)))), None)
        if record is None or record.rec_type not in ("response", "revisit") or record.http_headers is None:
            raise ValueError("no response record in it")
        body = record.content_stream().read()
    except (ArchiveLoadFailed, AttributeError) as fault:
        # AttributeError: what warcio raises on a record without an address.
        raise ValueError(str(fault)) from fault
    headers = record.rec_headers
    expected = int(headers.get_header("Content-Length"))
    meta = json.loads(headers.get_header(_META))
    held = len(body) + len(record.http_headers.to_bytes())
    if held != expected:
        raise ValueError(f"cut short: {held:,} of {expected:,} bytes")
    return RawResponse(
        raw_id=raw_id,
        source=headers.get_header(_SOURCE),
        url=headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=dict(record.http_headers.headers),
        body=body,
        fetched_at=datetime.fromisoformat(headers.get_header("WARC-Date")),
        meta={str(name): str(value) for name, value in meta.items()},
        revisit_of=headers.get_header(_REFERS_TO),
    )
