"""Copies of one advertisement under several employers' names, and who its direct employer is."""

from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, days, load, posting, read_all, reading

from extractors.records import Posting
from warehouse.copies import Body, common_lines, compare
from warehouse.load import pending_texts, store_readings
from warehouse.openings import cluster_openings

OTHER = (
    "A quite different letter: we drive trams at night and want a calm person who repairs doors, bells and brakes. The"
    " depot lies by the river; shifts begin at nine in the evening and end when the first trams leave. Bring steady"
    " hands, patience with old machines and a liking for coffee. A driving licence is welcome but can be had with us."
)
SHORT = "{} hires. You know Python, SQL, Docker and Kafka, and you like trams, bells and brakes. Write to us soon."
ASKS = frozenset({"python", "sql"})
FOUR = frozenset({"python", "sql", "docker", "kafka"})
NOTHING: frozenset[str] = frozenset()


def form_letter(skills: str, note: str = "") -> str:
    """A long text that many employers fill in with a few words of their own."""
    return (
        "We are an ambitious company with a friendly team and flat hierarchies, and we want you to grow with us.\n"
        "You bring a degree in a technical subject and like to solve problems together with colleagues.\n"
        "We offer flexible hours, a yearly budget for learning, free fruit and a modern office near the station.\n"
        f"You know {skills}.\n{note}\n"
        "Send us your application with salary expectations and the earliest day you could start with us."
    )


def body(text: str = BODY, employer: str = "Acme", skills: frozenset[str] = ASKS) -> Body:
    return Body(text, "ML Engineer", employer, skills)


def openings(con: DuckDBPyConnection) -> list[tuple[str, int]]:
    """(employer, postings) of every opening."""
    cluster_openings(con)
    return con.execute(
        "select f.employer, o.postings from opening_facts as f join openings as o using (opening_id) order by all"
    ).fetchall()


def agency(native_id: str, text: str, employer: str = "Bright Staffing", *, on: int = 3) -> Posting:
    wrapped = f"Our client, a market leader, is hiring right now.\n{text}\nApply through our portal today."
    return replace(posting(native_id, employer, on=days(on), text=wrapped), source="jobs", board="import")


def test_an_agency_copy_joins_the_opening_of_the_employer(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), agency("2", BODY))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Acme Inc.", 2)]


def test_an_agency_that_was_first_still_gives_way_to_the_employer(con: DuckDBPyConnection) -> None:
    load(con, agency("2", BODY, on=0))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Bright Staffing", 1)]
    before = con.execute("select opening_id, first_on from openings").fetchall()
    load(con, posting("1", on=days(5)), on=days(5))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Acme Inc.", 2)]
    assert con.execute("select opening_id, first_on from openings").fetchall() == before, "an id once given stays"


def test_the_employers_own_board_speaks_before_an_aggregator(con: DuckDBPyConnection) -> None:
    listed = replace(posting("a1"), source="aggregator", board="all")
    load(con, listed, replace(posting("a2", "Borealis", text=OTHER), source="aggregator", board="all"))
    load(con, posting("1", on=days(4)), on=days(4))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Acme Inc.", 2), ("Borealis", 1)]
    rows = con.execute("select source, posted_on from opening_facts where employer = 'Acme Inc.'").fetchall()
    assert rows == [("board", DAY)], "its words, and the first day anywhere"


def test_an_agency_is_known_by_the_many_employers_it_copies(con: DuckDBPyConnection) -> None:
    texts = [BODY, OTHER, form_letter("python and sql")]
    for number, text in enumerate(texts):
        client = posting(f"c{number}", f"Client {number}", on=days(9), text=text)
        load(con, replace(client, source="jobs", board="import"), on=days(9))
        load(con, replace(posting(f"a{number}", "Quiet Name", text=text), source="jobs", board="import"))
    read_all(con, "python", "sql", "spark", "rust")
    assert openings(con) == [("Client 0", 2), ("Client 1", 2), ("Client 2", 2)]


def test_one_text_under_fifty_names_is_one_opening(con: DuckDBPyConnection) -> None:
    load(con, *(posting(str(n), f"Name{n} Ltd", text=f"Name{n} hires. {BODY}", on=days(n % 7)) for n in range(50)))
    read_all(con, *sorted(ASKS))
    assert [postings for _, postings in openings(con)] == [50]


def test_a_copy_after_six_weeks_of_silence_is_an_opening_of_its_own(con: DuckDBPyConnection) -> None:
    load(con, replace(posting("1"), board="import"), agency("2", BODY, on=60))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Acme Inc.", 1), ("Bright Staffing", 1)]


def test_step_by_step_gives_the_same_openings_as_all_at_once(con: DuckDBPyConnection) -> None:
    rows = [posting("1"), agency("2", BODY), posting("3", "Borealis", text=OTHER, on=days(1)), agency("4", OTHER)]
    for row in rows:
        load(con, row)
        read_all(con, *sorted(ASKS))
        cluster_openings(con)
    query = "select opening_id, lead_posting_id, first_on, postings from openings order by all"
    found = con.execute(query).fetchall()
    for name in ("openings", "opening_members", "posting_signatures", "copy_links"):
        con.execute(f"delete from {name}")
    cluster_openings(con)
    assert con.execute(query).fetchall() == found
    assert len(found) == 2


def test_a_copy_that_is_reworded_leaves_the_opening_of_the_other_employer(con: DuckDBPyConnection) -> None:
    load(con, posting("1"), agency("2", BODY))
    read_all(con, *sorted(ASKS))
    assert len(openings(con)) == 1
    load(con, agency("2", OTHER), on=days(4))
    read_all(con, *sorted(ASKS))
    assert openings(con) == [("Acme Inc.", 1), ("Bright Staffing", 1)]
    assert con.execute("select count(*) from copy_links").fetchall() == [(0,)]


def test_a_form_letter_of_many_employers_joins_none_of_them(con: DuckDBPyConnection) -> None:
    letters = [form_letter(f"tool{n} and method{n}") for n in range(20)]
    load(con, *(posting(str(n), f"Firm {n}", text=text) for n, text in enumerate(letters)))
    for batch in pending_texts(con, "test-1"):
        for name, _, _, kind in batch:
            store_readings(con, [(name, kind, reading(f"tool{name.rsplit(':')[-1]}"))], "test-1")
    assert len(openings(con)) == 20


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (body(), body(employer="Borealis"), True),
        (body(), body("Our client is hiring. " + BODY + " Ask for Ann.", "Borealis"), True),
        (body(), body(skills=frozenset({"go", "rust"})), False),
        (body("We hire. Send us your papers soon."), body("We hire. Send us your papers soon.", "Borealis"), False),
        (body(SHORT.format("Acme"), skills=FOUR), body(SHORT.format("Borealis"), "Borealis", FOUR), True),
        (body(SHORT.format("Acme")), body(SHORT.format("Borealis"), "Borealis"), False),
        (body(SHORT.format("Acme"), skills=FOUR), body(f"{SHORT} Call Ann.", "Borealis", FOUR), False),
        (body(), body(OTHER), False),
        (body("Acme builds. " + BODY), body("Borealis builds. " + BODY, "Borealis"), True),
    ],
    ids=[
        "equal",
        "wrapped",
        "other-skills",
        "too-short",
        "short",
        "two-skills",
        "short-and-other",
        "another",
        "names-differ",
    ],
)
def test_two_bodies_are_one_where_words_and_skills_agree(one: Body, other: Body, same: bool) -> None:
    assert (compare(one, other, NOTHING).reason is not None) is same
    assert compare(one, other, NOTHING) == compare(other, one, NOTHING)


def test_common_lines_are_no_evidence() -> None:
    sample = [(f"firm-{n}", form_letter(f"tool{n}")) for n in range(9)]
    common = common_lines(sample)
    assert "you know tool3" not in common and len(common) == 4
    one, other = (Body(form_letter("tools"), "Dev", name, NOTHING) for name in ("A", "B"))
    near = replace(other, text=form_letter("others", "Call Ann, who likes mornings."))
    assert compare(one, near, NOTHING).reason == "same words without common lines"
    assert compare(one, near, common).reason is None
    assert compare(one, other, common).reason == "same text", "a whole text posted under other names stays one text"


def test_the_day_of_a_copy_does_not_move_the_first_day(con: DuckDBPyConnection) -> None:
    load(con, posting("1", on=days(10)), agency("2", BODY, on=0), on=days(10))
    read_all(con, *sorted(ASKS))
    openings(con)
    assert con.execute("select posted_on, employer from opening_facts").fetchall() == [(DAY, "Acme Inc.")]
