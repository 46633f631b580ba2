"""Calls: a reply that was received is never paid for again. Where replies are kept is the Recorder's business."""

from __future__ import annotations

from typing import Protocol

from backend.llm.request import Reply


class Recorder(Protocol):
    """Keeps calls by key, for one job or for all. A call that was begun and neither finished nor failed is one whose
    fate is unknown: the process died while the model may have been answering."""

    async def begin(self, key: str) -> Reply | None:
        """The kept reply; otherwise None, after noting that the call is about to be made."""

    async def finish(self, key: str, reply: Reply) -> None:
        """Keep the reply. `reply.data` is None here: it is read from the text again."""

    async def fail(self, key: str, detail: str) -> None:
        """The call ended without a reply; `detail` is the sentence that says why."""


class NoRecorder:
    """Keeps nothing."""

    async def begin(self, key: str) -> Reply | None:
        return None

    async def finish(self, key: str, reply: Reply) -> None:
        pass

    async def fail(self, key: str, detail: str) -> None:
        pass
