"""All settings and their defaults: environment (`SKILLTIDE_…`), then `skilltide.toml`, then what stands here.

Belongs here: names, types, limits and defaults of settings, and the folders that follow from them. Does not belong
here: which sources exist (`sources.toml`), or anything that reads or writes data.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from pipelines.errors import SettingsError

PREFIX = "SKILLTIDE_"
SETTINGS_FILE = Path("skilltide.toml")
SOURCES_FILE = Path("sources.toml")
# Read by the test suite alone, so they are no settings and no typing mistakes either.
TEST_VARIABLES = frozenset({"SKILLTIDE_DEMAND_BROWSER", "SKILLTIDE_SHARED"})

# How the command line calls a setting where its name differs.
OPTIONS = {"as_of": "as-of", "lookback_weeks": "lookback"}


def _default_sources_file() -> Path:
    """The working directory's own list, else the one that lies beside the program."""
    return SOURCES_FILE if SOURCES_FILE.is_file() else Path(__file__).parent.parent / SOURCES_FILE


class Settings(BaseSettings):
    """Every setting; use `load_settings`, which turns what is wrong into one clear line."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data: Path = Field(default=Path("data"), description="folder for everything the program writes")
    replay_url: str | None = Field(default=None, description="send every request to this stand-in of the web instead")
    replay_pause: float = Field(
        default=0.0, ge=0, le=60, allow_inf_nan=False, description="seconds between requests to a loopback stand-in"
    )
    as_of: date | None = Field(default=None, description="the day taken as today (YYYY-MM-DD); nothing later is read")
    lookback_weeks: int = Field(default=104, ge=8, le=1040, description="weeks of history to collect")
    contact: str | None = Field(default=None, max_length=200, description="address or URL that sources may write to")
    sources_file: Path = Field(default_factory=_default_sources_file, description="the list of sources")
    keys: dict[str, SecretStr] = Field(
        default_factory=dict, description="your keys of services that want one, by source; never shown or stored"
    )
    notify: Annotated[list[SecretStr], NoDecode] = Field(
        default_factory=list,
        description="addresses that get each new report, as Apprise writes them, with spaces between",
    )
    site_url: str | None = Field(default=None, description="where the pages are published, for links in messages")
    strict: bool = Field(default=False, description="exit 3 when nothing could be collected")
    labelled: Path | None = Field(
        default=None,
        description="texts labelled by hand that precision and recall are measured on (docs/extraction.md)",
    )
    keep_snapshots_days: int = Field(
        default=35, ge=0, le=3660, description="days to keep the copies of earlier reports in published/snapshots"
    )
    processes: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, le=64, description="processes that read texts"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the caller gives first (command line, and the file's values below the environment), then the rest."""
        return init_settings, env_settings, _FileSource(settings_cls)

    @field_validator("notify", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value

    @field_validator("replay_url", "site_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        from urllib.parse import urlsplit

        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("expected an address like http://127.0.0.1:8600")
        return value.rstrip("/")

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isprintable()):
            raise ValueError("expected one line of plain ASCII, it is sent as a header")
        return value

    @field_validator("keys")
    @classmethod
    def _fit_a_request(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for key in value.values():
            text = key.get_secret_value()
            if not (text.isascii() and text.isprintable() and len(text) <= 500):
                raise ValueError("expected each key on one line of plain ASCII")
        return value

    @field_validator("data", "sources_file", "labelled")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value is not None else None

    @property
    def plain_keys(self) -> dict[str, str]:
        """The keys as the services want them; for requests alone."""
        return {source: key.get_secret_value() for source, key in self.keys.items()}

    @property
    def raw_folder(self) -> Path:
        """Responses as received."""
        return self.data / "raw"

    @property
    def warehouse_file(self) -> Path:
        """The writer's own database."""
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """What analysts and readers may open."""
        return self.data / "published"

    @property
    def published_file(self) -> Path:
        """The published database."""
        return self.published / "skilltide.duckdb"

    @property
    def site(self) -> Path:
        """The pages."""
        return self.published / "site"

    @property
    def taxonomy_folder(self) -> Path:
        """Skills, forms and judgements of one's own, beside the taxonomy that ships."""
        return self.data / "taxonomy"

    @property
    def log_file(self) -> Path:
        """Where tracebacks go, so that the terminal shows one line."""
        return self.data / "logs" / "skilltide.log"

    @property
    def today(self) -> date:
        """`as_of`, or the present day in UTC."""
        return self.as_of or datetime.now(UTC).date()


class _FileSource(PydanticBaseSettingsSource):
    """`skilltide.toml` of the working directory."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Not used: `__call__` gives all values at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The values of the file."""
        return read_settings_file(SETTINGS_FILE)


def read_settings_file(path: Path) -> dict[str, Any]:
    """The keys of a settings file; none when there is no file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:  # ValueError: no TOML, or no UTF-8
        raise SettingsError(
            f"{path} cannot be read: {error}", "correct it, or start from skilltide.example.toml"
        ) from error


def load_settings(**overrides: Any) -> Settings:
    """The settings in force; `overrides` come from the command line, and those that are None are left out."""
    _refuse_unknown_names(os.environ, read_settings_file(SETTINGS_FILE))
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _explain(error, given) from error


def ensure_writable(folder: Path) -> None:
    """Creates the folder where it is missing; one clear line where nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"nothing can be written into the data folder {folder}: {error.strerror or error}",
            f"set {PREFIX}DATA to a folder that you may write to",
        ) from error


def _refuse_unknown_names(environment: Mapping[str, str], in_file: Mapping[str, Any]) -> None:
    known = list(Settings.model_fields)
    for name in sorted(environment):
        upper = name.upper()
        # Keys have a variable each: SKILLTIDE_KEYS__USAJOBS.
        setting = upper.removeprefix(PREFIX).lower()
        setting = "keys" if setting.startswith("keys__") else setting
        if upper.startswith(PREFIX) and upper not in TEST_VARIABLES and setting not in known:
            raise SettingsError(
                f"the environment has {name}, which is no setting",
                _advice(upper, [PREFIX + key.upper() for key in known]),
            )
    for key in in_file:
        if key not in known:
            raise SettingsError(f"{SETTINGS_FILE}: {key} is no setting", _advice(key, known))


def _advice(name: str, known: list[str]) -> str:
    from rapidfuzz import process

    match = process.extractOne(name, known, score_cutoff=70)
    return f"did you mean {match[0]}?" if match else f"the settings are {', '.join(known)}"


def _explain(error: ValidationError, given: Mapping[str, Any]) -> SettingsError:
    """The first thing that is wrong, with the place it came from and what is expected there."""
    fault = error.errors(include_url=False, include_context=False)[0]
    name = str(fault["loc"][0]) if fault["loc"] else "?"
    variable = next((key for key in os.environ if key.upper() == PREFIX + name.upper() and os.environ[key]), None)
    if name in given:
        place = f"--{OPTIONS.get(name, name)}"
    elif variable:
        place = variable
    else:
        place = f"{SETTINGS_FILE}: {name}"
    reason = fault["msg"].removeprefix("Value error, ")
    field = Settings.model_fields.get(name)
    remedy = f"{name}: {field.description}" if field and field.description else ""
    given_value = "(not shown)" if name in ("keys", "notify") else repr(str(fault["input"]))
    return SettingsError(f"{place} = {given_value} cannot be used: {reason[:1].lower()}{reason[1:]}", remedy)
