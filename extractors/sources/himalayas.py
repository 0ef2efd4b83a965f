"""Himalayas: remote postings, newest first, twenty a page.

Asks for: `GET himalayas.app/jobs/api?limit=20`, then with the cursor each answer gives, or by the number of rows
received where it gives none; once a day, at most `pages`, and only as far back as the window or the rows of the last
complete round reach. The cursor is noted after every page, so a round that was cut short goes on where it stopped.
A row: one posting; `guid`, its address, is its id. An empty list of places means anywhere; the name of a country may
hold a comma. Pay is what somebody typed ("4 to 5500 a month"): a range over ten times wide is not used.
Dates: `pubDate`, seconds since 1970.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Salary
from extractors.sources.aggregators import JOBS, MAX_ANSWER, description, employer_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import (
    employment_of,
    native_id,
    pay,
    period_of,
    places_text,
    required_id,
    required_title,
    web_address,
)
from extractors.sources.options import Options, whole_number

OPTIONS: Options = {"pages": int}
_URL = "https://himalayas.app/jobs/api?limit=20"
_HOME = "https://himalayas.app/companies/"
_NEWEST = "himalayas:newest"
_WIDEST = 10
_OVERLAP = timedelta(days=2)


def from_table(where: str, table: Mapping[str, Any]) -> "Himalayas":
    """The most pages a day of `[himalayas]`."""
    return Himalayas(whole_number(where, "pages", table.get("pages", 50), 1, 400))


class Himalayas:
    """The newest postings, at most `pages` times twenty a day."""

    name = "himalayas"
    kind: SourceKind = "posting"

    def __init__(self, pages: int = 50) -> None:
        self._pages = pages

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Pages until one is older than what is wanted, is empty, or shows nothing that was not shown before."""
        work = f"{self.name}:{plan.as_of}"
        if plan.already(work):
            client.expect(0)
            return
        kept = json.loads(client.recall(work) or "{}")
        cursor, done, newest = kept.get("cursor", ""), kept.get("done", 0), kept.get("newest")
        back_to = _back_to(plan, client.recall(_NEWEST))
        client.expect(self._pages - done)
        before: set[str] = set()
        while done < self._pages:
            response = client.get(self._request(cursor))
            if response is None:
                return
            yield response
            rows = rows_of(response, "jobs", source=self.name)
            ids = {str(row.get("guid")) for row in rows if isinstance(row, dict)}
            days = [day for day in (_posted(row, response) for row in rows) if day is not None]
            newest = newest or (str(max(days)) if days else None)
            if ids <= before or (days and max(days) < back_to):
                break
            before, done = ids, done + 1
            cursor = _next(response, cursor, len(rows))
            client.note(work, json.dumps({"cursor": cursor, "done": done, "newest": newest}))
        if newest:
            client.note(_NEWEST, newest)
        client.finished(work)

    @staticmethod
    def _request(cursor: str) -> Request:
        return Request(_URL + cursor, expect="json", accept="application/json", max_bytes=MAX_ANSWER)

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one page."""
        rows = rows_of(response, "jobs", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        guid = required_id(job, "guid")
        native = guid.removeprefix(_HOME)
        places = job.get("locationRestrictions")
        named = [place for place in map(label, places) if place] if isinstance(places, list) else None
        company = label(job.get("companyName"))
        # Some rows have the name of the field where the name of the company should be.
        if company in (None, "name"):
            company = str(job.get("companySlug") or "").replace("-", " ")
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(company, native),
            title=required_title(label(job.get("title")), native),
            text=description(job.get("description"), native),
            url=web_address(job.get("guid"), web_address(job.get("applicationLink"), response.url)),
            posted_on=_posted(job, response),
            location=None if named is None else places_text(named) or "Worldwide",
            country=single_country(country_code(one) for one in named) if named and len(named) == 1 else None,
            workplace="remote",
            employment_type=employment_of(job.get("employmentType")),
            salary=_sound_pay(job),
        )


def _back_to(plan: Plan, newest: str | None) -> date:
    """How far back a round goes: the whole window the first time, later to the last round with an overlap."""
    return max(plan.since, date.fromisoformat(newest) - _OVERLAP) if newest else plan.since


def _posted(row: object, response: RawResponse) -> date | None:
    return day_of(row.get("pubDate"), seen=response.fetched_at) if isinstance(row, dict) else None


def _next(response: RawResponse, cursor: str, received: int) -> str:
    """What to add to the address for the next page: the cursor the answer gives, else the rows received so far."""
    payload = read_json(response.body, where=response.url)
    found = native_id(payload.get("nextCursor")) if isinstance(payload, dict) else None
    if found:
        return f"&cursor={quote(found, safe='')}"
    if "cursor=" in cursor:
        raise ParseError(f"himalayas: no nextCursor in the answer ({response.url})")
    return f"&offset={int(cursor.removeprefix('&offset=') or 0) + received}"


def _sound_pay(job: dict[str, Any]) -> Salary | None:
    found = pay(job.get("minSalary"), job.get("maxSalary"), job.get("currency"), period_of(job.get("salaryPeriod")))
    if found and found.low and found.high and found.high > _WIDEST * found.low:
        return None
    return found
