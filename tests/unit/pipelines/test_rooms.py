"""The four folder names are import names that other distributions also use: ours must win."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["pipelines", "reports", "warehouse", "extractors"])
def test_each_room_is_imported_from_this_project(name: str) -> None:
    assert Path(str(importlib.import_module(name).__file__)).parent == ROOT / name


def test_only_one_module_imports_httpx() -> None:
    users = [
        path for room in ("pipelines", "reports", "warehouse", "extractors") for path in (ROOT / room).rglob("*.py")
    ]
    assert [path.name for path in users if "import httpx" in path.read_text(encoding="utf-8")] == ["http.py"]
