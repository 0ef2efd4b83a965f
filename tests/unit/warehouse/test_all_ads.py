"""Advertisements without a text: openings by their title alone, in the share of all advertisements and in no other."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import DAY, VERSION, days, load, posting, read_all

from extractors.records import Listing, Posting, Reading
from warehouse.facts import SURVIVOR_DAYS
from warehouse.load import load_records, pending_titles, store_readings, title_reading
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.publish import DATABASE, publish
from warehouse.store import open_published

AS_OF = days(13)  # A Sunday: DAY and the Monday after it are closed weeks.
ASKING = "We forecast the yield of fields. "


def bare(
    native_id: str, employer: str = "Titles Co", *, on: date = DAY, title: str = "Data Scientist", **more: object
) -> Posting:
    """A row of a source that shows no texts."""
    return posting(native_id, employer, on=on, text="", title=title, source="titles", **more)


def read_titles(con: DuckDBPyConnection, version: str = VERSION) -> list[str]:
    """Read every title that waits as that of a data scientist; returns the titles."""
    titles = []
    for batch in pending_titles(con, version):
        found = Reading(role="data_scientist", role_family="ml", seniority="senior")
        store_readings(con, [(name, "posting", title_reading(found)) for name, _, _, _ in batch], version)
        titles += [title or "" for _, _, title, _ in batch]
    return titles


def opened(con: DuckDBPyConnection, *records: Posting | Listing) -> None:
    load_records(con, records, raw_id=None, seen_on=AS_OF)
    read_all(con, "python", role="data_scientist")
    read_titles(con)
    cluster_openings(con)


def groups(con: DuckDBPyConnection) -> list[list[str]]:
    rows = con.execute(
        "select list(split_part(posting_id, ':', 3) order by posting_id) from opening_members group by opening_id"
    ).fetchall()
    return sorted(ids for (ids,) in rows)


def text(number: int) -> str:
    """A text like no other."""
    return ASKING + " ".join(f"w{number}x{word}" for word in range(30))


def market(con: DuckDBPyConnection, hidden: int = 0) -> None:
    """Forty openings of twenty employers in two weeks, half of which ask for Python; the last ones have no texts."""
    con.execute("insert into skills values ('python', 'Python', 'language', null, [])")
    rows = [
        posting(str(n), f"Employer {n % 20}", text=text(n), title=f"Data Scientist {n}", on=days(n % 14))
        for n in range(40)
    ]
    rows[40 - hidden :] = [replace(row, text="") for row in rows[40 - hidden :]]
    load(con, *rows, on=AS_OF)
    # Asking does not depend on which texts are hidden: every second one of each half.
    con.execute("create temp table asks as select posting_id from posting_records where native_id::integer % 2 = 0")
    read_all(con, role="data_scientist")
    con.execute(
        "insert into mentions select p.posting_id, 'posting', 'python', 'Python', 0, 6, 'required', true, ?"
        " from posting_records as p semi join asks using (posting_id) where p.text is not null", [VERSION]
    )  # fmt: skip
    read_titles(con)
    cluster_openings(con)
    measure(con, AS_OF)


def published(con: DuckDBPyConnection, folder: Path) -> DuckDBPyConnection:
    publish(con, folder, AS_OF)
    return open_published(folder / DATABASE)


def shares(con: DuckDBPyConnection, folder: Path) -> tuple[object, ...]:
    """openings, openings_with_text, demand and the three shares of Python in the newest week."""
    with published(con, folder) as made:
        rows = made.execute(
            "select openings, openings_with_text, demand, share_of_all, share_at_most, share_of_text"
            " from weekly_all_ads where population = 'tech' and skill_id = 'python' order by week desc limit 1"
        ).fetchall()
    return rows[0]


def test_where_every_ad_has_a_text_the_two_shares_are_one(con: DuckDBPyConnection, tmp_path: Path) -> None:
    market(con)
    assert shares(con, tmp_path) == (40, 40, 20, 0.5, 0.5, 0.5)


def test_a_source_that_hides_its_texts_lowers_the_share_of_all_ads_and_leaves_that_of_texts(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    """Half of the new advertisements come without a text; who advertises and what is asked for are as before."""
    market(con, hidden=20)
    assert shares(con, tmp_path) == (40, 20, 10, 0.25, 0.75, 0.5)


def test_a_source_that_stops_showing_texts_takes_back_none_that_was_read(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    market(con)
    before = con.execute("from weekly_demand order by all").fetchall()
    shown = con.execute("select posting_id, text, text_hash from posting_records order by 1").fetchall()
    again = [
        posting(str(n), f"Employer {n % 20}", text="", title=f"Data Scientist {n}", on=days(n % 14), location="Ghent")
        for n in range(40)
    ]
    counts = load_records(con, again, raw_id=None, seen_on=AS_OF)
    assert (counts.changed, con.execute("select count(*) from former_wordings").fetchall()) == (40, [(0,)])
    assert con.execute("select posting_id, text, text_hash from posting_records order by 1").fetchall() == shown
    assert read_titles(con) == []
    cluster_openings(con)
    measure(con, AS_OF)
    assert con.execute("from weekly_demand order by all").fetchall() == before
    assert shares(con, tmp_path) == (40, 40, 20, 0.5, 0.5, 0.5)


def test_ads_without_a_text_move_nothing_that_is_measured_of_texts(con: DuckDBPyConnection, tmp_path: Path) -> None:
    """Not even from the employers of the texts."""
    market(con)
    tables = ("weekly_demand", "skill_trends", "population_weeks", "opening_facts", "opening_skills", "cell_weights")
    before = {table: con.execute(f"from {table} order by all").fetchall() for table in tables}
    opened(con, *(bare(f"t{n}", f"Employer {n}", title=f"Analyst {n}", on=days(n % 14)) for n in range(30)))
    measure(con, AS_OF)
    assert {table: con.execute(f"from {table} order by all").fetchall() for table in tables} == before
    with published(con, tmp_path) as made:
        assert made.execute("select text_read, count(*) from openings group by all order by all").fetchall() == [
            (False, 30), (True, 40)
        ]  # fmt: skip
        assert made.execute("select count(*) from opening_facts").fetchall() == [(40,)]
        assert made.execute(
            "select source, openings, openings_with_text from weekly_ads where population = 'ml' and week = ?"
            " order by source", [days(7)]
        ).fetchall() == [("board", 40, 40), ("titles", 30, 0)]  # fmt: skip
        assert made.execute(
            "select sum(postings), sum(openings), max(duplicate_share) from weekly_sources where source = 'titles'"
        ).fetchall() == [(30, 30, 0.0)]
        assert made.execute(
            "select distinct role, seniority from postings where source = 'titles' and opening_id is not null"
        ).fetchall() == [("data_scientist", "senior")]


def test_openings_with_a_text_are_in_both_relations_the_same_number(con: DuckDBPyConnection) -> None:
    market(con, hidden=7)
    assert con.execute(
        "select count(*), count(*) filter (a.with_text is distinct from w.openings) from population_weeks as w"
        " left join (select week, population, sum(openings_with_text) as with_text from weekly_ads group by all) as a"
        " on a.week = w.week and a.population = w.population"
    ).fetchall() == [(4, 0)]


def test_titles_of_one_employer_and_place_are_one_opening_until_six_weeks_of_silence(con: DuckDBPyConnection) -> None:
    same: dict[str, Any] = {"location": "Ghent", "board": "whoishiring"}
    opened(
        con, bare("1", **same), bare("2", on=days(9), title="DATA scientist", **same),
        bare("3", location="Lyon", board="whoishiring"), bare("4", "Others", **same),
        bare("5", title="Data Scientist II", **same), bare("6", on=days(9 - 60), **same),
    )  # fmt: skip
    assert groups(con) == [["1", "2"], ["3"], ["4"], ["5"], ["6"]]
    assert con.execute(
        "select distinct reason, likeness from posting_signatures where reason is not null"
    ).fetchall() == [("same title and place, no text", None)]


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        (posting("2", "Titles Co", title="Data Scientist", location="Elsewhere"), 0),
        (posting("2", "Titles Co", title="Data Engineer"), 1),
        (posting("2", "Another", title="Data Scientist"), 1),
        (posting("2", "Titles Co", title="Data Scientist", on=DAY - timedelta(days=80), board="whoishiring"), 1),
    ],
    ids=["the-same", "another-title", "another-employer", "long-ago"],
)
def test_a_title_that_its_employer_advertises_with_a_text_is_counted_once(
    con: DuckDBPyConnection, other: Posting, counts: int
) -> None:
    opened(con, bare("1"), other)
    assert con.execute("select count(*) from title_openings where not has_text_elsewhere").fetchall() == [(counts,)]


def test_a_posting_whose_text_comes_later_becomes_one_with_a_text_and_keeps_its_opening(
    con: DuckDBPyConnection,
) -> None:
    opened(con, bare("1"))
    before = con.execute("select opening_id from title_openings").fetchall()
    opened(con, replace(bare("1"), text=text(1)))
    assert con.execute("select opening_id from opening_facts").fetchall() == before
    assert con.execute("select count(*) from title_openings").fetchall() == [(0,)]
    assert con.execute("select skill_id from mentions").fetchall() == [("python",)]


def test_a_title_is_read_again_when_it_changes_or_the_extractor_does(con: DuckDBPyConnection) -> None:
    load(con, bare("1"), bare("2", title=""), posting("3"))
    assert (read_titles(con), read_titles(con), read_titles(con, "test-2")) == (
        ["Data Scientist"], [], ["Data Scientist"]
    )  # fmt: skip
    load(con, bare("1", title="Chef"), on=days(1))
    assert read_titles(con, "test-2") == ["Chef"]


def test_of_a_board_only_what_is_young_at_its_first_reading_counts_without_a_text_too(con: DuckDBPyConnection) -> None:
    old, new = bare("1", on=AS_OF - timedelta(days=SURVIVOR_DAYS + 1)), bare("2", title="Analyst", on=DAY)
    opened(con, posting("3", title="ML"), old, new, Listing("titles", "acme", ("1", "2")))
    measure(con, AS_OF)
    assert con.execute(
        "select week, openings from weekly_ads where source = 'titles' and population = 'ml' order by week"
    ).fetchall() == [(DAY, 1)]
