"""Whether a source brought in what it usually does: a broken source must not look like a falling skill.

Belongs here: the rule for continuous and for monthly sources and the verdict on a week. Does not belong here: what is
done about it (measure.py, trends.py).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from duckdb import DuckDBPyConnection

from warehouse.statements import statement
from warehouse.windows import expected_thread, first_weekday, previous_month, week_date, week_index

# A source counts as broken below this part of its usual size (Eurostat and ONS hold back series by similar rules).
ENOUGH = 0.6
# A shortfall must also be more than chance: a source of five postings a week has two in a normal bad week.
_CHANCE = 0.01
# A week is marked incomplete when broken sources hold this weight; labels are withheld at the second.
_MARKED_FROM = 0.10
_WITHHELD_FROM = 0.40
_MONTHS_COMPARED = 6


@dataclass(frozen=True)
class Verdict:
    """What a week's sources allow to be said."""

    complete: bool
    withhold: bool
    note: str


@dataclass
class Completeness:
    """Postings of each source by week, of monthly sources by day, and the shortfalls found in them."""

    first_week: int
    cadence: dict[str, str]
    weekly: dict[str, dict[int, int]]
    daily: dict[str, dict[date, int]]
    _known: dict[tuple[str, int], str] = field(default_factory=dict)

    def shortfall(self, source: str, week: int) -> str:
        """Why the source is incomplete in this week; empty when it is complete."""
        key = (source, week)
        if key not in self._known:
            rule = self._monthly if self.cadence.get(source) == "monthly" else self._continuous
            self._known[key] = rule(source, week)
        return self._known[key]

    def verdict(self, week: int, weights: dict[str, float]) -> Verdict:
        """The week as a whole, given the weight of each source in the population."""
        found = {source: self.shortfall(source, week) for source in sorted(weights)}
        missing = sum(weights[source] for source, reason in found.items() if reason)
        notes = [reason for source, reason in found.items() if reason]
        complete = missing < _MARKED_FROM
        if week - self.first_week < 3:
            complete = False
            notes.insert(0, "history begins within this window")
        return Verdict(complete, missing >= _WITHHELD_FROM, "; ".join(notes))

    def _continuous(self, source: str, week: int) -> str:
        counts = self.weekly.get(source, {})
        usual = median(counts.get(week - back, 0) for back in range(1, 5))
        seen = counts.get(week, 0)
        if self.cadence.get(source) == "file" and week >= max(counts, default=week):
            return ""  # the file has ended, on whatever day of that week; nothing is broken
        if not _is_short(seen, usual):
            return ""
        return f"{source}: {seen} postings in the week against {usual:g} in a usual one"

    def _monthly(self, source: str, week: int) -> str:
        days = self.daily.get(source, {})
        if not days:
            return ""
        sunday = week_date(week) + timedelta(days=6)
        opened = expected_thread(sunday)
        if opened < min(days):
            return ""
        elapsed = min((sunday - opened).days, 27)
        before: list[int] = []
        year, month = opened.year, opened.month
        for _ in range(_MONTHS_COMPARED):
            year, month = previous_month(year, month)
            start = first_weekday(year, month)
            if start < min(days):
                break
            before.append(_count(days, start, elapsed))
        seen = _count(days, opened, elapsed)
        usual = median(before) if before else 0
        if not _is_short(seen, usual):
            return ""
        return (
            f"{source}: {seen} openings in the thread expected on {opened:%Y-%m-%d} against {usual:g} "
            f"in a usual one after {elapsed} days"
        )


def _is_short(seen: int, usual: float) -> bool:
    from scipy.stats import poisson

    return usual > 0 and seen < ENOUGH * usual and float(poisson.cdf(seen, usual)) <= _CHANCE


def _count(days: dict[date, int], start: date, elapsed: int) -> int:
    return sum(days.get(start + timedelta(days=day), 0) for day in range(elapsed + 1))


def load_completeness(con: DuckDBPyConnection, last_week: date) -> Completeness:
    """Read how much each source brought in, up to the Sunday of `last_week`."""
    weekly: dict[str, dict[int, int]] = {}
    cadence: dict[str, str] = {}
    for source, rhythm, week, postings in con.execute(statement("source_counts"), {"last_week": last_week}).fetchall():
        cadence[source] = rhythm
        weekly.setdefault(source, {})[week_index(week)] = postings
    daily: dict[str, dict[date, int]] = {}
    for source, day, openings in con.execute(statement("source_days"), {"last_week": last_week}).fetchall():
        if cadence.get(source) == "monthly":
            daily.setdefault(source, {})[day] = openings
    first = min((min(weeks) for weeks in weekly.values()), default=week_index(last_week))
    return Completeness(first, cadence, weekly, daily)
