"""An answer on paper is a document of its own."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import ANSWERED, TOTALS, ask, full_answer
from tests.e2e.conftest import OpenPage, send
from tests.running import Winnow

pytestmark = pytest.mark.browser

PARTS = ["By category", "By month", "Top items", "Sources"]
PAGES = ["Library", "Jobs", "Settings", "New question"]
BUTTONS = ["Change and run again", "Quick answer", "Read everything", "Ask about your documents"]
COLOURS = """() => [document.body, ...document.querySelectorAll(".full *")]
  .filter((element) => element.checkVisibility())
  .map((element) => getComputedStyle(element).color)"""


def printed(page: Page) -> list[str]:
    """The text of each page of paper."""
    devtools = page.context.new_cdp_session(page)
    data = base64.b64decode(devtools.send("Page.printToPDF", {"printBackground": True})["data"])
    paper = pypdf.PdfReader(io.BytesIO(data))
    return [" ".join(each.extract_text().split()) for each in paper.pages]


@pytest.mark.parametrize("size", [(1280, 840), (390, 844)])
def test_an_answer_is_printed_with_its_figures_tables_and_sources(
    answered: Page,
    size: tuple[int, int],
) -> None:
    answered.set_viewport_size({"width": size[0], "height": size[1]})
    with answered.expect_response("**/findings?part=counted*"):
        answered.reload()
    expect(full_answer(answered)).to_contain_text("1,300.90")
    full_answer(answered).locator("summary").first.click()  # somebody folded the breakdown
    answered.get_by_label("Your question").fill("a draft that nobody sent")
    pages = printed(answered)
    text = "\n".join(pages)
    for words in ("What is the total of #", "MYR 1,300.90", *PARTS):
        assert words in text
    for vendor, total in TOTALS.items():
        assert f"2018/{vendor.split()[0]}.txt" in text
        assert f"“RM {total}”" in text
    assert not [words for words in (*PAGES, *BUTTONS, "a draft that nobody sent") if words in text]
    assert all(len(page.split()) > 5 for page in pages), "no page is blank"
    expect(full_answer(answered).get_by_role("tablist")).to_have_count(0)  # folded as before
    full_answer(answered).locator("summary").first.click()
    expect(full_answer(answered).get_by_role("tab").first).to_be_visible()


def test_paper_is_light_whatever_the_theme(answered: Page) -> None:
    answered.emulate_media(color_scheme="light")
    light = answered.evaluate(COLOURS)
    answered.emulate_media(media="print", color_scheme="dark")
    assert set(answered.evaluate(COLOURS)) <= set(light) | {"rgb(30, 28, 23)"}
    answered.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert set(answered.evaluate(COLOURS)) <= set(light) | {"rgb(30, 28, 23)"}


def test_a_long_table_is_printed_beyond_what_the_screen_shows(
    open_page: OpenPage, collection: Mapping[str, Any], winnow: Winnow
) -> None:
    rows = "\n".join(f"01/03/2018,Shop {number:03d},{number}.50" for number in range(60))
    send(winnow, collection["id"], {"till.csv": f"date,vendor,amount\n{rows}\n"})
    page = open_page("/ask")
    ask(page, f"Total amount by vendor of #{collection['name']}")
    expect(full_answer(page)).to_be_visible(timeout=ANSWERED)
    text = "\n".join(printed(page))
    assert all(f"Shop {number:03d}" in text for number in range(60))


def test_passages_are_printed_with_their_places(open_page: OpenPage, receipts: str) -> None:
    page = open_page("/ask")
    ask(page, f"Who sold wheat flour in #{receipts}?", "Quick answer")
    expect(page.locator(".hit").first).to_be_visible()
    pages = printed(page)
    assert "2018/Mill.txt" in pages[0]
    assert "TOTAL RM 1,250.40" in pages[0]
    assert not [words for words in (*PAGES, *BUTTONS) if words in "\n".join(pages)]
