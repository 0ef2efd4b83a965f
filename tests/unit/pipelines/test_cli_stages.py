"""The commands that run the pipeline: what they ask for, what they tell, how they end."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractors.sources.registry import SourceInfo
from pipelines import run as runner
from pipelines.errors import AlreadyRunningError
from pipelines.run import ImportResult, RunResult
from tests.unit.pipelines.conftest import Run


@dataclass
class Asked:
    """What the pipeline was asked to do, and what it is to answer."""

    result: RunResult = field(default_factory=lambda: RunResult(True, True, Path("data/published/site/r.html")))
    error: Exception | None = None
    calls: list[tuple[tuple[str, ...], Any, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, stages: Any, settings: Any, **options: Any) -> RunResult:
        """Stands in for `run_stages`."""
        self.calls.append((tuple(stages), settings, options))
        if self.error:
            raise self.error
        return self.result


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Takes the place of the pipeline."""
    asked = Asked()
    monkeypatch.setattr(runner, "run_stages", asked)
    return asked


def test_report_runs_every_stage_and_names_the_page(bare: Run, asked: Asked) -> None:
    result = bare("report", "--as-of", "2026-01-25", "--lookback", "52")
    assert result.exit_code == 0
    assert result.stdout == "report: data/published/site/r.html\n"
    stages, settings, _ = asked.calls[0]
    assert stages == ("collect", "documents", "extract", "openings", "measure", "publish", "report")
    assert (settings.as_of, settings.lookback_weeks) == (date(2026, 1, 25), 52)


@pytest.mark.parametrize(
    ("command", "stages"),
    [
        ("collect", ("collect", "documents")),
        ("extract", ("documents", "extract", "openings")),
        ("measure", ("measure",)),
        ("publish", ("publish", "report")),
    ],
)
def test_a_stage_runs_alone(bare: Run, asked: Asked, command: str, stages: tuple[str, ...]) -> None:
    assert bare(command).exit_code == 0
    assert asked.calls[0][0] == stages


def test_the_outcome_as_json(bare: Run, asked: Asked) -> None:
    asked.result = RunResult(True, False, None, ["no source could be reached"], {"collect": 1.5})
    assert json.loads(bare("report", "--json").stdout) == {
        "collected": True, "reachable": False, "report": None, "messages": ["no source could be reached"],
        "seconds": {"collect": 1.5},
    }  # fmt: skip


def test_without_a_network_a_run_says_so_and_ends_well_unless_it_is_strict(bare: Run, asked: Asked) -> None:
    asked.result = RunResult(True, False, Path("page.html"), ["no source could be reached"])
    relaxed, strict = bare("report"), bare("report", "--strict")
    assert relaxed.exit_code == 0 and "no source could be reached" in relaxed.stderr
    assert strict.exit_code == 3 and "page.html" in strict.stdout
    assert bare("report", SKILLTIDE_STRICT="1").exit_code == 3


@pytest.mark.usefixtures("asked")
def test_strict_is_content_when_something_was_reached_or_nothing_was_asked(bare: Run, asked: Asked) -> None:
    assert bare("report", "--strict").exit_code == 0
    asked.result = RunResult(True, None, None)
    assert bare("report", "--strict").exit_code == 0


def test_a_second_run_at_the_same_time_is_told_who_holds_the_folder(bare: Run, asked: Asked) -> None:
    asked.error = AlreadyRunningError("another run (process 7) is writing into data", "wait until it is done")
    result = bare("report")
    assert result.exit_code == 1 and "process 7" in result.stderr and "wait until it is done" in result.stderr


def test_a_data_folder_that_cannot_be_written_is_told_before_anything_is_asked(bare: Run, asked: Asked) -> None:
    Path("file").write_text("x", encoding="utf-8")
    result = bare("report", SKILLTIDE_DATA="file/data")
    assert result.exit_code == 2 and "SKILLTIDE_DATA" in result.stderr and not asked.calls


@pytest.mark.parametrize("lookback", ["0", "-1", "99999"])
def test_an_impossible_look_back_is_refused(bare: Run, asked: Asked, lookback: str) -> None:
    result = bare("report", "--lookback", lookback)
    assert result.exit_code == 2 and "--lookback" in result.stderr and not asked.calls


def _source(name: str, **facts: Any) -> SourceInfo:
    plain = SourceInfo(name, "posting", True, name, "", "", "", 1.0, "", "continuous")
    return replace(plain, **facts)


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> None:
    """One source that is on, one that is off, one that needs a key and one that needs a licence."""
    from extractors.sources import registry

    infos = [
        _source("arxiv", history_from=date(1991, 8, 14)),
        _source("lever", enabled=False, reason_off="no permission"),
        _source("usajobs", key_at="https://keys.test/"),
        _source("adzuna", licensed=False),
    ]
    monkeypatch.setattr(registry, "load_sources", lambda path: SimpleNamespace(infos=infos))


@pytest.mark.usefixtures("book")
def test_collect_takes_chosen_sources_and_a_first_day(bare: Run, asked: Asked) -> None:
    assert bare("collect", "--source", "arxiv", "--since", "2026-01-01").exit_code == 0
    assert asked.calls[0][2] == {"progress": True, "sources": {"arxiv"}, "since": date(2026, 1, 1)}


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("arxvi", "did you mean arxiv?"),
        ("lever", "no permission"),
        ("lever", "set enabled = true under [lever]"),
        ("usajobs", "SKILLTIDE_KEYS__USAJOBS"),
        ("usajobs", "https://keys.test/"),
        ("adzuna", "licensed = true"),
    ],
)
def test_a_source_that_cannot_be_asked_is_refused(bare: Run, asked: Asked, name: str, reason: str) -> None:
    result = bare("collect", "--source", name)
    assert result.exit_code == 2 and reason in " ".join(result.stderr.split()) and not asked.calls


@pytest.mark.usefixtures("book")
def test_a_first_day_before_a_source_begins_is_refused_with_the_day_it_begins(bare: Run, asked: Asked) -> None:
    result = bare("collect", "--source", "arxiv", "--since", "1980-01-01")
    assert result.exit_code == 2 and "begins on 1991-08-14" in " ".join(result.stderr.split()) and not asked.calls
    assert bare("collect", "--source", "arxiv", "--since", "1991-08-14").exit_code == 0
    late = bare("collect", "--source", "arxiv", "--as-of", "2026-01-25", "--since", "2026-01-26")
    assert (late.exit_code, "lies after 2026-01-25" in late.stderr) == (2, True)


@pytest.mark.usefixtures("book")
def test_a_source_with_its_key_is_asked(bare: Run, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_KEYS__USAJOBS", "me@x.test:abc")
    assert bare("collect", "--source", "usajobs").exit_code == 0 and asked.calls


def test_import_tells_what_was_read(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Path, str | None]] = []

    def import_file(path: Path, source: str | None, settings: Any) -> ImportResult:
        seen.append((path, source))
        return ImportResult(3, 2, 1, ["ads.jsonl:2: no date"])

    monkeypatch.setattr(runner, "import_file", import_file)
    Path("ads.jsonl").write_text("{}\n", encoding="utf-8")
    result = bare("import", "ads.jsonl", "--source", "mine")
    assert result.stdout == "3 read, 2 new, 1 rejected\n" and "no date" in result.stderr
    assert seen == [(Path("ads.jsonl"), "mine")]
    assert json.loads(bare("import", "ads.jsonl", "--json").stdout)["new"] == 2


def test_a_file_to_import_that_is_not_there_is_one_clear_line(bare: Run) -> None:
    result = bare("import", "missing.jsonl")
    assert result.exit_code == 2 and "missing.jsonl" in result.stderr
