"""Jobs, queues and workers over HTTP."""

from __future__ import annotations

from typing import Any

from backend.api.endpoint import Call, Endpoint, Page, Query, listed
from backend.errors import Conflict
from backend.jobs import queue
from backend.jobs.kinds import kind_named
from backend.store import conversations, jobs, line
from backend.store.db import reading
from backend.store.jobs import Job


class JobsPage(Page):
    kind: str | None = None
    status: str = ""
    collection_id: str | None = None
    conversation_id: str | None = None
    parent_id: str | None = None


def index(call: Call) -> dict[str, Any]:
    page = call.query(JobsPage)
    narrow = page.model_dump(exclude={"limit", "after", "status"})
    statuses = [status for status in page.status.split(",") if status]
    with reading(call.ctx.engine) as session:
        found = jobs.page(session, call.user_id, page.limit, after=page.after, statuses=statuses, **narrow)
        return listed(line.views(session, found), page.limit, key="job_id")


def show(call: Call) -> dict[str, Any]:
    """A job, with the figures of its answer as long as that stands in its conversation."""
    with reading(call.ctx.engine) as session:
        job = jobs.get(session, call.user_id, call.path["id"])
        said = conversations.answered(session, job.id)
        shown = line.views(session, [job])[0]
    return shown | {"aggregation_details": _details(said.answer if said else None)}


def _details(answer: dict[str, Any] | None) -> dict[str, Any] | None:
    if answer is None or "details" not in answer:
        return None
    return {**answer["details"], "confidence": answer["confidence"]}


def cancel(call: Call) -> dict[str, Any]:
    job = _find(call)
    if job.status in jobs.ENDED:
        raise Conflict(f"This job is {job.status} already, so there is nothing to cancel.")
    kind_named(job.kind).cancel(call.ctx, job)
    return show(call)


def retry(call: Call) -> dict[str, Any]:
    job = _find(call)
    if job.status not in jobs.ENDED:
        raise Conflict(f"This job is {job.status}; it can be tried again when it has ended.")
    queue.dispatch(call.ctx, kind_named(job.kind).retry(call.ctx, job))
    return show(call)


def _find(call: Call) -> Job:
    with reading(call.ctx.engine) as session:
        return jobs.get(session, call.user_id, call.path["id"])


def queues(call: Call) -> dict[str, Any]:
    return {"items": queue.queues(call.ctx)}


def workers(call: Call) -> dict[str, Any]:
    return {"items": queue.workers(call.ctx)}


ENDPOINTS = (
    Endpoint("GET", "/jobs", index, "List your jobs, newest first", query=JobsPage),
    Endpoint("GET", "/jobs/{id}", show, "Show a job", errors=(404,)),
    Endpoint("DELETE", "/jobs/{id}", cancel, "Cancel a job", errors=(404, 409)),
    Endpoint("POST", "/jobs/{id}/retry", retry, "Try again what failed in it", errors=(404, 409)),
    Endpoint("GET", "/queues", queues, "Show every queue's backlog", query=Query),
    Endpoint("GET", "/workers", workers, "Show the workers that are alive", query=Query),
)
