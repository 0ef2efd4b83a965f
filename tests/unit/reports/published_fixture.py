"""A small published database with every published relation, most of them filled with made-up numbers.

Its relations and columns are those of the data dictionary, views and summaries those of the real SQL.
Titles and messages in it are hostile on purpose. Not a model of a real market: only shapes and edge cases matter.
"""

import math
import random
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse.dictionary import load_dictionary
from warehouse.statements import statements_in

WEEK = date(2026, 1, 12)
AS_OF = date(2026, 1, 25)
WEEKS = 60
RUN_AT = datetime(2026, 1, 19, 6, tzinfo=UTC)
GUIDE = Path(__file__).parents[3] / "extractors" / "skills" / "data" / "guide.toml"
HOSTILE_TITLES = [
    "</script><script>alert('title')</script>",
    '"><img src=x onerror=alert(1)>',
    "ML Engineer | [click](javascript:alert(1)) `x`",
    "\u202eRTL override\u202c مهندس تعلم الآلة",
    '=HYPERLINK("https://evil.example","pay")',
    "A" * 10_000,
    "<svg/onload=alert(2)> & co",
    "Ingénieur·e données ¯\\_(ツ)_/¯ {{ 7*7 }} {% raw %}",
]
HOSTILE_URLS = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://jobs.example/1?a=1&b=<x>"]
HOSTILE_MESSAGE = "HTTP 503 from <b>host</b> </script><script>alert('message')</script>"
ROLES = [("ml_engineer", "ml"), ("data_scientist", "ml"), ("data_engineer", "ml"), ("software_engineer", "software")]
POSTING_COLUMNS = (
    "posting_id source employer title role role_family seniority employment_type location country workplace salary_min"
    " salary_max salary_currency salary_period years_min years_max visa language url posted_on first_seen last_seen"
    " closed_on opening_id"
)
KINDS = ["language", "library", "tool", "platform", "concept", "practice"]
Skill = tuple[str, str, str, str | None]


def guide_rows() -> list[tuple[str, str]]:
    """Section and skill id of each of the guide's rows, in order."""
    sections = tomllib.loads(GUIDE.read_text(encoding="utf-8"))["section"]
    return [(section["name"], skill) for section in sections for skill in section["skills"]]


def make_skills(extra: int) -> list[Skill]:
    """The guide's items and `extra` others: id, name, kind, first section."""
    first: dict[str, str] = {}
    for section, skill in guide_rows():
        first.setdefault(skill, section)
    special = {"roles": "role", "industries": "industry", "education": "degree", "certifications": "certification"}
    skills: list[Skill] = []
    for index, (skill, section) in enumerate(first.items()):
        name = "C++ <& co>" if skill == "cpp" else skill.replace("-", " ").title()
        skills.append((skill, name, special.get(section, KINDS[index % len(KINDS)]), section))
    skills += [(f"other-{number}", f"Other {number}", KINDS[number % len(KINDS)], None) for number in range(extra)]
    return skills


def wilson(share: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share of n."""
    z = 1.96
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share))


def write_published(folder: Path, *, extra: int = 55, nothing_moves: bool = False, postings: int = 400) -> Path:
    """Makes `folder/skilltide.duckdb` and returns the folder. `nothing_moves`: no skill rises or falls."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "skilltide.duckdb"
    file.unlink(missing_ok=True)
    chance = random.Random(7)
    skills = make_skills(extra)
    weeks = [WEEK - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    con = duckdb.connect(str(file))
    con.execute("set timezone = 'UTC'")
    _create(con)
    _fill_skills(con, skills)
    _fill_demand(con, skills, weeks, chance, nothing_moves)
    _fill_attention(con, skills, weeks, chance)
    _fill_guide(con, skills)
    _fill_sources(con, weeks)
    _fill_documents(con, skills, chance, postings)
    _fill_candidates(con)
    _fill_beside(con, skills, nothing_moves)
    _fill_summaries(con)
    con.close()
    return folder


def _create(con: duckdb.DuckDBPyConnection) -> None:
    """Every relation of the data dictionary: tables empty, views as they are published."""
    published = statements_in("published")
    views = []
    for relation in load_dictionary():
        if relation.is_view:
            views.append(relation.name)
        else:
            columns = ", ".join(f'"{column.name}" {column.type}' for column in relation.columns)
            con.execute(f"create table {relation.name} ({columns})")
    for name in views:
        con.execute(f"create view {name} as {published[name]}")


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]], columns: str = "") -> None:
    """Inserts by way of a frame: row by row would take minutes. Without `columns`, the table's first ones are meant."""
    import polars as pl

    names = columns.split() or [row[0] for row in con.execute(f"select column_name from (describe {table})").fetchall()]
    frame = pl.DataFrame(rows, schema=names[: len(rows[0])], orient="row", infer_schema_length=None)
    con.register("incoming", frame.to_arrow())
    con.execute(f"insert into {table} by name select * from incoming")
    con.unregister("incoming")


def _fill_skills(con: duckdb.DuckDBPyConnection, skills: list[Skill]) -> None:
    _insert(con, "skills", [(*skill, [skill[1], skill[0]]) for skill in skills])
    _insert(con, "guide_items", [(section, skill, at) for at, (section, skill) in enumerate(guide_rows())])
    _insert(con, "skill_parents", [("pytorch", "deep-learning"), ("tensorflow", "deep-learning")])


def _fill_demand(
    con: duckdb.DuckDBPyConnection, skills: list[Skill], weeks: list[date], chance: random.Random, nothing_moves: bool
) -> None:
    demand: list[tuple[Any, ...]] = []
    trends: list[tuple[Any, ...]] = []
    contexts: list[tuple[Any, ...]] = []
    ads: list[tuple[Any, ...]] = []
    for population, size in (("tech", 900), ("ml", 260), ("ml_engineer", 90), ("software_engineer", 400)):
        for number, week in enumerate(weeks):
            complete = number != WEEKS - 9
            note = None if complete else "hn_hiring gave 41 % of its four-week median"
            contexts.append((week, population, size + number, size // 2, 2.1, 3000 / size / 100, complete, note,
                             size, 9.4 + number / 100))  # fmt: skip
            bare = (size + number) // 9 if population == "tech" else 0  # advertisements without a text
            ads += [
                (week, population, "hn_hiring", size + number, size + number),
                (week, population, "jooble", bare, 0),
            ]
        for index, (skill, _, _, _) in enumerate(skills):
            base = 0.45 / (1 + index * 0.35) * (1.2 if population != "tech" else 1.0)
            move = _move(index, nothing_moves)
            series: list[float] = []
            for number, week in enumerate(weeks):
                n = size + number
                drift = max(number - (WEEKS - 27), 0) / 26
                share = min(0.98, base * (1 + move * drift) * (1 + 0.06 * chance.uniform(-1, 1)))
                share = 0.0 if skill == "udemy" else share
                series.append(share)
                low, high = wilson(share, n / 2)
                mentioning = round(share * n)
                seen = None if skill == "edx" and population == "ml" else share
                demand.append(
                    (week, population, skill, n, mentioning, max(mentioning // 2, 0), share, seen,
                     None if seen is None else low, None if seen is None else high, number != WEEKS - 9, n / 2)
                )  # fmt: skip
            if population in ("tech", "ml"):
                for back in (1, 0):
                    trends.append(
                        _trend(
                            weeks[-1 - back],
                            population,
                            skill,
                            index=index,
                            series=series,
                            size=size,
                            nothing_moves=nothing_moves,
                            back=back,
                        )
                    )
    _insert(con, "weekly_demand", demand)
    _insert(con, "skill_trends", trends)
    _insert(con, "population_weeks", contexts)
    _insert(con, "weekly_ads", ads)


def _move(index: int, nothing_moves: bool) -> float:
    if nothing_moves:
        return 0.0
    return {3: 0.6, 5: 0.9, 8: 0.5, 12: -0.5, 14: -0.35, 120: 3.0}.get(index, 0.0)


def _trend(
    week: date,
    population: str,
    skill: str,
    *,
    index: int,
    series: list[float],
    size: int,
    nothing_moves: bool,
    back: int,
) -> tuple[Any, ...]:
    first, last = sum(series[-26:-13]) / 13, sum(series[-13:]) / 13
    mentioning = round(sum(series[-26:]) * size / 4)
    move = _move(index, nothing_moves)
    label = "steady" if index % 3 == 0 else "uncertain"
    if mentioning < 15:
        label = "too little data"
    elif move:
        label = "breakout" if index == 120 else "rising" if move > 0 else "falling"
    if back and index == 8:
        label = "uncertain"
    tested = label != "too little data"
    slope = math.log(last / first) / 2 if first and last else None
    q = 0.004 if label in ("rising", "falling", "breakout") else 0.62
    return (
        week, population, skill, label, slope if tested else None,
        None if slope is None or not tested else slope - 0.08, None if slope is None or not tested else slope + 0.08,
        last / first if first else None, q / 3 if tested else None, q if tested else None, size * 6, mentioning,
        mentioning // 3, index % 3 + 1 if tested else None, f"score test, q = {q}; <i>made up</i>", first, last,
        0.12, 2, 3,
        *((None,) * 9 if slope is None or not tested else
          (slope * 0.8, slope - 0.05, slope + 0.05, 0.02, slope / 3, slope / 3 - 0.04, slope / 3 + 0.04,
           slope * (-0.1 if index == 5 else 0.9), None)),
        *((label, first * 0.8, last, 0.03) if label in ("rising", "falling") else ("uncertain", first, last, 0.5)),
    )  # fmt: skip


def _fill_attention(
    con: duckdb.DuckDBPyConnection, skills: list[Skill], weeks: list[date], chance: random.Random
) -> None:
    rows: list[tuple[Any, ...]] = []
    for kind, documents in (("paper", 1200), ("post", 150)):
        for index, (skill, _, _, _) in enumerate(skills):
            for week in weeks:
                share = min(0.9, (0.3 / (1 + (index % 23))) * (1 + 0.2 * chance.uniform(-1, 1)))
                low, high = wilson(share, documents)
                rows.append((week, kind, skill, documents, round(share * documents), share, low, high))
    _insert(con, "weekly_attention", rows)


def _fill_guide(con: duckdb.DuckDBPyConnection, skills: list[Skill]) -> None:
    names = {skill: name for skill, name, _, _ in skills}
    level = {
        row[0]: row[1:]
        for row in con.execute(
            "select d.skill_id, d.share, d.share_low, d.share_high, t.label from weekly_demand d join skill_trends t"
            " on t.as_of_week = d.week and t.population = d.population and t.skill_id = d.skill_id"
            " where d.population = 'tech' and d.week = ?",
            [WEEK],
        ).fetchall()
    }
    rows = []
    for at, (section, skill) in enumerate(guide_rows()):
        share, low, high, label = level[skill]
        rate = None if share == 0 else 0.3 + (at % 7) / 12
        rows.append((WEEK, section, skill, names[skill], share, low, high, label, rate, (at % 9) / 30, 0.02, 0.03))
    _insert(con, "guide_scorecard", rows)


def _fill_sources(con: duckdb.DuckDBPyConnection, weeks: list[date]) -> None:
    sources = [
        ("hn_hiring", "posting", "Hacker News: Who is hiring?", True, "monthly", "API terms", "Hacker News",
         "https://news.ycombinator.com/", None),
        ("arxiv", "paper", "arXiv <metadata>", True, "continuous", "CC0", "arXiv.org", "javascript:alert(3)", None),
        ("feeds", "post", "Blog feeds", True, "continuous", "each feed's own", "See the list", None, None),
        ("greenhouse", "posting", "Greenhouse boards", False, "continuous", "public board API", "Each employer",
         "https://greenhouse.example/", "needs a board list"),
    ]  # fmt: skip
    _insert(con, "sources", sources)
    run = RUN_AT
    _insert(con, "source_health", [
        (run - timedelta(days=7), "hn_hiring", "ok", 60, 900, 900, 0, ""),
        (run, "hn_hiring", "ok", 12, 310, 40, 0, ""),
        (run, "arxiv", "partial", 9, 480, 120, 2, HOSTILE_MESSAGE),
        (run, "feeds", "unreachable", 3, 0, 0, 3, "feeds: connection refused"),
        (run, "greenhouse", "off", 0, 0, 0, 0, "switched off in sources.toml"),
    ])  # fmt: skip
    _insert(con, "weekly_sources", [
        (week, source, size, round(size * 0.8), 0.2, week != weeks[-9], None if week != weeks[-9] else "partly down")
        for week in weeks for source, size in (("hn_hiring", 320), ("greenhouse", 210))
    ])  # fmt: skip
    _insert(con, "quarantine", [
        ("feeds", "https://blog.example/feed", "not a feed", HOSTILE_TITLES[0], "look at it", RUN_AT),
        ("feeds", "https://blog.example/two", "not a feed", "", "look at it", RUN_AT),
        ("arxiv", "https://export.arxiv.org/x", "no date <b>", "", "", RUN_AT),
    ])  # fmt: skip
    _insert(con, "cell_weights", [(WEEK, "hn_hiring", "ml", 0.3), (WEEK, "hn_hiring", "software", 0.7)])
    _insert(con, "reports", [
        (WEEK - timedelta(weeks=1), RUN_AT - timedelta(weeks=1), "1.aaa-def", "def", "1" * 64, "site/reports/2026-W02"),
        (WEEK, RUN_AT, "1.abc-def", "def", "0" * 64, "site/reports/2026-W03"),
    ])  # fmt: skip


def _fill_documents(con: duckdb.DuckDBPyConnection, skills: list[Skill], chance: random.Random, postings: int) -> None:
    jobs: list[tuple[Any, ...]] = []
    groups: list[tuple[Any, ...]] = []
    mentions: list[tuple[Any, ...]] = []
    for number in range(postings):
        role, family = ROLES[number % len(ROLES)]
        day = WEEK - timedelta(days=number % 300)
        title = HOSTILE_TITLES[number] if number < len(HOSTILE_TITLES) else f"{role.replace('_', ' ').title()} {number}"
        posting, opening = f"hn_hiring:whoishiring:{number}", f"o{number}"
        seniority = ["junior", "mid", "senior", "lead", "unspecified", "intern"][number % 6]
        workplace = ["remote", "hybrid", "onsite", None][number % 4]
        url = HOSTILE_URLS[number % 3]
        low = 60_000.0 + 500 * (number % 80)
        jobs.append((posting, "hn_hiring", f"Employer <{number % 90}>", title, role, family, seniority, "full-time",
                     "Berlin", "DE", workplace, low, low + 20_000, "EUR", "year", None, None, None, "en", url, day,
                     day, day, None, opening))  # fmt: skip
        week = day - timedelta(days=day.weekday())
        groups.append((opening, posting, f"Employer <{number % 90}>", role, family, week, week, 1, False, True))
        for index in {int(chance.expovariate(0.08)) % len(skills) for _ in range(10)} | {number % len(skills)}:
            zone = ["required", "preferred", "duty", "company"][(number + index) % 4]
            mentions.append(
                (posting, "posting", skills[index][0], skills[index][1], 0, 3, zone, zone != "company", "1")
            )
    articles: list[tuple[Any, ...]] = []
    for number in range(60):
        kind = "paper" if number % 2 else "post"
        article = f"{kind}:{number}"
        title = HOSTILE_TITLES[number] if number < len(HOSTILE_TITLES) else f"On things, {number}"
        articles.append(
            (article, kind, "arxiv" if number % 2 else "feeds", title, HOSTILE_URLS[number % 3], WEEK, ["cs.LG"])
        )
        for index in (number % 20, 30):
            mentions.append((article, kind, skills[index][0], skills[index][1], 0, 3, "text", True, "1"))
    _insert(con, "postings", jobs, POSTING_COLUMNS)
    _insert(con, "openings", groups)
    _insert(con, "articles", articles)
    _insert(con, "mentions", mentions)


def _fill_candidates(con: duckdb.DuckDBPyConnection) -> None:
    """Names to look over, a common word, a rejected one; the first cannot be believed."""
    posting = con.execute("select min(posting_id) from postings").fetchall()[0][0]
    names = [(HOSTILE_TITLES[0], "open", False), ("=cmd()", "open", False), ("Cloud", "open", True),
             ("Forklift", "rejected", False)]  # fmt: skip
    _insert(con, "candidate_terms", [
        (WEEK, rank, term, verdict, "a vehicle" if verdict == "rejected" else None, WEEK, WEEK, 9, 7, 6, 1, 0.4, 4.7,
         is_common, "pytorch" if rank == 2 else None, "PyTorch" if rank == 2 else None, 0.9 if rank == 2 else None,
         ["Python", "C++ <& co>"], [posting])
        for rank, (term, verdict, is_common) in enumerate(names, start=1)
    ])  # fmt: skip


def _fill_beside(con: duckdb.DuckDBPyConnection, skills: list[Skill], nothing_moves: bool) -> None:
    """Parts of changes, gates, leads, controls, accuracy; a quiet market has controls only."""
    _insert(con, "negative_controls", [
        (WEEK, population, control, 30 if population == "tech" else 4, 1, 2, ["git"])
        for population in ("tech", "ml") for control in ("steady skills", "shuffled weeks")
    ])  # fmt: skip
    if nothing_moves:
        return
    parts, gates = [], []
    for population in ("tech", "ml"):
        for index, (skill, _, _, _) in enumerate(skills[:60]):
            for back in (0, 1):
                market, sources, roles = 0.02 + index / 1000 - back / 100, -0.004, 0.001 * back
                total = market + sources + roles
                parts.append((WEEK - timedelta(weeks=back), population, skill, 0.1, 0.1 + total, market, sources, roles,
                              total - 0.003, 0.002, 0.001))  # fmt: skip
            gates += [
                (WEEK, population, skill, "openings that ask", 120.0 - index, 15.0, True),
                (WEEK, population, skill, "q of the trend", 0.004 * index, 0.1, index <= 25),
                (WEEK, population, skill, "largest employer's part", None, 0.35, False),
                (WEEK, population, skill, "sign without the strongest employer", 1.0, 1.0, True),
            ]
    _insert(con, "skill_decomposition", parts)
    _insert(con, "trend_gates", gates)
    _insert(con, "lead_lag", [
        (WEEK, "paper", "python", 156, 8, None, None, 0.1, 0.5, 0.6, "no lead can be shown"),
        (WEEK, "paper", "deep-learning", 156, 8, 4, 12, 0.6, 0.001, 0.004, "papers lead postings by 4 to 12 weeks"),
        (WEEK, "paper", "pytorch", 156, -9, -14, -5, 0.6, 0.001, 0.004, "postings lead papers by 5 to 14 weeks"),
        (WEEK, "post", "python", 156, 8, None, None, 0.1, 0.5, 0.6, "no lead can be shown"),
    ])  # fmt: skip
    before = [WEEK - timedelta(weeks=back) for back in (40, 20, 9, 3)]
    _insert(con, "share_alerts", [
        ("tech", "python", before[1], "down", before[0], 5.2, 5.0),
        ("tech", "python", before[3], "up", before[2], 5.9, 5.0),
        ("ml", "git", before[0], "up", before[0], 5.9, 5.0),
    ])  # fmt: skip
    _insert(con, "attention_bursts", [
        ("paper", "python", before[0], before[0], 200, 60, 0.12, 9.0),
        ("paper", "python", before[2], None, 900, 310, 0.12, 31.0),
        ("post", "python", before[0] - timedelta(weeks=9), before[0], 300, 90, 0.1, 12.0),
    ])  # fmt: skip
    _insert(con, "skill_precision", [("git", "Git", 12, 11, 11 / 12, 0.65, 0.99)])
    _insert(con, "extraction_accuracy", [
        ("all", "technology", 0.95, 0.93, 0.97, 0.88, 0.85, 0.91, 812, 760),
        ("all", "zone:required", 0.9, 0.86, 0.93, 0.8, 0.76, 0.84, 300, 280),
        ("python", "language", 0.99, 0.94, 1.0, 0.97, 0.91, 0.99, 90, 92),
    ])  # fmt: skip


def _fill_summaries(con: duckdb.DuckDBPyConnection) -> None:
    """The summaries that are published as tables, computed by the SQL that publishes them."""
    published = statements_in("published")
    for name in ("country_groups", "opening_skills", "skill_pairs", "skill_salaries"):
        text = published[name].replace("snapshot.", "main.").rstrip().rstrip(";")
        con.execute(f"insert into {name} {text}")
