"""A clock that was set back: what is published stays, and one line says what to do."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.settings import Settings, load_settings
from pipelines.stages import refuse_clock_set_back


def settings_with(data: Path, published: str, as_of: date | None = None) -> Settings:
    (data / "published").mkdir(parents=True)
    (data / "published" / "manifest.json").write_text(json.dumps({"as_of": published}), encoding="utf-8")
    return load_settings(data=data, as_of=as_of)


def test_a_day_of_the_clock_before_what_is_published_is_refused(elsewhere: Path) -> None:
    with pytest.raises(SettingsError, match="what is published is as of 2999-01-01") as caught:
        refuse_clock_set_back(settings_with(elsewhere / "data", "2999-01-01"))
    assert "set the clock right, or say --as-of" in caught.value.remedy


@pytest.mark.parametrize(("published", "as_of"), [("2999-01-01", date(2026, 1, 25)), ("2026-01-25", None)])
def test_a_day_that_is_given_or_later_is_not(elsewhere: Path, published: str, as_of: date | None) -> None:
    refuse_clock_set_back(settings_with(elsewhere / "data", published, as_of))


def test_nothing_published_refuses_nothing(elsewhere: Path) -> None:
    refuse_clock_set_back(load_settings(data=elsewhere / "data"))
