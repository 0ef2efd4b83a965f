"""What people are told of a response that was read and is not what it should be: one line each, however many its rows.

Belongs here: judging the records of one response. Does not belong here: comparing with what was stored before
(`warehouse/lifecycle.py`), faults of the network (`collect.py`).
"""

from collections.abc import Iterable, Sequence

from extractors.raw import FAILURE, RawResponse
from extractors.records import Article, Posting, Rejected
from extractors.sources.base import FOREIGN_BOARD, Record

_SHOWN = 3


def reading_alarms(response: RawResponse, records: Iterable[Record]) -> list[str]:
    """The lines about one response; none when it was read, or when collecting has told of its failure already."""
    if FAILURE in response.meta:
        return []
    found = list(records)
    name = response.meta.get("board") or response.meta.get("feed") or response.url
    rejected = [record for record in found if isinstance(record, Rejected)]
    foreign = [record for record in rejected if record.reason == FOREIGN_BOARD]
    lines = [f"{name}: {record.reason}: {record.detail}" for record in foreign]
    unread = [record for record in rejected if record.reason != FOREIGN_BOARD]
    if unread and not any(isinstance(record, (Posting, Article)) for record in found):
        first = unread[0]
        rows = f"none of {len(unread)} rows could be read" if len(unread) > 1 else "nothing could be read"
        lines.append(f"{name}: {rows} ({first.reason}: {first.detail})")
    return lines


def message_of(lines: Sequence[str]) -> str:
    """The lines as one message, the first few in full."""
    shown = list(dict.fromkeys(lines))
    more = [f"and {len(shown) - _SHOWN} more like it"] if len(shown) > _SHOWN else []
    return "; ".join([*shown[:_SHOWN], *more])
