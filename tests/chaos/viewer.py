"""A viewer of /events as the page is one: it reconnects with its last id and keeps what it was told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx

from tests.running import Winnow

LATER = 0.1  # seconds before a lost stream is opened again


class Viewer:
    """Runs in a thread from `start` to `stop`. `ids` are those of all events, `snapshots` those of the snapshots."""

    def __init__(self, winnow: Winnow, collection_id: str) -> None:
        self.winnow = winnow
        self.collection_id = collection_id
        self.ids: list[str] = []
        self.snapshots: list[str] = []
        self.since_snapshot: list[str] = []
        self.documents: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.endings: list[str] = []  # uploads that were seen to finish, each time
        self.last = ""
        self.error: BaseException | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Viewer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(30)

    def statuses(self) -> dict[str, str]:
        """What the viewer believes of every document."""
        return {identity: document["status"] for identity, document in dict(self.documents).items()}

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                try:
                    self._follow()
                except (httpx.TransportError, httpx.HTTPStatusError):
                    self._stopped.wait(LATER)
        except BaseException as error:  # noqa: BLE001  the test that joins this thread raises it
            self.error = error

    def _follow(self) -> None:
        headers = {"Last-Event-ID": self.last} if self.last else {}
        with self.winnow.api.stream("GET", "/events", headers=headers, timeout=10) as response:
            if response.status_code != 200:
                self._stopped.wait(LATER)
                return
            for identity, name, data in _events(response):
                if self._stopped.is_set():
                    return
                if identity:
                    self._take(identity, name, json.loads(data))

    def _take(self, identity: str, name: str, data: dict[str, Any]) -> None:
        if name == "snapshot":
            documents = self._list()  # before anything is kept: if this fails, the next stream begins the same way
            self.snapshots.append(identity)
            self.since_snapshot = []
            self.documents = documents
            for upload in data["uploads"]:
                self._see(upload)
        else:
            self.ids.append(identity)
            self.since_snapshot.append(identity)
            if document := data.get("document"):
                known = self.documents.get(document["id"])
                if known is None or document["updated_at"] >= known["updated_at"]:
                    self.documents[document["id"]] = document
            if upload := data.get("upload"):
                self._see(upload)
        self.last = identity

    def _see(self, upload: dict[str, Any]) -> None:
        before = self.uploads.get(upload["id"])
        if upload["status"] == "finished" and before and before["status"] != "finished":
            self.endings.append(upload["id"])
        self.uploads[upload["id"]] = upload

    def _list(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        query = {"collection_id": self.collection_id, "limit": "1000"}
        reply = self.winnow.api.get("/documents", params=query).raise_for_status().json()
        found.update({each["id"]: each for each in reply["items"]})
        return found


def _events(response: httpx.Response) -> Iterator[tuple[str, str, str]]:
    """(id, name, data) of each event; pings have no id."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields.get("id", ""), fields.get("event", "message"), fields.get("data", "{}")
            fields = {}
