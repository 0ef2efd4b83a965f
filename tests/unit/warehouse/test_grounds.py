"""Why two postings of one employer are one advertisement: each rule with the case on the other side of its bound."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from warehouse.grounds import SharedLinks, job_links, job_words, shared_links, why_one
from warehouse.similarity import Likeness

DAY = date(2026, 1, 5)
TEXT = "nearly the same text"
TITLE = "alike, with the same title and place"
SKILLS = "alike, with the same skills, one after the other"
STACK = "alike, with the same many skills, one after the other"
PART = "one within the other, one after the other"
LINKS = "alike, with the same links to jobs, one after the other"
NONE = SharedLinks(0, 0, 0)
FIVE, TEN = list(range(5)), list(range(10))


@dataclass
class Seen:
    """A posting as the rules see it."""

    title: str | None = "ml engineer"
    location: str | None = "ghent"
    skills: list[int] = field(default_factory=lambda: [1, 2])
    dated_on: date = DAY
    active_until: date = DAY


def later(**changed: object) -> Seen:
    day = DAY + timedelta(days=30)
    return Seen(**{"dated_on": day, "active_until": day, **changed})  # type: ignore[arg-type]


def alike(jaccard: float, containment: float = 0.7) -> Likeness:
    return Likeness(jaccard, containment, 100)


@pytest.mark.parametrize(
    ("found", "links", "one", "other", "reason"),
    [
        (alike(0.8), NONE, Seen(), later(title="ml engineer (all levels)"), TEXT),
        (alike(0.95), NONE, Seen(), Seen(title="data analyst"), None),
        (alike(0.95), NONE, Seen(), Seen(title="data analyst", location="lyon"), None),
        (alike(0.95), NONE, Seen(skills=FIVE), Seen(title="ml analyst", location="lyon", skills=FIVE), TEXT),
        (alike(0.95), NONE, Seen(skills=FIVE), Seen(title="ml analyst", skills=FIVE), None),
        (alike(0.95), NONE, Seen(), later(title="data analyst"), None),
        (alike(0.5), NONE, Seen(), Seen(skills=[1]), TITLE),
        (alike(0.5), NONE, Seen(), Seen(skills=[3]), None),
        (alike(0.5), NONE, Seen(title="ghent | full-time"), later(title="ghent | full-time", skills=[1, 3]), None),
        (alike(0.5), NONE, Seen(), later(location="lyon"), SKILLS),
        (alike(0.5), NONE, Seen(), Seen(location="lyon"), None),
        (alike(0.6), NONE, Seen(title=None), later(title=None), SKILLS),
        (alike(0.59), NONE, Seen(title=None), later(title=None), None),
        (alike(0.5), NONE, Seen("a", skills=TEN), later(title=None, skills=TEN), STACK),
        (alike(0.5), NONE, Seen("a", skills=FIVE), later(title=None, skills=FIVE), None),
        (alike(0.5, 0.85), NONE, Seen("x", skills=FIVE), later(title=None), PART),
        (alike(0.5, 0.84), NONE, Seen("x", skills=FIVE), later(title=None), None),
        (alike(0.3), SharedLinks(2, 2, 9), Seen(), later(skills=[]), LINKS),
        (alike(0.3), SharedLinks(2, 3, 3), Seen(), later(skills=[]), LINKS),
        (alike(0.3), SharedLinks(1, 3, 3), Seen(), later(skills=[]), None),
        (alike(0.29), SharedLinks(2, 2, 2), Seen(), later(), None),
        (alike(0.3), SharedLinks(2, 2, 2), Seen(), Seen(skills=[]), None),
        (alike(0.59), SharedLinks(1, 3, 3), Seen(), later(), None),
        (alike(0.6), SharedLinks(1, 3, 3), Seen(), later(), TITLE),
    ],
)  # fmt: skip
def test_two_postings_are_one_advertisement_by_one_rule_or_none(
    found: Likeness, links: SharedLinks, one: Seen, other: Seen, reason: str | None
) -> None:
    assert why_one(found, links, one, other) == reason


def test_links_to_pages_of_single_jobs_are_told_from_others() -> None:
    text = """Apply: https://boards.greenhouse.io/acme/jobs/4995125002?gh_src=7 or https://www.acme.test/careers/ml-engineer/,
    (http://grnh.se/1ab2c3) https://acme.test/jobs?gh_jid=780852&t=1 HTTPS://jobs.lever.co/acme/12345678-abcd-abcd-abcd-0123456789ab.
    All: https://acme.test/careers https://boards.greenhouse.io/acme https://video.test/watch/1234567890 https://acme.test/blog/how-we-work"""
    assert job_links(text) == {
        "boards.greenhouse.io/acme/jobs/4995125002 4995125002",
        "acme.test/careers/ml-engineer",
        "grnh.se/1ab2c3",
        "acme.test/jobs ?gh_jid=780852",
        "jobs.lever.co/acme/12345678-abcd-abcd-abcd-0123456789ab 12345678",
    }
    again = job_links("https://boards.greenhouse.io/acme/jobs/4995125002 https://grnh.se/another1")
    assert shared_links(job_links(text), again) == SharedLinks(1, 5, 2)


def test_titles_are_compared_by_what_they_say_of_the_job() -> None:
    assert (
        job_words(Seen("sr. ml developer (ghent) | full-time"))
        == job_words(Seen("senior ml engineers"))
        == {"senior", "ml", "engineer"}
    )
    assert job_words(Seen("ghent | onsite")) == job_words(Seen(None)) == frozenset()
