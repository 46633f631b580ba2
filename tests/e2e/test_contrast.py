"""Forced colours: what is on, and how far something is, is seen without our colours."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.asking import full_answer
from tests.e2e.conftest import OpenPage, send
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser


def colour(element: Locator) -> str:
    found: str = element.evaluate("element => getComputedStyle(element).backgroundColor")
    return found


def test_the_bar_of_an_upload_and_what_is_chosen_are_seen(
    open_page: OpenPage, collection: dict[str, Any], winnow: Winnow
) -> None:
    send(winnow, collection["id"], {"good.txt": "Good.", "empty.txt": ""})
    page = open_page(f"/library/{collection['name']}", forced_colors="active")
    bar = page.get_by_test_id("upload").locator(".bar")
    ready, failed = bar.locator("i.ready"), bar.locator("i.failed")
    expect(ready).to_be_visible()
    assert len({colour(bar), colour(ready), colour(failed)}) == 3
    filters = page.get_by_role("group", name="Filter files").get_by_role("button")
    assert colour(filters.nth(0)) != colour(filters.nth(1))
    links = page.get_by_role("navigation", name="Main").get_by_role("listitem").get_by_role("link")
    assert colour(links.nth(0)) != colour(links.nth(1))
    assert_accessible(page)


def test_the_chosen_tab_of_an_answer_is_seen(answered: Any) -> None:
    answered.emulate_media(forced_colors="active")
    tabs = full_answer(answered).get_by_role("tab")
    assert colour(tabs.nth(0)) != colour(tabs.nth(1))
    figure = full_answer(answered).locator(".headline .figure").first
    assert "underline" in figure.evaluate("figure => getComputedStyle(figure).textDecorationLine")
