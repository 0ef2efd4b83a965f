"""The monthly hiring threads: which are asked for, and how a post is read."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_server import Web, polite, reply

from extractors.collect import collect
from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected
from extractors.sources.base import Plan
from extractors.sources.hn_first_line import read_first_line
from extractors.sources.hn_hiring import HnHiring, read_listing
from extractors.sources.registry import SourceBook, SourceInfo

NOW = datetime(2026, 1, 25, 12, tzinfo=UTC)
INFO = SourceInfo("hn_hiring", "posting", True, "", "", "", "", 1.0, "", "monthly")


def stamp(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T15:00:00+00:00").timestamp())


def response(body: Any, what: str = "thread") -> RawResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawResponse("r", "hn_hiring", "https://hn.algolia.com/x", 200, {}, content, NOW, {"what": what})


def comment(text: str | None, number: int = 7, **more: Any) -> dict[str, Any]:
    base = {"id": number, "author": "someone", "parent_id": 1, "created_at_i": stamp("2026-01-02"), "children": []}
    return {**base, "text": text, **more}


def read(*comments: Any) -> list[Any]:
    return list(HnHiring().parse(response({"id": 1, "children": list(comments)})))


def test_a_post_becomes_a_posting_without_its_author() -> None:
    (posting,) = read(
        comment(
            'Acme Boats (YC W21) | Senior ML Engineer | Oslo, Norway | HYBRID | Full-time | <a href="https:&#x2F;&#x2F;'
            'acme.test&#x2F;jobs" rel="nofollow">https:&#x2F;&#x2F;acme.test&#x2F;jobs</a>'
            "<p>We use PyTorch. ann@acme.test"
        )
    )
    assert posting == Posting(
        source="hn_hiring", board="whoishiring", native_id="7", employer="Acme Boats", title="Senior ML Engineer",
        text="Acme Boats (YC W21) | Senior ML Engineer | Oslo, Norway | HYBRID | Full-time | https://acme.test/jobs\n\n"
        "We use PyTorch. [e-mail]",
        url="https://news.ycombinator.com/item?id=7", posted_on=date(2026, 1, 2), location="Oslo, Norway",
        workplace="hybrid", employment_type="full_time",
    )  # fmt: skip
    assert "someone" not in repr(posting)


@pytest.mark.parametrize(
    "skipped",
    [comment(None), comment("Acme | Engineer", dead=True), comment("Acme | Engineer", deleted=True),
     comment("Acme | Engineer", parent_id=99)],
)  # fmt: skip
def test_dead_deleted_and_replying_comments_are_no_rows(skipped: dict[str, Any]) -> None:
    assert read(skipped) == []


def test_replies_under_a_post_are_not_read() -> None:
    (only,) = read(comment("Acme | Engineer | Oslo", children=[comment("Other | Engineer | Rome", 8, parent_id=7)]))
    assert only.native_id == "7"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Location: Oslo<p>Remote: Yes<p>Willing to relocate: No<p>Technologies: Python", "someone looking for work"),
        ("SEEKING WORK | Remote | data engineering", "someone looking for work"),
        ("I applied in May and heard nothing back from them since.", "talk, not a posting"),
        ("nice", "too short to be a posting"),
    ],
)
def test_what_is_no_posting_is_set_aside_with_its_reason(text: str, reason: str) -> None:
    (row,) = read(comment(text))
    assert isinstance(row, Rejected) and row.reason == reason


def test_one_broken_comment_costs_only_itself() -> None:
    rows = read("text", comment("Acme | Engineer | Oslo"), comment("x | y engineer", id=None), 5)
    assert [type(row).__name__ for row in rows] == ["Rejected", "Posting", "Rejected", "Rejected"]


def test_a_date_out_of_reason_is_no_date() -> None:
    (posting,) = read(comment("Acme | Engineer | Oslo", created_at_i=5, created_at="2099-01-01T00:00:00Z"))
    assert posting.posted_on is None


@pytest.mark.parametrize(
    ("line", "employer", "title", "place"),
    [
        ("Acme | Oslo, Norway | Engineer, Designer | ONSITE", "Acme", "Engineer, Designer", "onsite"),
        ("Acme (https://acme.test) | Data Scientist (NLP) | REMOTE (US)", "Acme", "Data Scientist (NLP)", "remote"),
        ("Acme // Vienna // Senior Data Engineer // no remote", "Acme", "Senior Data Engineer", "onsite"),
        ("Acme - London, UK - Backend Developer", "Acme", "Backend Developer", None),
        ("Acme is hiring! | ML Engineer | Hybrid", "Acme", "ML Engineer", "hybrid"),
        ("Senior Software Engineer | Oslo | Remote", "unnamed (9)", "Senior Software Engineer", "remote"),
        ("We need people", "unnamed (9)", "We need people", None),
    ],
)
def test_first_lines(line: str, employer: str, title: str, place: str | None) -> None:
    found = read_first_line(line, fallback="9")
    assert (found.employer, found.title, found.workplace) == (employer, title, place)


def hit(number: int, title: str, day: str, comments: int = 300) -> dict[str, Any]:
    return {"objectID": str(number), "title": title, "created_at_i": stamp(day), "num_comments": comments}


def test_threads_are_known_by_their_titles_old_and_new() -> None:
    titles = [
        "Ask HN: Who is hiring? (January 2026)", "Ask HN: Who's Hiring? (January 2011 Edition)",
        "Ask HN: Who Is Hiring (May 2015)", "Ask HN: Who wants to be hired? (January 2026)",
        "Ask HN: Freelancer? Seeking freelancer? (January 2026)", "Ask HN: Who is hiring right now?",
    ]  # fmt: skip
    hits = [hit(number, title, "2026-01-02") for number, title in enumerate(titles)]
    assert [one.month for one in read_listing(response({"hits": hits}))] == [(2026, 1), (2011, 1), (2015, 5)]


def run(web: Web, folder: Path, as_of: date, since: date) -> list[str]:
    """The paths one collection asks for."""
    before = len(web.paths())
    source = HnHiring()
    with polite(folder, web) as (client, raw):
        plan = Plan(as_of, since, NOW, raw.already)
        (fared,) = collect(SourceBook([source], [INFO], {"hn_hiring": source}), raw, client, plan)
        assert fared.status == "ok", fared
    return [path.split("/")[-1].split("?")[0] for path in web.paths()[before:]]


def test_threads_are_asked_for_once_when_old_and_daily_when_new(web: Web, tmp_path: Path) -> None:
    months = [("November 2025", "2025-11-03"), ("December 2025", "2025-12-01"), ("January 2026", "2026-01-02")]
    hits = [hit(n, f"Ask HN: Who is hiring? ({name})", day) for n, (name, day) in enumerate(months, 1)]
    web.routes["/hn.algolia.com/api/v1/search_by_date"] = reply(200, json.dumps({"hits": hits, "nbPages": 1}).encode())
    for number in (1, 2, 3):
        web.routes[f"/hn.algolia.com/api/v1/items/{number}"] = reply(200, b'{"id": 1, "children": []}')
    since, today = date(2025, 10, 20), date(2026, 1, 25)
    assert run(web, tmp_path, today, since) == ["search_by_date", "3", "2", "1"]
    assert run(web, tmp_path, today, since) == []
    assert run(web, tmp_path, today + timedelta(days=1), since) == ["search_by_date", "3", "2"]


def test_a_month_the_list_lacks_is_searched_by_its_title_once_a_day(web: Web, tmp_path: Path) -> None:
    small = hit(1, "Ask HN: Who is hiring? (December 2025)", "2025-12-01", comments=4)
    large = hit(2, "Ask HN: Who is hiring? (December 2025)", "2025-12-01", comments=400)
    web.routes["/hn.algolia.com/api/v1/search_by_date"] = reply(200, json.dumps({"hits": [small]}).encode())
    web.routes["/hn.algolia.com/api/v1/search"] = reply(200, json.dumps({"hits": [large]}).encode())
    web.routes["/hn.algolia.com/api/v1/items/2"] = reply(200, b'{"id": 2, "children": []}')
    day = date(2026, 1, 1)
    assert run(web, tmp_path, day, date(2025, 12, 1)) == ["search_by_date", "search", "2"]
    assert run(web, tmp_path, day, date(2025, 12, 1)) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["id", "children", "text", "created_at_i", "parent_id", "author", "hits", "title"]), inner
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=150)
def test_arbitrary_bytes_raise_nothing_but_the_rooms_error(body: bytes) -> None:
    for reader in (lambda: list(HnHiring().parse(response(body))), lambda: read_listing(response(body))):
        try:
            reader()
        except ExtractorError as fault:
            assert fault.message


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"children": 1' + b"0" * 9000 + b"}", b"NaN"])
def test_json_bombs_are_one_error(body: bytes) -> None:
    with pytest.raises(ExtractorError):
        list(HnHiring().parse(response(body)))
