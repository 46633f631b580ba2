"""The page always comes back to the truth, whatever is cut or killed meanwhile."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.e2e.conftest import Browsing, OpenPage, drop, send, sign_in, write
from tests.e2e.relay import Relay
from tests.running import Winnow

pytestmark = pytest.mark.browser
INGESTED = 90_000  # ms
IN_PAGE = "delete globalThis.SharedWorker"  # the stream runs in the page, where its requests can be seen


def live(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile("^Live$"))


def create(winnow: Winnow, name: str) -> dict[str, Any]:
    return winnow.api.post("/collections", json={"name": name}).raise_for_status().json()


def test_two_browsers_see_the_same(open_page: OpenPage, collection: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path / "Shared" / "a.txt", "Seen by both.")
    mine, theirs = (open_page(f"/library/{collection['name']}") for _ in range(2))
    expect(live(theirs)).to_be_visible()
    drop(mine, tmp_path / "Shared")
    for page in (mine, theirs):
        expect(page.get_by_role("row", name=re.compile("a.txt"))).to_contain_text("Ready", timeout=INGESTED)


def test_a_stream_that_was_cut_continues_where_it_was(
    browsing: Browsing,
    signed_in: StorageState,
    relay: Relay,
    winnow: Winnow,
    collection: dict[str, Any],
) -> None:
    page = browsing.open(relay.url, signed_in, "/library")
    page.context.add_init_script(IN_PAGE)
    page.reload()
    expect(live(page)).to_be_visible()
    relay.down()
    expect(page.get_by_text("Reconnecting.")).to_be_visible()
    winnow.api.patch(f"/collections/{collection['id']}", json={"description": "Changed meanwhile"}).raise_for_status()
    relay.up()
    expect(live(page)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Changed meanwhile")).to_be_visible()
    assert b"/api/v1/events?after=" in bytes(relay.received)


def test_a_search_and_a_list_that_failed_are_read_when_the_page_is_live_again(
    browsing: Browsing,
    signed_in: StorageState,
    relay: Relay,
    winnow: Winnow,
    collection: dict[str, Any],
) -> None:
    send(winnow, collection["id"], {"mill.txt": "The mill ground barley."})
    page = browsing.open(relay.url, signed_in, f"/library/{collection['name']}")
    page.context.add_init_script(IN_PAGE)
    page.reload()
    expect(live(page)).to_be_visible()
    relay.down()
    page.get_by_role("button", name=re.compile("^Ready")).click()
    expect(page.get_by_text("The file list did not load")).to_be_visible()
    expect(page.get_by_text("Reconnecting.")).to_be_visible()
    relay.up()
    expect(page.get_by_role("row", name=re.compile("mill.txt"))).to_be_visible(timeout=30_000)

    relay.down()
    page.get_by_role("search").get_by_role("searchbox").fill("barley")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The search did not finish")).to_be_visible()
    expect(page.get_by_text("Reconnecting.")).to_be_visible()
    relay.up()
    expect(page.locator(".hit")).to_contain_text("mill.txt", timeout=30_000)


def test_many_tabs_share_one_connection(open_page: OpenPage) -> None:
    page = open_page("/jobs")
    tabs = [page, *(page.context.new_page() for _ in range(9))]  # HTTP/1.1 would allow six streams
    for tab in tabs[1:]:
        tab.goto("/jobs")
    for tab in tabs:
        expect(live(tab)).to_be_visible()


def test_sending_and_events_go_on_after_the_api_was_killed(
    browsing: Browsing, browser: Browser, own_winnow: Winnow, tmp_path: Path
) -> None:
    for number in range(150):
        write(tmp_path / "Crash" / f"{number:03d}.txt", f"Bushel {number}")
    create(own_winnow, "crash")
    page = browsing.open(own_winnow.url, sign_in(browser, own_winnow), "/library/crash")
    expect(live(page)).to_be_visible()
    killed = False

    def kill_once(route: Any) -> None:
        nonlocal killed
        if not killed:
            killed = True
            own_winnow.kill("api")
        route.continue_()

    page.route("**/api/v1/uploads/*/files", kill_once)
    drop(page, tmp_path / "Crash")
    expect(page.get_by_test_id("upload")).to_contain_text("150 ready", timeout=INGESTED)
    expect(page.get_by_test_id("upload")).to_contain_text("Finished")
    expect(page.get_by_text("already in this collection")).to_have_count(0)  # what was sent twice is not a duplicate
    expect(live(page)).to_be_visible()


def test_a_waiting_file_is_cancelled_and_retried(
    browsing: Browsing, browser: Browser, own_winnow: Winnow, tmp_path: Path
) -> None:
    write(tmp_path / "Pause" / "one.txt", "One.")
    write(tmp_path / "Pause" / "two.txt", "Two.")
    create(own_winnow, "pause")
    page = browsing.open(own_winnow.url, sign_in(browser, own_winnow), "/library/pause")
    workers = own_winnow.pids["ingestion"]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        drop(page, tmp_path / "Pause")
        row = page.get_by_role("row", name=re.compile("one.txt"))
        expect(row).to_contain_text("Waiting")
        row.get_by_role("button", name="Cancel one.txt").click()
        expect(row).to_contain_text("Cancelled")
        row.get_by_role("button", name="Retry one.txt").click()
        expect(row).to_contain_text("Waiting")
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
    expect(row).to_contain_text("Ready", timeout=INGESTED)


def test_who_is_not_signed_in_is_told_how(browsing: Browsing, winnow: Winnow) -> None:
    page = browsing.open(winnow.url, None, "/library/anything")
    expect(page.get_by_role("heading", name="Sign in to Winnow")).to_be_visible()
    expect(page.get_by_text("scripts/key --link")).to_be_visible()


def test_signing_out_ends_every_tab(browsing: Browsing, browser: Browser, winnow: Winnow) -> None:
    page = browsing.open(winnow.url, sign_in(browser, winnow), "/settings")
    other = page.context.new_page()
    other.goto("/library")
    expect(live(other)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    for tab in (page, other):
        expect(tab.get_by_role("heading", name="Sign in to Winnow")).to_be_visible()
