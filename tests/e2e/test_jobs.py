"""The Jobs page: queues, workers and every upload as a job."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, send
from tests.running import Winnow

pytestmark = pytest.mark.browser


def test_queues_and_workers_are_shown(open_page: OpenPage) -> None:
    page = open_page("/jobs")
    queues = page.get_by_role("region", name="Queues")
    expect(queues).to_contain_text("ingestion")
    expect(queues).to_contain_text("waiting")
    workers = page.get_by_role("region", name="Workers")
    expect(workers).to_contain_text("ingestion", timeout=60_000)  # it loads the model first
    expect(workers).to_contain_text("search-", timeout=60_000)


def test_an_upload_is_a_job_with_its_groups(open_page: OpenPage, collection: dict[str, Any], winnow: Winnow) -> None:
    send(winnow, collection["id"], {"a.txt": "One ear.", "b.txt": "Two ears.", "empty.txt": ""})
    page = open_page("/jobs")
    row = page.get_by_role("row").filter(has_text=f"Upload in #{collection['name']}")
    expect(row).to_contain_text("3 of 3, 1 failed")
    expect(row).to_contain_text("Finished with failures")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="State")).to_contain_text("3 of 3, 1 failed")
    expect(page.get_by_role("heading", name="Groups of documents")).to_be_visible()
    page.get_by_role("link", name=f"#{collection['name']}").click()
    expect(page.get_by_role("table", name="Files")).to_be_visible()


def test_a_job_that_is_gone_is_explained(open_page: OpenPage) -> None:
    page = open_page("/jobs/00000000-0000-7000-8000-000000000000")
    expect(page.get_by_text("This job can not be shown")).to_be_visible()
    expect(page.get_by_role("link", name="Go to Jobs")).to_be_visible()
