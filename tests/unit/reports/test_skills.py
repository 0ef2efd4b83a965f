"""A skill's page: gates with their bounds, pay with its floor, accuracy where it is known, empty relations."""

from collections.abc import Callable
from pathlib import Path

import duckdb
from lxml import html

from reports.build import build_site
from reports.data import open_published, read_details
from reports.gates import gate_rows
from reports.skills import salary_rows
from tests.unit.reports.published_fixture import AS_OF, WEEK

BESIDE = (
    "trend_gates", "skill_decomposition", "skill_salaries", "skill_pairs", "lead_lag", "negative_controls",
    "extraction_accuracy", "skill_precision", "skill_seasonality", "candidate_terms", "share_alerts",
    "attention_bursts",
)  # fmt: skip


def text_of(page: Path) -> str:
    return " ".join(html.parse(str(page)).getroot().xpath("string(//main)").split())


def test_each_gate_is_written_with_its_bound_and_what_the_skill_shows() -> None:
    def gate(name: str, value: float | None, threshold: float, passed: bool) -> dict[str, object]:
        return {"gate": name, "population": "tech", "value": value, "threshold": threshold, "passed": passed}

    rows = gate_rows([
        gate("openings that ask", 221.0, 15.0, True),
        gate("q of the trend", 0.85, 0.1, False),
        gate("change of the share", 0.0199, 0.003, True),
        gate("sign without the strongest employer", 1.0, 1.0, True),
        gate("largest employer's part", None, 0.35, False),
    ])  # fmt: skip
    assert [(row["bound"], row["tech"]["value"], row["tech"]["passed"], row["ml"]) for row in rows] == [
        ("at least 15", "221", True, None),
        ("at most 0.100", "0.850", False, None),
        ("at least 0.3%", "2.0%", True, None),
        ("the same", "the same", True, None),
        ("at most 35.0%", "unknown", False, None),
    ]


def test_pay_comes_as_published_all_first_and_never_below_the_floor(database: Path) -> None:
    with open_published(database) as con:
        rows = salary_rows(read_details(con, WEEK).salaries["python"])
    assert rows[0]["group"] == "all" and {row["currency"] for row in rows} == {"EUR"}
    assert all(row["salaries"] >= 30 and row["employers"] >= 8 for row in rows)
    assert all(row["median_low"] <= row["median"] <= row["median_high"] for row in rows)
    assert "unknown" not in {row["country_group"] for row in rows}


def test_a_page_says_why_the_label_is_what_it_is(built: Path) -> None:
    said = text_of(built / "site/skills/git.html")
    assert "Why it has this label" in said and "at most 0.100" in said
    assert "Of that the market made" in said and "Year on year:" in said
    assert "Where Git was taken for it, 11 of 12 mentions read by eye meant it (91.7%, 65.0–99.0%)." in said
    python = text_of(built / "site/skills/python.html")
    assert "On labelled texts 99.0% of what was found for it is right (94.0–100%, 92 findings)" in python
    assert "Shown only from 30 salaries of 8 employers" in python
    assert "Part of Deep Learning" in text_of(built / "site/skills/pytorch.html")
    assert "Includes Pytorch, Tensorflow" in text_of(built / "site/skills/deep-learning.html")


def test_pages_stand_when_nothing_stands_beside_the_labels(folder: Callable[[], Path]) -> None:
    place = folder()
    with duckdb.connect(str(place / "skilltide.duckdb")) as con:
        for table in BESIDE:
            con.execute(f"delete from {table}")
    build_site(place, AS_OF)
    report = text_of(place / "site/reports/2026-W03/index.html")
    assert "No labelled set is given" in report and "should not move" not in report
    assert "Papers and postings: no lead can be shown" in report
    skill = text_of(place / "site/skills/python.html")
    assert "Why it has this label" not in skill and "Pay that is stated" not in skill
