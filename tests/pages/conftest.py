"""One browser and one built site for all page tests.

Without Chromium the tests skip with a reason; SKILLTIDE_DEMAND_BROWSER=1 makes its absence a failure.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from reports.build import build_site
from tests.unit.reports.published_fixture import AS_OF, write_published

# How long a browser may take for one step on a machine that is busy with other things.
PATIENCE_MS = 120_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("SKILLTIDE_DEMAND_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS, timeout=PATIENCE_MS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of made-up numbers and hostile titles."""
    place = write_published(tmp_path_factory.mktemp("pages") / "published", extra=20, postings=150)
    return build_site(place, AS_OF, banner="No source could be reached; </script><b>this</b> rests on older data.").site
