"""Whatever hangs is noticed: it is ended and started again, and nothing is lost (R1.7, R1.8)."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.chaos import truth
from tests.chaos.files import pile
from tests.chaos.sender import insist, send
from tests.chaos.test_ingestion import ENDING, QUICK, check_all, open_upload
from tests.eventually import eventually
from tests.running import Winnow

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

PATIENCE = 8
KINDS = ["api", "ingestion", "query", "search", "redis", "reader"]
TOO_LONG = "The file took longer than"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Winnow]:
    more = {"WINNOW_HANG_SECONDS": str(PATIENCE), "WINNOW_EXTRACT_SECONDS": "5"}
    made = Winnow(tmp_path, **QUICK, **more)
    yield made
    made.close()


def ask(winnow: Winnow, question: str) -> str:
    """The id of the job that reads everything for this question."""
    answer = insist(lambda: winnow.api.post("/chat", json={"message": question, "mode": "full"}))
    return str(answer["job_id"])


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def upload(winnow: Winnow, upload_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = insist(lambda: winnow.api.get(f"/uploads/{upload_id}"))
    return shown


def read_again_what_took_too_long(winnow: Winnow, collection_id: str) -> int:
    """A file whose reader stood still can be tried again. Returns how many there were."""
    query = {"collection_id": collection_id, "limit": "1000"}
    documents = insist(lambda: winnow.api.get("/documents", params=query))["items"]
    slow = [each for each in documents if (each["reason"] or "").startswith(TOO_LONG)]
    for each in slow:
        winnow.api.post(f"/documents/{each['id']}/retry").raise_for_status()
    return len(slow)


def test_every_kind_of_process_that_stands_still_is_replaced_and_nothing_is_lost(
    watched: Winnow,
) -> None:
    chance = random.Random(seed := random.randrange(2**32))
    print(f"chaos seed {seed}")
    winnow, sent = watched, pile(chance, 200)
    collection_id, upload_id = open_upload(winnow)
    kinds = chance.sample(KINDS, len(KINDS))
    moments = sorted(chance.sample(range(len(sent.contents) * 8 // 10), len(kinds)))

    def send_all() -> None:
        for batch in sent.batches(15):
            send(winnow, upload_id, batch)
        insist(lambda: winnow.api.post(f"/uploads/{upload_id}/close"))

    sender = threading.Thread(target=send_all, daemon=True)
    sender.start()
    question = ""
    for moment, kind in zip(moments, kinds, strict=True):
        truth.wait_for_ended(winnow, moment, ENDING)
        frozen = winnow.freeze(kind)
        began = time.monotonic()
        if kind == "query":
            question = ask(winnow, "Summarize everything.")
        eventually(lambda frozen=frozen: is_gone(frozen), 90)
        print(f"{kind} at {moment}: replaced after {time.monotonic() - began:.1f} s")
    sender.join(ENDING)
    eventually(lambda: upload(winnow, upload_id)["status"] == "finished", ENDING)
    assert read_again_what_took_too_long(winnow, collection_id) <= 1
    eventually(lambda: upload(winnow, upload_id)["status"] == "finished", ENDING)
    check_all(winnow, collection_id, upload_id, sent)
    eventually(lambda: winnow.api.get(f"/jobs/{question}").json()["status"] == "completed", ENDING)
    assert eventually(lambda: winnow.api.get("/search", params={"q": "barley harvest"}).json().get("items"))
    said = winnow.output
    assert said.count("gave no sign of life, was ended and is started again") == len(KINDS) - 1
