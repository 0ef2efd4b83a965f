"""A line of a text, remembered with what has been found in it.

Belongs here: what is kept of a line. Does not belong here: finding it (`scan.py`, `layout.py`, `zones.py`).

Lines come again, in copies and in later versions of an advertisement and in the others of an employer. What a line
tells by itself is therefore found once, when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.records import Zone
    from extractors.skills.cues import Cue
    from extractors.skills.layout import Section, Shape
    from extractors.skills.matcher import Form


class Line:
    """The characters of a line and what stands in them, at offsets within the line; None where not yet asked for."""

    __slots__ = ("breaks", "cues", "forms", "head", "hints", "labels", "names", "row", "shape", "zones")

    def __init__(
        self,
        row: str,
        forms: tuple[tuple[Form, int, int], ...],
        cues: tuple[tuple[int, int, Cue], ...],
        hints: int,
    ) -> None:
        self.row = row
        self.forms = forms
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
        # Zones of what stands in it, by all that they depend on.
        self.zones: dict[object, Zone | None] = {}
