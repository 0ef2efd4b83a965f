"""JobPosting blocks as pages really write them."""

import html
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ParseError
from extractors.sources.jsonld import job_postings, markup_of, name_of

POSTING: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Engineer",
    "description": "<p>x</p>",
}
TEXT = json.dumps(POSTING)


def page(block: str, kind: str = 'type="application/ld+json"') -> bytes:
    return f"<!DOCTYPE html><html><head><script {kind}>{block}</script></head><body><p>Job</p></body></html>".encode()


def found(block: str, kind: str = 'type="application/ld+json"') -> list[dict[str, Any]]:
    return job_postings(page(block, kind), where="careers: acme")


@pytest.mark.parametrize(
    "kind",
    ['type="application/ld+json"', "type=application/ld+json", 'type="application/ld+json; charset=utf-8"',
     'TYPE="Application/LD+JSON" nonce="a"'],
)  # fmt: skip
def test_a_block_is_found_however_its_type_is_written(kind: str) -> None:
    assert found(TEXT, kind) == [POSTING]
    assert found(TEXT, 'type="text/javascript"') == []


@pytest.mark.parametrize(
    "block",
    [
        TEXT, f"[{TEXT}]", f'{{"@graph": [{{"@type": "WebSite"}}, {TEXT}]}}', f'{{"mainEntity": {TEXT}}}',
        f"<![CDATA[{TEXT}]]>", f"//<![CDATA[\n{TEXT}\n//]]>", f"/*<![CDATA[*/{TEXT}/*]]>*/", f"<!--\n{TEXT}\n-->",
        html.escape(TEXT), TEXT[:-1] + ",}", f"/* the job */ {TEXT}", f'{{"@type": "WebSite"}}\n{TEXT}', f"{TEXT};",
        TEXT.replace('"JobPosting"', '["Thing", "https://schema.org/JobPosting"]'),
    ],
)  # fmt: skip
def test_a_posting_is_read_however_the_block_is_wrapped_or_broken(block: str) -> None:
    (posting,) = found(block)
    assert (posting["title"], posting["description"]) == ("Engineer", "<p>x</p>")


def test_raw_line_breaks_in_texts_are_read() -> None:
    assert found(TEXT.replace("<p>x", "<p>x\n\ty"))[0]["description"] == "<p>x\n\ty</p>"


def test_the_same_posting_twice_is_one_and_a_broken_block_hides_no_other() -> None:
    blocks = [TEXT, "{broken", TEXT, TEXT.replace("Engineer", "Analyst")]
    together = "</script><script type='application/ld+json'>".join(blocks)
    assert [one["title"] for one in found(together)] == ["Engineer", "Analyst"]


@pytest.mark.parametrize(
    "block",
    [
        "",
        "null",
        "[]",
        "{}",
        "5",
        '"JobPosting"',
        '{"@type": 5}',
        "[" * 5000,
        "{" * 50,
        "]",
        "}",
        "]]]]",
        '{"a": 1' + "0" * 5000 + "}",
    ],
)
def test_blocks_that_hold_nothing_give_nothing(block: str) -> None:
    assert found(block) == []


def test_a_page_too_large_to_read_is_refused() -> None:
    with pytest.raises(ParseError, match="at most 2,000,000"):
        job_postings(b"x" * 2_000_001, where="careers: acme")


@given(st.binary(max_size=300), st.text(max_size=60))
@settings(max_examples=150)
def test_whatever_a_page_holds_it_is_read_or_refused(body: bytes, block: str) -> None:
    for content in (body, b"<script type=application/ld+json>" + body, page(block)):
        try:
            assert isinstance(job_postings(content, where="x"), list)
        except ParseError as fault:
            assert fault.message.startswith("x: ")


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        ("<p>a &lt;b&gt;</p>", "<p>a &lt;b&gt;</p>"), ("&lt;p&gt;a&lt;/p&gt;", "<p>a</p>"),
        ("&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;", "<p>a</p>"), ("R&amp;D at 5 &lt; 6", "R&amp;D at 5 &lt; 6"),
        ("a.\\n\\nb", "a.\nb"), ("\\n\\n<b>x</b>", "\n<b>x</b>"), ("C:\\new", "C:\\new"),
        (["a", "b", 5], "<p>a</p><p>b</p>"), (None, ""), ({"a": 1}, ""),
    ],
)  # fmt: skip
def test_descriptions_are_unescaped_as_often_as_they_were_escaped(value: object, markup: str) -> None:
    assert markup_of(value) == markup


@pytest.mark.parametrize(
    ("value", "name"),
    [("Acme", "Acme"), ({"name": "Acme"}, "Acme"), ({"name": ["USA", "USA"]}, "USA"), ([{"name": "A"}, "B"], "A"),
     ({"value": 7}, "7"), ([], None), (None, None), (True, None), ({"name": {"name": {"name": {"name": {}}}}}, None)],
)  # fmt: skip
def test_a_name_may_hide_in_objects_and_lists(value: object, name: str | None) -> None:
    assert name_of(value) == name
