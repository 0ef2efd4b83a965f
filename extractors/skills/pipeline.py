"""Reading a text: skills with their spans and zones, role, seniority, degrees and the other facts of an advertisement.

Belongs here: the order of the steps, and reading many texts on several processes. Does not belong here: any rule of
its own; each step is a module beside this one.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from importlib import metadata
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.records import Mention, Reading
from extractors.skills import degrees, experience, language, roles, salary, visa, workplace
from extractors.skills.cues import CueFinder
from extractors.skills.hints import DEGREE, EMPLOYMENT, VISA, YEARS
from extractors.skills.matcher import NOT_BY_NAME, TECHNOLOGY, Candidate, Pattern, SkillMatcher
from extractors.skills.readers import Item, Readers
from extractors.skills.scan import Scanner
from extractors.skills.senses import Senses
from extractors.skills.tokenizer import MAX_STRINGS, build_language, lowered
from extractors.skills.zones import ZoneReader

if TYPE_CHECKING:
    from extractors.records import Zone
    from extractors.skills.taxonomy import Skill, Taxonomy

# Texts in these languages, and those too short to tell, are held to all rules, which are for English words.
_READ_IN_FULL = frozenset({None, "en"})
# A text beyond this is not an advertisement any more: the rest is not read.
MAX_CHARACTERS = 100_000
_RULES_VERSION = "1"
_HERE = Path(__file__).parent
# Modules beside this one that cannot change what is stored of a text; whatever else stands here can.
NO_RULES = frozenset({"__init__.py", "precision.py", "readers.py"})
# Texts that come again (posts put up anew, copies) are not read again.
_MAX_REMEMBERED = 16_384
# Python looks for garbage in cycles after this many new objects; of itself after 700.
_NEW_OBJECTS = 20_000
# Hyphens that programs write so that no line breaks at them.
_HARD_HYPHENS = ("\u2010", "\u2011")


def document_text(title: str | None, text: str) -> str:
    """The text that is stored and that spans point into: the title on top, unless the text begins with it."""
    if not title or text.startswith(title):
        return text
    return f"{title}\n\n{text}"


class Extractor:
    """Reads texts against one taxonomy. Start-up takes a second; keep one for many texts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._roles = [skill for skill in taxonomy.skills.values() if skill.kind == "role" and skill.role]
        self._degrees = [skill for skill in taxonomy.skills.values() if skill.kind == "degree"]
        self.rules_version = f"{_RULES_VERSION}.{rules_hash(taxonomy)}"
        # Newest last, by a hash of what was read.
        self._remembered: dict[bytes, Reading] = {}
        self._build()

    @property
    def version(self) -> str:
        """Changes whenever a rule or the taxonomy does."""
        return f"{self.rules_version}-{self._taxonomy.version}"

    @property
    def patterns(self) -> frozenset[Pattern]:
        """What is looked for by name: where these and `rules_version` are the same, so is what is found."""
        return self._matcher.patterns

    def read(self, text: str, *, title: str | None = None, kind: str = "posting") -> Reading:
        """Everything found in `document_text(title, text)`, which the spans index."""
        key = blake2b(f"{kind}\0{title}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        reading = self._remembered.pop(key, None)
        if reading is None:
            if len(self._remembered) >= _MAX_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            reading = self._read_as_written(document_text(title, text)[:MAX_CHARACTERS], title, kind)
        self._remembered[key] = reading
        return reading

    def _read_as_written(self, text: str, title: str | None, kind: str) -> Reading:
        """The rules know one hyphen; what is shown of the text stays as it was written."""
        plain = _plain(text)
        reading = self._read(plain, _plain(title) if title else title, kind)
        if plain == text:
            return reading
        return replace(reading, mentions=tuple(m._replace(surface=text[m.start : m.end]) for m in reading.mentions))

    def _read(self, text: str, title: str | None, kind: str) -> Reading:
        if len(self._nlp.vocab.strings) > MAX_STRINGS:
            self._build()
        if kind == "posting":
            return self._read_posting(text, title)
        spoken = language.find_language(lowered(text))
        # An abstract is one paragraph: where its lines are broken by hand, a term may stand on two of them.
        flat = text.replace("\n", " ") if kind == "paper" else text
        doubtful, _, lines = self._names.scan(flat)
        found = self._senses.accept(flat, doubtful, lines)
        found += [Candidate(form, at + start, at + end) for at, _, line in lines for form, start, end in line.settled]
        found.sort(key=attrgetter("start"))
        is_english = spoken in _READ_IN_FULL
        mentions = [
            Mention(form.skill_id, text[start:end], start, end, "text", True)
            for form, start, end in found
            if is_english or form.kind in TECHNOLOGY
        ]
        return Reading(language=spoken, mentions=tuple(mentions))

    def read_many(self, items: Iterable[Item], processes: int = 2) -> Iterator[tuple[str, Reading]]:
        """(id, reading) for each (id, text, title, kind), in order."""
        with Readers(self, processes) as readers:
            yield from readers.read(items)

    def _build(self) -> None:
        self._nlp = build_language()
        self._matcher = SkillMatcher(self._nlp, self._taxonomy)
        self._scanner = Scanner(self._nlp, self._matcher, CueFinder(self._nlp))
        self._senses = Senses()
        self._names = Scanner(self._nlp, self._matcher, None)
        # What is remembered makes up most of what is new, and is no garbage: look for some more seldom.
        gc.set_threshold(_NEW_OBJECTS, 20, 20)

    def _read_posting(self, text: str, title: str | None) -> Reading:
        title_end = roles.title_end(text, title)
        doubtful, hints, lines = self._scanner.scan(text)
        zones = ZoneReader(text, lines, hints, title_end)
        places = [(start, end, line.hints) for start, end, line in lines]
        low = lowered(text)
        spoken = language.find_language(low)
        asked = degrees.find_degrees(low, places) if hints & DEGREE else []
        # "A degree in Data Science" asks for a degree, not for the skill.
        fields = {offset for item in asked if item.field_span for offset in range(*item.field_span)}
        mentions = [
            Mention(skill.skill_id, skill.surface, start + skill.start, start + skill.end, skill.zone, skill.counts)
            for start, told in zones.told(self._senses.accept(text, doubtful, lines), spoken in _READ_IN_FULL)
            for skill in told
            if not (fields and start + skill.start in fields and skill.kind in ("concept", "practice"))
        ]
        role = roles.find_role(low, title_end, places)
        years_min, years_max = experience.find_years(low, places) if hints & YEARS else (None, None)
        mentions += _role_mentions(text, role, self._roles)
        mentions += _degree_mentions(text, asked, self._degrees)
        return Reading(
            role=role.role,
            role_family=role.family,
            seniority=role.seniority,
            workplace=workplace.find_workplace(low, title_end, places),
            employment_type=workplace.find_employment(low, title_end, places) if hints & EMPLOYMENT else None,
            salary=salary.find_salary(text, hints),
            language=spoken,
            degrees=tuple(found.degree for found in asked),
            mentions=tuple(mentions),
            years_min=years_min,
            years_max=years_max,
            visa=visa.find_visa(low, title_end, places) if hints & VISA else None,
        )


def _plain(text: str) -> str:
    for hyphen in _HARD_HYPHENS:
        text = text.replace(hyphen, "-")
    return text


def _role_mentions(text: str, found: roles.RoleFound, skills: list[Skill]) -> Iterator[Mention]:
    if found.end <= found.start:
        return
    for skill in skills:
        if skill.role not in (found.role, found.family) or skill.seniority not in (None, found.seniority):
            continue
        yield Mention(skill.id, text[found.start : found.end], found.start, found.end, "duty", True)


def _degree_mentions(text: str, found: list[degrees.DegreeFound], skills: list[Skill]) -> Iterator[Mention]:
    seen: set[tuple[str, int]] = set()
    for item in found:
        zone: Zone = "required" if item.degree.required else "preferred"
        field = item.degree.field.lower().replace(" ", "_") if item.degree.field else None
        for skill in skills:
            if skill.level not in (None, item.degree.level) or not _same_field(skill.field, field):
                continue
            by_field = skill.level is None and item.field_span is not None
            start, end = item.field_span if by_field and item.field_span else (item.start, item.end)
            if (skill.id, start) not in seen:
                seen.add((skill.id, start))
                yield Mention(skill.id, text[start:end], start, end, zone, True)


def _same_field(wanted: str | None, field: str | None) -> bool:
    if wanted is None or wanted == field:
        return True
    return wanted == "engineering" and field is not None and field.endswith("engineering")


def rules_hash(taxonomy: Taxonomy, folder: Path = _HERE) -> str:
    """Changes with whatever decides what is found, but for the forms of the skills that are found by name."""
    digest = blake2b(metadata.version("spacy").encode(), digest_size=4)
    for path in sorted(folder.glob("*.py")) + sorted((folder / "rules").glob("*.toml")):
        if path.name not in NO_RULES:
            digest.update(path.read_bytes())
    for skill in taxonomy.skills.values():
        if skill.kind in NOT_BY_NAME:
            digest.update(repr((skill.id, skill.kind, skill.role, skill.seniority, skill.level, skill.field)).encode())
    return digest.hexdigest()
