"""A line of a text, remembered with what has been found in it.

Belongs here: what is kept of a line. Does not belong here: finding it (`scan.py`, `layout.py`, `zones.py`).

Lines come again, in copies and in later versions of an advertisement and in the others of an employer. What a line
tells by itself is therefore found once, when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractors.skills.matcher import Form

if TYPE_CHECKING:
    from extractors.records import SkillKind, Zone
    from extractors.skills.cues import Cue
    from extractors.skills.layout import Section, Shape

# A form between two offsets of a line.
Standing = tuple[Form, int, int]


class Told(NamedTuple):
    """What a line tells of a skill, at offsets within the line."""

    skill_id: str
    surface: str
    start: int
    end: int
    zone: Zone
    counts: bool
    kind: SkillKind
    # The surface in lower case where it may be the employer's own name, else nothing.
    name: str


class Line:
    """The characters of a line and what stands in them, at offsets within the line; None where not yet asked for."""

    __slots__ = (
        "breaks", "cues", "doubtful", "head", "hints", "labels", "names", "row", "settled", "shape", "told"
    )  # fmt: skip

    def __init__(
        self,
        row: str,
        settled: tuple[Standing, ...],
        doubtful: tuple[Standing, ...],
        cues: tuple[tuple[int, int, Cue], ...],
        hints: int,
    ) -> None:
        self.row = row
        # Forms that mean their skill wherever the line stands, from left to right.
        self.settled = settled
        # Forms of which the rest of the text tells whether they do, and those they overlap with.
        self.doubtful = doubtful
        self.cues = cues
        # What its letters and cues may speak of (`hints.py`).
        self.hints = hints
        self.shape: Shape | None = None
        # Where its sentences begin, and where the last one ends.
        self.breaks: list[int] | None = None
        # Where labels begin, and the section that each names.
        self.labels: list[tuple[int, Section]] | None = None
        # Where the words that name an open role end, and a label of a stack.
        self.head: tuple[int, int | None] | None = None
        # What it calls its employer, in lower case.
        self.names: tuple[str, ...] | None = None
        # What it tells of skills, by all that this depends on, the employer's own name left aside.
        self.told: dict[object, tuple[Told, ...]] = {}
