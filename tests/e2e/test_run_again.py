"""What a question counted is changed, and it is run again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.asking import ANSWERED, ask, full_answer, receipt
from tests.e2e.conftest import OpenPage, send
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser


def change(page: Page) -> Locator:
    """The dialog in which the plan of the newest answer is changed."""
    page.get_by_role("button", name="Change and run again").last.click()
    return page.get_by_role("dialog", name="Change and run again")


def test_what_was_counted_is_changed_and_run_again(answered: Page) -> None:
    expect(full_answer(answered)).to_contain_text("Total · one for each document")
    dialog = change(answered)
    assert_accessible(answered)
    dialog.get_by_label("Value to", exact=True).fill("100")
    dialog.get_by_role("checkbox", name="Month").check()
    refusal = {"status": 503, "json": {"detail": "Winnow is busy. Try again."}}
    answered.route("**/api/v1/chat", lambda route: route.fulfill(**refusal))
    dialog.get_by_role("button", name="Run again").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Winnow is busy.")
    answered.unroute("**/api/v1/chat")
    dialog.get_by_role("button", name="Run again").click()
    expect(dialog).to_have_count(0)
    again = full_answer(answered).nth(1)
    expect(again).to_contain_text("50.50", timeout=ANSWERED)
    expect(again).to_contain_text("by month · at most 100")


def test_the_page_goes_to_the_new_run_which_says_what_was_changed(answered: Page) -> None:
    answered.set_viewport_size({"width": 1280, "height": 500})
    log = answered.get_by_role("region", name="Questions and answers")
    answered.get_by_role("button", name="Change and run again").scroll_into_view_if_needed()
    log.evaluate("log => log.closest('.thread').scrollBy(0, 40)")  # as one who reads the answer
    dialog = change(answered)
    dialog.get_by_role("checkbox", name="Vendor").check()
    dialog.get_by_role("button", name="Run again").click()
    asked = answered.locator(".asked").nth(1)
    expect(asked).to_be_focused()
    expect(asked).to_be_in_viewport(ratio=1)
    expect(asked).to_contain_text("Changed: by vendor.")
    expect(full_answer(answered).nth(1)).to_contain_text("Mill & Sons", timeout=ANSWERED)
    expect(asked).to_be_in_viewport(ratio=1)
    answered.reload()
    expect(answered.locator(".asked").nth(1)).to_contain_text("Changed: by vendor.")

    dialog = change(answered)
    dialog.get_by_role("checkbox", name="Vendor").uncheck()
    dialog.get_by_role("checkbox", name="Month").check()
    dialog.get_by_role("button", name="Run again").click()
    expect(answered.locator(".asked").nth(2)).to_contain_text("Changed: by month.")
    assert "vendor" not in answered.locator(".asked").nth(2).inner_text()


def test_a_follow_up_that_is_run_again_asks_the_same_collection(
    open_page: OpenPage, receipts: str, winnow: Winnow
) -> None:
    other = winnow.api.post("/collections", json={"name": f"beside-{receipts}"}).json()
    send(winnow, other["id"], {"far.txt": receipt("Far Shop", "9,000.00")})
    page = open_page("/ask")
    ask(page, f"What is the total of #{receipts}?")
    expect(full_answer(page)).to_contain_text("1,300.90", timeout=ANSWERED)
    ask(page, "and only over 25", "Let Winnow choose")
    expect(full_answer(page).nth(1)).to_contain_text("1,280.70", timeout=ANSWERED)
    dialog = change(page)
    dialog.get_by_role("checkbox", name="Month").check()
    dialog.get_by_role("button", name="Run again").click()
    expect(full_answer(page).nth(2)).to_contain_text("1,280.70", timeout=ANSWERED)


def test_what_makes_no_plan_is_said_on_the_page_and_not_by_the_browser(answered: Page) -> None:
    dialog = change(answered)
    asked: list[Any] = []
    answered.route("**/api/v1/chat", lambda route: asked.append(route) or route.abort())
    dialog.get_by_label("Value to", exact=True).fill("12,50")
    dialog.get_by_role("button", name="Run again").click()
    fault = "“Value to” takes a number such as 1250.40."
    expect(dialog.get_by_role("alert")).to_have_text(fault)
    expect(dialog.get_by_label("Value to", exact=True)).to_be_focused()
    assert asked == []
