"""How lines look: harmless foreign text, columns that fit, small charts."""

import json

import pytest

from pipelines.cli.output import Column, as_json, fitting, plain, sparkline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\\\link\x1b]8;;\x1b\\\\", "\\link\\"),
        ("\x1b(0line\x1bcdrawing", "linedrawing"),
        ("a\r\nb\tc\x00d", "a b c d"),
        ("\u202eevil\u202c", "evil"),
        ("lone \ud800 half", "lone half"),
        ("Zürich · C++ 日本", "Zürich · C++ 日本"),
        (None, ""),
    ],
)
def test_foreign_text_becomes_one_harmless_line(text: str | None, expected: str) -> None:
    assert plain(text) == expected


def test_a_long_line_is_cut_where_a_limit_is_given() -> None:
    assert plain("a" * 50, 10) == "a" * 9 + "…"


def test_json_is_whole_and_harmless() -> None:
    value = {"text": "\x1b[31m\x9b\u202e\ud800é", "nan": float("nan")}
    text = as_json(value)
    assert "é" in text and not set(text) & set("\x1b\x9b\u202e\ud800")
    assert json.loads(text) == {"text": value["text"], "nan": None}


def test_a_narrow_terminal_drops_the_most_spare_columns_first() -> None:
    columns = [Column("skill"), Column("kind", spare=2), Column("share", spare=1)]
    cells = [["PyTorch", "library", "12.3%"]]
    assert fitting(columns, cells, 100) == [0, 1, 2]
    assert fitting(columns, cells, 20) == [0, 2]
    assert fitting(columns, cells, 3) == [0]


def test_a_sparkline_spans_lowest_to_highest_and_leaves_gaps() -> None:
    assert sparkline([0.1, None, 0.2, 0.3]) == "▁ ▅█"
    assert sparkline([0.0, 0.0]) == "▁▁"
    assert sparkline([None]) == ""
