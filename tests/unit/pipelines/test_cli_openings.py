"""`skilltide openings`: what it prints of the pairs that the audit finds."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

TEXT = "We build forecasting tools for farms and want somebody who likes data and clear writing.\n{}\nWrite to us soon."
Run = Callable[..., Result]
DDL = """
create table postings (posting_id varchar, source varchar, employer varchar, title varchar, location varchar,
    role varchar, posted_on date, first_seen date, opening_id varchar);
create table opening_members (opening_id varchar, posting_id varchar, alike_to varchar, reason varchar);
create table mentions (document_id varchar, document_kind varchar, skill_id varchar);
"""


@pytest.fixture
def run(elsewhere: Path, bare: Run) -> Run:
    """Two postings that are one opening and one that nearly was."""
    published = elsewhere / "data" / "published"
    published.mkdir(parents=True)
    con = duckdb.connect(str(published / "skilltide.duckdb"))
    con.execute(DDL)
    for number, title, opening in (
        ("1", "\x1b[31mML Engineer", "o1"),
        ("2", "ML Engineer", "o1"),
        ("3", "Baker", "o2"),
    ):
        day = date(2026, 1, int(number))
        con.execute(
            "insert into postings values (?, 'hn', 'Tide & Co', ?, 'Ghent', 'ml_engineer', ?, ?, ?)",
            [f"hn:a:{number}", title, day, day, opening],
        )
    con.execute("insert into opening_members values ('o1', 'hn:a:1', null, null)")
    con.execute("insert into opening_members values ('o1', 'hn:a:2', 'hn:a:1', 'nearly the same text')")
    con.execute("create table texts (document_id varchar, text varchar)")
    for number, line in (("1", "You know Python."), ("2", "You know Python well."), ("3", "You bake bread and rolls.")):
        con.execute("insert into texts values (?, ?)", [f"hn:a:{number}", TEXT.format(line)])
    con.execute(f"copy texts to '{published / 'texts.parquet'}' (format parquet)")
    con.close()
    return partial(bare, SKILLTIDE_DATA=str(elsewhere / "data"))


def test_pairs_are_shown_with_likeness_reason_and_what_differs(run: Run) -> None:
    lines = run("openings").output.splitlines()
    assert lines[0] == "joined  0.61 alike, 0.78 within: nearly the same text"
    assert lines[1] == "  < 2026-01-01 Tide & Co: ML Engineer, Ghent", "a title cannot repaint the terminal"
    assert "      > you know python well" in lines
    assert any(line.startswith("apart  ") and line.endswith(": less than .5 alike") for line in lines)


def test_the_same_as_json(run: Run) -> None:
    joined, *apart = json.loads(run("openings", "--json", "--limit", "4").output)
    assert joined["joined"] and joined["only_second"] == ["you know python well"]
    assert [side["posting_id"] for side in joined["postings"]] == ["hn:a:1", "hn:a:2"]
    assert apart and not any(pair["joined"] for pair in apart)


def test_without_texts_one_line_says_what_to_do(run: Run, elsewhere: Path) -> None:
    (elsewhere / "data" / "published" / "texts.parquet").unlink()
    result = run("openings")
    assert result.exit_code != 0 and "run `skilltide report` first" in result.output + str(result.stderr)
