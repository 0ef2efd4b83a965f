"""Fields that postings of many services share, read into the words of `records.py`.

Belongs here: workplace, employment type, pay, dates with a stated zone, ids, texts of unknown type. Does not belong
here: where a service keeps them, countries (`countries.py`), reading pay out of prose (the extractor does).
"""

import math
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from extractors.errors import ParseError
from extractors.records import Period, Salary, Workplace
from extractors.text import EMAIL_MASK, mask_personal, one_line

YEARLY_FROM = 10_000.0
"""An amount without a period is pay for a year from here on; below, it is not used."""
_MOST = 1e9
_WORKPLACES: dict[str, Workplace] = {
    "remote": "remote", "fullyremote": "remote", "fully": "remote", "telecommute": "remote", "hybrid": "hybrid",
    "onsite": "onsite", "inoffice": "onsite", "office": "onsite", "inperson": "onsite",
}  # fmt: skip
#: In the letters of a field alone; what says more stands first ("Full-time internship", "Full-time contract").
_EMPLOYMENT = (
    (re.compile(r"intern(?!al|at)|trainee|apprentice"), "internship"),
    (re.compile(r"parttime|workingstudent"), "part_time"),
    (re.compile(r"freelance|contract"), "contract"),
    (re.compile(r"fulltime"), "full_time"),
    (re.compile(r"temporary|fixedterm|seasonal|perdiem"), "temporary"),
    (re.compile(r"volunteer"), "volunteer"),
)
_PERIODS: dict[str, Period] = {
    "hour": "hour", "hourly": "hour", "day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month",
    "monthly": "month", "year": "year", "yearly": "year", "annual": "year", "annually": "year", "annum": "year",
}  # fmt: skip
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def text_in(value: object) -> str | None:
    """A text on one line; None for anything else and for an empty one."""
    return one_line(value) or None if isinstance(value, str) else None


def markup_in(value: object) -> str:
    """HTML of a field, or nothing when the field holds no text."""
    return value if isinstance(value, str) else ""


def native_id(value: object) -> str | None:
    """An id given as a text or a whole number. It is kept as it is: an id like a telephone number is still an id."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    return "".join(letter for letter in str(value) if letter.isprintable()).strip()[:200] or None


def required_id(row: dict[str, Any], key: str) -> str:
    """The id of a row, or `ParseError`."""
    found = native_id(row.get(key))
    if found is None:
        raise ParseError(f"no usable {key!r} ({str(row.get(key))[:60]!r})")
    return found


def required_title(value: object, native: str) -> str:
    """The title of a row, or `ParseError`."""
    title = text_in(value)
    if title is None:
        raise ParseError(f"posting {native}: no title")
    return title


def web_address(value: object, otherwise: str) -> str:
    """An https address of a field, else the other one, as for one that tells somebody's mail address."""
    clean = value.strip() if isinstance(value, str) else ""
    if not clean.startswith("https://") or len(clean) > 2000 or names_mail_address(clean):
        return otherwise
    return clean


def names_mail_address(address: str) -> bool:
    """Whether a mail address stands in the address of a page."""
    plain = unquote(address) if "@" in address or "%40" in address else ""
    return "@" in plain and EMAIL_MASK in mask_personal(plain)


def places_text(places: Iterable[str | None]) -> str | None:
    """Several places as one text, each once, in their order."""
    return "; ".join(dict.fromkeys(place for place in places if place)) or None


def place_text(*parts: object) -> str | None:
    """City, region and country as one text."""
    return ", ".join(dict.fromkeys(part for part in map(text_in, parts) if part)) or None


def language_of(value: object) -> str | None:
    """The ISO 639-1 code of a language tag such as "en" or "pt-BR"."""
    tag = re.match(r"\s*([A-Za-z]{2})(?:[-_]|\s*$)", value) if isinstance(value, str) else None
    return tag[1].lower() if tag else None


def workplace_of(value: object) -> Workplace | None:
    """A field that says remote, hybrid or on site in any spelling."""
    return _WORKPLACES.get(_letters(value))


def employment_of(*values: object) -> str | None:
    """full_time, part_time, contract, temporary, internship or volunteer: the first of the values that says one."""
    for value in values:
        letters = _letters(value)
        for pattern, kind in _EMPLOYMENT:
            if pattern.search(letters):
                return kind
    return None


def period_of(value: object) -> Period | None:
    """A field that is nothing but a period, such as YEAR, hourly or "per month"."""
    word = value.strip().lower().removeprefix("per ").removeprefix("per-") if isinstance(value, str) else ""
    return _PERIODS.get(word)


def pay(low: object, high: object, currency: object, period: Period | None) -> Salary | None:
    """A range whose amounts, currency and period are all known; else None, and the text is read for it.

    Zero and no amount both mean "not stated"; an amount without a period that can only be a year's is one.
    """
    least, most = amount(low), amount(high)
    code = currency.strip().upper() if isinstance(currency, str) else ""
    if (least is None and most is None) or not re.fullmatch(r"[A-Z]{3}", code):
        return None
    if least is not None and most is not None and least > most:
        return None
    if period is None:
        if (least or most or 0.0) < YEARLY_FROM:
            return None
        period = "year"
    return Salary(least, most, code, period)


def one_band(bands: Iterable[Salary]) -> Salary | None:
    """Several bands of one currency and period as the range they span; None when they differ in either."""
    found = list(bands)
    if len({(band.currency, band.period) for band in found}) != 1:
        return None
    lows = [band.low for band in found if band.low is not None]
    highs = [band.high for band in found if band.high is not None]
    return Salary(min(lows, default=None), max(highs, default=None), found[0].currency, found[0].period)


def amount(value: object) -> float | None:
    """An amount above zero, given as a number or as a text such as "60,000"."""
    if isinstance(value, str):
        digits = re.sub(r"[\s\u00a0\u202f']", "", value)
        if _GROUPED.fullmatch(digits):
            digits = digits.replace(",", "")
        elif _GROUPED_BY_POINTS.fullmatch(digits):
            digits = digits.replace(".", "").replace(",", ".")
        value = float(digits) if re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", digits) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 < value <= _MOST and math.isfinite(value) else None


def _letters(value: object) -> str:
    return re.sub(r"[^a-z]", "", value.lower()) if isinstance(value, str) and len(value) <= 200 else ""
