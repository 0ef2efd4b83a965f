"""Arbeitnow: a rotating slice of postings in Germany and beyond, page by page.

Asks for: `GET arbeitnow.com/api/job-board-api?page=N` until a page is empty, every page once a day. The address of the
next page carries a parameter that changes, so pages are numbered here.
A row: one posting; `slug` is its id. Two equal requests give different rows, so a row that is missing says nothing.
Some descriptions come escaped once more, others do not. The place has no country.
Dates: `created_at`, seconds since 1970.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, ask_pages, description, employer_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_in
from extractors.sources.fields import employment_of, required_id, required_title, web_address
from extractors.sources.options import Options, whole_number

OPTIONS: Options = {"pages": int}
_URL = "https://www.arbeitnow.com/api/job-board-api?page="


def from_table(where: str, table: Mapping[str, Any]) -> "Arbeitnow":
    """The most pages of `[arbeitnow]`."""
    return Arbeitnow(whole_number(where, "pages", table.get("pages", 60), 1, 500))


class Arbeitnow:
    """All pages the service gives at a time, at most `pages`."""

    name = "arbeitnow"
    kind: SourceKind = "posting"

    def __init__(self, pages: int = 60) -> None:
        self._pages = pages

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page not kept today, up to the first empty one: short pages occur in the middle."""
        yield from ask_pages(
            client,
            plan,
            f"{self.name}:{plan.as_of}",
            pages=range(1, self._pages + 1),
            request=lambda page: Request(f"{_URL}{page}", expect="json", accept="application/json"),
            more=lambda response, _: bool(rows_of(response, "data", source=self.name)),
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one page."""
        rows = rows_of(response, "data", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "slug")
        place, types = label(job.get("location")), job.get("job_types")
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(job.get("company_name"), native),
            title=required_title(label(job.get("title")), native),
            text=description(job.get("description"), native),
            url=web_address(job.get("url"), response.url),
            posted_on=day_of(job.get("created_at"), seen=response.fetched_at),
            location=place,
            country=country_in(place),
            workplace="remote" if job.get("remote") is True else None,
            employment_type=employment_of(*types) if isinstance(types, list) else None,
        )
