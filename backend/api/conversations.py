"""Conversations over HTTP."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlmodel import col, select

from backend.api.endpoint import Body, Call, Endpoint, Page, listed
from backend.events.log import Event
from backend.events.names import Name
from backend.mapreduce import ending
from backend.store import conversations, jobs
from backend.store.conversations import Conversation
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from backend.work import publish


class NewConversation(Body):
    title: str = Field("New conversation", min_length=1, max_length=200)


class RenamedConversation(Body):
    title: str = Field(min_length=1, max_length=200)


def index(call: Call) -> dict[str, Any]:
    page = call.query(Page)
    with reading(call.ctx.engine) as session:
        found = conversations.page(session, call.user_id, page.limit, page.after)
        return listed([conversations.view(each) for each in found], page.limit)


def create(call: Call) -> dict[str, Any]:
    with transaction(call.ctx.engine) as session:
        made = conversations.begin(session, call.user_id, call.body(NewConversation).title, call.ctx.clock())
    return _told(call, "conversation.created", made)


def show(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return conversations.view(conversations.get(session, call.user_id, call.path["id"]))


def rename(call: Call) -> dict[str, Any]:
    with transaction(call.ctx.engine) as session:
        found = conversations.get(session, call.user_id, call.path["id"])
        found.title, found.updated_at = call.body(RenamedConversation).title, call.ctx.clock()
        session.add(found)
    return _told(call, "conversation.updated", found)


def delete(call: Call) -> None:
    """Delete a conversation; a job that still works for it is cancelled (R2.9)."""
    with transaction(call.ctx.engine) as session:
        found = conversations.get(session, call.user_id, call.path["id"])
        live = select(Job.id).where(Job.conversation_id == found.id, col(Job.status).in_(jobs.LIVE))
        working = session.exec(live).all()
        jobs.ask_cancel(session, working, call.ctx.clock())
        session.delete(found)
    ending.ended(call.ctx, *working)
    publish(call.ctx, [Event("conversation.deleted", call.user_id, {"conversation_id": found.id})])


def messages(call: Call) -> dict[str, Any]:
    page = call.query(Page)
    with reading(call.ctx.engine) as session:
        found = conversations.get(session, call.user_id, call.path["id"])
        said = conversations.messages(session, found.id, page.limit, page.after)
        return listed([conversations.message_view(each) for each in said], page.limit)


def _told(call: Call, name: Name, conversation: Conversation) -> dict[str, Any]:
    view = conversations.view(conversation)
    publish(call.ctx, [Event(name, call.user_id, {"conversation": view})])
    return view


ENDPOINTS = (
    Endpoint("GET", "/conversations", index, "List your conversations, newest first", query=Page),
    Endpoint("POST", "/conversations", create, "Begin a conversation", body=NewConversation, status=201),
    Endpoint("GET", "/conversations/{id}", show, "Show a conversation", errors=(404,)),
    Endpoint("PATCH", "/conversations/{id}", rename, "Rename it", body=RenamedConversation, errors=(404,)),
    Endpoint("DELETE", "/conversations/{id}", delete, "Delete it and cancel its jobs", status=204, errors=(404,)),
    Endpoint("GET", "/conversations/{id}/messages", messages, "Its messages in order", query=Page, errors=(404,)),
)
