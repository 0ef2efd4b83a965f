"""The taxonomy: every skill the project knows, read from the data files beside this module.

Belongs here: reading `data/*.toml` into typed skills, looking skills up, roll-ups over parents, and `check`, which
says what is wrong with the data. Does not belong here: deciding whether a word in a text means a skill
(`senses.py`), finding degrees and roles.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, get_args

from extractors.errors import ExtractorError
from extractors.records import Role, Seniority, SkillKind
from extractors.skills.precision import FILE as PRECISION_FILE
from extractors.skills.precision import Precision, precision_faults, read_precision

DATA = Path(__file__).parent / "data"
GUIDE_FILE = "guide.toml"
COMMON_WORDS_FILE = "common-words.txt"
RULES = frozenset({"tech-name", "listed", "cased", "letter", "acronym", "word"})
# Items of the career guide in each of its sections; every report has a row for each of these 111.
GUIDE_COUNTS = {
    "programming": 6, "libraries": 6, "mathematics": 8, "data-handling": 9, "algorithms": 14, "education": 9,
    "certifications": 7, "portfolio": 8, "work": 5, "cloud": 3, "mlops": 10, "roles": 12, "industries": 6, "trends": 8,
}  # fmt: skip
# Kinds whose items may be found by other means than a name in the text.
_FOUND_OTHERWISE = frozenset({"degree", "role"})
_SHORT = 2
_LISTS = ("parents", "aliases", "cased", "safe")
_TEXTS = ("id", "name", "kind", "ambiguous", "role", "seniority", "level", "field")
_KEYS = frozenset((*_LISTS, *_TEXTS, "guide", "effort"))


class TaxonomyError(ExtractorError):
    """A data file of the taxonomy that cannot be read."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill, with the forms under which a text names it.

    `aliases` and `safe` are matched without case, `cased` only as written. Where `ambiguous` names a rule of
    `senses.py`, `aliases` and `cased` must satisfy it and `safe` need not. `role`, `seniority`, `level` and `field`
    belong to guide items that are found by other means than their name.
    """

    id: str
    name: str
    kind: SkillKind
    guide_sections: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    safe: tuple[str, ...] = ()
    ambiguous: str | None = None
    effort: int | None = None
    role: Role | None = None
    seniority: Seniority | None = None
    level: str | None = None
    field: str | None = None
    group: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that can be matched, safe ones first."""
        return (*self.safe, *self.aliases, *self.cased)


@dataclass(frozen=True)
class Taxonomy:
    """All skills by id, the order of the guide's items, and the hash of the files they came from."""

    skills: Mapping[str, Skill]
    guide: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = "0"
    # How precise the ambiguous forms of a skill were found to be; of most skills no form is ambiguous.
    precision: Mapping[str, tuple[Precision, ...]] = field(default_factory=dict)

    def guide_items(self) -> list[tuple[str, str, int]]:
        """(section, skill id, position in the section from 1), in the guide's order: one row each in the scorecard."""
        return [
            (section, skill_id, position)
            for section, skill_ids in self.guide.items()
            for position, skill_id in enumerate(skill_ids, start=1)
        ]

    def find(self, name: str) -> Skill | None:
        """The skill with this id, name or alias, without regard to case or outer spaces."""
        key = " ".join(name.split())
        skill_id = self._cased.get(key) or self._names.get(key.casefold())
        return self.skills[skill_id] if skill_id is not None else None

    def ancestors(self, skill_id: str) -> tuple[str, ...]:
        """Ids of all skills above this one, nearest first, without itself."""
        seen: dict[str, None] = {}
        frontier = list(self.skills[skill_id].parents)
        while frontier:
            parent = frontier.pop(0)
            if parent not in seen and parent != skill_id:
                seen[parent] = None
                frontier.extend(self.skills[parent].parents)
        return tuple(seen)

    def parent_pairs(self) -> list[tuple[str, str]]:
        """(skill id, parent id) for every direct parent."""
        return [(skill.id, parent) for skill in self.skills.values() for parent in skill.parents]

    @cached_property
    def _names(self) -> dict[str, str]:
        # Ids win over names, names over aliases: `find("git")` is the skill with that id whatever else is so called.
        found: dict[str, str] = {}
        everything = list(self.skills.values())
        labelled = [
            *((skill.id, skill.id) for skill in everything),
            *((skill.name, skill.id) for skill in everything),
            *((form, skill.id) for skill in everything for form in skill.forms),
        ]
        for label, skill_id in labelled:
            found.setdefault(label.casefold(), skill_id)
        return found

    @cached_property
    def _cased(self) -> dict[str, str]:
        return {form: skill.id for skill in self.skills.values() for form in skill.cased}


def load_taxonomy(folder: Path = DATA, *, additions: Path | None = None) -> Taxonomy:
    """Reads every data file in `folder`; raises `TaxonomyError` naming file and entry when one is malformed.

    `additions` is a folder of data files that need not exist: skills of one's own, and `[[extend]]` tables with further
    forms of known ones. Where an id is in both, what ships goes first.
    """
    digest = blake2b(digest_size=5)
    skills: dict[str, Skill] = {}
    guide: dict[str, tuple[str, ...]] = {}
    precision: dict[str, tuple[Precision, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes()
        if path.name == PRECISION_FILE:
            # What was measured changes nothing that is found: no part of the version.
            precision = read_precision(_parse(path, content))
            continue
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        table = _parse(path, content)
        if path.name == GUIDE_FILE:
            guide = {section["name"]: tuple(section["skills"]) for section in table["section"]}
            continue
        for skill in _skills(path, table):
            if skill.id in skills:
                raise TaxonomyError(
                    f"{path.name}: the id {skill.id!r} is already used in {skills[skill.id].group}.toml.",
                    "Merge the two entries or give one another id.",
                )
            skills[skill.id] = skill
    if not skills:
        raise TaxonomyError(f"No skills found in {folder}.", "Install skilltide again: its data files are missing.")
    for path in sorted(additions.glob("*.toml")) if additions else ():
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        table = _parse(path, content)
        skills = {skill.id: skill for skill in _skills(path, table)} | skills
        for entry in table.get("extend", ()):
            skills |= _extended(path, entry, skills)
    return Taxonomy(skills=skills, guide=guide, version=digest.hexdigest(), precision=precision)


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path.name} is not valid TOML: {error}.", "Correct the line it names.") from error


def _extended(path: Path, entry: Mapping[str, Any], skills: Mapping[str, Skill]) -> dict[str, Skill]:
    """A known skill with the further forms of an `[[extend]]` table."""
    skill = skills.get(entry.get("id", ""))
    if skill is None or not set(entry) <= {"id", "aliases", "cased"}:
        raise TaxonomyError(
            f"{path.name}: [[extend]] of {entry.get('id', '?')!r} has an unknown id or key.",
            "It has the id of a known skill, and aliases or cased.",
        )
    return {
        skill.id: replace(
            skill,
            aliases=(*skill.aliases, *entry.get("aliases", ())),
            cased=(*skill.cased, *entry.get("cased", ())),
        )
    }


def _skills(path: Path, table: Mapping[str, Any]) -> Iterable[Skill]:
    for entry in table.get("skill", ()):
        unknown = sorted(set(entry) - _KEYS)
        missing = [key for key in ("id", "name", "kind") if not entry.get(key)]
        if unknown or missing:
            fault = f"unknown key {unknown[0]!r}" if unknown else f"no {missing[0]!r}"
            raise TaxonomyError(
                f"{path.name}: entry {entry.get('id', entry.get('name', '?'))!r} has {fault}.",
                f"Known keys: {', '.join(sorted(_KEYS))}. See docs/taxonomy.md.",
            )
        values: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in _LISTS}
        values |= {key: entry.get(key) for key in _TEXTS}
        yield Skill(**values, guide_sections=tuple(entry.get("guide", ())), effort=entry.get("effort"), group=path.stem)


def check(taxonomy: Taxonomy, folder: Path = DATA) -> list[str]:
    """What is wrong with the data, one line each; empty when it may be used."""
    skills = taxonomy.skills.values()
    words = frozenset((folder / COMMON_WORDS_FILE).read_text(encoding="utf-8").split())
    faults = [fault for skill in skills for fault in (*_entry_faults(skill), *_sense_faults(skill, words))]
    measured = [row for rows in taxonomy.precision.values() for row in rows]
    forms = {skill.id: skill.forms for skill in skills}
    return [
        *faults, *_owner_faults(skills), *_parent_faults(taxonomy), *_guide_faults(taxonomy),
        *precision_faults(measured, forms),
    ]  # fmt: skip


def _entry_faults(skill: Skill) -> Iterable[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill.id):
        yield f"{skill.id}: an id is lower-case letters and digits in groups joined by one hyphen"
    if skill.kind not in get_args(SkillKind):
        yield f"{skill.id}: unknown kind {skill.kind!r}"
    if skill.ambiguous is not None and skill.ambiguous not in RULES:
        yield f"{skill.id}: unknown rule {skill.ambiguous!r}, expected one of {', '.join(sorted(RULES))}"
    if skill.safe and skill.ambiguous is None:
        yield f"{skill.id}: `safe` says nothing without `ambiguous`; move its forms to `aliases`"
    if skill.kind == "role" and skill.forms:
        yield f"{skill.id}: a role is found by title and seniority, not by aliases"
    for form in skill.forms:
        if form != " ".join(form.split()) or not form:
            yield f"{skill.id}: {form!r} has spaces at its ends, twice in a row, or nothing in it"
        if form.endswith("|") or re.search(r"\w\(", form):
            yield f"{skill.id}: {form!r} is no way anybody writes a name; give each way by itself"


def _sense_faults(skill: Skill, words: frozenset[str]) -> Iterable[str]:
    """A form that is also a common word or hardly a word must not be believed wherever it stands."""
    for form in (*skill.aliases, *skill.safe):
        if len(form) <= _SHORT and form.isalnum():
            yield f"{skill.id}: {form!r} is too short to be matched without case; move it to `cased` with a rule"
    believed = skill.safe if skill.ambiguous else (*skill.aliases, *skill.cased)
    for form in believed:
        if form.casefold() in words:
            yield f"{skill.id}: {form!r} is a common word and needs a rule in `ambiguous`"
    for form in skill.cased:
        if len(form) <= _SHORT and skill.ambiguous is None:
            yield f"{skill.id}: {form!r} is too short to go without a rule in `ambiguous`"


def _owner_faults(skills: Iterable[Skill]) -> Iterable[str]:
    """One form, one skill: forms matched without case against all others, cased ones also against each other."""
    folded: dict[str, str] = {}
    exact: dict[str, str] = {}
    for skill in skills:
        for form in (*skill.aliases, *skill.safe):
            yield from _claim(folded, form.casefold(), skill.id)
        for form in skill.cased:
            yield from _claim(exact, form, skill.id)
    for form, owner in exact.items():
        other = folded.get(form.casefold(), owner)
        if other != owner:
            yield f"{owner}: {form!r} is matched without case by {other} too"


def _claim(owners: dict[str, str], form: str, skill_id: str) -> Iterable[str]:
    owner = owners.setdefault(form, skill_id)
    if owner != skill_id:
        yield f"{skill_id}: {form!r} already belongs to {owner}"


def _parent_faults(taxonomy: Taxonomy) -> Iterable[str]:
    missing = [(child, parent) for child, parent in taxonomy.parent_pairs() if parent not in taxonomy.skills]
    if missing:
        return [f"{child}: its parent {parent!r} does not exist" for child, parent in missing]
    return [f"{skill_id}: is above itself" for skill_id in taxonomy.skills if _above_itself(taxonomy, skill_id)]


def _above_itself(taxonomy: Taxonomy, skill_id: str) -> bool:
    return any(skill_id in taxonomy.skills[above].parents for above in (skill_id, *taxonomy.ancestors(skill_id)))


def _guide_faults(taxonomy: Taxonomy) -> Iterable[str]:
    counts = {section: len(skill_ids) for section, skill_ids in taxonomy.guide.items()}
    for section in sorted({*counts, *GUIDE_COUNTS}):
        if counts.get(section, 0) != GUIDE_COUNTS.get(section, 0):
            yield f"guide: {section} has {counts.get(section, 0)} items, not {GUIDE_COUNTS.get(section, 0)}"
    ordered = Counter((section, skill_id) for section, skill_id, _ in taxonomy.guide_items())
    marked = Counter((section, skill.id) for skill in taxonomy.skills.values() for section in skill.guide_sections)
    for section, skill_id in sorted((ordered - marked) + (marked - ordered)):
        yield f"{skill_id}: {GUIDE_FILE} and its own `guide` key do not agree on {section}"
    for skill_id in sorted({skill_id for _, skill_id in ordered if skill_id in taxonomy.skills}):
        skill = taxonomy.skills[skill_id]
        if not skill.forms and skill.kind not in _FOUND_OTHERWISE:
            yield f"{skill_id}: an item of the guide without a form that can be matched"
