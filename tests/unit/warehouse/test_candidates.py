"""Names that may be new skills: kept per posting, counted by employer and week, never in demand."""

from datetime import timedelta

from duckdb import DuckDBPyConnection
from warehouse_records import DAY, days, load, posting

from extractors.skills.candidates import Slot
from extractors.skills.taxonomy import load_taxonomy
from warehouse.candidates import Judged, measure_candidates, store_slots
from warehouse.licences import forget_sources
from warehouse.reference import store_taxonomy

WEEK = DAY
NOBODY = Judged({})


def name(con: DuckDBPyConnection, term: str, employer: str, ago: int, *, beside: str = "python") -> str:
    """One posting, `ago` days before the week, that names a term in a list."""
    native = f"{term}-{employer}-{ago}"
    load(con, posting(native, employer, on=days(-ago)), on=days(-ago))
    document = f"board:acme:{native}"
    store_slots(con, {document: [Slot(term, 0, len(term), (beside,))]})
    return document


def terms(con: DuckDBPyConnection, *columns: str) -> list[tuple[object, ...]]:
    return con.execute(f"select {', '.join(columns)} from candidate_terms order by rank").fetchall()


def test_what_more_employers_name_than_before_comes_first(con: DuckDBPyConnection) -> None:
    store_taxonomy(con, load_taxonomy())
    for employer in ("A", "B", "C", "D"):
        name(con, "Tidewind", employer, ago=7)
        name(con, "Oldbase", employer, ago=150)
    name(con, "Oldbase", "A", ago=14)
    newest = name(con, "TIDEWIND", "A", ago=0, beside="rust")
    name(con, "Lonely", "A", ago=7)
    assert measure_candidates(con, WEEK, NOBODY) == 2
    found = terms(
        con, "term", "employers", "employers_recent", "employers_before", "employers_expected", "postings",
        "first_week", "last_week", "evidence[1]", "beside",
    )  # fmt: skip
    assert found[0] == (
        "Tidewind", 4, 4, 0, 0.0, 5, WEEK - timedelta(weeks=1), WEEK, newest, ["Python", "Rust"]
    )  # fmt: skip
    assert found[1][:5] == ("Oldbase", 4, 1, 4, 4.0)
    scores = [score for (score,) in terms(con, "score")]
    assert scores[0] == 4.0 and round(scores[1], 3) == round(-3 / 5**0.5, 3)  # type: ignore[arg-type, call-overload]


def test_known_names_are_left_out_and_near_ones_say_what_they_resemble(con: DuckDBPyConnection) -> None:
    store_taxonomy(con, load_taxonomy())
    for employer in ("A", "B"):
        for term in ("Kuberntes", "golang", "Tidewind"):
            name(con, term, employer, ago=7)
    measure_candidates(con, WEEK, NOBODY)
    found = {str(term): (skill, form, likeness) for term, skill, form, likeness in terms(
        con, "term", "nearest_skill_id", "nearest_form", "nearest_similarity"
    )}  # fmt: skip
    assert set(found) == {"Kuberntes", "Tidewind"}
    skill, form, likeness = found["Kuberntes"]
    assert (skill, form) == ("kubernetes", "Kubernetes") and 0.8 <= float(str(likeness)) < 1
    assert found["Tidewind"][0] != "kubernetes"


def test_rejected_terms_and_common_words_come_last_with_the_reason(con: DuckDBPyConnection) -> None:
    store_taxonomy(con, load_taxonomy())
    for number in range(5):
        name(con, "Forklift", f"E{number}", ago=7)
        name(con, "Cloudy", f"E{number}", ago=7)
    for number in range(2):
        name(con, "Tidewind", f"E{number}", ago=7)
    judged = Judged({"forklift": "a vehicle"}, {"cloudy"})
    assert measure_candidates(con, WEEK, judged) == 2
    assert terms(con, "rank", "term", "verdict", "why", "is_common_word") == [
        (1, "Tidewind", "open", None, False),
        (2, "Cloudy", "open", None, True),
        (3, "Forklift", "rejected", "a vehicle", False),
    ]


def test_nothing_dated_after_the_week_is_counted(con: DuckDBPyConnection) -> None:
    for employer in ("A", "B"):
        name(con, "Tidewind", employer, ago=-7)
    assert measure_candidates(con, WEEK, NOBODY) == 0
    assert terms(con, "term") == []


def test_a_second_reading_replaces_the_first_and_a_forgotten_source_leaves_nothing(con: DuckDBPyConnection) -> None:
    document = name(con, "Tidewind", "A", ago=7)
    store_slots(con, {document: [Slot("Foo", 3, 6, ()), Slot("Bar", 9, 12, ())]})
    slots = "select term from candidate_slots order by all"
    assert con.execute(slots).fetchall() == [("bar",), ("foo",)]
    store_slots(con, {document: []})
    assert con.execute(slots).fetchall() == []
    name(con, "Tidewind", "B", ago=7)
    forget_sources(con, {"board"})
    assert con.execute(slots).fetchall() == []
