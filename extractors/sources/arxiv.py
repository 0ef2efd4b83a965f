"""arXiv: titles and abstracts of papers, by week of submission, or by OAI-PMH for years of back-fill.

Asks for: the query API by `submittedDate`, one ISO week a slice, oldest first, paged; a week is closed seven days after
its end and never asked for again, an open one once a day. For a window longer than `oai_after_days` the part before
the last year comes over OAI-PMH (`ListRecords`), page by page; the token of each page is noted, so that a run that was
cut short goes on where it stopped, and a window that was harvested once is not harvested again.
A row: one paper; its id without the version, the same over both interfaces. Author names are not stored.
Dates: the submission of the first version (`published`, in OAI `created`); OAI datestamps are modification dates.
Terms: one request in three seconds, one at a time, over all of arXiv's interfaces; metadata is CC0.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Article, Rejected
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, day_of
from extractors.sources.options import Options, texts, whole_number
from extractors.sources.xml import parse_xml, text_of
from extractors.text import clean_text, one_line

OPTIONS: Options = {"categories": list, "page_size": int, "oai_after_days": int}
QUERY = "https://export.arxiv.org/api/query"
OAI = "https://oaipmh.arxiv.org/oai"
_ATOM = "{http://www.w3.org/2005/Atom}"
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RECORD = "{http://arxiv.org/OAI/arXiv/}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_ID = re.compile(r"(?:abs/|^)([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?$")
_CATEGORY = re.compile(r"^[a-z-]+(?:\.[A-Za-z-]+)?$")
_CLOSED_AFTER = timedelta(days=7)
_YEAR = timedelta(days=365)
#: Earlier days are refused; 90,000 records bear this one.
_EARLIEST_STAMP = date(2005, 9, 16)
_PHYSICS = frozenset((
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex", "nucl-th",
    "quant-ph",
))  # fmt: skip
_EMPTY_PAGE_TRIES = 3
_MAX_PAGE = 24 * 1024 * 1024
_QUERY_CAP = 30_000


def from_table(where: str, table: Mapping[str, Any]) -> "Arxiv":
    """The categories, page size and back-fill of `[arxiv]`."""
    return Arxiv(
        texts(where, "categories", table.get("categories", [])),
        page_size=whole_number(where, "page_size", table.get("page_size", 1000), 1, 2000),
        oai_after_days=table.get("oai_after_days", 800),
    )


class Arxiv:
    """The categories of `sources.toml`; a paper listed in several is one paper."""

    name = "arxiv"
    kind: SourceKind = "paper"

    def __init__(self, categories: tuple[str, ...], *, page_size: int = 1000, oai_after_days: int = 800) -> None:
        self._categories = categories
        self._page_size = page_size
        self._oai_after = timedelta(days=oai_after_days)

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """The weeks of the window that are due, after the long back-fill where one is needed."""
        since = plan.since
        if plan.as_of - since > self._oai_after:
            yield from self._harvest(client, plan)
            since = max(since, _harvested_on(client, self._categories, plan) - _YEAR)
        weeks = [week for week in _weeks(since, plan.as_of) if not plan.already(self._week_key(week, plan))]
        client.expect(len(weeks))
        for week in weeks:
            yield from self._week(client, plan, week)

    # --- query API ---------------------------------------------------------------------------------------------------

    def _week_key(self, week: date, plan: Plan) -> str:
        closed = week + timedelta(days=7) + _CLOSED_AFTER <= plan.as_of
        return f"arxiv:{'+'.join(self._categories)}:{week}" + ("" if closed else f":{plan.as_of}")

    def _week(self, client: SourceClient, plan: Plan, week: date) -> Iterator[RawResponse]:
        """All pages of one week; it counts as finished only when every page came."""
        start, total = 0, 1
        while start < min(total, _QUERY_CAP):
            page = self._page(client, week, start)
            if page is None:
                return
            yield page
            held, total = _page_counts(page)
            if held == 0 and start < total:
                client.report(f"arxiv: week of {week}: page at {start} of {total} stays empty; asked again next run")
                return
            start += max(held, 1)
        if total > _QUERY_CAP:
            client.report(f"arxiv: week of {week}: {total:,} papers, the service gives only {_QUERY_CAP:,}")
        client.finished(self._week_key(week, plan))

    def _page(self, client: SourceClient, week: date, start: int) -> RawResponse | None:
        """One page, asked up to three times while it comes empty though papers are left: a known fault there."""
        page = None
        for _ in range(_EMPTY_PAGE_TRIES):
            page = client.get(self._query(week, start))
            if page is None:
                return None
            held, total = _page_counts(page)
            if held or start >= total:
                break
        return page

    def _query(self, week: date, start: int) -> Request:
        categories = "+OR+".join(f"cat:{quote(one)}" for one in self._categories)
        window = f"submittedDate:[{week:%Y%m%d}0000+TO+{week + timedelta(days=6):%Y%m%d}2359]"
        url = (
            f"{QUERY}?search_query=%28{categories}%29+AND+{quote(window, safe='+:')}"
            f"&start={start}&max_results={self._page_size}&sortBy=submittedDate&sortOrder=ascending"
        )
        return Request(
            url, expect="xml", meta={"what": "query", "week": str(week)}, max_bytes=_MAX_PAGE, deadline_s=120,
            read_timeout_s=60, accept="application/atom+xml",
        )  # fmt: skip

    # --- OAI-PMH -----------------------------------------------------------------------------------------------------

    def _harvest(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """Every category's set modified since the start: whatever was submitted since then is among it."""
        for category in self._categories:
            if not _harvested(client, category, plan):
                yield from self._harvest_set(client, plan, category)

    def _harvest_set(self, client: SourceClient, plan: Plan, category: str) -> Iterator[RawResponse]:
        spec, work = _set_of(category), f"arxiv:oai:{category}"
        first = {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": spec}
        if plan.since > _EARLIEST_STAMP:
            first["from"] = str(plan.since)
        kept = json.loads(client.recall(work) or "{}")
        # A harvest under way serves a window that begins later too; its start moves with the days.
        if kept and kept["since"] > str(plan.since):
            kept = {}
        since = kept.get("since", str(plan.since))
        query = {"verb": "ListRecords", "resumptionToken": kept["token"]} if kept else first
        while True:
            page = client.get(
                Request(
                    f"{OAI}?{urlencode(query)}", expect="xml", meta={"what": "oai", "since": since},
                    max_bytes=_MAX_PAGE, deadline_s=180, read_timeout_s=120, accept="text/xml",
                )
            )  # fmt: skip
            if page is None:
                return
            fault = oai_fault(page)
            if fault == "badResumptionToken" and kept:
                # Tokens end at midnight: go on from the last date that was stored, a day overlapping.
                query, kept = {**first, "from": kept["datestamp"]}, {}
                continue
            if fault is not None and fault != "noRecordsMatch":
                client.report(f"arxiv: OAI-PMH set {spec}: {fault}")
                return
            yield page
            token, datestamp = _resumption(page)
            if not token:
                client.note(f"{work}:done", f"{since} {plan.as_of}")
                client.note(work, "")
                return
            kept = {"token": token, "datestamp": datestamp or kept.get("datestamp", since), "since": since}
            client.note(work, json.dumps(kept))
            query = {"verb": "ListRecords", "resumptionToken": token}

    # --- reading -----------------------------------------------------------------------------------------------------

    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The papers of one page of either interface."""
        root = parse_xml(response.body, where=f"arxiv: {response.url}")
        if root.tag == f"{_ATOM}feed":
            _refuse_error_feed(root, response)
            for entry in root.iterfind(f"{_ATOM}entry"):
                yield self._read(response, text_of(entry, f"{_ATOM}id"), entry, _ATOM)
        elif root.tag == f"{_OAI}OAI-PMH":
            yield from self._oai_records(root, response)
        else:
            raise ParseError(f"arxiv: root element is <{root.tag}>, expected <feed> or <OAI-PMH> ({response.url})")

    def _oai_records(self, root: Any, response: RawResponse) -> Iterator[Record]:
        since = response.meta.get("since", "")
        for record in root.iterfind(f"{_OAI}ListRecords/{_OAI}record"):
            header = record.find(f"{_OAI}header")
            paper = record.find(f"{_OAI}metadata/{_RECORD}arXiv")
            if paper is None:
                if header is None or header.get("status") != "deleted":
                    yield Rejected(self.name, response.url, "unreadable paper", "a record without metadata")
                continue
            if text_of(paper, f"{_RECORD}created") >= since:
                yield self._read(response, text_of(paper, f"{_RECORD}id"), paper, _RECORD)

    def _read(self, response: RawResponse, raw_id: str, item: Any, space: str) -> Record:
        dated, body = ("published", "summary") if space == _ATOM else ("created", "abstract")
        matched = _ID.search(raw_id.strip())
        title = one_line(text_of(item, f"{space}title"))
        abstract = re.sub(r"\s+", " ", clean_text(text_of(item, f"{space}{body}")))
        if not matched or not title or not abstract:
            return Rejected(self.name, response.url, "unreadable paper", f"id {raw_id[:80]!r}, title {title[:80]!r}")
        listed = [one.get("term", "") for one in item.iterfind(f"{space}category")]
        listed = listed or text_of(item, f"{space}categories").split()
        return Article(
            kind="paper",
            source=self.name,
            feed="papers",
            native_id=matched[1],
            title=title,
            text=abstract,
            url=f"https://arxiv.org/abs/{matched[1]}",
            published_on=day_of(text_of(item, f"{space}{dated}"), seen=response.fetched_at),
            # ACM and MSC codes stand among the categories too.
            categories=tuple(dict.fromkeys(one for one in listed if _CATEGORY.match(one))),
        )


def _weeks(since: date, until: date) -> Iterator[date]:
    week = since - timedelta(days=since.weekday())
    while week <= until:
        yield week
        week += timedelta(days=7)


def _page_counts(page: RawResponse) -> tuple[int, int]:
    """Entries on the page and results in all."""
    root = parse_xml(page.body, where=f"arxiv: {page.url}")
    _refuse_error_feed(root, page)
    total = text_of(root, _TOTAL).strip()
    if not re.fullmatch("[0-9]{1,9}", total):
        raise ParseError(f"arxiv: no totalResults in the answer ({page.url})")
    return sum(1 for _ in root.iterfind(f"{_ATOM}entry")), int(total)


def _refuse_error_feed(root: Any, response: RawResponse) -> None:
    """Errors come as feeds with one entry titled "Error"."""
    for entry in root.iterfind(f"{_ATOM}entry"):
        if "/api/errors" in text_of(entry, f"{_ATOM}id"):
            raise ParseError(f"arxiv: the service says: {text_of(entry, f'{_ATOM}summary')[:200]} ({response.url})")


def _harvested(client: SourceClient, category: str, plan: Plan) -> date | None:
    """The day on which a harvest ended that reaches as far back as the window, or None."""
    since, _, on = (client.recall(f"arxiv:oai:{category}:done") or "").partition(" ")
    return date.fromisoformat(on) if since and since <= str(plan.since) else None


def _harvested_on(client: SourceClient, categories: tuple[str, ...], plan: Plan) -> date:
    """Up to which day harvests cover the window: what came later is asked for week by week."""
    return min([plan.as_of, *(day for one in categories if (day := _harvested(client, one, plan)))])


def _set_of(category: str) -> str:
    """`cs.LG` is the OAI set `cs:cs:LG`; the archives of physics are one group."""
    archive, _, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    parts = [group, archive, subject] if subject or archive in _PHYSICS else [archive]
    return ":".join(filter(None, parts))


def oai_fault(page: RawResponse) -> str | None:
    """The error code of an OAI-PMH answer, or None."""
    error = parse_xml(page.body, where=f"arxiv: {page.url}").find(f"{_OAI}error")
    return None if error is None else str(error.get("code", "unknown error"))


def _resumption(page: RawResponse) -> tuple[str, str]:
    root = parse_xml(page.body, where=f"arxiv: {page.url}")
    stamps = [text_of(one, f"{_OAI}datestamp")[:10] for one in root.iter(f"{_OAI}header")]
    return text_of(root, f"{_OAI}ListRecords/{_OAI}resumptionToken").strip(), max(stamps, default="")
