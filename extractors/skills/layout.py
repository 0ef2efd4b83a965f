"""The shape of an advertisement: lines, headings and the sections they open, labels such as "Stack:", sentences.

Belongs here: what a heading says about the lines under it. Does not belong here: what a sentence says (`cues.py`),
and the zone that follows from both (`zones.py`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from operator import ne
from typing import Final, Literal, NamedTuple

from extractors.skills.lines import Line
from extractors.skills.required import Letters

Section = Literal["required", "preferred", "duty", "company", "legal", "apply"]

_MAX_HEADING = 90
_MAX_LABEL = 60

# Asked in this order: the first that matches names the section. The second pattern holds words that are a heading
# only when they stand nearly alone.
_HEADING_WORDS: tuple[tuple[Section, str, str], ...] = (
    (
        "legal",
        r"equal (?:employment )?opportunit|eeo\b|e-verify|disclaimer|legal notice|privacy (?:notice|policy)|"
        r"non-discrimination|"
        r"data protection|pay transparency|export control|recruitment fraud",
        r"accommodations?",
    ),
    (
        "preferred",
        r"nice[ -]to[ -]have|bonus|preferred|(?:a|big|huge|is) plus\b|plus points|desirable|good[ -]to[ -]have|"
        r"great[ -]to[ -]have|extra credit|extra points|even better|strong candidates may|may also have|"
        r"brownie points|not required|^ideally\b|sets? you apart|(?:great|helpful|awesome|it helps) if\b|"
        r"recommended (?:qualif|skills|exp)|"
        r"stand out|added bonus|we(?:'d| would) (?:also )?love(?! to (?:hear|talk|chat|meet)\b)|"
        r"icing on the cake|added advantage|additional (?:skills|qualif|experience)|extra love|"
        r"not (?:a must|essential)\b",
        r"pluses|desired|ideally|optional",
    ),
    (
        "apply",
        r"how to apply|to apply|apply (?:here|now|at|by|via)|application process|interview process|hiring process|"
        r"recruitment process|our process|next steps|interested\?",
        r"(?:contact|process|apply|email|interested)$",
    ),
    (
        "required",
        r"requirements?\b|^required\b|"
        r"qualifications?\b|who you are|about you\b|you have\b|you've\b|you bring|you(?:'ll|"
        r" will) (?:need|bring|have)|"
        r"you need|you require|must[ -]haves?|(?<!we may be a )(?:good|great|right) fit|great addition|looking for|"
        r"we(?:'re| are) seeking|"
        r"what we (?:need|require|value|expect|look for)|your (?:profile|background|skills|experience|qualifications)|"
        r"(?<!not )for you if\b|(?<!not )\bbe a fit\b|technologies we use|"
        r"candidates? (?:will (?:have|require)|should|must|has|have)\b|experience (?:with|in)$|"
        r"ideal candidate|candidate profile|tech(?:nical|nology)? stack|what makes you|prerequisites|what it takes|"
        r"love to hear from you|"
        r"at a minimum|expect you to have|will need\b",
        r"skills|experience|expertise|competenc|stack|technologies|tech\b|tooling|tools|you (?:should|might|may|"
        r"must|know|are)\b|you're|^you$|"
        r"knowledge|education|mindset|credentials|seeking|^technology",
    ),
    (
        "duty",
        r"responsibilit|how you(?:'ll| will)\b|what (?:the candidate|they)(?:'ll| will) do|"
        r"what you(?:'ll| will) (?:do|achieve|work|build|own|be doing|accomplish)|you(?:'ll|"
        r" will)[ :]*$|^you(?:'ll| will)\b|"
        r"the role\b|this role|the job\b|the position|this position|about the (?:role|job|position|opportunity|"
        r"team)|role overview|job summary|"
        r"day[ -]to[ -]day|your (?:mission|role|job|impact|tasks|work|responsibilities)|what you do\b|"
        r"job description|the opportunity|key tasks|"
        r"a day in|what you can expect|any given day|what success|success looks|"
        r"first (?:\d+|few|three|six) (?:days|months)|"
        r"things (?:that )?you will|need help with|things we(?:'re| are) working on|"
        r"(?:things|what) (?:my|our|the|this) team (?:works on|does|builds)",
        r"overview|summary|duties|tasks|objectives|mission|scope|deliverables|projects?",
    ),
    (
        "company",
        r"about (?:us|our|the company)|who we are|our (?:mission|vision|story|company|values|culture|product|"
        r"team|offer)|"
        r"why (?:join|work|us|you|we|should you)|^why [\w.&]+$|reasons (?:you|to)\b|how we (?:work|operate)|"
        r"what's on offer|not for you\b|"
        r"benefits|perks|what (?:we|[\w.&]{2,20}) (?:can )?offers?\b|"
        r"compensation|pay range|life at|how we(?:'re| are) different|what's in it|"
        r"what you get|base pay|"
        r"what we do|a note on",
        r"about\b|we offer|salary|location|values|culture|company|rewards|employment|remote|visa|website|funding|"
        r"investors|equity",
    ),
)
# The section, whether the words must stand nearly alone, and the words.
_HEADINGS = tuple(
    (section, alone, re.compile(rf"\b(?:{words})"))
    for section, full, short in _HEADING_WORDS
    for alone, words in ((False, full), (True, short))
)
_HEADING_LETTERS = Letters([pattern.pattern for _, _, pattern in _HEADINGS])
_NOT_A_HEADING = re.compile(
    r"(?:experience|knowledge|familiarity|proficiency|ability|expertise|background|skills|"
    r"passion|interest)\s(?:with|in|of|to|for|using)\b|strong\s(?!candidates)"
)
_SHORT_HEADING = 4
# Milder ways to ask: beside a section that says what is required, they name what is merely liked.
_MILD = re.compile(r"looking for|we value|we love|we like|signals|great addition")
_HARD = re.compile(r"requirements?\b|we require|required|must[ -]have|minimum|basic qualif")

_BULLET = re.compile(r"\s{0,8}(?:[-*•·▪●◦‣–—+]|\d{1,2}[.)])\s+")
_BULLET_STARTS = frozenset("-*•·▪●◦‣–—+0123456789")
_EDGE = re.compile(r"^[\s#*_=\-•·▪●◦>~\[\]|:]{1,12}|[\s#*_=\-~\[\]|:!?…]{1,12}$")
_PLAIN = str.maketrans("’‘`\u00a0", "''' ")
_BREAK = re.compile(
    r"[\n.!?…:)•▪●◦](?:(?<=[\n•▪●◦])"
    r"|(?<=[.!?…])(?<!e\.g\.)(?<!i\.e\.)(?<!\bvs\.)(?<!\betc\.)(?<!\bSr\.)(?<!\bJr\.)(?<!U\.S\.)"
    r"[\"'”’)\]]{0,2}[ \t]{1,4}(?=[\"'“(\[*•-]{0,3} ?[^\Wa-z_])"
    r"|(?<=[.:!?)])[ \t]{1,4}[-•*–][ \t]{1,4}(?=\S))"
)
_LABEL_EDGE = re.compile(r"[\n.!?•]|\s[-*–]\s")


@lru_cache(maxsize=50_000)
def heading_section(heading: str) -> Section | None:
    """The section that a heading or label opens, None when its words name none."""
    plain = _EDGE.sub("", _EDGE.sub("", heading.translate(_PLAIN).lower()))
    if _NOT_A_HEADING.match(plain):
        return None
    short = plain.count(" ") < _SHORT_HEADING
    for index in _HEADING_LETTERS.possible(plain):
        section, alone, pattern = _HEADINGS[index]
        if (short or not alone) and pattern.search(plain):
            return section
    return None


def sections_of(lines: Sequence[tuple[int, int, Line]], body: int = 0) -> list[Section | None]:
    """The section that each line stands in, opened by the headings above it.

    `lines` are (start, end, line) of what is not empty; `body` is where the text after the title begins: no heading is
    looked for above it.
    """
    sections: list[Section | None] = []
    mild: list[int] = []
    is_mild, has_hard = False, False
    section: Section | None = None
    saw_bullets = False
    for start, _, line in lines:
        has_content, is_bullet, opened, mildly, hard, is_prose = line.shape or shape_of(line)
        if has_content and start >= body:
            if opened is not None:
                section, saw_bullets = opened, False
                is_mild = mildly
                has_hard = has_hard or hard
            elif is_bullet:
                saw_bullets = True
            elif saw_bullets and section is not None and is_prose:
                # A paragraph after a list has left the list's section.
                section, saw_bullets = None, False
        if is_mild and section == "required":
            mild.append(len(sections))
        sections.append(section)
    if has_hard:
        for index in mild:
            sections[index] = "preferred"
    return sections


def has_sections(sections: Sequence[Section | None]) -> bool:
    """Whether headings open more than one section."""
    changes: int = sum(map(ne, sections, islice(sections, 1, None)))
    return changes > 1


def sentence_at(line: Line, offset: int) -> tuple[int, int]:
    """Where the sentence that holds this offset of the line begins and ends."""
    breaks = line.breaks
    if breaks is None:
        found = [match.end() for match in _BREAK.finditer(line.row)]
        breaks = line.breaks = [0, *found, len(line.row) + 1]
    index = bisect_right(breaks, offset)
    return breaks[index - 1], breaks[min(index, len(breaks) - 1)]


def label_at(line: Line, offset: int, body: int) -> Section | None:
    """The section named by the last label ("Stack:") before this offset of the line, after its offset `body`."""
    labels = line.labels
    if labels is None:
        labels = list(_labels(line.row, body)) if ":" in line.row else []
        if not body:
            line.labels = labels
    if not labels:
        return None
    return next((section for start, section in reversed(labels) if start <= offset), None)


def _labels(row: str, body: int) -> Iterator[tuple[int, Section]]:
    """(offset, section) of each label: the few words before a colon that name a section."""
    colon = row.find(":", body)
    while colon >= 0:
        start = max(body, colon - _MAX_LABEL)
        for edge in _LABEL_EDGE.finditer(row, start, colon):
            start = edge.end()
        following = row[colon + 1 : colon + 2]
        if start < colon and (not following or following.isspace() or following == "*"):
            section = heading_section(row[start:colon])
            if section is not None:
                yield start, section
        colon = row.find(":", colon + 1)


class Shape(NamedTuple):
    """What a line is by itself; as a heading it opens a section, whose words may be mild or hard ways to ask."""

    has_content: bool
    is_bullet: bool = False
    opened: Section | None = None
    is_mild: bool = False
    is_hard: bool = False
    is_prose: bool = False


_NO_HEADING: Final = {
    (content, bullet, prose): Shape(content, bullet, is_prose=prose)
    for content, bullet, prose in product((False, True), repeat=3)
}


def shape_of(line: Line) -> Shape:
    """What a line is by itself."""
    if line.shape is None:
        line.shape = _shape(line.row)
    return line.shape


def _shape(row: str) -> Shape:
    content = row.strip()
    bullet = content[:1] in _BULLET_STARTS and _BULLET.match(row) is not None
    opened = _opened(content, bullet)
    if opened is None:
        return _NO_HEADING[bool(content), bullet, ". " in content]
    if opened != "required":
        return Shape(True, bullet, opened)
    plain = content.translate(_PLAIN).lower()
    return Shape(True, bullet, opened, _MILD.search(plain) is not None, _HARD.search(plain) is not None)


def _opened(content: str, bullet: bool) -> Section | None:
    """The section that a line opens when it is a heading: short, and not a sentence."""
    if len(content) > _MAX_HEADING or (bullet and not content.endswith(":")):
        return None
    content = content.removesuffix("...").removesuffix("…")
    if content.endswith((".", ",", ";")) or content.count(",") > 2:
        return None
    # A remark in brackets makes no sentence of a heading: "You may also have (nice-to-have qualifications)".
    length = content.rfind(" (") if content.endswith(")") else len(content)
    if not content.endswith(":") and (":" in content or length > _MAX_LABEL or content[:1].islower()):
        return None
    return heading_section(content)
