"""What services of job boards share: boards listed in `sources.toml`, a request a board and day, rows read one by one.

Belongs here: the board, its line in the file, the round over boards, the fence around each row. Does not belong here:
any service's addresses or fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.records import Posting, Rejected
from extractors.sources.base import Plan, Request, SourceClient
from extractors.sources.options import Options, entries

BOARD_OPTIONS: Options = {"boards": list}
_LINE: Options = {"token": str, "company": str, "industry": str}
MAX_BOARD = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Board:
    """A board and the company it is expected to belong to; `industry` is the guide's word, for choosing boards."""

    token: str
    company: str
    industry: str = ""


def boards_of(where: str, table: Mapping[str, Any]) -> tuple[Board, ...]:
    """The boards of a table that are on."""
    lines = entries(where, table, "boards", _LINE, ("token", "company"))
    return tuple(Board(one["token"], one["company"], one.get("industry", "")) for one in lines)


def ask_boards(
    client: SourceClient, plan: Plan, source: str, boards: Iterable[Board], request: Callable[[Board], Request]
) -> Iterator[RawResponse]:
    """One request for every board not asked today; `request` names the address, key and meta are added here."""
    due = [board for board in boards if not plan.already(day_key(source, board, plan))]
    client.expect(len(due))
    for board in due:
        asked = request(board)
        response = client.get(
            replace(
                asked,
                key=day_key(source, board, plan),
                meta={"board": board.token, "company": board.company, **asked.meta},
                conditional=True,
                max_bytes=MAX_BOARD,
                read_timeout_s=30,
            )
        )
        if response is not None:
            yield response


def day_key(source: str, board: Board, plan: Plan) -> str:
    """Names a board's round of one day."""
    return f"{source}:{board.token}:{plan.as_of}"


def read_rows(
    source: str, response: RawResponse, rows: Iterable[Any], read: Callable[[Any], Posting]
) -> Iterator[Posting | Rejected]:
    """Each row read by `read`; one that raises `ParseError` costs only itself."""
    for number, row in enumerate(rows, 1):
        try:
            if not isinstance(row, dict):
                raise ParseError(f"expected an object, found {type(row).__name__}")
            yield read(row)
        except ParseError as fault:
            yield Rejected(source, response.url, "unreadable posting", f"row {number}: {fault.message}")
