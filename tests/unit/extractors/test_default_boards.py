"""The boards that `sources.toml` ships: how many, whose, and that a mistake in a line is told."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import SourcesFileError
from extractors.sources.boards import INDUSTRIES, Board, boards_of
from extractors.sources.registry import SourceBook, load_sources, obstacle

SHIPPED = Path(__file__).parents[3] / "sources.toml"
SERVICES = ("greenhouse", "lever", "ashby", "workable", "recruitee", "personio", "teamtailor")


@pytest.fixture(scope="module")
def book() -> SourceBook:
    return load_sources(SHIPPED)


def boards(book: SourceBook, service: str) -> tuple[Board, ...]:
    found: tuple[Board, ...] = book.parsers[service]._boards  # type: ignore[attr-defined]
    return found


def test_every_service_that_may_be_read_is_on_with_boards(book: SourceBook) -> None:
    enabled = {info.name for info in book.infos if info.enabled}
    assert set(SERVICES) <= enabled and "careers" not in enabled
    assert all(boards(book, service) for service in SERVICES)


def test_boards_are_spread_over_employers_and_the_guides_industries(book: SourceBook) -> None:
    listed = [board for service in SERVICES for board in boards(book, service)]
    companies = Counter(board.company for board in listed)
    assert len(companies) >= 200
    # A company in the middle of a move is on two services, none is on more.
    assert max(companies.values()) <= 2
    industries = Counter(board.industry for board in listed if board.industry)
    assert set(industries) == set(INDUSTRIES) and min(industries.values()) >= 3


def test_boards_of_the_guides_industries_are_not_all_on_one_service(book: SourceBook) -> None:
    for industry in INDUSTRIES:
        assert (
            len({service for service in SERVICES for board in boards(book, service) if board.industry == industry}) >= 2
        )


def test_pauses_are_at_least_what_each_service_was_met_to_want(book: SourceBook) -> None:
    pauses = {info.name: info.pause_s for info in book.infos}
    assert all(pauses[service] >= 1 for service in SERVICES)
    assert (pauses["workable"], pauses["personio"], pauses["teamtailor"]) >= (2, 3, 1.5)


def test_recruitee_ends_on_the_day_it_closes(book: SourceBook) -> None:
    info = next(one for one in book.infos if one.name == "recruitee")
    assert obstacle(info, {}, date(2027, 2, 9)) is None
    assert "2027-02-10" in (told := obstacle(info, {}, date(2027, 2, 10)) or "") and "token" in told


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"token": "a", "company": "A", "industry": "poetry"}, "expected one of finance"),
        ({"token": "a", "company": "A", "host": "https://a.example"}, "expected a host name"),
        ({"token": "a", "company": "A", "host": "127.0.0.1"}, "expected a host name"),
        ({"token": "a"}, "'company' is missing"),
        ({"token": "a", "company": "A", "hots": "a.example"}, "unknown key 'hots'"),
    ],
)
def test_a_mistake_in_a_line_is_told(line: dict[str, Any], message: str) -> None:
    with pytest.raises(SourcesFileError, match=message):
        boards_of("sources.toml: [lever]", {"boards": [line]})


def test_an_end_without_its_reason_is_told(tmp_path: Path) -> None:
    table = '[lever]\ntitle = "t"\nkind = "posting"\nenabled = true\nhomepage = "https://x.test/"\nterms = "t"\n'
    (tmp_path / "sources.toml").write_text(table + "ends_on = 2027-02-10\n", "utf-8")
    with pytest.raises(SourcesFileError, match="belong together"):
        load_sources(tmp_path / "sources.toml")
