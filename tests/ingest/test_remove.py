from __future__ import annotations

import os
from datetime import timedelta

from sqlmodel import select

from backend.context import Context
from backend.ingest import accept, remove
from backend.ingest.accept import Origin
from backend.store import chunks, documents, jobs
from backend.store.chunks import Chunk
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from tests.builders import a_collection, an_upload, send

LEASE = timedelta(seconds=20)


def blobs(ctx: Context) -> list[str]:
    return [path.name for path in ctx.settings.data_dir.glob("blobs/*/*/*")]


def a_member(ctx: Context, upload_id: str, parent_id: str, number: int) -> None:
    incoming = ctx.blobs.receive()
    incoming.write(f"Member {number}".encode())
    accept.accept(ctx, upload_id, Origin(f"a.zip/{number}.txt", parent_id, depth=1), incoming)


def test_a_collection_goes_with_the_blobs_of_all_members_of_an_archive(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive")
    for number in range(2 * remove.DOCUMENTS_PER_WRITE):
        a_member(ctx, upload.id, archive.file.document_id or "", number)
    remove.collection(ctx, collection.owner_id, collection.id)
    assert blobs(ctx) == []


def test_an_archive_goes_with_its_members(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive")
    a_member(ctx, upload.id, archive.file.document_id or "", 1)
    remove.document(ctx, collection.owner_id, archive.file.document_id or "")
    assert blobs(ctx) == []


def test_a_blob_without_a_document_is_removed_once_it_is_old(ctx: Context) -> None:
    kept = send(ctx, an_upload(ctx, a_collection(ctx)), "a.txt", b"wanted").file.sha256 or ""
    orphan = ctx.blobs.receive()
    orphan.write(b"stored by a process that was killed before it said so")
    orphan.keep()
    for prefix in {kept[:2], orphan.digest()[:2]}:
        remove.drop_orphans(ctx, prefix, older_than=3_600)
    assert set(blobs(ctx)) == {kept, orphan.digest()}
    for sha256 in blobs(ctx):
        os.utime(ctx.settings.data_dir / "blobs" / sha256[:2] / sha256[2:4] / sha256, (0, 0))
    for prefix in {kept[:2], orphan.digest()[:2]}:
        remove.drop_orphans(ctx, prefix, older_than=3_600)
    assert blobs(ctx) == [kept]


def test_of_a_cancelled_document_nothing_can_be_found(ctx: Context) -> None:
    collection = a_collection(ctx)
    sent = send(ctx, an_upload(ctx, collection), "a.txt", b"text").file
    row = {"document_id": sent.document_id, "collection_id": collection.id, "position": 0, "start": 0, "end": 4}
    with transaction(ctx.engine) as session:
        chunks.add(session, [row | {"tokens": 1, "text": "text"}])
        document = session.get_one(Document, sent.document_id)
        document.status, document.chunks_total = "embedding", 1
        session.add(document)
    remove.cancel_document(ctx, collection.owner_id, sent.document_id or "")
    with reading(ctx.engine) as session:
        assert session.exec(select(Chunk)).all() == []
        assert documents.get(session, collection.owner_id, sent.document_id or "").status == "cancelled"


def test_a_job_that_fails_while_it_is_cancelled_is_not_tried_again(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    group = send(ctx, upload, "a.txt", b"text").group or ""
    with transaction(ctx.engine) as session:
        mine = jobs.claim(session, group, 1, "anna", ctx.clock(), LEASE)
    assert mine
    remove.cancel_upload(ctx, collection.owner_id, upload.id)
    with transaction(ctx.engine) as session:
        jobs.requeue(session, mine, None, strikes=1)
    with reading(ctx.engine) as session:
        assert session.get_one(Job, group).status == "cancelled"
