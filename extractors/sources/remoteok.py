"""Remote OK: the newest hundred postings in one request.

Asks for: `GET remoteok.com/api`, once a day, conditionally; no tags, whose effect is not settled.
A row: one posting; `id` is a text. The first element of the array is the licence and not a posting. Pay is zero, which
means not stated, in nearly every row, and has no currency in the others: what the text says of it is used instead. The
place is cut off after its comma ("Cambridge, "). Rows that plainly are not remote occur, so that is left to the text.
Dates: `date`, ISO with offset; `epoch` is the same instant.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from extractors.raw import RawResponse
from extractors.records import Posting
from extractors.sources.aggregators import JOBS, DailyList, description, employer_of, label, rows_of
from extractors.sources.base import Record, day_of
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_in
from extractors.sources.fields import required_id, required_title, web_address
from extractors.sources.options import Options

OPTIONS: Options = {}


def from_table(where: str, table: Mapping[str, Any]) -> "RemoteOk":
    """The source of `[remoteok]`, which has no keys of its own."""
    return RemoteOk()


class RemoteOk(DailyList):
    """The one list of newest postings."""

    name = "remoteok"
    url = "https://remoteok.com/api"

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings, without the licence in front of them."""
        rows = rows_of(response, source=self.name)
        jobs = [row for row in rows if not (isinstance(row, dict) and "legal" in row and "id" not in row)]
        yield from read_rows(self.name, response, jobs, lambda job: self._posting(job, response))

    def _posting(self, job: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(job, "id")
        place = (label(_mended(job.get("location"))) or "").strip(" ,") or None
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(_mended(job.get("company")), native),
            title=required_title(label(_mended(job.get("position"))), native),
            text=description(_mended(job.get("description")), native),
            url=web_address(job.get("url"), response.url),
            posted_on=day_of(job.get("date"), seen=response.fetched_at)
            or day_of(job.get("epoch"), seen=response.fetched_at),
            location=place,
            country=country_in(place),
        )


def _mended(value: object) -> object:
    """A text whose UTF-8 the service read as Windows-1252 ("GonaÃ¯ves"), read right."""
    if isinstance(value, str) and ("Ã" in value or "â€" in value or "Â" in value):
        try:
            return value.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return value
    return value
