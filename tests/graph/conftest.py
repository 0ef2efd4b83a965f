"""A stand-in of the web and settings that point at it."""

import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.settings import Settings, load_settings
from warehouse import starter

# More than half a year after the bundled history ends, so that its posts are outside the window of the test.
AS_OF = date(2026, 9, 27)
SOURCES = """
[hn_hiring]
title = "Threads"
kind = "posting"
enabled = true
homepage = "https://news.ycombinator.com/"
terms = "public"
cadence = "monthly"
documented_api = true

[arxiv]
title = "Papers"
kind = "paper"
enabled = true
homepage = "https://arxiv.org/"
terms = "CC0"
documented_api = true
categories = ["cs.LG"]

[greenhouse]
title = "Boards"
kind = "posting"
enabled = true
homepage = "https://greenhouse.io/"
terms = "public"
boards = [{ token = "orchard", company = "Orchard" }]

[feeds]
title = "Feeds"
kind = "post"
enabled = true
homepage = "https://blog.test/"
terms = "public"
feeds = [{ id = "blog", title = "Blog", url = "https://blog.test/feed.xml" }]
"""


def _standin_module() -> ModuleType:
    """The stand-in beside this file; test folders are no packages."""
    spec = importlib.util.spec_from_file_location("standin", Path(__file__).with_name("standin.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def standin() -> Iterator[object]:
    with _standin_module().StandIn(AS_OF) as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, standin: object, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    sources = tmp_path / "sources.toml"
    sources.write_text(SOURCES, encoding="utf-8")
    return load_settings(
        data=tmp_path / "data",
        replay_url=standin.url,  # type: ignore[attr-defined]
        as_of=AS_OF,
        lookback_weeks=36,
        sources_file=sources,
        processes=1,
    )


@pytest.fixture
def without_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled history makes every run of this process much longer; for tests in which it has no part."""
    monkeypatch.setattr(starter, "load_starter", lambda con: starter.StarterCounts(0, 0, None))
