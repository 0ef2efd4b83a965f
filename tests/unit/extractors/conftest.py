"""The loopback web for the tests of this folder."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Tests are imported by file (import-mode=importlib), so that a helper beside them has to be made known by hand.
_spec = importlib.util.spec_from_file_location("web_server", Path(__file__).with_name("web_server.py"))
assert _spec is not None and _spec.loader is not None
web_server = importlib.util.module_from_spec(_spec)
sys.modules.setdefault("web_server", web_server)
_spec.loader.exec_module(sys.modules["web_server"])


@pytest.fixture
def web() -> Iterator[Any]:
    """A loopback server whose paths a test fills."""
    with sys.modules["web_server"].serve_web() as served:
        yield served
