"""A question about everything, with whatever is killed while models work on it: one answer, and nothing paid twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.test_ingestion import QUICK
from tests.eventually import eventually
from tests.fakes.model_server import FakeServer
from tests.mapreduce.making import NO, documents_in, reads, yes
from tests.running import Winnow

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]

CONTRACTS = 10
RENEWS = "This contract renews automatically every year."
PLAN = {"operation": "count", "what": "contracts", "filters": {"meaning": "renews by itself"}}


@pytest.fixture
def busy(tmp_path: Path, model_server: FakeServer) -> Iterator[Winnow]:
    """A Winnow whose model takes a while, one document at a time."""
    model_server.reset(reads(lambda text: yes(RENEWS) if RENEWS in text else NO), latency=0.5)
    more = {"WINNOW_MODELS": _models(model_server), "MAX_TOKENS_PER_JOB": "1000"}
    made = Winnow(tmp_path, **QUICK, **more)
    yield made
    made.close()


def _models(server: FakeServer) -> str:
    url = server.base_url("openai")
    return f'[{{"provider": "openai", "model": "m", "base_url": "{url}", "roles": ["map"], "concurrency": 1}}]'


@pytest.mark.parametrize("victim", ["query", "supervisor"])
def test_a_killed_process_costs_no_answer_and_no_reply_twice(
    busy: Winnow, model_server: FakeServer, victim: str
) -> None:
    busy.api.post("/collections", json={"name": "contracts"}).raise_for_status()
    [collection] = busy.api.get("/collections").json()["items"]
    texts = [f"Contract {n}. {RENEWS if n % 2 else ''} " + f"clause{n} " * 300 for n in range(CONTRACTS)]
    parts = [("file", (f"{n}.txt", text.encode())) for n, text in enumerate(texts)]
    busy.api.post(f"/collections/{collection['id']}/files", files=parts).raise_for_status()
    where = {"collection_id": collection["id"], "limit": "100"}
    eventually(
        lambda: all(each["status"] == "ready" for each in busy.api.get("/documents", params=where).json()["items"]), 120
    )
    asked = busy.api.post("/chat", json={"message": "How many renew?", "plan": PLAN}).raise_for_status().json()
    eventually(lambda: len(model_server.seen) >= CONTRACTS // 2, 60)
    busy.kill(victim)
    if victim == "supervisor":
        busy.start()

    def ended() -> bool:
        try:
            return str(busy.api.get(f"/jobs/{asked['job_id']}").json().get("status")) == "completed"
        except Exception:  # noqa: BLE001  the API may be the one that is away
            return False

    eventually(ended, 90)
    said = busy.api.get(f"/conversations/{asked['conversation_id']}/messages").json()["items"]
    assert [each["role"] for each in said] == ["user", "assistant"]
    shown = said[1]["answer"]
    assert shown["details"]["summary"]["count"] == CONTRACTS // 2
    assert shown["coverage"]["total"] == CONTRACTS
    calls = Counter(text for seen in model_server.seen for text in documents_in(seen).values())
    assert len(calls) == CONTRACTS
    assert sum(calls.values()) <= CONTRACTS + 1  # what was under way when the process died, once more
