"""arXiv: weeks, pages, both interfaces, one id a paper."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_server import Web, polite, reply

from extractors.collect import collect
from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Article, Rejected, SourceRun
from extractors.sources.arxiv import Arxiv, _set_of
from extractors.sources.base import Plan
from extractors.sources.registry import SourceBook, SourceInfo

NOW = datetime(2026, 1, 25, tzinfo=UTC)
INFO = SourceInfo("arxiv", "paper", True, "", "", "", "", 3.0, "", "continuous", True)
QUERY, OAI = "/export.arxiv.org/api/query", "/oaipmh.arxiv.org/oai"


def entry(number: str = "2601.00001", version: int = 2) -> str:
    return f"""<entry><id>http://arxiv.org/abs/{number}v{version}</id><title>Boats
      that learn</title><summary>We sail with $\\alpha$
      and PyTorch.</summary><published>2026-01-10T01:00:00Z</published><updated>2026-01-20T01:00:00Z</updated>
      <author><name>A. Person</name></author><category term="cs.LG"/><category term="68T05"/></entry>"""


def feed(entries: str = "", total: int | str = 0) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"
      xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><opensearch:totalResults>{total}</opensearch:totalResults>
      {entries}</feed>""".encode()


def oai(records: str = "", token: str = "", error: str = "") -> bytes:
    return f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{error}<ListRecords>{records}
      <resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>""".encode()


def record(number: str = "2601.00001", created: str = "2026-01-10") -> str:
    return f"""<record><header><identifier>oai:arXiv.org:{number}</identifier><datestamp>2026-01-20</datestamp></header>
      <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{number}</id><created>{created}</created>
      <authors><author><keyname>Person</keyname></author></authors><title>Boats that learn</title>
      <categories>cs.LG 68T05</categories><abstract>We sail with $\\alpha$ and PyTorch.</abstract></arXiv></metadata>
      </record>"""


def response(body: bytes, **meta: str) -> RawResponse:
    return RawResponse("r", "arxiv", "https://export.arxiv.org/api/query?x", 200, {}, body, NOW, meta)


def parse(body: bytes, **meta: str) -> list[object]:
    return list(Arxiv(("cs.LG",)).parse(response(body, **meta)))


def test_a_paper_is_the_same_record_over_both_interfaces() -> None:
    (queried,) = parse(feed(entry(), 1))
    (harvested,) = parse(oai(record()), since="2026-01-01")
    assert queried == harvested
    assert queried == Article(
        kind="paper", source="arxiv", feed="papers", native_id="2601.00001", title="Boats that learn",
        text="We sail with $\\alpha$ and PyTorch.", url="https://arxiv.org/abs/2601.00001",
        published_on=date(2026, 1, 10), categories=("cs.LG",),
    )  # fmt: skip
    assert "Person" not in repr(queried)


def test_old_ids_keep_their_slash() -> None:
    (paper,) = parse(feed(entry("cs/0112017"), 1))
    assert isinstance(paper, Article) and paper.native_id == "cs/0112017"


def test_harvested_papers_from_before_the_window_and_deleted_ones_are_left_out() -> None:
    deleted = '<record><header status="deleted"><identifier>oai:x</identifier></header></record>'
    assert parse(oai(record(created="2020-05-01") + deleted), since="2026-01-01") == []


def test_a_paper_without_an_abstract_is_set_aside() -> None:
    (row,) = parse(feed(re.sub("<summary>.*?</summary>", "", entry(), flags=re.DOTALL), 1))
    assert isinstance(row, Rejected)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>busy</body></html>", b"", b"{}", b'<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>',
        feed("<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>bad</summary></entry>"),
        b"<feed>" + b"<a>" * 100_000, b"<feed " + b" ".join(b"a%d='1'" % n for n in range(200_000)) + b"/>",
    ],
    ids=["html", "empty", "json", "dtd", "error feed", "deep", "attributes"],
)  # fmt: skip
def test_what_is_no_feed_is_one_error(body: bytes) -> None:
    with pytest.raises(ExtractorError, match="arxiv"):
        parse(body)


@given(st.binary(max_size=300) | st.text(st.sampled_from("<>/feedntry!ID [&;'\"="), max_size=200).map(str.encode))
@settings(max_examples=150)
def test_arbitrary_bytes_raise_nothing_but_the_rooms_error(body: bytes) -> None:
    try:
        parse(body)
    except ExtractorError as fault:
        assert fault.message


def run(web: Web, folder: Path, as_of: date, since: date, **options: int) -> tuple[SourceRun, list[dict[str, str]]]:
    """How one collection fares and the queries it sends."""
    before = len(web.paths())
    source = Arxiv(("cs.LG", "cs.CL"), **options)
    with polite(folder, web) as (client, raw):
        plan = Plan(as_of, since, NOW, raw.already)
        (fared,) = collect(SourceBook([source], [INFO], {}), raw, client, plan)
    sent = [{name: value[0] for name, value in parse_qs(urlsplit(path).query).items()} for path in web.paths()[before:]]
    return fared, sent


def windows(sent: list[dict[str, str]]) -> list[str]:
    return [f"{query['search_query'].split('[')[1][:8]}+{query['start']}" for query in sent]


def test_weeks_are_asked_oldest_first_and_closed_ones_never_again(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    since = date(2025, 12, 30)
    _, first = run(web, tmp_path, date(2026, 1, 25), since)
    assert windows(first) == ["20251229+0", "20260105+0", "20260112+0", "20260119+0"]
    assert first[0]["search_query"] == "(cat:cs.LG OR cat:cs.CL) AND submittedDate:[202512290000 TO 202601042359]"
    assert first[0]["sortOrder"] == "ascending"
    assert run(web, tmp_path, date(2026, 1, 25), since)[1] == []
    _, next_day = run(web, tmp_path, date(2026, 1, 26), since)
    assert windows(next_day) == ["20260112+0", "20260119+0", "20260126+0"]


def test_a_week_is_paged_and_an_empty_page_is_asked_again(web: Web, tmp_path: Path) -> None:
    # Incident: a page in the middle of a result comes empty though totalResults says there is more.
    pages = [feed(entry("2601.00001") + entry("2601.00002"), 3), feed("", 3), feed(entry("2601.00003"), 3)]
    web.routes[QUERY] = [reply(200, page) for page in pages]
    fared, sent = run(web, tmp_path, date(2026, 1, 18), date(2026, 1, 12), page_size=2)
    assert windows(sent) == ["20260112+0", "20260112+2", "20260112+2"] and fared.status == "ok"


def test_a_page_that_stays_empty_leaves_the_week_open(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed("", 3))
    fared, sent = run(web, tmp_path, date(2026, 2, 18), date(2026, 2, 16))
    assert len(sent) == 3 and fared.status == "partial" and "stays empty" in fared.message
    assert len(run(web, tmp_path, date(2026, 2, 18), date(2026, 2, 16))[1]) == 3


def test_a_long_back_fill_goes_over_oai_and_resumes(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    web.routes[OAI] = [reply(200, oai(record(), token="next")), reply(500)]
    run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))
    web.routes[OAI] = [
        reply(
            200, b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badResumptionToken"/></OAI-PMH>'
        ),
        reply(200, oai(record("2601.00002"))),
        reply(200, b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch"/></OAI-PMH>'),
    ]
    _, sent = run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))
    harvest = [query for query in sent if query.get("verb")]
    assert harvest[0]["resumptionToken"] == "next"
    assert (harvest[1]["from"], harvest[1]["set"]) == ("2026-01-20", "cs:cs:LG"), (
        "a token that ended: on from its last day"
    )
    assert harvest[2]["set"] == "cs:cs:CL"
    assert [query for query in run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))[1] if query.get("verb")] == []


def harvest(sent: list[dict[str, str]]) -> list[dict[str, str]]:
    return [query for query in sent if query.get("verb")]


def test_a_window_that_was_harvested_is_not_harvested_again_when_its_start_moves_on(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    web.routes[OAI] = reply(200, oai(record()))
    assert len(harvest(run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))[1])) == 2
    _, later = run(web, tmp_path, date(2027, 6, 7), date(2021, 1, 1))
    assert harvest(later) == []
    # What came since the harvest is asked for week by week, without a gap.
    assert windows(later)[0] == "20260112+0"
    earlier = harvest(run(web, tmp_path, date(2027, 6, 7), date(2019, 1, 1))[1])
    assert [query["from"] for query in earlier] == ["2019-01-01"] * 2


def test_a_harvest_that_was_cut_short_goes_on_though_the_window_has_moved(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    web.routes[OAI] = [reply(200, oai(record(), token="next")), reply(500)]
    run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))
    web.routes[OAI] = reply(200, oai(record()))
    sent = harvest(run(web, tmp_path, date(2026, 1, 26), date(2020, 1, 2))[1])
    assert sent[0] == {"verb": "ListRecords", "resumptionToken": "next"} and len(sent) == 2


def test_no_day_is_named_before_the_first_that_the_service_knows(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    web.routes[OAI] = reply(200, oai(record()))
    sent = harvest(run(web, tmp_path, date(2026, 1, 25), date(1991, 8, 14))[1])
    assert all("from" not in query for query in sent) and len(sent) == 2


def test_a_busy_service_is_waited_for(web: Web, tmp_path: Path) -> None:
    web.routes[QUERY] = reply(200, feed())
    web.routes[OAI] = [reply(503, headers={"Retry-After": "1"}), reply(200, oai(record()))]
    fared, sent = run(web, tmp_path, date(2026, 1, 25), date(2020, 1, 1))
    assert fared.status == "ok" and len(harvest(sent)) == 3


@pytest.mark.parametrize(
    ("category", "spec"),
    [("cs.LG", "cs:cs:LG"), ("cs", "cs"), ("stat.ML", "stat:stat:ML"), ("hep-lat", "physics:hep-lat")],
)
def test_categories_are_sets_of_their_group(category: str, spec: str) -> None:
    assert _set_of(category) == spec
