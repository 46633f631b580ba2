"""What a query job was asked: fixed when it is made, the same for every attempt."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from backend.core.plan import Plan


class QueryParams(BaseModel):
    """`intent` is what the classifier said, kept to be shown; `plan` alone decides what is read and counted.
    `strategy` and `estimated_seconds` are what its end was estimated from."""

    question: str
    collection_ids: list[str]
    plan: Plan
    conversation_id: str
    intent: dict[str, Any]
    strategy: str = "rules"
    estimated_seconds: float | None = None
