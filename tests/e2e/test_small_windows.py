"""Low and narrow windows: large print, a phone on its side, a keyboard on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import ask, evidence, full_answer
from tests.e2e.conftest import OpenPage
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser

LARGE_PRINT = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
SIDEWAYS = {"width": 844, "height": 390}  # a phone
WITH_KEYBOARD = {"width": 390, "height": 450}
UPRIGHT = {"width": 390, "height": 844}
WINDOWS = [
    pytest.param(size, id=f"{size['width']}x{size['height']}") for size in (LARGE_PRINT, SIDEWAYS, WITH_KEYBOARD)
]
ANSWER_SEEN = """() => {
  const { left, width } = document.querySelector(".log-inner").getBoundingClientRect();
  const at = (y) => document.elementFromPoint(left + width / 2, y)?.closest(".answer");
  return Array.from({ length: innerHeight }, (_, y) => at(y)).filter(Boolean).length / innerHeight;
}"""


def read_on(page: Page) -> None:
    """Scroll into the middle of the answer."""
    scroll = "line => line.scrollIntoView({ block: 'start' })"
    full_answer(page).locator(".coverage").evaluate(scroll)


@pytest.mark.parametrize("size", WINDOWS)
def test_half_of_a_low_window_is_the_answers(answered: Page, size: Any) -> None:
    answered.set_viewport_size(size)
    answered.locator("h1").evaluate("() => document.activeElement.blur()")
    read_on(answered)
    assert answered.evaluate(ANSWER_SEEN) >= 0.5
    answered.get_by_label("Your question").focus()
    read_on(answered)
    assert answered.evaluate(ANSWER_SEEN) >= 0.5, "while somebody writes"
    assert answered.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert_accessible(answered)


def test_a_phone_shows_the_answer_on_more_than_half_of_its_height(answered: Page) -> None:
    answered.set_viewport_size(UPRIGHT)
    read_on(answered)
    assert answered.evaluate(ANSWER_SEEN) >= 0.6


@pytest.mark.parametrize("size", WINDOWS)
def test_everything_of_a_conversation_is_reached_in_a_low_window(answered: Page, size: Any) -> None:
    answered.set_viewport_size(size)
    for button in full_answer(answered).get_by_role("button").all():
        button.click(trial=True)
    full_answer(answered).get_by_role("tab").last.click()
    full_answer(answered).get_by_role("row").last.scroll_into_view_if_needed()
    expect(full_answer(answered).get_by_role("row").last).to_be_in_viewport(ratio=1)
    answered.get_by_role("button", name="Rename the conversation").click(trial=True)
    answered.get_by_label("Your question").focus()  # how to answer is asked of who writes
    ask(answered, "And by month?", "Quick answer")
    expect(answered.locator(".answer").nth(1)).to_be_visible()


@pytest.mark.parametrize("size", WINDOWS)
def test_the_source_of_a_number_is_read_in_a_low_window(answered: Page, size: Any) -> None:
    answered.set_viewport_size(size)
    full_answer(answered).locator(".headline .figure").first.click()
    evidence(answered).get_by_role("row").nth(1).get_by_role("button").click()
    document = answered.get_by_role("complementary", name="Document")
    expect(document.locator("mark")).to_be_in_viewport()
    for name in ("Close the document", "Delete the document"):
        document.get_by_role("button", name=name).click(trial=True)


@pytest.fixture
def uploading(winnow: Winnow, collection: dict[str, Any]) -> Iterator[None]:
    """An upload that goes on, so that its tray is wherever there is room for it."""
    opened = winnow.api.post("/uploads", json={"collection_id": collection["id"]}).raise_for_status().json()
    yield
    winnow.api.post(f"/uploads/{opened['id']}/close").raise_for_status()


@pytest.mark.usefixtures("uploading")
@pytest.mark.parametrize("path", ["/library", "/library/{name}", "/jobs", "/settings", "/ask"])
def test_no_page_scrolls_sideways_in_large_print(
    open_page: OpenPage,
    receipts: str,
    winnow: Winnow,
    path: str,
) -> None:
    page = open_page(path.format(name=receipts), viewport=LARGE_PRINT)
    expect(page.locator("h1").first).to_be_attached()
    expect(page.get_by_text("Loading", exact=False)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= LARGE_PRINT["width"]
    for button in page.locator("main .button:not([disabled]):visible").all()[:12]:
        button.click(trial=True)
