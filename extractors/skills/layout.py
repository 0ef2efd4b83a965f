"""The shape of an advertisement: lines, headings and the sections they open, labels such as "Stack:", sentences.

Belongs here: what a heading says about the lines under it. Does not belong here: what a sentence says (`cues.py`),
and the zone that follows from both (`zones.py`).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Section = Literal["required", "preferred", "duty", "company", "legal", "apply"]

_MAX_HEADING = 90
_MAX_LABEL = 60

# Asked in this order: the first that matches names the section.
_HEADING_WORDS: tuple[tuple[Section, str], ...] = (
        ("legal", r"\b(?:equal (?:employment )?opportunit|eeo\b|e-verify|disclaimer|legal notice|privacy (?:notice|policy)|"
                  r"accommodations?|non-discrimination|data protection|pay transparency|export control)"),
        ("preferred", r"\b(?:nice[ -]to[ -]have|bonus|preferred|pluses|(?:a|big|huge|is) plus\b|plus points|desirable|desired|"
                      r"good[ -]to[ -]have|great[ -]to[ -]have|ideally|extra credit|extra points|even better|"
                      r"strong candidates may|may also have|optional|brownie points|not required|stand out|"
                      r"we(?:'d| would) (?:also )?love|icing on the cake|added advantage|additional skills)"),
        ("apply", r"\b(?:how to apply|to apply|apply (?:here|now|at|by|via)|application process|interview process|"
                  r"hiring process|recruitment process|our process|next steps|contact|interested\b|process$)|^(?:apply|email)$"),
        ("required", r"\b(?:requirements?|qualifications?|who you are|about you|you have|you've|you bring|you(?:'ll| will) "
                     r"(?:need|bring|have)|must[ -]haves?|good fit|great fit|right fit|looking for|we(?:'re| are) seeking|seeking|"
                     r"what we (?:need|require|value|expect|look for)|your (?:profile|background|skills|experience|"
                     r"qualifications)|skills|experience|expertise|competenc|ideal candidate|candidate profile|tech(?:nical|nology)? "
                     r"stack|stack|technologies|tech|tooling|what makes you|prerequisites|you (?:should|might|may|must|know)|"
                     r"you are|you're|knowledge|education|mindset|what it takes|love to hear from you|credentials)\b"),
        ("duty", r"\b(?:responsibilit|what you(?:'ll| will) (?:do|achieve|work|build|own|be doing|accomplish)|you(?:'ll| will)\b|"
                 r"the role|this role|the job|the position|this position|about the (?:role|job|position|opportunity|team)|"
                 r"role overview|overview|job summary|summary|duties|day[ -]to[ -]day|your (?:mission|role|job|impact|tasks|"
                 r"work|responsibilities)|what you do|job description|the opportunity|key tasks|tasks|objectives|"
                 r"mission|scope|deliverables|a day in|projects?|what you can expect)"),
        ("company", r"\b(?:about (?:us|our|the company)|about\b|who we are|our (?:mission|story|company|values|culture|product|team|"
                    r"offer)|why (?:join|work|us|you)|benefits|perks|what we offer|we offer|compensation|salary|pay range|"
                    r"location|life at|values|culture|how we(?:'re| are) different|company|what's in it|what you get|"
                    r"base pay|rewards|what we do|employment|remote|visa|website|funding|investors)"),
)  # fmt: skip
_HEADINGS = tuple((section, re.compile(pattern)) for section, pattern in _HEADING_WORDS)

# Milder ways to ask: beside a section that says what is required, they name what is merely liked.
_MILD = re.compile(r"looking for|we value|we love|we like|signals")
_HARD = re.compile(r"requirements?\b|we require|required|must[ -]have|minimum qualif|basic qualif")

_BULLET = re.compile(r"\s{0,8}(?:[-*•·▪●◦‣–—+]|\d{1,2}[.)])\s+")
_EDGE = re.compile(r"^[\s#*_=\-•·▪●◦>~\[\]|:]{1,12}|[\s#*_=\-~\[\]|:!?…]{1,12}$")
_APOSTROPHE = str.maketrans("’‘`", "'''")
_LABEL = re.compile(r"(?:^|(?<=[.!?)]\s)|(?<=\s[-*•]\s)|(?<=\n))[ \t]{0,8}(?:[-*•#]{1,3}[ \t]{1,3})?([^\W\d][^\n:.!?]{1,59}):(?=[\s*]|$)", re.M)
_BREAK = re.compile(
    r"\n"
    r"|(?<!e\.g)(?<!i\.e)(?<!\bvs)(?<!\betc)(?<!\bSr)(?<!\bJr)(?<!U\.S)[.!?…][\"'”’)\]]{0,2}[ \t]{1,4}(?=[\"'“(\[*•-]{0,3}[ ]?[^\Wa-z_])"
    r"|(?<=[.:!?)])[ \t]{1,4}[-•*–][ \t]{1,4}(?=\S)"
    r"|[ \t]{1,4}[•▪●◦][ \t]{0,4}(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text and the section that the headings above it have opened."""

    start: int
    end: int
    section: Section | None
    is_bullet: bool


@lru_cache(maxsize=50_000)
def heading_section(heading: str) -> Section | None:
    """The section that a heading or label opens, None when its words name none."""
    plain = _EDGE.sub("", _EDGE.sub("", heading.translate(_APOSTROPHE).lower()))
    for section, pattern in _HEADINGS:
        if pattern.search(plain):
            return section
    return None


class Layout:
    """Lines, labels and sentences of one text, looked up by offset."""

    def __init__(self, text: str, body: int = 0) -> None:
        """`body` is where the text after the title begins: no heading is looked for above it."""
        self.text = text
        self.lines = _lines(text, body)
        self._starts = [line.start for line in self.lines]
        breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
        self._breaks = breaks
        self._labels = [
            (match.start(1), match.end(), section)
            for match in _LABEL.finditer(text, body)
            if (section := heading_section(match[1])) is not None
        ]
        self._label_starts = [start for start, _, _ in self._labels]
        self.has_sections = sum(1 for a, b in zip(self.lines, self.lines[1:], strict=False) if a.section != b.section) > 1

    def line_at(self, offset: int) -> Line:
        """The line that holds this offset."""
        return self.lines[bisect_right(self._starts, offset) - 1]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Where the sentence that holds this offset begins and ends."""
        index = bisect_right(self._breaks, offset)
        return self._breaks[index - 1], self._breaks[min(index, len(self._breaks) - 1)]

    def label_at(self, offset: int, line: Line) -> Section | None:
        """The section named by the last label ("Stack:") before this offset on its line."""
        index = bisect_right(self._label_starts, offset) - 1
        if index < 0 or self._label_starts[index] < line.start:
            return None
        return self._labels[index][2]


def _lines(text: str, body: int) -> list[Line]:
    lines: list[Line] = []
    mild: list[int] = []
    is_mild, has_hard = False, False
    section: Section | None = None
    saw_bullets = False
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        content = text[start:end].strip()
        bullet = _BULLET.match(text, start, end) is not None
        if content and start >= body:
            opened = _opened(content, bullet)
            if opened is not None:
                section, saw_bullets = opened, False
                plain = content.lower()
                is_mild = opened == "required" and _MILD.search(plain) is not None
                has_hard = has_hard or (opened == "required" and _HARD.search(plain) is not None)
            elif bullet:
                saw_bullets = True
            elif saw_bullets and section is not None and ". " in content:
                # A paragraph after a list has left the list's section.
                section, saw_bullets = None, False
        if is_mild and section == "required":
            mild.append(len(lines))
        lines.append(Line(start, end, section, bullet))
        start = end + 1
    if has_hard:
        for index in mild:
            lines[index] = replace(lines[index], section="preferred")
    return lines


def _opened(content: str, bullet: bool) -> Section | None:
    """The section that a line opens when it is a heading: short, and not a sentence."""
    if len(content) > _MAX_HEADING or (bullet and not content.endswith(":")):
        return None
    if content.endswith((".", ",", ";")) or content.count(",") > 2:
        return None
    if not content.endswith(":") and (":" in content or len(content) > _MAX_LABEL or content[:1].islower()):
        return None
    return heading_section(content)
