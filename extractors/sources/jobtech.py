"""JobTech Sweden: the public employment service's advertisements in occupational fields of `sources.toml`.

Asks for: with `files = "complete"` every year since 2016 that is over (a zip of 0.5 to 1.4 GB), once, and once what is
open now (the snapshot of the stream, some 300 MB). They are taken to disk, go on where they broke off, and are kept as
pieces of the rows of the wanted fields, a few megabytes each; the file is deleted then. With `files = "samples"`
instead the sample of one advertisement in a hundred of each year (8 to 15 MB): for a look at it, as its numbers do not
go with those of the stream. Then, day by day, what the stream says of each that is over, once, with five minutes of
overlap: `stream_days` back at first, later from the last day on, at most 90. The service wants a minute between two
requests of the stream. Files of quarters of the running year have no known name and are not asked for; what opened and
closed between the last year and the stream is missing.
A row: one advertisement with its text; `original_id` is its id where there is one, because the archive's own id changes
with the text. Fields are lists in the archive and objects in the stream; both are read. A removal has no text: it
closes the advertisement on its day and overwrites nothing; in files of past years the last day it was published for
closes it, which is an estimate. Contact persons, e-mail addresses and telephone numbers are not read.
Dates: `publication_date`, without a zone; the day in Sweden, as written. Files of a year hold rows of others too.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected, Removed
from extractors.sources.aggregators import JOBS, employer_of, label
from extractors.sources.archives import keep_archive
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.countries import country_code
from extractors.sources.fields import native_id, place_text, required_title, text_in, web_address
from extractors.sources.jsonlines import json_lines
from extractors.sources.options import Options, one_of, texts, whole_number
from extractors.text import clean_text, stored_text

OPTIONS: Options = {"fields": list, "files": str, "stream_days": int}
_FILES = "https://data.jobtechdev.se/annonser/historiska/"
_SAMPLES = f"{_FILES}berikade/exempel/"
_STREAM = "https://jobstream.api.jobtechdev.se/v2/stream"
_SNAPSHOT = "https://jobstream.api.jobtechdev.se/v2/snapshot"
_PAGE = "https://arbetsformedlingen.se/platsbanken/annonser/"
_FIRST_YEAR = 2016
#: The sample of a year is called after the quarter up to which it was made where it does not cover the whole year.
_NAMES = {2025: "2025_Q3_1_percent_jsonl.zip"}
_MAX_SAMPLE = 64 * 1024 * 1024
_MAX_DAY = 96 * 1024 * 1024
#: Removals are kept there for so long.
_LONGEST_STREAM = timedelta(days=90)
_STREAMED = "jobtech:streamed"
_FIELD = re.compile(rb'"occupation_field"\s*:\s*(\[[^\[\]]{0,2000}\]|\{[^{}]{0,1000}\})')
_WORKING_TIME = {"heltid": "full_time", "deltid": "part_time"}


def from_table(where: str, table: Mapping[str, Any]) -> "JobTech":
    """The occupational fields, the kind of files and the days of the stream of `[jobtech]`."""
    return JobTech(
        texts(where, "fields", table.get("fields", [])),
        whole_number(where, "stream_days", table.get("stream_days", 14), 0, 90),
        complete=one_of(where, "files", table.get("files", "complete"), ("complete", "samples")) == "complete",
    )


class JobTech:
    """The files of past years and the stream of the last days."""

    name = "jobtech"
    kind: SourceKind = "posting"

    def __init__(self, fields: tuple[str, ...], stream_days: int, *, complete: bool = True) -> None:
        self._fields = frozenset(fields)
        self._ids = [field.encode() for field in sorted(fields)]
        self._stream_days = stream_days
        self._complete = complete

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The years of the window that are over, then its last days, whatever of them is not kept yet."""
        years = range(max(plan.since.year, _FIRST_YEAR), plan.as_of.year)
        days = self._days(client, plan)
        due = [self._day(day) for day in days]
        archives: list[tuple[str, str]] = []
        if self._complete:
            archives = [(self._work(str(year)), f"{_FILES}{year}.jsonl.zip") for year in years]
            archives.append((self._work("snapshot"), _SNAPSHOT))
        else:
            due = [*map(self._sample, years), *due]
        archives = [(work, url) for work, url in archives if not plan.already(work)]
        due = [request for request in due if not plan.already(str(request.key))]
        client.expect(len(archives) + len(due))
        for work, url in archives:
            yield from keep_archive(client, plan, url, work=work, wanted=self._may_be_wanted)
        for request in due:
            response = client.get(request)
            if response is not None:
                yield response
        if days and all(plan.already(str(self._day(day).key)) for day in days):
            client.note(_STREAMED, str(days[-1]))

    def _days(self, client: SourceClient, plan: Plan) -> list[date]:
        """The days of the stream that are over: `stream_days` of them, or all since the last one that was asked for."""
        first = max(plan.since, plan.as_of - timedelta(days=self._stream_days))
        last = client.recall(_STREAMED)
        if last and self._stream_days:
            first = max(min(first, date.fromisoformat(last)), plan.as_of - _LONGEST_STREAM)
        return [first + timedelta(days=step) for step in range((plan.as_of - first).days)]

    def _work(self, what: str) -> str:
        """Names the rows of the wanted fields in a file: with other fields it is asked for anew."""
        return f"{self.name}:{what}:{'+'.join(sorted(self._fields)) or 'all'}"

    def _may_be_wanted(self, line: bytes) -> bool:
        """Whether a line need be kept: all but those whose field is told and is another one."""
        told = _FIELD.search(line)
        return not self._ids or told is None or b"concept_id" not in told[1] or any(one in told[1] for one in self._ids)

    def _sample(self, year: int) -> Request:
        name = _NAMES.get(year, f"{year}_beta1_1_percent_jsonl.zip")
        return Request(
            _SAMPLES + name, key=f"{self.name}:sample:{year}", meta={"what": "sample"}, max_bytes=_MAX_SAMPLE,
            deadline_s=600, read_timeout_s=60,
        )  # fmt: skip

    def _day(self, day: date) -> Request:
        window = [
            ("updated-after", f"{day - timedelta(days=1)}T23:55:00"),
            ("updated-before", f"{day + timedelta(days=1)}T00:00:00"),
        ]
        query = urlencode(window + [("occupation-concept-id", field) for field in sorted(self._fields)])
        return Request(
            f"{_STREAM}?{query}", key=f"{self.name}:stream:{day}", meta={"what": "stream"}, accept="application/json",
            max_bytes=_MAX_DAY, deadline_s=600, read_timeout_s=300,
        )  # fmt: skip

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The advertisements of a sample or of a day, of the fields that are wanted."""
        for number, row in enumerate(self._rows(response), 1):
            try:
                if isinstance(row, ParseError):
                    raise row
                if not isinstance(row, dict):
                    raise ParseError(f"expected an object, found {type(row).__name__}")
                if self._wanted(row) and not _is_sparse(row):
                    yield self._posting(row, response)
                yield from self._removed(row, response)
            except ParseError as fault:
                yield Rejected(self.name, response.url, "unreadable posting", f"row {number}: {fault.message}")

    @staticmethod
    def _rows(response: RawResponse) -> Iterator[Any]:
        where = f"jobtech: {response.url}"
        if response.body.lstrip()[:1] == b"[":
            return iter(read_json(response.body, where=where))
        return json_lines(response.body, where=where)

    def _wanted(self, row: dict[str, Any]) -> bool:
        """Whether it is in one of the fields; one whose field is not told is read."""
        told = [str(one.get("concept_id")) for one in _objects(row.get("occupation_field"))]
        return not self._fields or not told or any(one in self._fields for one in told)

    def _removed(self, row: dict[str, Any], response: RawResponse) -> Iterator[Removed]:
        """The end of an advertisement: the removal, in files of past years else the last day it was published for."""
        native = native_id(row.get("original_id")) or native_id(row.get("id"))
        day = day_of(row.get("removed_date"), seen=response.fetched_at)
        if row.get("removed") is True:
            day = day or response.day
        elif response.url.startswith(_FILES):
            day = day or day_of(row.get("last_publication_date"), seen=response.fetched_at)
        else:
            return
        if native is not None and day is not None and day <= response.day:
            yield Removed(self.name, JOBS, native, day)

    def _posting(self, row: dict[str, Any], response: RawResponse) -> Posting:
        native = native_id(row.get("original_id")) or native_id(row.get("id"))
        if native is None:
            raise ParseError(f"no usable id ({str(row.get('id'))[:60]!r})")
        employer, place = _object(row.get("employer")), _object(row.get("workplace_address"))
        times = (str(label(one.get("label"))).lower() for one in _objects(row.get("working_hours_type")))
        remote = row.get("remote_work", row.get("remote"))
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(employer.get("name") or employer.get("workplace"), native),
            title=required_title(label(row.get("headline")), native),
            text=_text(row.get("description")),
            url=web_address(row.get("webpage_url"), _PAGE + native),
            posted_on=day_of(row.get("publication_date"), seen=response.fetched_at),
            location=place_text(place.get("city"), place.get("municipality"), place.get("region")),
            country=country_code(place.get("country")) or ("SE" if text_in(place.get("municipality")) else None),
            workplace="remote" if remote is True else None,
            employment_type=next((_WORKING_TIME[time] for time in times if time in _WORKING_TIME), None),
        )


def _is_sparse(row: dict[str, Any]) -> bool:
    """A removal of the stream, which is an id and little else."""
    return row.get("removed") is True and not text_in(row.get("headline"))


def _object(value: object) -> dict[str, Any]:
    """An object, or the first of a list of them; empty for anything else."""
    return next(iter(_objects(value)), {})


def _objects(value: object) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def _text(value: object) -> str:
    """The plain text, else the formatted one."""
    told = _object(value)
    plain, formatted = told.get("text"), told.get("text_formatted")
    if isinstance(plain, str) and plain.strip():
        return clean_text(plain)
    return stored_text(formatted) if isinstance(formatted, str) else ""
