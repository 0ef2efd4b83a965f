"""Jobicy: the newest hundred remote postings in one request.

Asks for: `GET jobicy.com/api/v2/remote-jobs?count=100`, once a day (once an hour is allowed). A hundred is the most
that both readings of its manual allow; there are no pages.
A row: one posting; the place is where the candidate may live. Rows come some hours late on purpose.
Dates: `pubDate`, ISO with offset.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, DailyList, description, employer_of, label, rows_of
from extractors.sources.base import Record, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import employment_of, pay, period_of, required_id, required_title, web_address
from extractors.sources.options import Options

OPTIONS: Options = {}


def from_table(where: str, table: Mapping[str, Any]) -> "Jobicy":
    """The source of `[jobicy]`, which has no keys of its own."""
    return Jobicy()


class Jobicy(DailyList):
    """The one list of newest postings."""

    name = "jobicy"
    url = "https://jobicy.com/api/v2/remote-jobs?count=100"

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of the list."""
        rows = rows_of(response, "jobs", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "id")
        places = [part.strip() for part in (label(job.get("jobGeo")) or "").split(",") if part.strip()]
        types, period = job.get("jobType"), period_of(job.get("salaryPeriod"))
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(job.get("companyName"), native),
            title=required_title(label(job.get("jobTitle")), native),
            text=description(job.get("jobDescription"), native),
            url=web_address(job.get("url"), response.url),
            posted_on=day_of(job.get("pubDate"), seen=response.fetched_at),
            location=", ".join(places) or None,
            # "LATAM, Brazil" is a region and one country in it: neither says which country the work is in.
            country=single_country(country_code(one) for one in places) if len(places) == 1 else None,
            workplace="remote",
            employment_type=employment_of(*types) if isinstance(types, list) else employment_of(types),
            salary=pay(job.get("salaryMin"), job.get("salaryMax"), job.get("salaryCurrency"), period),
        )
