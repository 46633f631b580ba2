"""Conversation: questions and answers in order; and Message: one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core.clock import rfc3339
from backend.core.ids import new_id
from backend.errors import NotFound
from backend.store.db import UtcDateTime

Role = Literal["user", "assistant"]
TITLE_LENGTH = 80


class Conversation(SQLModel, table=True):
    id: str = Field(primary_key=True)
    owner_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    title: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Message(SQLModel, table=True):
    """`answer` holds what an assistant's message shows beside its words: sources, intent, breakdown, coverage."""

    __table_args__ = (Index("ix_message_conversation", "conversation_id", "id"),)

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", ondelete="CASCADE")
    role: str
    content: str
    job_id: str | None = Field(default=None, index=True)
    answer: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    created_at: datetime = Field(sa_type=UtcDateTime)


def begin(session: Session, owner_id: str, question: str, now: datetime) -> Conversation:
    """A new conversation, titled by its first question."""
    title = " ".join(question.split())
    short = title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
    made = Conversation(id=new_id(), owner_id=owner_id, title=short, created_at=now, updated_at=now)
    session.add(made)
    session.flush()
    return made


def get(session: Session, owner_id: str, conversation_id: str) -> Conversation:
    """The owner's conversation; NotFound also when it is somebody else's."""
    found = session.get(Conversation, conversation_id)
    if found is None or found.owner_id != owner_id:
        raise NotFound("There is no such conversation. It may have been deleted.")
    return found


def page(session: Session, owner_id: str, limit: int, after: str | None = None) -> list[Conversation]:
    """The owner's conversations, newest first."""
    query = select(Conversation).where(Conversation.owner_id == owner_id)
    if after:
        query = query.where(col(Conversation.id) < after)
    return list(session.exec(query.order_by(col(Conversation.id).desc()).limit(limit)))


def say(
    session: Session,
    conversation: Conversation,
    role: Role,
    content: str,
    now: datetime,
    *,
    job_id: str | None = None,
    answer: dict[str, Any] | None = None,
) -> Message:
    """Add a message to its conversation."""
    made = Message(
        id=new_id(),
        conversation_id=conversation.id,
        role=role,
        content=content,
        job_id=job_id,
        answer=answer,
        created_at=now,
    )
    conversation.updated_at = now
    session.add_all([made, conversation])
    session.flush()
    return made


def messages(session: Session, conversation_id: str, limit: int, after: str | None = None) -> list[Message]:
    """A conversation's messages in order."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    if after:
        query = query.where(col(Message.id) > after)
    return list(session.exec(query.order_by(col(Message.id)).limit(limit)))


def last(session: Session, conversation_id: str, count: int) -> list[Message]:
    """A conversation's newest messages, in order."""
    query = select(Message).where(Message.conversation_id == conversation_id).order_by(col(Message.id).desc())
    return list(session.exec(query.limit(count)))[::-1]


def answered(session: Session, job_id: str) -> Message | None:
    """The answer a job gave, so that giving it twice is noticed."""
    return session.exec(select(Message).where(Message.job_id == job_id, Message.role == "assistant")).first()


def reword(session: Session, message: Message, content: str, answer: dict[str, Any]) -> Message:
    """Put another answer in the place of one that was given."""
    message.content, message.answer = content, answer
    session.add(message)
    session.flush()
    return message


def view(conversation: Conversation) -> dict[str, Any]:
    """What the API and the events show of a conversation."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "created_at": rfc3339(conversation.created_at),
        "updated_at": rfc3339(conversation.updated_at),
    }


def message_view(message: Message) -> dict[str, Any]:
    """What the API and the events show of a message."""
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "role": message.role,
        "content": message.content,
        "job_id": message.job_id,
        "answer": message.answer,
        "created_at": rfc3339(message.created_at),
    }
