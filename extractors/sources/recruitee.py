"""Recruitee job boards: one request a board brings every published offer with its text.

Asks for: `GET <company>.recruitee.com/api/offers/`, once a day a board; a board on a domain of the employer's own
names it as `host`. From 2027-02-10 the service wants the employer's own token: `sources.toml` ends this source on that
day.
A row: one offer, description and requirements together. Names that nobody claimed answer with made-up offers, and
made-up offers stand in real boards too: titles that end in "(Sample)" are set aside. The mailbox of an offer is not
read.
Dates: `published_at`, written "2026-10-05 08:00:00 UTC"; `updated_at` moves with edits and is not used.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected, Salary, Workplace
from extractors.sources.base import Record, Request, day_of, read_json, stranger
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
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import (
    employment_of,
    language_of,
    markup_in,
    pay,
    period_of,
    place_text,
    places_text,
    required_id,
    required_title,
    text_in,
    web_address,
)
from extractors.text import stored_text

OPTIONS = BOARD_OPTIONS
_SAMPLE = re.compile(r"\(Sample\)\s*$", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC")


def from_table(where: str, table: Mapping[str, Any]) -> "Recruitee":
    """The boards of `[recruitee]`."""
    return Recruitee(boards_of(where, table))


class Recruitee(BoardService):
    """All boards of `sources.toml`."""

    name = "recruitee"

    def request(self, board: Board) -> Request:
        """Published offers."""
        return Request(
            f"https://{board.host or quote(board.token, safe='') + '.recruitee.com'}/api/offers/",
            expect="json",
            accept="application/json",
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The offers of one board."""
        board = response.meta.get("board", "")
        payload = read_json(response.body, where=f"recruitee: board {board}")
        offers = list_under(payload, "offers", source=self.name, board=board)
        samples = [offer for offer in offers if _is_sample(offer)]
        for offer in samples:
            yield Rejected(self.name, response.url, "made-up offer", f"board {board}: {text_in(offer['title'])}")
        real = [offer for offer in offers if not _is_sample(offer)]
        owners = [offer.get("company_name") for offer in real if isinstance(offer, dict)]
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=owners)
        if foreign:
            yield foreign
        yield from read_rows(self.name, response, real, lambda offer: self._posting(offer, board, response))
        yield open_postings(self.name, board, ids_of(real))

    def _posting(self, offer: dict[str, Any], board: str, response: RawResponse) -> Posting:
        native = required_id(offer, "id")
        title = required_title(offer.get("title"), native)
        parts = [markup_in(offer.get("description")), markup_in(offer.get("requirements"))]
        if not any(part.strip() for part in parts):
            raise ParseError(f"posting {native}: no text")
        places = _places(offer)
        return Posting(
            source=self.name,
            board=board,
            native_id=native,
            employer=text_in(offer.get("company_name")) or response.meta.get("company") or board,
            title=title,
            text=stored_text("\n".join(f"<div>{part}</div>" for part in parts)),
            url=web_address(offer.get("careers_url"), response.url),
            posted_on=_day(offer.get("published_at"), response.fetched_at),
            location=places_text(place_text(one.get("city"), one.get("country")) for one in places)
            or text_in(offer.get("location")),
            country=single_country(
                country_code(one.get("country_code")) or country_code(one.get("country")) for one in places
            ),
            workplace=_workplace(offer),
            employment_type=employment_of(offer.get("employment_type_code")),
            salary=_salary(offer.get("salary")),
            language=_language(offer.get("translations")),
        )


def _is_sample(offer: object) -> bool:
    title = offer.get("title") if isinstance(offer, dict) else None
    return isinstance(title, str) and _SAMPLE.search(title) is not None


def _day(value: object, seen: datetime) -> date | None:
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    return day_of(f"{found[1]}T{found[2]}+00:00" if found else value, seen=seen)


def _places(offer: dict[str, Any]) -> list[dict[str, Any]]:
    listed = offer.get("locations")
    places = [place for place in listed if isinstance(place, dict)] if isinstance(listed, list) else []
    return places or [offer]


def _workplace(offer: dict[str, Any]) -> Workplace | None:
    """Three flags of which several may be set: hybrid wins, remote and on site together say nothing."""
    remote, onsite = offer.get("remote") is True, offer.get("on_site") is True
    if offer.get("hybrid") is True:
        return "hybrid"
    if remote == onsite:
        return None
    return "remote" if remote else "onsite"


def _salary(found: object) -> Salary | None:
    if not isinstance(found, dict):
        return None
    return pay(found.get("min"), found.get("max"), found.get("currency"), period_of(found.get("period")))


def _language(translations: object) -> str | None:
    """The language of an offer written in one."""
    return language_of(next(iter(translations))) if isinstance(translations, dict) and len(translations) == 1 else None
