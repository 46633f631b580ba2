from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.context import Context
from backend.errors import Conflict, DiskFull, NotFound
from backend.ingest import accept, remove
from backend.jobs import queue
from backend.store import jobs, uploads
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from tests.builders import a_collection, an_upload, group_of, send, send_all


def the_documents(ctx: Context) -> list[Document]:
    with reading(ctx.engine) as session:
        return list(session.exec(select(Document)))


def fail(ctx: Context, document_id: str | None) -> None:
    with transaction(ctx.engine) as session:
        document = session.get_one(Document, document_id)
        document.status, document.reason = "failed", "It was Tuesday."
        session.add(document)


def test_the_same_bytes_twice_are_one_document(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    first = send(ctx, upload, "a.txt", b"same")
    second = send(ctx, upload, "copy of a.txt", b"same")
    assert (first.file.outcome, second.file.outcome) == ("accepted", "duplicate")
    assert second.file.same_as == "a.txt"
    assert second.file.document_id == first.file.document_id


def test_the_same_bytes_at_the_same_moment_are_one_document(ctx: Context) -> None:
    collection = a_collection(ctx)
    sends = [an_upload(ctx, collection) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda upload: send(ctx, upload, "a.txt", b"same" * 1000), sends))
    outcomes = sorted(each.file.outcome for each in taken)
    assert outcomes == ["accepted"] + ["duplicate"] * 7
    assert len(the_documents(ctx)) == 1


def test_a_file_whose_answer_was_lost_can_be_sent_again(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    first = send(ctx, upload, "a.txt", b"same")
    again = send(ctx, upload, "a.txt", b"same")
    assert again.file.id == first.file.id
    with reading(ctx.engine) as session:
        assert uploads.view(session, upload)["files_received"] == 1


def test_a_file_that_was_refused_and_is_sent_again_has_one_outcome(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    for name in ("a.txt", "b.txt", "copy.txt"):
        refused = accept.refuse(ctx, upload.id, name, 4, DiskFull("The disk is full."))
        assert refused.file.outcome == "rejected"
    taken = send_all(ctx, upload, [("a.txt", b"same"), ("copy.txt", b"same"), ("c.txt", b"other")])
    assert [each.file.outcome for each in taken] == ["accepted", "duplicate", "accepted"]
    with reading(ctx.engine) as session:
        seen = uploads.view(session, uploads.get(session, upload.owner_id, upload.id))
        left = uploads.files(session, upload.id, "rejected", 10)
    assert [each.name for each in left] == ["b.txt"]
    assert (seen["files_received"], seen["rejected"], seen["accepted"], seen["duplicates"]) == (4, 1, 2, 1)


def test_the_same_bytes_in_another_collection_are_another_document_with_one_blob(ctx: Context) -> None:
    send(ctx, an_upload(ctx, a_collection(ctx, "one")), "a.txt", b"same")
    taken = send(ctx, an_upload(ctx, a_collection(ctx, "two")), "a.txt", b"same")
    assert taken.file.outcome == "accepted"
    assert len({document.sha256 for document in the_documents(ctx)}) == 1


def test_a_duplicate_of_a_failed_file_tries_it_again(ctx: Context) -> None:
    collection = a_collection(ctx)
    first = send(ctx, an_upload(ctx, collection), "a.txt", b"same")
    fail(ctx, first.file.document_id)
    again = send(ctx, an_upload(ctx, collection), "b.txt", b"same")
    assert again.file.outcome == "retried"
    [document] = the_documents(ctx)
    assert (document.status, document.reason) == ("queued", None)


def test_files_of_one_request_are_told_apart(ctx: Context) -> None:
    collection = a_collection(ctx)
    fail(ctx, send(ctx, an_upload(ctx, collection), "old.txt", b"failed").file.document_id)
    upload = an_upload(ctx, collection)
    files = [("a", b"one"), ("b", b"two"), ("copy", b"one"), ("a", b"one"), ("old", b"failed"), ("c", b"three")]
    taken = send_all(ctx, upload, files)
    outcomes = ["accepted", "accepted", "duplicate", "accepted", "retried", "accepted"]
    assert [each.file.outcome for each in taken] == outcomes
    assert taken[3].file.id == taken[0].file.id
    assert taken[3].events == []  # it was told already
    with reading(ctx.engine) as session:
        seen = uploads.view(session, uploads.get(session, upload.owner_id, upload.id))
        [group] = session.exec(select(Job).where(Job.parent_id == upload.job_id)).all()
    expected = {"files_received": 5, "accepted": 4, "duplicates": 1, "documents": 4, "queued": 4, "bytes_received": 20}
    assert {key: seen[key] for key in expected} == expected
    assert (group.total_items, group.params["bytes"]) == (4, 17)


def test_groups_fill_up_within_one_request(ctx: Context) -> None:
    ctx = replace(ctx, settings=ctx.settings.model_copy(update={"group_documents": 3}))
    upload = an_upload(ctx, a_collection(ctx))
    first = group_of(send(ctx, upload, "first", b"first"))
    sent = send_all(ctx, upload, [(str(number), str(number).encode()) for number in range(6)])
    made = [each.group and each.group.id for each in sent]
    assert [place for place, group in enumerate(made) if group] == [2, 5]
    sizes = Counter(document.job_id for document in the_documents(ctx))
    assert [sizes[group] for group in (first, made[2], made[5])] == [3, 3, 1]


def test_deleting_and_sending_again_works(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    first = send(ctx, upload, "a.txt", b"same")
    remove.document(ctx, collection.owner_id, first.file.document_id or "")
    assert not ctx.blobs.has(first.file.sha256 or "")
    again = send(ctx, an_upload(ctx, collection), "a.txt", b"same")
    assert again.file.outcome == "accepted"
    assert ctx.blobs.has(again.file.sha256 or "")


def test_a_blob_stays_while_another_collection_needs_it(ctx: Context) -> None:
    one, two = a_collection(ctx, "one"), a_collection(ctx, "two")
    first = send(ctx, an_upload(ctx, one), "a.txt", b"same")
    send(ctx, an_upload(ctx, two), "a.txt", b"same")
    remove.collection(ctx, one.owner_id, one.id)
    assert ctx.blobs.has(first.file.sha256 or "")
    remove.collection(ctx, two.owner_id, two.id)
    assert not ctx.blobs.has(first.file.sha256 or "")


def test_small_files_share_a_group_until_a_worker_takes_it(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    groups = [send(ctx, upload, f"{number}.txt", str(number).encode()).group for number in range(5)]
    assert groups[0] is not None
    assert groups[1:] == [None] * 4
    assert len({document.job_id for document in the_documents(ctx)}) == 1


def test_a_new_group_counts_as_dispatched_so_that_only_its_message_is_left_to_send(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    group = send(ctx, upload, "a.txt", b"text").group
    assert group
    queue.send_messages(ctx, [group])
    assert queue.messages(ctx, "ingestion") == {f"{group.id}_1_1"}
    with transaction(ctx.engine) as session:
        assert jobs.claim(session, group.id, 1, "anna", ctx.clock(), timedelta(seconds=20))


def test_nothing_joins_a_cancelled_upload(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    remove.cancel_upload(ctx, collection.owner_id, upload.id)
    with pytest.raises(Conflict, match="cancelled"):
        send(ctx, upload, "late.txt", b"late")
    assert the_documents(ctx) == []


def test_a_collection_that_was_deleted_meanwhile_takes_nothing(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    remove.collection(ctx, collection.owner_id, collection.id)
    with pytest.raises(NotFound, match="deleted"):
        send(ctx, upload, "late.txt", b"late")
