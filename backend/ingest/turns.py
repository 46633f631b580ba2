"""Turns: the stage of an ingestion. Small documents are ready before larger ones are begun, and long groups give way.

Within a group the smallest documents go first, some at a time, each from its bytes to its vectors. Among groups, one
that took long goes back behind those that wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.context import Context
from backend.errors import Stopping
from backend.ingest import embed, read
from backend.ingest.groups import GroupParams
from backend.store import documents, jobs
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work

ROUND_BYTES = 1024 * 1024  # of small files, so that their passages fill batches of the embedding model
TURN = timedelta(seconds=30)


def run(ctx: Context, work: Work[GroupParams]) -> None:
    """Ingest every document of the group that is left. Raises Stopping when it is others' turn."""
    began = ctx.clock()
    while some := _smallest(ctx, work):
        for document in some:
            read.read(work, document)
            _give_way(ctx, work, began)
        while embed.embed_some(work):
            _give_way(ctx, work, began)


def _smallest(ctx: Context, work: Work[GroupParams]) -> list[Document]:
    """The documents of the next round: one at least, and no more than fit together."""
    with reading(ctx.engine) as session:
        waiting = sorted(documents.of_job(session, work.job.id), key=lambda each: (each.size, each.id))
    room, some = ROUND_BYTES, waiting[:1]
    for document in waiting[1:]:
        room -= document.size
        if room < 0:
            break
        some.append(document)
    return some


def _give_way(ctx: Context, work: Work[GroupParams], began: datetime) -> None:
    now = ctx.clock()
    if now - began < TURN:
        return
    with reading(ctx.engine) as session:
        if jobs.others_wait(session, work.job, now):
            raise Stopping("Others have waited long enough; this goes on after them.")
