"""Jobs, queues and workers over HTTP."""

from __future__ import annotations

from typing import Any

from backend.api.endpoint import Call, Endpoint, Page, Query, listed
from backend.errors import Conflict
from backend.ingest import again, remove
from backend.jobs import queue
from backend.store import jobs
from backend.store.db import reading


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
        return listed([jobs.view(each) for each in found], page.limit, key="job_id")


def show(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return jobs.view(jobs.get(session, call.user_id, call.path["id"]))


def cancel(call: Call) -> dict[str, Any]:
    job = show(call)
    if job["status"] in jobs.ENDED:
        raise Conflict(f"This job is {job['status']} already, so there is nothing to cancel.")
    remove.cancel_upload(call.ctx, call.user_id, job["upload_id"])
    return show(call)


def retry(call: Call) -> dict[str, Any]:
    job = show(call)
    if job["status"] not in jobs.ENDED:
        raise Conflict(f"This job is {job['status']}; it can be tried again when it has ended.")
    queue.dispatch(call.ctx, again.upload(call.ctx, call.user_id, job["upload_id"]))
    return show(call)


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
