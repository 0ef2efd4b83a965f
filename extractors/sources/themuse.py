"""The Muse: postings of two of its categories, twenty a page, with the user's key.

Asks for: `GET www.themuse.com/api/public/jobs?category=C&page=N` from page 0 on for every category of `sources.toml`,
once a week: rows are not in order and stay for years. Page 99 is the last the service gives for a query.
A row: one posting with its full text; "Flexible / Remote" among the places means remote. No pay, no kind of employment.
Dates: `publication_date`, ISO in UTC; half the rows are older than 139 days, so few of them are recent demand.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, ask_pages, description, employer_of, key_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_in, single_country
from extractors.sources.fields import places_text, required_id, required_title, web_address
from extractors.sources.options import Options, texts

OPTIONS: Options = {"categories": list}
_URL = "https://www.themuse.com/api/public/jobs"
_PAGES = 100
_REMOTE = "Flexible / Remote"


def from_table(where: str, table: Mapping[str, Any]) -> "TheMuse":
    """The categories of `[themuse]`."""
    return TheMuse(texts(where, "categories", table.get("categories", [])))


class TheMuse:
    """The categories of `sources.toml`."""

    name = "themuse"
    kind: SourceKind = "posting"

    def __init__(self, categories: tuple[str, ...]) -> None:
        self._categories = categories

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page of every category not kept this week."""
        year, week, _ = plan.as_of.isocalendar()
        for category in self._categories:
            yield from ask_pages(
                client,
                plan,
                f"{self.name}:{category}:{year}-W{week:02d}",
                pages=range(_PAGES),
                request=lambda page, category=category: self._request(plan, category, page),  # type: ignore[misc]
                more=_more,
            )

    def _request(self, plan: Plan, category: str, page: int) -> Request:
        query = urlencode({"category": category, "page": page})
        return Request(
            f"{_URL}?{query}&api_key={{key}}", expect="json", accept="application/json",
            secrets={"{key}": key_of(plan, self.name)},
        )  # fmt: skip

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one page."""
        rows = rows_of(response, "results", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "id")
        company, refs = job.get("company"), job.get("refs")
        places = _names(job.get("locations"))
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(company.get("name") if isinstance(company, dict) else None, native),
            title=required_title(label(job.get("name")), native),
            text=description(job.get("contents"), native),
            url=web_address(refs.get("landing_page") if isinstance(refs, dict) else None, response.url),
            posted_on=day_of(job.get("publication_date"), seen=response.fetched_at),
            location=places_text(places),
            country=single_country(country_in(place) for place in places if place != _REMOTE),
            workplace="remote" if _REMOTE in places else None,
        )


def _names(listed: object) -> list[str]:
    found = [label(one.get("name")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [name for name in found if name]


def _more(response: RawResponse, page: int) -> bool:
    """Whether there is a page after this one."""
    rows = rows_of(response, "results", source="themuse")
    count = read_json(response.body, where=response.url).get("page_count")
    return bool(rows) and not (isinstance(count, int) and page + 1 >= count)
