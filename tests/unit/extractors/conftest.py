"""The loopback web for the tests of this folder."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Tests are imported by file (import-mode=importlib), so that a helper beside them has to be made known by hand.
for _name in ("web_server", "asking"):
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).with_name(f"{_name}.py"))
    assert _spec is not None and _spec.loader is not None
    sys.modules.setdefault(_name, importlib.util.module_from_spec(_spec))
    _spec.loader.exec_module(sys.modules[_name])


@pytest.fixture
def web() -> Iterator[Any]:
    """A loopback server whose paths a test fills."""
    with sys.modules["web_server"].serve_web() as served:
        yield served
