"""How fast texts are read: this project's extractor beside spaCy's own phrase matching and a plain lower-cased pass.

    python benchmarks/extract.py [--texts FILE] [--documents 2000] [--passes 3]

FILE holds one JSON object with a "text" a line, or plain texts a line; without it a synthetic corpus is made from the
taxonomy. All rows read the same texts with the same aliases on one core; CPU seconds, best of the passes. The first
pass of each is left out: it fills the caches, which a run over many postings does once.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import Taxonomy, load_taxonomy

_SENTENCES = (
    "We are looking for an engineer with experience in {a}, {b} and {c}.",
    "Our stack: {a}, {b}, {c}, {d}.",
    "You will build services that people use every day, together with a small team that cares about quality.",
    "- Five years of {a} or {b}",
    "- Experience with {c} is a plus",
    "We don't mind where you work from, e.g. at home or in our office in the old town.",
    "Acme makes software for orchards; our customers grow apples, pears and plums on three continents.",
    "To apply, send a few lines about yourself to the address on our page.",
)


def synthetic(taxonomy: Taxonomy, documents: int) -> list[str]:
    """Posts of about a kilobyte with names of the taxonomy in them, the same in every run."""
    random_source = random.Random(7)
    names = [skill.name for skill in taxonomy.skills.values()]
    texts = []
    for number in range(documents):
        lines = [f"Acme {number} | Senior Engineer | Remote | $120k-150k"]
        for _ in range(13):
            words = dict(zip("abcd", random_source.sample(names, 4), strict=True))
            lines.append(random_source.choice(_SENTENCES).format(**words))
        texts.append("\n".join(lines))
    return texts


def from_file(path: Path) -> list[str]:
    """One text a line, plain or as JSON."""
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line)["text"] if line.startswith("{") else line for line in lines if line.strip()]


def stock_reader(taxonomy: Taxonomy) -> Callable[[str], object]:
    """What the manual of spaCy gives: a blank pipeline and a PhraseMatcher over lower-cased tokens."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for skill in taxonomy.skills.values():
        if skill.forms:
            matcher.add(skill.id, [nlp.make_doc(form) for form in skill.forms])
    return lambda text: [(doc[s:e].start_char, doc[s:e].end_char) for doc in (nlp(text),) for _, s, e in matcher(doc)]


def measure(read: Callable[[str], object], texts: list[str], passes: int) -> float:
    """CPU seconds of the best pass, after one that is not counted."""
    best = float("inf")
    for number in range(passes + 1):
        began = time.process_time()
        for text in texts:
            read(text)
        if number:
            best = min(best, time.process_time() - began)
    return best


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--passes", type=int, default=3)
    arguments = parser.parse_args()
    taxonomy = load_taxonomy()
    texts = from_file(arguments.texts) if arguments.texts else synthetic(taxonomy, arguments.documents)
    megabytes = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    forms = sum(len(skill.forms) for skill in taxonomy.skills.values())
    print(f"{len(texts)} texts, {megabytes:.2f} MB, {len(taxonomy.skills)} skills, {forms} forms")
    began = time.perf_counter()
    extractor = Extractor(taxonomy)
    print(f"start-up of the extractor: {time.perf_counter() - began:.2f} s")
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("spaCy blank + PhraseMatcher LOWER", stock_reader(taxonomy)),
        ("this extractor, skills only", lambda text: extractor.read(text, kind="post")),
        ("this extractor, everything", extractor.read),
        ("str.lower (a pass over the text)", str.lower),
    ]
    print(f"{'reader':36}{'CPU s':>8}{'texts/s':>11}{'MB/s':>9}{'x spaCy':>9}")
    first = 0.0
    for name, read in rows:
        seconds = max(measure(read, texts, arguments.passes), 1e-9)
        first = first or seconds
        print(f"{name:36}{seconds:8.3f}{len(texts) / seconds:11,.0f}{megabytes / seconds:9.2f}{first / seconds:9.1f}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
