"""Rows 28 to 31 and 38: letters in the wrong code, characters that do not belong, binary data, endless texts."""

import json
from pathlib import Path

import pytest
from bad_run import GOOD_FEED, run, told
from web_server import Reply, Web, reply

from extractors.reading import Reader
from extractors.text import MAX_RUN, MAX_TEXT

RSS = {"Content-Type": "application/rss+xml; charset=utf-8"}


def feed(title: str, codec: str, declared: str | None = None, headers: dict[str, str] | None = None) -> Reply:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    markup = declaration + GOOD_FEED.decode().replace("Good post", title).replace("good.test", "bad.test")
    return reply(200, markup.encode(codec), headers or {})


def board(**job: object) -> Reply:
    return reply(200, json.dumps({"jobs": [{"id": 1, "title": "Dev", "content": "Python", **job}]}).encode())


CODES = {
    "cp1252 called utf-8": feed("Développeur à Zürich", "cp1252", None, RSS),
    "utf-16 not called anything": feed("Développeur à Zürich", "utf-16-le"),
    "utf-8 called no-such-code": feed("Développeur à Zürich", "utf-8", "no-such-code"),
    "utf-8 called utf-16": feed("Développeur à Zürich", "utf-8", "utf-16"),
    "utf-8 called rot13": feed("Développeur à Zürich", "utf-8", "rot13"),
    "utf-8 called base64": feed("Développeur à Zürich", "utf-8", "base64"),
    "utf-8 called idna": feed("Développeur à Zürich", "utf-8", "unicode_escape"),
}


@pytest.mark.parametrize("name", CODES)
def test_row_28_a_wrong_label_of_the_code_costs_no_letter(web: Web, tmp_path: Path, reader: Reader, name: str) -> None:
    outcome = run(web, tmp_path, reader, feed=CODES[name])
    assert outcome.titles == ["Développeur à Zürich"] and outcome.rejected == []


def test_row_28_letters_that_cannot_be_read_are_counted(web: Web, tmp_path: Path, reader: Reader) -> None:
    body = GOOD_FEED.replace(b"Good post", "Zürich \u65e5".encode() + b" \xe4\xe4 end").replace(b"good.", b"bad.")
    outcome = run(web, tmp_path, reader, feed=reply(200, body, RSS))
    told(outcome, "28")
    assert outcome.titles == ["Zürich \u65e5 \ufffd\ufffd end"]


@pytest.mark.parametrize("declared", ["utf-7", "UTF-7"])
def test_row_29_utf_7_stays_the_text_that_it_is(web: Web, tmp_path: Path, reader: Reader, declared: str) -> None:
    hostile = "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    outcome = run(web, tmp_path, reader, feed=feed(hostile, "utf-8", declared))
    assert outcome.titles == [hostile]


def test_row_30_characters_that_do_not_belong_are_gone(web: Web, tmp_path: Path, reader: Reader) -> None:
    title = "Da\0ta\ud800 En\u202egi\u200bneer\x1b[31m\x07"
    (posting,) = run(web, tmp_path, reader, board=board(title=title, content=title)).documents
    assert posting.title == posting.text == "Data Engineer[31m"
    posting.title.encode("utf-8")


BINARY = {
    "31 image": reply(200, b"\x89PNG\r\n\x1a\n" + bytes(100), {"Content-Type": "text/html"}),
    "31 pdf": reply(200, b"%PDF-1.7 ...", {"Content-Type": "application/json"}),
    "31 zip": reply(200, b"PK\x03\x04" + bytes(30), {"Content-Type": "application/rss+xml"}),
    "31 noise": reply(200, bytes(range(128, 256)), {"Content-Type": "text/xml"}),
}


@pytest.mark.parametrize("key", BINARY)
def test_row_31_what_is_no_text_is_not_kept(web: Web, tmp_path: Path, reader: Reader, key: str) -> None:
    outcome = run(web, tmp_path, reader, feed=BINARY[key])
    told(outcome, key)
    assert outcome.documents == []


def test_row_38_a_text_of_a_million_characters_is_cut_and_told(web: Web, tmp_path: Path, reader: Reader) -> None:
    outcome = run(web, tmp_path, reader, board=board(content="word " * 200_000))
    told(outcome, "38")
    (posting,) = outcome.documents
    assert MAX_TEXT - 5 <= len(posting.text) <= MAX_TEXT
    assert outcome.rejected[0].detail.startswith("greenhouse:bad:1: "), "the row names the posting"


@pytest.mark.parametrize("content", ["(" * 20_000, "x" * 100_000, "<p>" + "\u0301" * 50_000 + "</p>", "@" * 90_000])
def test_row_38_endless_words_are_broken(web: Web, tmp_path: Path, reader: Reader, content: str) -> None:
    (posting,) = run(web, tmp_path, reader, board=board(content=content)).documents
    assert max(map(len, posting.text.split()), default=0) <= MAX_RUN
