"""The commands that read the published data: rising, falling, skill, guide, evidence, sources."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.cli.evidence import sentence_at
from tests.unit.pipelines.conftest import TEXT, Run


def _json(run: Run, *arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_rising_shows_risers_and_breakouts_that_one_can_learn(run: Run) -> None:
    rows = _json(run, "rising")
    assert [(row["skill_id"], row["label"]) for row in rows] == [("kubernetes", "breakout"), ("pytorch", "rising")]
    assert rows[0]["as_of_week"] == "2026-01-19" and len(rows[0]["share_last_26_weeks"]) == 26


def test_rising_as_plain_lines_gives_share_interval_and_evidence(run: Run) -> None:
    result = run("rising", "--population", "ml")
    assert result.stdout.splitlines()[0] == "ml openings of the four weeks up to 2026-01-25"
    line = next(line for line in result.stdout.splitlines() if line.startswith("PyTorch"))
    assert "34.5%" in line and "29.5–39.5%" in line and "rising" in line and "▁" in line and "\x1b" not in result.stdout


def test_rising_over_two_years_is_a_list_of_its_own_and_the_other_points_to_it(run: Run) -> None:
    rows = _json(run, "rising", "--years")
    assert [(row["skill_id"], row["label"], row["long_label"]) for row in rows] == [
        ("docker", "uncertain", "rising"), ("pytorch", "rising", "rising"),
    ]  # fmt: skip
    shown = run("rising", "--years").stdout
    assert "52 weeks up to 2026-01-25 against the 52 before" in shown and "10.0%" in shown and "16.0%" in shown
    assert "over two years 2 rising: Docker, PyTorch; see --years" in run("rising").stdout
    assert "no skill is falling here: 1 rising, 1 uncertain" in run("falling", "--years", "--kind", "tool").stdout


def test_falling_shows_fallers(run: Run) -> None:
    assert [row["skill_id"] for row in _json(run, "falling")] == ["hadoop"]


def test_kind_and_limit_narrow_the_list(run: Run) -> None:
    assert [row["skill_id"] for row in _json(run, "rising", "--kind", "role")] == ["role-ml-engineer"]
    result = run("rising", "--limit", "1")
    assert "Kubernetes" in result.stdout and "\nPyTorch" not in result.stdout and "1 more" in result.stderr


def test_an_empty_list_says_what_was_found_instead(run: Run) -> None:
    result = run("falling", "--kind", "library")
    assert result.exit_code == 0
    assert "no skill is falling here: 1 rising" in result.stdout
    assert _json(run, "falling", "--kind", "library") == []


def test_an_unknown_population_gets_a_suggestion(run: Run) -> None:
    result = run("rising", "--population", "ml_enginer")
    assert result.exit_code == 2 and "did you mean ml_engineer?" in result.stderr


def test_nothing_after_the_day_taken_as_today_is_shown(run: Run) -> None:
    result = run("rising", SKILLTIDE_AS_OF="2026-01-24")
    assert result.exit_code == 2 and "no measured week up to 2026-01-24" in result.stderr


@pytest.mark.parametrize("name", ["pytorch", "PyTorch", "TORCH"])
def test_a_skill_is_found_by_id_name_and_alias_in_any_case(run: Run, name: str) -> None:
    facts = _json(run, "skill", name)
    assert facts["skill_id"] == "pytorch"
    assert [row["population"] for row in facts["populations"]] == ["tech", "ml", "ml_engineer"]
    assert [(row["skill_id"], row["share"]) for row in facts["together"]] == [("kubernetes", 0.3), ("docker", 0.2)]
    assert facts["attention"][0]["kind"] == "paper" and len(facts["weekly"]) == 60


def test_a_skill_name_of_several_words_needs_no_quotes(run: Run) -> None:
    assert _json(run, "skill", "machine", "learning", "engineer")["skill_id"] == "role-ml-engineer"


def test_a_skill_as_plain_lines(run: Run) -> None:
    shown = run("skill", "pytorch").stdout
    assert "PyTorch (pytorch; library, guide: libraries)" in shown
    assert "papers: 10.0% (8.0–13.0%), 50 of 500" in shown
    assert "skilltide evidence pytorch" in shown


def test_an_unknown_skill_gets_suggestions(run: Run) -> None:
    result = run("skill", "pytroch")
    assert result.exit_code == 2
    assert result.stderr == "skilltide: no skill is called 'pytroch': did you mean PyTorch?\n"


def test_a_skill_like_no_other_gets_the_way_to_the_list(run: Run) -> None:
    result = run("skill", "zzzzqqqq")
    assert result.exit_code == 2 and "select skill_id, name from skills" in result.stderr


def test_the_guide_shows_every_item_also_those_without_data(run: Run) -> None:
    shown = run("guide").stdout
    assert "libraries" in shown and "PyTorch" in shown and "too little data" in shown
    rows = _json(run, "guide")
    assert [row["skill_id"] for row in rows] == ["pytorch", "hadoop", "docker"], "section after section"
    assert rows[0]["year"]["mentioning"] == 3 and rows[0]["year"]["share"] is None, "three openings are too few"
    assert "ML and data openings up to 2026-01-25: 3 openings of 3 employers in 52 weeks" in shown


def test_one_section_of_the_guide(run: Run) -> None:
    assert [row["skill_id"] for row in _json(run, "guide", "--section", "mlops")] == ["docker"]
    result = run("guide", "--section", "mlop")
    assert result.exit_code == 2 and "did you mean mlops?" in result.stderr


def test_evidence_gives_one_sentence_an_opening_of_the_four_weeks(run: Run) -> None:
    rows = _json(run, "evidence", "pytorch")
    assert [row["opening_id"] for row in rows] == ["o1", "o3"], "designer is not tech, o4 is older than four weeks"
    assert rows[0]["sentence"] == "You know PyTorch well." and rows[0]["zone"] == "required"
    assert rows[1]["sentence"] is None, "facts of the starter history have no text"


def test_evidence_says_what_its_sources_ask_to_be_shown(run: Run) -> None:
    assert {row["attribution"] for row in _json(run, "evidence", "pytorch")} == {"Each post links to its comment."}
    last = run("evidence", "pytorch").stdout.splitlines()[-1]
    assert last == "Threads · Each post links to its comment. · https://threads.example/"
    assert [row["attribution"] for row in _json(run, "evidence", "pytorch", "--kind", "paper")] == [None]


def test_evidence_for_every_opening_and_for_papers(run: Run) -> None:
    assert len(_json(run, "evidence", "pytorch", "--population", "all")) == 3
    assert [row["title"] for row in _json(run, "evidence", "pytorch", "--kind", "paper")] == ["On tides"]


def test_any_day_stands_for_its_week(run: Run) -> None:
    monday, sunday = (_json(run, "evidence", "pytorch", "--week", day) for day in ("2026-01-19", "2026-01-25"))
    assert monday == sunday
    assert [row["opening_id"] for row in _json(run, "evidence", "pytorch", "--week", "2025-12-24")] == ["o4"]


def test_a_title_cannot_repaint_the_terminal(run: Run) -> None:
    shown = run("evidence", "pytorch").stdout
    assert "Tide & Co · ML Engineer evil (required)" in shown
    assert not set(shown) & set("\x1b\x07\x08\u202e")


def test_json_carries_no_raw_control_either(run: Run) -> None:
    raw = run("evidence", "pytorch", "--json").stdout
    assert not set(raw) & set("\x1b\x07\x08\u202e")
    assert json.loads(raw)[0]["title"].startswith("\x1b[31m"), "the value itself is unchanged"


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        (TEXT, TEXT.index("Kub"), TEXT.index("Kub") + 10, "Kubernetes is a plus!"),
        ("C++ 3.11 or Node.js here", 12, 19, "C++ 3.11 or Node.js here"),
        ("x " * 400, 400, 401, "…" + "x " * 160 + "x…"),
        ("short", 3, 99, None),
        ("short", None, None, None),
        (None, 1, 2, None),
    ],
)
def test_the_sentence_around_a_span(text: str | None, start: int | None, end: int | None, expected: str | None) -> None:
    assert sentence_at(text, start, end) == expected


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sources, one switched off, in place of the project's own list."""
    common = {"kind": "posting", "title": "T", "terms": "public", "attribution": "A", "homepage": "https://a.example",
              "cadence": "monthly", "pause_s": 1.0}  # fmt: skip
    infos = [
        SimpleNamespace(name="hn_hiring", enabled=True, reason_off="", **common),
        SimpleNamespace(name="lever", enabled=False, reason_off="no permission", **common),
    ]
    from extractors.sources import registry

    monkeypatch.setattr(registry, "load_sources", lambda path: SimpleNamespace(infos=infos, sources=[]))


@pytest.mark.usefixtures("book")
def test_sources_show_state_terms_and_the_last_run(run: Run) -> None:
    rows = _json(run, "sources")
    assert [(row["source"], row["enabled"]) for row in rows] == [("hn_hiring", True), ("lever", False)]
    assert rows[0]["last_run"]["status"] == "partial" and rows[1]["last_run"] is None
    shown = run("sources").stdout
    assert "2026-01-25 06:00" in shown and "no permission" in shown and "\x1b" not in shown


@pytest.mark.usefixtures("book")
def test_sources_count_what_was_set_aside_and_say_how_to_see_it(run: Run) -> None:
    first, second = _json(run, "sources")
    assert [(one["reason"], one["rows"]) for one in first["set_aside"]] == [("unreadable comment", 1)]
    assert second["set_aside"] == []
    command = run("sources").stdout.splitlines()[-1].strip()
    query = command.removeprefix('skilltide sql "').removesuffix('"')
    assert "unreadable comment" in run("sql", query).stdout, "the command that is shown works"


@pytest.mark.usefixtures("book")
def test_sources_are_shown_before_anything_is_published(bare: Run) -> None:
    result = bare("sources")
    assert result.exit_code == 0 and "never" in result.stdout
    assert not Path("data").exists()
