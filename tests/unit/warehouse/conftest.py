"""A fresh private warehouse for each test, and the made-up records beside this file."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.store import open_writer

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def analyst_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published database of the made-up market of analyst_world.py."""
    from analyst_world import write_analyst_world

    return write_analyst_world(tmp_path_factory.mktemp("analysts"))


@pytest.fixture
def con(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    opened = open_writer(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()
