"""Reed: advertisements of the United Kingdom, with the user's key.

Asks for: `GET www.reed.co.uk/api/1.0/search?keywords=Q` for every query of `sources.toml`, a hundred results a page,
at most `pages` of each, once a day; then each advertisement they name, once in its life and at most `details` a day,
because a result holds only a snippet. The key is the user name of a Basic authorisation without a password.
A row: one advertisement, read from its own answer; a page of results holds none. Employers may hide the pay.
Dates: `date` of the result and `datePosted` of the advertisement, both DD/MM/YYYY.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from extractors.raw import RawResponse
from extractors.records import Period, Posting
from extractors.sources.aggregators import JOBS, ask_pages, description, employer_of, key_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, plausible_day, read_json
from extractors.sources.boards import read_rows
from extractors.sources.fields import employment_of, native_id, pay, required_id, required_title, web_address
from extractors.sources.options import Options, texts, whole_number

OPTIONS: Options = {"queries": list, "pages": int, "details": int}
_URL = "https://www.reed.co.uk/api/1.0"
_PAGE = 100
_WAITING = "reed:waiting"
_PERIODS: dict[str, Period] = {
    "per annum": "year", "per month": "month", "per week": "week", "per day": "day", "per hour": "hour",
}  # fmt: skip


def from_table(where: str, table: Mapping[str, Any]) -> "Reed":
    """The queries, most pages and most advertisements a day of `[reed]`."""
    return Reed(
        texts(where, "queries", table.get("queries", [])),
        whole_number(where, "pages", table.get("pages", 3), 1, 50),
        whole_number(where, "details", table.get("details", 300), 1, 5000),
    )


class Reed:
    """The queries of `sources.toml`."""

    name = "reed"
    kind: SourceKind = "posting"

    def __init__(self, queries: tuple[str, ...], pages: int, details: int) -> None:
        self._queries = queries
        self._pages = pages
        self._details = details

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The results not kept today, and the advertisements they name that were never asked for."""
        waiting = (client.recall(_WAITING) or "").split()
        for query in self._queries:
            for page in ask_pages(
                client,
                plan,
                f"{self.name}:{query}:{plan.as_of}",
                pages=range(self._pages),
                request=lambda page, query=query: self._results(plan, query, page),  # type: ignore[misc]
                more=lambda response, _: len(rows_of(response, "results", source=self.name)) == _PAGE,
            ):
                # Results are not asked for twice a day: what they name is noted, so that a killed run loses none.
                waiting = list(dict.fromkeys([*waiting, *_ids(page)]))
                client.note(_WAITING, " ".join(waiting))
                yield page
        due = [native for native in waiting if not plan.already(f"{self.name}:job:{native}")]
        client.note(_WAITING, " ".join(due))
        client.expect(len(due[: self._details]))
        for native in due[: self._details]:
            response = client.get(self._asked(plan, f"{_URL}/jobs/{native}", "job", f"{self.name}:job:{native}"))
            if response is not None:
                yield response

    def _results(self, plan: Plan, query: str, page: int) -> Request:
        asked = urlencode({"keywords": query, "resultsToTake": _PAGE, "resultsToSkip": page * _PAGE})
        return self._asked(plan, f"{_URL}/search?{asked}", "results", None)

    def _asked(self, plan: Plan, url: str, what: str, key: str | None) -> Request:
        user = b64encode(f"{key_of(plan, self.name)}:".encode()).decode()
        return Request(
            url, expect="json", accept="application/json", key=key, meta={"what": what},
            headers={"Authorization": "Basic {key}"}, secrets={"{key}": user},
        )  # fmt: skip

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The one advertisement of an answer; a page of results holds none."""
        if response.meta.get("what") == "results":
            return
        job = read_json(response.body, where=f"reed: {response.url}")
        yield from read_rows(self.name, response, [job], lambda row: self._posting(row, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "jobId")
        period = _PERIODS.get(str(job.get("salaryType")).lower())
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(job.get("employerName"), native),
            title=required_title(label(job.get("jobTitle")), native),
            text=description(job.get("jobDescription"), native),
            url=web_address(job.get("jobUrl"), f"https://www.reed.co.uk/jobs/{native}"),
            posted_on=_day(job.get("datePosted") or job.get("date"), response.fetched_at),
            location=label(job.get("locationName")),
            country="GB",
            employment_type=employment_of(job.get("jobType"), job.get("contractType")),
            salary=pay(job.get("minimumSalary"), job.get("maximumSalary"), job.get("currency"), period),
        )


def _ids(page: RawResponse) -> list[str]:
    rows = rows_of(page, "results", source="reed")
    found = [native_id(row.get("jobId")) for row in rows if isinstance(row, dict)]
    return [native for native in found if native and native.isascii() and native.isdigit()]


def _day(value: object, seen: datetime) -> date | None:
    """DD/MM/YYYY, never the other way round."""
    try:
        return plausible_day(datetime.strptime(str(value).strip(), "%d/%m/%Y").replace(tzinfo=UTC).date(), seen=seen)
    except ValueError:
        return None
