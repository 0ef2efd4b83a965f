"""All measures of a warehouse in one call: levels, trends, attention, scorecard, completeness.

Belongs here: the order of the steps, one transaction, writing rows. Does not belong here: estimators and decisions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.accuracy import load_accuracy
from warehouse.attention import measure_attention
from warehouse.bursts import attention_bursts
from warehouse.completeness import Completeness, load_completeness
from warehouse.cusum import share_alerts
from warehouse.demand import (
    FAMILY_POPULATIONS,
    cell_weights,
    demand_columns,
    population_row,
    populations,
    weekly_levels,
)
from warehouse.facts import SURVIVOR_DAYS, Facts, load_facts
from warehouse.increments import load_stored
from warehouse.lead_lag import lead_rows
from warehouse.scorecard import measure_scorecard
from warehouse.seasonality import Seasons, season_columns, seasonal_ratio, seasons
from warehouse.statements import statement
from warehouse.store import transaction
from warehouse.trends import population_trends
from warehouse.windows import QUARTER_WEEKS, TREND_WEEKS, last_closed_week, week_date, week_index

__all__ = ["MeasureCounts", "last_closed_week", "measure", "newest_week"]

Progress = Callable[[str, int, int], None]
# A monthly source leaves gaps of up to five weeks; a longer one, or a week without an opening where others bring some
# every week, means that the data have ended, and labels belong to their end.
_GAP_WEEKS = 5


@dataclass(frozen=True)
class MeasureCounts:
    """What was written, for the log. `closed` is the last closed week, `week` the one that labels speak about.

    They differ when the data ended before: the labels are then those of the last data. `labels` are those of tech,
    `alarms` those on weekly shares in that week, of all populations.
    """

    week: date
    closed: date
    populations: tuple[str, ...]
    demand_rows: int
    trend_rows: int
    attention_rows: int
    scorecard_rows: int
    labels: dict[str, int]
    withheld: str
    alarms: int


def newest_week(con: DuckDBPyConnection, as_of: date) -> date:
    """The week that labels on `as_of` speak about: the last closed one, or that of the last data when they ended."""
    closed = last_closed_week(as_of)
    found, monthly = con.execute(statement("newest_week"), {"week": closed}).fetchall()[0]
    if found is None or (monthly and closed - found <= timedelta(weeks=_GAP_WEEKS)):
        return closed
    last: date = found
    return last


def measure(con: DuckDBPyConnection, as_of: date, progress: Progress | None = None) -> MeasureCounts:
    """Compute the measures for the weeks closed on `as_of` and write them in one transaction.

    Weekly levels are computed where something that enters them has moved; labels and what stands beside them for the
    newest week. Labels of weeks after that stay as they were: a run as of an earlier day takes nothing away.
    """
    week = newest_week(con, as_of)
    facts = load_facts(con, week)
    completeness = load_completeness(con, week)
    names = populations(facts)
    with transaction(con):
        for command in statement("clear_measures").split(";"):
            if command.strip():
                con.execute(command, {"week": week, "closed": last_closed_week(as_of)} if "$week" in command else None)
        demand_rows = _write_demand(con, facts, names, completeness=completeness, week=week, progress=progress)
        _write_sources(con, completeness, week)
        con.execute(statement("weekly_ads"), {"week": week, "survivor_days": SURVIVOR_DAYS, "populations": names})
        withheld = _withheld(facts, names, completeness, week)
        season = {name: seasons(facts.population(name), week.year) for name in FAMILY_POPULATIONS}
        trend_rows = _write_trends(con, facts, names, withheld=withheld, season=season, week=week, progress=progress)
        _write_seasons(con, facts, season, week)
        _insert(con, "share_alerts", [share_alerts(facts.population(name), name, week_index(week)) for name in names])
        attention_rows = measure_attention(con, week)
        _insert(con, "attention_bursts", attention_bursts(con, week))
        _insert(con, "lead_lag", [_columns([row for kind in ("paper", "post") for row in lead_rows(con, week, kind)])])
        scorecard_rows = measure_scorecard(con, week)
    labels = con.execute(
        "select label, count(*) from skill_trends where as_of_week = $week and population = 'tech' group by label",
        {"week": week},
    ).fetchall()
    alarms = con.execute("select count(*) from share_alerts where week = $week", {"week": week}).fetchall()[0][0]
    return MeasureCounts(
        week, last_closed_week(as_of), tuple(names), demand_rows, trend_rows, attention_rows, scorecard_rows,
        dict(labels), withheld["tech"], alarms,
    )  # fmt: skip


def _insert(con: DuckDBPyConnection, table: str, blocks: Iterable[dict[str, Any]]) -> int:
    """Append blocks of columns to one of the measure tables; a value that is not finite becomes null."""
    import polars as pl

    frames = [pl.DataFrame(block, strict=False) for block in blocks if len(next(iter(block.values())))]
    if not frames:
        return 0
    frame = pl.concat(frames, how="vertical_relaxed")
    floats = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    frame = frame.with_columns(pl.when(pl.col(n).is_finite()).then(pl.col(n)).alias(n) for n in floats)
    con.register("measured_rows", frame)
    try:
        con.execute(f"insert into {table} by name select * from measured_rows")
    finally:
        con.unregister("measured_rows")
    return frame.height


def _write_demand(
    con: DuckDBPyConnection, facts: Facts, names: list[str], *, completeness: Completeness, week: date,
    progress: Progress | None,
) -> int:  # fmt: skip
    tell = (lambda done, total: progress("demand", done, total)) if progress else None
    accuracy = load_accuracy(con, facts.skill_ids)
    stored = load_stored(con, facts, accuracy, completeness)
    demand: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    members = {name: facts.population(name) for name in names}
    for item in weekly_levels(facts, names, week_index(week), stored, tell):
        verdict = completeness.verdict(item.week, item.weights.by_source())
        demand.append(demand_columns(item, facts, verdict.complete, accuracy))
        half_year = members[item.population].count(item.week - TREND_WEEKS + 1, item.week)
        rows.append(population_row(item, half_year, verdict))
    stored.forget_stale()
    _insert(con, "population_weeks", [_columns(rows)])
    _insert(con, "cell_weights", [_columns([
        {"as_of_week": since, "source": source, "role_family": family, "weight": weight}
        for since, cells in stored.cells.items() for (source, family), weight in cells.items()
    ])])  # fmt: skip
    _insert(con, "weekly_demand", demand)
    return int(con.execute("select count(*) from weekly_demand").fetchall()[0][0])


def _columns(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {"none": []}


def _write_sources(con: DuckDBPyConnection, completeness: Completeness, week: date) -> None:
    con.execute(statement("weekly_sources"), {"week": week})
    notes = []
    for source, counts in completeness.weekly.items():
        for index in range(min(counts), week_index(week) + 1):
            if reason := completeness.shortfall(source, index):
                notes.append({"week": week_date(index), "source": source, "note": reason})
    if notes:
        con.executemany(statement("source_note"), notes)


def _withheld(facts: Facts, names: list[str], completeness: Completeness, week: date) -> dict[str, str]:
    """For each population the reason why the newest week cannot be labelled; empty when it can."""
    reasons = {}
    for name in names:
        weights = cell_weights(facts.population(name), week_index(week)).by_source()
        verdict = completeness.verdict(week_index(week), weights)
        reasons[name] = verdict.note if verdict.withhold else ""
    return reasons


def _write_trends(
    con: DuckDBPyConnection, facts: Facts, names: list[str], *, withheld: dict[str, str],
    season: dict[str, Seasons | None], week: date, progress: Progress | None,
) -> int:  # fmt: skip
    found = []
    for position, name in enumerate(names):
        if progress:
            progress("trends", position, len(names))
        # A single role has too few openings for a season of its own: it has that of all.
        found.append(population_trends(facts, name, week_index(week), withheld[name], season.get(name, season["tech"])))
    _insert(con, "trend_gates", [one.gates for one in found if one.gates])
    _insert(con, "skill_decomposition", [one.decomposition for one in found if one.decomposition])
    _insert(con, "negative_controls", [_columns([row for one in found for row in one.controls])])
    return _insert(con, "skill_trends", [one.trends for one in found])


def _write_seasons(con: DuckDBPyConnection, facts: Facts, season: dict[str, Seasons | None], week: date) -> None:
    """Monthly factors of the two large populations, and what the season alone makes of this window's ratio."""
    for name, found in season.items():
        members = facts.population(name)
        if found is None or not len(found.columns):
            continue
        _insert(con, "skill_seasonality", [season_columns(found, members, name)])
        window = members.weeks(week_index(week) - TREND_WEEKS + 1, week_index(week))
        ratio = seasonal_ratio(found, window.week, week_index(week) - window.week < QUARTER_WEEKS)
        con.executemany(
            statement("seasonal_ratio"),
            [
                {"week": week, "population": name, "skill_id": members.skill_ids[k], "ratio": float(value)}
                for k, value in zip(found.columns, ratio, strict=True)
            ],
        )
