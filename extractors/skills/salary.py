"""Pay as an advertisement states it: a range or one amount, its currency and period.

Belongs here: amounts with a currency. Does not belong here: guessing. A period is only given when it is stated or
when the amount can be nothing but a yearly one.
"""

import re
from functools import lru_cache

from extractors.records import Period, Salary
from extractors.skills.hints import EVERYTHING, SALARY

_SYMBOLS = {
    "$": "USD", "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY",
    "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "s$": "SGD",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "cad": "CAD", "aud": "AUD", "inr": "INR", "sgd": "SGD",
    "pln": "PLN", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "jpy": "JPY",
}  # fmt: skip
_CURRENCY = r"(?:US|CA|C|AU|A|S)?\$|£|€|₹|¥|\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR|SGD|PLN|SEK|NOK|DKK|JPY)\b"
_AMOUNT = r"\d{1,3}(?:[,.\u202f\u00a0' ]\d{3}){1,2}(?:\.\d{2})?(?!\d)|\d{1,7}(?:\.\d{1,2})?(?!\d)"
_RANGE = re.compile(
    rf"(?P<before>{_CURRENCY})?\s?(?P<low>{_AMOUNT})\s?(?P<low_k>[kK]\b|"
    rf"[kK](?=[-–—\s]))?\s?(?P<mid>{_CURRENCY})?\s?(?:-|–|—|\bto\b|\band\b)\s?(?P<before2>{_CURRENCY})?\s?"
    rf"(?P<high>{_AMOUNT})\s?(?P<high_k>[kK]\b)?\s?(?P<after>{_CURRENCY})?",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?(?P<amount>{_AMOUNT})\s?(?P<k>[kK]\b)?(?!\s?(?:[mMbBtT]\b|[mb]illion|mm\b|bn\b|"
    rf"\d))\s?\+?\s?(?P<after>{_CURRENCY})?"
    rf"|(?P<amount2>{_AMOUNT})\s?(?P<k2>[kK]\b)?\s?(?P<after2>{_CURRENCY}))",
    re.IGNORECASE,
)
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"(?:/|\bper |\ban )\s?(?:hour|hr|h)\b|\bhourly\b", re.IGNORECASE)),
    ("day", re.compile(r"(?:/|\bper |\ba )\s?day\b|\bdaily rate\b|\bday rate\b", re.IGNORECASE)),
    ("week", re.compile(r"(?:/|\bper |\ba )\s?week\b|\bweekly\b", re.IGNORECASE)),
    ("month", re.compile(r"(?:/|\bper |\ba )\s?(?:month|mo)\b|\bmonthly\b", re.IGNORECASE)),
    ("year", re.compile(r"(?:/|\bper |\ba )\s?(?:year|yr|annum|y)\b|\bannual(?:ly)?\b|\byearly\b|\bp\.?\s?a\b|"
        r"\bper annum\b|\bbase salary\b", re.IGNORECASE)),
)  # fmt: skip
_PAY = re.compile(
    r"\b(?:salary|compensation|pay|base|ote|wage|rate|earn|equity|options|package|range|remuneration|"
    r"stipend|k\b)",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"\b(?:raised|funding|funded|series [a-e]|seed|revenue|arr|valuation|backed|market|million|billion|budget|"
    r"stipend of|allowance|credit|benefit|bonus of|referral|subsidy|grant|invest|customers|users|in sales|"
    r"quota|deals?|education|learning|training|conferences?|equipment|groceries|wellness|gym|home[- ]office|"
    r"reimburse\w*|perks?|commut\w+|travel|books|lunch\w*)\b",
    re.IGNORECASE,
)
_SIGN = re.compile("[$£€₹¥]")
_CODE = re.compile(r"(?:USD|EUR|GBP|CHF|CAD|AUD|INR|SGD|PLN|SEK|NOK|DKK)\b")
_ANY_CODE = re.compile(r"\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR|SGD|PLN|SEK|NOK|DKK)\b", re.IGNORECASE)
_REACH = 48
_MOST_PLACES = 40
_YEARLY_FROM = 10_000.0
#: Less than this a year is a benefit, not pay, in every currency that is read.
_LEAST_YEARLY = 5_000.0
#: "In the office 2x/week" and "3 days a week" say how often, not for how long pay is.
_HOW_OFTEN = re.compile(r"(?:\d\s?x\s?|\bdays?\s?|\btimes\s|\bonce\s|\btwice\s|\bhours?\s)$", re.IGNORECASE)
_MOST = 5_000_000.0


def find_salary(text: str, hints: int = EVERYTHING) -> Salary | None:
    """The first pay that the text states, or None."""
    has_sign = "$" in text or "£" in text or "€" in text or "₹" in text or "¥" in text
    places = [sign.start() for sign in _SIGN.finditer(text)] if has_sign else []
    if hints & SALARY and (places or _CODE.search(text)):
        places = sorted((*places, *(code.start() for code in _ANY_CODE.finditer(text))))
    del places[_MOST_PLACES:]
    for is_range in (True, False):
        for place in places:
            # A currency stands before or after its amounts, never far from them.
            first = max(0, place - 3 * _REACH)
            salary = _at(text[first : place + 3 * _REACH], place - first, is_range)
            if salary is not None:
                return salary
    return None


@lru_cache(maxsize=10_000)
def _at(text: str, place: int, is_range: bool) -> Salary | None:
    """The first pay stated around a currency."""
    pattern, read = (_RANGE, _from_range) if is_range else (_SINGLE, _from_single)
    for match in pattern.finditer(text, max(0, place - _REACH), place + _REACH):
        salary = read(text, match)
        if salary is not None:
            return salary
    return None


def _from_range(text: str, match: re.Match[str]) -> Salary | None:
    currency = match["before"] or match["mid"] or match["before2"] or match["after"]
    before = text[max(0, match.start() - 40) : match.start()]
    if currency is None or _NOT_PAY.search(before) or _magnitude(text, match.end()):
        return None
    low, high = _number(match["low"]), _number(match["high"])
    if match["high_k"]:
        high *= 1000
        low = low * 1000 if low < 1000 else low
    elif match["low_k"]:
        low *= 1000
        high = high * 1000 if high < 1000 else high
    return _salary(text, match, (low, high), match["after"] or currency)


def _from_single(text: str, match: re.Match[str]) -> Salary | None:
    amount = _number(match["amount"] or match["amount2"]) * (1000 if match["k"] or match["k2"] else 1)
    currency = match["before"] or match["after2"]
    around = text[max(0, match.start() - 60) : match.end() + 40]
    if _NOT_PAY.search(around) or _magnitude(text, match.end()):
        return None
    if not _PAY.search(around) and _period(text, match.end()) is None and not (match["k"] and amount >= _YEARLY_FROM):
        return None
    salary = _salary(text, match, (amount, amount), match["after"] or currency)
    if salary is None:
        return None
    before = text[max(0, match.start() - 12) : match.start()].lower()
    if re.search(r"up\s?to\s?$", before):
        return Salary(None, salary.high, salary.currency, salary.period)
    if "+" in text[match.start() : match.end() + 2] or re.search(r"(?:from|above|over|minimum)\s$", before):
        return Salary(salary.low, None, salary.currency, salary.period)
    return salary


def _salary(text: str, match: re.Match[str], amounts: tuple[float, float], currency: str) -> Salary | None:
    low, high = amounts
    if high < low or high > _MOST * 20 or high <= 0:
        return None
    period = _period(text, match.end()) or _period_before(text, match.start())
    if period is None:
        if high < _YEARLY_FROM or high > _MOST:
            return None
        period = "year"
    if period == "year" and high <= _LEAST_YEARLY:
        return None
    return Salary(low, high, _SYMBOLS.get(currency.lower()), period)


def _magnitude(text: str, end: int) -> bool:
    return re.match(r"\s?(?:[mMbB]{1,2}\b|[mb]illion|bn\b|%)", text[end : end + 12], re.IGNORECASE) is not None


def _period(text: str, end: int) -> Period | None:
    return _first_period(text[end : end + 32].split("\n", 1)[0])


def _period_before(text: str, start: int) -> Period | None:
    return _first_period(text[max(0, start - 40) : start].rsplit("\n", 1)[-1])


def _first_period(window: str) -> Period | None:
    """The period that stands first, unless it tells how often something happens."""
    found = [(match.start(), period) for period, pattern in _PERIODS for match in pattern.finditer(window)]
    return next((period for at, period in sorted(found) if not _HOW_OFTEN.search(window[:at])), None)


def _number(text: str) -> float:
    digits = re.sub(r"[,' \u202f\u00a0](?=\d{3})|\.(?=\d{3}(?!\d))", "", text)
    try:
        return float(digits)
    except ValueError:
        return 0.0
