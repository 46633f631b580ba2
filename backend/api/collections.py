"""Collections over HTTP."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from backend.api.endpoint import Body, Call, Endpoint, Page, Query, listed
from backend.core.names import is_collection_name
from backend.errors import Conflict
from backend.events.log import Event
from backend.events.names import Name
from backend.ingest import remove
from backend.store import collections, documents
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.work import publish

NAME_RULE = "A name has letters, digits, _, - and . only, at most 64, and no spaces, so that #name works in a question."


REASONS, NAMED = 100, 20  # why documents failed: so many reasons, so many documents named for each


def _valid_name(name: str) -> str:
    name = name.removeprefix("#")
    if not is_collection_name(name):
        raise ValueError(NAME_RULE)
    return name


class NewCollection(Body):
    name: str
    description: str = Field("", max_length=2_000)
    instructions: str = Field("", max_length=10_000)

    _name = field_validator("name")(_valid_name)


class ChangedCollection(Body):
    name: str | None = None
    description: str | None = Field(None, max_length=2_000)
    instructions: str | None = Field(None, max_length=10_000)

    @field_validator("name")
    @classmethod
    def _name(cls, name: str | None) -> str | None:
        return None if name is None else _valid_name(name)


class FailuresQuery(Query):
    upload_id: str | None = None


def views(session: Session, found: list[Collection]) -> list[dict[str, Any]]:
    """Collections as the API shows them, with their counts."""
    tallies = documents.counts(session, [each.id for each in found])
    return [collections.view(each, tallies[each.id]) for each in found]


def index(call: Call) -> dict[str, Any]:
    page = call.query(Page)
    with reading(call.ctx.engine) as session:
        found = collections.page(session, call.user_id, page.limit, page.after)
        return listed(views(session, found), page.limit)


def create(call: Call) -> dict[str, Any]:
    wanted = call.body(NewCollection)
    try:
        with transaction(call.ctx.engine) as session:
            made = collections.add(session, call.user_id, now=call.ctx.clock(), **wanted.model_dump())
            view = views(session, [made])[0]
    except IntegrityError as error:
        raise _taken(wanted.name) from error
    return _told(call, "collection.created", view)


def show(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return views(session, [collections.get(session, call.user_id, call.path["id"])])[0]


def change(call: Call) -> dict[str, Any]:
    wanted = call.body(ChangedCollection).model_dump(exclude_none=True)
    try:
        with transaction(call.ctx.engine) as session:
            found = collections.get(session, call.user_id, call.path["id"])
            found.sqlmodel_update(wanted | {"updated_at": call.ctx.clock()})
            session.add(found)
            session.flush()
            view = views(session, [found])[0]
    except IntegrityError as error:
        raise _taken(wanted["name"]) from error
    return _told(call, "collection.updated", view)


def failures(call: Call) -> dict[str, Any]:
    asked = call.query(FailuresQuery)
    with reading(call.ctx.engine) as session:
        found = collections.get(session, call.user_id, call.path["id"])
        return {"items": documents.failures(session, found.id, REASONS, NAMED, asked.upload_id)}


def delete(call: Call) -> None:
    remove.collection(call.ctx, call.user_id, call.path["id"])


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a collection called #{name} already. Choose another name, or add the files to that one.")


def _told(call: Call, name: Name, view: dict[str, Any]) -> dict[str, Any]:
    publish(call.ctx, [Event(name, call.user_id, {"collection": view})])
    return view


ENDPOINTS = (
    Endpoint("GET", "/collections", index, "List your collections", query=Page),
    Endpoint("POST", "/collections", create, "Make a collection", body=NewCollection, status=201, errors=(409,)),
    Endpoint("GET", "/collections/{id}", show, "Show a collection", errors=(404,)),
    Endpoint(
        "GET",
        "/collections/{id}/failures",
        failures,
        "Say why documents failed, by reason",
        query=FailuresQuery,
        errors=(404,),
    ),
    Endpoint("PATCH", "/collections/{id}", change, "Rename or describe it", body=ChangedCollection, errors=(404, 409)),
    Endpoint("DELETE", "/collections/{id}", delete, "Delete it with all documents", status=204, errors=(404,)),
)
