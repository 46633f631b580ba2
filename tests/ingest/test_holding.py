from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import select

from backend.blobs.everywhere import Everywhere
from backend.context import Context
from backend.core.ids import new_id
from backend.errors import Conflict, StoreUnavailable
from backend.ingest import holding, remove
from backend.store import holds
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.holds import BlobHold
from tests.builders import a_collection, an_upload, send


class Interrupted(Everywhere):
    """The blobs of a context, where something happens before they are stored, or removed."""

    def __init__(self, ctx: Context, *, storing: Callable[[], object], removing: Callable[[], object]) -> None:
        assert isinstance(ctx.blobs, Everywhere)
        super().__init__(ctx.blobs.first, ctx.blobs.others)
        self._storing, self._removing = storing, removing

    def receive(self):  # type: ignore[no-untyped-def]
        incoming = super().receive()
        keep = incoming.keep
        incoming.keep = lambda: (self._storing(), keep())  # type: ignore[method-assign]
        return incoming

    def delete(self, *sha256: str) -> None:
        self._removing()
        super().delete(*sha256)


def interrupted(
    ctx: Context, *, storing: Callable[[], object] = list, removing: Callable[[], object] = list
) -> Context:
    return replace(ctx, blobs=Interrupted(ctx, storing=storing, removing=removing))


def away() -> None:
    raise StoreUnavailable("The store is away.")


def held(ctx: Context) -> list[BlobHold]:
    with reading(ctx.engine) as session:
        return list(session.exec(select(BlobHold)))


def test_the_database_does_not_wait_for_a_store_that_hesitates(ctx: Context) -> None:
    stored, removed, go_on = threading.Event(), threading.Event(), threading.Event()
    slow = interrupted(
        ctx,
        storing=lambda: (stored.set(), go_on.wait(30)),
        removing=lambda: (removed.set(), go_on.wait(30)),
    )
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    old = send(ctx, upload, "old.txt", b"old").file.document_id or ""
    with ThreadPoolExecutor(2) as pool:
        sending = pool.submit(send, slow, upload, "new.txt", b"new")
        deleting = pool.submit(remove.document, slow, collection.owner_id, old)
        assert stored.wait(30) and removed.wait(30)
        assert send(ctx, upload, "meanwhile.txt", b"meanwhile").file.outcome == "accepted"
        go_on.set()
        assert sending.result().file.outcome == "accepted"
        deleting.result()
    assert held(ctx) == []


def test_the_same_bytes_are_stored_only_after_they_are_removed(ctx: Context) -> None:
    removing, go_on = threading.Event(), threading.Event()
    slow = interrupted(ctx, removing=lambda: (removing.set(), go_on.wait(30)))
    collection = a_collection(ctx)
    first = send(ctx, an_upload(ctx, collection), "a.txt", b"same").file
    with ThreadPoolExecutor(2) as pool:
        deleting = pool.submit(remove.document, slow, collection.owner_id, first.document_id or "")
        assert removing.wait(30)
        sending = pool.submit(send, ctx, an_upload(ctx, collection), "a.txt", b"same")
        go_on.set()
        deleting.result()
        assert sending.result().file.outcome == "accepted"
    assert ctx.blobs.has(first.sha256 or "")


def test_bytes_that_somebody_is_storing_are_not_removed_with_another_document(ctx: Context) -> None:
    storing, go_on = threading.Event(), threading.Event()
    slow = interrupted(ctx, storing=lambda: (storing.set(), go_on.wait(30)))
    one, two = a_collection(ctx, "one"), a_collection(ctx, "two")
    first = send(ctx, an_upload(ctx, one), "a.txt", b"same").file
    upload = an_upload(ctx, two)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send, slow, upload, "a.txt", b"same")
        assert storing.wait(30)
        remove.document(ctx, one.owner_id, first.document_id or "")
        assert ctx.blobs.has(first.sha256 or "")
        go_on.set()
        assert sending.result().file.outcome == "accepted"
    assert ctx.blobs.has(first.sha256 or "")


def test_a_removal_whose_process_died_is_waited_for_until_its_hold_is_void(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = a_collection(ctx)
    gone = send(ctx, an_upload(ctx, collection), "a.txt", b"same").file
    monkeypatch.setattr(holding, "REMOVING", holding.REMOVING / 60)
    with pytest.raises(KeyboardInterrupt):
        remove.document(interrupted(ctx, removing=_die), collection.owner_id, gone.document_id or "")
    assert [each.removing for each in held(ctx)] == [True]
    assert send(ctx, an_upload(ctx, collection), "a.txt", b"same").file.outcome == "accepted"


def _die() -> None:
    raise KeyboardInterrupt


def test_a_document_goes_though_its_store_is_away_and_its_bytes_are_swept_later(ctx: Context) -> None:
    collection = a_collection(ctx)
    gone = send(ctx, an_upload(ctx, collection), "a.txt", b"text").file
    remove.document(interrupted(ctx, removing=away), collection.owner_id, gone.document_id or "")
    with reading(ctx.engine) as session:
        assert session.exec(select(Document)).all() == []
    sha256 = gone.sha256 or ""
    assert ctx.blobs.has(sha256)
    remove.drop_orphans(ctx, sha256[:2], older_than=-60)
    assert not ctx.blobs.has(sha256)


def test_a_file_that_the_store_did_not_take_is_no_document_and_can_be_sent_again(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    with pytest.raises(StoreUnavailable):
        send(interrupted(ctx, storing=away), upload, "a.txt", b"text")
    with reading(ctx.engine) as session:
        assert session.exec(select(Document)).all() == []
    assert held(ctx) == []
    assert send(ctx, upload, "a.txt", b"text").file.outcome == "accepted"


def test_of_a_file_that_is_refused_no_bytes_are_left(ctx: Context) -> None:
    collection = a_collection(ctx)
    upload = an_upload(ctx, collection)
    kept = send(ctx, upload, "kept.txt", b"kept").file.sha256 or ""
    remove.cancel_upload(ctx, collection.owner_id, upload.id)
    with pytest.raises(Conflict):
        send(ctx, upload, "late.txt", b"late")
    assert [path.name for path in ctx.settings.data_dir.glob("blobs/*/*/*")] == [kept]
    assert held(ctx) == []


def test_who_was_away_for_so_long_that_its_hold_is_void_stores_nothing(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))

    def lose() -> None:
        with transaction(ctx.engine) as session:
            for each in session.exec(select(BlobHold)):
                session.delete(each)

    with pytest.raises(StoreUnavailable, match="too long"):
        send(interrupted(ctx, storing=lose), upload, "a.txt", b"text")
    with reading(ctx.engine) as session:
        assert session.exec(select(Document)).all() == []


def test_while_a_backup_runs_deleted_documents_leave_their_bytes_to_be_swept(ctx: Context) -> None:
    collection = a_collection(ctx)
    gone = send(ctx, an_upload(ctx, collection), "a.txt", b"text").file
    holder = new_id()
    with transaction(ctx.engine) as session:
        holds.to_store(session, holder, {holds.EVERYTHING}, ctx.clock(), ctx.clock() + holding.STORING)
    remove.document(ctx, collection.owner_id, gone.document_id or "")
    sha256 = gone.sha256 or ""
    assert ctx.blobs.has(sha256)
    with transaction(ctx.engine) as session:
        holds.release(session, holder, ctx.clock())
    remove.drop_orphans(ctx, sha256[:2], older_than=-60)
    assert not ctx.blobs.has(sha256)
