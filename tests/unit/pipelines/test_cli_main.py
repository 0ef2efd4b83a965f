"""The entry point: help, mistakes, and how every kind of failure ends."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import duckdb
import pytest

from extractors.errors import SourcesFileError
from pipelines.cli.main import COMMANDS, cli
from pipelines.cli.reference import FILE, reference
from pipelines.errors import NothingCollectedError
from tests.unit.pipelines.conftest import Run
from warehouse.errors import WarehouseBusyError

HEAVY = ("dagster", "spacy", "duckdb", "altair", "polars", "pydantic", "rich", "scipy", "httpx", "rapidfuzz", "lxml")
READING = ("rising", "falling", "guide", "skill pytorch", "evidence pytorch", "sql 'select 1'", "serve")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the command `guide` raise what it is given."""

    def use(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        command = cli.get_command(click.Context(cli), "guide")
        monkeypatch.setattr(command, "callback", fail)

    return use


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(bare: Run, name: str) -> None:
    result = bare(name, "--help")
    assert result.exit_code == 0
    assert f"skilltide {name}" in result.stdout.split("Example")[1]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_the_command_reference_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), "run python -m pipelines.cli.reference"


def test_help_reaches_no_heavy_library() -> None:
    code = (
        "import sys; from pipelines.cli.main import COMMANDS, cli; import click\n"
        "for name in COMMANDS: cli.get_command(click.Context(cli), name)\n"
        f"sys.exit(', '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "", "imported by --help"


def test_a_mistyped_command_gets_a_suggestion_and_status_2(bare: Run) -> None:
    result = bare("risign")
    assert result.exit_code == 2
    assert "did you mean rising?" in result.stderr


def test_a_mistyped_option_is_one_line_and_where_the_help_is(bare: Run) -> None:
    result = bare("rising", "--limt", "3")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and "--limt" in result.stderr and "skilltide rising --help" in result.stderr


def test_the_version_is_told(bare: Run) -> None:
    assert bare("--version").stdout.startswith("skilltide ")


@pytest.mark.parametrize("command", READING)
def test_before_the_first_run_each_reading_command_says_what_to_do(bare: Run, command: str) -> None:
    result = bare(*(part.strip("'") for part in command.split(" ", 1)))
    assert result.exit_code == 2
    assert result.stderr.startswith("skilltide: nothing is published yet in data/published")
    assert result.stderr.endswith(": run `make report` first\n")
    assert not Path("data").exists()


def test_a_setting_with_a_typing_mistake_is_named_and_ends_with_2(run: Run) -> None:
    result = run("rising", SKILLTIDE_REPLAY_ULR="x")
    assert result.exit_code == 2
    assert "SKILLTIDE_REPLAY_ULR" in result.stderr and "did you mean SKILLTIDE_REPLAY_URL?" in result.stderr


def test_an_unexpected_fault_is_one_line_and_its_traceback_is_in_the_log(bare: Run, failing: Any) -> None:
    failing(KeyError("week"))
    result = bare("guide")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "skilltide: unexpected fault: KeyError: 'week' (the traceback is in data/logs/skilltide.log)"
    ]
    assert "Traceback" in Path("data/logs/skilltide.log").read_text(encoding="utf-8")


def test_debug_shows_the_traceback(bare: Run, failing: Any) -> None:
    failing(KeyError("week"))
    result = bare("--debug", "guide")
    assert result.exit_code == 1 and "Traceback (most recent call last)" in result.stderr


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (WarehouseBusyError("the file is held by process 7", "close it"), 1),
        (SourcesFileError("sources.toml: no table", "close it"), 2),
        (NothingCollectedError("nothing", "close it"), 3),
    ],
)
def test_an_error_of_ours_is_its_message_its_remedy_and_its_status(
    bare: Run, failing: Any, error: Any, status: int
) -> None:
    failing(error)
    result = bare("guide")
    assert (result.exit_code, result.stderr) == (status, f"skilltide: {error.message}: close it\n")


def test_an_error_of_ours_behind_another_is_the_one_that_is_told(bare: Run, failing: Any) -> None:
    outer = RuntimeError("step failed")
    outer.__cause__ = WarehouseBusyError("the file is held", "wait")
    failing(outer)
    assert bare("guide").stderr == "skilltide: the file is held: wait\n"


def test_an_error_cannot_repaint_the_terminal(bare: Run, failing: Any) -> None:
    failing(WarehouseBusyError("held by \x1b[2J\x1b]0;owned\x07 someone\r\nelse"))
    assert bare("guide").stderr == "skilltide: held by someone else\n"


@pytest.mark.parametrize(
    "raised", [KeyboardInterrupt(), RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error")]
)
def test_ctrl_c_is_one_line_and_status_130(bare: Run, failing: Any, raised: BaseException) -> None:
    # In a query the database notices it first, and raises errors of its own.
    failing(raised)
    result = bare("guide")
    assert result.exit_code == 130
    assert result.stderr.strip().startswith("skilltide: stopped") and "Traceback" not in result.stderr


def test_a_reader_that_goes_away_ends_a_command_quietly(world: Path) -> None:
    command = [sys.executable, "-c", "from pipelines.cli.main import main; main()", "sql", "--format", "csv"]
    query = "select range as n, 'some padding' as text from range(200000)"
    environment = {**os.environ, "SKILLTIDE_DATA": str(world)}
    with subprocess.Popen(
        [*command, query], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"n,text\n"
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def test_a_fault_of_the_disk_is_not_taken_for_a_closed_pipe(bare: Run, failing: Any) -> None:
    failing(OSError(errno.ENOSPC, "No space left on device"))
    result = bare("guide")
    assert result.exit_code == 1 and "No space left on device" in result.stderr
