"""Filled: a database as people have it after some months, for measurements that read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.core.clock import utc_now
from backend.core.ids import new_id
from backend.settings import Settings
from backend.store import collections, conversations, users
from backend.store.db import create_engine, transaction
from backend.store.jobs import Job

JOBS = CONVERSATIONS = 100
QUESTION = "What did we spend at Corner Shop in March {number}, by category?"
RESULT = {
    "coverage": {"contributing": 31, "not_relevant": 4, "excluded": 92, "failed": 1, "total": 128},
    "confidence": {"value": 0.97, "failed_batches": 0.0, "few_findings": 1.0, "ungrounded": 0.03},
    "plan": {"operation": "sum", "what": "spend", "per": "document", "group_by": ["category"]},
    "summary": "In total 1,482.15 GBP in 31 receipts: 981.20 groceries, 310.95 household, 190.00 other.",
}


def fill(settings: Settings) -> None:
    """The owner's: a collection, conversations with a question each, and the jobs that answered them."""
    engine = create_engine(settings.database)
    now = utc_now()
    with transaction(engine) as session:
        owner = users.owner(session, now).id
        collection = collections.add(session, owner, "filled", now)
        for number in range(max(JOBS, CONVERSATIONS)):
            question = QUESTION.format(number=number)
            conversation = conversations.begin(session, owner, question, now)
            conversations.say(session, conversation, "user", question, now)
            session.add(_job(owner, collection.id, conversation.id, question, now))
    engine.dispose()


def _job(owner: str, collection: str, conversation: str, question: str, now: datetime) -> Job:
    ended: dict[str, Any] = {"status": "completed", "stage": "synthesis", "progress": 1.0}
    return Job(
        id=new_id(),
        owner_id=owner,
        collection_id=collection,
        conversation_id=conversation,
        kind="query",
        title=question,
        params={"question": question, "collection_ids": [collection]},
        result=RESULT,
        total_items=128,
        processed_items=128,
        queue="query",
        created_at=now,
        started_at=now,
        completed_at=now + timedelta(seconds=3),
        **ended,
    )
