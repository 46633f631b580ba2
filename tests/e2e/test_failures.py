"""What failed, what was stopped, and what a filter leaves: each says so, and what can be done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, drop, send, write
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser
INGESTED = 120_000  # ms
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
FILES: dict[str, str | bytes] = {
    "scans/1.png": PICTURE + b"1",
    "scans/2.png": PICTURE + b"2",
    "empty.txt": "",
    "good.txt": "Good.",
    "goods.txt": "Goods.",
}


def numbers(page: Page) -> list[str]:
    return page.get_by_role("group", name="Filter files").get_by_role("button").all_inner_texts()


@pytest.fixture
def page(open_page: OpenPage, collection: dict[str, Any], winnow: Winnow) -> Page:
    send(winnow, collection["id"], FILES)
    page = open_page(f"/library/{collection['name']}")
    expect(page.get_by_role("table", name="Files")).to_be_visible()
    return page


def test_a_filter_that_fits_nothing_says_so_and_is_cleared(page: Page) -> None:
    files = page.get_by_role("region", name="Files")
    assert numbers(page) == ["All 5", "In progress", "Failed 3", "Ready 2"]
    page.get_by_label("Find a file by its name").fill("good")
    expect(files.get_by_role("button", name="All 2")).to_be_visible()
    assert numbers(page) == ["All 2", "In progress", "Failed", "Ready 2"]
    page.get_by_label("Find a file by its name").fill("zzz")
    expect(files).to_contain_text("No file here has “zzz” in its name")
    assert numbers(page) == ["All", "In progress", "Failed", "Ready"]
    assert_accessible(page)
    files.get_by_role("button", name="Clear filter").click()
    expect(page.get_by_role("table", name="Files")).to_have_attribute("aria-rowcount", "6")
    expect(page.get_by_label("Find a file by its name")).to_have_value("")
    assert numbers(page) == ["All 5", "In progress", "Failed 3", "Ready 2"]


def test_the_numbers_follow_when_the_last_file_that_fits_is_deleted(page: Page) -> None:
    page.get_by_label("Find a file by its name").fill("empty")
    expect(page.get_by_role("table", name="Files")).to_have_attribute("aria-rowcount", "2")
    page.get_by_role("button", name="Delete empty.txt").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("No file here has “empty” in its name")).to_be_visible()
    expect(page.get_by_role("button", name="All", exact=True)).to_be_visible()
    page.get_by_role("button", name="Clear filter").click()
    expect(page.get_by_role("button", name="All 4")).to_be_visible()


def test_why_files_failed_is_said_in_full_and_once_for_all_that_failed_so(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Failed")).click()
    why = page.get_by_role("region", name="Why 3 files failed")
    expect(why).to_contain_text("This is a picture. Reading pictures (OCR) is not available yet.")
    empty = why.get_by_role("listitem").filter(has_text="empty.txt")
    expect(empty).to_contain_text("The file is empty.")
    why.get_by_text("2 files").click()
    why.get_by_role("button", name="scans/2.png").click()
    expect(page.get_by_role("complementary", name="Document")).to_contain_text("This is a picture.")
    expect(page.get_by_role("columnheader", name="Progress")).to_have_count(0)
    assert_accessible(page)


def test_an_upload_says_why_its_files_failed(page: Page) -> None:
    card = page.get_by_test_id("upload")
    card.get_by_text("3 files could not be read").click()
    why = card.get_by_role("region", name="Why 3 files failed")
    expect(why).to_contain_text("The file is empty.")
    expect(card.get_by_role("button", name="Retry")).to_have_count(0)


def test_jobs_that_finished_with_failures_are_among_the_failed(
    page: Page,
    collection: dict[str, Any],
) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    row = page.get_by_role("row").filter(has_text=f"Upload in #{collection['name']}")
    expect(row).to_contain_text("Finished with failures")
    expect(row.get_by_role("button")).to_have_count(0)  # it would fail again as it is
    page.get_by_role("button", name=re.compile("^Done")).click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Failed")).click()
    expect(row).to_be_visible()


def test_a_stopped_upload_says_so_and_goes_on_when_its_files_are_dropped_again(
    open_page: OpenPage, collection: dict[str, Any], tmp_path: Path, winnow: Winnow
) -> None:
    for number in range(60):
        write(tmp_path / "Papers" / f"{number:02d}.txt", f"Paper {number}")
    page = open_page(f"/library/{collection['name']}")
    requests: list[Any] = []

    def only_the_first(route: Any) -> None:
        requests.append(route)
        if len(requests) == 1:
            route.continue_()

    page.route("**/api/v1/uploads/*/files", only_the_first)
    drop(page, tmp_path / "Papers")
    card = page.get_by_test_id("upload")
    expect(card).to_contain_text("Sending 20 of 60", timeout=INGESTED)
    card.get_by_role("button", name="Stop").click()
    expect(card).to_contain_text("Stopped", timeout=INGESTED)
    expect(card).to_contain_text("40 not sent")
    expect(card.locator(".state.ok")).to_have_count(0)
    expect(card.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    expect(page.locator(".toast")).to_contain_text("40 not sent")
    assert_accessible(page)

    page.reload()  # another day, another tab
    expect(card).to_contain_text("40 files were not sent")
    page.unroute("**/api/v1/uploads/*/files")
    drop(page, tmp_path / "Papers")
    expect(card).to_contain_text("60 ready", timeout=INGESTED)
    expect(card).to_contain_text("Finished")
    expect(page.get_by_test_id("upload")).to_have_count(1)
    expect(card).not_to_contain_text("already")
    uploads = winnow.api.get("/uploads", params={"collection_id": collection["id"]}).json()["items"]
    assert [(each["files_received"], each["duplicates"]) for each in uploads] == [(60, 0)]


def test_other_files_of_the_same_number_are_an_upload_of_their_own(
    open_page: OpenPage, collection: dict[str, Any], tmp_path: Path, winnow: Winnow
) -> None:
    request = {"collection_id": collection["id"], "expected_files": 2, "label": "2 files"}
    upload = winnow.api.post("/uploads", json=request).raise_for_status().json()
    parts = [("file", ("a.txt", b"One of two."))]
    winnow.api.post(f"/uploads/{upload['id']}/files", files=parts).raise_for_status()
    winnow.api.post(f"/uploads/{upload['id']}/close").raise_for_status()
    for name in ("b.txt", "c.txt"):
        write(tmp_path / name, f"Something else, {name}")
    page = open_page(f"/library/{collection['name']}")
    expect(page.get_by_test_id("upload")).to_contain_text("1 not sent", timeout=INGESTED)
    drop(page, tmp_path / "b.txt", tmp_path / "c.txt")
    expect(page.get_by_test_id("upload")).to_have_count(2)
    expect(page.get_by_test_id("upload").first).to_contain_text("2 ready", timeout=INGESTED)
