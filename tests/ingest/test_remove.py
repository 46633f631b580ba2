from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.context import Context
from backend.errors import NotFound
from backend.events import log
from backend.ingest import accept, remove
from backend.ingest.accept import Arrival, Origin
from backend.settings import ROOT
from backend.store import chunks, collections, documents, jobs, uploads
from backend.store.chunks import Chunk
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from tests.builders import a_collection, an_upload, group_of, send

LEASE = timedelta(seconds=20)


def blobs(ctx: Context) -> list[str]:
    return [path.name for path in ctx.settings.data_dir.glob("blobs/*/*/*")]


def a_member(ctx: Context, upload_id: str, parent_id: str, number: int, archive: str = "a.zip") -> accept.Accepted:
    incoming = ctx.blobs.receive()
    incoming.write(f"Member {number}".encode())
    origin = Origin(f"{archive}/{number}.txt", parent_id, depth=1)
    try:
        return accept.accept_all(ctx, upload_id, [Arrival(origin, incoming)])[0]
    finally:
        incoming.discard()


def names(ctx: Context) -> list[str]:
    with reading(ctx.engine) as session:
        return sorted(session.exec(select(Document.name)))


def test_a_collection_goes_with_the_blobs_of_all_members_of_an_archive(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive")
    for number in range(2 * remove.DOCUMENTS_PER_WRITE):
        a_member(ctx, upload.id, archive.file.document_id or "", number)
    remove.collection(ctx, collection.owner_id, collection.id)
    assert blobs(ctx) == []


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from backend import bootstrap
from backend.blobs.disk import DiskBlobs
from backend.ingest import remove
from backend.settings import Settings

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

data, redis_url, owner_id, collection_id = sys.argv[1:]
remove.DOCUMENTS_PER_WRITE, DiskBlobs.delete = 2, die
remove.collection(bootstrap.build(Settings(data_dir=Path(data), redis_url=redis_url)), owner_id, collection_id)
"""


def test_a_deletion_that_was_killed_hides_everything_and_is_finished_later(ctx: Context) -> None:
    collection = a_collection(ctx, "papers")
    upload = an_upload(ctx, collection)
    sent = [send(ctx, upload, f"{number}.txt", b"%d" % number) for number in range(5)]
    argv = [ctx.settings.data_dir, ctx.settings.redis_url, collection.owner_id, collection.id]
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, *argv], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    with reading(ctx.engine) as session:
        assert len(session.exec(select(Document)).all()) == 3
        assert collections.page(session, collection.owner_id, 10) == []
        assert uploads.page(session, collection.owner_id, 10) == jobs.page(session, collection.owner_id, 10) == []
        with pytest.raises(NotFound):
            collections.get(session, collection.owner_id, collection.id)
        for each in sent:
            with pytest.raises(NotFound):
                documents.get(session, collection.owner_id, each.file.document_id or "")
    with pytest.raises(NotFound):
        send(ctx, upload, "late.txt", b"late")
    again = a_collection(ctx, "papers")  # its name is free
    with pytest.raises(NotFound):
        remove.collection(ctx, collection.owner_id, collection.id)
    soon = ctx.clock() + timedelta(seconds=1)
    remove.finish(ctx, soon, steps=10)
    with reading(ctx.engine) as session:
        assert session.exec(select(Document)).all() == []
        assert session.exec(select(Collection.id)).all() == [again.id]
    for sha256 in blobs(ctx):  # of the step that was interrupted
        remove.drop_orphans(ctx, sha256[:2], older_than=-60)
    assert blobs(ctx) == []


def test_a_large_deletion_is_finished_in_several_rounds(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remove, "DOCUMENTS_PER_WRITE", 1)
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    for number in range(3):
        send(ctx, upload, f"{number}.txt", b"%d" % number)
    with transaction(ctx.engine) as session:
        collections.hide(session, session.get_one(Collection, collection.id), ctx.clock())
    soon = ctx.clock() + timedelta(seconds=1)
    remove.finish(ctx, soon - timedelta(hours=1), steps=10)  # somebody may still be at it
    left = []
    for _ in range(3):
        remove.finish(ctx, soon, steps=2)
        with reading(ctx.engine) as session:
            left.append(len(session.exec(select(Document)).all()))
    assert left == [1, 0, 0]
    with reading(ctx.engine) as session:
        assert session.exec(select(Collection)).all() == []


def test_an_archive_goes_with_its_members(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive")
    a_member(ctx, upload.id, archive.file.document_id or "", 1)
    remove.document(ctx, collection.owner_id, archive.file.document_id or "")
    assert blobs(ctx) == []


def test_a_member_that_was_sent_by_itself_too_stays_when_the_archive_goes(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive").file.document_id or ""
    member = a_member(ctx, upload.id, archive, 1).file.document_id
    a_member(ctx, upload.id, archive, 2)
    send(ctx, an_upload(ctx, collection), "alone.txt", b"Member 1")
    remove.document(ctx, collection.owner_id, archive)
    with reading(ctx.engine) as session:
        [kept] = session.exec(select(Document)).all()
        assert (kept.id, kept.name, kept.parent_id, kept.depth) == (member, "alone.txt", None, 0)
    assert len(blobs(ctx)) == 1
    fields = [fields for _, fields in ctx.redis.xrange(log.ALL)]
    told = [json.loads(each[b"d"]) for each in fields if each[b"e"] == b"document.queued"]
    assert told[-1]["document"]["name"] == "alone.txt"


def test_what_lies_in_two_archives_goes_with_the_last(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    first = send(ctx, upload, "a.zip", b"the archive").file.document_id or ""
    second = send(ctx, upload, "b.zip", b"another archive").file.document_id or ""
    a_member(ctx, upload.id, first, 1)
    assert a_member(ctx, upload.id, second, 1, "b.zip").file.outcome == "duplicate"
    remove.document(ctx, collection.owner_id, first)
    assert names(ctx) == ["b.zip", "b.zip/1.txt"]
    remove.document(ctx, collection.owner_id, second)
    assert names(ctx) == []
    assert blobs(ctx) == []


def test_an_archive_sent_again_brings_back_members_that_were_deleted(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    archive = send(ctx, upload, "a.zip", b"the archive").file.document_id or ""
    lost = a_member(ctx, upload.id, archive, 1).file.document_id or ""
    a_member(ctx, upload.id, archive, 2)
    with transaction(ctx.engine) as session:
        session.get_one(Document, archive).status = "ready"
    assert send(ctx, an_upload(ctx, collection), "a.zip", b"the archive").file.outcome == "duplicate"
    remove.document(ctx, collection.owner_id, lost)
    again = an_upload(ctx, collection)
    assert send(ctx, again, "a.zip", b"the archive").file.outcome == "retried"
    outcomes = [a_member(ctx, again.id, archive, number).file.outcome for number in (1, 2)]
    assert outcomes == ["accepted", "duplicate"]
    with transaction(ctx.engine) as session:
        session.get_one(Document, archive).status = "ready"
    assert send(ctx, an_upload(ctx, collection), "a.zip", b"the archive").file.outcome == "duplicate"


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
    group = group_of(send(ctx, upload, "a.txt", b"text"))
    with transaction(ctx.engine) as session:
        mine = jobs.claim(session, group, 1, "anna", ctx.clock(), LEASE)
    assert mine
    remove.cancel_upload(ctx, collection.owner_id, upload.id)
    with transaction(ctx.engine) as session:
        jobs.requeue(session, mine, None, strikes=1)
    with reading(ctx.engine) as session:
        assert session.get_one(Job, group).status == "cancelled"
