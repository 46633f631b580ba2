"""A sender as the page is one: what got no answer is sent again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx

from tests.running import Winnow

LATER = 0.2
PAUSE = threading.Event()


def insist(request: Callable[[], httpx.Response]) -> Any:
    """Repeat a request until the server answers it; returns what it says."""
    for _ in range(500):
        try:
            response = request()
        except httpx.TransportError:
            PAUSE.wait(LATER)
            continue
        if response.status_code < 500:
            return response.raise_for_status().json()
        PAUSE.wait(LATER)
    raise AssertionError("The server never answered.")


def send(winnow: Winnow, upload_id: str, files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Deliver these files; returns what became of each."""
    parts = [("file", (name, content)) for name, content in files.items()]
    answer = insist(lambda: winnow.api.post(f"/uploads/{upload_id}/files", files=parts))
    found: list[dict[str, Any]] = answer["files"]
    assert [each["name"] for each in found] == list(files)
    return found
