"""A small made-up published database, and a way to run commands in a folder of their own."""

import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

WEEK = date(2026, 1, 19)
WEEKS = [WEEK - timedelta(weeks=back) for back in reversed(range(30))]
# Every kind of text a stranger may put into a title: colours, window titles, a backspace, text that runs backwards.
HOSTILE = "\x1b[31mML\x1b[0m \x1b]0;owned\x07Engineer\x08 \u202eevil\u202c"
TEXT = "We build search.\nYou know PyTorch well. Kubernetes is a plus!\nApply now."
LISTED = "We are hiring.\nYou know Python, Tidewind and Kafka.\nApply now."
SKILLS = [
    ("pytorch", "PyTorch", "library", "libraries", ["PyTorch", "torch"]),
    ("kubernetes", "Kubernetes", "tool", None, ["Kubernetes", "k8s"]),
    ("hadoop", "Hadoop", "platform", None, ["Hadoop"]),
    ("docker", "Docker", "tool", "mlops", ["Docker"]),
    ("role-ml-engineer", "Machine Learning Engineer", "role", "roles", []),
]
SCHEMA = """
create table skills (skill_id varchar, name varchar, kind varchar, guide_section varchar, aliases varchar[]);
create table weekly_demand (week date, population varchar, skill_id varchar, openings integer, mentioning integer,
    employers integer, share_raw double, share double, share_low double, share_high double, complete boolean,
    n_effective double);
create table skill_trends (as_of_week date, population varchar, skill_id varchar, label varchar,
    slope_per_quarter double, slope_low double, slope_high double, ratio double, p_value double, q_value double,
    openings integer, mentioning integer, employers integer, tier integer, reason varchar, share_first double,
    share_last double, top_employer_share double, sources integer, consecutive_weeks integer, long_label varchar,
    long_first double, long_last double, long_q_value double);
create table skill_pairs (week date, population varchar, skill_id varchar, other_id varchar, both_named integer,
    share_of_skill double);
create table weekly_attention (week date, kind varchar, skill_id varchar, documents integer, mentioning integer,
    share double, share_low double, share_high double);
create table guide_scorecard (as_of_week date, guide_section varchar, skill_id varchar, name varchar, share double,
    share_low double, share_high double, label varchar, required_rate double, junior_share double,
    paper_share double, post_share double);
create table guide_items (guide_section varchar, skill_id varchar, position integer);
create table postings (posting_id varchar, source varchar, employer varchar, title varchar, role varchar,
    role_family varchar, url varchar, posted_on date, first_seen date, opening_id varchar);
create table openings (opening_id varchar, employer varchar, role varchar, role_family varchar, first_week date,
    last_week date, postings integer, readvertised boolean);
create table articles (article_id varchar, kind varchar, source varchar, title varchar, url varchar, published_on date);
create table mentions (document_id varchar, document_kind varchar, skill_id varchar, surface varchar,
    start_char integer, end_char integer, zone varchar, counts boolean);
create table candidate_terms (rank integer, term varchar, verdict varchar, why varchar, score double,
    employers integer, employers_recent integer, employers_before integer, employers_expected double,
    postings integer, first_week date, last_week date, is_common_word boolean, nearest_skill_id varchar,
    nearest_form varchar, nearest_similarity double, beside varchar[], evidence varchar[]);
create table sources (source varchar, title varchar, homepage varchar, attribution varchar);
create table quarantine (source varchar, url varchar, reason varchar, detail varchar, remedy varchar,
    seen_at timestamp);
create table source_health (run_at timestamp, source varchar, status varchar, requests integer, documents integer,
    new_documents integer, failures integer, message varchar);
"""
Run = Callable[..., Result]


def _insert(con: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Sequence[Any]]) -> None:
    con.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)


def write_world(data: Path) -> None:
    """Fills `data/published` with five skills, thirty weeks and three openings."""
    published = data / "published"
    (published / "site").mkdir(parents=True)
    (published / "site" / "index.html").write_text("<!doctype html><title>tide</title>", encoding="utf-8")
    (published / "site" / "feed.xml").write_text("<feed/>", encoding="utf-8")
    (published / "site" / "reports").mkdir()
    con = duckdb.connect(str(published / "skilltide.duckdb"))
    con.execute(SCHEMA)
    _insert(con, "skills", SKILLS)
    _fill_measures(con)
    _fill_documents(con)
    con.execute("alter table postings add column seniority varchar")
    texts = str(published / "texts.parquet")
    con.execute(
        "copy (select unnest(['hn:a:1', 'hn:a:9']) as document_id, unnest(?::varchar[]) as text)"
        f" to '{texts}' (format parquet)",
        [[TEXT, LISTED]],
    )
    con.close()


def _fill_measures(con: duckdb.DuckDBPyConnection) -> None:
    labels = {"pytorch": "rising", "kubernetes": "breakout", "hadoop": "falling", "docker": "uncertain"}
    labels["role-ml-engineer"] = "rising"
    demand, trends = [], []
    for population in ("tech", "ml", "ml_engineer"):
        for skill, label in labels.items():
            for number, week in enumerate(WEEKS):
                share = 0.2 + (number if label == "rising" else -number if label == "falling" else 0) / 200
                demand.append(
                    (week, population, skill, 200, 40, 30, share, share, share - 0.05, share + 0.05, True, 90)
                )
            slope = -0.2 if label == "falling" else 0.2
            trends.append(
                (WEEK, population, skill, label, slope, slope - 0.1, slope + 0.1, 1.3, 0.001, 0.01, 900, 180, 90, 1,
                 "q = 0.01", 0.15, 0.2, 0.1, 2, 3, "rising" if skill in ("pytorch", "docker") else "uncertain",
                 0.1, 0.16, 0.02)
            )  # fmt: skip
    _insert(con, "weekly_demand", demand)
    _insert(con, "skill_trends", trends)
    _insert(con, "skill_pairs", [
        (WEEK, "tech", "pytorch", "docker", 20, 0.2), (WEEK, "tech", "pytorch", "kubernetes", 30, 0.3),
        (WEEK, "ml", "pytorch", "hadoop", 40, 0.4), (WEEK, "tech", "kubernetes", "pytorch", 30, 0.5),
    ])  # fmt: skip
    _insert(con, "weekly_attention", [(WEEK, "paper", "pytorch", 500, 50, 0.1, 0.08, 0.13)])
    _insert(con, "guide_scorecard", [
        (WEEK, "libraries", "pytorch", "PyTorch", 0.3, 0.25, 0.35, "rising", 0.6, 0.1, 0.1, None),
        (WEEK, "libraries", "hadoop", "Hadoop", 0.2, 0.15, 0.25, "falling", None, None, 0.0, None),
        (WEEK, "mlops", "docker", "Docker", None, None, None, "too little data", None, None, None, None),
    ])  # fmt: skip
    _insert(con, "guide_items", [("libraries", "pytorch", 1), ("libraries", "hadoop", 2), ("mlops", "docker", 1)])


def _fill_documents(con: duckdb.DuckDBPyConnection) -> None:
    _insert(con, "openings", [
        ("o1", "Tide & Co", "ml_engineer", "ml", WEEK, WEEK, 2, False),
        ("o2", "Other", "designer", "other", WEEK, WEEK, 1, False),
        ("o3", "Third", "ml_engineer", "ml", WEEK - timedelta(weeks=3), WEEK, 1, False),
        ("o4", "Old", "ml_engineer", "ml", WEEK - timedelta(weeks=4), WEEK, 1, False),
    ])  # fmt: skip
    _insert(con, "postings", [
        ("hn:a:1", "hn", "Tide & Co", HOSTILE, "ml_engineer", "ml", "https://jobs.example/1", WEEK, WEEK, "o1"),
        ("hn:a:2", "hn", "Tide & Co", "copy", "ml_engineer", "ml", "https://jobs.example/2", WEEK, WEEK, "o1"),
        ("hn:a:3", "hn", "Other", "Designer", "designer", "other", "https://jobs.example/3", WEEK, WEEK, "o2"),
        ("hn:a:4", "hn", "Third", "ML", "ml_engineer", "ml", None, WEEK - timedelta(weeks=3), WEEK, "o3"),
        ("hn:a:5", "hn", "Old", "ML", "ml_engineer", "ml", None, WEEK - timedelta(weeks=4), WEEK, "o4"),
    ])  # fmt: skip
    at = TEXT.index("PyTorch")
    _insert(con, "mentions", [
        ("hn:a:1", "posting", "pytorch", "PyTorch", at, at + 7, "required", True),
        ("hn:a:1", "posting", "kubernetes", "Kubernetes", TEXT.index("Kub"), TEXT.index("Kub") + 10, "preferred", True),
        ("hn:a:2", "posting", "pytorch", "PyTorch", 3, 10, "duty", True),
        ("hn:a:3", "posting", "pytorch", "PyTorch", 3, 10, "required", True),
        ("hn:a:4", "posting", "pytorch", "torch", None, None, "required", True),
        ("hn:a:5", "posting", "pytorch", "torch", None, None, "required", True),
        ("arxiv:x:1", "paper", "pytorch", "PyTorch", 0, 7, "text", True),
    ])  # fmt: skip
    _insert(con, "articles", [("arxiv:x:1", "paper", "arxiv", "On tides", "https://papers.example/1", WEEK)])
    _insert(con, "candidate_terms", [
        (1, "Tidewind", "open", None, 4.0, 6, 6, 1, 0.4, 9, WEEK, WEEK, False, "x", "Tailwind", 0.82, [], ["hn:a:9"]),
        (2, HOSTILE, "open", None, 3.0, 5, 5, 1, 0.4, 9, WEEK, WEEK, False, None, None, None, ["Python"], []),
        (3, "Cloud", "open", None, 9.0, 9, 9, 1, 0.4, 9, WEEK, WEEK, True, None, None, None, [], []),
    ])  # fmt: skip
    _insert(con, "sources", [("hn", "Threads", "https://threads.example/", "Each post links to its comment.")])
    _insert(con, "quarantine", [("hn_hiring", "https://a.example", "unreadable comment", "x", "y", "2026-01-25")])
    _insert(con, "source_health", [("2026-01-25 06:00:00", "hn_hiring", "partial", 9, 80, 12, 1, HOSTILE)])


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with something published in it."""
    data = tmp_path_factory.mktemp("world") / "data"
    write_world(data)
    return data


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and an environment without settings."""
    for name in list(os.environ):
        if name.upper().startswith("SKILLTIDE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bare(elsewhere: Path) -> Run:
    """Runs a command where nothing has been published."""
    return _runner({})


@pytest.fixture
def run(elsewhere: Path, world: Path) -> Run:
    """Runs a command on the made-up world."""
    return _runner({"SKILLTIDE_DATA": str(world)})


def _runner(environment: dict[str, str]) -> Run:
    from pipelines.cli.main import cli

    def call(*arguments: str, stdin: str | bytes | None = None, **extra: str) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, env={**environment, **extra}, prog_name="skilltide")

    return call
