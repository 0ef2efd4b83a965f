"""What a mention in an advertisement is worth: required, preferred, a duty, the company's own talk, or legal text.

Belongs here: the decision from section, label, sentence and clause. Does not belong here: finding headings
(`layout.py`) or turns of phrase (`cues.py`).

In short advertisements without headings the order of the sentences decides: what stands before the first sentence
that hires is the company's talk, what follows is about the work.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from extractors.records import SkillKind, Zone
from extractors.skills.cues import Cue
from extractors.skills.hints import NEGATION
from extractors.skills.layout import Layout, Line, Section
from extractors.skills.wording import BACKERS, HIRING_BUSINESS, ROLE_DASH, SAYING, TASK

TECHNOLOGY: frozenset[SkillKind] = frozenset({"language", "library", "tool", "platform"})
COUNTING: frozenset[Zone] = frozenset({"required", "preferred", "duty", "text"})

_LEGAL_LINE = 2
_CLAUSE_START = re.compile(r"[;()]|\s[–—]\s|\bbut\b|,\s(?:and\s)?(?=(?:experience|knowledge|familiarity|any|bonus)\b)")
_OUR_SUBJECT = re.compile(
    r"[\s\"'“(*•-]{0,4}(?:At\s(?:[^,]{2,40},|[A-Z][\w.]{1,20}(?:\s[A-Z][\w.]{0,20})?)\s)?"
    r"(?:We|Our|The company|The team|This is|It(?:'s| is)|They|Clients|Customers|Users|Founded|Backed|we|our)\b",
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
_DOMAIN = re.compile(r"\.(?:com|io|ai|co|dev|org|net|app|so)$", re.IGNORECASE)
# How a text names its own employer: "Acme builds ...", "At Acme, ...", "About Acme".
_OWN_NAME = re.compile(
    r"[A-Z](?:(?<=\bA)(?:t|bout)\s([A-Z][\w.]{1,30})\s?[,\n:?]|(?<=\bL)ife\sat\s([A-Z][\w.]{1,30})|"
    r"(?<=\bJ)oin\s([A-Z][\w.]{1,30})\n"
    r"|(?<=[\s(][A-Z])([\w.]{1,30})\s(?:\([^)\n]{1,60}\)\s)?(?:is\s(?:an?|the|building|"
    r"on)\s(?!(?:\w{1,12}\s)?(?:plus|must|bonus|requirement|advantage|asset|nice))"
    r"|builds|helps|provides|enables|offers|makes|powers)\b)"
)
_ASKED_FOR = re.compile(
    r"\b(?:experience|familiar|knowledge|knowledgeable|proficien|expertise|certified|skills?|fluen|worked with|using)"
    r"\w{0,4}\b[^.;\n]{0,36}$",
    re.IGNORECASE,
)
_OTHER_COMPANIES = re.compile(
    r"\b(?:customers?|clients?|companies|organi[sz]ations|brands|enterprises|investors?|angels?|partners?|alumni|"
    r"veterans|backed by|led by|used by|trusted by|worked at|"
    r"engineers? (?:at|from)|teams? \(?(?:from|at)|people (?:at|from)|previously at|formerly|founders? of|logos|"
    r"fintechs|leaders|startups like|ex)\b[^.;\n]{0,90}$",
    re.IGNORECASE,
)
_NEGATED_LEFT = re.compile(
    r"(?:\bno\s(?:prior\s|previous\s)?(?:experience\s(?:with|in)\s|knowledge\sof\s)?"
    r"|\b(?:don't|don’t|do not|won't|won’t|will not|needn't|not)\s(?:need|have|require)(?:\sto)?(?:\sbe|\sknow|"
    r"\sknowing|\sexperience)?"
    r"(?:\s(?:an?|any|with|in|expert|of))?\s"
    r"|\bno\sneed\s(?:to\s(?:be|know|have)|for)\s(?:an?\s|any\s)?"
    r"|\bnot\s(?:based on|looking for|hiring|using|use|a|an)\s(?:an?\s)?"
    r"|\b(?:do not|don't|don’t)\suse\s|\binstead of\s|\brather than\s|\bwithout\s(?:any\s)?)$",
    re.IGNORECASE,
)
_NO_ALONE = re.compile(r"\bno\s(?:prior\s|previous\s)?$", re.IGNORECASE)
_NEEDED = re.compile(r"[^.;,\n]{0,40}\b(?:required|needed|necessary|experience|knowledge|skills)\b", re.IGNORECASE)
_OPTIONAL = re.compile(
    r"\s?\((?:optional|preferred|a plus|plus|bonus|nice to have|is a plus|"
    r"big plus)\b",
    re.IGNORECASE,
)
_ROLE_NOUN = re.compile(
    r"\b(?:engineers?|developers?|programmers?|scientists?|designers?|managers?|architects?|analysts?|researchers?|"
    r"SREs?|SWEs?|"
    r"consultants?|administrators?|lead|devs?|interns?|specialists?|fullstack|full[ -]stack|backend|frontend)\b",
    re.IGNORECASE,
)
_IN_JOB_TITLE = re.compile(
    r"[ /+-](?:(?:and|or|&) [\w-]{2,16} |(?:/ ?|(?<=\+))[\w-]{2,16} )?"
    r"(?:(?:software|platform|product|systems?|solutions?|web|application|"
    r"python|research|infrastructure|reliability|backend|frontend|development)[ /])?"
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
# "Zapier (YC) - Mountain View", "Stripe, San Francisco": the employer stands first.
_NAME_ALONE = re.compile(r"\s?\(|\s?[|–—@]|\s-\s")
_MAX_ITEM = 60
_COMPANY_WORDS = 3
_INTRODUCTION = 3000
_PARAGRAPH = 250
_MAX_ROLE_LABEL = 80
_MAX_ROLE_LINE = 160
_MAX_LIST = 1000
_BEFORE_NAME = 48
_WEAK: tuple[tuple[Cue, Zone], ...] = (("require_weak", "required"), ("duty_weak", "duty"))
_ASKING: frozenset[Cue] = frozenset({"hire", "ask", "require"})
# A sentence may also tell what the team works with: that asks for its technologies, not for its concepts.
_Meaning = Zone | Literal["stack"]


@dataclass(frozen=True, slots=True)
class _Sentence:
    zone: _Meaning | None
    is_application: bool
    asks: bool
    is_ours: bool
    is_preferred_after: int | None
    preferred_before: tuple[int, ...]


class ZoneReader:
    """Zones of the mentions of one posting."""

    def __init__(self, layout: Layout, cues: list[tuple[int, int, Cue]], title_end: int, hints: int) -> None:
        self._layout = layout
        self._text = layout.text
        self._cues = cues
        self._cue_starts = [start for start, _, _ in cues]
        self._title_end = title_end
        self._seeker = False
        self._first_hire: int | None = None
        for start, end, cue in cues:
            if cue == "hire" and self._first_hire is None and self._hires(start, end):
                self._first_hire = start
            elif cue == "seeker":
                self._seeker = True
        self._may_negate = bool(hints & NEGATION)
        # The sentence asked about last: mentions come from left to right.
        self._first = self._after = 0
        self._sentence: _Sentence
        self._heads: dict[int, tuple[int, int | None]] = {}
        self._own_names: frozenset[str] | None = None
        self._headline = ""

    def _hires(self, start: int, end: int) -> bool:
        return start >= self._title_end and HIRING_BUSINESS.match(self._text, end) is None

    def zone_of(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        """The zone of the mention at these offsets; None where it is no skill of the job.

        That is a way to apply ("send us your GitHub"), the employer itself, one of its customers, or a concept that is
        only part of a job's title ("Full-stack Engineer"): the role stands for it.
        """
        if kind not in TECHNOLOGY and kind != "certification" and _IN_JOB_TITLE.match(self._text, end):
            return None
        if start < self._title_end:
            return self._title_zone(start, end, kind)
        zone = self._body_zone(start, end, kind)
        if kind in TECHNOLOGY or kind == "concept":
            left = self._text[max(0, start - _BEFORE_NAME) : start]
            if self._is_employer(start, end, kind) and not _ASKED_FOR.search(left):
                return None
        if kind in TECHNOLOGY:
            if BACKERS.search(self._text, max(0, start - 100), start):
                return None
            if zone == "company" and _OTHER_COMPANIES.search(self._text[max(0, start - 100) : start]):
                return None
        return zone

    def _body_zone(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        if not self._first <= start < self._after:
            self._first, self._after = self._layout.sentence_at(start)
            self._sentence = self._read(self._first, self._after)
        first, sentence = self._first, self._sentence
        line = self._layout.line_at(start)
        if sentence.zone == "legal" or line.section == "legal":
            return "legal"
        if self._seeker:
            return "required"
        if sentence.is_application:
            return None if kind in TECHNOLOGY else "company"
        if self._may_negate and self._is_negated(first, start, end):
            return "company"
        if self._is_preferred(sentence, first, start, end):
            return "preferred"
        return self._by_section(line, sentence, first, start, kind)

    def _title_zone(self, start: int, end: int, kind: SkillKind) -> Zone | None:
        text, stop = self._text, self._title_end
        if start == 0 and kind in ("tool", "platform") and _NAME_ALONE.match(text, end):
            return None
        bar = text.find("|", 0, stop)
        if 0 <= start < bar and not _ROLE_NOUN.search(text, 0, bar):
            return None
        return "required"

    def _by_section(self, line: Line, sentence: _Sentence, first: int, start: int, kind: SkillKind) -> Zone | None:
        section = self._layout.label_at(start, line) or line.section
        said = sentence.zone
        if said == "stack":
            said = "required" if kind in TECHNOLOGY else None if self._hired(first) else "company"
        if section not in ("required", "preferred", "legal", "apply") and self._in_stack_line(line, start, kind):
            return "required"
        # Roles are listed under benefits too: "* Senior DevOps Engineer (Elasticsearch)".
        if (section is None or (section == "company" and line.is_bullet)) and start < self._head_of(line)[0]:
            return "required"
        if section is not None:
            return self._in_section(section, line, sentence, kind)
        return said or self._by_position(line, first, kind)

    def _in_section(self, section: Section, line: Line, sentence: _Sentence, kind: SkillKind) -> Zone | None:
        if section in ("required", "preferred", "duty") and sentence.is_ours and line.end - line.start > _PARAGRAPH:
            return "company"
        if section in ("required", "preferred"):
            return section
        if section == "duty":
            return "required" if sentence.asks and not TASK.match(self._text, self._first) else "duty"
        if section == "apply":
            return None if kind in TECHNOLOGY else "company"
        return "required" if sentence.zone == "required" else "company"

    def _by_position(self, line: Line, first: int, kind: SkillKind) -> Zone:
        """Where neither heading nor words tell: the company's talk comes before the first sentence that hires."""
        if self._hired(first) or self._head_of(line)[0]:
            return "required" if kind in TECHNOLOGY else "duty"
        is_list = kind in TECHNOLOGY and not self._layout.has_sections and (self._in_list(line) or self._is_item(line))
        return "required" if is_list else "company"

    def _is_about_us(self, first: int, after: int) -> bool:
        if _OUR_SUBJECT.match(self._text, first, after):
            return True
        return self._text[first:after].split(" ", 1)[0].casefold() in self._employer_names()

    def _employer_names(self) -> frozenset[str]:
        if self._own_names is None:
            text = "\n" + self._text[:_INTRODUCTION]
            found = {
                match.group()[0] + match[4] if match[4] else match[1] or match[2] or match[3]
                for match in _OWN_NAME.finditer(text)
            }
            first = self._text[: self._title_end].split("|")[0].split("(")[0].strip()
            found.add(_DOMAIN.sub("", first))
            self._own_names = frozenset(name.casefold() for name in (*found, first))
            self._headline = first.casefold()
        return self._own_names

    def _is_employer(self, start: int, end: int, kind: SkillKind) -> bool:
        """Whether these are of the employer's name: "We're Flink Robotics" under "Flink Robotics | ..."."""
        names = self._employer_names()
        if kind in TECHNOLOGY and self._text[start:end].casefold() in names:
            return True
        at = self._headline.find(self._text[start:end].casefold())
        if at < 0 or end - start == len(self._headline) or _ROLE_NOUN.search(self._headline):
            return False
        return self._text[start - at : start - at + len(self._headline)].casefold() == self._headline

    def _hired(self, offset: int) -> bool:
        return self._first_hire is not None and self._first_hire <= offset

    def _in_list(self, line: Line) -> bool:
        content = self._text[line.start : min(line.end, line.start + _MAX_LIST)]
        return content.count(",") + content.count("/") + content.count("|") > _COMPANY_WORDS - 1 and not _PROSE.search(
            content
        )

    def _is_item(self, line: Line) -> bool:
        """Whether the line is an item of a list, short and without a verb: "* React / React Native"."""
        short = line.is_bullet and line.end - line.start <= _MAX_ITEM
        return short and not _PROSE.search(self._text, line.start, line.end)

    def _in_stack_line(self, line: Line, start: int, kind: SkillKind) -> bool:
        """Whether the offset follows a label such as "Infra:" that opens its line."""
        if kind not in TECHNOLOGY or start - line.start > _MAX_LIST:
            return False
        label_end = self._head_of(line)[1]
        return label_end is not None and label_end <= start

    def _head_of(self, line: Line) -> tuple[int, int | None]:
        """Where the words that name an open role end on a line, 0 without any; where its label of a stack ends."""
        head = self._heads.get(line.start)
        if head is None:
            label = _STACK_LABEL.match(self._text, line.start, line.end)
            is_stack = label is not None and not _PROSE.search(self._text, label.end(), line.end)
            head = self._heads[line.start] = (self._role_stop(line), label.end() if label and is_stack else None)
        return head

    def _role_stop(self, line: Line) -> int:
        """Where the words end with which a line names an open role, before any description of it; 0 if it does not."""
        if TASK.match(self._text, line.start, line.end):
            return 0
        near = min(line.end, line.start + _MAX_ROLE_LABEL)
        label_end = self._text.find(":", line.start, near)
        is_label = label_end >= 0 and not self._text.startswith("://", label_end)
        is_short = line.end - line.start <= _MAX_ROLE_LABEL
        stop = label_end if is_label and not is_short else line.end
        dash = ROLE_DASH.search(self._text, line.start, label_end if is_label else near)
        if dash is not None and _ROLE_NOUN.search(self._text, line.start, dash.start()):
            stop = dash.start()
        if stop - line.start > _MAX_ROLE_LINE:
            return 0
        head = self._text[line.start : stop]
        is_said = ". " in head or SAYING.search(head) or _PROSE.search(head)
        return stop if not is_said and _ROLE_NOUN.search(head) is not None else 0

    def _read(self, first: int, after: int) -> _Sentence:
        low, high = bisect_left(self._cue_starts, first), bisect_right(self._cue_starts, after - 1)
        cues = self._cues[low:high]
        kinds = {cue for _, end, cue in cues if cue != "hire" or not HIRING_BUSINESS.match(self._text, end)}
        lead = next((start for start, _, cue in cues if cue == "prefer_after"), None)
        trail = tuple(end for _, end, cue in cues if cue == "prefer_before")
        zone = self._sentence_zone(first, after, kinds, cues)
        # "Not a resume-driven developer" says nothing of how to apply.
        applies = any(cue == "apply" and self._text[end : end + 1] != "-" for _, end, cue in cues)
        application = applies and not kinds & {"require", "stack"}
        is_ours = zone == "company" and self._is_about_us(first, after)
        return _Sentence(zone, application, bool(kinds & _ASKING), is_ours, lead, trail)

    def _sentence_zone(
        self, first: int, after: int, kinds: set[Cue], cues: list[tuple[int, int, Cue]]
    ) -> _Meaning | None:
        if "legal" in kinds and sum(cue == "legal" for _, _, cue in cues) >= _LEGAL_LINE:
            return "legal"
        ours = _OUR_SUBJECT.match(self._text, first, after) is not None
        named = not ours and _NAMED_SUBJECT.match(self._text, first, min(after, first + 120)) is not None
        if ours or named:
            if "hire" in kinds or ("stack" in kinds and ours) or {"ask", "require"} <= kinds:
                return "required"
            return "stack" if "stack_use" in kinds and ours else "company"
        return self._unowned_zone(first, after, kinds)

    def _unowned_zone(self, first: int, after: int, kinds: set[Cue]) -> _Meaning | None:
        """What a sentence says that does not have the company as its subject."""
        if kinds & {"hire", "ask", "require", "stack", "stack_use"}:
            return "required"
        is_task = self._layout.has_sections and TASK.match(self._text, first, after)
        if is_task or "duty" in kinds or _YOUR_WORK.match(self._text, first, after):
            return "duty"
        if not self._hired(first) and ("company" in kinds or self._first_hire is not None):
            return "company" if kinds & {"company", "duty_weak", "require_weak"} else None
        for cue, zone in _WEAK:
            if cue in kinds:
                return zone
        if _DUTY_VERB.match(self._text, first, after):
            return "duty"
        return "stack" if "stack_weak" in kinds else "company" if "company" in kinds else None

    def _is_preferred(self, sentence: _Sentence, first: int, start: int, end: int) -> bool:
        if _OPTIONAL.match(self._text, end):
            return True
        lead = sentence.is_preferred_after
        if lead is not None and lead <= start and not self._is_closed(lead, start):
            return True
        for stop in sentence.preferred_before:
            if stop < end:
                continue
            begin = first
            for boundary in _CLAUSE_START.finditer(self._text, first, stop):
                if boundary.end() <= stop - 3:
                    begin = boundary.end()
            if begin <= start:
                return True
        return False

    def _is_closed(self, lead: int, start: int) -> bool:
        """Whether what is preferred ended with a bracket: "(preferably with a PhD) with Python"."""
        closing = self._text.find(")", lead, start)
        return closing >= 0 and " " in self._text[lead:closing] and "(" not in self._text[lead:closing]

    def _is_negated(self, first: int, start: int, end: int) -> bool:
        left = self._text[max(first, start - 60) : start]
        negation = _NEGATED_LEFT.search(left)
        if negation is None:
            return False
        if _NO_ALONE.search(left):
            return _NEEDED.match(self._text, end) is not None
        return True
