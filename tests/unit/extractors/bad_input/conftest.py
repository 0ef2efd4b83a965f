"""What the tests of bad input share: one reader for all of them, and the helper beside them."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_spec = importlib.util.spec_from_file_location("bad_run", Path(__file__).with_name("bad_run.py"))
assert _spec is not None and _spec.loader is not None
bad_run = importlib.util.module_from_spec(_spec)
sys.modules.setdefault("bad_run", bad_run)
_spec.loader.exec_module(sys.modules["bad_run"])


@pytest.fixture(scope="session")
def reader() -> Iterator[Any]:
    """Starts its process once for all."""
    with sys.modules["bad_run"].new_reader() as shared:
        yield shared
