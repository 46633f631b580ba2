"""Fixtures for the API tests: all over real HTTP, in a collection of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from backend.core.clock import utc_now
from backend.core.ids import new_id
from backend.settings import Settings
from backend.store import keys
from backend.store.db import create_engine, transaction
from backend.store.users import User
from tests.eventually import eventually
from tests.running import BY_HAND, Winnow

Files = dict[str, bytes]
INGESTED = 120  # seconds, on a machine that does much else
SMALL = {  # limits that a test can reach
    "WINNOW_MAX_FILE_BYTES": "100000",
    "WINNOW_MAX_FILES_PER_UPLOAD": "5",
    "WINNOW_MAX_UPLOAD_BYTES": "250000",
    "WINNOW_RULES_SECONDS": "0.000001",
}


class Sent:
    """A collection and what was sent to it."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        made = api.post("/collections", json={"name": f"test-{uuid.uuid4().hex[:8]}"}).raise_for_status().json()
        self.id: str = made["id"]
        self.name: str = made["name"]

    def send(self, files: Files) -> dict[str, Any]:
        """Upload in one call; returns the answer."""
        parts = [("file", (name, content)) for name, content in files.items()]
        answer: dict[str, Any] = self.api.post(f"/collections/{self.id}/files", files=parts).raise_for_status().json()
        return answer

    def ingest(self, files: Files) -> dict[str, Any]:
        """Upload, and wait until every file has ended; returns the answer to the upload."""
        answer = self.send(files)
        eventually(lambda: self.state(answer)["status"] == "finished", INGESTED)
        return answer

    def state(self, answer: dict[str, Any]) -> dict[str, Any]:
        """How the upload that gave this answer stands now."""
        shown: dict[str, Any] = self.api.get(f"/uploads/{answer['upload']['id']}").raise_for_status().json()
        return shown

    def documents(self) -> dict[str, dict[str, Any]]:
        """The collection's documents by name."""
        found = self.api.get("/documents", params={"collection_id": self.id, "limit": "1000"}).json()["items"]
        return {each["name"]: each for each in found}


@pytest.fixture
def api(winnow: Winnow) -> httpx.Client:
    return winnow.api


@pytest.fixture
def collection(api: httpx.Client) -> Sent:
    return Sent(api)


@pytest.fixture
def stranger(winnow: Winnow) -> Iterator[httpx.Client]:
    """Another user of the same Winnow, with a key."""
    engine = create_engine(Settings(data_dir=winnow.data_dir).database)
    with transaction(engine) as session:
        user = User(id=new_id(), name=f"stranger-{uuid.uuid4().hex[:8]}", created_at=utc_now())
        session.add(user)
        session.flush()
        key = keys.issue(session, user.id, "api", utc_now())
    engine.dispose()
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"{winnow.url}/api/v1", headers=headers, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Winnow]:
    """A Winnow that takes little."""
    made = Winnow(tmp_path_factory.mktemp("narrow"), **SMALL)
    yield made
    made.close()


@pytest.fixture
def browser(winnow: Winnow) -> Iterator[Callable[[], httpx.Client]]:
    """Makes clients as browsers are: signed in by a link, with a cookie, saying where they are."""
    opened: list[httpx.Client] = []

    def sign_in() -> httpx.Client:
        client = httpx.Client(base_url=winnow.url, headers={"Origin": winnow.url}, timeout=30)
        opened.append(client)
        assert client.get(winnow.sign_in_link(), headers=BY_HAND).status_code == 303
        return client

    yield sign_in
    for client in opened:
        client.close()
