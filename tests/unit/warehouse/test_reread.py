"""After a change of the taxonomy only texts that it can touch are read again, with the result of reading all."""

from functools import cache
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_records import article, load, posting

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import Skill, Taxonomy
from warehouse import reread
from warehouse.load import count_pending, pending_texts, store_readings
from warehouse.reread import carry_over, holds_any
from warehouse.store import open_writer

FORMS = [
    ("python", "language", {"aliases": ("Python",)}),
    ("python", "language", {"cased": ("Python",), "ambiguous": "tech-name"}),
    ("go", "language", {"cased": ("Go",), "safe": ("Golang",), "ambiguous": "tech-name"}),
    ("spark", "tool", {"cased": ("Spark",), "ambiguous": "tech-name"}),
    ("apache-spark", "tool", {"aliases": ("Apache Spark", "PySpark")}),
    ("sql", "language", {"aliases": ("SQL",)}),
    ("t-sql", "language", {"aliases": ("T-SQL",)}),
    ("machine-learning", "concept", {"aliases": ("machine learning", "ML")}),
    ("learning", "concept", {"aliases": ("learning",), "ambiguous": "word"}),
    ("role-ml", "role", {"role": "ml_engineer"}),
]
WORDS = [
    "Python", "python", "Go", "golang", "Spark", "Apache Spark", "Apache\nSpark", "PySpark", "SQL", "T - SQL", "T-SQL",
    "machine learning", "Machine-Learnings", "ML Engineer", "learning", "we use", "experience with", "and", ",", ".\n",
    "- ", "Requirements:", "nice to have", "the", "regression", "model",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


EDITIONS = [frozenset(chosen) for chosen in ({0, 5}, {0, 2, 5}, {1, 3, 6, 7}, {3, 4, 7, 8}, {4, 8, 9}, {2, 4, 6, 9})]


@cache
def extractor_of(chosen: frozenset[int]) -> Extractor:
    skills = {FORMS[i][0]: Skill(FORMS[i][0], FORMS[i][0], FORMS[i][1], **FORMS[i][2]) for i in sorted(chosen)}  # type: ignore[arg-type]
    return Extractor(Taxonomy(skills=skills, version="-".join(map(str, sorted(chosen))) or "none"))


def read_waiting(con: DuckDBPyConnection, extractor: Extractor) -> list[str]:
    """Reads what waits, as the extract stage does; returns the ids that were read."""
    carry_over(con, extractor)
    read: list[str] = []
    for batch in pending_texts(con, extractor.version):
        found = [(name, kind, extractor.read(text, title=title, kind=kind)) for name, text, title, kind in batch]
        store_readings(con, found, extractor.version)
        read += [name for name, *_ in batch]
    return read


def stored(con: DuckDBPyConnection) -> list[tuple[object, ...]]:
    return [
        *con.execute("from readings order by all").fetchall(),
        *con.execute("from mentions order by all").fetchall(),
    ]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    editions=st.lists(st.sampled_from(EDITIONS), min_size=2, max_size=3),
)
def test_reading_what_a_change_touches_gives_what_reading_everything_gives(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], editions: list[frozenset[int]]
) -> None:
    records = [posting(str(number), text=text) for number, text in enumerate(texts)]
    results = []
    for steps in (editions, editions[-1:]):
        con = open_writer(tmp_path_factory.mktemp("house") / "w.duckdb")
        load(con, *records, article("a", texts[0]))
        for chosen in steps:
            read_waiting(con, extractor_of(chosen))
        results.append(stored(con))
        con.close()
    assert results[0] == results[1]


def test_only_texts_that_hold_a_changed_form_are_read_again(con: DuckDBPyConnection) -> None:
    load(con, posting("1", text="We use Python."), posting("2", text="We use Apache  Spark and SQL."), article("3"))
    assert len(read_waiting(con, extractor_of(frozenset({0})))) == 3
    both = extractor_of(frozenset({0, 4}))
    assert read_waiting(con, both) == ["board:acme:2"]
    assert con.execute("select distinct extractor_version from readings").fetchall() == [(both.version,)]
    assert con.execute("select distinct extractor_version from mentions").fetchall() == [(both.version,)]
    assert read_waiting(con, both) == []


def test_a_changed_rule_a_changed_role_and_a_great_change_have_everything_read_again(
    con: DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(con, posting("1", text="We use Python."), posting("2", text="We use SQL."))
    read_waiting(con, extractor_of(frozenset({0})))
    assert len(read_waiting(con, extractor_of(frozenset({0, 9})))) == 2, "roles are found in every text"
    monkeypatch.setattr(reread, "MOST_CHANGED", 0)
    assert len(read_waiting(con, extractor_of(frozenset({0, 5, 9})))) == 2
    again = extractor_of(frozenset({0, 5, 9}))
    monkeypatch.setattr(again, "rules_version", "other")
    assert len(read_waiting(con, again)) == 2


def test_a_text_that_came_while_the_older_extractor_was_at_work_still_waits(con: DuckDBPyConnection) -> None:
    load(con, posting("1", text="We use Python."))
    read_waiting(con, extractor_of(frozenset({0})))
    load(con, posting("2", text="We use nothing."))
    newer = extractor_of(frozenset({0, 5}))
    carry_over(con, newer)
    assert count_pending(con, newer.version) == 1


def test_a_form_is_sought_without_regard_to_case_and_white_space() -> None:
    assert holds_any("Apache \n  SPARK", ["apachespark"])
    assert not holds_any("Apache and Spark", ["apachespark"])


def test_what_read_last_is_kept_over_a_restart(tmp_path: Path) -> None:
    con = open_writer(tmp_path / "w.duckdb")
    load(con, posting("1", text="We use Python."), posting("2", text="We use SQL."))
    read_waiting(con, extractor_of(frozenset({0})))
    con.close()
    con = open_writer(tmp_path / "w.duckdb")
    assert read_waiting(con, extractor_of(frozenset({0, 5}))) == ["board:acme:2"]
    con.close()
