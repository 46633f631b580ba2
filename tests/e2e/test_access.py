"""Everybody can use the pages: screen readers, keyboards, phones, dark rooms, and nobody else is told about it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Browsing, OpenPage, send
from tests.e2e.looks import PHONE, assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filled(winnow: Winnow) -> dict[str, Any]:
    """A collection with ready and failed files, and a twin."""
    made = winnow.api.post("/collections", json={"name": "access", "description": "For every reader"}).json()
    files = {f"year/{number}.txt": f"Barley and rye of year {number}." for number in range(30)}
    send(winnow, made["id"], files | {"empty.txt": "", "twin.txt": "Barley and rye of year 1."})
    return made


def paths(filled: dict[str, Any], winnow: Winnow) -> list[str]:
    job = winnow.api.get("/jobs", params={"collection_id": filled["id"]}).json()["items"][0]["job_id"]
    document = winnow.api.get("/documents", params={"collection_id": filled["id"]}).json()["items"][0]["id"]
    place = f"/library/{filled['name']}"
    return [
        "/library", place, f"{place}?q=barley", f"{place}?document={document}&start=0&end=10",
        "/jobs", f"/jobs/{job}", "/settings", "/nowhere",
    ]  # fmt: skip


def settled(page: Page) -> None:
    """Everything the page asked for is shown."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Loading", exact=False)).to_have_count(0)
    expect(page.get_by_text("Searching")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    open_page: OpenPage, filled: dict[str, Any], winnow: Winnow, scheme: str
) -> None:
    page = open_page("/library", color_scheme=scheme)
    for path in paths(filled, winnow):
        page.goto(path)
        settled(page)
        assert_accessible(page, path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_from_elsewhere_signs_in_by_a_button(browsing: Browsing, winnow: Winnow, scheme: str) -> None:
    page = browsing.open(winnow.url, None, "/nowhere", color_scheme=scheme)
    page.goto("data:text/html,<a>link</a>")
    page.locator("a").evaluate("(link, address) => { link.href = address; }", winnow.sign_in_link())
    page.locator("a").click()
    assert_accessible(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()


@pytest.mark.parametrize("opener", ["New collection", "shortcuts"])
def test_axe_finds_nothing_in_dialogs(open_page: OpenPage, opener: str) -> None:
    page = open_page("/library")
    settled(page)
    if opener == "shortcuts":
        page.keyboard.press("?")
    else:
        page.get_by_role("button", name=opener).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)


def test_a_phone_never_scrolls_sideways(open_page: OpenPage, filled: dict[str, Any], winnow: Winnow) -> None:
    page = open_page("/library", viewport=PHONE)
    for path in paths(filled, winnow):
        page.goto(path)
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_everything_comes_from_this_server(open_page: OpenPage, filled: dict[str, Any], winnow: Winnow) -> None:
    page = open_page("/library")
    hosts = set()
    page.context.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in paths(filled, winnow):
        page.goto(path)
        settled(page)
    assert hosts == {winnow.url.split("/")[2]}


def test_keys_lead_to_pages_and_fields(open_page: OpenPage, filled: dict[str, Any]) -> None:
    page = open_page("/library")
    settled(page)
    page.keyboard.press("g")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Jobs", level=1)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.keyboard.press("/")
    expect(page.get_by_label("Search all collections")).to_be_focused()
    page.keyboard.type("g j?")  # letters in a field are letters
    expect(page.get_by_label("Search all collections")).to_have_value("g j?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_shortcuts_can_be_turned_off(open_page: OpenPage) -> None:
    page = open_page("/settings")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.reload()
    expect(page.get_by_label("Single-key shortcuts")).not_to_be_checked()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_file_is_reached_and_opened_by_keyboard_alone(open_page: OpenPage, filled: dict[str, Any]) -> None:
    page = open_page(f"/library/{filled['name']}")
    settled(page)
    page.keyboard.press("f")
    page.keyboard.press("Tab")
    expect(page.locator(".table-body")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Document").locator("h2")).to_be_focused()


def test_the_theme_is_chosen_and_kept(open_page: OpenPage) -> None:
    page = open_page("/settings", color_scheme="light")
    page.get_by_label("Dark").check()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("Same as system").check()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")
