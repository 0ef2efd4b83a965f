"""Boards asked for over real HTTP: each kind of trouble is a clear line about one source, and no other notices."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from web_server import Web, polite, reply

from extractors.collect import collect
from extractors.reading import parse_response
from extractors.records import Listing, Posting, Rejected, SourceRun
from extractors.sources.base import Plan, Record
from extractors.sources.registry import SourceBook, SourceInfo, source_modules

NOW = datetime(2026, 1, 25, tzinfo=UTC)
BASE = SourceInfo("", "posting", True, "", "", "", "", 1.0, "", "continuous")
SITE = {"host": "jobs.acme.example", "company": "Acme", "match": "/jobs/"}
NODE = {"@type": "JobPosting", "title": "Dev", "description": "Go", "hiringOrganization": "Acme"}
RSS = b'<rss version="2.0"><channel><title>Acme</title><item><title>Dev</title><guid>g</guid></item></channel></rss>'
XML = b"<workzag-jobs><position><id>1</id><name>Dev</name></position></workzag-jobs>"
UNKNOWN_SITE = b'{"ok":false,"error":"Document not found"}'
ANSWERS: dict[str, tuple[str, bytes]] = {
    "lever": ("/api.lever.co/v0/postings/acme", json.dumps([{"id": "1", "text": "Dev", "description": "Go"}]).encode()),
    "ashby": ("/api.ashbyhq.com/posting-api/job-board/acme",
              json.dumps({"jobs": [{"id": "1", "title": "Dev", "descriptionHtml": "Go"}]}).encode()),
    "workable": ("/apply.workable.com/api/v1/widget/accounts/acme",
                 json.dumps({"name": "Acme", "jobs": [{"shortcode": "1", "title": "Dev"}]}).encode()),
    "recruitee": ("/acme.recruitee.com/api/offers/",
                  json.dumps({"offers": [{"id": 1, "title": "Dev", "description": "Go"}]}).encode()),
    "personio": ("/acme.jobs.personio.de/xml", XML),
    "teamtailor": ("/acme.teamtailor.com/jobs.rss", RSS),
}  # fmt: skip


def book() -> SourceBook:
    board = {"boards": [{"token": "acme", "company": "Acme"}]}
    sources = [source_modules()[name].from_table("t", board) for name in ANSWERS]
    sources.append(source_modules()["careers"].from_table("t", {"sites": [SITE]}))
    infos = [replace(BASE, name=one.name) for one in sources]
    return SourceBook(sources, infos, {one.name: one for one in sources})


@pytest.fixture
def filled(web: Web) -> Web:
    """Every service answers with one posting."""
    for path, body in ANSWERS.values():
        web.routes[path] = reply(200, body)
    pages = b"<urlset><url><loc>https://jobs.acme.example/jobs/1</loc></url></urlset>"
    web.routes["/jobs.acme.example/sitemap.xml"] = reply(
        200, gzip.compress(pages), {"Content-Type": "application/gzip"}
    )
    page = f"<html><script type=application/ld+json>{json.dumps(NODE)}</script><h1>Dev</h1></html>"
    web.routes["/jobs.acme.example/jobs/1"] = reply(200, page.encode())
    return web


def gather(web: Web, folder: Path) -> tuple[dict[str, SourceRun], list[Record]]:
    given = book()
    with polite(folder, web) as (client, raw):
        runs = collect(given, raw, client, Plan(date(2026, 1, 25), date(2025, 1, 25), NOW, raw.already))
        return {run.source: run for run in runs}, [row for kept in raw.iterate() for row in parse_response(given, kept)]


def names(records: list[Record], kind: type[Any]) -> set[str]:
    return {record.source for record in records if isinstance(record, kind)}


def test_every_service_is_read_and_asked_nothing_twice_on_a_day(filled: Web, tmp_path: Path) -> None:
    runs, records = gather(filled, tmp_path)
    assert {run.status for run in runs.values()} == {"ok"}
    assert names(records, Posting) == names(records, Listing) == set(runs)
    assert not names(records, Rejected)
    asked = len(filled.asked)
    again, _ = gather(filled, tmp_path)
    assert len(filled.asked) == asked and {run.message for run in again.values()} == {"nothing was due"}


@pytest.mark.parametrize(
    ("source", "path", "answer", "status", "told"),
    [
        ("lever", "", reply(404, UNKNOWN_SITE), "partial", "1 unknown there (404): acme"),
        ("lever", "", reply(200, UNKNOWN_SITE), "ok", "expected a list of postings"),
        ("ashby", "", reply(200, b'{"apiVersion":"1"}'), "ok", "no list 'jobs'"),
        ("ashby", "/api.ashbyhq.com/robots.txt", reply(401, b"Unauthorized"), "ok", ""),
        ("workable", "/apply.workable.com/robots.txt", reply(200, b"User-agent: *\nDisallow: /api/\n"),
         "refused", "robots.txt"),
        ("workable", "", reply(429, b"", {"Retry-After": "7200"}), "refused", "429"),
        ("recruitee", "", reply(401, b"{}"), "refused", "401"),
        ("recruitee", "/acme.recruitee.com/robots.txt", reply(200, b"User-agent: *\nDisallow: /\n"),
         "refused", "robots.txt"),
        ("personio", "", reply(200, b"<!doctype html><title>Personio</title>"), "partial", "expected XML"),
        ("personio", "", reply(302, b"", {"Location": "https://www.personio.com/"}), "partial", "www.personio.com"),
        ("teamtailor", "/acme.teamtailor.com/robots.txt",
         reply(200, b"User-agent: *\nContent-Signal: search=no, ai-train=no, ai-input=no\n"), "refused", "ai-input=no"),
        ("careers", "/jobs.acme.example/sitemap.xml", reply(404), "partial", "404"),
        ("careers", "/jobs.acme.example/jobs/1", reply(200, b"<html><div id=app></div></html>"), "ok", "no JobPosting"),
    ],
)  # fmt: skip
def test_trouble_of_one_service_is_told_and_stops_no_other(  # noqa: PLR0917 - the columns of the table
    filled: Web, tmp_path: Path, source: str, path: str, answer: Any, status: str, told: str
) -> None:
    filled.routes[path or ANSWERS[source][0]] = answer
    runs, records = gather(filled, tmp_path)
    assert runs[source].status == status
    aside = "; ".join(f"{row.reason} {row.detail}" for row in records if isinstance(row, Rejected))
    assert told in runs[source].message + aside
    assert all(row.remedy for row in records if isinstance(row, Rejected))
    others = set(runs) - {source}
    assert {runs[other].status for other in others} == {"ok"} and others <= names(records, Posting)
