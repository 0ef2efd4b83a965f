"""Making a published report anew from what it was made from, and comparing the two number by number.

Belongs here: the record of inputs beside a report, a run in a temporary folder, what it is held against. Does not
belong here: what of a report can be compared (comparison.py), rows of two databases (warehouse/comparing.py), hashes
and vintages (warehouse/vintages.py), the command (cli/reproduce.py).
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from pipelines.comparison import chart_rows, values_of
from pipelines.errors import PipelineError, UsageError
from pipelines.progress import Progress
from pipelines.runtime import Runtime
from pipelines.settings import Settings

INPUTS = "inputs.json"
SHARES = """
select week, population, skill_id, openings, mentioning, employers, share_raw, share, share_low, share_high, complete
from weekly_demand_published
where published_at <= $at::timestamp and (replaced_at is null or replaced_at > $at::timestamp)
    and week between $last::date - interval 25 week and $last::date
"""


@dataclass(frozen=True)
class Reproduction:
    """How a report made anew compares: values of the page, charts, weekly shares, relations, and where they differ.

    `relations` is None where no copy of the database as it was published is kept any more. `left_out` says what was not
    compared: why, and how many values. `reasons` say what is not as it was when the report was published: versions,
    settings, libraries.
    """

    week: str
    responses: int
    values: int
    charts: int
    shares: int
    relations: int | None
    differing: tuple[str, ...]
    left_out: dict[str, int]
    reasons: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether every number came out as published."""
        return not self.differing


def settings_of(settings: Settings, as_of: date) -> dict[str, object]:
    """The settings that a number depends on."""
    sources = hashlib.sha256(settings.sources_file.read_bytes()).hexdigest() if settings.sources_file.is_file() else ""
    return {"as_of": as_of.isoformat(), "sources_sha256": sources, "skilltide": metadata.version("skilltide")}


def keep_inputs(published: Path, report: Path) -> None:
    """Lay what a report was made from beside it; what a correction replaces stays beside the older text.

    A report that was kept as it was keeps its inputs too.
    """
    manifest = json.loads((published / "manifest.json").read_text("utf-8"))
    text = json.loads((report / "report.json").read_text("utf-8"))
    if not manifest.get("inputs"):
        return
    told = {
        "week": text["week"], "as_of": manifest["as_of"], "published_at": manifest["published_at"],
        "input_hash": text["input_hash"], "extractor_version": text["extractor_version"],
        "taxonomy_version": text["taxonomy_version"], **manifest["inputs"],
    }  # fmt: skip
    place = report / INPUTS
    before = json.loads(place.read_text("utf-8")) if place.is_file() else None
    if before and before["input_hash"] == told["input_hash"]:
        return
    if before:
        older = report / "before" / f"{before['input_hash'][:12]}.{INPUTS}"
        older.parent.mkdir(exist_ok=True)
        _write(older, before)
    _write(place, told)


def reproduce(week: str, settings: Settings, progress: Progress) -> Reproduction:
    """Make the report of a week (2026-W03) anew from `raw/` and the bundled history, and compare.

    Raises `UsageError` where there is no such report, `WarehouseFileError` where `raw/` no longer holds its inputs.
    """
    from warehouse.comparing import other_rows
    from warehouse.vintages import libraries, responses_of

    folder = settings.site / "reports" / week
    published, inputs = _read(folder / "report.json", week, settings), _read(folder / INPUTS, week, settings)
    responses = responses_of(settings.raw_folder, inputs["responses"])
    as_of = date.fromisoformat(inputs["as_of"])
    start = date.fromisoformat(published["week_start"])
    kept = _copy_of(week, settings, inputs)
    with tempfile.TemporaryDirectory(prefix=".reproduce-", dir=settings.data) as place:
        again = settings.model_copy(update={"data": Path(place), "as_of": as_of, "notify": []})
        _link(settings.raw_folder, again.raw_folder, responses)
        _take_last_report(start, settings.site, again.site, inputs)
        _make(again, progress)
        remade_folder = again.site / "reports" / week
        remade = json.loads((remade_folder / "report.json").read_text("utf-8"))
        charts, charts_again = chart_rows(folder), chart_rows(remade_folder)
        shares = _shares(settings.published_file, published["week_start"], inputs["published_at"])
        shares_again = _shares(again.published_file, published["week_start"], None)
        relations = other_rows(kept, again.published_file, start) if kept else None
    one, left_out = values_of(published)
    other, _ = values_of(remade)
    differing = [key for key in sorted(one | other) if one.get(key) != other.get(key)]
    differing += [
        f"charts/{name}" for name in sorted(charts | charts_again) if charts.get(name) != charts_again.get(name)
    ]
    differing += [
        f"weekly_demand {' '.join(key)}"
        for key in sorted(shares | shares_again)
        if shares.get(key) != shares_again.get(key)
    ]
    differing += [f"relation {name}: {rows:,} rows" for name, rows in (relations or {}).items() if rows]
    now = {**settings_of(settings, as_of), **libraries()}
    then = {**inputs["settings"], **inputs["libraries"]}
    for name in ("extractor_version", "taxonomy_version"):
        now[name], then[name] = remade[name], inputs[name]
    reasons = [f"{name} was {then.get(name)} and is {now[name]}" for name in now if now[name] != then.get(name)]
    if imported := inputs["documents"]["imported"]:
        reasons.append(f"{imported} documents were imported from files and are not in raw/")
    return Reproduction(
        week, len(responses), len(one), len(charts), len(shares), len(relations) if relations is not None else None,
        tuple(differing), left_out, tuple(reasons),
    )  # fmt: skip


def _copy_of(week: str, settings: Settings, inputs: dict[str, Any]) -> Path | None:
    """The database as it was published with the report, where it is in place or kept as a snapshot."""
    from warehouse.comparing import published_at

    moment = datetime.fromisoformat(inputs["published_at"]).replace(tzinfo=None)
    for file in (settings.published_file, settings.published / "snapshots" / f"{week}.duckdb"):
        if published_at(file) == moment:
            return file
    return None


def _take_last_report(start: date, site: Path, place: Path, inputs: dict[str, Any]) -> None:
    """Lay the report of the week before where the new one looks for it, as it read when this one was published."""
    folder = f"reports/{start - timedelta(weeks=1):%G-W%V}"
    texts = [site / folder / "report.json", *(site / folder / "before").glob("*.json")]
    read = {path: json.loads(path.read_text("utf-8")) for path in texts if path.is_file() and INPUTS not in path.name}
    known = [(report["updated_on"], path) for path, report in read.items() if report["updated_on"] <= inputs["as_of"]]
    if known:
        (place / folder).mkdir(parents=True)
        shutil.copyfile(max(known)[1], place / folder / "report.json")


def _make(settings: Settings, progress: Progress) -> None:
    """Every stage after collection, without Dagster: nothing of this belongs to its history."""
    from pipelines import stages

    runtime = Runtime(settings, progress=progress)
    for name, stage in (
        ("documents", stages.load_documents), ("extract", stages.read_mentions), ("openings", stages.cluster),
        ("measure", stages.measure_demand), ("publish", stages.publish_snapshot), ("report", stages.build_report),
    ):  # fmt: skip
        with runtime.stage(name):
            stage(runtime)


def _read(path: Path, week: str, settings: Settings) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        weeks = sorted(found.parent.name for found in settings.site.glob(f"reports/*/{INPUTS}"))
        raise UsageError(
            f"there is no report of {week} with a record of its inputs in {settings.site / 'reports'}",
            f"those that can be made anew are {', '.join(weeks)}" if weeks else "run `skilltide report` first",
        ) from None
    except ValueError as error:
        raise UsageError(f"{path} cannot be read: {error}", "restore it from a backup") from error
    assert isinstance(found, dict)
    return found


def _link(raw: Path, place: Path, responses: list[str]) -> None:
    """A second name for every response; a copy where the file system knows no second names."""
    for raw_id in responses:
        (place / raw_id).parent.mkdir(parents=True, exist_ok=True)
        try:
            (place / raw_id).hardlink_to(raw / raw_id)
        except OSError:
            shutil.copyfile(raw / raw_id, place / raw_id)


def _shares(file: Path, last: str, at: str | None) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Weekly shares as the report published at a moment had them; those of the newest one for None."""
    from warehouse.store import open_published

    con = open_published(file)
    try:
        moment = at or "9999-12-31"
        rows = con.execute(SHARES, {"at": moment, "last": last}).fetchall()
    finally:
        con.close()
    return {(f"{row[0]:%G-W%V}", row[1], row[2]): row[3:] for row in rows}


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise PipelineError(
            f"{path} cannot be written: {error.strerror or error}", "free some space; the report itself is published"
        ) from error
