"""USAJOBS: open postings of the United States government in the series of `sources.toml`, with the user's key.

Asks for: `GET data.usajobs.gov/api/Search?JobCategoryCode=S&ResultsPerPage=500&Page=N` for every series, page by page,
once a day. The key has two parts, the e-mail address it was registered with (it is sent as the User-Agent, as the
service demands) and the key itself. Unknown parameters are ignored there in silence.
A row: one announcement with summary, duties and qualifications; its control number, the end of its address, is its id
and the same as in HistoricJOA. Pay is given as text with a code for the period; pay by the piece, by two weeks and no
pay are not stated as a range.
Dates: `PublicationStartDate`, without a zone; its day is taken as written (US Eastern, which is not documented).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Period, Posting, Salary
from extractors.sources.aggregators import JOBS, ask_pages, employer_of, key_pair, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import employment_of, pay, places_text, required_title
from extractors.sources.options import Options, texts
from extractors.text import stored_text

OPTIONS: Options = {"series": list}
KEY_FORM = "registered e-mail address:key"
_URL = "https://data.usajobs.gov/api/Search"
_PAGE = 500
_REACHABLE = 10_000 // _PAGE
_PERIODS: dict[str, Period] = {"PA": "year", "PH": "hour", "PD": "day", "PM": "month"}
_CONTROL_NUMBER = re.compile(r"/job/(\d{1,15})")
_PARTS = (
    ("JobSummary", "Summary"), ("MajorDuties", "Duties"), ("KeyRequirements", "Conditions of employment"),
    ("Requirements", "Requirements"), ("Education", "Education"),
)  # fmt: skip


def from_table(where: str, table: Mapping[str, Any]) -> "UsaJobs":
    """The occupational series of `[usajobs]`."""
    return UsaJobs(texts(where, "series", table.get("series", [])))


class UsaJobs:
    """The series of `sources.toml`."""

    name = "usajobs"
    kind: SourceKind = "posting"

    def __init__(self, series: tuple[str, ...]) -> None:
        self._series = series

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page of every series not kept today."""
        address, key = key_pair(plan, self.name, KEY_FORM)
        client.expect(len(self._series))
        for series in self._series:
            yield from ask_pages(
                client,
                plan,
                f"{self.name}:{series}:{plan.as_of}",
                pages=range(1, _REACHABLE + 1),
                request=lambda page, series=series: _request(series, page, address, key),  # type: ignore[misc]
                more=_more,
            )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The announcements of one page."""
        rows = rows_of(response, "SearchResult", "SearchResultItems", source=self.name)
        yield from read_rows(self.name, response, rows, lambda item: self._posting(item, response))

    def _posting(self, item: dict[str, Any], response: RawResponse) -> Posting:
        job = item.get("MatchedObjectDescriptor")
        if not isinstance(job, dict):
            raise ParseError("no 'MatchedObjectDescriptor'")
        found = _CONTROL_NUMBER.search(str(job.get("PositionURI")))
        if found is None:
            raise ParseError(f"no control number in 'PositionURI' ({str(job.get('PositionURI'))[:80]!r})")
        places = _objects(job.get("PositionLocation"))
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=found[1],
            employer=employer_of(job.get("OrganizationName") or job.get("DepartmentName"), found[1]),
            title=required_title(label(job.get("PositionTitle")), found[1]),
            text=_text(job),
            url=f"https://www.usajobs.gov/job/{found[1]}",
            posted_on=day_of(job.get("PublicationStartDate"), seen=response.fetched_at),
            location=places_text(label(place.get("LocationName")) for place in places),
            country=single_country(country_code(place.get("CountryCode")) for place in places),
            employment_type=employment_of(*(one.get("Name") for one in _objects(job.get("PositionSchedule")))),
            salary=_salary(job),
        )


def _request(series: str, page: int, address: str, key: str) -> Request:
    query = urlencode({"JobCategoryCode": series, "ResultsPerPage": _PAGE, "Page": page, "Fields": "Full"})
    return Request(
        f"{_URL}?{query}",
        expect="json",
        accept="application/json",
        headers={"User-Agent": "{address}", "Authorization-Key": "{key}"},
        secrets={"{address}": address, "{key}": key},
        deadline_s=120,
        read_timeout_s=60,
    )


def _more(response: RawResponse, page: int) -> bool:
    """Whether the service has postings beyond this page; where it gives no total, until a page is empty."""
    rows = rows_of(response, "SearchResult", "SearchResultItems", source="usajobs")
    total = read_json(response.body, where=response.url)["SearchResult"].get("SearchResultCountAll")
    return bool(rows) and not (isinstance(total, int) and page * _PAGE >= total)


def _objects(listed: object) -> list[dict[str, Any]]:
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _text(job: dict[str, Any]) -> str:
    area = job.get("UserArea")
    details = area.get("Details") if isinstance(area, dict) else None
    told = [(heading, _markup(details.get(part))) for part, heading in _PARTS] if isinstance(details, dict) else []
    told.append(("Qualifications", _markup(job.get("QualificationSummary"))))
    return stored_text("".join(f"<h3>{heading}</h3>{markup}" for heading, markup in told if markup))


def _markup(value: object) -> str:
    """A field that is one text or a list of points."""
    if isinstance(value, list):
        points = [point for point in value if isinstance(point, str) and point.strip()]
        return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>" if points else ""
    return f"<p>{value}</p>" if isinstance(value, str) and value.strip() else ""


def _salary(job: dict[str, Any]) -> Salary | None:
    for pays in _objects(job.get("PositionRemuneration")):
        period = _PERIODS.get(str(pays.get("RateIntervalCode")))
        if period:
            return pay(pays.get("MinimumRange"), pays.get("MaximumRange"), "USD", period)
    return None
