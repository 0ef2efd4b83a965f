"""Keys go over the wire and nowhere else."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from web_server import Web, polite, reply

from extractors.collect import collect
from extractors.errors import FetchError
from extractors.http import Manners
from extractors.records import SourceRun
from extractors.sources.adzuna import Adzuna
from extractors.sources.base import Plan, Request
from extractors.sources.registry import SourceBook, SourceInfo
from extractors.sources.usajobs import UsaJobs

NOW = datetime(2026, 1, 25, tzinfo=UTC)
SECRET = "s3cret/key+1"
ASKED = Request(
    "https://jobs.test/api/{key}?page=1", expect="json", headers={"Authorization-Key": "{key}"},
    secrets={"{key}": SECRET},
)  # fmt: skip
PATH = "/jobs.test/api/s3cret%2Fkey%2B1"


def everything_kept(folder: Path) -> bytes:
    import gzip

    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return b"".join(kept + [gzip.decompress(body) for body in kept if body.startswith(b"\x1f\x8b")])


def is_hidden(folder: Path) -> bool:
    return not any(part in everything_kept(folder) for part in (b"s3cret", b"s3cret%2Fkey"))


def test_a_key_is_sent_and_neither_kept_nor_repeated_from_the_answer(web: Web, tmp_path: Path) -> None:
    echo = json.dumps({"next": f"https://jobs.test/api/{SECRET}?page=2", "again": "s3cret%2Fkey%2B1"}).encode()
    web.routes[PATH] = reply(200, echo, {"ETag": f'"{SECRET}"'})
    with polite(tmp_path, web) as (client, raw):
        kept = client.fetch(ASKED, source="jobs", manners=Manners())
        assert kept.url == "https://jobs.test/api/{key}?page=1" and b"s3cret" not in kept.body
        assert raw.read(kept.raw_id).url == kept.url
    path, headers = web.asked[-1]
    assert path == f"{PATH}?page=1" and headers["authorization-key"] == SECRET
    assert is_hidden(tmp_path)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_no_failure_tells_the_key(web: Web, tmp_path: Path, status: int) -> None:
    web.routes[PATH] = reply(status, SECRET.encode())
    with polite(tmp_path, web) as (client, _), pytest.raises(FetchError) as caught:
        client.fetch(ASKED, source="jobs", manners=Manners())
    assert "s3cret" not in caught.value.message + caught.value.remedy and is_hidden(tmp_path)


def test_a_redirect_takes_no_key_along(web: Web, tmp_path: Path) -> None:
    web.routes[PATH] = reply(302, headers={"Location": f"https://elsewhere.test/?stolen={SECRET}"})
    web.routes["/elsewhere.test/"] = reply(200, b"{}")
    with polite(tmp_path, web) as (client, _):
        client.fetch(ASKED, source="jobs", manners=Manners())
    path, headers = web.asked[-1]
    assert path.startswith("/elsewhere.test/") and "s3cret" not in path and "authorization-key" not in headers
    assert is_hidden(tmp_path)


def test_a_body_is_posted_as_json(web: Web, tmp_path: Path) -> None:
    web.routes["/jobs.test/api"] = reply(200, b"{}")
    with polite(tmp_path, web) as (client, _):
        request = Request("https://jobs.test/api", expect="json", body=b'{"page": "1"}')
        client.fetch(request, source="jobs", manners=Manners())
    assert web.asked[-1][1]["content-type"] == "application/json" and web.asked[-1][1]["content-length"] == "13"


def test_no_content_is_an_answer_only_where_it_means_nothing_new(web: Web, tmp_path: Path) -> None:
    web.routes["/jobs.test/api"] = reply(204)
    with polite(tmp_path, web) as (client, _):
        found = client.fetch(Request("https://jobs.test/api", empty_is_answer=True), source="jobs", manners=Manners())
        assert (found.status, found.body) == (204, b"")
        with pytest.raises(FetchError):
            client.fetch(Request("https://jobs.test/api"), source="jobs", manners=Manners())


def run(web: Web, folder: Path, keys: dict[str, str], info: SourceInfo) -> SourceRun:
    source = UsaJobs(("2210",)) if info.name == "usajobs" else Adzuna(("gb",), ("ml",), 1)
    book = SourceBook([source], [info], {info.name: source})
    with polite(folder, web) as (client, raw):
        plan = Plan(date(2026, 1, 25), date(2026, 1, 1), NOW, raw.already, keys)
        (fared,) = collect(book, raw, client, plan)
    return fared


USAJOBS = SourceInfo(
    "usajobs", "posting", True, "", "", "", "", 1.0, "", "continuous", key_at="https://keys.test/", key_form="a:b"
)  # fmt: skip


def test_a_source_without_its_key_is_off_and_says_where_to_get_one(web: Web, tmp_path: Path) -> None:
    fared = run(web, tmp_path, {}, USAJOBS)
    assert fared.status == "off" and not web.asked
    assert all(part in fared.message for part in ("SKILLTIDE_KEYS__USAJOBS", "a:b", "https://keys.test/"))


def test_with_its_key_it_is_asked(web: Web, tmp_path: Path) -> None:
    web.routes["/data.usajobs.gov/api/Search"] = reply(200, b'{"SearchResult": {"SearchResultItems": []}}')
    fared = run(web, tmp_path, {"usajobs": f"me@x.test:{SECRET}"}, USAJOBS)
    assert (fared.status, fared.requests) == ("ok", 1)
    headers = web.asked[-1][1]
    assert (headers["user-agent"], headers["authorization-key"]) == ("me@x.test", SECRET)
    assert is_hidden(tmp_path) and b"me@x.test" not in everything_kept(tmp_path)


def test_without_a_licence_nothing_is_asked_even_with_a_key(web: Web, tmp_path: Path) -> None:
    info = SourceInfo("adzuna", "posting", True, "", "", "", "", 1.0, "", "continuous", licensed=False)
    fared = run(web, tmp_path, {"adzuna": "id:key"}, info)
    assert fared.status == "off" and "licensed = true" in fared.message and not web.asked
