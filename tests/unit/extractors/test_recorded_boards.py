"""Every recorded row of every board and careers page is read: recorded rows against stored postings.

Run with the folder of recordings in `SKILLTIDE_SHARED` and `-s` to see the table.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected
from extractors.sources.registry import source_modules

pytestmark = pytest.mark.shared
SEEN = datetime(2026, 9, 1, tzinfo=UTC)
#: Source, where its recordings lie, the board in their path, and how rows are told apart.
BOARDS = (
    ("greenhouse", "boards-api.greenhouse.io/v1/boards/*/jobs.json", r"/boards/([^/]+)/", "id"),
    ("lever", "api.lever.co/v0/postings/*.json", r"/postings/([^/]+)\.json", "id"),
    ("ashby", "api.ashbyhq.com/posting-api/job-board/*.json", r"/job-board/([^/]+)\.json", "id"),
    ("workable", "apply.workable.com/api/v1/widget/accounts/*.json", r"/accounts/([^/]+)\.json", "shortcode"),
    ("recruitee", "*.recruitee.com/api/offers.json", r"/([^/]+)\.recruitee\.com/", "id"),
    ("personio", "*.jobs.personio.de/xml.xml", r"/([^/]+)\.jobs\.personio\.de/", ""),
    ("teamtailor", "*.teamtailor.com/jobs.rss.xml", r"/([^/]+)\.teamtailor\.com/", ""),
    ("careers", "careers.test/*.html", r"/careers\.test/([^/]+)\.html", ""),
)


class Line(NamedTuple):
    """One recording: its rows, how many of them are distinct, and what came of them."""

    source: str
    board: str
    recorded: int
    distinct: int
    stored: int
    set_aside: list[str]
    listed: int | None


def recordings() -> Iterator[tuple[str, str, str, bytes]]:
    folder = Path(os.environ.get("SKILLTIDE_SHARED", "absent")) / "web" / "recorded"
    if not folder.is_dir():
        pytest.skip("the recorded web is not here; say where with SKILLTIDE_SHARED")
    for source, pattern, board, key in BOARDS:
        for path in sorted(folder.glob(pattern)):
            found = re.search(board, str(path))
            assert found is not None
            yield source, found[1], key, path.read_bytes()


def ids_of(source: str, body: bytes, key: str) -> list[str]:
    """The ids of the rows of a recording, told without the readers under test."""
    text = body.decode("utf-8")
    if source == "personio":
        return re.findall(r"<position>\s*<id>(\d+)</id>", text)
    if source == "teamtailor":
        return re.findall(r"<guid>([^<]+)</guid>", text)
    if source == "careers":
        return ["page"] * len(re.findall(r'"@type":\s*"JobPosting"', text))
    payload = json.loads(text)
    rows = payload if isinstance(payload, list) else payload.get("jobs", payload.get("offers"))
    return [str(row[key]) for row in rows]


def read(source: str, board: str, key: str, body: bytes) -> tuple[Line, list[Posting]]:
    url = f"https://careers.test/{board}.html" if source == "careers" else f"https://{board}.test/"
    response = RawResponse("r", source, url, 200, {}, body, SEEN, {"board": board})
    records: list[Any] = list(source_modules()[source].from_table("t", {}).parse(response))
    postings = [one for one in records if isinstance(one, Posting)]
    listed = [len(one.native_ids) for one in records if isinstance(one, Listing)]
    ids = ids_of(source, body, key)
    reasons = [one.reason for one in records if isinstance(one, Rejected)]
    stored = len({one.posting_id for one in postings})
    return Line(source, board, len(ids), len(set(ids)), stored, reasons, listed[0] if listed else None), postings


def test_no_recorded_row_is_lost() -> None:
    lines = [read(*one)[0] for one in recordings()]
    print("\nsource       board                                   recorded distinct stored listed set aside")
    for line in lines:
        print(
            f"{line.source:12} {line.board[:38]:38} {line.recorded:9} {line.distinct:8} {line.stored:6} "
            f"{line.listed if line.listed is not None else '-':>6} {'; '.join(line.set_aside)}"
        )
    assert {line.source for line in lines} == {source for source, *_ in BOARDS}
    for line in lines:
        assert line.stored == line.distinct, line
        assert line.listed in (None, line.distinct), line
        # A page without a JobPosting is told; nothing else of what was recorded is set aside.
        assert line.set_aside == ([] if line.recorded else ["no JobPosting on the page"]), line


def test_what_recorded_rows_state_is_read() -> None:
    postings = [posting for one in recordings() for posting in read(*one)[1]]
    assert all(posting.posted_on and posting.title and posting.employer for posting in postings)
    assert all(posting.url.startswith("https://") for posting in postings)
    assert not [posting for posting in postings if re.search(r"\w@\w+\.\w", posting.text)]
    assert not [
        posting for posting in postings if re.search(r"&(?:lt|gt|amp|nbsp|#\d+);|</?(?:p|li|div)\b", posting.text)
    ]
    assert sum(posting.country is not None for posting in postings) >= 0.8 * len(postings)
    assert sum(posting.workplace is not None for posting in postings) >= 0.7 * len(postings)
