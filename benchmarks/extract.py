"""How fast texts are read: this project's extractor beside spaCy's phrase matching and a bare Aho-Corasick pass.

    python benchmarks/extract.py [--texts FILE] [--papers FILE] [--documents 4000]

A file holds one JSON object with a "text" or "summary" a line (`.gz` is unpacked), or plain texts a line; without one
a synthetic corpus is made from the taxonomy. All readers read the same texts with the same aliases, in turns on slices
of them, so that another program on the machine slows all; the figures are CPU seconds of one core.

- first: half of the texts are read before the clock starts, as in a run that has been going for a while; the figures
  are for the other half, of which no reader has seen a text.
- same: the method by which steady speeds of matchers are usually given, the same texts over and over, the median of
  three passes: the other half three times more. What was read is not read again.
- edited: the other half once more, each with one line that is new, so that no text has been read before.
- weekly: the same texts as a job board lists them: each week 15 % of the listed ones give way to new ones, and the
  whole list is read. Nothing is read before.
- papers: abstracts, half of them read before, the others never seen.
"""

import argparse
import gzip
import json
import random
import resource
import statistics
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
_PASSES = 3
_WEEKS = 8
_NEW_A_WEEK = 0.15
_EDIT = "Updated on day {number}: applications are open until the end of next month."
_SAME = "same"
_OURS = "this extractor, every rule on"
_PEER = "spaCy blank + PhraseMatcher LOWER"
_LIMIT = "pyahocorasick, bare pass"
_NAMES = "this extractor, names only"
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
    """A reader and its CPU seconds over the texts it read last."""

    name: str
    read: Callable[[str], object]
    seconds: float = 0.0


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
    rows = [json.loads(line) if line.startswith("{") else {"text": line} for line in lines]
    texts = [row.get("text") or row.get("summary") or "" for row in rows]
    return [text for text in texts if text.strip()]


def weekly(texts: list[str]) -> list[str]:
    """What a board that these texts come and go on lists in one week after the other."""
    source = random.Random(7)
    listed = int(len(texts) / (1 + (_WEEKS - 1) * _NEW_A_WEEK))
    board, waiting = texts[:listed], iter(texts[listed:])
    stream = list(board)
    for _ in range(_WEEKS - 1):
        for place in source.sample(range(listed), int(listed * _NEW_A_WEEK)):
            board[place] = next(waiting, board[place])
        stream += board
    return stream


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


def take_turns(rows: list[Row], texts: list[str], passes: int = 1) -> None:
    """Has each reader read the texts, and notes its CPU seconds: of several passes the median."""
    taken: list[list[float]] = [[] for _ in rows]
    size = max(1, -(-len(texts) // _SLICES))
    for _ in range(passes):
        for seconds in taken:
            seconds.append(0.0)
        for start in range(0, len(texts), size):
            for row, seconds in zip(rows, taken, strict=True):
                began = time.process_time()
                for text in texts[start : start + size]:
                    row.read(text)
                seconds[-1] += time.process_time() - began
    for row, seconds in zip(rows, taken, strict=True):
        row.seconds = statistics.median(seconds)


def edited(texts: list[str]) -> list[str]:
    """The texts, each with a line of its own in the middle."""
    found = []
    for number, text in enumerate(texts):
        lines = text.split("\n")
        lines.insert(len(lines) // 2 + 1, _EDIT.format(number=number))
        found.append("\n".join(lines))
    return found


def measure(taxonomy: Taxonomy, before: list[str], streams: dict[str, list[str]], kind: str) -> None:
    """Prints the rows of each stream of one kind of text, which the readers read one after the other."""
    ours, names = Extractor(taxonomy), Extractor(taxonomy)
    rows = [Row(_PEER, stock_reader(taxonomy)), Row(_LIMIT, bare_reader(taxonomy))]
    if kind == "posting":
        rows.append(Row(_NAMES, lambda text: names.read(text, kind="post")))
    rows.append(Row(_OURS, lambda text: ours.read(text, kind=kind)))
    take_turns(rows, before)
    for name, texts in streams.items():
        take_turns(rows, texts, _PASSES if name == _SAME else 1)
        megabytes = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
        peer, limit = rows[0].seconds, rows[1].seconds
        for row in rows:
            print(
                f"{name:8}{row.name:36}{row.seconds:8.2f}{len(texts) / row.seconds:10,.0f}"
                f"{megabytes / row.seconds:8.2f}{peer / row.seconds:9.2f}{row.seconds / limit:9.1f}"
            )


def cpu_seconds(extractor: Extractor, texts: list[str], processes: int) -> tuple[float, float]:
    """CPU seconds of this process and its workers for reading the texts, and seconds on the clock."""
    items = [(str(number), text, None, "posting") for number, text in enumerate(texts)]
    began, own, workers = time.perf_counter(), time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with Readers(extractor, processes) as readers:
        for _ in readers.read(items):
            pass
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = ended.ru_utime + ended.ru_stime - workers.ru_utime - workers.ru_stime
    return time.process_time() - own + children, time.perf_counter() - began


def child_output(code: str, *arguments: str) -> str:
    """What a new interpreter prints for this code."""
    command = [sys.executable, "-c", f"{START_UP}\n{code}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--documents", type=int, default=4000)
    arguments = parser.parse_args()
    taxonomy = load_taxonomy()
    texts = from_file(arguments.texts) if arguments.texts else synthetic(taxonomy, arguments.documents)
    made = [text.replace("\n", " ") for text in synthetic(taxonomy, arguments.documents)]
    papers = from_file(arguments.papers)[: arguments.documents] if arguments.papers else made
    half, stream = len(texts) // 2, weekly(texts)
    forms = sum(len(skill.forms) for skill in taxonomy.skills.values())
    print(f"{len(taxonomy.skills)} skills, {forms} forms; one core")
    print(f"texts: {len(texts) - half} posts, {len(stream)} weekly, {len(papers) - len(papers) // 2} papers")
    print(f"{'texts':8}{'reader':36}{'CPU s':>8}{'texts/s':>10}{'MB/s':>8}{'x spaCy':>9}{'x bare':>9}")
    unseen = texts[half:]
    measure(taxonomy, texts[:half], {"first": unseen, _SAME: unseen, "edited": edited(unseen)}, "posting")
    measure(taxonomy, [], {"weekly": stream}, "posting")
    measure(taxonomy, papers[: len(papers) // 2], {"papers": papers[len(papers) // 2 :]}, "paper")
    print(
        f"{'':8}{'SkillNER':36}  not measured: its package brings no skills, and fetches a list when it is first used"
    )
    (one, one_wall), (two, two_wall) = (cpu_seconds(Extractor(taxonomy), texts[half:], count) for count in (1, 2))
    print(
        f"1 process {one:.2f} CPU s, {one_wall:.2f} s on the clock; 2 processes {two:.2f} CPU s, {two_wall:.2f} s: "
        f"with a core each {2 * one / two:.2f} times as fast"
    )
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    child_output("Extractor(load_taxonomy())")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
    print(f"start-up of a new process: {used:.2f} CPU s, {time.perf_counter() - began:.2f} s on the clock")
    memory = float(child_output(MEMORY, str(arguments.texts or ""), str(arguments.documents)))
    print(f"most memory while reading all {len(texts)} texts: {memory:.0f} MB")


if __name__ == "__main__":
    main()
