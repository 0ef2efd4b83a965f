"""Careers pages with schema.org JobPosting."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import VALUES, Client, response, run
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import HostClosedError, SourcesFileError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected, Salary
from extractors.sources.base import Request
from extractors.sources.careers import MAX_CHILDREN, MAX_PAGES, Careers, Site, from_table

SITE = Site("acme.example", "Acme", "https://acme.example/sitemap.xml", "/jobs/")
SOURCE = Careers((SITE,))
PAGE = "https://acme.example/jobs/1-data-engineer"
NODE: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "JobPosting", "title": "Data Engineer", "url": PAGE,
    "description": "&lt;p&gt;R&amp;amp;D with Spark&lt;/p&gt;", "qualifications": ["SQL", "Airflow"],
    "responsibilities": "Build pipelines", "datePosted": "2026-01-05T23:30:00-02:00", "validThrough": "2026-02-01",
    "hiringOrganization": {"@type": "Organization", "name": "Acme GmbH",
        "contactPoint": [{"@type": "ContactPoint", "name": "Jane Roe"}]},
    "applicationContact": {"name": "Jane Roe", "email": "jane.roe@acme.example"},
    "jobLocation": [{"@type": "Place", "address": {"@type": "PostalAddress", "streetAddress": "Main Street 1",
        "addressLocality": "Berlin", "addressRegion": "Berlin", "addressCountry": "DE"}}],
    "employmentType": "FULL_TIME, CONTRACTOR", "inLanguage": "en-GB",
    "baseSalary": {"@type": "MonetaryAmount", "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": "60,000", "maxValue": 75000, "unitText": "YEAR"}},
}  # fmt: skip


def html_of(*nodes: Any, head: str = "") -> bytes:
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return f"<!DOCTYPE html><html><head>{head}{blocks}</head><body>Job</body></html>".encode()


def read(*nodes: Any, head: str = "") -> list[Any]:
    return list(SOURCE.parse(response(html_of(*nodes, head=head), PAGE, board="acme.example", company="Acme")))


def one(**changed: Any) -> Posting:
    (posting,) = read({**NODE, **changed})
    assert isinstance(posting, Posting)
    return posting


def test_a_page_becomes_a_posting_named_by_its_path() -> None:
    assert one() == Posting(
        source="careers", board="acme.example", native_id="jobs/1-data-engineer", employer="Acme GmbH",
        title="Data Engineer", url=PAGE,
        text="R&D with Spark\n\nResponsibilities\nBuild pipelines\n\nQualifications\nSQL\n\nAirflow",
        posted_on=date(2026, 1, 6), location="Berlin, DE", country="DE", employment_type="full_time",
        salary=Salary(60000, 75000, "EUR", "year"), language="en",
    )  # fmt: skip


def test_people_named_as_contacts_are_read_into_no_field() -> None:
    assert "Jane" not in repr(one()) and "jane" not in repr(one()) and "Main Street" not in repr(one())


def test_noindex_keeps_nothing_from_being_read() -> None:
    assert isinstance(read(NODE, head='<meta name="robots" content="noindex">')[0], Posting)


@pytest.mark.parametrize(
    ("posted", "day"),
    [
        ("2026-1-5", date(2026, 1, 5)), ("20260105", date(2026, 1, 5)), ("2026-01-05T22:00:00", date(2026, 1, 5)),
        # Midnight in Berlin is how the site writes a day, though it is the day before in Greenwich.
        ("2026-01-05T00:00:00+01:00", date(2026, 1, 5)), ("2026-01-05T00:00:01+01:00", date(2026, 1, 4)),
        ("2026-13-45", None), ("1970-01-01", None), ("2099-01-01", None), ("soon", None), (None, None), (5, None),
    ],
)  # fmt: skip
def test_days_are_read_as_sites_write_them(posted: object, day: date | None) -> None:
    assert one(datePosted=posted).posted_on == day


@pytest.mark.parametrize(
    ("place", "location", "country"),
    [
        ("Berlin, Germany", "Berlin, Germany", "DE"),
        ({"address": "Oslo, Norway"}, "Oslo, Norway", "NO"),
        ({"address": {"addressLocality": "Paris", "addressCountry": {"@type": "Country", "name": "France"}}},
         "Paris, France", "FR"),
        ({"name": "HQ", "address": {}}, "HQ", None),
        ([{"name": "Bellevue, WA", "address": {"addressLocality": "X", "addressCountry": {"name": ["USA", "USA"]}}},
          {"name": "Austin, TX", "address": {"addressLocality": "X", "addressCountry": {"name": ["USA"]}}}],
         "Bellevue, WA; Austin, TX", "US"),
        ([{"address": {"addressCountry": "DE"}}, {"address": {"addressCountry": "AT"}}], "DE; AT", None),
        (None, None, None), ([5, None], None, None),
    ],
)  # fmt: skip
def test_places_have_many_shapes(place: object, location: str | None, country: str | None) -> None:
    assert (one(jobLocation=place).location, one(jobLocation=place).country) == (location, country)


def test_work_from_anywhere_in_a_country() -> None:
    away = one(
        jobLocation=None,
        jobLocationType="TELECOMMUTE",
        applicantLocationRequirements={"@type": "Country", "name": "USA"},
    )
    assert (away.workplace, away.country) == ("remote", "US")


@pytest.mark.parametrize(
    ("pay", "salary"),
    [
        ({"currency": "USD", "value": {"value": "45.5", "unitText": "HOUR"}}, Salary(45.5, 45.5, "USD", "hour")),
        ([{"currency": "USD", "value": {"minValue": 100000, "unitText": "Year"}}], Salary(100000, None, "USD", "year")),
        ({"currency": "USD", "value": 90000}, Salary(90000, 90000, "USD", "year")),
        ({"value": {"minValue": 1, "maxValue": 2, "unitText": "YEAR"}}, None), (60000, None), ("60k", None),
        ({"currency": "USD", "value": {"minValue": 0, "maxValue": 0}}, None), (None, None), ({"value": []}, None),
    ],
)  # fmt: skip
def test_pay_has_many_shapes(pay: object, salary: Salary | None) -> None:
    assert one(baseSalary=pay).salary == salary


@pytest.mark.parametrize(
    ("kind", "read_as"),
    [("Full-time", "full_time"), (["PART_TIME", "INTERN"], "part_time"), ("OTHER", None), (7, None)],
)
def test_employment_is_a_text_a_list_or_a_text_with_commas(kind: object, read_as: str | None) -> None:
    assert one(employmentType=kind).employment_type == read_as


def test_what_cannot_be_read_is_told() -> None:
    assert [row.reason for row in read()] == ["no JobPosting on the page"]
    assert [row.reason for row in read({**NODE, "title": None})] == ["unreadable posting"]
    assert "no description" in read({"@type": "JobPosting", "title": "x"})[0].detail
    assert [type(row) for row in read(NODE, {**NODE, "title": "Other"})] == [Posting, Rejected]
    foreign, _ = read({**NODE, "hiringOrganization": "Zenith Steel"})
    assert isinstance(foreign, Rejected) and "Zenith Steel" in foreign.detail


@given(st.dictionaries(st.sampled_from(sorted(NODE)), VALUES, min_size=1, max_size=4))
@settings(max_examples=100)
def test_whatever_a_property_holds_the_page_is_a_row(changed: dict[str, Any]) -> None:
    rows = read({**NODE, "@type": "JobPosting", **{key: value for key, value in changed.items() if key != "@type"}})
    assert all(isinstance(row, (Posting, Rejected)) for row in rows) and 1 <= len(rows) <= 2


# --- what is asked for ----------------------------------------------------------------------------------------------


def urlset(*pages: tuple[str, str]) -> bytes:
    entries = "".join(
        f"<url><loc>https://acme.example{path}</loc><lastmod>{day}</lastmod></url>" for path, day in pages
    )
    return f"<urlset>{entries}</urlset>".encode()


def index(*paths: str) -> bytes:
    entries = "".join(f"<sitemap><loc>https://acme.example{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


def web(pages: dict[str, bytes]) -> Client:
    """A site; a page that is not in it has a posting."""
    return Client(lambda request: pages.get(request.url.removeprefix("https://acme.example"), html_of(NODE)))


def listings(responses: list[RawResponse]) -> list[Listing]:
    return [row for answer in responses for row in SOURCE.parse(answer) if isinstance(row, Listing)]


def test_job_pages_of_the_sitemap_are_asked_for_newest_first_and_again_when_they_change() -> None:
    pages = {"/sitemap.xml": urlset(("/jobs/1", "2026-01-01"), ("/about", "2026-01-20"), ("/jobs/2", "2026-01-09"))}
    client = web(pages)
    assert listings(run(SOURCE, client)) == [Listing("careers", "acme.example", ("jobs/1", "jobs/2"))]
    assert client.urls()[1:] == ["https://acme.example/jobs/2", "https://acme.example/jobs/1"]
    run(SOURCE, client)
    assert len(client.asked) == 3
    pages["/sitemap.xml"] = urlset(("/jobs/1", "2026-01-26"), ("/jobs/2", "2026-01-09"))
    run(SOURCE, client, as_of=date(2026, 1, 26))
    assert client.urls()[3:] == [SITE.sitemap, "https://acme.example/jobs/1"]


def test_pages_without_a_day_of_change_are_asked_for_once_a_week() -> None:
    client = web({"/sitemap.xml": urlset(("/jobs/1", ""))})
    for day in (19, 20, 25, 26):
        run(SOURCE, client, as_of=date(2026, 1, day))
    assert [url for url in client.urls() if "/jobs/" in url] == ["https://acme.example/jobs/1"] * 2


def test_the_sitemaps_of_an_index_are_parts_of_one_reading() -> None:
    pages = {
        "/sitemap.xml": index("/a.xml", "/b.xml"),
        "/a.xml": urlset(("/jobs/1", "1")),
        "/b.xml": urlset(("/jobs/2", "1")),
    }
    first, second = listings(run(SOURCE, web(pages)))
    assert first == Listing("careers", "acme.example", ("jobs/1",), part=1, last=False)
    assert second == Listing("careers", "acme.example", ("jobs/2",), part=2, last=True)


@pytest.mark.parametrize("pages", [{"/sitemap.xml": index()}, {"/sitemap.xml": b"<html>moved</html>"}])
def test_an_index_of_nothing_or_no_sitemap_says_nothing_about_what_is_open(pages: dict[str, bytes]) -> None:
    client = web(pages)
    kept = run(SOURCE, client)
    assert len(kept) == 1 and client.reports == []
    if pages["/sitemap.xml"].startswith(b"<sitemapindex"):
        assert listings(kept) == []


def test_what_lies_beyond_the_caps_leaves_the_reading_incomplete() -> None:
    many = {f"/{number}.xml": urlset((f"/jobs/{number}", "1")) for number in range(MAX_CHILDREN + 1)}
    found = listings(run(SOURCE, web({"/sitemap.xml": index(*many), **many})))
    assert len(found) == MAX_CHILDREN and all(one.capped and not one.last for one in found)
    nested = {"/sitemap.xml": index("/a.xml"), "/a.xml": index("/b.xml")}
    assert [one.capped for one in listings(run(SOURCE, web(nested)))] == [True]


def test_a_run_asks_for_a_bounded_number_of_pages_and_the_next_day_for_the_rest() -> None:
    client = web({"/sitemap.xml": urlset(*((f"/jobs/{number}", "1") for number in range(MAX_PAGES + 5)))})
    assert len(run(SOURCE, client)) == MAX_PAGES + 1
    assert len(run(SOURCE, client, as_of=date(2026, 1, 26))) == 6


def test_a_killed_run_goes_on_without_asking_twice() -> None:
    client = web({"/sitemap.xml": urlset(("/jobs/1", "2"), ("/jobs/2", "1"))})
    answer = client.answer

    def dies(request: Request) -> object:
        if request.url.endswith("/jobs/2"):
            raise KeyboardInterrupt
        return answer(request)

    client.answer = dies
    with pytest.raises(KeyboardInterrupt):
        run(SOURCE, client)
    client.answer = answer
    assert [kept.url for kept in run(SOURCE, client)] == ["https://acme.example/jobs/2"]


def test_a_site_that_answers_no_more_keeps_no_other_from_being_read() -> None:
    def answer(request: Request) -> object:
        if "acme" in request.url:
            raise HostClosedError("closed")
        return b"<urlset/>"

    other = Site("bolt.example", "Bolt", "https://bolt.example/sitemap.xml", "/jobs/")
    assert len(run(Careers((SITE, other)), Client(answer))) == 1


def test_a_line_is_checked() -> None:
    line = {"host": "acme.example", "company": "Acme", "match": "/jobs/"}
    assert from_table("t", {"sites": [line]})._sites == (SITE,)
    for wrong in (
        {"host": "https://acme.example"},
        {"sitemap": "ftp://acme.example/s.xml"},
        {"sitemap": "sitemap.xml"},
    ):
        with pytest.raises(SourcesFileError, match="expected a host name, and an https address"):
            from_table("t", {"sites": [{**line, **wrong}]})


def test_the_reader_of_structured_data_is_loaded_when_a_page_needs_it() -> None:
    module = Path(__file__).parents[3] / "extractors" / "sources" / "jsonld.py"
    lines = module.read_text("utf-8").splitlines()
    assert not any(line.startswith(("import extruct", "from extruct")) for line in lines)
