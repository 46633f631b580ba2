"""What an upload, its job and its collection say of each other adds up, whatever is deleted meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from backend.context import Context
from backend.errors import Conflict
from backend.ingest import opening, remove, settle
from backend.store import collections, documents, uploads
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from backend.store.uploads import Upload
from tests.builders import a_collection, an_upload, send_all


def job_of(ctx: Context, upload: Upload) -> Job:
    with reading(ctx.engine) as session:
        return session.get_one(Job, upload.job_id)


def sent(ctx: Context, upload: Upload, *contents: str) -> list[str]:
    """Files with these contents; returns the documents of those that are new."""
    taken = send_all(ctx, upload, [(f"{place}.txt", content.encode()) for place, content in enumerate(contents)])
    return [each.file.document_id or "" for each in taken if each.file.outcome == "accepted"]


def stand(ctx: Context, status: str, *document_ids: str) -> None:
    with transaction(ctx.engine) as session:
        for identity in document_ids:
            session.get_one(Document, identity).status = status


def test_a_deleted_document_is_not_missed_by_the_job_of_its_upload(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection, expected_files=4)
    one, two, three = sent(ctx, upload, "one", "two", "three", "three")
    stand(ctx, "ready", one, two, three)
    remove.document(ctx, collection.owner_id, three)
    settle.settle(ctx, upload.id)
    job = job_of(ctx, upload)
    assert (job.status, job.processed_items, job.total_items, job.progress) == ("completed", 2, 2, 1.0)


def test_files_that_are_still_to_come_count_until_no_more_come(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection, expected_files=6)
    one, _, three = sent(ctx, upload, "one", "two", "three", "one")
    stand(ctx, "ready", one)
    remove.document(ctx, collection.owner_id, three)
    settle.settle(ctx, upload.id)
    assert job_of(ctx, upload).total_items == 2 + 2  # what is there, and what is announced
    opening.close_upload(ctx, collection.owner_id, upload.id)
    assert job_of(ctx, upload).total_items == 2


def test_an_upload_that_has_nothing_left_to_do_can_not_be_cancelled(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    stand(ctx, "ready", *sent(ctx, upload, "one"))
    with transaction(ctx.engine) as session:
        session.get_one(Upload, upload.id).status = "closed"  # and nobody has settled it yet
    with pytest.raises(Conflict, match="ended already"):
        remove.cancel_upload(ctx, collection.owner_id, upload.id)
    with reading(ctx.engine) as session:
        assert uploads.get(session, collection.owner_id, upload.id).status == "finished"


def the_view(ctx: Context, collection: Collection) -> dict[str, Any]:
    with reading(ctx.engine) as session:
        return collections.view(collection, documents.counts(session, [collection.id])[collection.id])


def test_the_counts_of_a_collection_add_up(ctx: Context) -> None:
    collection = a_collection(ctx)
    ids = sent(ctx, an_upload(ctx, collection), *(str(number) for number in range(15)))
    for status, some in (("extracting", ids[:2]), ("embedding", ids[2:5]), ("ready", ids[5:9])):
        stand(ctx, status, *some)
    stand(ctx, "failed", ids[9])
    stand(ctx, "cancelled", *ids[10:12])
    view = the_view(ctx, collection)
    parts = ("active_count", "ready_count", "failed_count", "cancelled_count")
    assert [view[part] for part in parts] == [8, 4, 1, 2]
    assert sum(view[part] for part in parts) == view["document_count"]
