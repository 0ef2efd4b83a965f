"""Remotive: the public sample of its postings, some twenty to thirty rows.

Asks for: `GET remotive.com/api/remote-jobs`, once a day (at most four times is allowed); parameters are ignored there.
A row: one posting; the place is where the candidate may live. Pay is free text and is read with the description.
Dates: `publication_date` has no zone and is taken as UTC; rows come a day late on purpose.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, DailyList, description, employer_of, label, rows_of
from extractors.sources.base import Record, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_in
from extractors.sources.fields import employment_of, required_id, required_title, text_in, web_address
from extractors.sources.options import Options

OPTIONS: Options = {}


def from_table(where: str, table: Mapping[str, Any]) -> "Remotive":
    """The source of `[remotive]`, which has no keys of its own."""
    return Remotive()


class Remotive(DailyList):
    """The one list that is public."""

    name = "remotive"
    url = "https://remotive.com/api/remote-jobs"

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of the sample."""
        rows = rows_of(response, "jobs", source=self.name)
        yield from read_rows(self.name, response, rows, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "id")
        place, salary = label(job.get("candidate_required_location")), text_in(job.get("salary"))
        text = description(job.get("description"), native)
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(job.get("company_name"), native),
            title=required_title(label(job.get("title")), native),
            text=f"{text}\n\nSalary: {salary}" if text and salary else text,
            url=web_address(job.get("url"), response.url),
            posted_on=day_of(job.get("publication_date"), seen=response.fetched_at),
            location=place,
            country=country_in(place),
            workplace="remote",
            employment_type=employment_of(job.get("job_type")),
        )
