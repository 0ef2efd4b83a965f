"""How fast texts are read: this project's extractor beside spaCy's phrase matching and a bare Aho-Corasick pass.

    python benchmarks/extract.py [--texts FILE] [--documents 4000]

FILE holds one JSON object with a "text" a line (`.gz` is unpacked), or plain texts a line; without it a synthetic
corpus is made from the taxonomy. All rows read the same texts with the same aliases. Half of the texts are read
before the clock starts, as in a run that has been going for a while; the figures are CPU seconds of one core for the
other half, which no reader has seen. The readers take turns on slices of the texts, so that another program on the
machine slows all of them. "again" is a second reading of the same texts, "cold" the very first half.
"""

import argparse
import gzip
import importlib.util
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractors.skills.pipeline import Extractor
from extractors.skills.readers import Readers
from extractors.skills.taxonomy import DATA, Taxonomy, load_taxonomy

_SLICES = 10
_OURS = "this extractor, every rule on"
_PEER = "spaCy blank + PhraseMatcher LOWER"
_LIMIT = "pyahocorasick, bare pass"
_LINES = (
    "{company} builds {filler} for {filler}. We are a team of {number} people and {filler}.",
    "Founded in {year}, we help {filler}.",
    "We are looking for an engineer with experience in {skill}, {skill} and {filler}.",
    "Our stack: {skill}, {skill}, {skill}.",
    "You will {filler}, together with a small team that cares about {filler}.",
    "- {number}+ years of experience with {skill}",
    "- Experience with {skill} or {skill} is a plus",
    "- You will build {filler}",
    "- {filler}",
    "Bachelor's degree in Computer Science or {filler}.",
    "Pay: ${number}0k - ${number}5k, depending on {filler}.",
    "We don't mind where you work from, e.g. at home or in our office in {company}.",
    "To apply, send a few lines about yourself: jobs@{company}.example/{number}",
    "We are an equal opportunity employer and {filler}.",
)
START_UP = "from extractors.skills.pipeline import Extractor; from extractors.skills.taxonomy import load_taxonomy"
# The kernel's high-water mark: what `getrusage` gives in a new process is that of its parent.
MEMORY = """
import re, sys
from pathlib import Path
from benchmarks.extract import from_file, synthetic
taxonomy = load_taxonomy()
texts = from_file(Path(sys.argv[1])) if sys.argv[1] else synthetic(taxonomy, int(sys.argv[2]))
extractor = Extractor(taxonomy)
for text in texts: extractor.read(text)
print(int(re.search("VmHWM:\\\\s+(\\\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024)
"""


@dataclass
class Row:
    """A reader and its CPU seconds over the first half, the second, and the second again."""

    name: str
    read: Callable[[str], object]
    cold: float = 0.0
    unseen: float = 0.0
    again: float = 0.0


def synthetic(taxonomy: Taxonomy, documents: int) -> list[str]:
    """Advertisements of about a kilobyte, words and names as unevenly common as in texts, the same in every run."""
    source = random.Random(7)
    words = (DATA / "common-words.txt").read_text("utf-8").split()
    names = [skill.name for skill in taxonomy.skills.values() if skill.forms]
    source.shuffle(words)
    source.shuffle(names)

    def common(of: list[str]) -> str:
        return of[min(int(source.paretovariate(0.6)) - 1, len(of) - 1)]

    def filled(line: str) -> str:
        parts = line.split("{")
        made = [parts[0]]
        for part in parts[1:]:
            name, rest = part.split("}", 1)
            made.append(
                {
                    "skill": lambda: common(names),
                    "filler": lambda: " ".join(common(words) for _ in range(source.randint(3, 9))),
                    "company": lambda: f"{source.choice(words).title()}{source.choice(words)}",
                    "number": lambda: str(source.randint(1, 24)),
                    "year": lambda: str(source.randint(1990, 2025)),
                }[name]()
                + rest
            )
        return "".join(made)

    title = "{company} | Senior Software Engineer | Remote | {skill}"
    return ["\n".join([filled(title), *(filled(source.choice(_LINES)) for _ in range(14))]) for _ in range(documents)]


def from_file(path: Path) -> list[str]:
    """One text a line, plain or as JSON."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = content.decode("utf-8").splitlines()
    texts = [json.loads(line).get("text") or "" if line.startswith("{") else line for line in lines]
    return [text for text in texts if text.strip()]


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


def bare_reader(taxonomy: Taxonomy) -> Callable[[str], object]:
    """Every place where the letters of a form stand, be it inside a word: no extractor can be faster."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for skill in taxonomy.skills.values():
        for form in skill.forms:
            automaton.add_word(form.lower(), skill.id)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text.lower()))


def take_turns(rows: list[Row], texts: list[str], field: str) -> None:
    """Adds the CPU seconds of each reader over the texts to that field."""
    size = -(-len(texts) // _SLICES)
    for start in range(0, len(texts), size):
        for row in rows:
            began = time.process_time()
            for text in texts[start : start + size]:
                row.read(text)
            setattr(row, field, getattr(row, field) + time.process_time() - began)


def wall_seconds(extractor: Extractor, texts: list[str], processes: int) -> float:
    """Seconds on the clock for reading the texts, workers started before."""
    items = [(str(number), text, None, "posting") for number, text in enumerate(texts)]
    with Readers(extractor, processes) as readers:
        began = time.perf_counter()
        for _ in readers.read(items):
            pass
        return time.perf_counter() - began


def child_output(code: str, *arguments: str) -> str:
    """What a new interpreter prints for this code."""
    command = [sys.executable, "-c", f"{START_UP}\n{code}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--documents", type=int, default=4000)
    arguments = parser.parse_args()
    taxonomy = load_taxonomy()
    texts = from_file(arguments.texts) if arguments.texts else synthetic(taxonomy, arguments.documents)
    before, measured = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    megabytes = sum(len(text.encode("utf-8", "replace")) for text in measured) / 1e6
    forms = sum(len(skill.forms) for skill in taxonomy.skills.values())
    print(f"{len(measured)} texts measured, {megabytes:.2f} MB, {len(taxonomy.skills)} skills, {forms} forms, one core")
    extractor = Extractor(taxonomy)
    rows = [
        Row(_PEER, stock_reader(taxonomy)),
        Row(_LIMIT, bare_reader(taxonomy)),
        Row("this extractor, names only", lambda text: Extractor.read(names_only, text, kind="post")),
        Row(_OURS, extractor.read),
    ]
    names_only = Extractor(taxonomy)
    for field, part in (("cold", before), ("unseen", measured), ("again", measured)):
        take_turns(rows, part, field)
    print(f"{'reader':36}{'CPU s':>8}{'texts/s':>10}{'MB/s':>8}{'x spaCy':>9}{'cold x':>8}{'again x':>9}")
    peer = rows[0]
    for row in rows:
        print(
            f"{row.name:36}{row.unseen:8.3f}{len(measured) / row.unseen:10,.0f}{megabytes / row.unseen:8.2f}"
            f"{peer.unseen / row.unseen:9.2f}{peer.cold / row.cold:8.2f}{peer.again / row.again:9.1f}"
        )
    if importlib.util.find_spec("skillNer") is None:
        print(f"{'SkillNER':36}  not measured: its package is not installed, and holds no skills when it is")
    print(f"distance from the limit: {rows[-1].unseen / rows[1].unseen:.1f} times the CPU of the bare pass")
    one, two = (wall_seconds(Extractor(taxonomy), measured, processes) for processes in (1, 2))
    print(f"on the clock, nothing remembered: 1 process {one:.2f} s, 2 processes {two:.2f} s, {one / two:.2f} times")
    began = time.perf_counter()
    child_output("Extractor(load_taxonomy())")
    print(f"start-up of a new process: {time.perf_counter() - began:.2f} s")
    memory = float(child_output(MEMORY, str(arguments.texts or ""), str(arguments.documents)))
    print(f"most memory while reading all {len(texts)} texts: {memory:.0f} MB")


if __name__ == "__main__":
    main()
