"""The query job: a question about everything, answered by reading every document."""

from __future__ import annotations

from backend.jobs.kind import Kind, Stage
from backend.mapreduce import again, ending, filter, map, progress, reduce, synthesis
from backend.mapreduce.params import QueryParams

DIED = (
    "The worker stopped {strikes} times in a row while answering this question. "
    "The machine may be short of memory; try it again when less is going on."
)

QUERY = Kind(
    name="query",
    queue="query",
    params=QueryParams,
    stages=(
        Stage("filter", filter.run),
        Stage("map", map.run),
        Stage("reduce", reduce.run),
        Stage("synthesis", synthesis.run),
    ),
    seconds=lambda ctx: ctx.settings.query_seconds,
    fails_at_limit=True,
    ended=ending.ended,
    gave_up=ending.gave_up,
    died=DIED,
    cancel=again.cancel,
    retry=again.retry,
    started=progress.started,
)
