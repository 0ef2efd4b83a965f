"""Texts that mean harm, or look as if: they end in time, and spans index the text that is stored."""

import subprocess
import sys

import pytest

from extractors.errors import ParseError
from extractors.skills.pipeline import MAX_CHARACTERS, Extractor, document_text
from extractors.skills.taxonomy import load_taxonomy
from extractors.text import stored_text

# What a text is made of again and again: each has been, or could be, where a pattern tries every way to go on.
PARTS = [
    "the ", "looking for ", "senior ", "a|", "a. ", "x: ", "5 years ", "5 to 10 years ", "$1 ", "1,000 ", "master of ",
    "\n", "- ", "Acme Co ", "(", "no ", "remote ", "machine learning ", "C++ ", "a/", "python,", "Ph.D ", "\U0001f600",
    "\u200bPython", "\0", "Рython ", "\t", "\xa0", "'s", "1", "and ", "hiring engineer ", "in the ", "ex- ", "visa ",
    "http://a.com/ ", "sponsor not ", "years of experience ", "Go, ", "spark ", "\n- Python", "Stack: ", "We use Go. ",
    "-", "=", "İ", "\ud800", "full ", "full stack ", "@a.", "[", "bonus ", "a plus ", "to apply ", "\n1) ",
    "no experience with ",
]  # fmt: skip

READ_ALL = """
import sys
from extractors.skills.pipeline import MAX_CHARACTERS, Extractor
from extractors.skills.taxonomy import load_taxonomy
extractor = Extractor(load_taxonomy())
for part in eval(sys.stdin.read()):
    text = "Acme | Engineer | Remote\\n" + part * (MAX_CHARACTERS // len(part) // 2)
    assert all(text[m.start : m.end] == m.surface for m in extractor.read(text).mentions), part
print("read")
"""
# A pattern that takes time with the square of the text needs hours for these; all together take seconds.
GENEROUS_S = 300


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_taxonomy())


def test_no_pattern_takes_more_than_its_share_of_time_however_often_its_words_come() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        input=ascii(PARTS),
        capture_output=True,
        text=True,
        timeout=GENEROUS_S,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("read\n", "")


def test_a_hundred_thousand_nested_tags_are_refused() -> None:
    with pytest.raises(ParseError, match="tags"):
        stored_text("<div>" * 100_000 + "Python")
    with pytest.raises(ParseError, match="nested"):
        stored_text("<div>" * 40_000 + "Python")


@pytest.mark.parametrize(
    ("markup", "surfaces"),
    [
        ("<p>Requirements: Python" + "x" * 1_000_000 + "</p>", []),
        ("Requirements: Python, " + "word " * 200_000, ["Python"]),
        ("<p>Requirements: Py\u200bthon and C\u2060++</p>", ["Python", "C++"]),
        ("Requirements: Рython (its P is Cyrillic), Pуthon, SQL", ["SQL"]),
        ("Требования: Python и SQL; 要求: Python、SQL。", ["Python", "SQL"]),
        ("Requirements: \U0001f40d Python \U0001f9e0\u200d\U0001f4bb SQL \U0001f600", ["Python", "SQL"]),
        ("Requirements: Py\0thon\0 and\0 SQL", ["Python", "SQL"]),
        ("Requirements: \ud800Python\udfff, SQL", ["Python", "SQL"]),
        ("<p>Requirements: Python</p>" * 20_000, ["Python"]),
    ],
    ids=["one word", "one line", "zero width", "homoglyphs", "scripts", "emoji", "nul", "surrogates", "many tags"],
)
def test_spans_index_the_stored_text_whatever_it_was_made_of(
    extractor: Extractor, markup: str, surfaces: list[str]
) -> None:
    text, title = stored_text(markup), "Engineer"
    reading = extractor.read(text, title=title)
    stored = document_text(title, text)
    assert all(stored[m.start : m.end] == m.surface and m.end <= MAX_CHARACTERS for m in reading.mentions)
    assert list(dict.fromkeys(m.surface for m in reading.mentions)) == surfaces
