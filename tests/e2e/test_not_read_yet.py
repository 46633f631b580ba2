"""A question asked while files are being read says so, and can be run again when they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlmodel import col, update

from backend.settings import Settings
from backend.store.db import create_engine, transaction
from backend.store.documents import Document
from tests.e2e.asking import ANSWERED, ask, evidence, full_answer, receipt
from tests.e2e.conftest import OpenPage, send
from tests.e2e.looks import assert_accessible
from tests.running import Winnow

pytestmark = pytest.mark.browser
Stand = Callable[[str], None]


READ = {"harbour.txt": receipt("Harbour", "30.30"), "poem.txt": "Nobody ever asked them why."}
LATE = {"late/mill.txt": receipt("Mill", "1,250.40"), "late/corner.txt": receipt("Corner", "20.20")}


@pytest.fixture
def late(winnow: Winnow, collection: dict[str, Any]) -> Iterator[Stand]:
    """Lets two of a collection's three receipts stand at a status, and tells the pages."""
    send(winnow, collection["id"], READ | LATE)
    engine = create_engine(Settings(data_dir=winnow.data_dir).database)
    in_folder = (Document.collection_id == collection["id"], col(Document.name).startswith("late/"))

    def stand(status: str) -> None:
        with transaction(engine) as session:
            session.exec(update(Document).where(*in_folder).values(status=status))
        told = {"description": f"They are {status}."}
        winnow.api.patch(f"/collections/{collection['id']}", json=told).raise_for_status()

    yield stand
    engine.dispose()


def test_a_question_can_be_run_again_when_all_is_read(
    open_page: OpenPage, collection: dict[str, Any], late: Stand
) -> None:
    late("extracting")
    page = open_page("/ask")
    ask(page, f"What is the total of #{collection['name']}?")
    card = full_answer(page)
    expect(card).to_contain_text("Done, 2 not read yet", timeout=ANSWERED)
    line = card.locator(".coverage")
    expect(line).to_contain_text("2 documents")
    line.get_by_role("button", name=re.compile("2 more not read yet")).click()
    expect(evidence(page).get_by_role("button", name="corner.txt")).to_be_visible()
    page.keyboard.press("Escape")
    note = card.locator(".note")
    expect(note).to_contain_text("2 documents that this answer lacks are being read.")
    expect(note.get_by_role("button")).to_have_count(0)
    assert_accessible(page)

    late("ready")
    expect(note).to_contain_text("Winnow is done with the 2 documents that this answer lacks.")
    assert_accessible(page)
    note.get_by_role("button", name="Run again").click()
    again = full_answer(page).nth(1)
    expect(again).to_contain_text("1,300.90", timeout=ANSWERED)
    expect(again).to_be_in_viewport()
    expect(again.locator(".note")).to_have_count(0)
