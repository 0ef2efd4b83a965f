"""What stands around an ambiguous form and speaks for its skill or against it, as patterns.

Belongs here: turns of phrase before and after a name, joints of lists, and the vetoes of `rules/vetoes.toml`. Does not
belong here: what follows from them (`senses.py`).
"""

import re
import tomllib
from pathlib import Path

JOIN = re.compile(
    r"\s*(?:[,/|&+;•·–-]|\band/or\b|\b(?:and|or|et|ou|und|oder|y)\b|\(|\)|\bwith\b|\bon\b|\bvs\.?|\n\s*[-*•]?)\s*"
    r"(?:\b(?:and|or|some|a little|a bit of|e\.g\.|ideally|preferably|possibly|maybe|also|the|experience with|"
    r"knowledge of)\b\s*)?[(,]?\s*",
    re.IGNORECASE,
)
SIDE_BY_SIDE = re.compile(r"\s?[,/+&]\s?(?:and\s|or\s)?|\s(?:and|or|et|und|y)\s", re.IGNORECASE)
LOWER_PAIR = re.compile(r"\s?[/+]\s?")
TRIGGER = re.compile(
    r"(?:\b(?:experience(?:d)?\s(?:with|in|using|of|building\s(?:with|in))|proficien(?:t|cy)\s(?:with|in|at)|"
    r"knowledge\sof|knowledge\sin|familiar(?:ity)?\s(?:with|in)|"
    r"expert(?:ise)?\s(?:with|in|at)|skill(?:s|ed)\s(?:with|in|at)|fluen(?:t|cy)\s(?:with|in)|competen(?:t|"
    r"cy)\s(?:with|in)|"
    r"using|written\s(?:\w+ly\s)?in|writing|built\s(?:with|in|on|using)|develop(?:ed|ing|ment)?\s(?:with|in|using)|"
    r"programming\s(?:with|in)|program\sin|coding\sin|code\sin|"
    r"work(?:ing|ed)?\swith|worked\sin|use|uses|stack(?:\sis|\sincludes)?|based\son|such\sas|including|includes?|"
    r"e\.g\.?,?|like|"
    r"tools?|languages?|frameworks?|technologies|platforms?|databases?|libraries|understanding\sof|exposure\sto|"
    r"years\s(?:of|in|with)|"
    r"especially|preferably|powered\sby|bit\sof|smatterings?\sof|on\stop\sof|leverag(?:e|es|ing)|experiment(?:ed|ing)\swith|"
    r"(?:to|can|you|you'll|and|or)\s(?:read|query|write|set\sup)|reading|querying|writes|"
    r"strong|solid|advanced|hands-on|mostly|primarily|mainly|know|learn|learning|love|with\ssome|in\smodern|modern|(?:in|is)\s(?:100%\s)?pure)"
    r"|\b(?:backend|back-end|frontend|front-end|infra(?:structure)?|stack|languages?|tools?|technologies|tech|"
    r"database|data|server|mobile|skills|db)(?:\s(?:apis?|services?|code))?\s?(?:is|are)?:?)"
    r"\s*[:(]?\s*(?:is|are|the)?\s?[\"“']?$",
    re.IGNORECASE,
)
HEAD = re.compile(
    r"[\"”']?\s?(?:\(|-)?\s?(?:developers?|engineers?|programmers?|programming|scripts?|scripting|code|codebase|"
    r"coding|frameworks?|librar(?:y|ies)|"
    r"languages?|apps?|applications?|clusters?|pipelines?|jobs?|services?|microservices?|backend|back-end|frontend|"
    r"front-end|servers?|stack|sdk|apis?|"
    r"skills|ecosystem|queries|database|databases|experience|experts?|expertise|gurus?|ninjas?|ui|components?|"
    r"projects?|shop|charts?|runtime|compiler|"
    r"models?|modules?|plugins?|tooling|tables|proficiency|knowledge|dashboards?|deployments?|functions|workloads|"
    r"development|architects?|dev|devs|"
    r"(?:is|would be)\s(?:an?\s)?(?:\w{3,8}\s)?(?:plus|bonus|must|advantage|asset|preferred|required)|"
    r"programs?\s(?:with|using|that)|concurrency|routines?|recipes?|fans?|based|powered|front[ -]end|back[ -]end|"
    r"full[ -]?stack|tracking|instances?|setups?|workspaces?|funnels?|admins?|"
    r"(?:on|for)\s(?:the\s|a\s|our\s)?(?:front|back|client|server|web)[\w-]*|\d)\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(
    r"(?:'s|’s)\b|[.](?:com|io|ai|co)\b|\s?(?:Inc|LLC|Ltd|GmbH|Corp|Corporation|Capital|"
    r"Ventures|Partners|Bank|Labs|Group|Holdings|Award|Conference|Street|City|County|University|Media)\b"
)
NAME_RIGHT = re.compile(r"\s[A-Z][a-z]{2,}")
SENTENCE_START = re.compile(r"(?:^|[.!?:\n•*–-]|\d[.)])[\s\"“'(*-]{0,6}$")
# A name among customers, investors or former employers is a company, whatever it is else.
_SAME_SENTENCE = r"(?:[^.;!?\n]|\.(?=\w))"
COMPANY_LIST = re.compile(
    r"(?:\b(?:customers?|clients?|companies|partners?|investors?|brands|competitors?|organi[sz]ations|startups|leaders|"
    rf"backgrounds?)\b{_SAME_SENTENCE}{{0,12}}"
    rf"\b(?:like|such as|including|include|includes|are|at|e\.g\.)\b{_SAME_SENTENCE}{{0,60}}"
    r"|\b(?:backed by|invested in|formerly|alumni of|used by|trusted by|worked at|founders? of|acquired|acquisition of|"
    rf"people from|teams? from)\b{_SAME_SENTENCE}{{0,60}}|\b[Ee]x-)$",
)
# A veto that is only a small word beside a capitalised name leaves the matter open: "Excel and Access", "the Go API".
SMALL_BEFORE = re.compile(r"\b(?:an?|the|our|your|and|or|of|for|in|with|on|is)\s$", re.IGNORECASE)
SMALL_AFTER = re.compile(r",?\s(?:and|or)\b|\)")
# "Data pipelines in Spark", "state management with Recoil": what is done, and the name of what it is done with.
DONE_WITH = re.compile(r"\s(?:with|in|using|via|on)\s$|\s?\((?:e\.g\.?,?\s|like\s|in\s|with\s)?$")
FROM_COMPANY = re.compile(
    r"\b(?:from|at)\s(?:(?:[A-Z][\w.&'’-]*|the|companies|places|like|such|as|and|or|&|big|top|both)[,/]?\s){0,6}$"
)
# "Moving our services from Java to Go."
MOVED_TO = re.compile(
    r"\b(?:mov|migrat|transition|switch|convert|rewrit|port)\w{0,4}\s(?:[\w/]{1,20}\s){0,6}(?:to|into)\s$"
)
IN_LANGUAGE = re.compile(
    r"\b(?:work|working|write|rewrite|rewritten|implemented|implement|script|done|modules?)\sin\s$"
)
STATISTICS_IN = re.compile(
    r"\b(?:statistics|statistical|analys[ei]s|model(?:l?ing|s)|scripts?|cod(?:e|ing)|programming|visuali[sz]ations?|packages?|"
    r"written|work)\sin\s$",
    re.IGNORECASE,
)
# "V-Ray", and a longer name: "Salt Lake City".
V_RAY = re.compile(r"(?<![\w.])[A-Z]-$")
GOES_ON = re.compile(r"\s[A-Z]")
# "iOS developer (Swift)", "Services: Go".
WORK_IN = re.compile(
    r"\b(?:developers?|engineers?|devs?|programmers?|apps?|applications?|clients?|services|microservices|ui|apis?|web|"
    r"langs?|scripts?|ios|android)\s?[(:]\s?$|\b(?:front-?end|back-?end|apps?|services?|clients?|"
    r"is|docs|documentation|tickets|tasks|funnels|backlogs?|roadmaps?|numbers|mockups|designs|work)\sin\s$|"
    r"\b(?:pull|export)\w*\s(?:numbers|data|reports)\sfrom\s$|\b(?:engineers?|developers?)\s[–-]\s$",
    re.IGNORECASE,
)
# Before a name in lower case: what is used, written or asked for, so plainly that "we use cursor" is no common word.
ASKED_FOR = re.compile(
    r"\b(?:experience (?:with|in|using)|proficien(?:t|cy) (?:with|in)|knowledge of|familiar(?:ity)? with|expertise in|"
    r"[Ww]e (?:\w+ly )?use|written (?:\w+ly )?in|built (?:with|in|on)|programming in|"
    r"develop(?:ment|ing|ed) (?:of|in|with))\s$"
)
# A name alone in its line of a list: "- Ray".
ALONE_LEFT = re.compile(r"(?:^|\n)\s{0,8}[-*•·▪●◦–][ \t]+$")
ALONE_RIGHT = re.compile(r"[ \t]*(?:\n|$)")
# A name in lower case must be an item of a list by itself: "python, go, java", never "python and go deep".
ITEM_LEFT = re.compile(
    r"(?:^|[,/|+&(\[{:;\n•*>-]|\b(?:and|or|et|und|y|with|using|use|uses|in|on|of|some))\s*$", re.IGNORECASE
)
ITEM_RIGHT = re.compile(r"\s*(?:$|[,/|+&()\]};.:!?…\n•-]|(?:and|or|et|und|y|with|on|etc|as well)\b)", re.IGNORECASE)
LETTER_HEAD = re.compile(
    r"\s(?:programming|developers?|programmers?|engineers?|devs?|shop|apps?|language|code|packages?|scripts?|library|libraries|Shiny|Studio)\b"
)
DATA_WORDS = re.compile(
    r"\b(?:machine learning|ML|deep learning|data scien\w*|statistic\w*|neural|predictive|supervised|algorithms?|NLP|"
    r"computer vision|regression|"
    r"classification|clustering|model(?:l?ing|s)?|AI|mathematic\w*|maths?|probabilit\w*|data analysis|quantitative|"
    r"artificial intelligence|algebra|calculus|geometry|"
    r"econometric\w*|datasets?|training|python|scikit|pytorch|tensorflow|learning|LLMs?|GPT|prompts?|embeddings?|inference|"
    r"RAG|agents?|transformers?)\b",
    re.IGNORECASE,
)
_VETOES_FILE = Path(__file__).parent / "rules" / "vetoes.toml"
# What speaks against a form before it and after it, and whether it does so within a list too.
Veto = tuple[re.Pattern[str] | None, re.Pattern[str] | None, bool]
NO_VETO: Veto = (None, None, False)


def _load_vetoes(group: str) -> dict[str, Veto]:
    table = tomllib.loads(_VETOES_FILE.read_text("utf-8"))[group]
    return {
        word: (_joined(entry.get("before")), _joined(entry.get("after")), entry.get("always", False))
        for word, entry in table.items()
    }


def _joined(parts: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("".join(parts)) if parts else None


VETO = _load_vetoes("name")
WORD_VETO = _load_vetoes("word")
PLAIN_VETO = _load_vetoes("plain")
