"""The Muse."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Client, reads_or_sets_aside_any_row, refuses_what_it_cannot_read, rows, run

from extractors.errors import ExtractorError
from extractors.records import Posting
from extractors.sources.base import Request
from extractors.sources.themuse import TheMuse

SOURCE = TheMuse(("Software Engineering", "Data and Analytics"))
KEYS = {"themuse": "s3cret"}
JOB: dict[str, Any] = {
    "id": 12345, "name": "ML Engineer", "type": "external", "publication_date": "2026-01-16T00:00:00Z",
    "short_name": "ml-engineer", "model_type": "jobs", "locations": [{"name": "Oslo, Norway"}],
    "categories": [{"name": "Software Engineering"}], "levels": [{"name": "Senior Level", "short_name": "senior"}],
    "tags": [], "refs": {"landing_page": "https://www.themuse.com/jobs/acme/ml-engineer"},
    "company": {"id": 1, "short_name": "acme", "name": "Acme"}, "contents": "<p>Python</p>",
}  # fmt: skip


def body(*jobs: Any, pages: int = 3) -> dict[str, Any]:
    return {"page": 0, "page_count": pages, "results": list(jobs)}


def page_of(request: Request) -> int:
    return int(parse_qs(urlsplit(request.url).query)["page"][0])


def test_a_row_becomes_a_posting() -> None:
    assert rows(SOURCE, body(JOB)) == [
        Posting(
            source="themuse", board="jobs", native_id="12345", employer="Acme", title="ML Engineer", text="Python",
            url="https://www.themuse.com/jobs/acme/ml-engineer", posted_on=date(2026, 1, 16),
            location="Oslo, Norway", country="NO",
        )
    ]  # fmt: skip


def test_flexible_means_remote() -> None:
    row = rows(SOURCE, body({**JOB, "locations": [{"name": "Flexible / Remote"}, {"name": "Oslo, Norway"}]}))[0]
    assert (row.workplace, row.country, row.location) == ("remote", "NO", "Flexible / Remote; Oslo, Norway")


@pytest.mark.parametrize("found", [{"code": 403, "error": "Too many requests"}, [], b"nothing"])
def test_another_shape_is_one_error(found: Any) -> None:
    with pytest.raises(ExtractorError, match="themuse"):
        rows(SOURCE, found)


def test_anything_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE)
    reads_or_sets_aside_any_row(SOURCE, JOB, lambda listed: body(*listed))


def test_every_category_is_paged_to_its_last_page_once_a_week_and_the_key_is_no_part_of_the_address() -> None:
    client = Client(lambda request: body(JOB))
    assert len(run(SOURCE, client, keys=KEYS)) == 6 and run(SOURCE, client, keys=KEYS) == []
    assert [page_of(request) for request in client.asked] == [0, 1, 2, 0, 1, 2]
    assert run(SOURCE, client, as_of=date(2026, 1, 19), keys=KEYS) == []  # the same week
    assert len(run(SOURCE, client, as_of=date(2026, 1, 26), keys=KEYS)) == 6
    assert all("s3cret" not in url and "{key}" in url for url in client.urls())
    assert client.asked[0].secrets == {"{key}": "s3cret"}


def test_the_hundredth_page_is_the_last_that_is_asked_for() -> None:
    client = Client(lambda request: body(JOB, pages=20223))
    run(TheMuse(("Software Engineering",)), client, keys=KEYS)
    assert [page_of(request) for request in client.asked] == list(range(100))
