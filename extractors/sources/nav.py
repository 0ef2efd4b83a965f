"""NAV Norway: the public employment service's feed of advertisements since June 2023.

Asks for: the token that the service gives everybody, then `GET pam-stilling-feed.nav.no/api/v1/feed` from the first
page newer than the window on, forward by `next_url`. The page reached is noted and asked for again until it has a
successor. Then each active entry whose title holds one of `title_words`, once a version, at most `details` a day: the
feed itself has no texts.
A row: one advertisement, read from its own answer. One that is withdrawn or has expired is not read; where it was read
before, it is closed. Contact persons are not read. Quotation marks come as `&lt;...&gt;` and stay text.
Dates: `published`, ISO with offset.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any
from urllib.parse import urljoin

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Removed
from extractors.sources.aggregators import JOBS, MAX_ANSWER, employer_of, label, rows_of
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.boards import read_rows
from extractors.sources.countries import country_code, single_country
from extractors.sources.fields import place_text, places_text, required_id, required_title, web_address
from extractors.sources.options import Options, texts, whole_number
from extractors.text import stored_text

OPTIONS: Options = {"title_words": list, "details": int}
_HOST = "https://pam-stilling-feed.nav.no"
_FEED = f"{_HOST}/api/v1/feed"
_FIRST = date(2023, 6, 14)
_TOKEN = re.compile(rb"[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}")
_ENTRY = re.compile(r"[0-9a-fA-F-]{36}")
_CURSOR, _WAITING = "nav:cursor", "nav:waiting"
_EXTENT = {"heltid": "full_time", "deltid": "part_time"}


def from_table(where: str, table: Mapping[str, Any]) -> "Nav":
    """The words of titles and the most advertisements a day of `[nav]`."""
    return Nav(
        texts(where, "title_words", table.get("title_words", [])),
        whole_number(where, "details", table.get("details", 300), 1, 5000),
    )


class Nav:
    """The feed, read forward."""

    name = "nav"
    kind: SourceKind = "posting"

    def __init__(self, title_words: tuple[str, ...], details: int) -> None:
        self._titles = re.compile("|".join(map(re.escape, title_words)), re.IGNORECASE)
        self._details = details

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The pages that are new, then the advertisements they name that were not asked for."""
        work = f"{self.name}:{plan.as_of}"
        if plan.already(work):
            client.expect(0)
            return
        answer = client.get(Request(f"{_HOST}/api/publicToken", meta={"what": "token"}, max_bytes=64 * 1024))
        if answer is None:
            return
        found = _TOKEN.search(answer.body)
        if found is None:
            raise ParseError("nav: no token in the answer; its addresses may have moved")
        token = found[0].decode("ascii")
        waiting: list[str] = json.loads(client.recall(_WAITING) or "[]")
        url, headers = client.recall(_CURSOR) or _FEED, {}
        last = f"{work}:last page"
        while len(waiting) < self._details and not plan.already(last):
            if url == _FEED:
                headers = {"If-Modified-Since": _http_date(max(plan.since, _FIRST))}
            page = client.get(self._request(url, token, "page", **headers))
            headers = {}
            if page is None:
                return
            if page.status != 200:
                break
            yield page
            waiting = list(dict.fromkeys([*waiting, *self._entries(page)]))
            client.note(_WAITING, json.dumps(waiting))
            following = _next(page)
            # The last page grows: it is where the next day begins.
            client.note(_CURSOR, following or _own(page))
            if not following:
                # So that a run that was cut short among the advertisements does not ask for it again.
                client.finished(last)
                break
            url = following
        yield from self._texts(client, plan, waiting, token)
        client.finished(work)

    def _texts(self, client: SourceClient, plan: Plan, waiting: list[str], token: str) -> Iterator[RawResponse]:
        due = [entry for entry in waiting if not plan.already(f"{self.name}:entry:{entry}")]
        client.expect(len(due[: self._details]))
        for entry in due[: self._details]:
            url = f"{_HOST}/api/v1/feedentry/{entry.split('@')[0]}"
            key = f"{self.name}:entry:{entry}"
            response = client.get(self._request(url, token, "entry", key=key))
            if response is not None:
                yield response
        client.note(_WAITING, json.dumps(due[self._details :]))

    @staticmethod
    def _request(url: str, token: str, what: str, *, key: str | None = None, **headers: str) -> Request:
        return Request(
            url, expect="json", accept="application/json", key=key, meta={"what": what}, max_bytes=MAX_ANSWER,
            headers={**headers, "Authorization": "Bearer {key}"}, secrets={"{key}": token},
        )  # fmt: skip

    def _entries(self, page: RawResponse) -> list[str]:
        """The active entries with a title that is wanted: id and version."""
        found = []
        for item in rows_of(page, "items", source=self.name):
            entry = item.get("_feed_entry") if isinstance(item, dict) else None
            if isinstance(entry, dict) and entry.get("status") == "ACTIVE":
                wanted = self._titles.search(str(entry.get("title")))
                if wanted and _ENTRY.fullmatch(str(entry.get("uuid"))):
                    found.append(f"{entry['uuid']}@{str(entry.get('sistEndret'))[:40]}")
        return found

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The advertisement of an entry; a page of the feed tells which are withdrawn."""
        what = response.meta.get("what")
        if what == "page":
            for item in rows_of(response, "items", source=self.name):
                yield from self._withdrawn(item.get("_feed_entry") if isinstance(item, dict) else None, response)
        if what != "entry":
            return
        entry = read_json(response.body, where=f"nav: {response.url}")
        if not isinstance(entry, dict):
            raise ParseError(f"nav: expected an object ({response.url})")
        content = entry.get("ad_content")
        expires = day_of(content.get("expires"), seen=response.fetched_at) if isinstance(content, dict) else None
        if entry.get("status") == "INACTIVE" or content is None or (expires and expires < response.day):
            yield from self._withdrawn({**entry, "status": "INACTIVE"}, response)
            return
        yield from read_rows(self.name, response, [content], lambda row: self._posting(row, response))

    def _withdrawn(self, entry: object, response: RawResponse) -> Iterator[Removed]:
        """The end of an entry that is no longer active, on the day it was changed last."""
        if isinstance(entry, dict) and entry.get("status") == "INACTIVE" and _ENTRY.fullmatch(str(entry.get("uuid"))):
            day = day_of(entry.get("sistEndret"), seen=response.fetched_at) or response.day
            yield Removed(self.name, JOBS, str(entry["uuid"]), min(day, response.day))

    def _posting(self, row: dict[str, Any], response: RawResponse) -> Posting:
        native = required_id(row, "uuid")
        employer, markup = row.get("employer"), row.get("description")
        listed = row.get("workLocations")
        places = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        return Posting(
            source=self.name,
            board=JOBS,
            native_id=native,
            employer=employer_of(employer.get("name") if isinstance(employer, dict) else None, native),
            title=required_title(label(row.get("title")), native),
            text=stored_text(markup) if isinstance(markup, str) else "",
            url=web_address(row.get("link"), f"https://arbeidsplassen.nav.no/stillinger/stilling/{native}"),
            posted_on=day_of(row.get("published"), seen=response.fetched_at),
            location=places_text(
                place_text(one.get("city"), one.get("municipal"), one.get("county")) for one in places
            ),
            country=single_country(country_code(one.get("country")) for one in places),
            employment_type=_EXTENT.get(str(row.get("extent")).lower()),
        )


def _http_date(day: date) -> str:
    """The service ignores a date whose weekday is wrong and begins in 2023."""
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _next(page: RawResponse) -> str | None:
    payload = read_json(page.body, where=f"nav: {page.url}")
    named = payload.get("next_url")
    if not isinstance(named, str) or not named:
        return None
    url = urljoin(_HOST, named)
    if not url.startswith(f"{_FEED}/") or url == page.url:
        raise ParseError(f"nav: the next page is said to be {url[:200]} ({page.url})")
    return url


def _own(page: RawResponse) -> str:
    """The page's address by its id; the first page is asked for by date."""
    payload = read_json(page.body, where=f"nav: {page.url}")
    own = str(payload.get("id"))
    return f"{_FEED}/{own}" if _ENTRY.fullmatch(own) else page.url
