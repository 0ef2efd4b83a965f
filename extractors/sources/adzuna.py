"""Adzuna: advertisements of several countries, with the user's key and a licence only.

Asks for: `GET api.adzuna.com/v1/api/jobs/CC/search/N?what=W&results_per_page=50` for every country and query of
`sources.toml`, newest first, at most `pages` of each, once a day. Its terms forbid publishing counts and averages
without written consent: nothing is asked for, and nothing kept is loaded, unless `licensed = true` in `sources.toml`
says that there is one. The key has two parts.
A row: one advertisement. Its description is cut after 500 characters, so it is kept as a row without a text and counts
among all advertisements only. Pay that the service estimated itself is not used.
Dates: `created`, ISO in UTC.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, ask_pages, employer_of, key_pair, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code
from extractors.sources.fields import employment_of, pay, required_id, required_title, web_address
from extractors.sources.options import Options, texts, whole_number

OPTIONS: Options = {"countries": list, "queries": list, "pages": int}
KEY_FORM = "app_id:app_key"
_URL = "https://api.adzuna.com/v1/api/jobs"
_PAGE = 50
_CURRENCIES = {
    "gb": "GBP", "us": "USD", "de": "EUR", "fr": "EUR", "nl": "EUR", "at": "EUR", "be": "EUR", "es": "EUR",
    "it": "EUR", "au": "AUD", "br": "BRL", "ca": "CAD", "ch": "CHF", "in": "INR", "mx": "MXN", "nz": "NZD",
    "pl": "PLN", "sg": "SGD", "za": "ZAR",
}  # fmt: skip


def from_table(where: str, table: Mapping[str, Any]) -> "Adzuna":
    """The countries, queries and most pages of `[adzuna]`."""
    return Adzuna(
        texts(where, "countries", table.get("countries", [])),
        texts(where, "queries", table.get("queries", [])),
        whole_number(where, "pages", table.get("pages", 2), 1, 20),
    )


class Adzuna:
    """The queries of `sources.toml` in each of its countries."""

    name = "adzuna"
    kind: SourceKind = "posting"

    def __init__(self, countries: tuple[str, ...], queries: tuple[str, ...], pages: int) -> None:
        self._countries = countries
        self._queries = queries
        self._pages = pages

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page not kept today."""
        app_id, app_key = key_pair(plan, self.name, KEY_FORM)
        work = [(country, query) for country in self._countries for query in self._queries]
        client.expect(len(work) * self._pages)
        for country, query in work:
            yield from ask_pages(
                client,
                plan,
                f"{self.name}:{country}:{query}:{plan.as_of}",
                pages=range(1, self._pages + 1),
                request=lambda page, country=country, query=query: Request(  # type: ignore[misc]
                    f"{_URL}/{quote(country)}/search/{page}?app_id={{id}}&app_key={{key}}&"
                    + urlencode({"results_per_page": _PAGE, "what": query, "sort_by": "date"}),
                    expect="json",
                    accept="application/json",
                    meta={"country": country},
                    secrets={"{id}": app_id, "{key}": app_key},
                ),
                more=lambda response, _: len(rows_of(response, "results", source=self.name)) == _PAGE,
            )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The advertisements of one page."""
        rows = rows_of(response, "results", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native, country = required_id(job, "id"), response.meta.get("country", "")
        company, place = job.get("company"), job.get("location")
        estimated = str(job.get("salary_is_predicted", "0")) not in ("0", "False")
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(company.get("display_name") if isinstance(company, dict) else None, native),
            title=required_title(label(job.get("title")), native),
            text="",
            url=web_address(job.get("redirect_url"), response.url),
            posted_on=day_of(job.get("created"), seen=response.fetched_at),
            location=label(place.get("display_name")) if isinstance(place, dict) else None,
            country=country_code(country),
            employment_type=employment_of(job.get("contract_time"), job.get("contract_type")),
            salary=None
            if estimated
            else pay(job.get("salary_min"), job.get("salary_max"), _CURRENCIES.get(country), None),
        )
