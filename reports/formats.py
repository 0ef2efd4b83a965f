"""How numbers and dates are written for people: one function per kind, shared by pages, sentences and Markdown.

Does not belong here: escaping (safe.py) and choosing which numbers to show.
"""

from datetime import date, timedelta

NONE = "–"


def week_name(week: date) -> str:
    """The ISO name of the week that begins on this Monday, such as 2026-W03."""
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02d}"


def week_end(week: date) -> date:
    """The Sunday of the week that begins on this Monday."""
    return week + timedelta(days=6)


def day(value: date) -> str:
    """A day as people write it, `25 January 2026`."""
    return f"{value.day} {value:%B %Y}"


def days(first: date, last: date) -> str:
    """A spell of days: `19 to 25 January 2026`, `29 December 2025 to 4 January 2026`."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{first.day} {first:%B} to {day(last)}" if first.year == last.year else f"{day(first)} to {day(last)}"


def month(value: date) -> str:
    """The month of a day, `January 2026`."""
    return f"{value:%B %Y}"


def share(value: float | None) -> str:
    """A fraction as a percentage: one decimal, two below 1 % so that small shares stay apart; nought as `0%`."""
    if value is None:
        return NONE
    return "<0.01%" if 0 < value < 0.00005 else f"{_percent(value)}%"


def _percent(value: float) -> str:
    percent = value * 100
    if percent in (0, 100):
        return f"{percent:.0f}"
    return f"{percent:.2f}" if 0 < percent < 0.995 else f"{percent:.1f}"


def bound_share(value: float) -> str:
    """A fraction that somebody set, as it was set: `10%`, `0.5%`."""
    return f"{value * 100:.3g}%"


def interval(low: float | None, high: float | None) -> str:
    """A 95 % interval of a share, as `12.1–14.0%`; its ends have the decimals of shares."""
    if low is None or high is None:
        return NONE
    return f"{_percent(0.0 if low < 0.00005 else low)}–{_percent(high)}%"


def whole(value: float | None) -> str:
    """A count with thin thousands."""
    return NONE if value is None else f"{round(value):,}"


def change(slope: float | None) -> str:
    """A change of a share in percentage points with its sign, as `+1.2`."""
    if slope is None:
        return NONE
    text = f"{slope * 100:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def signed(slope: float | None) -> str:
    """A change of a share with its unit, as `+1.2 points`."""
    return NONE if slope is None else f"{change(slope)} points"


def money(value: float | None) -> str:
    """A yearly pay in thousands of its currency, as `175k`."""
    return NONE if value is None else f"{value / 1000:,.0f}k"


def points(value: float | None) -> str:
    """A difference of shares in percentage points, one decimal."""
    return NONE if value is None else f"{value * 100:.1f}"


def q_value(value: float | None) -> str:
    """A q or p value; below .001 only that is said."""
    if value is None:
        return NONE
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def plural(count: int, one: str, many: str) -> str:
    """`1 skill`, `3 skills`."""
    return f"{count:,} {one if count == 1 else many}"


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
