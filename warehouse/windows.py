"""Weeks, quarters and threads: which days a number speaks about.

Belongs here: calendar arithmetic and the lengths of the windows. Does not belong here: data, statistics, SQL.
"""

from datetime import date, timedelta

LEVEL_WEEKS = 4
TREND_WEEKS = 26
QUARTER_WEEKS = TREND_WEEKS // 2
WEIGHT_WEEKS = 52
# Looks back over which labels are followed from week to week. A fixed number, so that a label depends on the data alone
# and not on how often the program has run.
LOOKS = 8

_EPOCH = date(1970, 1, 5)  # a Monday


def monday(day: date) -> date:
    """The Monday of the ISO week that holds `day`."""
    return day - timedelta(days=day.weekday())


def last_closed_week(as_of: date) -> date:
    """The Monday of the last ISO week that is over on `as_of`; a week is over on its Sunday."""
    return monday(as_of + timedelta(days=1)) - timedelta(weeks=1)


def week_index(week: date) -> int:
    """Weeks since the first Monday of 1970."""
    return (week - _EPOCH).days // 7


def week_date(index: int) -> date:
    """The Monday of week number `index`; the inverse of `week_index`."""
    return _EPOCH + timedelta(weeks=index)


def quarter_week(week: date) -> date:
    """The first Monday of the calendar quarter that holds this Monday: weights are frozen from here on."""
    first = date(week.year, 3 * ((week.month - 1) // 3) + 1, 1)
    return first + timedelta(days=-first.weekday() % 7)


def first_weekday(year: int, month: int) -> date:
    """The first Monday-to-Friday of a month, when monthly hiring threads open."""
    first = date(year, month, 1)
    return first + timedelta(days={5: 2, 6: 1}.get(first.weekday(), 0))


def previous_month(year: int, month: int) -> tuple[int, int]:
    """The calendar month before."""
    return (year - 1, 12) if month == 1 else (year, month - 1)


def expected_thread(sunday: date, grace_days: int = 3) -> date:
    """The day the newest thread should have opened, seen at the end of `sunday`, with days of grace to fill up."""
    opened = first_weekday(sunday.year, sunday.month)
    if sunday < opened + timedelta(days=grace_days):
        opened = first_weekday(*previous_month(sunday.year, sunday.month))
    return opened
