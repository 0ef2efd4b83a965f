"""Escaping for each place that text from outside can reach."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.files import csv_text
from reports.safe import href, markdown, plain, script_json


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_in_a_script_cannot_end_it_and_reads_back_the_same(value: object) -> None:
    text = str(script_json(value))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JaVaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example/x",
     "/relative", "https:///nohost", "http://[bad", "vbscript:x", "https:\\\\evil.example", None, ""],
)  # fmt: skip
def test_only_absolute_web_addresses_become_links(url: str | None) -> None:
    assert href(url) is None


def test_a_web_address_stays_as_it_is() -> None:
    assert href("https://jobs.example/1?a=1&b=2") == "https://jobs.example/1?a=1&b=2"


def test_markdown_shows_markup_as_text() -> None:
    assert markdown("a|b [x](javascript:y) `c` <img> *d*\n# e") == (
        "a\\|b \\[x\\](javascript:y) \\`c\\` &lt;img&gt; \\*d\\* \\# e"
    )


def test_invisible_and_reordering_characters_go_and_long_lines_are_cut() -> None:
    assert plain("a\u202eb\u200bc\x00d\n e") == "a b c d e"
    assert len(plain("x" * 10_000)) == 160


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@SUM", "\t=1"])
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    assert csv_text([{"name": cell, "share": -0.5}]).splitlines()[1].lstrip('"').startswith("'")
