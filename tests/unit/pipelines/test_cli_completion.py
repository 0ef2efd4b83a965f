"""What the shell completes: names of skills and populations from the published pages, and silence without them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from pipelines.cli.main import cli

SKILLS = [
    {"id": "pytorch", "name": "PyTorch", "aliases": ["torch"], "guide": "libraries"},
    {"id": "pytest", "name": "pytest", "aliases": [], "guide": None},
    {"id": "kubernetes", "name": "Kubernetes", "aliases": ["k8s"], "guide": None},
    {"id": "docker", "name": "Docker", "aliases": [], "guide": "mlops"},
]


def completed(*words: str) -> list[str]:
    """What a shell would offer for the last word."""
    shell = ShellComplete(cli, {}, "skilltide", "_SKILLTIDE_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "published" / "site"
    (site / "roles").mkdir(parents=True)
    (site / "roles" / "ml_engineer.html").touch()
    (site / "skills.json").write_text(json.dumps(SKILLS))
    monkeypatch.setenv("SKILLTIDE_DATA", str(tmp_path))
    return site


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("skill", "py"), ["pytorch", "pytest"]),
        (("explain", "KUB"), ["kubernetes"]),
        (("evidence", "k8"), ["kubernetes"]),
        (("skill", "time", "ser"), []),
        (("skill", "no such"), []),
        (("rising", "--population", "ml"), ["ml", "ml_engineer"]),
        (("falling", "--population", "t"), ["tech"]),
        (("next", "--have", "docker,pyto"), ["docker,pytorch"]),
        (("ad", "--have", "tor"), ["pytorch"]),
        (("guide", "--section", "ml"), ["mlops"]),
        (("taxonomy", "accept", "Tidewind", "--parent", "docker", "--parent", "kub"), ["kubernetes"]),
    ],
)
@pytest.mark.usefixtures("published")
def test_names_are_completed_as_the_pages_have_them(words: tuple[str, ...], offered: list[str]) -> None:
    assert completed(*words) == offered


def test_the_data_folder_of_the_settings_file_is_looked_into(
    published: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SKILLTIDE_DATA")
    assert completed("skill", "py") == []
    (folder / "skilltide.toml").write_text(f'data = "{tmp_path}"\n')
    assert completed("skill", "py") == ["pytorch", "pytest"]
    (published / "skills.json").write_text("{")
    assert completed("skill", "py") == []


def test_without_published_pages_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_DATA", str(tmp_path))
    assert (
        completed("skill", "py") == completed("rising", "--population", "") == completed("guide", "--section", "") == []
    )


@pytest.mark.usefixtures("published")
def test_completing_a_name_waits_for_no_heavy_library() -> None:
    code = (
        "import sys; from click.shell_completion import ShellComplete; from pipelines.cli.main import cli\n"
        "found = ShellComplete(cli, {}, 'skilltide', '_C').get_completions(['skill'], 'py')\n"
        "assert len(found) == 2\n"
        "sys.exit(', '.join(name for name in ('pydantic', 'duckdb', 'rich', 'rapidfuzz') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
