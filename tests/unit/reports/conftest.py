"""Published folders shared by the tests of this room; built once, since nothing writes into the database."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.build import build_site
from tests.unit.reports.published_fixture import AS_OF, write_published


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("reports") / "published", extra=20, postings=150)


@pytest.fixture(scope="session")
def quiet_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("reports") / "published", extra=5, postings=60, nothing_moves=True)


@pytest.fixture(scope="session")
def built(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder with its site, for tests that only read it."""
    place = tmp_path_factory.mktemp("built")
    shutil.copy(database / "skilltide.duckdb", place / "skilltide.duckdb")
    build_site(place, AS_OF)
    return place


@pytest.fixture
def folder(database: Path, tmp_path: Path) -> Callable[[], Path]:
    """A published folder of its own for a test that builds a site."""

    def make() -> Path:
        place = tmp_path / "published"
        place.mkdir()
        shutil.copy(database / "skilltide.duckdb", place / "skilltide.duckdb")
        return place

    return make
