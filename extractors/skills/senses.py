"""Whether an ambiguous form means the skill: Go the language or "on the go", R or "R&D", Spring or a season.

Belongs here: the rules that a skill of the taxonomy names in `ambiguous`, and what they look at: the characters
around the form, the known skills it stands in a list with, and the same form elsewhere in the text. Does not belong
here: which form is ambiguous (the taxonomy's data files).

- `tech-name`: a product or language that is also a word, a name or a place ("Spark", "Go", "Oracle").
- `listed`: a word so common that only a list of technologies tells ("Office", "Teams").
- `cased`: a rare word, safe in the case the taxonomy gives unless a longer name swallows it ("Rust", "Ruby").
- `letter`: one letter ("R", "C").
- `acronym`: capitals with other readings ("CV", "TS", "PM").
- `word`: an ordinary word that is a concept in the right company ("regression", "vectors").
"""

import re
import tomllib
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.records import SkillKind
from extractors.skills.matcher import Candidate
from extractors.skills.zones import TECHNOLOGY

_WINDOW = 64
_BESIDE = 48
_BESIDE_CAPITALS = 24
_LONG_NAME = 12
_PASSES = 3

_JOIN = re.compile(
    r"\s*(?:[,/|&+;•·–-]|\band/or\b|\band\b|\bor\b|\(|\)|\bwith\b|\bon\b|\bvs\.?|\n\s*[-*•]?)\s*"
    r"(?:\b(?:and|or|some|a little|a bit of|e\.g\.|ideally|preferably|possibly|maybe|also|the|experience with|"
    r"knowledge of)\b\s*)?[(,]?\s*",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(r"\s?[,/+&]\s?(?:and\s|or\s)?|\s(?:and|or)\s", re.IGNORECASE)
_LOWER_PAIR = re.compile(r"\s?[/+]\s?")
_WIDEST_JOINT = 6
_FEWEST_ALIKE = 2
_WIDEST_WITH = 12
_TRIGGER = re.compile(
    r"(?:\b(?:experience(?:d)?\s(?:with|in|using|of|building\s(?:with|in))|proficien(?:t|cy)\s(?:with|in|at)|"
    r"knowledge\sof|knowledge\sin|familiar(?:ity)?\s(?:with|in)|"
    r"expert(?:ise)?\s(?:with|in|at)|skill(?:s|ed)\s(?:with|in|at)|fluen(?:t|cy)\s(?:with|in)|competen(?:t|"
    r"cy)\s(?:with|in)|"
    r"using|written\sin|writing|built\s(?:with|in|on|using)|develop(?:ed|ing|ment)?\s(?:with|in|using)|"
    r"programming\s(?:with|in)|program\sin|coding\sin|code\sin|"
    r"work(?:ing|ed)?\swith|worked\sin|use|uses|stack(?:\sis|\sincludes)?|based\son|such\sas|including|includes?|"
    r"e\.g\.?,?|like|"
    r"tools?|languages?|frameworks?|technologies|platforms?|databases?|libraries|understanding\sof|exposure\sto|"
    r"years\s(?:of|in|with)|"
    r"especially|preferably|powered\sby|bit\sof|smatterings?\sof|on\stop\sof|leverag(?:e|es|ing)|experiment(?:ed|ing)\swith|"
    r"strong|solid|advanced|hands-on|mostly|primarily|mainly|know|learn|learning|love|with\ssome|in\smodern|modern)"
    r"|\b(?:backend|back-end|frontend|front-end|infra(?:structure)?|stack|languages?|tools?|technologies|tech|"
    r"database|data|server|mobile|skills|db)\s?(?:is|are)?:?)"
    r"\s*[:(]?\s*(?:is|are|the)?\s?[\"“']?$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"[\"”']?\s?(?:\(|-)?\s?(?:developers?|engineers?|programmers?|programming|scripts?|scripting|code|codebase|"
    r"coding|frameworks?|librar(?:y|ies)|"
    r"languages?|apps?|applications?|clusters?|pipelines?|jobs?|services?|microservices?|backend|back-end|frontend|"
    r"front-end|servers?|stack|sdk|apis?|"
    r"skills|ecosystem|queries|database|databases|experience|experts?|expertise|gurus?|ninjas?|ui|components?|"
    r"projects?|shop|charts?|runtime|compiler|"
    r"models?|modules?|plugins?|tooling|tables|proficiency|knowledge|dashboards?|deployments?|functions|workloads|"
    r"development|architects?|dev|devs|"
    r"concurrency|routines?|recipes?|fans?|based|powered|front[ -]end|back[ -]end|full[ -]?stack|"
    r"on\s(?:the\s|a\s|our\s)?(?:front|back|client|server|web)[\w-]*|\d)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    r"(?:'s|’s)\b|[.](?:com|io|ai|co)\b|\s?(?:Inc|LLC|Ltd|GmbH|Corp|Corporation|Capital|"
    r"Ventures|Partners|Bank|Labs|Group|Holdings|Award|Conference|Street|City|County|University|Media)\b"
)
_NAME_RIGHT = re.compile(r"\s[A-Z][a-z]{2,}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n•*–-]|\d[.)])[\s\"“'(*-]{0,6}$")
# A name among customers, investors or former employers is a company, whatever it is else.
_SAME_SENTENCE = r"(?:[^.;!?\n]|\.(?=\w))"
_COMPANY_LIST = re.compile(
    r"(?:\b(?:customers?|clients?|companies|partners?|investors?|brands|competitors?|organi[sz]ations|startups|leaders|"
    rf"backgrounds?)\b{_SAME_SENTENCE}{{0,12}}"
    rf"\b(?:like|such as|including|include|includes|are|at|e\.g\.)\b{_SAME_SENTENCE}{{0,60}}"
    r"|\b(?:backed by|invested in|formerly|alumni of|used by|trusted by|worked at|founders? of|acquired|acquisition of|"
    rf"people from|teams? from)\b{_SAME_SENTENCE}{{0,60}}|\b[Ee]x-)$",
)
# A veto that is only a small word beside a capitalised name leaves the matter open: "Excel and Access", "the Go API".
_SMALL_BEFORE = re.compile(r"\b(?:an?|the|our|your|and|or|of|for|in|with|on|is)\s$", re.IGNORECASE)
_SMALL_AFTER = re.compile(r",?\s(?:and|or)\b|\)")
# "Data pipelines in Spark", "state management with Recoil": what is done, and the name of what it is done with.
_DONE_WITH = re.compile(r"\s(?:with|in|using|via|on)\s$|\s?\((?:e\.g\.?,?\s|like\s|in\s|with\s)?$")
_FROM_COMPANY = re.compile(
    r"\b(?:from|at)\s(?:(?:[A-Z][\w.&'’-]*|the|companies|places|like|such|as|and|or|&|big|top|both)[,/]?\s){0,6}$"
)
# "Moving our services from Java to Go."
_MOVED_TO = re.compile(
    r"\b(?:mov|migrat|transition|switch|convert|rewrit|port)\w{0,4}\s(?:[\w/]{1,20}\s){0,6}(?:to|into)\s$"
)
_IN_LANGUAGE = re.compile(
    r"\b(?:work|working|write|rewrite|rewritten|implemented|implement|script|done|modules?)\sin\s$"
)
_STATISTICS_IN = re.compile(
    r"\b(?:statistics|statistical|analys[ei]s|model(?:l?ing|s)|scripts?|cod(?:e|ing)|programming|visuali[sz]ations?|packages?|"
    r"written|work)\sin\s$",
    re.IGNORECASE,
)
_NAMES = frozenset({"tech-name", "cased", "listed"})
# "V-Ray", and a longer name: "Salt Lake City".
_V_RAY = re.compile(r"(?<![\w.])[A-Z]-$")
_GOES_ON = re.compile(r"\s[A-Z]")
_BY_FORM = _NAMES | {"acronym"}
# "iOS developer (Swift)", "Services: Go".
_WORK_IN = re.compile(
    r"\b(?:developers?|engineers?|devs?|programmers?|apps?|applications?|clients?|services|microservices|ui|apis?|web|"
    r"langs?|scripts?|ios|android)\s?[(:]\s?$|\b(?:front-?end|back-?end|apps?|services?|clients?|"
    r"is)\sin\s$|\b(?:engineers?|developers?)\s[–-]\s$",
    re.IGNORECASE,
)
# A name in lower case must be an item of a list by itself: "python, go, java", never "python and go deep".
_ITEM_LEFT = re.compile(r"(?:^|[,/|+&(\[{:;\n•*>-]|\b(?:and|or|with|using|use|uses|in|on|of|some))\s*$", re.IGNORECASE)
_ITEM_RIGHT = re.compile(r"\s*(?:$|[,/|+&()\]};.:!?…\n•-]|(?:and|or|with|on|etc|as well)\b)", re.IGNORECASE)
_LETTER_HEAD = re.compile(
    r"\s(?:programming|developers?|programmers?|engineers?|language|code|packages?|scripts?|library|libraries|Shiny|Studio)\b"
)
_DATA_WORDS = re.compile(
    r"\b(?:machine learning|ML|deep learning|data scien|statistic|neural|predictive|supervised|algorithm|NLP|"
    r"computer vision|regression|"
    r"classification|clustering|model(?:l?ing|s)?|AI|mathemat|probabilit|data analysis|quantitative|"
    r"artificial intelligence|linear algebra|"
    r"econometric|dataset|training|python|scikit|pytorch|tensorflow|learning|LLMs?|GPT|prompts?|embeddings?|inference|"
    r"RAG|agents?|transformers?)\b",
    re.IGNORECASE,
)
_VETOES_FILE = Path(__file__).parent / "rules" / "vetoes.toml"
# What speaks against a form before it and after it, and whether it does so within a list too.
_Veto = tuple[re.Pattern[str] | None, re.Pattern[str] | None, bool]
_NO_VETO: _Veto = (None, None, False)


def _load_vetoes(group: str) -> dict[str, _Veto]:
    table = tomllib.loads(_VETOES_FILE.read_text("utf-8"))[group]
    return {
        word: (_joined(entry.get("before")), _joined(entry.get("after")), entry.get("always", False))
        for word, entry in table.items()
    }


def _joined(parts: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("".join(parts)) if parts else None


_VETO = _load_vetoes("name")
_WORD_VETO = _load_vetoes("word")
_PLAIN_VETO = _load_vetoes("plain")


@dataclass(frozen=True, slots=True)
class _Near:
    """What stands around one candidate."""

    surface: str
    left: str
    right: str
    # Whether it stands in a list with a known technology.
    listed: bool
    # Whether the same skill was already accepted elsewhere in the text.
    seen: bool
    kind: SkillKind

    @property
    def is_long(self) -> bool:
        """Whether the form says by its length that it is a name: "Elasticsearch", "Cloud Spanner"."""
        return " " in self.surface or len(self.surface) > _LONG_NAME


class _Text:
    """What the rules look at: the text, and the candidates taken so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.taken: list[Candidate] = []
        # Skills that an ambiguous form was taken for.
        self.seen: set[str] = set()
        # Where known technologies stand: starts in order, and the end of each.
        self.starts: list[int] = []
        self.ends: dict[int, int] = {}
        # Where each taken candidate ends: "stream processing (Flink".
        self.known_ends: set[int] = set()
        self._used = bytearray(len(text) + 1)

    def is_free(self, candidate: Candidate) -> bool:
        """Whether no candidate taken before overlaps this one."""
        return not (self._used[candidate.start] or self._used[candidate.end - 1])

    def take(self, candidate: Candidate) -> None:
        """Notes a candidate that means its skill."""
        start, end = candidate.start, candidate.end
        self._used[start:end] = b"\1" * (end - start)
        self.taken.append(candidate)
        if candidate.form.rule is not None:
            self.seen.add(candidate.form.skill_id)
        if candidate.form.kind in TECHNOLOGY:
            insort(self.starts, start)
            self.ends[start] = end
        self.known_ends.add(end)

    def is_done_with(self, start: int) -> bool:
        """Whether this form names what something known is done with: "serving with Ray", "Java (with Spring"."""
        joint = _DONE_WITH.search(self.text, max(0, start - _WIDEST_WITH), start)
        return joint is not None and joint.end() == start and joint.start() in self.known_ends

    def in_list(self, start: int, end: int) -> bool:
        """Whether only a list's joint stands between this form and a known technology."""
        index = bisect_left(self.starts, start)
        if index:
            gap_start = self.ends[self.starts[index - 1]]
            if gap_start <= start <= gap_start + 24 and _JOIN.fullmatch(self.text, gap_start, start):
                return True
        if index < len(self.starts):
            gap_end = self.starts[index]
            if end <= gap_end <= end + 24 and _JOIN.fullmatch(self.text, end, gap_end):
                return True
        return False


def accept(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that mean their skill, longest first without overlaps, in order of their place."""
    found = _Text(text)
    doubtful: list[Candidate] = []
    for candidate in candidates:
        if found.is_free(candidate):
            if candidate.form.rule is not None:
                doubtful.append(candidate)
            elif not _is_vetoed(text, candidate):
                found.take(candidate)
    doubtful.sort(key=lambda c: (c.start, c.start - c.end))
    for _ in range(_PASSES):
        rest = [candidate for candidate in doubtful if not _settled(found, candidate)]
        if len(rest) == len(doubtful):
            break
        doubtful = rest
    _take_neighbours(found, doubtful)
    found.taken.sort(key=lambda c: c.start)
    return found.taken


def _take_neighbours(found: _Text, doubtful: list[Candidate]) -> None:
    """Doubtful names side by side in a list vouch for each other: "Word and Access", "ruby/rails", "gulp, vim, koa"."""
    names = [c for c in doubtful if c.form.rule in _NAMES]
    chain: list[Candidate] = []
    for candidate in names:
        if chain and not _SIDE_BY_SIDE.fullmatch(found.text[chain[-1].end : candidate.start][: _WIDEST_JOINT + 1]):
            _take_chain(found, chain)
            chain = []
        chain.append(candidate)
    _take_chain(found, chain)


def _take_chain(found: _Text, chain: list[Candidate]) -> None:
    if len({candidate.form.skill_id for candidate in chain}) < _FEWEST_ALIKE:
        return
    text = found.text
    is_lower = any(text[candidate.start : candidate.end].islower() for candidate in chain)
    is_tight = _LOWER_PAIR.fullmatch(text, chain[0].end, chain[1].start) is not None
    if is_lower and len(chain) == _FEWEST_ALIKE and not is_tight:
        return
    for candidate in chain:
        if found.is_free(candidate):
            found.take(candidate)


def _settled(found: _Text, candidate: Candidate) -> bool:
    """Whether this candidate needs no further look: taken, of another sense, or under a longer one."""
    if not found.is_free(candidate):
        return True
    verdict = _judge(found, candidate)
    if verdict:
        found.take(candidate)
    return verdict is not None


def _is_vetoed(text: str, candidate: Candidate) -> bool:
    before, after, _ = _PLAIN_VETO.get(text[candidate.start : candidate.end].casefold(), _NO_VETO)
    if before is not None and before.search(text[max(0, candidate.start - _WINDOW) : candidate.start]):
        return True
    return after is not None and after.match(text, candidate.end) is not None


def _judge(known: _Text, candidate: Candidate) -> bool | None:
    """True for the skill, False for another sense, None when nothing speaks for it yet."""
    text, start, end = known.text, candidate.start, candidate.end
    surface = text[start:end]
    word = surface.casefold()
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    rule = candidate.form.rule or ""
    listed = known.in_list(start, end) or (rule in _NAMES and not surface.islower() and known.is_done_with(start))
    near = _Near(surface, left, right, listed, candidate.form.skill_id in known.seen, candidate.form.kind)
    is_lower = rule in _NAMES and surface.islower() and not near.is_long
    if is_lower and listed:
        near = replace(near, listed=_is_item(near))
    if _V_RAY.search(left):
        return False
    before, after, always = (_WORD_VETO if rule == "word" else _VETO).get(word, _NO_VETO)
    if always or not near.listed or is_lower or rule in ("letter", "acronym") or _GOES_ON.match(right):
        against = (before is not None and before.search(left)) or (after is not None and after.match(right))
        if against and not (rule in _NAMES and _MOVED_TO.search(left)):
            if rule not in _BY_FORM or not _is_small(before, after, left, right):
                return False
            if rule == "acronym" and not _is_among_its_like(left, right):
                return False
            if rule in _NAMES and not is_lower and not listed:
                return _speaks_for(near) or None
    return _RULES[rule](near)


def _is_among_its_like(left: str, right: str) -> bool:
    """Whether words of data and learning stand beside capitals with several readings: "CV and NLP models"."""
    return bool(_DATA_WORDS.search(left[-_BESIDE_CAPITALS:]) or _DATA_WORDS.search(right[:_BESIDE_CAPITALS]))


def _is_item(near: _Near) -> bool:
    if _HEAD.match(near.right):
        return True
    return _ITEM_LEFT.search(near.left) is not None and _ITEM_RIGHT.match(near.right) is not None


def _is_small(before: re.Pattern[str] | None, after: re.Pattern[str] | None, left: str, right: str) -> bool:
    """Whether what speaks against a name is no more than an article, a preposition or an "and" beside it."""
    if before is not None and before.search(left) and not _SMALL_BEFORE.search(left):
        return False
    return after is None or not after.match(right) or _SMALL_AFTER.match(right) is not None


def _speaks_for(near: _Near) -> bool:
    return bool(
        _TRIGGER.search(near.left)
        or _HEAD.match(near.right)
        or _WORK_IN.search(near.left)
        or _MOVED_TO.search(near.left)
    )


def _tech_name(near: _Near) -> bool | None:
    if _POSSESSIVE.match(near.right) or _COMPANY_LIST.search(near.left):
        return False
    if near.is_long or near.listed:
        return True
    if _FROM_COMPANY.search(near.left) and not _TRIGGER.search(near.left):
        return False
    if near.surface.islower() or (_NAME_RIGHT.match(near.right) and not _HEAD.match(near.right)):
        return None
    if _speaks_for(near) or (near.kind == "language" and _IN_LANGUAGE.search(near.left)):
        return True
    return True if near.seen and not _SENTENCE_START.search(near.left) else None


def _listed(near: _Near) -> bool | None:
    if _POSSESSIVE.match(near.right) or _COMPANY_LIST.search(near.left):
        return False
    return True if near.is_long or near.listed else None


def _cased(near: _Near) -> bool | None:
    if near.listed or near.is_long:
        return True
    if near.surface.islower():
        return True if _TRIGGER.search(near.left) or _LETTER_HEAD.match(near.right) else None
    return None if _POSSESSIVE.match(near.right) else True


def _letter(near: _Near) -> bool | None:
    if near.left.endswith("(") and near.right.startswith(")"):
        return False
    if near.listed or _TRIGGER.search(near.left) or _LETTER_HEAD.match(near.right):
        return True
    return True if _STATISTICS_IN.search(near.left) else None


def _acronym(near: _Near) -> bool | None:
    return True


def _word(near: _Near) -> bool | None:
    related = _DATA_WORDS.search(near.left[-_BESIDE:]) or _DATA_WORDS.search(near.right[:_BESIDE])
    return True if related or near.seen else None


_RULES: dict[str, Callable[[_Near], bool | None]] = {
    "tech-name": _tech_name,
    "listed": _listed,
    "cased": _cased,
    "letter": _letter,
    "acronym": _acronym,
    "word": _word,
}
