"""Settings: where they come from, in which order, and what a mistake gets."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.runtime import Runtime
from pipelines.settings import Settings, ensure_writable, load_settings

EXAMPLE = Path(__file__).parents[3] / "skilltide.example.toml"


@pytest.fixture(autouse=True)
def _clean(elsewhere: Path) -> None:
    """Every test here starts without settings."""


def test_without_any_setting_the_defaults_hold() -> None:
    settings = load_settings()
    assert (settings.data, settings.lookback_weeks, settings.strict, settings.as_of) == (Path("data"), 104, False, None)
    assert settings.published_file == Path("data/published/skilltide.duckdb")
    assert settings.sources_file.name == "sources.toml"


def test_the_environment_goes_before_the_file_and_the_command_line_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("skilltide.toml").write_text('lookback_weeks = 30\ndata = "here"\nas_of = 2026-01-25\n', encoding="utf-8")
    monkeypatch.setenv("SKILLTIDE_LOOKBACK_WEEKS", "40")
    settings = load_settings(strict=True, as_of=None)
    assert (settings.lookback_weeks, settings.data, settings.strict) == (40, Path("here"), True)
    assert settings.as_of == settings.today == date(2026, 1, 25)
    assert load_settings(lookback_weeks=50).lookback_weeks == 50


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_REPLAY_URL", "")
    monkeypatch.setenv("SKILLTIDE_AS_OF", "")
    assert load_settings().replay_url is None


def test_variables_of_the_test_suite_are_no_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_DEMAND_BROWSER", "1")
    monkeypatch.setenv("SKILLTIDE_SHARED", "/somewhere")
    load_settings()


def test_an_unknown_variable_is_named_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_REPLAY_ULR", "http://127.0.0.1:1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "SKILLTIDE_REPLAY_ULR" in caught.value.message
    assert caught.value.remedy == "did you mean SKILLTIDE_REPLAY_URL?"


def test_an_unknown_key_of_the_file_is_named_with_the_one_that_was_meant() -> None:
    Path("skilltide.toml").write_text("lookback_week = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="lookback_week is no setting") as caught:
        load_settings()
    assert caught.value.remedy == "did you mean lookback_weeks?"


@pytest.mark.parametrize("content", [b"data = \n", b"\xff\xfe", b"data = 'a'\ndata = 'b'\n"])
def test_a_file_that_is_no_toml_is_one_clear_line(content: bytes) -> None:
    Path("skilltide.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"skilltide\.toml cannot be read") as caught:
        load_settings()
    assert "skilltide.example.toml" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("AS_OF", "25.01.2026", "valid date"),
        ("LOOKBACK_WEEKS", "-4", "greater than or equal to 8"),
        ("LOOKBACK_WEEKS", "many", "valid integer"),
        ("REPLAY_URL", "127.0.0.1:8600", "expected an address"),
        ("REPLAY_URL", "file:///etc", "expected an address"),
        ("REPLAY_PAUSE", "nan", "finite number"),
        ("CONTACT", "me@x.example\r\nX-Evil: 1", "one line of plain ASCII"),
    ],
)
def test_a_bad_value_is_named_with_its_place_and_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(f"SKILLTIDE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.message.startswith(f"SKILLTIDE_{name} = ") and expected in caught.value.message
    assert caught.value.remedy


def test_keys_are_taken_from_the_file_and_the_environment_and_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("skilltide.toml").write_text('[keys]\nreed = "from-file"\n', encoding="utf-8")
    monkeypatch.setenv("SKILLTIDE_KEYS__USAJOBS", "me@x.test:from-environment")
    found = load_settings()
    assert found.plain_keys == {"reed": "from-file", "usajobs": "me@x.test:from-environment"}
    assert "from-" not in repr(found) + str(found.model_dump())


def test_a_key_for_a_source_that_takes_none_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_DATA", str(tmp_path))
    monkeypatch.setenv("SKILLTIDE_KEYS__USAJOB", "me@x.test:hidden")
    runtime = Runtime(load_settings())
    raw = runtime.raw()
    with pytest.raises(SettingsError) as caught:
        runtime.plan(raw)
    raw.close()
    assert "usajob," in caught.value.message and "usajobs" in caught.value.remedy
    monkeypatch.delenv("SKILLTIDE_KEYS__USAJOB")
    monkeypatch.setenv("SKILLTIDE_KEYS__USAJOBS", "me@x.test:hidden")
    plan = (runtime := Runtime(load_settings())).plan(raw)
    assert plan.keys == {"usajobs": "me@x.test:hidden"} and "hidden" not in repr(plan) + repr(runtime)


def test_a_key_that_cannot_be_sent_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLTIDE_KEYS__REED", "hidden-\r\nsecret")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hidden" not in caught.value.message + caught.value.remedy and "plain ASCII" in caught.value.message


def test_a_bad_value_of_the_command_line_is_named_as_the_option_is() -> None:
    with pytest.raises(SettingsError, match=r"^--lookback = '?1'? cannot be used"):
        load_settings(lookback_weeks=1)


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(SettingsError, match="nothing can be written into the data folder") as caught:
        ensure_writable(tmp_path / "file" / "data")
    assert "SKILLTIDE_DATA" in caught.value.remedy


def test_a_data_folder_that_can_be_written_is_left_empty(tmp_path: Path) -> None:
    ensure_writable(tmp_path / "new" / "data")
    assert list((tmp_path / "new" / "data").iterdir()) == []


def test_every_line_of_the_example_file_is_a_setting_with_a_good_value() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    values = [line.removeprefix("# ") for line in lines if " = " in line]
    Path("skilltide.toml").write_text("\n".join(values), encoding="utf-8")
    load_settings()
    assert {line.split(" = ")[0] for line in values} == set(Settings.model_fields)
