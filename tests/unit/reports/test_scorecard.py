"""The guide scorecard's columns: one is left out only where no item has anything to show in it."""

from typing import Any

from reports.weekly import guide_columns
from reports.year import Year, item_of

NOTHING = dict.fromkeys(("share", "required_rate", "junior_share", "paper_share", "post_share"))


def item(label: str = "too little data", year: dict[str, Any] | None = None, **found: Any) -> dict[str, Any]:
    rates = {"required_rate": None, "junior_share": None, **(year or {})}
    return {**NOTHING, "label": label, **found, "year": rates}


def test_a_rate_of_the_year_is_shown_though_four_weeks_give_none() -> None:
    """The four weeks' missing rates once hid those of the year."""
    columns = guide_columns([{"items": [item(), item(year={"required_rate": 0.0})]}])
    assert columns == {
        "share": False, "paper_share": False, "post_share": False, "required_rate": True, "junior_share": False,
        "label": False,
    }  # fmt: skip


def test_a_column_with_a_single_value_or_label_stays() -> None:
    columns = guide_columns([{"items": [item(post_share=0.0)]}, {"items": [item(label="steady")]}])
    assert columns["post_share"] and columns["label"] and not columns["paper_share"]


def test_a_role_is_no_requirement_and_an_unknown_item_has_no_numbers() -> None:
    row = {
        "share": 0.2,
        "share_low": 0.1,
        "share_high": 0.3,
        "mentioning": 40,
        "required_rate": 0.5,
        "junior_share": 0.1,
    }
    year = Year(200, 100, {"x": row})
    assert item_of(year, "x", "tool")["required_rate"] == 0.5
    assert item_of(year, "x", "role")["required_rate"] is None and item_of(year, "x", "role")["share"] == 0.2
    assert set(item_of(year, "y", "tool").values()) == {None}
