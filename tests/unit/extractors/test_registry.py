"""`sources.toml`: the file that ships, and what a mistake in it gets."""

from pathlib import Path

import pytest

from extractors.errors import SourcesFileError
from extractors.sources.document import sources_page
from extractors.sources.feeds import FIELDS
from extractors.sources.registry import load_sources

SHIPPED = Path(__file__).parents[3] / "sources.toml"
GOOD = """
[hn_hiring]
title = "t"
kind = "posting"
enabled = true
homepage = "https://x.test/"
terms = "read on a day"
"""
BOARD = '{ token = "a", company = "A" }'


def load(folder: Path, text: str) -> None:
    path = folder / "sources.toml"
    path.write_text(text, "utf-8")
    load_sources(path)


def test_the_shipped_file_is_understood_and_complete() -> None:
    book = load_sources(SHIPPED)
    assert {one.name for one in book.sources} == {info.name for info in book.infos if info.enabled}
    assert {"hn_hiring", "arxiv", "feeds", "greenhouse", "lever", "ashby"} <= {one.name for one in book.sources}
    assert all(info.terms and info.homepage.startswith("https://") for info in book.infos)
    assert all(info.reason_off for info in book.infos if not info.enabled)
    assert all(info.attribution for info in book.infos if info.enabled)
    assert next(info for info in book.infos if info.name == "arxiv").pause_s >= 3
    assert next(info for info in book.infos if info.name == "hn_hiring").cadence == "monthly"


def test_services_whose_operators_refuse_are_off() -> None:
    off = {info.name for info in load_sources(SHIPPED).infos if not info.enabled}
    assert {"smartrecruiters", "bamboohr", "workday", "weworkremotely", "eures", "bundesagentur", "adzuna"} <= off


def test_enough_feeds_and_boards_are_on() -> None:
    book = load_sources(SHIPPED)
    feeds, boards = book.parsers["feeds"], book.parsers["greenhouse"]
    assert len(feeds._feeds) >= 40 and len(boards._boards) >= 40  # type: ignore[attr-defined]
    assert {feed.field for feed in feeds._feeds} >= set(FIELDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        (GOOD + 'pause = 2\n', "unknown key 'pause'", "did you mean 'pause_s'"),
        (GOOD + 'pause_s = "slow"\n', "expected a number", ""),
        (GOOD + 'pause_s = 0.0\n', "expected 0.5 to 3600", ""),
        (GOOD + 'cadence = "yearly"\n', "expected one of", ""),
        (GOOD.replace('kind = "posting"', 'kind = "poem"'), "expected one of posting, paper, post", ""),
        (GOOD.replace('terms = "read on a day"', ""), "'terms' is missing", ""),
        (GOOD.replace("enabled = true", "enabled = false"), "off without 'reason_off'", ""),
        (GOOD.replace("enabled = true", 'enabled = "yes"'), "expected true or false", ""),
        (GOOD.replace("hn_hiring", "hn_hirring"), "no source of that name", "enabled = false"),
        (GOOD.replace("hn_hiring", "arxiv") + "page_size = 5000\n", "expected 1 to 2000", ""),
        (GOOD.replace("hn_hiring", "feeds") + 'feeds = [{ id = "a", title = "A" }]\n', "'url' is missing", ""),
        (GOOD.replace("hn_hiring", "greenhouse") + f"boards = [{BOARD}, {BOARD}]\n", "twice", ""),
        ("x = 1\n", "expected a table", ""),
        ("[hn_hiring\n", "not valid TOML", "line"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_clear_line(tmp_path: Path, text: str, message: str, remedy: str) -> None:
    with pytest.raises(SourcesFileError) as caught:
        load(tmp_path, text)
    assert message in caught.value.message and remedy in caught.value.remedy
    assert "sources.toml" in caught.value.message and "\n" not in caught.value.message


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourcesFileError, match="cannot be read"):
        load_sources(tmp_path / "sources.toml")


def test_the_page_about_sources_is_up_to_date() -> None:
    page = (SHIPPED.parent / "docs" / "sources.md").read_text("utf-8")
    assert page == sources_page(load_sources(SHIPPED)), "run: python -m extractors.sources.document > docs/sources.md"
