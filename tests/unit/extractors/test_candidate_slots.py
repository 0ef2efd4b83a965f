"""Names in lists beside known technologies."""

import re

import pytest

from extractors.records import Mention
from extractors.skills.candidates import LONGEST_LINE, find_slots, slot_key

TECHNOLOGIES = {"python", "kafka", "react"}
NAMES = {"Python": "python", "Kafka": "kafka", "React": "react", "CI/CD": "ci-cd"}


def slots(text: str, *, counts: bool = True) -> list[str]:
    mentions = [
        Mention(NAMES[found[0]], found[0], found.start(), found.end(), "required", counts)
        for found in re.finditer("|".join(map(re.escape, NAMES)), text)
    ]
    found = find_slots(text, mentions, TECHNOLOGIES)
    assert all(text[slot.start : slot.end] == slot.surface for slot in found)
    return [slot.surface for slot in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Python, Foo, and Kafka", ["Foo"]),
        ("Our stack: Python/Tidewind/Kafka.", ["Tidewind"]),
        ("• Python • Tide Base • Kafka", ["Tide Base"]),
        ("experience with Tidewind, Python or Kafka", ["Tidewind"]),
        ("We use Kafka and Tidewind to move rivers", ["Tidewind"]),
        ("Python, Foo, Bar, Baz", ["Foo", "Bar", "Baz"]),
        ("Kafka, tRPC, .NETwork", ["tRPC", ".NETwork"]),
        ("Python, Tidewind 4.x, Kafka", ["Tidewind"]),
        ("(Python, Foo) or more", ["Foo"]),
    ],
)
def test_a_name_in_a_list_beside_a_known_technology_is_a_slot(text: str, names: list[str]) -> None:
    assert slots(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Python. Foo, Bar",
        "Python (Foo, Bar)",
        "Foo, Bar | Python",
        "Python and good manners",
        "Python, https://foo.example/Bar, Kafka",
        "Python, 2024, Kafka",
        "Python, CI/CD, Kafka",
        "Senior Engineer, Python, Kafka",
        "Python, Full Stack, London",
        "Python, Kafka and React",
        "Foo, Bar and CI/CD",
    ],
)
def test_other_words_are_no_slots(text: str) -> None:
    assert slots(text) == []


def test_names_in_the_companys_own_talk_open_no_slot() -> None:
    assert slots("We came from Python, Foo and Kafka", counts=False) == []


def test_a_slot_knows_the_skills_of_its_list_and_its_key_forgets_case_and_spaces() -> None:
    text = "You know:\nPython, Tide  Base, Kafka\nReact"
    found = find_slots(
        text, [Mention("python", "Python", 10, 16, "required", True), Mention("kafka", "Kafka", 30, 35, "duty", True)],
        TECHNOLOGIES,
    )  # fmt: skip
    assert [(slot.surface, slot.beside) for slot in found] == []
    one = find_slots(text.replace("  ", " "), [Mention("python", "Python", 10, 16, "required", True)], TECHNOLOGIES)
    assert one[0].beside == ("python",)
    assert one[0].key == slot_key("TIDE   base") == "tide base"


def test_a_line_without_end_is_left_out_and_read_in_time() -> None:
    assert slots("Python, Foo, " * LONGEST_LINE) == []
    assert len(slots("Python, Foo\n" * 2_000)) == 2_000
