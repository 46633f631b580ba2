"""What lies beside or over the page leaves to be seen what it belongs to."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, send
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser

FILES = {f"year/2018/{number:02d}.txt": f"Sheaf {number}" for number in range(30)}
OVERLAPS = """([over, under]) => {
  const boxes = [over, under].map((selector) =>
    [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect()));
  const cross = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  return boxes[0].some((one) => boxes[1].some((other) => cross(one, other)));
}"""
TELL = """async () => {
  const { toast } = await import("/app/lib/notify.js");
  const text = "30 files ready, 2 already here, 1 failed, and a sentence that is longer than that.";
  for (const title of ["#one", "#two"]) toast({ tone: "warn", title, text, href: "/library" });
}"""


def test_the_row_of_an_open_document_is_marked_and_no_column_goes(
    open_page: OpenPage, collection: dict[str, Any], winnow: Winnow
) -> None:
    send(winnow, collection["id"], FILES)
    page = open_page(f"/library/{collection['name']}")
    row = page.get_by_role("row").filter(has_text="03.txt")
    row.get_by_role("button", name="year/2018/03.txt").click()
    expect(page.get_by_role("complementary", name="Document")).to_be_visible()
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator(".table-row[aria-current]")).to_have_count(1)
    expect(page.get_by_role("columnheader", name="Passages")).to_be_visible()
    expect(row.locator(".file-passages")).to_have_text("1")
    expect(row.locator(".folder")).to_be_visible()
    expect(row.locator(".base")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".table-row[aria-current]")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 900])
def test_messages_never_lie_over_rows(
    open_page: OpenPage, collection: dict[str, Any], winnow: Winnow, width: int
) -> None:
    send(winnow, collection["id"], FILES)
    page = open_page(f"/library/{collection['name']}", viewport={"width": width, "height": 840})
    expect(page.locator(".table-row").nth(10)).to_be_visible()
    page.evaluate(TELL)
    expect(page.locator(".toast")).to_have_count(2)
    assert not page.evaluate(OVERLAPS, [".toast", "main .table-row, main .card, main .button"])
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert not page.evaluate(OVERLAPS, [".toast", "main .table-row, main .card, main .button"])
    assert_accessible(page)
