"""Where the forms of the taxonomy's skills stand in a tokenised text.

Belongs here: turning aliases into spaCy phrase patterns, and the places they match. Does not belong here: whether an
ambiguous form means the skill (`senses.py`), what a mention is worth (`zones.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from extractors.records import SkillKind
    from extractors.skills.taxonomy import Skill, Taxonomy

TECHNOLOGY: frozenset[SkillKind] = frozenset({"language", "library", "tool", "platform"})
# Found by the modules of roles and degrees rather than by name.
NOT_BY_NAME = frozenset({"role", "degree"})
_PLURAL_KINDS = frozenset({"concept", "practice"})
_MAX_JOINTS = 3


class Form(NamedTuple):
    """What one pattern stands for: a skill, and the sense rule its matches must pass (None when always right)."""

    skill_id: str
    kind: SkillKind
    rule: str | None


class Pattern(NamedTuple):
    """One way to write a skill: the text, without white space, in lower case, and what it stands for."""

    squeezed: str
    meaning: str


class Candidate(NamedTuple):
    """A form found in a text, at character offsets."""

    form: Form
    start: int
    end: int


class SkillMatcher:
    """Two phrase matchers over one vocabulary: forms in any case, and forms as written."""

    def __init__(self, nlp: Language, taxonomy: Taxonomy) -> None:
        from spacy.matcher import PhraseMatcher

        self._strings = nlp.vocab.strings
        self._any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._as_written = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._forms: dict[int, Form] = {}
        # The tokens of every form, in lower case.
        self.phrases: list[tuple[str, ...]] = []
        self._written: list[tuple[str, list[str], Form]] = []
        taken = {form.casefold() for skill in taxonomy.skills.values() for form in skill.forms}
        for skill in taxonomy.skills.values():
            if skill.kind not in NOT_BY_NAME:
                self._add(nlp, skill, taken)

    def find(self, doc: Doc) -> list[Candidate]:
        """Every match, longest first and then from left to right; matches may overlap."""
        matches = self._any_case(doc)
        matches += self._as_written(doc)
        forms = self._forms
        found = []
        for key, first, after in matches:
            start, last = doc[first].idx, doc[after - 1]
            found.append(Candidate(forms[key], start, last.idx + len(last)))
        found.sort(key=lambda c: (c.start - c.end, c.start, c.form.rule is not None))
        return found

    @property
    def patterns(self) -> frozenset[Pattern]:
        """Every way to write a skill, with what a match of it stands for."""
        return frozenset(
            Pattern("".join(words).lower(), f"{label} {form.skill_id} {form.kind} {form.rule} {' '.join(words)}")
            for label, words, form in self._written
        )

    def _add(self, nlp: Language, skill: Skill, taken: set[str]) -> None:
        for label, texts, rule, matcher in (
            ("safe", skill.safe, None, self._any_case),
            ("alias", skill.aliases, skill.ambiguous, self._any_case),
            ("cased", skill.cased, skill.ambiguous, self._as_written),
        ):
            if not texts:
                continue
            variants = dict.fromkeys(texts)
            if matcher is self._any_case:
                plural = skill.kind in _PLURAL_KINDS
                for text in texts:
                    variants.update(dict.fromkeys(v for v in _variants(text, plural) if v.casefold() not in taken))
            key = f"{skill.id} {label}"
            docs = [nlp.tokenizer(text) for text in variants]
            matcher.add(key, docs)
            form = self._forms[self._strings[key]] = Form(skill.id, skill.kind, rule)
            for doc in docs:
                words = [token.text for token in doc]
                self.phrases.append(tuple(map(str.lower, words)))
                self._written.append((label, words, form))


def _variants(text: str, plural: bool) -> list[str]:
    """Other spellings of a form: hyphens for spaces and the reverse, and the plural of a concept."""
    parts = re.split(r"[ -]", text)
    joints = len(parts) - 1
    forms = [text]
    if 0 < joints <= _MAX_JOINTS and all(len(part) > 1 for part in parts):
        forms += ["-".join(parts), " ".join(parts)]
        if joints > 1:
            # "time-series models"
            forms.append(f"{parts[0]}-{' '.join(parts[1:])}")
    if plural and parts[-1][-1:].isalpha() and parts[-1][-1:].lower() not in "sygx" and len(text) > 2:
        forms += [form + "s" for form in forms]
    return forms
