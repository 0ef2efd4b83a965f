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
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import RawStoreError
from extractors.state import State

_META = "Skilltide-Meta"
_SOURCE = "Skilltide-Source"
_SUFFIX = ".warc.gz"
_counter = itertools.count()


@dataclass(frozen=True, slots=True)
class RawResponse:
    """One answer of the web. `body` is decompressed; `meta` is what the source wanted its parser to know."""

    raw_id: str
    source: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    meta: dict[str, str] = field(default_factory=dict)


class RawStore:
    """The folder `raw/`: `<source>/<day>/<time>-<number>.warc.gz`, and `state.sqlite` beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = State(folder / "state.sqlite")
        #: Files that could not be read, with the reason; filled by `iterate`.
        self.unreadable: dict[str, str] = {}

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
        raw_id = f"{source}/{moment:%Y-%m-%d}/{moment:%H%M%S%f}-{os.getpid():x}-{next(_counter):04x}{_SUFFIX}"
        # The body is kept decompressed, without what was only about its way here.
        kept = {name: _header(value) for name, value in headers.items() if name.lower() not in _TRANSPORT}
        response = RawResponse(raw_id, source, url, status, kept, body, moment, dict(meta or {}))
        self._write(self.folder / raw_id, _to_warc(response))
        lowered = {name.lower(): value for name, value in headers.items()}
        if status == 200:
            self.state.offer_validator(url, raw_id, lowered.get("etag"), lowered.get("last-modified"))
        if key:
            self.state.finish(key, raw_id)
        return response

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
            return _from_warc(raw_id, path.read_bytes())
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

    def confirm(self, raw_ids: Iterable[str]) -> None:
        """The rows of these responses are stored; only now may their validators be sent."""
        self.state.confirm(raw_ids)

    def already(self, key: str) -> bool:
        """Whether the work named by `key` was finished and its response is still here."""
        done, raw_id = self.state.finished(key)
        return done and (raw_id is None or (self.folder / raw_id).is_file())


def _to_warc(response: RawResponse) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    record = writer.create_warc_record(
        response.url,
        "response",
        payload=io.BytesIO(response.body),
        http_headers=StatusAndHeaders(f"{response.status} -", list(response.headers.items()), protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": response.fetched_at.isoformat(),
            _SOURCE: response.source,
            _META: json.dumps(response.meta),
        },
    )
    writer.write_record(record)
    # warcio spools the body through a temporary file of its own and leaves it open.
    record.raw_stream.close()
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
        if record is None or record.rec_type != "response" or record.http_headers is None:
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
    )
