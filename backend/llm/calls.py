"""Calls: a reply that was received is never paid for again. Where replies are kept is the Recorder's business."""

from __future__ import annotations

from typing import Protocol

from backend.llm.request import Reply


class Recorder(Protocol):
    """Keeps calls by key, for one job or for all. A call is what was asked with what came of it,
    however often it was tried. One that was begun and neither finished nor failed is one whose fate
    is unknown: the process died while the model may have been answering."""

    async def kept(self, key: str) -> Reply | None:
        """The reply that the call of this key was finished with; its `data` is None."""

    async def begin(self, key: str) -> None:
        """Note that the call is about to be made."""

    async def finish(self, key: str, reply: Reply) -> None:
        """Keep the reply. Only its text needs to be: `data` is read from that again."""

    async def fail(self, key: str, detail: str, text: str = "") -> None:
        """The call ended without a reply that can be used; `detail` is the sentence that says why.
        `text` is the unusable one, if there was any: to be looked at, never to be given again."""


class NoRecorder:
    """Keeps nothing."""

    async def kept(self, key: str) -> Reply | None:
        return None

    async def begin(self, key: str) -> None:
        pass

    async def finish(self, key: str, reply: Reply) -> None:
        pass

    async def fail(self, key: str, detail: str, text: str = "") -> None:
        pass
