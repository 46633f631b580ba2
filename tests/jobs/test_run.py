from __future__ import annotations

import json
from datetime import timedelta

import pytest

from backend.context import Context
from backend.jobs.run import Runner
from backend.store import jobs
from backend.store.db import transaction
from backend.store.documents import Document
from tests.builders import a_collection, an_upload, group_of, send


def told(ctx: Context, document_id: str | None) -> list[tuple[str, str]]:
    """(event, status) of everything that viewers were told of this document."""
    entries = [
        (fields[b"e"].decode(), json.loads(fields.get(b"d", b"{}"))) for _, fields in ctx.redis.xrange("winnow:events")
    ]
    shown = [(name, data["document"]) for name, data in entries if "document" in data]
    return [(name, document["status"]) for name, document in shown if document["id"] == document_id]


@pytest.mark.parametrize("stage", ["ingest", "embed"])  # and one of which an older version had
def test_what_was_stored_but_not_told_is_told_by_the_next_attempt(ctx: Context, stage: str) -> None:
    taken = send(ctx, an_upload(ctx, a_collection(ctx)), "a.txt", b"Stored, and then Redis was killed.")
    group, document_id = group_of(taken), taken.file.document_id
    with transaction(ctx.engine) as session:
        job = jobs.claim(session, group, 1, "anna", ctx.clock(), timedelta(seconds=20))
        assert job
        jobs.extend(session, job, ctx.clock(), timedelta(seconds=20), stage=stage)
        document = session.get_one(Document, document_id)
        document.status, document.ready_at = "ready", ctx.clock()
        session.add(document)
        jobs.requeue(session, job, None, strikes=0)
    with Runner(ctx, "berta", lambda _: None) as runner:
        runner.perform(group, 2)
    assert told(ctx, document_id) == [("document.ready", "ready")]
