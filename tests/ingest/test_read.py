from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.context import Context
from backend.embed.tokens import load_tokens
from backend.ingest import again, read, remove
from backend.ingest.groups import GroupParams
from backend.ingest.tools import Tools
from backend.sandbox.sandbox import Sandbox
from backend.store import documents, jobs
from backend.store.chunks import Chunk
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.uploads import FileRecord
from backend.work import Work
from tests.builders import a_collection, an_upload, group_of, owner_id, send
from tests.models import embedder


class Meanwhile:
    """A tokenizer that lets something happen while a document is cut into chunks."""

    def __init__(self, ctx: Context, act: Callable[[], object]) -> None:
        self._tokens = load_tokens(ctx.settings.embedding_model)
        self._act = act

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        self._act()
        return self._tokens.offsets(text)


@pytest.fixture
def sandbox(ctx: Context) -> Iterator[Sandbox]:
    limits = {"seconds": 60, "memory_bytes": 2 * 1024**3, "max_text_chars": 1_000_000, "max_members": 10}
    with Sandbox(ctx.settings.data_dir / "spool", **limits) as made:
        yield made


def work_on(ctx: Context, group: str, sandbox: Sandbox, act: Callable[[], object]) -> Work[GroupParams]:
    with transaction(ctx.engine) as session:
        job = jobs.claim(session, group, 1, "anna", ctx.clock(), timedelta(seconds=60))
    assert job
    return Work(
        ctx=ctx,
        job=job,
        params=GroupParams.model_validate(job.params),
        tools=Tools(embedder(), Meanwhile(ctx, act), sandbox),
        dispatch=lambda _: None,
        deadline=ctx.clock() + timedelta(seconds=60),
        stopping=threading.Event(),
    )


def read_all(work: Work[GroupParams]) -> None:
    with reading(work.ctx.engine) as session:
        waiting = documents.of_job(session, work.job.id)
    for document in waiting:
        read.read(work, document)


def a_file(ctx: Context) -> tuple[FileRecord, str]:
    """What was sent, and the group that will ingest it."""
    taken = send(ctx, an_upload(ctx, a_collection(ctx)), "a.txt", b"Barley and rye.")
    return taken.file, group_of(taken)


def test_a_document_that_is_cancelled_while_it_is_cut_keeps_no_chunk(ctx: Context, sandbox: Sandbox) -> None:
    file, group = a_file(ctx)

    def cancel() -> None:
        remove.cancel_document(ctx, owner_id(ctx), file.document_id or "")

    read_all(work_on(ctx, group, sandbox, cancel))
    with reading(ctx.engine) as session:
        assert session.get_one(Document, file.document_id).status == "cancelled"
        assert session.exec(select(Chunk)).all() == []


def test_a_document_that_is_retried_meanwhile_is_left_to_its_new_group(ctx: Context, sandbox: Sandbox) -> None:
    file, group = a_file(ctx)

    def cancel_and_retry() -> None:
        remove.cancel_document(ctx, owner_id(ctx), file.document_id or "")
        again.document(ctx, owner_id(ctx), file.document_id or "")

    read_all(work_on(ctx, group, sandbox, cancel_and_retry))
    with reading(ctx.engine) as session:
        document = session.get_one(Document, file.document_id)
        assert document.status == "queued"
        assert document.job_id != group
        assert session.exec(select(Chunk)).all() == []


def test_a_document_that_is_deleted_meanwhile_stays_deleted(ctx: Context, sandbox: Sandbox) -> None:
    file, group = a_file(ctx)
    read_all(work_on(ctx, group, sandbox, lambda: remove.document(ctx, owner_id(ctx), file.document_id or "")))
    with reading(ctx.engine) as session:
        assert session.get(Document, file.document_id) is None
        assert session.exec(select(Chunk)).all() == []


def test_what_viewers_are_told_is_as_new_as_what_is_stored(ctx: Context, sandbox: Sandbox) -> None:
    file, group = a_file(ctx)
    with reading(ctx.engine) as session:
        before = session.get_one(Document, file.document_id).updated_at
    work = work_on(ctx, group, sandbox, lambda: None)
    read_all(work)
    with reading(ctx.engine) as session:
        document = session.get_one(Document, file.document_id)
    told = ctx.redis.xrevrange("winnow:events")
    newest = next(fields[b"d"] for _, fields in told if fields[b"e"] == b"document.chunked")
    assert document.updated_at > before
    assert f'"updated_at":"{document.updated_at.isoformat()[:19]}'.encode() in newest
