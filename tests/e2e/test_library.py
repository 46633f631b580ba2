"""Collections, and what becomes of files dropped on them."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, drop, send, write
from tests.running import Winnow

pytestmark = pytest.mark.browser
INGESTED = 90_000  # ms


def upload_card(page: Page) -> Any:
    return page.get_by_test_id("upload").first


def test_a_collection_is_created_renamed_and_deleted(open_page: OpenPage) -> None:
    page = open_page("/library")
    name = uuid.uuid4().hex[:8]
    page.get_by_role("button", name="New collection").click()
    page.get_by_role("dialog").get_by_label("Name").fill(f"Board {name}")
    expect(page.get_by_text(f"It will be called #board-{name}.")).to_be_visible()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=f"#board-{name}")).to_be_visible()

    page.get_by_role("button", name="Change the name").click()
    page.get_by_role("dialog").get_by_label("Name").fill(f"minutes-{name}")
    page.get_by_role("dialog").get_by_label("Description").fill("Signed minutes")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Signed minutes")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/library/minutes-{name}$"))

    page.get_by_role("button", name="Delete the collection").click()
    page.get_by_role("button", name=f"Delete #minutes-{name} with 0 documents").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    expect(page.get_by_text(f"minutes-{name}")).to_have_count(0)


def test_a_name_that_is_taken_is_refused_in_the_dialog(open_page: OpenPage, collection: dict[str, Any]) -> None:
    page = open_page("/library")
    page.get_by_role("button", name="New collection").click()
    page.get_by_role("dialog").get_by_label("Name").fill(collection["name"])
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert")).to_contain_text(collection["name"])


def test_a_folder_dropped_on_the_library_makes_a_collection_of_its_name(open_page: OpenPage, tmp_path: Path) -> None:
    name = f"Harvest {uuid.uuid4().hex[:6]}"
    write(tmp_path / name / "a.txt", "Rye and oats.")
    page = open_page("/library")
    drop(page, tmp_path / name)
    expect(page.get_by_role("heading", level=1)).to_have_text("#" + name.lower().replace(" ", "-"))
    expect(upload_card(page)).to_contain_text("1 ready", timeout=INGESTED)


def test_a_dropped_folder_is_sent_deduplicated_and_ingested(
    open_page: OpenPage, collection: dict[str, Any], folder: Path
) -> None:
    page = open_page(f"/library/{collection['name']}")
    expect(page.get_by_text("Drop files or whole folders here")).to_be_visible()
    drop(page, folder)
    card = upload_card(page)
    expect(card).to_contain_text("Finished with failures", timeout=INGESTED)
    for words in ("133 ready", "1 already here", "1 failed"):
        expect(card).to_contain_text(words)
    card.get_by_text("1 file already in this collection, skipped").click()
    expect(card).to_contain_text(re.compile(r"(copy of report|report-00)\.txt\s*is the same as"))
    expect(page.locator(".toast")).to_have_count(1)  # one message an upload, never one a file
    expect(page.locator(".toast")).to_contain_text("133 files ready, 1 already here, 1 failed.")

    page.get_by_role("button", name=re.compile("^Failed")).click()
    expect(page.get_by_role("row", name=re.compile("empty.txt"))).to_contain_text("empty")
    page.get_by_role("button", name=re.compile("^All")).click()
    page.get_by_label("Find a file by its name").fill("<img")
    expect(page.get_by_role("button", name="<img src=x onerror=alert(1)>.txt", exact=False).first).to_be_visible()
    expect(page.locator(".table-row")).to_have_count(1)


def test_dropping_the_same_folder_again_adds_nothing(
    open_page: OpenPage, collection: dict[str, Any], tmp_path: Path, winnow: Winnow
) -> None:
    for number in range(5):
        write(tmp_path / "Twice" / f"{number}.txt", f"Sheaf {number}")
    page = open_page(f"/library/{collection['name']}")
    drop(page, tmp_path / "Twice")
    expect(upload_card(page)).to_contain_text("Finished", timeout=INGESTED)
    drop(page, tmp_path / "Twice")
    expect(page.get_by_text("5 files already in this collection, skipped")).to_be_visible(timeout=INGESTED)
    assert winnow.api.get("/documents", params={"collection_id": collection["id"]}).json()["total"] == 5


def test_only_the_rows_in_view_exist(open_page: OpenPage, collection: dict[str, Any], winnow: Winnow) -> None:
    send(winnow, collection["id"], {f"f-{number:04d}.txt": f"Row {number}" for number in range(700)})
    page = open_page(f"/library/{collection['name']}")
    expect(page.get_by_role("table", name="Files")).to_have_attribute("aria-rowcount", "701")
    assert page.locator(".table-row").count() < 60
    page.locator(".table-body").evaluate("body => body.scrollTo(0, body.scrollHeight)")
    expect(page.get_by_role("button", name="f-0699.txt", exact=True)).to_be_visible()  # beyond the first page of 500
    assert page.locator(".table-row").count() < 60


def test_a_document_is_deleted_after_asking(open_page: OpenPage, collection: dict[str, Any], winnow: Winnow) -> None:
    send(winnow, collection["id"], {"keep.txt": "Keep this.", "drop.txt": "Drop this."})
    page = open_page(f"/library/{collection['name']}")
    page.get_by_role("button", name="Delete drop.txt").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("button", name="Delete drop.txt")).to_be_focused()
    page.get_by_role("button", name="Delete drop.txt").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("drop.txt"))).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("keep.txt"))).to_be_visible()


def test_progress_is_there_again_after_a_reload(open_page: OpenPage, collection: dict[str, Any], folder: Path) -> None:
    page = open_page(f"/library/{collection['name']}")
    drop(page, folder / "many")
    expect(upload_card(page)).to_contain_text(re.compile("Indexing|Finished"), timeout=INGESTED)
    page.reload()
    expect(upload_card(page)).to_contain_text("120 ready", timeout=INGESTED)


def test_what_a_reload_cut_off_is_said_and_can_be_dropped_again(
    open_page: OpenPage, collection: dict[str, Any], folder: Path
) -> None:
    page = open_page(f"/library/{collection['name']}")
    page.route("**/api/v1/uploads/*/files", lambda route: None)  # a line so slow that nothing arrives
    drop(page, folder / "many")
    expect(upload_card(page)).to_contain_text("Sending 0 of 120")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves
    page.reload()
    expect(upload_card(page)).to_contain_text("120 files were not sent")
    page.unroute("**/api/v1/uploads/*/files")
    drop(page, folder / "many")
    expect(upload_card(page)).to_contain_text("120 ready", timeout=INGESTED)


def test_stopping_keeps_what_has_arrived(open_page: OpenPage, collection: dict[str, Any], folder: Path) -> None:
    page = open_page(f"/library/{collection['name']}")
    requests = 0

    def first_two(route: Any) -> None:
        nonlocal requests
        requests += 1
        if requests <= 2:
            route.continue_()

    page.route("**/api/v1/uploads/*/files", first_two)
    drop(page, folder / "many")
    expect(upload_card(page)).to_contain_text("Sending 40 of 120", timeout=INGESTED)
    page.get_by_role("button", name="Stop").click()
    expect(upload_card(page)).to_contain_text("40 ready", timeout=INGESTED)
    expect(upload_card(page)).to_contain_text("80 files were not sent")
