"""Reading many texts, on several processes where asked for.

Belongs here: workers forked from one extractor, and what goes to them and back: raw texts out, plain tuples back.
Does not belong here: reading a text (`pipeline.py`).
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from dataclasses import fields
from multiprocessing import get_context
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from extractors.records import Degree, Mention, Reading, Salary

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

    from extractors.skills.pipeline import Extractor

# (id, text, title, kind): what is to be read.
Item = tuple[str, str, str | None, str]
# A batch for a worker holds about so many characters: few enough that all workers end together.
_BATCH_CHARACTERS = 100_000

_NAMES = [field.name for field in fields(Reading)]
_of_reading = attrgetter(*_NAMES)
_of_degree = attrgetter(*(field.name for field in fields(Degree)))
_of_salary = attrgetter(*(field.name for field in fields(Salary)))
_SALARY, _DEGREES, _MENTIONS = (_NAMES.index(name) for name in ("salary", "degrees", "mentions"))


class Readers:
    """Reads texts with one extractor; a context manager whose workers live, and remember, until it is left."""

    def __init__(self, extractor: Extractor, processes: int) -> None:
        self._extractor = extractor
        self._processes = processes
        self._pool: Pool | None = None

    def __enter__(self) -> Readers:
        if self._processes > 1:
            # Forked workers share this extractor's memory instead of building their own.
            _WORKER.append(self._extractor)
            self._pool = get_context("fork").Pool(self._processes, initializer=_plain_signals)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
            self._pool = None
            _WORKER.pop()

    def read(self, items: Iterable[Item]) -> Iterator[tuple[str, Reading]]:
        """(id, reading) for each item, in order."""
        if self._pool is None:
            for document_id, text, title, kind in items:
                yield document_id, self._extractor.read(text, title=title, kind=kind)
            return
        for batch in self._pool.imap(_read_batch, _batches(items)):
            for document_id, packed in batch:
                yield document_id, unpacked(packed)


def packed(reading: Reading) -> tuple[Any, ...]:
    """A reading as tuples of plain values, which travel between processes at a fraction of the cost of records."""
    values = list(_of_reading(reading))
    if reading.salary is not None:
        values[_SALARY] = _of_salary(reading.salary)
    values[_DEGREES] = tuple(map(_of_degree, reading.degrees))
    values[_MENTIONS] = tuple(map(tuple, reading.mentions))
    return tuple(values)


def unpacked(values: tuple[Any, ...]) -> Reading:
    """The reading that `packed` made these values of."""
    parts = list(values)
    if parts[_SALARY] is not None:
        parts[_SALARY] = Salary(*parts[_SALARY])
    parts[_DEGREES] = tuple(Degree(*part) for part in parts[_DEGREES])
    parts[_MENTIONS] = tuple(Mention(*part) for part in parts[_MENTIONS])
    return Reading(*parts)


# The extractor of this process, for the workers forked from it.
_WORKER: list[Extractor] = []


def _plain_signals() -> None:
    """A forked worker ends when told to; handlers inherited from its parent would raise in the middle of its work."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_batch(batch: list[Item]) -> list[tuple[str, tuple[Any, ...]]]:
    extractor = _WORKER[-1]
    return [
        (document_id, packed(extractor.read(text, title=title, kind=kind))) for document_id, text, title, kind in batch
    ]


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item[1])
        if characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
