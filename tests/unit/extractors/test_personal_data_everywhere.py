"""Whatever field of a source a mail address or a telephone number stands in, no record has it, nor a contact."""

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import response

from extractors.reading import parse_response
from extractors.records import Article, Posting
from extractors.sources.registry import load_sources

BOOK = load_sources(Path("sources.toml"))
MAIL, PHONE, NAME = "maja.lind@acme.test", "070-123 45 67", "Maja Lind"
REACH = f" {MAIL} maja.lind (at) acme.test {PHONE} +46 70 123 45 67"
PERSON = {"name": NAME, "email": MAIL, "phone": PHONE, "telephone": PHONE, "title": f"Recruiter {NAME}"}
#: Fields in which services give people.
PEOPLE = {
    "creator": PERSON, "recruiter": PERSON, "hiringManager": PERSON, "owner": PERSON, "mailbox_email": MAIL,
    "application_contacts": [PERSON], "contactList": [PERSON], "personContacts": [PERSON], "applicationContact": PERSON,
    "author": NAME, "hiring_team": [PERSON],
}  # fmt: skip
TEXT = "<p>Python and SQL</p>"
Wrap = Callable[[dict[str, Any]], object]
#: Of each source a row with a text in every field that is read, and the answer it stands in.
ROWS: dict[str, tuple[dict[str, Any], Wrap]] = {
    "greenhouse": (
        {"id": 1, "internal_job_id": 2, "title": "Dev", "content": TEXT, "company_name": "Acme", "language": "en",
         "location": {"name": "Lund"}, "offices": [{"name": "Lund", "location": "Lund"}],
         "departments": [{"name": "IT"}], "metadata": [{"name": "Workplace Type", "value": "Remote"}]},
        lambda row: {"jobs": [row]},
    ),
    "lever": (
        {"id": "a", "text": "Dev", "description": TEXT, "lists": [{"text": "You", "content": "<li>SQL"}],
         "additional": TEXT, "salaryDescription": "<p>Pay", "country": "SE",
         "categories": {"location": "Lund", "commitment": "Full-time", "allLocations": ["Lund"]}},
        lambda row: [row],
    ),
    "ashby": (
        {"id": "a", "title": "Dev", "descriptionHtml": TEXT, "location": "Lund", "employmentType": "FullTime",
         "secondaryLocations": [{"location": "Oslo"}], "department": "IT", "team": "Data"},
        lambda row: {"jobs": [row]},
    ),
    "workable": (
        {"shortcode": "A1", "title": "Dev", "description": TEXT, "employment_type": "Full-time",
         "locations": [{"city": "Lund", "region": "Skåne", "country": "Sweden", "hidden": False}]},
        lambda row: {"name": "Acme", "jobs": [row]},
    ),
    "recruitee": (
        {"id": 1, "title": "Dev", "description": TEXT, "requirements": TEXT, "company_name": "Acme",
         "locations": [{"city": "Lund", "country": "Sweden"}], "location": "Lund"},
        lambda row: {"offers": [row]},
    ),
    "remoteok": (
        {"id": "1", "position": "Dev", "company": "Acme", "description": TEXT, "location": "Lund", "tags": ["sql"]},
        lambda row: [{"legal": "x"}, row],
    ),
    "remotive": (
        {"id": 1, "title": "Dev", "company_name": "Acme", "description": TEXT, "salary": "1 kr",
         "candidate_required_location": "Europe", "category": "Data"},
        lambda row: {"jobs": [row]},
    ),
    "arbeitnow": (
        {"slug": "a", "title": "Dev", "company_name": "acme", "description": TEXT, "location": "Lund", "tags": ["IT"]},
        lambda row: {"data": [row]},
    ),
    "jobicy": (
        {"id": 1, "jobTitle": "Dev", "companyName": "Acme", "jobDescription": TEXT, "jobGeo": "Anywhere",
         "jobExcerpt": "x", "jobIndustry": ["IT"]},
        lambda row: {"jobs": [row]},
    ),
    "himalayas": (
        {"guid": "https://himalayas.app/companies/a/jobs/b", "title": "Dev", "companyName": "Acme",
         "description": TEXT, "locationRestrictions": ["Sweden"], "excerpt": "x"},
        lambda row: {"jobs": [row]},
    ),
    "themuse": (
        {"id": 1, "name": "Dev", "contents": TEXT, "company": {"name": "Acme"}, "locations": [{"name": "Lund"}]},
        lambda row: {"results": [row]},
    ),
    "adzuna": (
        {"id": "1", "title": "Dev", "company": {"display_name": "Acme"}, "location": {"display_name": "Lund"},
         "description": "x"},
        lambda row: {"results": [row]},
    ),
    "jooble": (
        {"id": 1, "title": "Dev", "company": "Acme", "location": "Lund", "snippet": TEXT, "salary": "1"},
        lambda row: {"jobs": [row]},
    ),
    "reed": ({"jobId": 1, "jobTitle": "Dev", "employerName": "Acme", "jobDescription": TEXT, "locationName": "Leeds"},
             lambda row: row),
    "usajobs": (
        {"PositionTitle": "Dev", "OrganizationName": "Agency", "PositionURI": "https://www.usajobs.gov:443/job/1",
         "PositionLocation": [{"LocationName": "Denver"}], "QualificationSummary": "SQL",
         "UserArea": {"Details": {"JobSummary": "Python", "MajorDuties": ["SQL"], "AgencyContactEmail": "",
                                  "AgencyContactPhone": ""}}},
        lambda row: {"SearchResult": {"SearchResultItems": [{"MatchedObjectDescriptor": row}]}},
    ),
    "historicjoa": (
        {"usajobsControlNumber": 1, "positionTitle": "Dev", "hiringAgencyName": "Agency",
         "PositionLocations": [{"positionLocationCity": "Denver", "positionLocationState": "CO"}]},
        lambda row: {"data": [row]},
    ),
    "jobtech": (
        {"id": "1", "headline": "Dev", "description": {"text": "Python", "text_formatted": TEXT},
         "employer": {"name": "Acme", "workplace": "Acme", "email": "", "phone_number": ""},
         "workplace_address": {"municipality": "Lund", "region": "Skåne", "city": "Lund", "street_address": "Gatan 1"}},
        lambda row: [row],
    ),
    "nav": (
        {"uuid": "00000001-0000-4000-8000-000000000000", "title": "Utvikler", "description": TEXT,
         "employer": {"name": "Acme"}, "workLocations": [{"city": "OSLO", "municipal": "OSLO", "address": "Gata 1"}]},
        lambda row: {"uuid": row["uuid"], "status": "ACTIVE", "ad_content": row},
    ),
    "hn_hiring": (
        {"id": 2, "parent_id": 1, "text": "Acme | Dev | Lund | hiring<p>Python", "author": "x"},
        lambda row: {"id": 1, "children": [row]},
    ),
}  # fmt: skip
_AS_IT_IS = {"id", "shortcode", "slug", "guid", "uuid", "PositionURI"}
META = {"board": "b", "company": "", "what": "entry"}


def seeded(value: Any, key: str = "") -> Any:
    """The row with a way to reach somebody in every text."""
    if isinstance(value, dict):
        return {name: seeded(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [seeded(inner, key) for inner in value]
    return value + REACH if isinstance(value, str) and key not in _AS_IT_IS else value


def tells_nobody(source: str, body: bytes, **meta: str) -> list[Any]:
    found = parse_response(BOOK, response_of(source, body, **meta))
    told = repr(found)
    for personal in (MAIL, "maja", "acme.test", PHONE, "123 45 67", NAME, "Maja"):
        assert personal not in told, f"{source}: {personal}"
    return found


def response_of(source: str, body: bytes, **meta: str) -> Any:
    return replace(response(body, **{**META, **meta}), source=source)


@pytest.mark.parametrize("source", ROWS)
def test_no_field_of_a_posting_reaches_anybody(source: str) -> None:
    row, wrap = ROWS[source]
    row = {**seeded(row), **PEOPLE}
    if source == "hn_hiring":
        row["author"] = NAME
    found = tells_nobody(source, json.dumps(wrap(row)).encode())
    assert any(isinstance(one, Posting) for one in found), found


FEED = (
    "<item><title>Post{r}</title><link>https://x.test/a?by=maja.lind@acme.test</link><author>{n} {r}</author>"
    "<description>{d}</description></item>"
)
XML = {
    "personio": "<workzag-jobs><position><id>1</id><office>Lund{r}</office><name>Dev{r}</name>"
    "<recruiter>{n}</recruiter><subcompany>Acme{r}</subcompany><jobDescriptions><jobDescription><name>You{r}</name><value>{d}</value>"
    "</jobDescription></jobDescriptions></position></workzag-jobs>",
    "teamtailor": "<rss xmlns:tt='https://teamtailor.com/locations'><channel><title>Acme{r}</title><item><guid>1</guid>"
    "<title>Dev{r}</title><description>{d}</description><author>{n}</author><tt:locations><tt:location><tt:city>Lund{r}"
    "</tt:city></tt:location></tt:locations><tt:recruiter>{n}</tt:recruiter></item></channel></rss>",
    "feeds": f"<rss version='2.0'><channel><title>x</title>{FEED}</channel></rss>",
    "arxiv": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2601.00001v1</id>"
    "<title>On{r}</title><summary>We{r}</summary><author><name>{n}</name></author><published>2026-01-20T00:00:00Z</published></entry></feed>",
}  # fmt: skip


@pytest.mark.parametrize("source", XML)
def test_no_element_of_a_feed_reaches_anybody(source: str) -> None:
    body = XML[source].format(r=REACH, n=NAME, d=html.escape(f"<p>Python{REACH}</p>"))
    found = tells_nobody(source, body.encode())
    assert any(isinstance(one, (Posting, Article)) for one in found), found


def test_no_property_of_a_careers_page_reaches_anybody() -> None:
    node = seeded({
        "title": "Dev", "description": TEXT, "qualifications": "SQL", "hiringOrganization": {"name": "Acme"},
        "jobLocation": {"address": {"addressLocality": "Lund", "addressCountry": "SE"}},
    })  # fmt: skip
    posting = {"@type": "JobPosting", **node, **PEOPLE, "hiringOrganization": {**node["hiringOrganization"], **{
        "email": MAIL, "telephone": PHONE, "employee": PERSON, "contactPoint": PERSON}}}  # fmt: skip
    page = f"<html><script type='application/ld+json'>{json.dumps(posting)}</script></html>"
    assert isinstance(tells_nobody("careers", page.encode())[0], Posting)


@pytest.mark.parametrize("source", ["greenhouse", "remoteok", "jobicy", "lever"])
@pytest.mark.parametrize("at", ["@", "%40"])
def test_an_address_of_a_page_with_a_mail_address_in_it_is_not_kept(source: str, at: str) -> None:
    row, wrap = ROWS[source]
    link = f"https://jobs.test/apply?contact={MAIL.replace(chr(64), at)}"
    keys = dict.fromkeys(("absolute_url", "url", "hostedUrl"), link)
    assert any(isinstance(one, Posting) for one in tells_nobody(source, json.dumps(wrap({**row, **keys})).encode()))
