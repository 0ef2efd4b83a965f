"""Fields that postings of many services share, and countries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Salary
from extractors.sources.countries import country_code, country_in, single_country
from extractors.sources.fields import (
    amount,
    employment_of,
    language_of,
    native_id,
    one_band,
    pay,
    period_of,
    place_text,
    places_text,
    web_address,
    workplace_of,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Berlin, Germany", "DE"), ("Remote, Italy", "IT"), ("Remote - US", "US"), ("US-Remote", "US"), ("UK", "GB"),
        ("Remote-India (PEO)", "IN"), ("Ireland (Remote)", "IE"), ("Remote (Canada)", "CA"),
        ("Remote in Spain", "ES"),
        ("Tokyo, Japan; Osaka, Japan", "JP"), ("Paris, France; Berlin, Germany", None),
        ("Oslo or Bergen, Norway", "NO"),
        ("Korea (North)", "KP"), ("Seoul, South Korea", "KR"), ("München, Deutschland", "DE"),
        ("Prague, Czechia", "CZ"),
        # California and Georgia are states more often than Canada and the country are meant.
        ("San Francisco, CA", None), ("Atlanta, Georgia", None), ("Georgia", None), ("GB", None), ("New Jersey", None),
        ("Lebanon, NH", None), ("SF, NYC, SEA, CHI", None), ("Hybrid", None), ("", None), (None, None), (5, None),
    ],
)  # fmt: skip
def test_the_country_of_a_free_text_is_one_it_ends_with(text: object, code: str | None) -> None:
    assert country_in(text) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("de", "DE"), ("UK", "GB"), ("USA", "US"), ("United States", "US"), ("the Netherlands", "NL"),
        ("Georgia", "GE"),
        ({"name": "Norway"}, "NO"), ({"name": ["USA", "USA"]}, "US"), (["DE", "FR"], None), ("Myanmar (Burma)", "MM"),
        ("XX", None), ("Utopia", None), ({}, None), (7, None), (None, None), ("x" * 200, None),
    ],
)  # fmt: skip
def test_the_country_of_a_field_is_a_code_or_a_name(value: object, code: str | None) -> None:
    assert country_code(value) == code


def test_several_countries_are_no_one_country() -> None:
    assert single_country(["DE", None, "DE"]) == "DE"
    assert single_country(["DE", "FR"]) is None and single_country([]) is None


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (60000, 60000), (45.5, 45.5), ("60,000", 60000), ("60.000,50", 60000.5), ("1 200", 1200), ("55000", 55000),
        (0, None), (-5, None), ("0", None), (True, None), (float("nan"), None), (float("inf"), None), (10**400, None),
        ("60k", None), ("", None), (None, None), ([5], None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_amounts_are_numbers_or_texts_of_digits(value: object, read_as: float | None) -> None:
    assert amount(value) == read_as


def test_pay_is_all_known_or_left_to_the_text() -> None:
    assert pay("60,000", 75000, "eur", "year") == Salary(60000, 75000, "EUR", "year")
    assert pay(60000, None, "USD", None) == Salary(60000, None, "USD", "year")
    assert pay(60, 70, "USD", None) is None
    assert pay(0, 0, "USD", "year") is None and pay(70, 60, "USD", "hour") is None
    assert pay(60, 70, "$", "hour") is None and pay(60, 70, None, "hour") is None


def test_bands_of_one_kind_span_a_range() -> None:
    low, high = Salary(1, None, "USD", "year"), Salary(2, 5, "USD", "year")
    assert one_band([low, high]) == Salary(1, 5, "USD", "year")
    assert one_band([low, Salary(1, 2, "USD", "hour")]) is None and one_band([]) is None


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (("FullTime",), "full_time"), (("FULL_TIME",), "full_time"), (("fulltime_fixed_term",), "full_time"),
        (("Part-time",), "part_time"), (("Intern",), "internship"), (("Full-time internship",), "internship"),
        (("Contract",), "contract"), (("CONTRACTOR",), "contract"), (("Temporary",), "temporary"),
        (("PER_DIEM",), "temporary"), (("VOLUNTEER",), "volunteer"), (("permanent", "part-time"), "part_time"),
        (("International", "Internal"), None), (("OTHER",), None), ((None, 5), None), ((), None),
    ],
)  # fmt: skip
def test_employment_is_told_in_one_set_of_words(values: tuple[object, ...], kind: str | None) -> None:
    assert employment_of(*values) == kind


def test_small_fields() -> None:
    assert [workplace_of(word) for word in ("On-Site", "on_site", "Remote", "HYBRID", "unspecified", None)] == [
        "onsite", "onsite", "remote", "hybrid", None, None,
    ]  # fmt: skip
    assert [period_of(word) for word in ("YEAR", "hourly", "per month", "fortnight", None)] == [
        "year", "hour", "month", None, None,
    ]  # fmt: skip
    assert [language_of(tag) for tag in ("en", "pt-BR", "zh_CN", "english", None)] == ["en", "pt", "zh", None, None]
    assert [native_id(one) for one in (7, "a b", "", True, None, 1.5)] == ["7", "a b", None, None, None, None]
    assert place_text("Oslo", None, " ", "Oslo", "Norway") == "Oslo, Norway"
    assert places_text(["Oslo", None, "Oslo", "Bergen"]) == "Oslo; Bergen" and places_text([]) is None
    assert web_address("https://a.test/x ", "b") == "https://a.test/x"
    assert [
        web_address(one, "b") for one in ("http://a.test", "javascript:alert(1)", None, "https://" + "a" * 3000)
    ] == ["b"] * 4


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for read in (country_in, country_code, workplace_of, period_of, employment_of, language_of, amount, native_id):
        read(text)


def test_an_id_that_looks_like_a_telephone_number_stays_itself() -> None:
    assert native_id("+49 30 1234567") == "+49 30 1234567" and native_id(4930123456789) == "4930123456789"
    assert native_id(" a\x00b\n") == "ab" and native_id("\n") is None and native_id(True) is None
