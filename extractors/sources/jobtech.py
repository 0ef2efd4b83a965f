"""JobTech Sweden: the public employment service's advertisements in occupational fields of `sources.toml`.

Asks for: of every whole year since 2016 the sample of one advertisement in a hundred (a zip of 8 to 15 MB), once; of
the last `stream_days` days what the stream says of each that is over, once, with five minutes of overlap. The service
wants a minute between two requests of the stream. The complete yearly files (up to 1.4 GB) are not asked for.
A row: one advertisement with its text; `original_id` is its id where there is one, because the archive's own id changes
with the text. Fields are lists in the archive and objects in the stream; both are read. A removal has no text and is
passed over. Contact persons, e-mail addresses and telephone numbers are not read.
Dates: `publication_date`, without a zone; the day in Sweden, as written. Files of a year hold rows of others too.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected
from extractors.sources.aggregators import JOBS, employer_of, label
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.countries import country_code
from extractors.sources.fields import native_id, place_text, required_title, text_in, web_address
from extractors.sources.jsonlines import json_lines
from extractors.sources.options import Options, texts, whole_number
from extractors.text import clean_text, stored_text

OPTIONS: Options = {"fields": list, "stream_days": int}
_SAMPLES = "https://data.jobtechdev.se/annonser/historiska/berikade/exempel/"
_STREAM = "https://jobstream.api.jobtechdev.se/v2/stream"
_PAGE = "https://arbetsformedlingen.se/platsbanken/annonser/"
_FIRST_YEAR = 2016
#: The sample of a year is called after the quarter up to which it was made where it does not cover the whole year.
_NAMES = {2025: "2025_Q3_1_percent_jsonl.zip"}
_MAX_SAMPLE = 64 * 1024 * 1024
_MAX_DAY = 96 * 1024 * 1024
_WORKING_TIME = {"heltid": "full_time", "deltid": "part_time"}


def from_table(where: str, table: Mapping[str, Any]) -> "JobTech":
    """The occupational fields and the days of the stream of `[jobtech]`."""
    return JobTech(
        texts(where, "fields", table.get("fields", [])),
        whole_number(where, "stream_days", table.get("stream_days", 14), 0, 90),
    )


class JobTech:
    """The samples of past years and the stream of the last days."""

    name = "jobtech"
    kind: SourceKind = "posting"

    def __init__(self, fields: tuple[str, ...], stream_days: int) -> None:
        self._fields = frozenset(fields)
        self._stream_days = stream_days

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The years of the window that are over, then its last days, whatever of them is not kept yet."""
        years = range(max(plan.since.year, _FIRST_YEAR), plan.as_of.year)
        first = max(plan.since, plan.as_of - timedelta(days=self._stream_days))
        days = [first + timedelta(days=step) for step in range((plan.as_of - first).days)]
        due = [self._sample(year) for year in years] + [self._day(day) for day in days]
        due = [request for request in due if not plan.already(str(request.key))]
        client.expect(len(due))
        for request in due:
            response = client.get(request)
            if response is not None:
                yield response

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
                if row.get("removed") is not True and self._wanted(row):
                    yield self._posting(row, response)
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
