"""Made-up records for the tests of this room."""

from dataclasses import replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from extractors.records import Article, Mention, Posting, Reading
from warehouse.load import load_records, pending_texts, store_readings

DAY = date(2026, 1, 12)
VERSION = "test-1"
BODY = (
    "We build forecasting tools for farms and look for somebody who likes data, clear writing and small teams. You will"
    " own pipelines from the sensor to the dashboard, talk with growers every week and help two colleagues to grow."
    " Requirements are Python, SQL and some years of practice with models in production. We offer time to learn, a"
    " garden, honest pay and four weeks of holiday. Write to us with a short letter about something you made."
)


def posting(
    native_id: str, employer: str = "Acme Inc.", *, on: date = DAY, text: str = BODY, **more: object
) -> Posting:
    made = Posting("board", "acme", native_id, employer, "ML Engineer", text, f"https://x.test/{native_id}", on)
    return replace(made, **more)  # type: ignore[arg-type]


def article(native_id: str = "1", text: str = "On forests of trees.") -> Article:
    return Article("paper", "arxiv", "arxiv", native_id, "Forests", text, "https://x.test/a", DAY, ("cs.LG",))


def reading(*skills: str, role: str = "ml_engineer") -> Reading:
    found = tuple(Mention(skill, skill, 0, 5, "required", True) for skill in skills)
    return Reading(role=role, role_family="ml", seniority="mid", workplace="remote", mentions=found)  # type: ignore[arg-type]


def load(con: DuckDBPyConnection, *records: Posting | Article, on: date = DAY) -> None:
    load_records(con, records, raw_id=None, seen_on=on)


def read_all(con: DuckDBPyConnection, *skills: str, role: str = "ml_engineer", version: str = VERSION) -> int:
    """Read everything that waits, as one kind of document; returns how many there were."""
    count = 0
    for batch in pending_texts(con, version):
        store_readings(con, [(name, kind, reading(*skills, role=role)) for name, _, _, kind in batch], version)
        count += len(batch)
    return count


def days(number: int) -> date:
    return DAY + timedelta(days=number)
