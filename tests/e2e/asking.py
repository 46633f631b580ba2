"""Asking on a page, and the parts of its answers that tests look at."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ANSWERED = 60_000  # ms
TOTALS = {"Mill & Sons": "1,250.40", "Corner Bakery": "20.20", "Harbour Grocer": "30.30"}


def receipt(vendor: str, total: str) -> str:
    lines = ("🧾 Receipt", "Date: 25/03/2018", "", "Wheat flour", "", f"TOTAL RM {total}", "", "Thank you")
    return "\n".join((vendor, *lines, ""))


def ask(page: Page, question: str, how: str = "Read everything") -> None:
    page.get_by_role("button", name=how, exact=True).click()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".asked", has_text=question).first).to_be_visible()


def full_answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Answer from every document")


def evidence(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Behind the number")
