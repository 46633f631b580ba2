"""What stands behind an answer, over HTTP: the findings of any number, and what became of every document."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backend.api.endpoint import Call, Endpoint, Page, listed
from backend.errors import BadRequest, NotFound
from backend.store import documents, figures, findings, jobs
from backend.store.db import reading
from backend.store.findings import Outcome


class FindingsPage(Page):
    """`part` is the place of a number in the answer; `numbers` name findings; without both, all."""

    numbers: str = Field("", max_length=8_000, pattern=r"^(\d+(,\d+)*)?$")
    part: str = Field("", max_length=200)


class CoveragePage(Page):
    outcome: Outcome


def found(call: Call) -> dict[str, Any]:
    page = call.query(FindingsPage)
    if page.after is not None and not page.after.isdigit():
        raise BadRequest("`after` is the number of a finding.")
    with reading(call.ctx.engine) as session:
        job = jobs.get(session, call.user_id, call.path["id"])
        chosen = [int(each) for each in page.numbers.split(",")] if page.numbers else None
        if page.part:
            chosen = figures.get(session, job.id, page.part)
            if chosen is None:
                raise NotFound("There is no such number in this answer.")
        total = findings.count(session, job.id) if chosen is None else len(chosen)
        after = int(page.after) if page.after else -1
        if chosen is not None:
            chosen = sorted(number for number in chosen if number > after)[: page.limit]
        rows = findings.page(session, job.id, page.limit, chosen, after)
        known = documents.by_id(session, list({row.document_id for row in rows}))
    names = {identity: document.name for identity, document in known.items()}
    items = [findings.view(row) | {"document_name": names.get(row.document_id)} for row in rows]
    return listed(items, page.limit, key="number", total=total)


def covered(call: Call) -> dict[str, Any]:
    page = call.query(CoveragePage)
    with reading(call.ctx.engine) as session:
        job = jobs.get(session, call.user_id, call.path["id"])
        rows = findings.coverage(session, job.id, page.outcome, page.limit, page.after)
        total = findings.covered(session, job.id)[page.outcome]
        items = [row.model_dump(exclude={"job_id"}) for row in rows]
        return listed(items, page.limit, key="document_id", total=total)


ENDPOINTS = (
    Endpoint("GET", "/jobs/{id}/findings", found, "The findings behind a number", query=FindingsPage, errors=(404,)),
    Endpoint("GET", "/jobs/{id}/coverage", covered, "What became of each document", query=CoveragePage, errors=(404,)),
)
