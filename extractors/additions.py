"""Skills, spellings and judgements of one's own: the folder beside the taxonomy that ships, and how it is written.

Belongs here: making an entry that passes the checks, writing it where it belongs with an example, remembering what was
rejected. Does not belong here: reading data files (`skills/taxonomy.py`), finding candidates (`skills/candidates.py`).

The folder holds `additions.toml` (entries as in `skills/data/`), `examples.jsonl` (a sentence for each, in the format
of `labelled.py`) and `rejected.jsonl`.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from extractors.errors import AdditionError
from extractors.records import SkillKind
from extractors.skills.candidates import slot_key
from extractors.skills.taxonomy import COMMON_WORDS_FILE, DATA, Skill, Taxonomy, check

FILE = "additions.toml"
EXAMPLES_FILE = "examples.jsonl"
REJECTED_FILE = "rejected.jsonl"
HEAD = "# Skills of one's own, in the form of docs/taxonomy.md. `skilltide taxonomy accept` adds to this file.\n"
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person says of a term; what is left out follows from the term."""

    term: str
    kind: SkillKind
    id: str | None = None
    name: str | None = None
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    rule: str | None = None


def common_words() -> frozenset[str]:
    """Words of plain English that no form may be without a rule."""
    return frozenset((DATA / COMMON_WORDS_FILE).read_text(encoding="utf-8").split())


def skill_of(proposal: Proposal, taxonomy: Taxonomy) -> Skill:
    """The entry for a proposal; `AdditionError` where the taxonomy's own checks would refuse it."""
    term = " ".join(proposal.term.split())
    _refuse_known(term, taxonomy)
    if proposal.rule is None:
        for form in (term, *proposal.aliases):
            _refuse_doubtful(form)
    made = Skill(
        id=proposal.id or slug(proposal.name or term),
        name=proposal.name or term,
        kind=proposal.kind,
        parents=proposal.parents,
        aliases=() if proposal.rule else (term, *proposal.aliases),
        cased=(term, *proposal.aliases) if proposal.rule else (),
        ambiguous=proposal.rule,
        group=FILE.removesuffix(".toml"),
    )
    if made.id in taxonomy.skills:
        raise AdditionError(
            f"the id {made.id!r} belongs to {taxonomy.skills[made.id].name}",
            f"for another spelling of it: skilltide taxonomy accept {term!r} --of {made.id}; else give another --id",
        )
    _refuse_faults(made, taxonomy)
    return made


def with_form(term: str, skill_id: str, taxonomy: Taxonomy) -> Skill:
    """A known skill with one more form, matched without case, or as written where the skill has a rule."""
    term = " ".join(term.split())
    _refuse_known(term, taxonomy)
    skill = taxonomy.skills[skill_id]
    if skill.ambiguous is None:
        _refuse_doubtful(term)
        made = replace(skill, aliases=(*skill.aliases, term))
    else:
        made = replace(skill, cased=(*skill.cased, term))
    _refuse_faults(made, taxonomy)
    return made


def slug(name: str) -> str:
    """A name as an id: lower-case letters and digits in groups joined by one hyphen."""
    spelt = name.casefold().replace("c++", "cpp").replace("c#", "csharp").replace("+", " plus ").replace("#", " sharp ")
    return "-".join(re.findall(r"[a-z0-9]+", spelt))


def with_skill(taxonomy: Taxonomy, skill: Skill) -> Taxonomy:
    """The taxonomy with one skill added or put in place of the one with its id."""
    return replace(taxonomy, skills={**taxonomy.skills, skill.id: skill})


def _refuse_known(term: str, taxonomy: Taxonomy) -> None:
    for skill in taxonomy.skills.values():
        if slot_key(term) in map(slot_key, skill.forms):
            told = f" where rule {skill.ambiguous!r} takes it" if skill.ambiguous else ""
            raise AdditionError(
                f"{term!r} is known: it is a form of {skill.name} ({skill.id}){told}",
                "nothing to do; `skilltide skill` shows what is found of it",
            )


def _refuse_doubtful(form: str) -> None:
    if form.casefold() in common_words() or (len(form) <= _SHORT and form.isalnum()):
        raise AdditionError(
            f"{form!r} is {'a common word' if len(form) > _SHORT else 'too short'}: it would be found where it means"
            " something else",
            "say with --rule how it is told from that: tech-name, cased, letter, acronym or word (docs/taxonomy.md)",
        )


def _refuse_faults(made: Skill, taxonomy: Taxonomy) -> None:
    known = frozenset(check(taxonomy))
    for fault in check(with_skill(taxonomy, made)):
        if fault not in known:
            raise AdditionError(f"the entry would be refused: {fault}", "see docs/taxonomy.md for what an entry may be")


# --- writing --------------------------------------------------------------------------------------------------------


def entry_text(skill: Skill) -> str:
    """A skill as the table that stands for it in a data file."""
    lines = ["[[skill]]", f"id = {_quoted(skill.id)}", f"name = {_quoted(skill.name)}", f"kind = {_quoted(skill.kind)}"]
    for key, values in (("parents", skill.parents), ("aliases", skill.aliases), ("cased", skill.cased)):
        if values:
            lines.append(f"{key} = [{', '.join(map(_quoted, values))}]")
    if skill.ambiguous:
        lines.append(f"ambiguous = {_quoted(skill.ambiguous)}")
    return "\n".join(lines) + "\n"


def form_text(term: str, skill: Skill) -> str:
    """The table that gives a known skill one more form."""
    key = "cased" if skill.ambiguous else "aliases"
    return f"[[extend]]\nid = {_quoted(skill.id)}\n{key} = [{_quoted(term)}]\n"


def add_entry(path: Path, skill: Skill) -> None:
    """Put a skill into a data file in order of name; the rest of the file stays as it is."""
    before = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    for found in re.finditer(r"(?ms)^\[\[skill\]\]\n(?:(?!^\[\[).)*", before):
        name = re.search(r'(?m)^name = "(.*)"$', found[0])
        if name is not None and name[1].casefold() > skill.name.casefold():
            _write(path, f"{before[: found.start()]}{entry_text(skill)}\n{before[found.start() :]}")
            return
    _write(path, f"{before.rstrip()}\n\n{entry_text(skill)}")


def add_form(path: Path, term: str, skill: Skill) -> None:
    """Add a form of a known skill at the end of a file of additions."""
    before = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    _write(path, f"{before.rstrip()}\n\n{form_text(term, skill)}")


def add_line(path: Path, row: Mapping[str, object]) -> None:
    """Add a row to a JSON Lines file."""
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    _write(path, f"{before}{json.dumps(row, ensure_ascii=False)}\n")


def reject(folder: Path, term: str, why: str, on: date) -> None:
    """Remember that a term is no skill; saying so again replaces the reason."""
    rows = [row for row in _lines(folder / REJECTED_FILE) if slot_key(str(row["term"])) != slot_key(term)]
    rows.append({"term": term, "why": why, "on": on.isoformat()})
    _write(folder / REJECTED_FILE, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def rejections(folder: Path) -> dict[str, str]:
    """Why each rejected term is none, by its key."""
    return {slot_key(str(row["term"])): str(row["why"]) for row in _lines(folder / REJECTED_FILE)}


def shadowed(folder: Path, shipped: Taxonomy) -> list[str]:
    """Ids of one's own entries that the shipped taxonomy has by now, which therefore say nothing any more."""
    import tomllib

    paths: Iterable[Path] = sorted(folder.glob("*.toml"))
    own = [entry["id"] for path in paths for entry in tomllib.loads(path.read_text("utf-8")).get("skill", ())]
    return [skill_id for skill_id in own if skill_id in shipped.skills]


def _lines(path: Path) -> Sequence[dict[str, object]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise AdditionError(f"{path} cannot be read: {error}", "correct or remove the line it names") from error


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    """Replace a file in one step."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise AdditionError(f"{path} cannot be written: {error.strerror or error}", "choose another folder") from error
