"""What can happen, `noun.past_participle`. Events carry whole entities, absolute state: a repeat is harmless."""

from __future__ import annotations

from typing import Literal

Name = Literal[
    "collection.created",
    "collection.updated",
    "collection.deleted",
    "conversation.created",
    "conversation.updated",
    "conversation.deleted",
    "message.added",
    "upload.opened",
    "upload.progressed",
    "upload.closed",
    "upload.finished",
    "upload.cancelled",
    "file.accepted",
    "file.duplicated",
    "file.rejected",
    "document.queued",
    "document.started",
    "document.extracted",
    "document.chunked",
    "document.embedded",
    "document.ready",
    "document.failed",
    "document.cancelled",
    "document.deleted",
    "stage.started",
    "batch.mapped",
    "batch.retried",
    "batch.failed",
    "job.queued",
    "job.started",
    "job.progressed",
    "job.completed",
    "job.failed",
    "job.cancelled",
]
# what tells that a document ended so, by its status
OF_ENDED: dict[str, Name] = {"ready": "document.ready", "failed": "document.failed", "cancelled": "document.cancelled"}
