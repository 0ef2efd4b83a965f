"""Names and keys: one employer has one spelling, whatever the board writes."""

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import load, posting, read_all

from warehouse.identity import employer_key, normalised_employer
from warehouse.openings import cluster_openings


@pytest.mark.parametrize(
    "name",
    [
        "Acme", "ACME", " acme ", "Acme, Inc.", "Acme Inc. (YC S21)", "Acme (YC W19) ", "Acme YC S19", "acme.com",
        "www.acme.io", "https://acme.ai/", "careers.acme.com", "Ácme", "Acme GmbH & Co. KG", "Acme Ltd.", "Acme S.A.",
        "Acme A/S", "Acme Sp. z o.o.", "Acme B.V.", "Acme L.L.C.", "Acme (formerly Apex)", "Acme Pty Ltd",
    ],
)  # fmt: skip
def test_an_employer_has_one_spelling(name: str) -> None:
    assert normalised_employer(name) == "acme"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Co.", "co"), ("YC", "yc"), ("S.A.", "sa"), ("AS", "as"), ("x.ai", "xai"), ("jobs.lever.co", "jobsleverco"),
        ("Atlas AI", "atlas ai"), ("Johnson & Johnson", "johnson johnson"), ("And", "and"), ("株式会社", "株式会社"),
        ("!!!", "!!!"),
    ],
)  # fmt: skip
def test_what_is_no_legal_form_stays(name: str, kept: str) -> None:
    assert normalised_employer(name) == kept


def test_those_who_give_no_name_are_not_one_employer() -> None:
    """Once they were: brackets fell away, and a sixth of the openings of 2011 were those of one giant."""
    assert normalised_employer("unnamed (123)") == "unnamed 123"
    assert employer_key("unnamed (123)") != employer_key("unnamed (124)")


def test_one_employer_across_boards_is_one_employer(con: DuckDBPyConnection) -> None:
    load(con, posting("1", "Acme Inc. (YC S21)"), posting("2", "acme.com"), posting("3", "ACME GmbH"))
    read_all(con, "python")
    assert cluster_openings(con).employers == 1


def test_stored_keys_follow_the_rules_of_today(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), posting("2", "acme.com"))
    read_all(con, "python")
    con.execute("update posting_records set employer_key = 'of-old' where native_id = '2'")
    con.execute("delete from employer_identity")
    assert cluster_openings(con).openings == 1
    assert con.execute("select distinct employer_key from posting_records").fetchall() == [(employer_key("Acme"),)]
