"""USAJOBS HistoricJOA: announcements of the United States government since 2017, without their texts.

Asks for: `GET data.usajobs.gov/api/historicjoa` for every week of the window and every series of `sources.toml`, by the
day a position opened, page after page. A week of one series nearly always is one page, where a day of all series is
several and a page that fails leaves half a day. A week is asked for once when it has been over for seven days, an open
one once a day. It counts as finished only with its last page.
A row: one announcement: title, agency, dates, pay. There is no text, so it is kept as a row without one and counts
among all advertisements only. Its control number is the id and the same as in the search of USAJOBS.
Dates: `positionOpenDate`, the day as written (US Eastern, which is not documented); `positionCloseDate` closes the row
once it has passed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Removed
from extractors.sources.aggregators import JOBS, MAX_ANSWER, employer_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import (
    employment_of,
    native_id,
    pay,
    period_of,
    place_text,
    places_text,
    required_id,
    required_title,
)
from extractors.sources.options import Options, texts

OPTIONS: Options = {"series": list}
_URL = "https://data.usajobs.gov/api/historicjoa"
_FIRST = date(2017, 1, 1)
_CLOSED_AFTER = timedelta(days=7)
_WEEK = timedelta(days=7)


def from_table(where: str, table: Mapping[str, Any]) -> "HistoricJoa":
    """The occupational series of `[historicjoa]`."""
    return HistoricJoa(texts(where, "series", table.get("series", [])))


class HistoricJoa:
    """The series of `sources.toml`, week by week."""

    name = "historicjoa"
    kind: SourceKind = "posting"

    def __init__(self, series: tuple[str, ...]) -> None:
        self._series = series

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every week of every series that is due."""
        slices = [(week, series) for week in _weeks(max(plan.since, _FIRST), plan.as_of) for series in self._series]
        due = [one for one in slices if not plan.already(self._work(*one, plan))]
        client.expect(len(due))
        for week, series in due:
            yield from self._slice(client, week, series, self._work(week, series, plan))

    def _work(self, week: date, series: str, plan: Plan) -> str:
        closed = week + _WEEK + _CLOSED_AFTER <= plan.as_of
        return f"{self.name}:{series}:{week}" + ("" if closed else f":{plan.as_of}")

    def _slice(self, client: SourceClient, week: date, series: str, work: str) -> Iterator[RawResponse]:
        """All pages of a week; where a run was cut short, from the page it had reached."""
        query = urlencode({
            "StartPositionOpenDate": str(week), "EndPositionOpenDate": str(week + _WEEK - timedelta(days=1)),
            "PositionSeries": series,
        })  # fmt: skip
        url = client.recall(work) or f"{_URL}?{query}"
        while url:
            response = client.get(
                Request(
                    url, expect="json", accept="application/json", max_bytes=MAX_ANSWER, deadline_s=180,
                    read_timeout_s=120, empty_is_answer=True,
                )
            )  # fmt: skip
            if response is None:
                # The mark of a page may have gone stale: the next run begins the week anew.
                client.note(work, "")
                return
            yield response
            url = _next(response)
            client.note(work, url)
        client.finished(work)

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The announcements of one page; a week without any has no body."""
        if response.status == 204:
            return
        rows = rows_of(response, "data", source=self.name)
        yield from read_rows(self.name, response, rows, lambda row: self._posting(row, response))
        for row in rows:
            native = native_id(row.get("usajobsControlNumber")) if isinstance(row, dict) else None
            closed = day_of(row.get("positionCloseDate"), seen=response.fetched_at) if native else None
            if native and closed and closed <= response.day:
                yield Removed(self.name, JOBS, native, closed)

    def _posting(self, row: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(row, "usajobsControlNumber")
        places = _places(row)
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(row.get("hiringAgencyName") or row.get("hiringDepartmentName"), native),
            title=required_title(label(row.get("positionTitle")), native),
            text="",
            url=f"https://www.usajobs.gov/job/{native}",
            posted_on=day_of(row.get("positionOpenDate"), seen=response.fetched_at),
            location=places_text(
                place_text(one.get("positionlocationcity"), one.get("positionlocationstate")) for one in places
            ),
            country=single_country(country_code(one.get("positionlocationcountry")) for one in places),
            employment_type=employment_of(row.get("workSchedule")),
            salary=pay(row.get("minimumSalary"), row.get("maximumSalary"), "USD", period_of(row.get("salaryType"))),
        )


def _weeks(since: date, until: date) -> Iterator[date]:
    week = since - timedelta(days=since.weekday())
    while week <= until:
        yield week
        week += _WEEK


def _next(response: RawResponse) -> str:
    """The address of the next page, nothing after the last."""
    if response.status == 204:
        return ""
    payload = read_json(response.body, where=f"historicjoa: {response.url}")
    paging = payload.get("paging") if isinstance(payload, dict) else None
    named = paging.get("next") if isinstance(paging, dict) else None
    if not named:
        return ""
    url = urljoin(_URL, str(named))
    if not url.startswith(f"{_URL}?") or url == response.url:
        raise ParseError(f"historicjoa: the next page is said to be {url[:200]} ({response.url})")
    return url


def _places(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The places of a row; the case of these keys varies from year to year."""
    found = next((value for key, value in row.items() if key.lower() == "positionlocations"), None)
    listed = found if isinstance(found, list) else []
    return [{key.lower(): value for key, value in one.items()} for one in listed if isinstance(one, dict)]
