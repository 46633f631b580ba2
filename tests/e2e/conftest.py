"""Fixtures for the browser tests: Chromium, signed in at a running Winnow, real drops of folders, a wire to cut."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.e2e.asking import ANSWERED, TOTALS, ask, full_answer, receipt
from tests.e2e.relay import Relay
from tests.eventually import eventually
from tests.running import Winnow

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
OpenPage = Callable[..., Page]
INGESTED = 150  # seconds, on a machine that does much else


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One for each module: while it lives, Playwright's event loop keeps other tests from running their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--no-sandbox"])
        yield browser
        browser.close()


def sign_in(browser: Browser, winnow: Winnow) -> StorageState:
    """What a browser keeps after the sign-in link was opened in it."""
    context = browser.new_context()
    context.new_page().goto(winnow.sign_in_link())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def signed_in(browser: Browser, winnow: Winnow) -> StorageState:
    return sign_in(browser, winnow)


class Browsing:
    """Opens pages as people have them, and remembers every error a page reports, CSP violations included."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def open(self, url: str, state: StorageState | None, path: str = "/", **options: Any) -> Page:
        """A page of a browser of its own. `options` are those of Playwright's new_context."""
        viewport = {"width": 1280, "height": 840}
        context = self.browser.new_context(
            **{"base_url": url, "storage_state": state, "viewport": viewport, "reduced_motion": "reduce"} | options
        )
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", lambda message: self._note(message.type, message.text))
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.errors.append(text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def browsing(browser: Browser) -> Iterator[Browsing]:
    made = Browsing(browser)
    yield made
    made.close()
    assert made.errors == []


@pytest.fixture
def open_page(browsing: Browsing, winnow: Winnow, signed_in: StorageState) -> OpenPage:
    """Opens a path in a browser of its own, signed in at the shared Winnow."""
    return lambda path="/", **options: browsing.open(winnow.url, signed_in, path, **options)


@pytest.fixture
def collection(winnow: Winnow) -> dict[str, Any]:
    """A collection for this test alone."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    return winnow.api.post("/collections", json={"name": name}).raise_for_status().json()


@pytest.fixture
def receipts(collection: dict[str, Any], winnow: Winnow) -> str:
    """The name of a collection of three receipts, 1,300.90 MYR in total, and a poem."""
    files = {f"2018/{name.split()[0]}.txt": receipt(name, total) for name, total in TOTALS.items()}
    poem = "The sheaves stand gold against the evening sky,\nand nobody has ever asked them why.\n"
    send(winnow, collection["id"], files | {"poem.txt": poem})
    return str(collection["name"])


@pytest.fixture
def answered(open_page: OpenPage, receipts: str) -> Page:
    """A page that shows the total of the receipts."""
    page = open_page("/ask")
    ask(page, f"What is the total of #{receipts}?")
    expect(full_answer(page)).to_contain_text("1,300.90", timeout=ANSWERED)
    return page


@pytest.fixture
def relay(winnow: Winnow) -> Iterator[Relay]:
    made = Relay(winnow.port)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports/: 133 good files (120 in one folder: more than a browser lists at once), one twin, one empty, junk."""
    root = tmp_path / "Reports"
    for number in range(120):
        write(root / "many" / f"note-{number:03d}.md", f"Note {number} tells of barley field {number * 7}.")
    for number in range(12):
        write(
            root / f"part-{number % 3}" / f"report-{number:02d}.txt",
            f"Report {number}: the harvest of wheat was {number} tons.",
        )
    write(root / "<img src=x onerror=alert(1)>.txt", "A file with a hostile name.")
    write(root / "copy of report.txt", "Report 0: the harvest of wheat was 0 tons.")
    write(root / "empty.txt", "")
    write(root / ".DS_Store", "junk")
    write(root / "._photo.jpg", "junk")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def drag(page: Page, *paths: Path, onto: str = "main form", until: str = "dragOver") -> None:
    """Drag files and folders over the page; they are held there."""
    page.locator(onto).first.wait_for()
    box = page.locator(onto).first.bounding_box()
    assert box is not None
    devtools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        position = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        devtools.send("Input.dispatchDragEvent", {"type": kind, **position, "data": data})
        if kind == until:
            break


def drop(page: Page, *paths: Path, onto: str = "main form") -> None:
    """A trusted drop: Chromium itself makes the entries of files and folders that the page walks."""
    drag(page, *paths, onto=onto, until="drop")


def send(winnow: Winnow, collection_id: str, files: Mapping[str, str | bytes]) -> None:
    """Upload files by the API and wait until every one of them has ended."""
    parts = [
        ("file", (name, content if isinstance(content, bytes) else content.encode())) for name, content in files.items()
    ]
    winnow.api.post(f"/collections/{collection_id}/files", files=parts).raise_for_status()

    def pending() -> int:
        query = {"collection_id": collection_id, "status": "queued,extracting,chunking,embedding"}
        return winnow.api.get("/documents", params=query).json()["total"]

    eventually(lambda: pending() == 0, INGESTED)
