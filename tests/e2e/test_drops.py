"""Files are dropped and pasted on every page, and never ignored in silence."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, drag, drop, write
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser
INGESTED = 120_000  # ms
PASTE = """(field, [name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["A pasted file."], name, { type: "text/plain" }));
  if (text) transfer.setData("text/plain", text);
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }),
  );
}"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / f"Reports {uuid.uuid4().hex[:6]}"
    write(folder / "a.txt", f"Rye and oats of {folder.name}.")
    return folder


def names(winnow: Winnow, collection: dict[str, Any]) -> list[str]:
    found = winnow.api.get("/documents", params={"collection_id": collection["id"]}).json()["items"]
    return [each["name"] for each in found]


@pytest.mark.parametrize(("path", "onto"), [("/ask", ".log"), ("/jobs", "h1"), ("/settings", "h1")])
def test_files_dropped_beside_the_library_are_asked_for_their_collection(
    open_page: OpenPage,
    winnow: Winnow,
    collection: dict[str, Any],
    reports: Path,
    path: str,
    onto: str,
) -> None:
    page = open_page(path)
    drag(page, reports, onto=onto)
    expect(page.locator(".veil")).to_contain_text("You choose the collection next.")
    drop(page, reports, onto=onto)
    expect(page.locator(".veil")).to_have_count(0)
    dialog = page.get_by_role("dialog", name=f"Where does the folder {reports.name} belong?")
    expect(dialog.get_by_label("Its name")).to_have_value(reports.name.lower().replace(" ", "-"))
    assert_accessible(page)
    dialog.get_by_label("Collection").select_option(label=f"#{collection['name']}")
    dialog.get_by_role("button", name="Add").click()
    expect(page.locator(".toast").first).to_contain_text(f"#{collection['name']}")
    page.locator(".toast").first.get_by_role("link", name="Open").click()
    expect(page.get_by_test_id("upload")).to_contain_text("1 ready", timeout=INGESTED)
    assert names(winnow, collection) == [f"{reports.name}/a.txt"]


def test_a_new_collection_is_made_for_what_was_dropped(open_page: OpenPage, reports: Path) -> None:
    page = open_page("/jobs")
    drop(page, reports, onto="h1")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Its name").fill("???")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("alert")).to_contain_text("at least one letter or digit")
    dialog.get_by_label("Its name").fill(f"Made {reports.name}")
    dialog.get_by_role("button", name="Add").click()
    made = reports.name.lower().replace(" ", "-")
    expect(page.locator(".toast").first).to_contain_text(f"#made-{made}")


def test_a_drop_that_is_not_wanted_adds_nothing(
    open_page: OpenPage, winnow: Winnow, collection: dict[str, Any], reports: Path
) -> None:
    page = open_page("/ask")
    drop(page, reports, onto=".log")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert names(winnow, collection) == []


def test_a_drop_on_an_open_dialog_is_answered(open_page: OpenPage, reports: Path) -> None:
    page = open_page("/library")
    page.get_by_role("button", name="New collection").click()
    drop(page, reports, onto="dialog h2")
    expect(page.locator(".toast")).to_contain_text("The files were not taken")


@pytest.mark.parametrize("path", ["/ask", "/library", "/settings"])
def test_a_pasted_file_is_asked_for_its_collection(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    expect(page.locator("h1").first).to_be_attached()
    page.locator("body").evaluate(PASTE, ["shot.txt", ""])
    expect(page.get_by_role("dialog", name="Where does shot.txt belong?")).to_be_visible()


def test_a_file_pasted_in_a_collection_is_added_to_it(
    open_page: OpenPage, winnow: Winnow, collection: dict[str, Any]
) -> None:
    page = open_page(f"/library/{collection['name']}")
    expect(page.get_by_text("Drop files or whole folders here")).to_be_visible()
    page.locator("body").evaluate(PASTE, [f"{uuid.uuid4().hex}.txt", ""])
    expect(page.get_by_test_id("upload")).to_contain_text("1 ready", timeout=INGESTED)


def test_a_text_that_is_pasted_into_a_field_stays_a_text(open_page: OpenPage) -> None:
    page: Page = open_page("/ask")
    box = page.get_by_label("Your question")
    box.evaluate(PASTE, ["cells.png", "a table copied as text and picture"])
    expect(page.get_by_role("dialog")).to_have_count(0)
    box.evaluate(PASTE, ["only-a-file.txt", ""])
    expect(page.get_by_role("dialog")).to_be_visible()
