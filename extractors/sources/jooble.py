"""Jooble: results of the queries of `sources.toml`, with the user's key.

Asks for: `POST jooble.org/api/KEY` with keywords, place and page, at most `pages` of each query, once a day; a key is
said to be good for 500 requests.
A row: one result. Only a snippet of the text is given, and its terms were not read: the snippet is not stored, the row
is kept without a text and counts among all advertisements only. A result without an id is known by its address.
Dates: `updated`, without a zone, taken as UTC: the last change, which is all there is.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, ask_pages, employer_of, key_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_in
from extractors.sources.fields import employment_of, native_id, required_title, web_address
from extractors.sources.options import Options, texts, whole_number

OPTIONS: Options = {"queries": list, "location": str, "pages": int}
_URL = "https://jooble.org/api/{key}"


def from_table(where: str, table: Mapping[str, Any]) -> "Jooble":
    """The queries, their place and most pages of `[jooble]`."""
    return Jooble(
        texts(where, "queries", table.get("queries", [])),
        table.get("location", ""),
        whole_number(where, "pages", table.get("pages", 3), 1, 50),
    )


class Jooble:
    """The queries of `sources.toml`."""

    name = "jooble"
    kind: SourceKind = "posting"

    def __init__(self, queries: tuple[str, ...], location: str, pages: int) -> None:
        self._queries = queries
        self._location = location
        self._pages = pages

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every page not kept today, up to the first empty one of each query."""
        client.expect(len(self._queries) * self._pages)
        for query in self._queries:
            yield from ask_pages(
                client,
                plan,
                f"{self.name}:{query}:{self._location}:{plan.as_of}",
                pages=range(1, self._pages + 1),
                request=lambda page, query=query: self._request(plan, query, page),  # type: ignore[misc]
                more=lambda response, _: bool(rows_of(response, "jobs", source=self.name)),
            )

    def _request(self, plan: Plan, query: str, page: int) -> Request:
        asked = {"keywords": query, "location": self._location, "page": str(page)}
        return Request(
            _URL, expect="json", accept="application/json", meta={"query": query, "page": str(page)},
            body=json.dumps(asked).encode(), secrets={"{key}": key_of(plan, self.name)},
        )  # fmt: skip

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The results of one page."""
        rows = rows_of(response, "jobs", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        link = web_address(job.get("link"), "")
        native = native_id(job.get("id")) or (blake2b(link.encode(), digest_size=10).hexdigest() if link else None)
        if native is None:
            raise ParseError("neither an id nor an address")
        place = label(job.get("location"))
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(job.get("company"), native),
            title=required_title(label(job.get("title")), native),
            text="",
            url=link or response.url,
            posted_on=day_of(job.get("updated"), seen=response.fetched_at),
            location=place,
            country=country_in(place),
            employment_type=employment_of(job.get("type")),
        )
