"""The page of names that may be new skills."""

import json
from pathlib import Path

from lxml import html

from tests.unit.reports.published_fixture import HOSTILE_TITLES


def test_names_stand_in_the_order_of_review_escaped_and_without_rejected_ones(built: Path) -> None:
    file = built / "site" / "candidates.html"
    page = html.parse(str(file))
    assert page.xpath("//tbody//th/bdi/text()") == [HOSTILE_TITLES[0], "=cmd()"]
    assert "<script>alert" not in file.read_text()
    assert page.xpath("//tbody/tr[2]//a[contains(@href, 'skills/pytorch.html')]/text()") == ["PyTorch"]
    words = page.xpath("string(//section[h2[contains(text(), 'plain English')]])")
    assert "Cloud" in words
    assert "Forklift" not in file.read_text()
    assert page.xpath("count(//footer//a[@href='candidates.html'])") == 1
    rows = json.loads((built / "site" / "candidates.json").read_text())
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert "\n2,'=cmd()" in (built / "site" / "candidates.csv").read_text()
