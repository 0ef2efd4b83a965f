"""Pay, workplace, employment and language. Every text here was written for these tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Salary
from extractors.skills.language import find_language
from extractors.skills.salary import find_salary
from extractors.skills.workplace import find_employment, find_workplace

PAY = [
    ("$150k-180k + equity", Salary(150_000, 180_000, "USD", "year")),
    ("Salary: $120,000 - $150,000", Salary(120_000, 150_000, "USD", "year")),
    ("£70-100k plus options", Salary(70_000, 100_000, "GBP", "year")),
    ("€50.000 – €60.000 per year", Salary(50_000, 60_000, "EUR", "year")),
    ("60,000 to 80,000 EUR", Salary(60_000, 80_000, "EUR", "year")),
    ("CA$90k - CA$110k", Salary(90_000, 110_000, "CAD", "year")),
    ("$60-80/hour", Salary(60, 80, "USD", "hour")),
    ("$70 per hour rate", Salary(70, 70, "USD", "hour")),
    ("pay of €4,000 - €5,000 per month", Salary(4_000, 5_000, "EUR", "month")),
    ("Compensation: up to $180k", Salary(None, 180_000, "USD", "year")),
    ("Compensation: above €80K", Salary(80_000, None, "EUR", "year")),
    ("Salary $120k-$140k, in the office 2x/week", Salary(120_000, 140_000, "USD", "year")),
    ("$90k to $110k (3 days a week in Oslo)", Salary(90_000, 110_000, "USD", "year")),
]


@pytest.mark.parametrize(("text", "salary"), PAY, ids=lambda value: str(value)[:30])
def test_pay_is_read_with_range_currency_and_period(text: str, salary: Salary) -> None:
    assert find_salary(text) == salary


@pytest.mark.parametrize(
    "text",
    [
        "We raised $12M in funding.",
        "$5k/year for education",
        "Up to $1,000 annually for books",
        "$400/monthly for groceries",
        "A $24B market.",
        "A $500 per month credit for travel.",
        "From 10 to 20 people.",
        "Pay $40-50",
        "Series A of $15,000,000",
    ],
)
def test_other_money_is_no_pay(text: str) -> None:
    assert find_salary(text) is None


@settings(max_examples=100)
@given(st.text(alphabet="$€£kK0123456789,.-–/ USDEURperhouryearto", max_size=300))
def test_any_run_of_amounts_ends(text: str) -> None:
    salary = find_salary(text)
    assert salary is None or salary.low is None or salary.high is None or salary.low <= salary.high


@pytest.mark.parametrize(
    ("title", "body", "workplace"),
    [
        ("Acme | Engineer | REMOTE (EU)", "", "remote"),
        ("Acme | Engineer | Hybrid, Berlin", "Remote teams.", "hybrid"),
        ("Acme | Engineer | Onsite", "", "onsite"),
        ("Acme | Engineer | Berlin, no remote", "", "onsite"),
        ("Acme | Engineer | Berlin", "We are fully remote.", "remote"),
        ("Acme | Engineer | Berlin", "Unfortunately we do not offer remote work.", "onsite"),
        ("Acme | Engineer | Berlin", "You work 3 days a week in the office.", "hybrid"),
        ("Acme | Engineer | Berlin", "We build hybrid cloud for remote sensing.", None),
    ],
)
def test_workplace_of_title_then_text(title: str, body: str, workplace: str | None) -> None:
    text = f"{title}\n{body}".lower()
    assert find_workplace(text, len(title)) == workplace


@pytest.mark.parametrize(
    ("title", "employment"),
    [("Engineer | Full-time", "full_time"), ("Engineer | Contract", "contract"), ("Summer intern", "internship"),
     ("Writer, part-time", "part_time"), ("Engineer", None)],
)  # fmt: skip
def test_employment_of_the_title(title: str, employment: str | None) -> None:
    assert find_employment(f"{title}\nx".lower(), len(title)) == employment


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we are looking for the best of engineers and you will work with us", "en"),
        ("wir suchen für unser team eine person und die sie ist mit uns bei der arbeit", "de"),
        ("nous sommes une équipe et vous êtes avec nous dans le bureau pour la vie", "fr"),
        ("xyz", None),
    ],
)
def test_language_by_small_words(text: str, language: str | None) -> None:
    assert find_language(text) == language
