"""Each name of several meanings in both of them, read with the shipped taxonomy; and its measured precision."""

import tomllib
from pathlib import Path

import pytest

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy

NAMES = tomllib.loads((Path(__file__).parent / "ambiguous_names.toml").read_text("utf-8"))
# Names that are skills under a longer form only.
UNDER_OTHER_NAMES = {"D": "Dlang"}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_taxonomy())


def _is_found(extractor: Extractor, name: str, text: str) -> bool:
    form = UNDER_OTHER_NAMES.get(name, name).casefold()
    surfaces = {mention.surface.casefold() for mention in extractor.read(text, kind="post").mentions}
    return any(form == surface or surface.split()[0] == form or surface.split()[-1] == form for surface in surfaces)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_where_the_technology_is_meant(extractor: Extractor, name: str) -> None:
    assert [text for text in NAMES[name]["meant"] if not _is_found(extractor, name, text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_left_where_something_else_is_meant(extractor: Extractor, name: str) -> None:
    assert [text for text in NAMES[name]["other"] if _is_found(extractor, name, text)] == []


def test_each_measured_form_says_how_many_mentions_were_read() -> None:
    rows = [row for rows in load_taxonomy().precision.values() for row in rows]
    assert len(rows) > 70
    assert all(0 <= row.interval[0] <= row.right / row.seen <= row.interval[1] + 1e-9 for row in rows)
    few = next(row for row in rows if row.form == "Word")
    many = next(row for row in rows if row.form == "Go")
    assert few.interval[0] < many.interval[0] < 0.8
