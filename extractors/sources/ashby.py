"""Ashby job boards: one request a board brings every listed job with its text and pay.

Asks for: `GET api.ashbyhq.com/posting-api/job-board/<name>?includeCompensation=true`, once a day a board. Answers may
take ten seconds and more.
A row: one job; those that are not listed (`isListed` false) are not public and are left out. The answer never names
the company. Pay is read from components of type Salary alone, and only where all of them are of one currency and
interval.
Dates: `publishedAt` is the last publication: a job that was taken down and put up again looks new. There is no other
date, so `first_seen` is the surer one for jobs collected for a while.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Salary, Workplace
from extractors.sources.base import Record, Request, day_of, read_json
from extractors.sources.boards import (
    BOARD_OPTIONS,
    Board,
    BoardService,
    boards_of,
    ids_of,
    list_under,
    open_postings,
    read_rows,
)
from extractors.sources.countries import country_code, country_in, single_country
from extractors.sources.fields import (
    amount,
    employment_of,
    one_band,
    pay,
    period_of,
    places_text,
    required_id,
    required_title,
    text_in,
    web_address,
    workplace_of,
)
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS
_INTERVAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})?) (HOUR|DAY|WEEK|MONTH|YEAR)S?")


def from_table(where: str, table: Mapping[str, Any]) -> "Ashby":
    """The boards of `[ashby]`."""
    return Ashby(boards_of(where, table))


class Ashby(BoardService):
    """All boards of `sources.toml`."""

    name = "ashby"

    def request(self, board: Board) -> Request:
        """Listed jobs with their pay."""
        return Request(
            f"https://api.ashbyhq.com/posting-api/job-board/{quote(board.token, safe='')}?includeCompensation=true",
            expect="json",
            accept="application/json",
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The listed jobs of one board."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"ashby: board {board}")
        jobs = list_under(payload, "jobs", source=self.name, board=board)
        listed = [job for job in jobs if not (isinstance(job, dict) and job.get("isListed") is False)]
        yield from read_rows(self.name, response, listed, lambda job: self._posting(job, board, response))
        yield open_postings(self.name, board, ids_of(listed))

    def _posting(self, job: dict[str, Any], board: str, response: RawResponse) -> Posting:
        native = required_id(job, "id")
        title = required_title(job.get("title"), native)
        markup = job.get("descriptionHtml")
        if not isinstance(markup, str):
            raise ParseError(f"posting {native}: no text ('descriptionHtml' is {type(markup).__name__})")
        places = [job, *_secondary(job)]
        names = [text_in(place.get("location")) for place in places]
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=response.meta.get("company") or board,
            title=title,
            text=stored_text(markup),
            url=web_address(job.get("jobUrl"), response.url),
            posted_on=day_of(job.get("publishedAt"), seen=response.fetched_at),
            location=places_text(names),
            country=single_country(map(_country, places)),
            workplace=_workplace(job),
            employment_type=employment_of(job.get("employmentType")),
            salary=_salary(job),
        )


def _secondary(job: dict[str, Any]) -> list[dict[str, Any]]:
    places = job.get("secondaryLocations")
    return [place for place in places if isinstance(place, dict)][:100] if isinstance(places, list) else []


def _country(place: dict[str, Any]) -> str | None:
    """The country of the address, else the one the text of the place ends with."""
    address = place.get("address")
    postal = address.get("postalAddress") if isinstance(address, dict) else None
    code = country_code(postal.get("addressCountry")) if isinstance(postal, dict) else None
    return code or country_in(place.get("location"))


def _workplace(job: dict[str, Any]) -> Workplace | None:
    """`isRemote` is true of hybrid jobs as well, so that it counts only where no type is given."""
    stated = workplace_of(job.get("workplaceType"))
    return "remote" if stated is None and job.get("isRemote") is True else stated


def _salary(job: dict[str, Any]) -> Salary | None:
    """The one band of pay, unless the employer does not show it."""
    found = job.get("compensation")
    if not isinstance(found, dict) or job.get("shouldDisplayCompensationOnJobPostings") is False:
        return None
    groups = [found.get("summaryComponents")]
    tiers = found.get("compensationTiers")
    if isinstance(tiers, list):
        groups += [tier.get("components") for tier in tiers if isinstance(tier, dict)]
    summary, *rest = [_bands(group) for group in groups]
    bands = summary or [band for group in rest for band in group]
    return one_band([band for band in bands if band is not None]) if None not in bands else None


def _bands(components: object) -> list[Salary | None]:
    """One entry for each salary of a group, None for one that cannot be told."""
    rows = components if isinstance(components, list) else []
    return [_band(one) for one in rows if isinstance(one, dict) and one.get("compensationType") == "Salary"]


def _band(component: dict[str, Any]) -> Salary | None:
    """Pay for "2 WEEK" or "0.5 MONTH" is told for one week or month."""
    interval = component.get("interval")
    found = _INTERVAL.fullmatch(interval.strip().upper()) if isinstance(interval, str) else None
    if found is None or not float(found[1]):
        return None
    low, high = (
        value / float(found[1]) if value is not None else None
        for value in (amount(component.get("minValue")), amount(component.get("maxValue")))
    )
    return pay(low, high, component.get("currencyCode"), period_of(found[2]))
