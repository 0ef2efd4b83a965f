"""Careers pages of employers: schema.org JobPosting, found through the sitemap of the site.

Asks for: once a day the sitemap of each site, where that is an index at most ten of the files it names; then pages
whose address contains `match`, new ones and those whose `lastmod` changed (without a `lastmod`: once a week), the
newest first and at most 200 a site and run. Every site is a line of its own, added by someone who has read its terms.
robots.txt and its Content-Signal are obeyed; `noindex` is a hint to search engines and keeps nothing from being read.
A row: one page with a JobPosting; its id is the path of the page. The text is the description with responsibilities
and qualifications, where a page keeps them apart. The sitemap is the list of what is open. A page without a
JobPosting, as those are that a browser draws, is told and left out. People named as contacts are not read.
Dates: `datePosted`; midnight at the site's own place is that day, other times are told in UTC. Some sites renew it
daily, so `first_seen` is the surer one for postings collected for a while.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from extractors.errors import HostClosedError, ParseError, SourcesFileError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected, Salary
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, stranger
from extractors.sources.boards import is_host
from extractors.sources.countries import country_code, country_in, single_country
from extractors.sources.fields import (
    employment_of,
    language_of,
    pay,
    period_of,
    place_text,
    places_text,
    required_title,
    text_in,
    web_address,
)
from extractors.sources.jsonld import job_postings, markup_of, name_of, objects_of
from extractors.sources.options import Options, entries
from extractors.sources.sitemap import MAX_BYTES, Sitemap, read_sitemap
from extractors.text import stored_text

OPTIONS: Options = {"sites": list}
_LINE: Options = {"host": str, "company": str, "sitemap": str, "match": str}
MAX_PAGES = 200
MAX_CHILDREN = 10
_NO_POSTING = (
    "if it is no job, make 'match' of the site narrower in sources.toml; a site whose pages are drawn by the browser "
    "cannot be read: remove it there"
)
_LIST_PAGE = "make 'match' of the site narrower in sources.toml, so that it leaves out pages of lists"
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_SECTIONS = (
    ("responsibilities", "Responsibilities"), ("qualifications", "Qualifications"), ("skills", "Skills"),
    ("experienceRequirements", "Experience"), ("educationRequirements", "Education"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A site, whose it is, where its sitemap lies, and what the path of a job's page contains."""

    host: str
    company: str
    sitemap: str
    match: str


def from_table(where: str, table: Mapping[str, Any]) -> "Careers":
    """The sites of `[careers]`."""
    lines = entries(where, table, "sites", _LINE, ("host", "company", "match"))
    for one in lines:
        if not is_host(one["host"]) or urlsplit(one.get("sitemap", "https://x")).scheme != "https":
            raise SourcesFileError(
                f"{where}: sites: {one['host']!r}: expected a host name, and an https address as 'sitemap'",
                "correct the line; docs/adding-a-source.md shows one",
            )
    return Careers(
        tuple(
            Site(one["host"], one["company"], one.get("sitemap", f"https://{one['host']}/sitemap.xml"), one["match"])
            for one in lines
        )
    )


class Careers:
    """All sites of `sources.toml`."""

    name = "careers"
    kind: SourceKind = "posting"

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self._sites = sites

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The sitemaps not read today, then the pages they give cause to ask for, sites side by side."""
        due: list[Request] = []
        for site in self._sites:
            key = f"careers:{site.host}:{plan.as_of}"
            if not plan.already(key):
                # One site that answers no more keeps no other from being read.
                with suppress(HostClosedError):
                    yield from self._sitemaps(client, plan, site, key)
            listed = json.loads(client.recall(f"{key}:pages") or "[]")
            due += [_page_request(site, url, work) for url, work in listed if not plan.already(work)]
        client.expect(len(due) + len(self._sites))
        yield from client.get_many(due)

    def _sitemaps(self, client: SourceClient, plan: Plan, site: Site, key: str) -> Iterator[RawResponse]:
        """The sitemap and what it names; the pages that are due are noted, so that a killed run can go on with them."""
        first = client.get(_sitemap_request(site, site.sitemap, 1, 1))
        if first is None:
            return
        yield first
        top = _sitemap_of(first, site)
        found = dict(_job_pages(top, site.match))
        children = top.entries if top.is_index else ()
        for number, (url, _) in enumerate(children[:MAX_CHILDREN], 1):
            response = client.get(_sitemap_request(site, url, number, len(children)))
            if response is not None:
                yield response
                found |= dict(_job_pages(_sitemap_of(response, site), site.match))
        # Newest first: where there are more than a run may ask for, the old ones come on the next days.
        newest = sorted(found.items(), key=lambda page: page[1], reverse=True)
        week = "{}-W{:02}".format(*plan.as_of.isocalendar()[:2])
        works = [(url, f"careers:{site.host}:{_path(url)}:{changed or week}") for url, changed in newest]
        client.note(f"{key}:pages", json.dumps([one for one in works if not plan.already(one[1])][:MAX_PAGES]))
        client.finished(key)

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The posting of a page, or what a sitemap says is open."""
        host = response.meta.get("board", "")
        if response.meta.get("part"):
            yield from self._listing(response, host)
            return
        postings = job_postings(response.body, where=f"careers: {host}")
        if not postings:
            size = f"{len(response.body):,} bytes of HTML"
            yield Rejected(self.name, response.url, "no JobPosting on the page", size, _NO_POSTING)
            return
        owners = [name_of(postings[0].get("hiringOrganization"))]
        foreign = stranger(self.name, response.url, company=response.meta.get("company", ""), named=owners)
        if foreign:
            yield foreign
        try:
            yield self._posting(postings[0], host, response)
        except ParseError as fault:
            yield Rejected(self.name, response.url, "unreadable posting", fault.message)
        for other in postings[1:]:
            detail = f"{host}: {text_in(other.get('title'))}"
            yield Rejected(self.name, response.url, "more than one posting on a page", detail, _LIST_PAGE)

    def _listing(self, response: RawResponse, host: str) -> Iterator[Listing]:
        read = read_sitemap(response.body, host=host, where=f"careers: {host}")
        if read.is_index and response.meta.get("child") != "1":
            return
        pages = _job_pages(read, response.meta.get("match", ""))
        part, parts = int(response.meta["part"]), int(response.meta.get("parts", "1"))
        # An index within an index is not followed, and what lies behind it is not known.
        capped = read.cut or read.is_index or parts > MAX_CHILDREN
        yield Listing(self.name, host, tuple(_path(url) for url, _ in pages), part, part == parts, capped)

    def _posting(self, node: dict[str, Any], host: str, response: RawResponse) -> Posting:
        native = _path(response.url)
        title = required_title(markup_of(node.get("title")) or node.get("name"), native)
        text = _text(node)
        if not text:
            raise ParseError(f"posting {native}: no description")
        places = objects_of(node.get("jobLocation"))
        away = "TELECOMMUTE" in str(node.get("jobLocationType")).upper()
        countries = list(map(_country, places)) or list(
            map(country_code, objects_of(node.get("applicantLocationRequirements")))
        )
        return Posting(
            source=self.name,
            board=host,
            native_id=native,
            employer=text_in(name_of(node.get("hiringOrganization"))) or response.meta.get("company") or host,
            title=title,
            text=text,
            url=web_address(node.get("url"), response.url),
            posted_on=_posted_on(node.get("datePosted"), response.fetched_at),
            location=_location(places),
            country=single_country(countries),
            workplace="remote" if away else None,
            employment_type=employment_of(*_kinds(node.get("employmentType"))),
            salary=_salary(node),
            language=language_of(name_of(node.get("inLanguage"))),
        )


def _sitemap_request(site: Site, url: str, part: int, parts: int) -> Request:
    child = url != site.sitemap
    return Request(
        url,
        expect="sitemap",
        meta={
            "board": site.host, "company": site.company, "match": site.match,
            "part": str(part), "parts": str(parts), "child": str(int(child)),
        },
        conditional=True,
        max_bytes=MAX_BYTES,
        accept="application/xml, text/xml;q=0.9",
    )  # fmt: skip


def _page_request(site: Site, url: str, work: str) -> Request:
    meta = {"board": site.host, "company": site.company}
    return Request(url, expect="html", key=work, meta=meta, conditional=True, accept="text/html")


def _sitemap_of(response: RawResponse, site: Site) -> Sitemap:
    """What a sitemap says; nothing when it cannot be read, which reading the kept answer tells."""
    try:
        return read_sitemap(response.body, host=site.host, where=site.host)
    except ParseError:
        return Sitemap(())


def _job_pages(read: Sitemap, match: str) -> list[tuple[str, str]]:
    return [] if read.is_index else [(url, changed) for url, changed in read.entries if match in f"/{_path(url)}"]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path.strip("/") + (f"?{parts.query}" if parts.query else ""))[:300] or "/"


def _text(node: dict[str, Any]) -> str:
    """The description, and what is kept apart from it and not said in it already."""
    text = stored_text(markup_of(node.get("description")))
    for name, heading in _SECTIONS:
        value = node.get(name)
        part = stored_text(markup_of(value if isinstance(value, (str, list)) else name_of(value)))
        if part and part[:200] not in text:
            text = f"{text}\n\n{heading}\n{part}".strip()
    return text


def _posted_on(value: object, seen: datetime) -> date | None:
    """Midnight with an offset is how sites write a day; what has another time is a moment."""
    text = value.strip() if isinstance(value, str) else ""
    loose = _DAY.fullmatch(text)
    if loose:
        text = f"{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"
    midnight = _MIDNIGHT.fullmatch(text)
    return day_of(midnight[1] if midnight else text, seen=seen)


def _location(places: list[Any]) -> str | None:
    """The addresses; the names of the places where there are several of them with one address."""
    addresses = [_address(place) for place in places]
    names = [text_in(place.get("name")) if isinstance(place, dict) else None for place in places]
    if len(set(addresses)) < len(places) and all(names):
        return places_text(names)
    return places_text(address or name for address, name in zip(addresses, names, strict=True))


def _address(place: object) -> str | None:
    address = place.get("address") if isinstance(place, dict) else place
    if not isinstance(address, dict):
        return text_in(address)
    country = name_of(address.get("addressCountry"))
    return place_text(name_of(address.get("addressLocality")), name_of(address.get("addressRegion")), country)


def _country(place: object) -> str | None:
    address = place.get("address") if isinstance(place, dict) else place
    return country_code(address.get("addressCountry")) if isinstance(address, dict) else country_in(address)


def _kinds(value: object) -> list[object]:
    """Employment types as a text, a list or a text with commas."""
    return [part for one in objects_of(value) if isinstance(one, str) for part in one.split(",")]


def _salary(node: dict[str, Any]) -> Salary | None:
    found = next(iter(objects_of(node.get("baseSalary"))), None)
    if not isinstance(found, dict):
        return None
    value = next(iter(objects_of(found.get("value"))), None)
    if not isinstance(value, dict):
        value = {"value": value if value is not None else found.get("price")}
    low, high = (value.get(key, value.get("value")) for key in ("minValue", "maxValue"))
    currency = found.get("currency") or value.get("currency") or node.get("salaryCurrency")
    return pay(low, high, currency, period_of(value.get("unitText") or found.get("unitText")))
