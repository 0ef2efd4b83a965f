"""Role and seniority of an advertisement: from its title first, from the sentences that hire second.

Belongs here: the names people give to roles and levels. Does not belong here: skills, degrees.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.records import Role, RoleFamily, Seniority
from extractors.skills.hints import EVERYTHING, HIRING, LEVEL, YEARS
from extractors.skills.required import Letters

ML_ROLES: frozenset[Role] = frozenset(
    {"ml_engineer", "data_scientist", "data_engineer", "data_analyst", "mlops_engineer", "research_scientist",
     "ai_engineer", "ai_architect", "deep_learning_engineer"}
)  # fmt: skip
SOFTWARE_ROLES: frozenset[Role] = frozenset({"software_engineer", "devops_sre"})

_ENG = r"(?:engineers?|eng|developers?|devs?|programmers?|(?<!product )specialists?|practitioners?|experts?)"
_ML = r"(?:machine[ -]learning|ml|ai/ml|ml/ai|ai & ml|ai and ml|mle)"
_AI = r"(?:ai|genai|gen ai|generative ai|llm|llms|artificial intelligence|prompt|agentic|agents?|voice ai|applied ai)"
# Asked in this order at each place where the text names a role.
_ROLES: tuple[tuple[Role, str], ...] = (
    ("mlops_engineer", rf"(?:mlops|ml ops|llmops|machine learning operations)(?: {_ENG}| platform {_ENG})?|"
        rf"(?:{_ML}|ai) (?:platform|infra(?:structure)?|operations) {_ENG}"),
    ("deep_learning_engineer", rf"deep[ -]learning (?:\w+ )?(?:{_ENG}|specialist)|computer vision {_ENG}"),
    ("ai_architect", r"(?:ai|ml|machine learning|genai|generative ai|ai/ml)(?: (?:enterprise|platform|systems|"
        r"data))? architects?"),
    ("research_scientist", rf"(?:research|applied|ai|ml|machine learning|nlp) scientists?|(?:ai|ml|"
        rf"machine learning|deep learning) (?:research(?:er|ers)?\b)(?: scientists?)?|research(?:er)? {_ENG}|postdocs?|"
                           r"post-?doctoral|"
        r"(?<!security )(?<!ux )(?<!user )(?<!market )(?<!vulnerability )(?<!policy )researchers?"),
    ("data_scientist", r"data scien(?:tists?|ce)(?! platform)|decision scientists?|statisticians?|"
        r"datenwissenschaftler(?:in)?"),
    ("ml_engineer", rf"{_ML}(?: (?:software|platform|research|backend|systems|applied|ops))?(?: |/){_ENG}|"
        rf"{_ML} scientist|{_ML} intern(?:ship)?s?|nlp {_ENG}|mle\b|machine[ -]learning lead"),
    ("ai_engineer", rf"{_AI}(?:[ -](?:solutions?|software|product|applications?|automation|full[ -]?stack|backend|"
        rf"platform|research|integrations?|workflows?|deployment|systems?|and|&))*(?: |/)"
        rf"(?:{_ENG}|architects?|builders?)"),
    ("data_engineer", rf"(?:data|analytics|etl|big data|data platform|data warehouse|data infrastructure|database|"
        rf"data pipeline)(?: (?:platform|infrastructure|pipeline|software))?[ /](?:{_ENG}|architects?)|"
                      r"(?:data|analytics) engineering(?: architects?| leads?)?|data architects?|"
                      r"ing[ée]nieure? (?:de )?(?:donn[ée]es|data)|dateningenieur(?:in)?"),
    ("data_analyst", r"(?:data|bi|business intelligence|product|analytics|reporting|insights|"
        r"quantitative)(?: \w+)? analysts?|(?:power )?bi (?:developers?|engineers?)|"
        r"datenanalyst(?:in)?|analyste (?:de )?donn[ée]es|analista de datos"),
    ("devops_sre", rf"(?:dev(?:sec)?ops|sre|sres|site reliability|infrastructure(?: software)?|infra|"
        rf"platform(?: reliability)?|cloud|reliability|systems? administrators?|sysadmins?|kubernetes|production|"
                   rf"observability|build and release|release|cloud infrastructure)(?: (?:software|systems|and \w+|"
                   rf"operations))?(?: |/){_ENG}|sres?\b|devops|sysadmins?|systems? admin(?:istrator)?s?"),
    ("product_manager", r"(?:technical |senior |group |principal )?product (?:managers?|owners?|leads?|management)|"
        r"head of product(?! (?:engineering|design))|tpms?\b|vp,? (?:of )?product(?! (?:engineering|design))"),
    ("designer", r"(?:product|ux|ui|ux/ui|ui/ux|visual|graphic|interaction|brand|web|game|motion|"
        r"founding) designers?|designers?\b|ux research(?:er|ers)?|"
        r"(?:ux|ui|ux/ui|ui/ux|product|experience|visual|graphic|interaction|brand|game) design"
        r"(?=\s?(?:$|[,(–—]|-\s|& |of |lead|manager|director|intern))|"
        r"(?:head|director|vp) of design\b|design (?:lead|manager|director)s?"),
    ("software_engineer", rf"(?:software|full[ -]?stack|fullstack|back[ -]?end|front[ -]?end|web|mobile|ios|"
        r"android|python|java|javascript|typescript|golang|go|rust|ruby|rails|ruby on rails|php|node(?:\.js)?|"
        rf"react(?: native)?|c\+\+|c#|\.net|scala|elixir|kotlin|swift|django|laravel|clojure|haskell|vue(?:\.js)?|"
                          rf"angular|embedded|firmware|systems?|application|api|game|compiler|product|founding|"
                          rf"lead|staff|senior|principal|"
                          rf"generalist|core|search|graphics|blockchain|protocol|security|qa|test|automation|"
                          rf"integration|forward deployed|solidity|smart contract|unity|drupal|wordpress|shopify|"
                          rf"salesforce|junior|mid[ -]level|"
                          rf"experienced|kernel|linux|robotics|distributed systems|database|growth|low[ -]level|"
                          rf"r&d|sdet)(?:[ /&,+-]+(?:software|systems?|application|web|mobile|web3|python|"
                          rf"full[ -]?stack|front[ -]?end|back[ -]?end|product|development|infrastructure|ui|"
                          rf"native|platform|and|or|ruby|java|react))*"
                          rf"[ /-]{{1,3}}{_ENG}|full[ -]?stack\b|fullstack\b|software (?:engineering|development)|"
                          rf"swes?\b|sdes?\b|backend\b|back-end\b|frontend\b|front-end\b|sdets?\b|senior (?:java|"
                          rf"python|typescript|javascript|php|ruby|go|golang|rust|\.net|c\+\+)\b|"
                          rf"software architects?|web developers?|tech(?:nical)? lead|cto|engineering managers?|"
                          rf"eng(?:ineering)? manager|head of engineering|developers?\b|programmers?\b|"
                          rf"vp,? (?:of )?engineering|(?:software|web|app|frontend|backend)?-?entwickler(?:in)?|"
                          rf"d[ée]veloppeu(?:r|se)s?|ing[ée]nieure? (?:logiciel|d[ée]veloppement)|"
                          rf"desarrollador(?:a|es)?|programador(?:a|es)?"),
)  # fmt: skip
_PATTERNS = tuple((role, rf"(?<![\w&])(?:{pattern})(?!\w)") for role, pattern in _ROLES)
_ROLE = tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)
# Engineers of things, and work that only borrows the word.
_HARD_NOT_TECH = re.compile(
    r"\b(?:electrical|mechanical|civil|hardware|chemical|manufacturing|industrial|structural|pcb(?: layout)?|"
    r"design verification|physical design|asic|fpga|rf|rfic|eda|optical|biomedical|aerodynamics|aerospace|thermal|"
    r"propulsion|avionics|welding|controls|environmental|health (?:&|and) safety|filter design|power electronics|"
    r"mixed[ -]signal|analog|antenna|supplier(?: development)?|factory build|materials|process|packaging|piping|"
    r"geotechnical|petroleum|nuclear|maintenance|facilities|roads?works?|roads? works?|project|"
    r"(?:pre-?)?sales|solutions?|customer(?: success| support)?|support|implementation|field(?: application)?|"
    r"quality assurance manager|network)[ /&-](?:(?!software|platform|backend|full|web)\w+[ /&-]){0,2}"
    r"(?:engineers?|designers?|engineering (?:lead|manager|director|intern)s?)\b|"
    r"\b(?:recruit(?:er|ing|ment)|account (?:executive|manager)|administrative|business (?:partner|development)|"
    r"content managers?|market(?:ing|ers?)|growth hackers?|community manager|"
    r"(?:technical |management |strategy )?consult(?:ing|ancy|ants?) (?:managers?|partners?|leads?)|"
    r"health (?:&|and) safety|customer (?:service|support|care)(?! (?:software|platform|tool|product|team|engineer))|"
    r"(?:customer )?solutions? architects?|office manager|chief of staff|legal|counsel|accountant|fellowship|"
    r"customer success|sales)\b",
)
# How the title of a job ends that is none of tech, where no role of tech stands in it: "Training & Quality Specialist".
_NOT_TECH_TITLE = re.compile(
    r"\b(?:technicians?|specialists?|professionals?|associates?|representatives?|coordinators?|producers?|executives?|"
    r"supervisors?|planners?|assistants?|analysts?|artists?|animators?|operators?|editors?|writers?|copywriters?|translators?|teachers?|"
    r"instructors?|nurses?|strategists?|owners?|accountants?|buyers?)(?:\s?(?:$|[,(/])|\s[–—-])|"
    r"^(?:head|(?:senior |sr\.? )?director) of\b"
)

# A role is only looked for where letters stand that its pattern requires: cheaper than the pattern.
_LETTERS = Letters([*(pattern for _, pattern in _PATTERNS), _HARD_NOT_TECH.pattern])

_SENIORITY: tuple[tuple[Seniority, re.Pattern[str]], ...] = (
    ("intern", re.compile(r"\b(?:interns?|internships?|working student|werkstudent|co-op|apprentice(?:ship)?|"
        r"trainee|praktikum|praktikant(?:in)?|stagiaire|becari[oa])\b")),
    ("lead", re.compile(r"\b(?:staff(?!ing)|principal|lead(?!s\b|ing\b|er\b|ership\b| generation| gen\b)|head of|"
        r"director|vp\b|vice president|chief|cto|managers?|team lead|tech lead|(?:data engineering|"
        r"engineering) architect|distinguished|fellow\b)")),
    ("senior", re.compile(r"\b(?:senior|sr\.?|snr|experienced (?:engineer|developer)|seasoned|"
        r"expert-level)(?=[\s/,)|&.+-]|$)|\b(?:engineer|developer|scientist|analyst|designer) (?:iii|iv|3)\b")),
    ("junior", re.compile(r"\b(?:junior|jr\.?|entry[ -]level|graduate|new grad|early career|associate (?:software|"
        r"data|ml|product))(?=[\s/,)|&.-]|$)")),
    ("mid", re.compile(r"\b(?:mid[ -](?:level|senior)|mid\b|intermediate|(?:engineer|developer|scientist|"
        r"designer|analyst|architect|administrator) ii)\b")),
)  # fmt: skip
_LEVEL_LETTERS = Letters([pattern.pattern for _, pattern in _SENIORITY])
_LEAD_WITH_SENIOR = re.compile(r"\b(?:product|account|project|program|community|content|success|office) manager")
_LEADS = re.compile(r"\b(?:lead|staff|principal|head|director)\b")
_SENIOR_OR_STAFF = re.compile(
    r"\b(?:senior|sr)\s?(?:/|or|and|&|,|to|-)\s?(?:staff|principal|lead)\b|\b(?:staff|"
    r"principal|lead)\s?(?:/|or|and|&|,)\s?(?:senior|sr)\b"
)
# Where no kind of engineer is named, one who builds software is meant.
_ANY_ENGINEER = re.compile(r"\b(?:engineers?|engineering|developers?|devs?|programmers?|coders?|hackers?)\b")
_HIRING = re.compile(
    r"\b(?:looking (?:for|to (?:hire|add|grow))|hiring|seek(?:ing|s)|in search of|calling all|searching for|join us as|"
    r"role of|as an?|in need of|recruiting|open(?:ing)?s? for|roles? (?:for|is)|positions?:|hire)\b[^.\n]{0,140}",
)
_LISTED = re.compile(
    r"\b(?:looking for|hiring|seeking|openings?|positions?|roles?)\b[^.\n]{0,60}:[ \t]*\n{1,3}[ \t]*"
    r"(?:[-*•]|\d[.)])([^\n]{3,120})"
)
# A short line, or the label of an item: "* Senior Engineer (Platform): You ...".
_ROLE_LINE = re.compile(
    r"^[ \t]*(?:(?:[-*•]|\d[.)])?[ \t]*[^\n]{3,90}$|[-*•][ \t]{0,3}[^\n:]{3,90}:(?=[ \t]))", re.MULTILINE
)
_YEARS = re.compile(r"(?<!\d)([1-9]\d?)\+?\s?(?:years|yrs)(?!\sof (?:history|runway|success))")
# Of hiring-thread posts of 2014-2026 that name one level and ask for seven years or more, 99 % name senior or above.
_SENIOR_YEARS = 7
# "Serial entrepreneurs, all with 10+ years": the years of those who are there.
_OWN_YEARS = re.compile(
    r"\b(?:founders?|entrepreneurs|all with|combined|collective(?:ly)?|our team|team of)\b[^.\n]{0,60}$"
)
_NUMBER_REACH = 8
_SPAN = tuple("-–—")
_LEVELS = re.compile(
    r"\b(?:looking for|seek(?:ing|s)|hiring|recruiting|searching for|we need)\b[^.\n]{0,40}\b"
    r"(?:senior|junior|mid|staff)[- ](?:[\w/+#.-]{1,20}[ /]){0,3}"
    r"(?:engineers?|developers?|programmers?|scientists?|analysts?|designers?|devs?)\b|"
    r"\bmid[- ]senior\b|\b(?:senior|staff) (?:or|and) (?:above|higher)\b|"
    r"\b(?<!team of )(?:senior|staff|junior|mid)(?:[-/ ]+(?:level)?(?:\s?(?:to|and|or|/)\s?)?(?:senior|staff|mid|"
    r"junior|level)){0,3}[ -]+(?:levels?|engineers?|developers?)"
)
_MAX_TITLE = 260
_FEWEST_BARS = 2
_MAX_SEARCH = 4000
_MAX_PART = 600
_CLEARLY_BEFORE = 25
_BEFORE_ROLE = 40
_PROSE = re.compile(r"\.\s|\b(?:is an?|we are|we're|allows|was|were|our|you)\b")


# A role, and where its words begin and end.
_Found = tuple[Role, int, int]
# Each role's rank and first place in some words, and the first place of a role that is not one of tech.
_Named = tuple[tuple[tuple[int, int, int], ...], tuple[int, int] | None]
# Where a line begins and ends, and its hints.
_Line = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RoleFound:
    """The role an advertisement is for, and where its words stand."""

    role: Role
    family: RoleFamily
    seniority: Seniority
    start: int
    end: int


def family_of(role: Role) -> RoleFamily:
    """`ml` for ML, AI and data roles, `software` for those who build software, else `other`."""
    if role in ML_ROLES:
        return "ml"
    return "software" if role in SOFTWARE_ROLES else "other"


def title_end(text: str, title: str | None) -> int:
    """Where the title of a posting ends: the given title, or its first line unless that is prose."""
    line_end = text.find("\n")
    if line_end < 0:
        line_end = len(text)
    if title and text.startswith(title):
        return max(len(title), line_end if "|" in text[len(title) : line_end] and line_end < _MAX_TITLE else 0)
    first = text[:line_end]
    if line_end == len(text) and first.count("|") < _FEWEST_BARS:
        return 0
    if len(first) > _MAX_TITLE:
        # A title that runs into the text: it ends with the last of its bars.
        last = first.rfind("|", 0, _MAX_TITLE)
        return last if first.count("|", 0, _MAX_TITLE) >= _FEWEST_BARS else 0
    if _PROSE.search(first) and "|" not in first:
        return 0
    return line_end


def find_role(text: str, title_stop: int, lines: Sequence[_Line] | None = None) -> RoleFound:
    """Role and seniority: of the title, else of the first sentence or line that names a role to be filled.

    `text` is in lower case. `lines` tells what each line can hold; without it every line can hold everything.
    """
    title = text[:title_stop]
    if lines is None:
        lines = ((0, len(text), EVERYTHING),)
    found, hiring = _in_title_or_hiring(text, title_stop, lines)
    if found is None:
        found = _in_lines(text, title_stop, lines) or _first_engineer_hired(text, title_stop, lines)
        if found is not None:
            hiring = text[max(title_stop, text.rfind("\n", 0, found[1]) + 1, found[1] - _BEFORE_ROLE) : found[2]]
    if found is None:
        return RoleFound("other", "other", _seniority(title, text, title_stop, "", lines), 0, 0)
    role, start, end = found
    level = _seniority(title, text, title_stop, hiring, lines)
    return RoleFound(role, family_of(role), level, start, end)


def _in_title_or_hiring(text: str, title_stop: int, lines: Sequence[_Line]) -> tuple[_Found | None, str]:
    """The role of the title, else of the first words that hire; and those words."""
    found = _title_role(text[:title_stop])
    hiring = ""
    if found is None and (not_tech := _not_tech(text[:title_stop])) is not None:
        return ("other", *not_tech), hiring
    if found is None or found[0] == "other":
        for start, end in _hiring(text, title_stop, lines):
            content = _first_role(text, start, end)
            if content is not None:
                hiring = hiring or text[max(0, start - 20) : end]
                if found is None or not title_names_role(text[:title_stop]):
                    return content, hiring
    return found or _any_engineer(text, 0, title_stop), hiring


@lru_cache(maxsize=20_000)
def _title_role(title: str) -> _Found | None:
    return _first_role(title, 0, len(title))


@lru_cache(maxsize=20_000)
def _not_tech(title: str) -> tuple[int, int] | None:
    """Where a title of a job ends that is none of tech; headings with bars begin with the employer."""
    start = title.find("|") + 1
    for part in title[start:].split("|"):
        if match := _NOT_TECH_TITLE.search(part.rstrip()):
            return start + match.start(), start + match.end()
        start += len(part) + 1
    return None


def _in_lines(text: str, title_stop: int, lines: Sequence[_Line]) -> _Found | None:
    """The role of the first line that names one, else of the first words that do."""
    listed = _LISTED.search(text, title_stop) if any(hints & HIRING for _, _, hints in lines) else None
    content = _first_role(text, listed.start(1), listed.end(1)) if listed else None
    if content is not None:
        return content
    for match in _ROLE_LINE.finditer(text, title_stop):
        content = _first_role(text, match.start(), match.end())
        if content is not None and (content[0] != "other" or not _PROSE.search(match.group())):
            return content
    found = _first_role(text, title_stop, min(len(text), title_stop + _MAX_SEARCH))
    return None if found is None or found[0] == "other" else found


def _hiring(text: str, title_stop: int, lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Where the words of a text after its title stand that hire."""
    for start, end, hints in lines:
        if hints & HIRING and end > title_stop:
            first = max(start, title_stop)
            for begin, after in _hiring_in(text[first:end]):
                yield first + begin, first + after


@lru_cache(maxsize=20_000)
def _hiring_in(line: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _HIRING.finditer(line))


@lru_cache(maxsize=20_000)
def _level_in(line: str) -> Seniority | None:
    """The level that a line of the text asks for by name, None without such words."""
    match = _LEVELS.search(line)
    return None if match is None else _level(match.group()) or "unspecified"


def _first_engineer_hired(text: str, title_stop: int, lines: Sequence[_Line]) -> _Found | None:
    for start, end in _hiring(text, title_stop, lines):
        found = _any_engineer(text, start, end)
        if found is not None:
            return found
    return None


def title_names_role(title: str) -> bool:
    """Whether the title names a role that is not one of tech."""
    return _HARD_NOT_TECH.search(title) is not None


def _first_role(text: str, start: int, stop: int) -> _Found | None:
    """The role named first in a part of the text, with its offsets in the text."""
    firsts: dict[int, tuple[int, int]] = {}
    other: tuple[int, int] | None = None
    # No name of a role stands on both sides of a bar, or on two lines.
    for part in text[start:stop].replace("\n", "|").split("|"):
        places, not_tech = _named(part) if len(part) <= _MAX_PART else _find_named(part)
        for rank, first, after in places:
            if rank not in firsts:
                firsts[rank] = (start + first, start + after)
        if other is None and not_tech is not None:
            other = (start + not_tech[0], start + not_tech[1])
        start += len(part) + 1
    best: tuple[int, int, Role] | None = None
    for rank in sorted(firsts):
        first, after = firsts[rank]
        # A role asked for later only wins where it stands clearly before, or within, the one found.
        if best is None or (first < best[0] and after <= best[1]) or first < best[0] - _CLEARLY_BEFORE:
            best = (first, after, _ROLE[rank][0])
    if other is not None and (best is None or other[0] <= best[0]):
        return "other", other[0], other[1]
    return None if best is None else (best[2], best[0], best[1])


def _find_named(words: str) -> _Named:
    places = []
    other = None
    for rank in _LETTERS.possible(words):
        if rank == len(_ROLE):
            other = _HARD_NOT_TECH.search(words)
        else:
            match = _ROLE[rank][1].search(words)
            if match is not None:
                places.append((rank, match.start(), match.end()))
    return tuple(places), None if other is None else other.span()


# Most titles are made of words that other titles were made of: "Remote", "Senior Software Engineer".
_named = lru_cache(maxsize=20_000)(_find_named)


def _any_engineer(text: str, start: int, stop: int) -> _Found | None:
    match = _ANY_ENGINEER.search(text, start, stop)
    return None if match is None else ("software_engineer", match.start(), match.end())


def _seniority(title: str, text: str, stop: int, hiring: str, lines: Sequence[_Line]) -> Seniority:
    for source in (title, hiring):
        if source:
            level = _level(source)
            if level is not None:
                return level
    for start, end, found in lines:
        if found & LEVEL and end > stop:
            level = _level_in(text[max(start, stop) : end])
            if level is not None:
                return level
    for start, end, found in lines:
        if found & YEARS and end > stop:
            # The number may end the line before.
            for match in _YEARS.finditer(text, max(stop, start - _NUMBER_REACH), end):
                if _is_many(text, match):
                    return "senior"
    return "unspecified"


def _is_many(text: str, years: re.Match[str]) -> bool:
    """Whether these years of experience are a senior's; of a span ("5-10 years") the lower end is what is asked."""
    if int(years[1]) < _SENIOR_YEARS or text[max(0, years.start() - 2) : years.start()].strip()[-1:] in _SPAN:
        return False
    return _OWN_YEARS.search(text, max(0, years.start() - 90), years.start()) is None


@lru_cache(maxsize=20_000)
def _level(words: str) -> Seniority | None:
    for index in _LEVEL_LETTERS.possible(words):
        seniority, pattern = _SENIORITY[index]
        if pattern.search(words):
            if seniority == "lead" and _SENIOR_OR_STAFF.search(words):
                return "senior"
            if seniority == "lead" and _LEAD_WITH_SENIOR.search(words) and not _LEADS.search(words):
                continue
            return seniority
    return None
