"""Fixtures for the command line: its own process, as a shell runs it, against a whole running Winnow."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend.cli.client import Client
from backend.settings import ROOT
from tests.e2e.relay import Relay
from tests.running import Winnow

COMMAND = (sys.executable, "-P", "-m", "backend.cli")
LONGEST = 120  # seconds, on a machine that does much else


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def environment(winnow: Winnow) -> dict[str, str]:
    """What a person has set who uses the shared Winnow."""
    return os.environ | {"PYTHONPATH": str(ROOT), "WINNOW_URL": winnow.url, "WINNOW_KEY": winnow.key}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs the command line in the test's folder; `set_` adds to its environment."""

    def run(*words: str, **set_: str) -> Ran:
        done = subprocess.run(
            [*COMMAND, *words],
            env=environment | set_,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def name() -> str:
    """The name of a collection for this test alone, which is not there yet."""
    return f"test-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def relay(winnow: Winnow) -> Iterator[Relay]:
    made = Relay(winnow.port)
    yield made
    made.close()


@pytest.fixture
def relayed(relay: Relay, winnow: Winnow) -> Iterator[Client]:
    """A client whose wire can be cut."""
    client = Client(relay.url, winnow.key)
    yield client
    client.close()


@pytest.fixture
def upload(winnow: Winnow, name: str) -> Iterator[dict[str, Any]]:
    """An open upload into a collection of this name; no other test waits for what was sent to it."""
    collection = winnow.api.post("/collections", json={"name": name}).json()["id"]
    wanted = {"collection_id": collection, "expected_files": 100, "label": f"{name}/"}
    yield winnow.api.post("/uploads", json=wanted).json()
    winnow.api.delete(f"/collections/{collection}").raise_for_status()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def collections(winnow: Winnow) -> list[dict[str, Any]]:
    """All collections, those of other tests too."""
    found: list[dict[str, Any]] = winnow.api.get("/collections", params={"limit": "1000"}).json()["items"]
    return found


def documents(winnow: Winnow, name: str) -> dict[str, str]:
    """Name and status of the documents of a collection."""
    (collection,) = (each for each in collections(winnow) if each["name"] == name)
    found = winnow.api.get("/documents", params={"collection_id": collection["id"]}).json()["items"]
    return {each["name"]: each["status"] for each in found}
