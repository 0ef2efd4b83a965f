"""Hacker News "Who is hiring?": one thread a month since 2011, one top-level comment a posting.

Asks for: the list of threads (`search_by_date` by author, an exact-title search for months the author's list lacks),
once a day, then each thread whole with one `items` call. The newest two threads are asked for once a day, older ones
until a copy was taken four weeks after they opened, then never again.
A row: a top-level comment. Replies, the account's own notes, people looking for work and talk about the thread are
not postings. Author names are never stored.
Dates: the time of the comment.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of, read_json
from extractors.sources.hn_first_line import read_first_line
from extractors.sources.options import Options
from extractors.text import stored_text

API = "https://hn.algolia.com/api/v1"
BOARD = "whoishiring"
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_TITLE = re.compile(
    r"who(?:\s+is|'s|’s)\s+hiring\s*\??\s*\(\s*(" + "|".join(_MONTHS) + r")\s+(\d{4})(?:\s+edition)?\s*\)",
    re.IGNORECASE,
)
# Threads that the account's own list lacks or shadows with a nearly empty twin.
_KNOWN = {(2011, 12): 3300290}
_MIN_COMMENTS = 50
_COMPLETE_AFTER = timedelta(days=28)
_NEWEST = 2

_SEEKER = re.compile(
    r"\bwilling to relocate\s*:|\br[eé]sum[eé]\s*/\s*cv\s*:|^\W*(?:seeking|looking for) "
    r"(?:work|a job|new opportunit|freelance (?:work|project|opportunit))",
    re.IGNORECASE,
)
_META = re.compile(
    r"(?:searchable|search (?:engine|tool|this thread)|chrome extension|scraped? (?:this|the) thread|map of (?:all )?"
    r"(?:the )?jobs|who wants to be hired|previous threads?|meta:|this thread|upvote)",
    re.IGNORECASE,
)
_HIRES = re.compile(
    r"\b(?:hiring|engineers?|developers?|scientists?|designers?|analysts?|managers?|remote|onsite|on-site|full[- ]?"
    r"time|part[- ]?time|contract|opening|interns?|salary|apply|join us|looking for|position|role)\b",
    re.IGNORECASE,
)

OPTIONS: Options = {}
_LISTED = "hn_hiring:listed"


@dataclass(frozen=True, slots=True)
class Thread:
    """One month's thread as the list shows it."""

    number: int
    month: tuple[int, int]
    opened: date
    comments: int


def from_table(where: str, table: Mapping[str, Any]) -> "HnHiring":
    """The source of `[hn_hiring]`, which has no keys of its own."""
    return HnHiring()


class HnHiring:
    """The monthly threads."""

    name = "hn_hiring"
    kind: SourceKind = "posting"

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The list, then every thread that is due, newest first."""
        found: dict[tuple[int, int], Thread] = {}
        for thread in _threads_noted(client.recall(_LISTED), plan.as_of):
            _take_larger(found, thread)
        if not found:
            for listing in self._listings(client, plan):
                yield listing
                for thread in read_listing(listing):
                    _take_larger(found, thread)
                if listing.meta["last"] == "yes":
                    client.note(_LISTED, _note_of(found.values(), plan.as_of))
        if not found:
            return
        for answer in self._search_missing(client, plan, found):
            yield answer
            for thread in read_listing(answer):
                _take_larger(found, thread)
                best = found[thread.month]
                client.note(_found_key(best.month), f"{best.number} {best.opened} {best.comments}")
        wanted = [one for one in found.values() if plan.since <= one.opened <= plan.as_of]
        wanted.sort(key=lambda one: one.opened, reverse=True)
        due = [one for place, one in enumerate(wanted) if self._is_due(one, place, plan)]
        client.expect(len(due) + 1)
        for thread in due:
            response = client.get(self._thread_request(thread, plan))
            if response is not None:
                if plan.as_of - thread.opened >= _COMPLETE_AFTER:
                    client.finished(_complete_key(thread))
                yield response

    def _listings(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        page, pages = 0, 1
        while page < pages:
            query = urlencode({"tags": "story,author_whoishiring", "hitsPerPage": 1000, "page": page})
            answer = client.get(Request(f"{API}/search_by_date?{query}", expect="json", meta={"what": "listing"}))
            if answer is None:
                return
            pages = min(_count(answer, "nbPages"), 5)
            page += 1
            yield replace(answer, meta={**answer.meta, "last": "yes" if page >= pages else "no"})

    def _search_missing(
        self, client: SourceClient, plan: Plan, found: dict[tuple[int, int], Thread]
    ) -> Iterator[RawResponse]:
        """Months without a proper thread in the list: by number where one is known, else by exact title, once a day."""
        for month in _months(plan.since, plan.as_of):
            thread = found.get(month)
            if thread is not None and thread.comments >= _MIN_COMMENTS:
                continue
            if month in _KNOWN:
                found[month] = Thread(_KNOWN[month], month, date(*month, 1), _MIN_COMMENTS)
                continue
            _take_noted(found, month, client.recall(_found_key(month)))
            key = f"hn_hiring:search:{month[0]}-{month[1]:02d}:{plan.as_of}"
            # The month that has just begun opens its thread on its first working day.
            too_early = (plan.as_of.year, plan.as_of.month) == month
            if too_early or plan.already(key):
                continue
            title = f"Who is hiring? ({_MONTHS[month[1] - 1].capitalize()} {month[0]})"
            query = urlencode({"query": f'"{title}"', "tags": "story", "hitsPerPage": 20})
            answer = client.get(Request(f"{API}/search?{query}", expect="json", key=key, meta={"what": "listing"}))
            if answer is not None:
                yield answer

    def _is_due(self, thread: Thread, place: int, plan: Plan) -> bool:
        if plan.already(_daily_key(thread, plan.as_of)):
            return False
        return place < _NEWEST or not plan.already(_complete_key(thread))

    def _thread_request(self, thread: Thread, plan: Plan) -> Request:
        return Request(
            f"{API}/items/{thread.number}",
            expect="json",
            key=_daily_key(thread, plan.as_of),
            meta={"what": "thread", "month": f"{thread.month[0]}-{thread.month[1]:02d}"},
            conditional=True,
            max_bytes=32 * 1024 * 1024,
            # Large threads take the service long to put together.
            deadline_s=180,
            read_timeout_s=90,
            accept="application/json",
        )

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one thread; a list of threads holds none."""
        if response.meta.get("what") == "listing":
            return
        item = read_json(response.body, where=f"hn_hiring: {response.url}")
        children = item.get("children") if isinstance(item, dict) else None
        if not isinstance(children, list):
            raise ParseError(f"hn_hiring: {response.url}: no list 'children' in the thread")
        for number, comment in enumerate(children, 1):
            try:
                record = self._read_comment(comment, item.get("id"), response)
            except ParseError as fault:
                yield Rejected(self.name, response.url, "unreadable comment", f"comment {number}: {fault.message}")
                continue
            if record is not None:
                yield record

    def _read_comment(self, comment: Any, thread: object, response: RawResponse) -> Posting | Rejected | None:
        if not isinstance(comment, dict):
            raise ParseError(f"expected an object, found {type(comment).__name__}")
        text = comment.get("text")
        if not text or comment.get("dead") or comment.get("deleted") or comment.get("parent_id") not in (thread, None):
            return None
        native = comment.get("id")
        if not isinstance(native, int) or not isinstance(text, str):
            raise ParseError(f"no usable 'id' or 'text' (id {native!r})")
        url = f"https://news.ycombinator.com/item?id={native}"
        plain = stored_text(text)
        reason = _not_a_posting(plain, str(comment.get("author") or ""))
        if reason:
            return Rejected(self.name, url, reason, plain[:120])
        posted = day_of(comment.get("created_at_i"), seen=response.fetched_at)
        posted = posted or day_of(comment.get("created_at"), seen=response.fetched_at)
        line = read_first_line(plain, fallback=str(native))
        return Posting(
            source=self.name,
            board=BOARD,
            native_id=str(native),
            employer=line.employer,
            title=line.title,
            text=plain,
            url=url,
            posted_on=posted,
            location=line.location,
            workplace=line.workplace,
            employment_type=line.employment_type,
        )


def read_listing(response: RawResponse) -> list[Thread]:
    """The hiring threads among the stories of a search."""
    payload = read_json(response.body, where=f"hn_hiring: {response.url}")
    hits = payload.get("hits") if isinstance(payload, dict) else None
    if not isinstance(hits, list):
        raise ParseError(f"hn_hiring: {response.url}: no list 'hits' in the answer")
    threads = []
    for hit in hits:
        title = hit.get("title") if isinstance(hit, dict) else None
        matched = _TITLE.search(title) if isinstance(title, str) else None
        number = str(hit.get("objectID", "")) if isinstance(hit, dict) else ""
        opened = day_of(hit.get("created_at_i"), seen=response.fetched_at) if isinstance(hit, dict) else None
        if not matched or opened is None or not re.fullmatch("[0-9]{1,12}", number):
            continue
        comments = hit.get("num_comments")
        month = (int(matched[2]), _MONTHS.index(matched[1].lower()) + 1)
        threads.append(Thread(int(number), month, opened, comments if isinstance(comments, int) else 0))
    return threads


def _take_larger(found: dict[tuple[int, int], Thread], thread: Thread) -> None:
    other = found.get(thread.month)
    if other is None or thread.comments > other.comments:
        found[thread.month] = thread


def _note_of(threads: Iterable[Thread], day: date) -> str:
    """The list as it was read on a day, for the next run of that day."""
    return json.dumps([str(day), [[one.number, *one.month, str(one.opened), one.comments] for one in threads]])


def _threads_noted(note: str | None, day: date) -> list[Thread]:
    """The threads of a note of this day; none of another's."""
    noted_on, rows = json.loads(note) if note else ("", [])
    if noted_on != str(day):
        return []
    return [Thread(number, (year, month), date.fromisoformat(on), count) for number, year, month, on, count in rows]


def _take_noted(found: dict[tuple[int, int], Thread], month: tuple[int, int], note: str | None) -> None:
    """The thread an earlier search found for a month, so that the search need not be repeated on the same day."""
    if note:
        number, opened, comments = note.split()
        _take_larger(found, Thread(int(number), month, date.fromisoformat(opened), int(comments)))


def _found_key(month: tuple[int, int]) -> str:
    return f"hn_hiring:found:{month[0]}-{month[1]:02d}"


def _count(answer: RawResponse, name: str) -> int:
    payload = read_json(answer.body, where=f"hn_hiring: {answer.url}")
    value = payload.get(name) if isinstance(payload, dict) else None
    return value if isinstance(value, int) else 1


def _months(since: date, until: date) -> Iterator[tuple[int, int]]:
    """The months whose threads open inside the window: a month that began before `since` had its thread before."""
    year, month = since.year, since.month
    if since.day > 5:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while (year, month) <= (until.year, until.month):
        if (year, month) >= (2011, 1):
            yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _daily_key(thread: Thread, day: date) -> str:
    return f"hn_hiring:thread:{thread.number}:{day}"


def _complete_key(thread: Thread) -> str:
    return f"hn_hiring:thread:{thread.number}:complete"


def _not_a_posting(text: str, author: str) -> str | None:
    """Why a comment is no posting, or None."""
    if author.lower().strip("_") == BOARD:
        return "note of the thread's account"
    if _SEEKER.search(text[:1500]):
        return "someone looking for work"
    if len(text) < 25 and "|" not in text:
        return "too short to be a posting"
    head = text[:400]
    if "|" in head or (
        _HIRES.search(text) and not (len(text) < 500 and _META.search(head) and "hiring" not in head.lower())
    ):
        return None
    return "talk, not a posting"
