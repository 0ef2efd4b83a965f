"""Made-up postings and readings in any number, for benchmarks of a large history.

Belongs here: the made-up rows and loading them. Does not belong here: worlds with planted truth (tests/simulation).
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from duckdb import DuckDBPyConnection

from extractors.records import DocumentKind, Mention, Posting, Reading
from warehouse.load import load_records, pending_texts, store_readings

MENTIONS = 6
SKILLS = [f"skill-{n}" for n in range(700)]
_WORDS = [f"word{n}" for n in range(6000)]
_FAMILIES = {
    "ml_engineer": "ml", "data_scientist": "ml", "data_engineer": "ml", "backend": "software", "frontend": "software",
    "devops": "software", "qa": "software", "designer": "other",
}  # fmt: skip


def postings(count: int, seed: int, first: date, weeks: int) -> Iterator[Posting]:
    """Made-up postings whose title is their role, one in five a repost of the one before with a word changed."""
    rng = random.Random(seed)
    employers = max(count // 12, 50)
    body: list[str] = []
    employer = role = ""
    for number in range(count):
        if not body or rng.random() > 0.2:
            body = rng.choices(_WORDS, k=60)
            employer = f"Employer {int(employers * rng.random() ** 2)}"
            role = rng.choice(list(_FAMILIES))
        else:
            body[rng.randrange(60)] = "changed"
        day = first + timedelta(days=rng.randrange(weeks * 7))
        native = f"{seed}-{number}"
        yield Posting("board", "made", native, employer, role, " ".join(body), f"https://x.test/{native}", day)


def readings(
    found: list[tuple[str, str, str | None, DocumentKind]], rng: random.Random
) -> Iterator[tuple[str, DocumentKind, Reading]]:
    """A reading of each posting: the role of its title and up to six skills, few of them common and many rare."""
    for document_id, _, title, _ in found:
        role = title or "other"
        wanted = {SKILLS[int(len(SKILLS) * rng.random() ** 3)] for _ in range(MENTIONS)}
        mentions = tuple(Mention(skill, skill, 0, 5, "required", True) for skill in sorted(wanted))
        family = _FAMILIES.get(role, "other")
        yield (
            document_id,
            "posting",
            Reading(role=role, role_family=family, seniority="mid", mentions=mentions),  # type: ignore[arg-type]
        )


def fill(con: DuckDBPyConnection, count: int, seed: int, first: date, weeks: int) -> str:
    """Load made-up postings, seen at the end of these weeks, and their readings; says how many mentions there are."""
    con.execute("delete from skills")
    con.executemany("insert into skills values (?, ?, 'tool', null, [])", [(name, name) for name in SKILLS])
    stream = postings(count, seed, first, weeks)
    while batch := list(islice(stream, 50_000)):
        load_records(con, batch, raw_id=None, seen_on=first + timedelta(weeks=weeks))
    rng = random.Random(seed)
    for waiting in pending_texts(con, "made", 20_000):
        store_readings(con, list(readings(waiting, rng)), "made")
    return f"{con.execute('select count(*) from mentions').fetchall()[0][0]:,} mentions"
