"""Searching passages, and reading a document at the place that was found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, send
from tests.formats.samples import pdf
from tests.running import Winnow

pytestmark = pytest.mark.browser

FILLER = "The minutes of the meeting were read and approved by all who were present that day. "
SENTENCE = "The zeppelin carried four crates of saffron to Malmö."
STORY = f"🌾🌾🌾 {FILLER * 60}\n\n{SENTENCE}\n\n{FILLER * 60}"


@pytest.fixture
def page(open_page: OpenPage, collection: dict[str, Any], winnow: Winnow) -> Page:
    send(winnow, collection["id"], {"travel/story.txt": STORY, "other.txt": "Nothing about flying."})
    return open_page(f"/library/{collection['name']}")


def ask(page: Page, question: str) -> None:
    page.get_by_role("search").get_by_role("searchbox").fill(question)
    page.keyboard.press("Enter")


def test_a_hit_opens_the_document_at_the_highlighted_span(page: Page) -> None:
    ask(page, "zeppelin saffron")
    hit = page.locator(".hit").first
    expect(hit.locator("mark").first).to_have_text(re.compile("zeppelin|saffron"))
    opener = hit.get_by_role("button", name="travel/story.txt")
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Document")
    expect(panel.get_by_role("heading", name="story.txt")).to_be_focused()
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.locator("mark")).to_contain_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(opener).to_be_focused()


def test_the_highlight_is_exactly_the_sentence(page: Page) -> None:
    ask(page, "zeppelin saffron")
    page.locator(".hit-open").first.click()
    mark = page.get_by_role("complementary", name="Document").locator("mark")
    expect(mark).to_be_visible()
    assert mark.text_content() == SENTENCE  # in spite of characters beyond 16 bits before it


def test_hit_and_document_name_the_same_page(
    open_page: OpenPage,
    collection: dict[str, Any],
    winnow: Winnow,
) -> None:
    produced = "The one at Grayfield produced 4,213 MWh."
    report = pdf("Two turbines stand idle.", produced, "It may be climbed.")
    send(winnow, collection["id"], {"report.pdf": report})
    page = open_page(f"/library/{collection['name']}")
    ask(page, "How much did Grayfield produce?")
    expect(page.locator(".hit-head").first).to_contain_text("page 2")
    page.locator(".hit-open").first.click()
    panel = page.get_by_role("complementary", name="Document")
    expect(panel.locator("header")).to_contain_text("page 2")
    expect(panel.locator("mark")).to_have_text(produced)


def test_a_field_is_emptied_by_a_button_of_the_page(page: Page) -> None:
    box = page.get_by_role("search").get_by_role("searchbox")
    ask(page, "zeppelin")
    expect(page.locator(".hit").first).to_be_visible()
    look = "field => getComputedStyle(field, '::-webkit-search-cancel-button').appearance"
    assert box.evaluate(look) == "none"
    page.get_by_role("search").get_by_role("button", name="Empty the field").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(page.locator(".hit")).to_have_count(0)


def test_the_whole_text_can_be_read_from_a_hit(page: Page) -> None:
    ask(page, "zeppelin saffron")
    page.locator(".hit-open").first.click()
    passage = page.get_by_role("region", name="Text of the document")
    expect(passage.locator("mark")).to_be_visible()
    for name in ("Show earlier text", "Show more text"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert page.locator(".passage .said").text_content().strip() == STORY.strip()


def test_a_search_and_its_open_document_are_in_the_address(page: Page) -> None:
    ask(page, "zeppelin")
    page.locator(".hit-open").first.click()
    panel = page.get_by_role("complementary", name="Document")
    expect(panel.locator("mark")).to_be_visible()
    page.reload()
    expect(panel.locator("mark")).to_contain_text("zeppelin")
    page.go_back()
    expect(panel).to_have_count(0)
    expect(page.locator(".hit").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("table", name="Files")).to_be_visible()


def test_the_original_can_be_downloaded(page: Page) -> None:
    page.get_by_role("button", name="travel/story.txt").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "story.txt"
    assert download.value.path().read_text(encoding="utf-8") == STORY


def test_a_search_without_a_hit_says_so(open_page: OpenPage, winnow: Winnow) -> None:
    empty = winnow.api.post("/collections", json={"name": "nothing-in-here"}).raise_for_status().json()
    page = open_page(f"/library/{empty['name']}")
    ask(page, "zeppelin")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Clear search").click()
    expect(page.get_by_text("Drop files or whole folders here")).to_be_visible()
