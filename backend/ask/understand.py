"""Understand: how a question is to be answered, by rules; where there is a model, it corrects them (R2.3)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from backend.ask.rules import Rules
from backend.core.followup import Unread
from backend.core.intent import SURE, Intent, IntentType, Mode
from backend.core.plan import Filters, Operation, Order, Per, Plan, Weekday
from backend.errors import WinnowError
from backend.llm.models import Models
from backend.llm.request import Message, Schema

SECONDS = 20.0  # a question does not wait longer for a model to be understood
TOKENS = 700

logger = logging.getLogger(__name__)

ORDERS = """You decide how a question about a person's collection of documents is to be answered. Today is {today}.
- quick_qa: a few passages hold the answer (what does X say, when does Y end, who signed Z).
- aggregation: it needs every document: totals, counts, averages, lists of all, rankings.
- filtered_aggregation: the same with conditions (a period, a vendor, a word, something that must be true).
- full_folder_summary: it asks what all documents say together.
Rules have made a draft; correct it only where it is wrong. `question` is the question in a form that needs no earlier
message. `meaning` holds a condition that only reading can judge ("renews by itself"), else "". `words` must stand in
the document literally; what says one of `without_words`, or is from or to one of `without_vendors`, is left out;
`vendor` and a word may name alternatives with "|" between them. `group_by` holds category, month, quarter, year,
vendor, unit or a field's name. Dates are YYYY-MM-DD, amounts plain decimals. `per` is document (one total each), row
(tables) or mention (every place)."""


class _Understood(BaseModel):
    question: str
    intent_type: IntentType
    confidence: float
    reasoning: str
    operation: Operation
    what: str
    per: Per
    group_by: list[str]
    date_from: date | None
    date_to: date | None
    weekdays: list[Weekday] = []
    words: list[str]
    vendor: str
    category: str
    unit: str
    value_from: Decimal | None
    value_to: Decimal | None
    value_above: Decimal | None
    value_below: Decimal | None
    meaning: str
    without_vendors: list[str] = []
    without_words: list[str] = []
    top: int | None
    order: Order


async def understand(rules: Rules, models: Models, unread: Unread, history: Sequence[Message]) -> Intent:
    """The rules' intent, corrected by a model if one is configured for it and answers in time."""
    intent = await rules.read(unread)
    if not models.available("intent") or (unread.mode == "quick" and not history):
        return intent
    try:
        async with asyncio.timeout(SECONDS):
            said = await _asked(models, intent, unread.today, history)
    except (WinnowError, TimeoutError, ValidationError) as error:
        logger.warning("a question was understood by rules alone: %s", error)
        return intent
    return _merged(intent, said, unread.mode)


async def _asked(models: Models, intent: Intent, today: date, history: Sequence[Message]) -> _Understood:
    draft = _draft(intent).model_dump_json()
    messages = [
        Message("system", ORDERS.format(today=today.isoformat())),
        *history,
        Message("user", f"The question: {intent.question}\n\nThe draft of the rules: {draft}"),
    ]
    reply = await models.complete("intent", messages, schema=SCHEMA, max_tokens=TOKENS, priority="P0")
    return _Understood.model_validate(reply.data)


def _draft(intent: Intent) -> _Understood:
    plan = intent.plan or Plan(operation="list")
    filters = plan.filters.model_dump()
    return _Understood(
        question=intent.question,
        intent_type=intent.intent_type,
        confidence=intent.confidence,
        reasoning=intent.reasoning,
        group_by=list(plan.group_by),
        **{name: list(filters.pop(name)) for name in ("words", "weekdays", "without_vendors", "without_words")},
        **{name: getattr(plan, name) for name in ("operation", "what", "per", "top", "order")},
        **filters,
    )


def _merged(intent: Intent, said: _Understood, mode: Mode) -> Intent:
    """What the model said, as an intent; the person's own choice of the way stays."""
    kind: IntentType = said.intent_type
    if mode == "quick" or (mode == "auto" and said.confidence < SURE):
        kind = "quick_qa"
    elif mode == "full" and kind == "quick_qa":
        kind = intent.intent_type
    confidence = intent.confidence if mode != "auto" else min(1.0, max(0.0, said.confidence))
    update: dict[str, Any] = {
        "intent_type": kind,
        "confidence": confidence,
        "reasoning": said.reasoning or intent.reasoning,
        "question": said.question.strip() or intent.question,
        "plan": None if kind == "quick_qa" else _plan(intent, said, kind),
        "unresolved": (said.meaning,) if said.meaning else (),
        "semantic": said.meaning,
        "note": "",
    }
    return intent.model_copy(update=update)


def _plan(intent: Intent, said: _Understood, kind: IntentType) -> Plan:
    filters = Filters.model_validate(said.model_dump(include=set(Filters.model_fields)))
    return Plan(
        operation="summary" if kind == "full_folder_summary" else said.operation,
        what=said.what,
        per=said.per,
        group_by=tuple(said.group_by),
        filters=filters,
        top=said.top if said.top and said.top > 0 else None,
        order=said.order,
        each=intent.plan.each if intent.plan else "",
    )


def _enum(annotation: Any) -> Schema:
    return {"type": "string", "enum": list(annotation.__args__)}


_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_DAY: Schema = {"type": ["string", "null"]}
_AMOUNT: Schema = {"type": ["string", "null"]}
_FIELDS: dict[str, Schema] = {
    "question": _TEXT,
    "intent_type": _enum(IntentType),
    "confidence": {"type": "number"},
    "reasoning": _TEXT,
    "operation": _enum(Operation),
    "what": _TEXT,
    "per": _enum(Per),
    "group_by": _TEXTS,
    "date_from": _DAY,
    "date_to": _DAY,
    "weekdays": {"type": "array", "items": _enum(Weekday)},
    "words": _TEXTS,
    "vendor": _TEXT,
    "category": _TEXT,
    "unit": _TEXT,
    "value_from": _AMOUNT,
    "value_to": _AMOUNT,
    "value_above": _AMOUNT,
    "value_below": _AMOUNT,
    "meaning": _TEXT,
    "without_vendors": _TEXTS,
    "without_words": _TEXTS,
    "top": {"type": ["integer", "null"]},
    "order": _enum(Order),
}
SCHEMA: Schema = {
    "type": "object",
    "properties": _FIELDS,
    "required": [*_FIELDS],
    "additionalProperties": False,
}
