"""Files found inside files: equal ones are settled in bulk, and none is lost, doubled or taken for another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from backend.context import Context
from backend.errors import ExtractionFailed
from backend.ingest import again
from backend.ingest.members import Found
from backend.jobs.run import Runner
from backend.store import uploads
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.uploads import Upload
from tests.builders import a_collection, an_upload, group_of, owner_id, send
from tests.formats.samples import zipped


@contextmanager
def statements(ctx: Context) -> Iterator[list[str]]:
    """The statements sent to the database within the block; those for many rows at once count once."""
    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(ctx.engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(ctx.engine, "before_cursor_execute", count)


def ingested(ctx: Context, upload: Upload, content: bytes) -> int:
    """Send an archive and read it; returns how many statements that took."""
    group = group_of(send(ctx, upload, "a.zip", content))
    with Runner(ctx, "anna", lambda _: None) as runner, statements(ctx) as seen:
        runner.perform(group, 1)
    return len(seen)


def view(ctx: Context, upload: Upload) -> dict[str, Any]:
    with reading(ctx.engine) as session:
        return uploads.view(session, uploads.get(session, upload.owner_id, upload.id))


def equal(count: int) -> bytes:
    return zipped({f"{number}.txt": "The same in each of them." for number in range(count)})


def test_equal_members_of_an_archive_do_not_cost_a_statement_each(ctx: Context) -> None:
    few, many = (an_upload(ctx, a_collection(ctx, name)) for name in ("few", "many"))
    of_few, of_many = ingested(ctx, few, equal(100)), ingested(ctx, many, equal(2_000))
    assert of_many - of_few < 100
    expected = {"files_received": 1, "accepted": 2, "duplicates": 1_999, "documents": 2}
    assert {key: view(ctx, many)[key] for key in expected} == expected


def test_members_that_are_there_already_do_not_cost_a_statement_each(ctx: Context) -> None:
    collection = a_collection(ctx)
    members = {f"{number}.txt": f"Member {number}" for number in range(300)}
    first, second = an_upload(ctx, collection), an_upload(ctx, collection)
    ingested(ctx, first, zipped(members))
    assert ingested(ctx, second, zipped(members | {"new.txt": "New."})) < 300
    assert (view(ctx, first)["accepted"], view(ctx, second)["duplicates"]) == (301, 300)


def test_an_archive_that_is_read_a_second_time_adds_nothing(ctx: Context) -> None:
    upload = an_upload(ctx, a_collection(ctx))
    group = group_of(send(ctx, upload, "a.zip", zipped({"a.txt": "one", "b.txt": "one", "c.txt": "two"})))
    with Runner(ctx, "anna", lambda _: None) as runner:
        runner.perform(group, 1)
        before = view(ctx, upload)
        with reading(ctx.engine) as session:
            archive = session.exec(select(Document).where(Document.name == "a.zip")).one()
        _fail(ctx, archive.id)
        again.document(ctx, owner_id(ctx), archive.id)
        with reading(ctx.engine) as session:
            once_more = session.get_one(Document, archive.id).job_id or ""
        runner.perform(once_more, 1)
    counts = ("files_received", "accepted", "duplicates", "documents", "bytes_received")
    assert {key: view(ctx, upload)[key] for key in counts} == {key: before[key] for key in counts}


def _fail(ctx: Context, document_id: str) -> None:
    with transaction(ctx.engine) as session:
        document = session.get_one(Document, document_id)
        document.status, document.reason = "failed", "It was Tuesday."
        session.add(document)


def test_a_file_is_copied_only_when_its_bytes_are_wanted(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "member"
    path.write_bytes(b"wanted")
    found = Found(ctx.blobs, path)
    incoming = ctx.settings.data_dir / "incoming"
    assert (found.size, list(incoming.iterdir())) == (6, [])
    found.keep()
    found.secure()
    assert ctx.blobs.has(found.digest())
    twin = Found(ctx.blobs, path)
    twin.keep()
    assert list(incoming.iterdir()) == []


def test_a_file_that_changes_before_it_is_copied_is_refused(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "member"
    path.write_bytes(b"one thing")
    found = Found(ctx.blobs, path)
    path.write_bytes(b"another")
    with pytest.raises(ExtractionFailed, match="changed"):
        found.keep()
    found.discard()
    assert not ctx.blobs.has(found.digest())
    assert list((ctx.settings.data_dir / "incoming").iterdir()) == []
