"""What readers find wrong without having to stop: a text cut, letters lost, a key given twice.

Belongs here: the list such findings go into while a response is read. Does not belong here: what cannot be read at all,
which is an `ExtractorError`. A shared list beside the return values, because the finder is five calls below the code
that knows which posting it is about; `reading.py` opens one for each response and empties it after each row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """What was found (`reason`, the same words each time), the particulars, what to do about it.

    `of_row` says that it was found in one row, not in the response as a whole.
    """

    reason: str
    detail: str
    remedy: str
    of_row: bool = False


_found: ContextVar[dict[Flaw, None] | None] = ContextVar("flaws", default=None)


def note(reason: str, detail: str, remedy: str, *, of_row: bool = False) -> None:
    """Tells of a flaw; forgotten where nobody collects them."""
    found = _found.get()
    if found is not None:
        found[Flaw(reason, detail, remedy, of_row)] = None


@contextmanager
def collecting() -> Iterator[None]:
    """Flaws told inside are kept for `taken`."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def taken() -> list[Flaw]:
    """The flaws told since the last call, each once."""
    found = _found.get()
    if not found:
        return []
    flaws = list(found)
    found.clear()
    return flaws
