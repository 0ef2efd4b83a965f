"""Papers and posts, and the guide's scorecard, on a handful of documents."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from tests.simulation.market import empty_warehouse
from warehouse.measure import measure

WEEK = date(2026, 1, 19)
AS_OF = date(2026, 1, 25)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    empty_warehouse(con)
    con.execute(
        "insert into skills values ('python', 'Python', 'language', 'programming', []), "
        "('rag', 'RAG', 'concept', 'trends', [])"
    )
    con.execute(
        "insert into guide_items values ('programming', 'python', 1), ('trends', 'rag', 1), ('algorithms', 'rag', 2)"
    )
    for number in range(10):
        con.execute(
            "insert into opening_facts (opening_id, source, employer_key, role, role_family, seniority, posted_on, "
            "week) values (?, 'board', ?, 'ml_engineer', 'ml', ?, ?, ?)",
            [f"o{number}", f"e{number}", "junior" if number < 2 else "senior", WEEK, WEEK],
        )
        if number < 4:
            con.execute(
                "insert into opening_skills values (?, 'python', ?)",
                [f"o{number}", "required" if number < 3 else "duty"],
            )
        con.execute("insert into article_facts values (?, 'paper', 'arxiv', ?, ?)", [f"a{number}", WEEK, WEEK])
    con.execute("insert into article_skills values ('a0', 'rag'), ('a1', 'rag'), ('a2', 'not-in-taxonomy')")
    con.execute("insert into source_weeks values ('board', 'continuous', ?, 12, 10)", [WEEK])
    yield con
    con.close()


def test_attention_counts_papers_of_four_weeks_with_wilson_intervals(con: duckdb.DuckDBPyConnection) -> None:
    measure(con, AS_OF)
    rows = con.execute(
        "select kind, skill_id, documents, mentioning, share, share_low, share_high from weekly_attention"
    ).fetchall()
    by_skill = {row[1]: row for row in rows}
    assert by_skill["rag"][:5] == ("paper", "rag", 10, 2, 0.2)
    assert by_skill["rag"][5:] == (pytest.approx(0.0567, abs=1e-4), pytest.approx(0.5098, abs=1e-4))
    assert by_skill["python"][3:5] == (0, 0.0)
    assert "not-in-taxonomy" not in by_skill


def test_every_item_of_the_guide_has_a_row_in_each_of_its_sections(con: duckdb.DuckDBPyConnection) -> None:
    counts = measure(con, AS_OF)
    assert counts.scorecard_rows == 3
    rows = con.execute("select guide_section, skill_id, label from guide_scorecard order by all").fetchall()
    assert rows == [
        ("algorithms", "rag", "too little data"),
        ("programming", "python", "too little data"),
        ("trends", "rag", "too little data"),
    ]


def test_the_scorecard_tells_required_from_mentioned_and_junior_from_senior(con: duckdb.DuckDBPyConnection) -> None:
    measure(con, AS_OF)
    row = con.execute(
        "select share, required_rate, junior_share, paper_share, post_share "
        "from guide_scorecard where skill_id = 'python'"
    ).fetchall()
    assert row == [(pytest.approx(0.4), 0.75, 0.5, 0.0, None)]


def test_duplicates_of_a_source_are_counted(con: duckdb.DuckDBPyConnection) -> None:
    measure(con, AS_OF)
    assert con.execute("select postings, openings, duplicate_share, complete from weekly_sources").fetchall() == [
        (12, 10, pytest.approx(1 / 6), True)
    ]
