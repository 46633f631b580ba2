"""A running Winnow is backed up while files arrive; its copy on another machine answers the same."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.settings import ROOT
from tests.api.conftest import Sent
from tests.eventually import eventually
from tests.running import Winnow

pytestmark = pytest.mark.timeout(420)

SHOP = "Corner Shop\nDate: 2026-03-0{number}\n\nMilk 1.20\nTotal: £{number}.10\n"
QUESTION = "What did I spend in total? #{name}"


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "copy"


def command(*argv: object) -> subprocess.CompletedProcess[str]:
    """What `scripts/winnow` runs, without looking for new packages first."""
    line = [sys.executable, "-P", "-m", "backend.backup", *map(str, argv)]
    return subprocess.run(line, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)


def total(api: httpx.Client, name: str) -> Any:
    """What the collection's receipts add up to, as an answer says it."""
    asked = api.post("/chat", json={"message": QUESTION.format(name=name)}).raise_for_status().json()
    eventually(lambda: api.get(f"/jobs/{asked['job_id']}").json()["status"] == "completed", 120)
    said = api.get(f"/conversations/{asked['conversation_id']}/messages").json()["items"][-1]
    return said["answer"]["details"]["summary"]["total"][0]["total"]


def shown(api: httpx.Client, collection: str) -> dict[str, Any]:
    """Everything that can be seen of a collection's documents, with the files themselves."""
    found = api.get("/documents", params={"collection_id": collection, "limit": "1000"}).json()["items"]
    return {each["id"]: (each, api.get(f"/documents/{each['id']}/blob").content) for each in found}


def hits(api: httpx.Client, collection: str) -> list[Any]:
    """What a search by meaning finds, in its order."""
    query = {"q": "Corner Shop milk", "collection_id": collection}
    found = eventually(lambda: _by_meaning(api.get("/search", params=query).json()), 60)
    return [(each["chunk_id"], each["text"], each["semantic"]) for each in found]


def _by_meaning(answer: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = answer.get("items", [])
    return [each for each in items if each["semantic"] is not None]


def test_a_restored_copy_answers_the_same(own_winnow: Winnow, tmp_path: Path, copy: Path) -> None:
    receipts, late = Sent(own_winnow.api), Sent(own_winnow.api)
    receipts.ingest({f"{number}.txt": SHOP.format(number=number).encode() for number in range(1, 6)})
    answered = total(own_winnow.api, receipts.name)
    stop = threading.Event()

    def keep_sending() -> None:
        for number in range(10_000):
            late.send({f"{number}.txt": f"Note number {number}.".encode()})
            if stop.is_set():
                return

    sender = threading.Thread(target=keep_sending)
    sender.start()
    try:
        taken = command("backup", tmp_path / "backup", "--data", own_winnow.data_dir)
    finally:
        stop.set()
        sender.join()
    assert taken.returncode == 0, taken.stderr
    proven = command("verify", tmp_path / "backup")
    assert (proven.returncode, "are as they were stored" in proven.stdout) == (0, True), proven.stderr
    restored = command("restore", tmp_path / "backup", "--data", copy / "data")
    assert restored.returncode == 0, restored.stderr
    expected, found = shown(own_winnow.api, receipts.id), hits(own_winnow.api, receipts.id)
    own_winnow.stop()
    other = Winnow(copy)
    try:
        assert other.api.get("/me", headers={"Authorization": f"Bearer {own_winnow.key}"}).status_code == 200
        assert shown(other.api, receipts.id) == expected
        assert hits(other.api, receipts.id) == found
        assert total(other.api, receipts.name) == answered == "15.50"
        late.api = other.api
        eventually(lambda: {each["status"] for each in late.documents().values()} == {"ready"}, 120)
        checked = command("verify", "--data", other.data_dir)
        assert checked.returncode == 0, checked.stderr
    finally:
        other.close()
