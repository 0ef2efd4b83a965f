"""Every kind of page in a real browser: quiet console, no request, drawn charts, sound layout, accessible, inert."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reports.learning import Opening, demand_of, path
from tests.pages.conftest import PATIENCE_MS

pytestmark = pytest.mark.browser

PAGES = {
    "report": "reports/2026-W03/index.html",
    "index": "index.html",
    "guide": "guide.html",
    "skill": "skills/python.html",
    "bare skill": "skills/udemy.html",
    "role": "roles/ml_engineer.html",
    "next": "next.html",
    "trends": "trends.html",
    "sources": "sources.html",
    "data": "data.html",
    "method": "method.html",
    "candidates": "candidates.html",
}
CHARTS = 12


@contextmanager
def opened(browser: Browser, site: Path, name: str, width: int = 1440, scheme: str = "light") -> Iterator[Page]:
    """One page; on leaving, whatever it complained of, asked for or popped up fails the test."""
    seen: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    address = (site / PAGES.get(name, name)).as_uri()
    page.on("request", lambda request: None if request.url == address else seen.append(f"request: {request.url}"))
    page.goto(address)
    if name == "report":
        page.wait_for_selector("html[data-charts=done]")
    yield page
    context.close()
    assert seen == []


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_sideways(browser: Browser, site: Path, name: str, width: int) -> None:
    with opened(browser, site, name, width) as page:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


def test_charts_are_drawn_and_have_words(browser: Browser, site: Path) -> None:
    with opened(browser, site, "report") as page:
        assert page.locator("[data-drawn=yes] svg").count() == CHARTS
        assert page.locator("[data-drawn=yes] svg path").count() > 100
        said = page.locator("[data-chart=slopes-tech] [aria-label*='a quarter']")
        assert said.count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, site: Path, name: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto((site / PAGES[name]).as_uri())
    if name == "report":
        page.wait_for_selector("html[data-charts=done]")
    found = Axe().run(page).response["violations"]
    context.close()
    serious = [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, site: Path) -> None:
    with opened(browser, site, "report") as page:
        assert "</script><b>this</b> rests on older data" in page.locator(".banner").first.inner_text()
        assert "alert('message')" in page.locator("#quality").inner_text()
    titled = [path for path in sorted((site / "skills").glob("*.html")) if "alert(&#39;title" in path.read_text()]
    assert titled
    with opened(browser, site, f"skills/{titled[0].name}") as page:
        assert "<script>alert('title')" in page.locator("main").inner_text()
        assert page.locator("main script, main img, main [onload]").count() == 0


def test_search_finds_by_name_and_alias_and_keyboard_opens_the_first(browser: Browser, site: Path) -> None:
    with opened(browser, site, "index") as page:
        page.get_by_label("Find a skill").fill("apache-spark")
        assert page.locator("#results a").first.inner_text() == "Apache Spark"
        page.get_by_label("Find a skill").fill("zzzz")
        assert page.locator("#found").inner_text() == "No skill fits."
        page.get_by_label("Find a skill").fill("")
        page.get_by_label("of kind").select_option("certification")
        assert "Coursera" in page.locator("#results").inner_text()


def test_the_content_can_be_reached_by_keyboard(browser: Browser, site: Path) -> None:
    with opened(browser, site, "index") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"


def test_what_to_learn_next_is_what_the_command_says(browser: Browser, site: Path) -> None:
    with opened(browser, site, "next") as page:
        data = json.loads(page.locator("#asks").inner_text() or page.locator("#asks").text_content() or "")
        openings = [
            Opening(str(employer), data["roles"][role], "ml" if is_ml else "software",
                    frozenset(data["skills"][skill][0] for skill in asks))
            for role, is_ml, employer, asks in data["openings"]
        ]  # fmt: skip
        page.get_by_label("Jobs").select_option("ml")
        page.get_by_label("Python", exact=True).check()
        page.get_by_label("Add what you know").fill("sql")
        page.get_by_role("button", name="Add").click()
        expected = path(demand_of(openings, "ml"), ["python", "sql"], 10)
        names = {row[0]: row[1] for row in data["skills"]}
        assert page.locator("#steps th").all_inner_texts() == [names[step.skill_id] for step in expected]
        shown = page.locator("#steps tr").first.locator("td").all_inner_texts()
        assert (
            shown[2] == f"{expected[0].standing.coverage:.1%}"
            and shown[3] == f"{expected[0].standing.within_reach:.1%}"
        )
        assert "for=ml" in page.url and "have=python,sql" in page.url


def test_an_unknown_skill_is_told_and_known_ones_come_from_the_address(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto((site / PAGES["next"]).as_uri() + "#for=tech&have=python,nonsense")
    assert page.get_by_label("Python", exact=True).is_checked()
    page.get_by_label("Add what you know").fill("<b>nonsense</b>")
    page.get_by_role("button", name="Add").click()
    assert "No skill of that name" in page.locator("#problem").inner_text()
    context.close()


def test_the_table_of_trends_filters_by_name_label_and_kind(browser: Browser, site: Path) -> None:
    with opened(browser, site, "trends") as page:
        everything = page.locator("#rows tr:visible").count()
        page.get_by_label("label", exact=True).select_option("rising")
        rising = page.locator("#rows tr:visible")
        assert 0 < rising.count() < everything
        assert all("rising" in text for text in rising.all_inner_texts())
        page.get_by_label("Name").fill("no such skill")
        assert page.locator("#rows tr:visible").count() == 0
        assert page.locator("#shown").inner_text() == f"0 of {everything} skills."
