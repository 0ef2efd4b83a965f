"""Years of experience and visa sponsorship, with what must not be taken for them. Texts written for these tests."""

import pytest

from extractors.skills.experience import find_years
from extractors.skills.visa import find_visa

YEARS = [
    ("5+ years of experience with python", (5, None)),
    ("we need 3-5 years of professional experience", (3, 5)),
    ("at least two years of backend work", (2, None)),
    ("a minimum of four years experience developing web software", (4, None)),
    ("senior engineer (4+ yoe)", (4, None)),
    ("you have over 6 years of web application design experience", (6, None)),
    ("- 7+ years in software engineering", (7, None)),
    ("looking for 3+ yrs exp", (3, None)),
    ("the ideal candidate has 2-3 years of android experience", (2, 3)),
    ("2 to 4 years of relevant experience", (2, 4)),
    ("our firm is 12 years old. you bring 3 years of experience", (3, None)),
]
NO_YEARS = [
    "we have been in business for over 20 years",
    "the company was founded 5 years ago",
    "our cto has 20 years of engineering experience",
    "a team with 40+ years combined expertise",
    "revenue doubled over the past three years",
    "a 10-year exercise window for your options",
    "5 years of runway",
    "in only 4 years we have grown to 90 people",
    "no experience needed",
    "",
]
VISA = [
    ("acme | berlin | onsite | visa | https://acme.example", True),
    ("acme | berlin | onsite, visa, interns", True),
    ("we sponsor h1b visas", True),
    ("visa sponsorship available", True),
    ("we are happy to help with visas and moving", True),
    ("acme | new york | h1b welcome", True),
    ("we cannot sponsor visas at this time", False),
    ("visa sponsorship is not available", False),
    ("acme | remote | no visa sponsorship", False),
    ("visa: no", False),
    ("you can work in the uk without sponsorship", False),
    ("unfortunately, we do not offer visa support", False),
    ("acme | onsite | no-visa", False),
    ("you need a valid work permit for switzerland", None),
    ("we process payments of visa and mastercard", None),
    ("we sponsor local meetups", None),
    ("fully remote, no visa required", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_the_years_asked_of_the_candidate_are_read(text: str, years: tuple[int, int | None]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize("text", NO_YEARS)
def test_years_of_the_company_and_its_people_are_not(text: str) -> None:
    assert find_years(text) == (None, None)


@pytest.mark.parametrize(("text", "answer"), VISA)
def test_sponsorship_is_offered_refused_or_not_spoken_of(text: str, answer: bool | None) -> None:
    assert find_visa(text, len(text) if "|" in text else 0) is answer
