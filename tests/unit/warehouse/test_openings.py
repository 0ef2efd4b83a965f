"""Openings: which postings are one, and when the same advertisement is a new one."""

from dataclasses import replace
from datetime import date

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, days, load, posting, read_all, reading

from extractors.records import Posting
from warehouse.load import pending_texts, store_readings
from warehouse.openings import OpeningCounts, cluster_openings
from warehouse.reference import store_sources
from warehouse.similarity import BLOCK_MEMORY, coded, likely_pairs, likeness, shingles, signature, stacked

OTHER = "A quite different letter: we drive trams at night and want a calm person who repairs doors, bells and brakes."
NEAR = BODY.replace("two colleagues", "three colleagues")
LIKE = BODY.replace("Requirements are Python, SQL and some years of practice with models in production.", "Bring wit.")


LESS = LIKE.replace("Write to us with a short letter about something you made.", "Call Ann.")


def opened(con: DuckDBPyConnection, *records: Posting, on: date = DAY, role: str = "ml_engineer") -> list[set[str]]:
    """Load, read and cluster; the openings as sets of native ids."""
    load(con, *records, on=on)
    read_all(con, "python", role=role)
    cluster_openings(con)
    rows = con.execute(
        "select list(p.native_id) from opening_members as m join posting_records as p on p.posting_id = m.posting_id"
        " group by m.opening_id"
    ).fetchall()
    return sorted((set(ids) for (ids,) in rows), key=sorted)


def test_equal_and_nearly_equal_texts_of_one_employer_are_one_opening(con: DuckDBPyConnection) -> None:
    found = opened(con, posting("1"), posting("2"), posting("3", text=NEAR), posting("4", text=OTHER))
    assert found == [{"1", "2", "3"}, {"4"}]


def test_alike_texts_are_one_only_where_title_and_place_agree(con: DuckDBPyConnection) -> None:
    less, like = (likeness(shingles(BODY), shingles(text)).jaccard for text in (LESS, LIKE))
    assert 0.5 < less < 0.6 < like < 0.8
    here, there = posting("1", location="Ghent"), posting("2", text=LIKE, location="Lyon")
    assert opened(con, here, there) == [{"1"}, {"2"}]
    assert opened(con, replace(there, location="Ghent"), on=days(1)) == [{"1", "2"}]


def asking(con: DuckDBPyConnection, skills: dict[str, tuple[str, ...]]) -> None:
    """Read everything that waits; native id -> skills."""
    for batch in pending_texts(con, "test-1"):
        rows = [(name, kind, reading(*skills[name.rsplit(":")[-1]])) for name, _, _, kind in batch]
        store_readings(con, rows, "test-1")


@pytest.mark.parametrize(
    ("second", "skills", "openings"),
    [
        (posting("2", text=LIKE, title="ML Developer", on=days(28)), ("python", "sql"), 1),
        (posting("2", text=LIKE, title="ML Developer", on=days(0)), ("python", "sql"), 2),
        (posting("2", text=LIKE, title="ML Developer", on=days(28)), ("rust", "go"), 2),
        (posting("2", text=LESS, title="ML Developer", on=days(28)), ("python", "sql"), 1),
        (posting("2", text=LIKE, title="Data Analyst", on=days(28)), ("python", "sql"), 2),
        (posting("2", text=LIKE, on=days(28)), ("rust", "go"), 2),
    ],
    ids=["its-successor", "at-the-same-time", "asks-for-others", "same-job", "other-job", "same-title-asks-for-others"],
)
def test_an_ad_that_was_rewritten_is_the_same_opening_while_it_asks_for_the_same(
    con: DuckDBPyConnection, second: Posting, skills: tuple[str, ...], openings: int
) -> None:
    load(con, *(replace(p, board="whoishiring") for p in (posting("1"), second)), on=days(30))
    asking(con, {"1": ("python", "sql"), "2": skills})
    assert cluster_openings(con).openings == openings


def test_copies_in_another_role_stay_apart(con: DuckDBPyConnection) -> None:
    opened(con, posting("1"))
    assert opened(con, posting("2"), role="data_analyst") == [{"1"}, {"2"}]


def test_after_more_than_six_weeks_of_silence_it_is_a_new_opening(con: DuckDBPyConnection) -> None:
    monthly = [posting(str(n), on=days(day)) for n, day in enumerate([0, 30, 60, 103, 140])]
    thread = [replace(p, board="whoishiring") for p in monthly]
    assert opened(con, *thread, on=days(200)) == [{"0", "1", "2"}, {"3", "4"}]
    rows = con.execute("select first_on, last_on, postings, readvertised from openings order by 1").fetchall()
    assert rows == [(DAY, days(60), 3, False), (days(103), days(140), 2, True)]


def test_an_ad_that_stayed_on_its_board_was_never_silent(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), on=days(90))
    assert opened(con, posting("2", on=days(100)), on=days(100)) == [{"1", "2"}]


def test_only_employers_of_whom_something_moved_are_compared_again(con: DuckDBPyConnection) -> None:
    opened(con, posting("1"), posting("2"), posting("3", "Borealis", text=OTHER))
    assert cluster_openings(con) == OpeningCounts(employers=0, compared=0, postings=3, openings=2)
    before = con.execute("select * from openings where employer_key <> '' order by opening_id").fetchall()
    load(con, posting("4", "Cygnus", text="Cygnets need a keeper."), on=days(1))
    read_all(con, "python")
    assert cluster_openings(con) == OpeningCounts(employers=1, compared=1, postings=4, openings=3)
    after = con.execute("select * from openings order by opening_id").fetchall()
    assert set(before) < set(after)


def test_other_rules_than_the_last_time_find_all_openings_anew(con: DuckDBPyConnection) -> None:
    opened(con, posting("1"), posting("2"), posting("3", "Borealis", text=OTHER))
    before = con.execute("from openings order by opening_id").fetchall()
    con.execute("update opening_rules set version = 'older'")
    assert cluster_openings(con) == OpeningCounts(employers=2, compared=3, postings=3, openings=2)
    assert con.execute("from openings order by opening_id").fetchall() == before
    assert cluster_openings(con).employers == 0


def test_a_copy_key_joins_only_where_a_text_is_missing(con: DuckDBPyConnection) -> None:
    assert opened(con, posting("1"), posting("2", text=OTHER)) == [{"1"}, {"2"}]
    con.execute("update posting_records set copy_key = 'k'")
    con.execute("update opening_rules set version = 'older'")
    assert cluster_openings(con).openings == 2
    con.execute("update posting_records set text = null, text_hash = null where native_id = '2'")
    assert cluster_openings(con).openings == 1


def test_step_by_step_gives_the_same_openings_as_all_at_once(con: DuckDBPyConnection) -> None:
    records = [posting(str(n), on=days(n), text=[BODY, NEAR, OTHER][n % 3]) for n in range(9)]
    for record in records:
        opened(con, record)
    ids = con.execute("select opening_id, first_on, postings from openings order by 1").fetchall()
    for name in ("openings", "opening_members", "posting_signatures"):
        con.execute(f"delete from {name}")
    cluster_openings(con)
    assert con.execute("select opening_id, first_on, postings from openings order by 1").fetchall() == ids


def test_a_reworded_posting_leaves_its_opening(con: DuckDBPyConnection) -> None:
    assert opened(con, posting("1"), posting("2")) == [{"1", "2"}]
    assert opened(con, posting("2", text=OTHER), on=days(1)) == [{"1"}, {"2"}]


def test_a_posting_that_was_not_read_is_in_no_opening(con: DuckDBPyConnection) -> None:
    load(con, posting("1"))
    assert cluster_openings(con).openings == 0


def test_the_views_count_an_opening_once_with_its_strongest_zone(con: DuckDBPyConnection) -> None:
    opened(con, posting("1", on=days(2)), posting("2"), posting("3", text=OTHER, country="BE"))
    con.execute(
        "insert into mentions values ('board:acme:2', 'posting', 'python', 'py', 0, 2, 'preferred', true, 'test-1'),"
        " ('board:acme:2', 'posting', 'go', 'Go', 0, 2, 'company', false, 'test-1')"
    )
    facts = con.execute("select source, role, country, posted_on, week from opening_facts order by country").fetchall()
    assert facts == [("board", "ml_engineer", "BE", DAY, DAY), ("board", "ml_engineer", None, DAY, DAY)]
    assert con.execute("select skill_id, zone from opening_skills").fetchall() == [("python", "required")] * 2
    assert con.execute("select * from source_weeks").fetchall() == [("board", "continuous", DAY, 3, 2)]


def test_no_sources_is_no_fault(con: DuckDBPyConnection) -> None:
    assert store_sources(con, []) == 0


def test_texts_without_words_can_be_compared() -> None:
    assert likeness(shingles(""), shingles("…")).jaccard == 1
    assert likeness(shingles("one two"), shingles("ONE, two!")).jaccard == 1
    assert likeness(shingles("one two"), shingles("two one")).jaccard == 0


def test_a_block_of_any_size_gives_each_text_few_pairs() -> None:
    sketches = stacked([signature(shingles(BODY))] * 200)
    one, marks = coded([""] * 200), coded([number % 100 for number in range(200)])
    pairs = likely_pairs(sketches, one, marks, bands=21, rows=3, least=0.5)
    assert all(earlier < later for earlier, later in pairs)
    assert len(pairs) <= (BLOCK_MEMORY + 1) * 200
    assert (3, 103) in pairs, "the last with the same mark, however far back"
    assert likely_pairs(sketches, coded(range(200)), marks, bands=21, rows=3, least=0.5) == [], "other groups"


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert signature(shingles(BODY)).hex()[:16] == "3657840126418903"
    sketches = stacked([signature(shingles(BODY)), signature(shingles(NEAR)), b"\0" * 256])
    same = coded(["", "", ""])
    assert likely_pairs(sketches, same, same, bands=21, rows=3, least=0.5) == [(0, 1)]
