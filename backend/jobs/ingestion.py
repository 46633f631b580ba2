"""The ingestion job: a group of documents becomes searchable."""

from __future__ import annotations

from backend.ingest import again, read, remove, settle, stuck, tools, turns
from backend.ingest.groups import GroupParams
from backend.jobs.kind import Kind, Stage

DIED = "The worker stopped {strikes} times in a row. The file may be damaged; try it again alone."

INGESTION = Kind(
    name="ingestion",
    queue="ingestion",
    params=GroupParams,
    stages=(Stage("ingest", turns.run),),
    seconds=lambda ctx: ctx.settings.ingestion_seconds,
    ended=settle.group_ended,
    gave_up=stuck.give_up,
    died=DIED,
    cancel=lambda ctx, job: remove.cancel_upload(ctx, job.owner_id, job.params["upload_id"]),
    retry=lambda ctx, job: again.upload(ctx, job.owner_id, job.params["upload_id"]),
    tools=tools.opened,
    resumed=read.tell_again,
)
