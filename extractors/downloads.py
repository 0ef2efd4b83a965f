"""Files too large for memory: taken to disk as they come, and gone on with where they broke off.

Belongs here: what is on disk of such a file, which part of it to ask for, whether an answer carries on with it. Does
not belong here: requests (`http.py`), what is in the file (the sources).
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from extractors.answers import NEXT_RUN, FailedTryError
from extractors.errors import RawStoreError, UnreachableError, UnusableError

PIECE = 16 * 1024 * 1024
"""So many bytes are one step of a progress bar."""
MAX_FILE = 4 * 1024 * 1024 * 1024
_SPARE = 256 * 1024 * 1024
_RANGE = re.compile(r"bytes (?:(\d{1,15})-\d{1,15}|\*)/(\d{1,15}|\*)")
#: Bytes there are, and bytes there will be when that is known.
Seen = Callable[[int, int | None], None]


class Download:
    """A file on its way to `path`. What has come of it is beside it, with the validator of the version it is of."""

    def __init__(self, path: Path, seen: Seen = lambda done, total: None, *, limit: int = MAX_FILE) -> None:
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        self._version = path.with_name(f"{path.name}.version")
        self._seen = seen
        self._limit = limit

    @property
    def is_whole(self) -> bool:
        """Whether every byte is there."""
        return self.path.is_file()

    def forget(self) -> None:
        """Removes all there is of the file."""
        for one in (self.path, self._part, self._version):
            one.unlink(missing_ok=True)

    def headers(self) -> dict[str, str]:
        """What to send: the rest alone where a part is there of a version that can be named, else the whole."""
        # A range counts the bytes that are sent: packed ones could not be gone on with.
        plain = {"Accept-Encoding": "identity"}
        held, version = self._held(), self._kept_version()
        if not held or not version:
            return plain
        return {**plain, "Range": f"bytes={held}-", "If-Range": version}

    def take(self, url: str, status: int, headers: Mapping[str, str], pieces: Iterable[bytes]) -> None:
        """Writes an answer 200, 206 or 416 to the disk; whatever came of it is kept when it breaks off."""
        encoding = headers.get("content-encoding", "").strip().lower()
        if encoding not in ("", "identity"):
            raise UnusableError(f"sent as {encoding[:60]!r}, which was not offered", NEXT_RUN)
        start, total = self._place(url, status, headers)
        self._refuse_too_large(start, total)
        self._refuse_full_disk(url, (total or 0) - start)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if start == 0:
                # In this order: killed in between, no part of one version bears the name of another.
                self._part.unlink(missing_ok=True)
                self._version.write_text(json.dumps(_version_of(headers)), "utf-8")
            with self._part.open("r+b" if start else "wb") as file:
                file.seek(start)
                for piece in () if status == 416 else pieces:
                    start += len(piece)
                    self._refuse_too_large(start, total)
                    file.write(piece)
                    self._seen(start, total)
            if total is not None and start != total:
                told = f"{url}: {start:,} bytes came, {total:,} were announced"
                raise FailedTryError(UnreachableError(told, NEXT_RUN))
            self._part.replace(self.path)
            self._version.unlink(missing_ok=True)
        except OSError as fault:
            raise RawStoreError(
                f"{self._part}: the file cannot be kept ({fault.strerror or fault})",
                "free space or choose another folder with SKILLTIDE_DATA",
            ) from fault

    def _held(self) -> int:
        return self._part.stat().st_size if self._part.is_file() else 0

    def _kept_version(self) -> str | None:
        try:
            kept = json.loads(self._version.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, str) else None

    def _place(self, url: str, status: int, headers: Mapping[str, str]) -> tuple[int, int | None]:
        """Where the bytes of an answer belong, and how many the whole has."""
        if status == 200:
            length = headers.get("content-length", "")
            return 0, int(length) if re.fullmatch("[0-9]{1,15}", length) else None
        found, held = _RANGE.fullmatch(headers.get("content-range", "").strip()), self._held()
        total = int(found[2]) if found and found[2] != "*" else None
        first = int(found[1]) if found and found[1] else None
        if status == 416 and total == held and held:
            return held, total
        if status == 206 and held and first == held and total is not None:
            return held, total
        self.forget()
        told = f"{url}: the rest of a file was asked for from byte {held:,} on, and the answer is not that"
        raise FailedTryError(UnreachableError(told, NEXT_RUN))

    def _refuse_too_large(self, held: int, total: int | None) -> None:
        if max(held, total or 0) > self._limit:
            self.forget()
            raise UnusableError(
                f"larger than the {self._limit:,} bytes that are taken of one file",
                "switch it off in sources.toml if it stays so; nothing of it was kept",
            )

    def _refuse_full_disk(self, url: str, missing: int) -> None:
        folder = next(one for one in self.path.parents if one.is_dir())
        free = shutil.disk_usage(folder).free
        if free < missing + _SPARE:
            raise RawStoreError(
                f"{url}: {missing / 1e6:,.0f} MB are to come and {free / 1e6:,.0f} MB are free in {folder}",
                "free space or choose another folder with SKILLTIDE_DATA",
            )


def _version_of(headers: Mapping[str, str]) -> str | None:
    """What names a version exactly: a strong ETag, else the moment of the last change."""
    etag = headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("last-modified")
