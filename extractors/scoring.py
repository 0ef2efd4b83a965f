"""How good readings are: what was found held against what people labelled.

Belongs here: matching findings with labels, counting, intervals. Does not belong here: reading labelled files
(`labelled.py`), extraction itself.

A skill found in a text is right when its name, one of its forms, or the words it was found by are those of a label,
compared without case, marks, plural and vendor ("Apache Kafka", "kafka"). One that only shares words with a label is
neither right nor wrong: the label may be broader than any taxonomy. Each skill counts once a text, in its strongest
zone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extractors.labelled import Label, LabelledText
from extractors.records import Mention, Reading
from extractors.skills.precision import wilson
from extractors.skills.taxonomy import Skill, Taxonomy

TECHNOLOGIES = frozenset({"language", "library", "tool", "platform"})
# Found by other means than a name, and not labelled as skills.
_NOT_LABELLED = frozenset({"degree", "role", "industry"})
_LEVELS = frozenset({"bachelor", "master", "phd"})
_STRENGTH = {zone: rank for rank, zone in enumerate(("required", "preferred", "duty", "text", "company", "legal"))}
_COMPANY = frozenset({"company", "legal"})
_KIND_OF_TYPE = {"cloud": "platform"}
_VENDOR = re.compile(r"^(?:apache|amazon|aws|google cloud|google|microsoft|ms|azure|the)\s+(?=\w)")
_NO_PLURAL = ("ss", "js", "os", "us", "is", "aws")


@dataclass
class Score:
    """Counts of one group: of `predicted` findings `right` are labelled, of `labels` `found` were found."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    labels: int = 0

    @property
    def precision(self) -> float | None:
        """Part of the findings that is right; None where there is none."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Part of the labels that was found; None where there is none."""
        return self.found / self.labels if self.labels else None

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval."""
        return wilson(self.right, self.predicted) if self.predicted else None

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval."""
        return wilson(self.found, self.labels) if self.labels else None


@dataclass
class Scores:
    """The comparison of many texts.

    `groups` has all, technology, other, and one a kind; `zones` says of labels that were found whether they were put in
    the right zone; `facts` counts role, seniority and degree levels; `missed` and `false` are names by group.
    """

    texts: int = 0
    groups: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    zones: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    skills: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    facts: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class _Found:
    """A skill found in one text: its strongest zone, and everything it may be called."""

    skill: Skill
    zone: str
    surfaces: set[str]
    names: frozenset[str]

    @property
    def forms(self) -> frozenset[str]:
        return self.names | self.surfaces


def score(texts: Iterable[LabelledText], readings: Mapping[str, Reading], taxonomy: Taxonomy) -> Scores:
    """Holds the reading of each text, by its id, against its labels."""
    names = {skill.id: frozenset(map(norm, (skill.name, *skill.forms))) for skill in taxonomy.skills.values()}
    owners = {norm(form): skill for skill in taxonomy.skills.values() for form in (*skill.forms, skill.name)}
    scores = Scores()
    for text in texts:
        reading = readings.get(text.id, Reading())
        scores.texts += 1
        found = _found(reading.mentions, taxonomy, names)
        _count_labels(scores, text.labels, found, owners)
        _count_findings(scores, text.labels, found)
        if text.kind == "posting":
            _count_facts(scores, text, reading)
    return scores


def norm(name: str) -> str:
    """A name as names are compared: lower case, no marks but those of C++ and .js, no vendor, no plural."""
    plain = re.sub(r"\([^)]*\)", " ", name.lower()).replace("&", " and ")
    plain = re.sub(r"(?<![cf])#|(?<!\+)\+(?!\+)|[^\w+#. ]", " ", plain).strip(" .")
    plain = re.sub(r"\.(?=js\b|io\b|net\b)|(?<=\w)\.(?=\s|$)", "", " ".join(plain.split()))
    plain = _VENDOR.sub("", plain)
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith(_NO_PLURAL) else plain


def _found(mentions: Iterable[Mention], taxonomy: Taxonomy, names: Mapping[str, frozenset[str]]) -> list[_Found]:
    found: dict[str, _Found] = {}
    for mention in mentions:
        skill = taxonomy.skills[mention.skill_id]
        if skill.kind in _NOT_LABELLED:
            continue
        known = found.setdefault(skill.id, _Found(skill, mention.zone, set(), names[skill.id]))
        known.surfaces.add(norm(mention.surface))
        if _STRENGTH[mention.zone] < _STRENGTH[known.zone]:
            known.zone = mention.zone
    return list(found.values())


def _forms(label: Label) -> frozenset[str]:
    return frozenset((norm(label.name), norm(label.surface)))


def _group(kind: str) -> str:
    return "technology" if kind in TECHNOLOGIES else "other"


def _count_labels(
    scores: Scores, labels: Iterable[Label], found: list[_Found], owners: Mapping[str, Skill]
) -> None:  # fmt: skip
    for label in labels:
        forms = _forms(label)
        hit = next((one for one in found if forms & one.forms), None)
        owner = hit.skill if hit else owners.get(norm(label.name)) or owners.get(norm(label.surface))
        kind = _KIND_OF_TYPE.get(label.type, label.type)
        counted = [scores.groups[name] for name in ("all", _group(kind), kind)]
        if owner is not None:
            counted.append(scores.skills[owner.id])
        for one in counted:
            one.labels += 1
            one.found += hit is not None
        if hit is None:
            scores.missed[_group(kind), label.name] += 1
        elif label.zone not in (None, "text"):
            _count_zone(scores, str(label.zone), hit.zone)


def _count_zone(scores: Scores, labelled: str, said: str) -> None:
    scores.zones[labelled].labels += 1
    scores.zones[labelled].found += said == labelled
    scores.zones[said].predicted += 1
    scores.zones[said].right += said == labelled
    for name, right in (("zone", said == labelled), ("counts", (said in _COMPANY) == (labelled in _COMPANY))):
        scores.facts[name].labels += 1
        scores.facts[name].found += right


def _count_findings(scores: Scores, labels: Iterable[Label], found: list[_Found]) -> None:
    labelled = [_forms(label) for label in labels]
    for one in found:
        is_right = any(forms & one.forms for forms in labelled)
        if not is_right and any(_share_words(one.surfaces, forms) for forms in labelled):
            continue
        kind = one.skill.kind
        for counted in (*(scores.groups[name] for name in ("all", _group(kind), kind)), scores.skills[one.skill.id]):
            counted.predicted += 1
            counted.right += is_right
        if not is_right:
            scores.false[_group(kind), one.skill.name] += 1


def _share_words(surfaces: Iterable[str], forms: Iterable[str]) -> bool:
    """Whether one of both stands within the other."""
    return any(
        set(form.split()) <= set(surface.split()) or set(surface.split()) <= set(form.split())
        for surface in surfaces
        for form in forms
        if surface and form
    )


def _count_facts(scores: Scores, text: LabelledText, reading: Reading) -> None:
    for name, wanted, said in _single_facts(text, reading):
        scores.facts[name].labels += 1
        scores.facts[name].found += wanted == said
    if text.degrees is not None:
        levels, read = text.degrees & _LEVELS, {degree.level for degree in reading.degrees} & _LEVELS
        degree = scores.facts["degree"]
        degree.labels += len(levels)
        degree.predicted += len(read)
        degree.found += len(levels & read)
        degree.right += len(levels & read)


def _single_facts(text: LabelledText, reading: Reading) -> Iterator[tuple[str, str, str]]:
    if text.role is not None:
        yield "role", text.role, reading.role
    if text.seniority is not None:
        yield "seniority", text.seniority, reading.seniority
