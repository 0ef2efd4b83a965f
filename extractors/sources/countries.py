"""Countries as sources write them, told as ISO 3166-1 alpha-2 codes.

Belongs here: codes, names and the few other spellings that job boards use. Does not belong here: cities and regions.
The names are those of the time zone database (package tzdata), which is in the public domain.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from extractors.text import one_line

_OTHERS = {
    "BA": "Bosnia and Herzegovina", "BE": "Belgique|België", "BR": "Brasil", "BO": "Bolivia, Plurinational State of",
    "CD": "Democratic Republic of the Congo|DR Congo", "CG": "Republic of the Congo|Congo",
    "CH": "Schweiz|Suisse|Svizzera|CHE", "CI": "Ivory Coast", "CN": "People's Republic of China|Mainland China",
    "CZ": "Czechia|Česko|Česká republika", "DE": "Deutschland|DEU", "DK": "Danmark", "ES": "España|ESP",
    "FI": "Suomi", "FR": "FRA", "GB": "United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|"
    "Northern Ireland|GBR|United Kingdom of Great Britain and Northern Ireland", "HK": "Hong Kong SAR",
    "IE": "Republic of Ireland|IRL", "IN": "IND", "IR": "Iran, Islamic Republic of", "IT": "Italia",
    "KR": "South Korea|Korea|Republic of Korea|Korea, Republic of", "KP": "North Korea", "MK": "Macedonia",
    "MD": "Moldova, Republic of", "MM": "Myanmar|Burma", "MO": "Macao", "MX": "México", "NL": "The Netherlands|Holland|"
    "Nederland|NLD", "NO": "Norge", "AT": "Österreich|AUT", "PL": "Polska|POL", "PS": "Palestinian Territories",
    "RU": "Russian Federation", "SE": "Sverige|SWE", "SZ": "Eswatini|Swaziland", "TR": "Türkiye|Turkiye",
    "TT": "Trinidad and Tobago", "TW": "Taiwan, Province of China", "TZ": "Tanzania, United Republic of",
    "US": "USA|U.S.|U.S.A.|United States of America|the United States", "AE": "UAE|U.A.E.", "CA": "CAN", "AU": "AUS",
    "JP": "JPN", "SG": "SGP", "PT": "PRT", "VN": "Viet Nam", "VE": "Venezuela, Bolivarian Republic of",
    "LA": "Lao People's Democratic Republic", "SY": "Syrian Arab Republic", "CV": "Cabo Verde", "VA": "Holy See",
    "TL": "Timor-Leste", "AG": "Antigua and Barbuda", "BN": "Brunei Darussalam",
}  # fmt: skip
#: Names that, at the end of a free text, more often are a state, a city or a person's name.
_AMBIGUOUS = frozenset(("georgia", "jersey", "chad", "congo", "niger", "guinea", "samoa"))
_WORKPLACE = re.compile(r"^(?:fully |100% )?(?:remote|hybrid|on-?site|anywhere|home ?based|home ?office)$")
_BRACKETS = re.compile(r"\([^()]*\)")
_PLACES = re.compile(r"[;•|\n]|\s/\s|\bor\b")
_PARTS = re.compile(
    r"\s*[,()\[\]]\s*|\s+[-–—]\s+|(?<=[Rr]emote)\s?[-–—:]\s?|\s?[-–—]\s?(?=[Rr]emote\b)|(?<=[Rr]emote) (?:in )?"
)


def country_code(value: object) -> str | None:
    """The code of a field that holds a country: a code, a name, or an object or list around one."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return single_country(country_code(one) for one in value[:50])
    if not isinstance(value, str) or len(value) > 100:
        return None
    name = one_line(value)
    if len(name) == 2 and name.isalpha():
        code = name.upper()
        return "GB" if code == "UK" else code if code in _codes() else None
    return _names().get(_key(name))


def country_in(text: object) -> str | None:
    """The country a free text such as "Berlin, Germany" or "Remote, Italy" names; None when it names several.

    Two letters are no country there, but for US and UK: "CA" is California as often as Canada.
    """
    if not isinstance(text, str):
        return None
    places = [place for place in _PLACES.split(text[:1000]) if place.strip()]
    return single_country(_last_part(place) for place in places)


def single_country(codes: Iterable[str | None]) -> str | None:
    """The one country that all of those known agree on."""
    known = {code for code in codes if code}
    return known.pop() if len(known) == 1 else None


def _last_part(place: str) -> str | None:
    """The country that ends a place; a remark in brackets is looked at last."""
    whole = _key(place)
    if whole not in _AMBIGUOUS and whole in _names():
        return _names()[whole]
    return _ending(_BRACKETS.sub("", place)) or _ending(place)


def _ending(place: str) -> str | None:
    parts = [part for part in _PARTS.split(place) if part.strip()]
    parts = [part for part in parts if not _WORKPLACE.match(part.strip().lower())]
    last = _key(parts[-1]) if parts else ""
    if last in ("us", "uk"):
        return "US" if last == "us" else "GB"
    return None if last in _AMBIGUOUS else _names().get(last)


def _key(name: str) -> str:
    return one_line(name).lower().replace("&", "and").removeprefix("the ").strip()


@cache
def _codes() -> dict[str, str]:
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


@cache
def _names() -> dict[str, str]:
    names = {}
    for code, name in _codes().items():
        # "Myanmar (Burma)", "Korea (South)": what stands before the brackets may be another country's name too.
        for spelling in (name, *_OTHERS.get(code, "").split("|")):
            if spelling:
                names[_key(spelling)] = code
    return names
