"""What services of job boards share: boards listed in `sources.toml`, a request a board and day, rows read one by one.

Belongs here: the board, its line in the file, the round over boards, the fence around each row. Does not belong here:
any service's addresses or fields.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractors.errors import ParseError, SourcesFileError
from extractors.raw import RawResponse
from extractors.records import Listing, Posting, Rejected
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind
from extractors.sources.fields import native_id
from extractors.sources.options import Options, entries, one_of

BOARD_OPTIONS: Options = {"boards": list}
_LINE: Options = {"token": str, "company": str, "industry": str, "host": str}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
INDUSTRIES = ("finance", "healthcare", "cybersecurity", "e-commerce", "robotics", "autonomous systems")
"""The guide's words for what an employer does; a board needs none."""
MAX_BOARD = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Board:
    """A board and the company it is expected to belong to; `industry` is the guide's word, for choosing boards.

    `host` is where the board is asked for when that is not the service's usual place: its European side, or a domain
    of the employer's own.
    """

    token: str
    company: str
    industry: str = ""
    host: str = ""


def boards_of(where: str, table: Mapping[str, Any]) -> tuple[Board, ...]:
    """The boards of a table that are on."""
    lines = entries(where, table, "boards", _LINE, ("token", "company"))
    boards = tuple(Board(one["token"], one["company"], one.get("industry", ""), one.get("host", "")) for one in lines)
    for board in boards:
        if board.industry:
            one_of(where, f"boards: {board.token}: industry", board.industry, INDUSTRIES)
        if board.host and not is_host(board.host):
            raise SourcesFileError(
                f"{where}: boards: {board.token}: host = {board.host!r}, expected a host name", "correct the value"
            )
    return boards


def is_host(name: str) -> bool:
    """Whether a text can be the name of a host on the public web."""
    return _HOST.fullmatch(name) is not None


class BoardService(ABC):
    """A service that gives a whole board in one answer; a service says what it is asked and how it is read."""

    name: str
    kind: SourceKind = "posting"

    def __init__(self, boards: tuple[Board, ...]) -> None:
        self._boards = boards

    @abstractmethod
    def request(self, board: Board) -> Request:
        """The address of a board and what is expected there; key, meta and limits are added by `collect`."""

    @abstractmethod
    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of one board, and which are open."""

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """One request for every board not asked today."""
        due = [board for board in self._boards if not plan.already(day_key(self.name, board, plan))]
        client.expect(len(due))
        for board in due:
            response = self.ask(client, plan, board)
            if response is not None:
                yield response

    def ask(self, client: SourceClient, plan: Plan, board: Board) -> RawResponse | None:
        """The answer about one board; None when there is none."""
        return client.get(
            replace(
                self.request(board),
                key=day_key(self.name, board, plan),
                meta={"board": board.token, "company": board.company},
                conditional=True,
                lists=True,
                max_bytes=MAX_BOARD,
                read_timeout_s=30,
            )
        )


def list_under(payload: Any, key: str, *, source: str, board: str) -> list[Any]:
    """The list under a key of a board's answer, or `ParseError`."""
    found = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(found, list):
        raise ParseError(f"{source}: board {board}: no list {key!r} in the answer")
    return found


def ids_of(rows: Iterable[Any]) -> list[str | None]:
    """The id of each row, None where it has none."""
    return [native_id(row.get("id")) if isinstance(row, dict) else None for row in rows]


def open_postings(
    source: str, board: str, ids: Sequence[str | None], *, total: int = 0, part: int = 1, last: bool = True
) -> Listing:
    """The listing of a response with these ids, one a row; it is capped when a row has none or `total` says more."""
    known = [one for one in ids if one is not None]
    capped = len(known) < max(len(ids), total)
    return Listing(source, board, tuple(dict.fromkeys(known)), part, last, capped)


def merged_rows(rows: Iterable[Any], id_of: Callable[[Any], str | None]) -> list[list[Any]]:
    """Rows of one id together, in the order of their first: some services send a posting once for every place."""
    groups: dict[str | int, list[Any]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(id_of(row) or number, []).append(row)
    return list(groups.values())


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
