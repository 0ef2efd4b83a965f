"""A made-up market with planted truth, taken through loading, openings, measures and publication: what analysts ask.

Belongs here: who advertises what, when, for how much. Does not belong here: texts that read like advertisements
(tests/simulation), what is asked of it. Readings are made beside the texts, so that no language model is needed.

Planted: rising `large-language-models`, falling `apache-hadoop`; PyTorch with computer vision; Kubernetes pays 20 000 a
year more; five boards are read each Sunday of ten weeks and lose an advertisement three weeks after it came.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from extractors.records import Article, Listing, Mention, Posting, Reading, Salary, SourceRun, Zone
from extractors.skills.taxonomy import load_taxonomy
from warehouse.load import load_records, pending_texts, store_readings
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.publish import DATABASE, publish
from warehouse.reference import store_source_runs, store_taxonomy
from warehouse.store import open_writer

LAST_WEEK = date(2026, 1, 19)
AS_OF = LAST_WEEK + timedelta(days=6)
WEEKS = 60
BOARD_WEEKS = 10
A_WEEK = 40
EMPLOYERS = 90
PREMIUM = 20_000
VERSION = "made-up-1"
ROLES = [
    ("ml_engineer", "ml", "Machine Learning Engineer"), ("data_scientist", "ml", "Data Scientist"),
    ("data_engineer", "ml", "Data Engineer"), ("software_engineer", "software", "Software Engineer"),
]  # fmt: skip
# How often an opening of each role asks for a skill.
ASKED = {
    "python": (0.9, 0.9, 0.7, 0.4), "sql": (0.3, 0.7, 0.9, 0.3), "pytorch": (0.5, 0.2, 0.02, 0.01),
    "tensorflow": (0.3, 0.15, 0.02, 0.01), "scikit-learn": (0.3, 0.5, 0.05, 0.0), "apache-spark": (0.1, 0.2, 0.6, 0.05),
    "apache-airflow": (0.1, 0.1, 0.6, 0.05), "kubernetes": (0.3, 0.05, 0.25, 0.4), "docker": (0.4, 0.1, 0.3, 0.5),
    "java": (0.1, 0.05, 0.3, 0.5), "react": (0.01, 0.02, 0.01, 0.4), "go": (0.05, 0.01, 0.1, 0.2),
    "statistics": (0.3, 0.6, 0.1, 0.02), "aws": (0.4, 0.3, 0.5, 0.4), "dbt": (0.01, 0.1, 0.3, 0.01),
}  # fmt: skip
PLACES = [
    ("Austin, US", "US", "USD", 150_000), ("Berlin, Germany", "DE", "EUR", 80_000), ("London, UK", "GB", "GBP", 85_000),
    (None, None, "USD", 140_000),
]  # fmt: skip
WORKPLACES = ("remote", "hybrid", "onsite")
SENIORITY = {"junior": 0.08, "mid": 0.2, "senior": 0.4, "unspecified": 0.32}


def write_analyst_world(folder: Path, seed: int = 5) -> Path:
    """Make `folder/warehouse.duckdb` and `folder/published`; returns the published database."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        fill_analyst_world(con, np.random.default_rng(seed))
        measure(con, AS_OF)
        publish(con, folder / "published", AS_OF, published_at=datetime(2026, 1, 26, 6, tzinfo=UTC))
    finally:
        con.close()
    return folder / "published" / DATABASE


def fill_analyst_world(con: DuckDBPyConnection, rng: np.random.Generator) -> None:
    """Load, read and cluster the market; nothing is measured yet."""
    store_taxonomy(con, load_taxonomy())
    con.execute(
        "insert into sources (source, kind, title, enabled, cadence, attribution) values"
        " ('aggregator', 'posting', 'Aggregator', true, 'continuous', 'Aggregator'),"
        " ('greenhouse', 'posting', 'Boards', true, 'continuous', 'Each employer'),"
        " ('hn_hiring', 'posting', 'Threads', true, 'monthly', 'Hacker News')"
    )
    store_source_runs(con, [SourceRun("greenhouse", "ok", 5, 40, 12)], datetime(2026, 1, 25, 6, tzinfo=UTC))
    readings: dict[str, Reading] = {}
    for week in range(WEEKS):
        monday = LAST_WEEK - timedelta(weeks=WEEKS - 1 - week)
        records: list[Posting | Article | Listing] = []
        for posting, reading in _postings(week, monday, rng):
            records.append(posting)
            readings[posting.posting_id] = reading
        for article, reading in _articles(week, monday, rng):
            records.append(article)
            readings[article.article_id] = reading
        records += _listings(week)
        load_records(con, records, raw_id=None, seen_on=monday + timedelta(days=6))
    for batch in pending_texts(con, VERSION):
        store_readings(con, [(name, kind, readings[name]) for name, _, _, kind in batch], VERSION)
    cluster_openings(con)


def _postings(week: int, monday: date, rng: np.random.Generator) -> Iterator[tuple[Posting, Reading]]:
    """The advertisements of one week: of boards, of an aggregator, and in the first week of a month of a thread."""
    for number in range(A_WEEK):
        employer = int(rng.integers(EMPLOYERS))
        source, board = "aggregator", "all"
        if week >= WEEKS - BOARD_WEEKS and number < 10:
            employer = number % 5
            source, board = "greenhouse", f"board-{employer}"
        elif monday.day <= 7 and number >= 20:
            source, board = "hn_hiring", "whoishiring"
        role, family, title = ROLES[int(rng.choice(4, p=[0.3, 0.2, 0.2, 0.3]))]
        place, country, currency, pay = PLACES[int(rng.choice(4, p=[0.5, 0.2, 0.15, 0.15]))]
        skills = _skills(week, [name for name, _, _ in ROLES].index(role), rng)
        low = pay + PREMIUM * ("kubernetes" in skills) + 1000.0 * round(float(rng.normal(0, 12)))
        posting = Posting(
            source, board, f"{week}-{number}", f"Employer {employer}", title, _text(rng), f"https://jobs.test/{week}/{number}",
            monday + timedelta(days=int(rng.integers(5))), location=place, country=country,
            workplace=rng.choice([*WORKPLACES, None], p=[0.28, 0.21, 0.21, 0.3]),
            salary=Salary(low, low + 20_000, currency, "year") if rng.random() < 0.6 else None, language="en",
        )  # fmt: skip
        level = str(rng.choice(list(SENIORITY), p=list(SENIORITY.values())))
        yield posting, Reading(role=role, role_family=family, seniority=level, mentions=_mentions(skills, rng))  # type: ignore[arg-type]


def _skills(week: int, role: int, rng: np.random.Generator) -> list[str]:
    found = [skill for skill, parts in ASKED.items() if rng.random() < parts[role]]
    late = week / WEEKS
    if rng.random() < 0.05 + 0.45 * late**2:
        found.append("large-language-models")
    if rng.random() < 0.02 + 0.3 * (1 - late):
        found.append("apache-hadoop")
    if rng.random() < (0.6 if "pytorch" in found else 0.05):
        found.append("computer-vision")
    return found


def _mentions(skills: list[str], rng: np.random.Generator) -> tuple[Mention, ...]:
    """Each skill once, most of them required, and one blurb that does not count."""
    zones: list[Zone] = ["required", "preferred", "duty"]
    return (
        *(Mention(skill, skill, 0, 4, zones[int(rng.choice(3, p=[0.6, 0.2, 0.2]))], True) for skill in skills),
        Mention("artificial-intelligence", "AI", 5, 7, "company", False),
    )


def _articles(week: int, monday: date, rng: np.random.Generator) -> Iterator[tuple[Article, Reading]]:
    for kind, source, count in (("paper", "arxiv", 12), ("post", "feeds", 4)):
        for number in range(count):
            skills = [s for s in ("pytorch", "large-language-models", "reinforcement-learning") if rng.random() < 0.3]
            name = f"{week}-{number}"
            yield (
                Article(
                    kind, source, "a", name, f"On {name}", _text(rng), f"https://x.test/{name}", monday, ("cs.LG",)
                ),  # type: ignore[arg-type]
                Reading(mentions=tuple(Mention(skill, skill, 0, 4, "text", True) for skill in skills)),
            )


def _listings(week: int) -> list[Listing]:
    """What the five boards show on a Sunday: their advertisements of this week and the two before."""
    first = WEEKS - BOARD_WEEKS
    if week < first:
        return []
    shown = range(max(first, week - 2), week + 1)
    return [
        Listing("greenhouse", f"board-{board}", tuple(f"{w}-{n}" for w in shown for n in (board, board + 5)))
        for board in range(5)
    ]


def _text(rng: np.random.Generator) -> str:
    """Words that no other text has in this order."""
    return " ".join(f"w{number:x}" for number in rng.integers(1 << 40, size=40))
