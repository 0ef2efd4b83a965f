"""Degrees: level, field, required or not. Every text here was written for these tests."""

import pytest

from extractors.skills.degrees import find_degrees

CASES = [
    ("Bachelor's degree in Computer Science required.", {("bachelor", "Computer Science", True)}),
    ("Bachelor’s or Master’s degree in Physics.", {("bachelor", "Physics", True), ("master", "Physics", True)}),
    ("BS/MS in Mathematics", {("bachelor", "Mathematics", True), ("master", "Mathematics", True)}),
    ("A PhD in Artificial Intelligence is a plus.", {("phd", "Artificial Intelligence", False)}),
    ("Ph.D. preferred", {("phd", None, False)}),
    (
        "MSc in Machine Learning or Data Science",
        {("master", "Machine Learning", True), ("master", "Data Science", True)},
    ),
    ("Degree in Engineering", {("any", "Engineering", True)}),
    ("Engineering background in Physics or a similar field", {("any", "Physics", True)}),
    ("Nice to have:\n- Taste\n- PhD in Physics", {("phd", "Physics", False)}),
    ("Nice to have:\n- Taste\n\nRequirements\n- PhD in Physics", {("phd", "Physics", True)}),
    ("We are looking for PhDs in Physics.", {("phd", "Physics", True)}),
    ("Master of Science, or more", {("master", None, True)}),
    ("Advanced degrees are a plus.", {("master", None, False)}),
    ("Ideally you bring:\n- A Bachelor's degree in Physics", {("bachelor", "Physics", False)}),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:30] for text, _ in CASES])
def test_degrees_are_read_with_level_field_and_need(text: str, expected: set[tuple[str, str | None, bool]]) -> None:
    found = {(d.degree.level, d.degree.field, d.degree.required) for d in find_degrees(text.lower())}
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Eager to master Python.",
        "We move the master branch and its master data.",
        "A high degree of autonomy.",
        "No degree needed.",
        "Scrum Master",
        "The BS detector of our team; ms latency; BA flights.",
        "Our team of PhDs builds models.",
        "We're a startup that includes ex researchers, PhDs, and founders.",
        "See https://example.com/blob/master/ads/one.md",
        "You are a master of JavaScript.",
        "We are ten, with a few PhD's and an author.",
        "The product grew out of PhD research.",
        "A colleague pays for her doctorate with it.",
        "Our small team of math Ph.D.'s sings.",
        "Recent grad or PhD? Write to us.",
    ],
)
def test_other_masters_and_degrees_are_left(text: str) -> None:
    assert find_degrees(text.lower()) == []


def test_spans_hold_level_and_field() -> None:
    text = "bachelor's degree in computer science"
    (found,) = find_degrees(text)
    assert text[found.start : found.end].startswith("bachelor")
    assert found.field_span is not None and text[slice(*found.field_span)] == "computer science"
