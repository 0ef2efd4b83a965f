"""How much a reader of texts finds and how much of it is right: this extractor beside plain ways to do it.

    python benchmarks/accuracy.py [--labelled FILE] [--list FILE ...] [--traps FILE]

All read the same labelled texts (docs/extraction.md; by default the made-up ones of the project) and are scored in the
same way. The others are
- every form of this taxonomy wherever it stands, in any case (spaCy PhraseMatcher, LOWER);
- the same forms as they are written only (ORTH);
- each --list: a foreign dictionary, matched in any case and, where it has token patterns, by spaCy's EntityRuler too:
  one term a line, or JSON Lines of patterns as in skill_patterns.jsonl of Microsoft's SkillsExtractorCognitiveSearch;
- the named entities of en_core_web_sm (PRODUCT, ORG, LANGUAGE, WORK_OF_ART), where it is installed.

Spans that name no skill of the taxonomy count as findings under their own words, so that a foreign list is not
punished for other ids. `sentences.jsonl` beside this file holds 64 made-up sentences of advertisements with the
technologies they name, half of them with words that only look like one.

--traps: JSON Lines of {"text", "start", "end", "label"}, occurrences of ambiguous names that mean the technology (1) or
not (0). One is taken when a mention of the name's own skill covers it; beside that, when the mention's skill rolls up
to it ("Spring" in "Spring Boot"), and when any mention covers it ("Apache" in "Apache Spark").
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from extractors.labelled import SHIPPED, LabelledText, read_labelled
from extractors.records import Mention, Reading
from extractors.scoring import Score, score
from extractors.skills.pipeline import Extractor, document_text
from extractors.skills.taxonomy import Skill, Taxonomy, load_taxonomy

Span = tuple[int, int]
Finder = Callable[[str], Iterable[Span]]
_ENTITIES = frozenset({"PRODUCT", "ORG", "LANGUAGE", "WORK_OF_ART"})


def phrase_finder(terms: Iterable[str], attribute: str) -> Finder:
    """The longest spans where one of the terms stands."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    matcher.add("term", [nlp.make_doc(term) for term in dict.fromkeys(terms) if term])

    def find(text: str) -> list[Span]:
        doc = nlp.make_doc(text)
        return [(span.start_char, span.end_char) for span in filter_spans(matcher(doc, as_spans=True))]

    return find


def ruler_finder(patterns: list[dict[str, object]]) -> Finder:
    """What spaCy's EntityRuler finds with token patterns as they were shipped."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    return lambda text: [(entity.start_char, entity.end_char) for entity in nlp(text).ents]


def entity_finder() -> Finder | None:
    """The entities of a trained pipeline; None where it is not installed."""
    import spacy

    if not spacy.util.is_package("en_core_web_sm"):
        return None
    nlp = spacy.load("en_core_web_sm")
    return lambda text: [(e.start_char, e.end_char) for e in nlp(text).ents if e.label_ in _ENTITIES]


def foreign_finders(path: Path) -> list[tuple[str, Finder]]:
    """A list of terms in any case, and as token patterns where the file has them."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    if not lines[0].startswith("{"):
        return [(f"{path.name}, any case", phrase_finder(lines, "LOWER"))]
    patterns = [json.loads(line) for line in lines]
    terms = [_words(row["pattern"]) for row in patterns]
    return [
        (f"{path.name}, any case", phrase_finder(terms, "LOWER")),
        (f"{path.name}, EntityRuler", ruler_finder(patterns)),
    ]


def _words(pattern: object) -> str:
    if isinstance(pattern, str):
        return pattern
    assert isinstance(pattern, list)
    return " ".join(str(next(iter(token.values()))) for token in pattern)


def as_readings(texts: list[LabelledText], find: Finder, taxonomy: Taxonomy) -> tuple[dict[str, Reading], Taxonomy]:
    """Spans as readings; a span that the taxonomy does not know becomes a tool of its own."""
    skills = dict(taxonomy.skills)
    readings = {}
    for text in texts:
        whole = document_text(text.title, text.text)
        mentions = []
        for start, end in find(whole):
            words = whole[start:end]
            known = taxonomy.find(words)
            skill = known or Skill(f"span-{words.casefold()}", words, "tool")
            skills.setdefault(skill.id, skill)
            mentions.append(Mention(skill.id, words, start, end, "text", True))
        readings[text.id] = Reading(mentions=tuple(mentions))
    return readings, replace(taxonomy, skills=skills)


def compare(texts: list[LabelledText], extractor: Extractor, taxonomy: Taxonomy, lists: list[Path]) -> None:
    """Print one line a way to read."""
    forms = [form for skill in taxonomy.skills.values() for form in skill.forms]
    finders: list[tuple[str, Finder]] = [
        ("forms of this taxonomy, any case", phrase_finder(forms, "LOWER")),
        ("forms of this taxonomy, as written", phrase_finder(forms, "ORTH")),
        *(finder for path in lists for finder in foreign_finders(path)),
    ]
    entities = entity_finder()
    if entities is not None:
        finders.append(("en_core_web_sm entities", entities))
    print(f"{'':38} {'technologies':>29}   {'all':>29}")
    print(f"{'':38} {'precision':>9} {'recall':>9} {'F1':>9}   {'precision':>9} {'recall':>9} {'F1':>9}  CPU s")
    started = time.process_time()
    ours = {text.id: extractor.read(text.text, title=text.title, kind=text.kind) for text in texts}
    _line("this extractor", score(texts, ours, taxonomy).groups, time.process_time() - started)
    for name, find in finders:
        started = time.process_time()
        readings, known = as_readings(texts, find, taxonomy)
        _line(name, score(texts, readings, known).groups, time.process_time() - started)
    if entities is None:
        print("en_core_web_sm is not installed: its entities are left out")


def _line(name: str, groups: dict[str, Score], seconds: float) -> None:
    cells = []
    for group in ("technology", "all"):
        one = groups[group]
        precision, recall = one.precision or 0.0, one.recall or 0.0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        cells.append(f"{precision:9.3f} {recall:9.3f} {both:9.3f}")
    print(f"{name:38.38} {cells[0]}   {cells[1]} {seconds:6.2f}")


def traps(path: Path, extractor: Extractor, taxonomy: Taxonomy) -> None:
    """Occurrences of ambiguous names: which are taken for the technology, alone or within a longer name of it."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    owners: dict[str, set[str]] = {}
    for skill in taxonomy.skills.values():
        for form in skill.forms:
            owners.setdefault(form.casefold(), set()).add(skill.id)
    rows = [row for row in rows if row["text"][row["start"] : row["end"]].casefold() in owners]

    def by_form(attribute: str) -> Callable[[str], Iterable[tuple[int, int, set[str]]]]:
        find = phrase_finder([form for skill in taxonomy.skills.values() for form in skill.forms], attribute)
        return lambda text: [(start, end, owners.get(text[start:end].casefold(), set())) for start, end in find(text)]

    ways: list[tuple[str, Callable[[str], Iterable[tuple[int, int, set[str]]]]]] = [
        (
            "this extractor",
            lambda text: [(m.start, m.end, {m.skill_id}) for m in extractor.read(text, kind="post").mentions],
        ),
        ("forms of this taxonomy, any case", by_form("LOWER")),
        ("forms of this taxonomy, as written", by_form("ORTH")),
    ]
    real = sum(row["label"] for row in rows)
    print(f"\n{len(rows)} occurrences of ambiguous names that the taxonomy has, {real} of them the technology")
    print(f"{'':38} {'the same skill':>28}   {'or a kind of it':>28}   {'or any longer name':>28}")
    for name, read in ways:
        cells = []
        for is_meant in (_is_same, partial(_is_kind, taxonomy), _is_any):
            counts = Score()
            for row in rows:
                wanted = owners[row["text"][row["start"] : row["end"]].casefold()]
                taken = any(
                    s <= row["start"] and row["end"] <= e and is_meant(ids, wanted) for s, e, ids in read(row["text"])
                )
                counts.predicted += taken
                counts.right += taken and row["label"] == 1
                counts.labels += row["label"] == 1
                counts.found += taken and row["label"] == 1
            cells.append(f"precision {counts.precision or 0:.3f}  recall {counts.recall or 0:.3f}")
        print(f"{name:38} {cells[0]}   {cells[1]}   {cells[2]}")


def _is_same(found: set[str], wanted: set[str]) -> bool:
    return bool(found & wanted)


def _is_kind(taxonomy: Taxonomy, found: set[str], wanted: set[str]) -> bool:
    """Whether what was found is wanted or rolls up to it: Spring Boot is Spring, C# is not C."""
    return any(skill in wanted or wanted & set(taxonomy.ancestors(skill)) for skill in found)


def _is_any(found: set[str], wanted: set[str]) -> bool:
    return True


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", type=Path, default=SHIPPED)
    parser.add_argument("--list", type=Path, action="append", default=[])
    parser.add_argument("--traps", type=Path)
    given = parser.parse_args()
    taxonomy = load_taxonomy()
    extractor = Extractor(taxonomy)
    texts = read_labelled(given.labelled)
    print(f"{len(texts)} texts, {sum(len(text.labels) for text in texts)} labels")
    compare(texts, extractor, taxonomy, given.list)
    if given.traps:
        traps(given.traps, extractor, taxonomy)


if __name__ == "__main__":
    main()
