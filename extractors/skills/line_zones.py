"""What a mention in a line of an advertisement is worth, by the words of its sentence and what surrounds the line.

Belongs here: the decision from section, label, sentence and clause. Does not belong here: finding headings
(`layout.py`) or turns of phrase (`cues.py`), the title, the whole text (`zones.py`).

In short advertisements without headings the order of the sentences decides: what stands before the first sentence
that hires is the company's talk, what follows is about the work.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from extractors.records import SkillKind, Zone
from extractors.skills.cues import Cue
from extractors.skills.hints import BACKING, NEGATION
from extractors.skills.layout import Section, label_at, sentence_at, shape_of
from extractors.skills.lines import Line
from extractors.skills.matcher import TECHNOLOGY
from extractors.skills.wording import (
    BACKERS,
    GOES_ON,
    HIRED_TO,
    NEEDED,
    NEGATED_LEFT,
    NO_ALONE,
    NOT_MEANT,
    OTHER_COMPANIES,
    ROLE_DASH,
    SAYING,
    SIDE,
    SOME_ROLES,
    TASK,
    TASK_LABEL,
    WE_ARE_STACK,
)

_LEGAL_LINE = 2
_CLAUSE_START = re.compile(
    r"[;)]|\((?!(?:al)?though\b)|\s[–—]\s|\bbut\b|,\sso\s(?![^.;]*\b(?:this|that|it|these|those|them)\b)|"
    r",\s(?:and\s)?(?=(?:experience|knowledge|familiarity|any|bonus)\b)|"
    r"\b(?<!not )(?:a must|required|mandatory|essential|necessary),\s"
)
_OUR_SUBJECT = re.compile(
    r"[\s\"'“(*•-]{0,4}(?:(?:At|With our|As)\s(?:[^,]{2,60},|[A-Z][\w.]{1,20}(?:\s[A-Z][\w.]{0,20})?)\s)?"
    r"(?:We|Our(?!\sideal\b|\s(?:\w+\s)?roles?\b)|The company|The team|"
    r"This is(?!\san?\s(?:[\w-]+\s){0,3}(?:role|position|job|opportunity)\b)|"
    r"It(?:'s| is)|They|Clients|Customers|Users|Founded|Backed|"
    r"Built|we|our)\b",
)
_NAMED_SUBJECT = re.compile(
    r"[\s\"'“(*•-]{0,4}(?!You\b|Candidate|Applicant|Experience|Knowledge|Familiarity|Someone|Who\b|What\b|Services\b|"
    r"Applications\b|Systems\b|Everything\b|Most\b|All\b|Some\b|Data\b|Backend\b|Frontend\b|Back-end\b|Front-end\b|"
    r"Stack\b|Tech\b|Infra(?:structure)?\b|Tools?\b|Code\b|Development\b|Work\b|Here\b|There\b|These\b|Those\b)"
    r"[A-Z0-9][\w.&'’-]{1,30}(?:\s[A-Z(][\w.&'’():/-]{0,40}){0,3}\s"
    r"(?:is|are|was|has|have|helps?|enables?|provides?|powers?|offers?|builds?|makes?|makes|combines?|uses|"
    r"delivers?|gives|"
    r"allows?|secures?|transforms?|connects?|automates?|brings?)\s"
)
# Between what is spoken of and what is said of it: "(Flink, Storm) would be", "Flink, but it's".
_COPULA = re.compile(
    r"(?:[\s,]+|\b(?:it's|it’s|it|that's|that’s|that|is|are|would|will|be|also|all|experience|knowledge|skills|definitely|certainly|highly|considered|"
    r"strictly|very|an?)\b)*"
)
_JOINED = frozenset((")", "but"))
_OPTIONAL = re.compile(
    r"\s?(?:[\w-]+\s){0,2}\((?:optional|preferred|a plus|plus|bonus|nice to have|is a plus|not required|not necessary|"
    r"desirable|desired|big plus)\b",
    re.IGNORECASE,
)
ROLE_NOUN = re.compile(
    r"\b(?:engineers?|developers?|programmers?|scientists?|designers?|managers?|architects?|analysts?|researchers?|"
    r"SREs?|SWEs?|"
    r"consultants?|administrators?|lead|devs?|interns?|specialists?|fullstack|full[ -]stack|backend|frontend|"
    r"role(?=:\shttp))\b",
    re.IGNORECASE,
)
_IN_JOB_TITLE = re.compile(
    r"[ /+-](?:(?:and|or|&) [\w-]{2,16} |(?:/ ?|(?<=\+))[\w-]{2,16} )?"
    r"(?:(?:software|platform|product|systems?|solutions?|web|application|"
    r"python|research|infrastructure|reliability|backend|frontend|development|team)[ /])?"
    r"(?:engineers?|developers?|programmers?|scientists?|designers?|managers?|architects?|analysts?|researchers?|devs?|"
    r"consultants?|specialists?|leads?|experts?|SWE|role|roles|position|intern|internship)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"\b(?:is|are|we|we're|you|our|helps|allows)\b", re.IGNORECASE)
_DUTY_VERB = re.compile(
    r"[\s*•·–-]{0,6}(?:\d[.)]\s)?(?:design|build|develop|implement|lead|own|drive|work|collaborate|create|maintain|"
    r"manage|support|"
    r"define|partner|architect|deploy|debug|optimi[sz]e|write|ensure|improve|help|deliver|conduct|analy[sz]e|"
    r"research|scale|ship|"
    r"contribut|direct|prototype|assist|refine|run|automate|train|evaluate|monitor|integrate|extend)(?:e|es|s|ing|"
    r"ting)?\b",
    re.IGNORECASE,
)
# "You train models with PyTorch": what one does there.
_YOUR_WORK = re.compile(
    r"[\s*•·–-]{0,6}(?:As an? [^,.;]{3,40}, )?(?:You|you)(?: (?:also|then|will|would))? "
    r"(?!have|had|are|can|could|may|might|must|should|need|know|get|want|like|love|care|bring|think|believe|see|hear|be)"
    r"[a-z]{3,14}\b"
)
# "Langs: Python / Go", "Infra: Nix, AWS": a label of technologies opens a part of the stack.
_STACK_LABEL = re.compile(
    r"[\s*•·–-]{0,6}(?:our\s)?(?:programming\s)?(?:langs?|languages?|infra(?:structure)?|back[ -]?end|front[ -]?end|"
    r"databases?|db|cloud|devops|mobile|frameworks?|libraries|server(?:-side)?|client(?:-side)?|data|tech|web|keywords|"
    r"environment|core|storage|hosting|platforms?|ops)"
    r"(?:\s(?:stack|side|tech|technologies|development|tools?))?\s?:\s?",
    re.IGNORECASE,
)
_TITLE_GOES_ON = frozenset(" /+-")
_BEFORE = 100
_MAX_ITEM = 60
_REMARK = 24
_COMPANY_WORDS = 3
_PARAGRAPH = 250
_MAX_ROLE_LABEL = 80
_MAX_ROLE_LINE = 160
_MAX_LIST = 1000
_WEAK: tuple[tuple[Cue, Zone], ...] = (("require_weak", "required"), ("duty_weak", "duty"))
_ASKING: frozenset[Cue] = frozenset({"hire", "ask", "require"})
# A sentence may also tell what the team works with: that asks for its technologies, not for its concepts.
# One about the reader's work with it ("you keep our codebase clean") makes its concepts duties.
_Meaning = Zone | Literal["stack", "task"]


class Surroundings(NamedTuple):
    """What the zone of a mention depends on beside its line."""

    section: Section | None
    # The offset in the line from which on the text hires: negative where it has begun to, None where it never does.
    hires_from: int | None
    # Whether somebody looks for work rather than for workers.
    seeker: bool
    has_sections: bool
    # The offset in the line at which the title has ended.
    body: int = 0


class _Sentence(NamedTuple):
    zone: _Meaning | None
    is_application: bool
    asks: bool
    is_preferred_after: int | None
    preferred_before: tuple[tuple[int, int], ...]
    # Where it tells what somebody is hired to do.
    hired_to: tuple[int, int]


class LineZones:
    """Zones of the mentions of one line, asked about from left to right."""

    def __init__(self, line: Line, around: Surroundings, employer_names: Callable[[], frozenset[str]]) -> None:
        self._line = line
        self._row = line.row
        self._around = around
        self._employer_names = employer_names
        # The sentence asked about last.
        self._first = self._after = 0
        self._sentence: _Sentence

    def zone_of(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        """The zone of the mention at these offsets of the line; None where it is no skill of the job."""
        row = self._row
        if is_part_of_title(row, end, kind):
            return None
        zone = self._zone(start, end, kind)
        if kind in TECHNOLOGY:
            first = max(0, start - _BEFORE)
            if self._line.hints & BACKING and BACKERS.search(row, first, start):
                return None
            if zone == "company" and OTHER_COMPANIES.search(row, first, start):
                return None
        return zone

    def _zone(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        if not self._first <= start < self._after:
            self._first, self._after = sentence_at(self._line, start)
            self._sentence = self._read(self._first, self._after)
        sentence = self._sentence
        if sentence.zone == "legal" or self._around.section == "legal":
            return "legal"
        if self._around.seeker:
            return "required"
        if sentence.is_application:
            return None if kind in TECHNOLOGY else "company"
        if self._line.hints & NEGATION and self._is_negated(start, end):
            return "company"
        if self._is_preferred(sentence, start, end):
            return "preferred"
        return self._by_section(sentence, start, kind)

    def _by_section(self, sentence: _Sentence, start: int, kind: SkillKind) -> Zone | None:
        section = self._around.section
        label = label_at(self._line, start, self._around.body)
        # "- Advance our tech: ..." among tasks is one of them.
        is_task = section == "duty" and label == "required" and TASK_LABEL.match(self._row) is not None
        section = section if is_task else label or section
        said = sentence.zone
        if said == "required" and section in (None, "duty") and kind not in TECHNOLOGY:
            said = "duty" if sentence.hired_to[0] <= start < sentence.hired_to[1] else said
        if said == "stack":
            said = "required" if kind in TECHNOLOGY else None if self._hired() else "company"
        elif said == "task":
            said = "required" if kind in TECHNOLOGY else "duty"
        if section not in ("required", "preferred", "legal", "apply") and self._in_stack(start, kind):
            return "required"
        # Roles are listed under benefits too: "* Senior DevOps Engineer (Elasticsearch)".
        is_open = section is None or (section == "company" and shape_of(self._line).is_bullet)
        if is_open and start < self._head()[0]:
            return "required"
        if section is not None:
            return said if said == "duty" == section else self._in_section(section, sentence, kind)
        return said or self._by_position(kind)

    def _in_section(self, section: Section, sentence: _Sentence, kind: SkillKind) -> Zone | None:
        is_paragraph = len(self._row) > _PARAGRAPH
        if section in ("required", "preferred", "duty") and is_paragraph and self._is_ours(sentence):
            return "company"
        if section in ("required", "preferred"):
            return section
        if section == "duty":
            is_stack = kind in TECHNOLOGY and sentence.zone == "required"
            return "required" if (sentence.asks or is_stack) and not TASK.match(self._row, self._first) else "duty"
        if section == "apply":
            return None if kind in TECHNOLOGY else "company"
        is_asked = sentence.zone == "required" and not SOME_ROLES.search(self._row, self._first, self._after)
        return "required" if is_asked else "company"

    def _by_position(self, kind: SkillKind) -> Zone:
        """Where neither heading nor words tell: the company's talk comes before the first sentence that hires."""
        if self._hired() or self._head()[0]:
            return "required" if kind in TECHNOLOGY else "duty"
        is_list = kind in TECHNOLOGY and not self._around.has_sections and (self._is_list() or self._is_item())
        return "required" if is_list else "company"

    def _is_ours(self, sentence: _Sentence) -> bool:
        """Whether the company is the subject of the sentence, and what it tells is the company's talk."""
        if sentence.zone != "company":
            return False
        if _OUR_SUBJECT.match(self._row, self._first, self._after):
            return True
        return self._row[self._first : self._after].split(" ", 1)[0].casefold() in self._employer_names()

    def _hired(self) -> bool:
        """Whether the text has begun to hire before this sentence."""
        hires_from = self._around.hires_from
        return hires_from is not None and hires_from <= self._first

    def _is_list(self) -> bool:
        # The slashes of an address join nothing.
        content = self._row[:_MAX_LIST].partition("://")[0]
        marks = content.count(",") + content.count("/") + content.count("|")
        return marks > _COMPANY_WORDS - 1 and not _PROSE.search(content)

    def _is_item(self) -> bool:
        """Whether the line is an item of a list, short and without a verb: "* React / React Native"."""
        is_short = shape_of(self._line).is_bullet and len(self._row) <= _MAX_ITEM
        return is_short and not _PROSE.search(self._row)

    def _in_stack(self, start: int, kind: SkillKind) -> bool:
        """Whether the offset follows a label such as "Infra:" that opens its line."""
        if kind not in TECHNOLOGY or start > _MAX_LIST:
            return False
        label_end = self._head()[1]
        return label_end is not None and label_end <= start

    def _head(self) -> tuple[int, int | None]:
        """Where the words that name an open role end on the line, 0 without any; where its label of a stack ends."""
        head = self._line.head
        if head is None:
            label = _STACK_LABEL.match(self._row) if ":" in self._row else None
            is_stack = label is not None and not _PROSE.search(self._row, label.end())
            head = self._line.head = (self._role_stop(), label.end() if label and is_stack else None)
        return head

    def _role_stop(self) -> int:
        """Where the words end that name an open role on the line, before any description of it; 0 without any."""
        row = self._row
        if TASK.match(row):
            return 0
        label_end = row.find(":", 0, _MAX_ROLE_LABEL)
        is_label = label_end >= 0 and not row.startswith("://", label_end)
        stop = label_end if is_label and len(row) > _MAX_ROLE_LABEL else len(row)
        dash = ROLE_DASH.search(row, 0, label_end if is_label else min(len(row), _MAX_ROLE_LABEL))
        if dash is not None and ROLE_NOUN.search(row, 0, dash.start()):
            stop = dash.start()
        if stop > _MAX_ROLE_LINE:
            return 0
        head = row[:stop]
        is_said = ". " in head or SAYING.search(head) or _PROSE.search(head)
        return stop if not is_said and ROLE_NOUN.search(head) is not None else 0

    def _read(self, first: int, after: int) -> _Sentence:
        cues = [found for found in self._line.cues if first <= found[0] < after]
        kinds = {cue for _, end, cue in cues if cue not in NOT_MEANT or not NOT_MEANT[cue].match(self._row, end)}
        # "We'd love to hear from you if you know Python" asks for it.
        hires = {start for start, _, cue in cues if cue == "hire"}
        lead = next((at for at, end, cue in cues if cue == "prefer_after" and hires.isdisjoint(range(at, end))), None)
        trail = tuple((start, end) for start, end, cue in cues if cue == "prefer_before")
        zone = self._sentence_zone(first, after, kinds, cues)
        asks = bool(kinds & _ASKING)
        if first > 1 and GOES_ON.match(self._row, first):
            before = self._read(*sentence_at(self._line, first - 1))
            asks = asks or before.asks
            zone = before.zone if zone != "required" and before.zone in ("required", "duty") else zone
        # "Not a resume-driven developer", "you send us a spec" say nothing of how to apply.
        applies = any(
            cue == "apply" and self._row[end : end + 1] != "-" and self._row[max(0, start - 4) : start] != "you "
            for start, end, cue in cues
        )
        application = applies and not kinds & {"require", "stack"}
        return _Sentence(zone, application, asks, lead, trail, self._hired_to(after, cues))

    def _hired_to(self, after: int, cues: list[tuple[int, int, Cue]]) -> tuple[int, int]:
        """From "to build our search" on, up to where the sentence goes on to ask for something."""
        hire = next((end for _, end, cue in cues if cue == "hire"), None)
        task = HIRED_TO.search(self._row, hire, after) if hire is not None else None
        if task is None:
            return 0, 0
        return task.end(), next((start for start, _, cue in cues if start > task.end() and cue in _ASKING), after)

    def _sentence_zone(
        self, first: int, after: int, kinds: set[Cue], cues: list[tuple[int, int, Cue]]
    ) -> _Meaning | None:
        if "legal" in kinds and sum(cue == "legal" for _, _, cue in cues) >= _LEGAL_LINE:
            return "legal"
        ours = _OUR_SUBJECT.match(self._row, first, after) is not None
        named = not ours and _NAMED_SUBJECT.match(self._row, first, min(after, first + 120)) is not None
        if ours or named:
            if "hire" in kinds or ("stack" in kinds and ours) or {"ask", "require"} <= kinds:
                return "required"
            is_side = named and SIDE.search(self._row, first, after) is not None
            tells_stack = ((ours or is_side) and "stack_use" in kinds) or WE_ARE_STACK.match(self._row, first, after)
            return "stack" if tells_stack else "company"
        return self._unowned_zone(first, after, kinds)

    def _unowned_zone(self, first: int, after: int, kinds: set[Cue]) -> _Meaning | None:
        """What a sentence says that does not have the company as its subject."""
        is_task = self._around.has_sections and TASK.match(self._row, first, after)
        is_duty = is_task or "duty" in kinds or _YOUR_WORK.match(self._row, first, after)
        uses = bool(kinds & {"stack", "stack_use"})
        if kinds & _ASKING or (uses and not is_duty and not _DUTY_VERB.match(self._row, first, after)):
            return "required"
        if is_duty or uses:
            return "task" if uses else "duty"
        if not self._hired() and ("company" in kinds or self._around.hires_from is not None):
            return "company" if kinds & {"company", "duty_weak", "require_weak"} else None
        for cue, zone in _WEAK:
            if cue in kinds:
                return zone
        if _DUTY_VERB.match(self._row, first, after):
            return "duty"
        return "stack" if "stack_weak" in kinds else "company" if "company" in kinds else None

    def _is_preferred(self, sentence: _Sentence, start: int, end: int) -> bool:
        if self._row.find("(", end, end + _REMARK) >= 0 and _OPTIONAL.match(self._row, end):
            return True
        lead = sentence.is_preferred_after
        if lead is not None and lead <= start and not self._is_closed(lead, start):
            return True
        cues = sentence.preferred_before
        return cues != () and any(end <= after and self._clause(cue) <= start for cue, after in cues)

    def _clause(self, cue: int) -> int:
        """Where the clause begins that these words at its end speak of: "Python (Django, Flask) is a plus"."""
        begin = before = self._first
        for boundary in _CLAUSE_START.finditer(self._row, begin, cue):
            mark = boundary.group()
            if mark in _JOINED and _COPULA.fullmatch(self._row, boundary.end(), cue):
                # What is said of a bracket is said of the words before it; "but not required" of what it follows.
                begin = before if mark == ")" else begin
                continue
            before, begin = begin, boundary.end()
        return begin

    def _is_closed(self, lead: int, start: int) -> bool:
        """Whether what is preferred ended with a bracket: "(preferably with a PhD) with Python"."""
        closing = self._row.find(")", lead, start)
        return closing >= 0 and " " in self._row[lead:closing] and "(" not in self._row[lead:closing]

    def _is_negated(self, start: int, end: int) -> bool:
        left = self._row[max(self._first, start - 60) : start]
        negation = NEGATED_LEFT.search(left)
        if negation is None:
            return False
        if NO_ALONE.search(left):
            return NEEDED.match(self._row, end) is not None
        return True


def is_part_of_title(text: str, end: int, kind: SkillKind) -> bool:
    """Whether a concept that ends here is only part of a job's title: "Full-stack Engineer"."""
    if kind in TECHNOLOGY or kind == "certification" or text[end : end + 1] not in _TITLE_GOES_ON:
        return False
    return _IN_JOB_TITLE.match(text, end) is not None
