"""Follow-up: a question that only says what shall be different from the one before: "and in April?", "by vendor"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from backend.core.intent import Intent, Mode, classify
from backend.core.plan import Filters, Plan
from backend.core.questions.reading import fold

LONGEST = 9  # words of a follow-up
NAME = 3  # words of a name that stands alone: "and Steinbach?"

_OPENS = re.compile(
    r"(?:and|what about|how about|only|just|now|then|also|(?:the )?same|instead|by|per|in|for|from|at|with|without|over"
    r"|under|above|below|since|until|before|after|during|list (?:them|those)|show (?:me )?(?:them|those)"
    r"|break (?:it|them|that) down|split (?:it|them|that)"
    r"|und|was ist mit|wie (?:sieht|ist) es|nur|jetzt|dann|auch|das ?(?:selbe|gleiche)|nach|pro|je|im|fur|bei|ohne|mit"
    r"|uber|unter|seit|bis|vor|aufgeteilt"
    r"|et|qu'en est-il|seulement|uniquement|maintenant|aussi|la meme chose|par|en|pour|chez|sans|avec|depuis|avant"
    r"|y|e|que tal|que hay de|solo|solamente|ahora|tambien|lo mismo|por|para|sin|con|desde|hasta)\b"
)
_NAMED = re.compile(r"(?:and|what about|how about|und|was ist mit|et|y|e|que tal)\b")
_NARROWS = re.compile(r"(?:only|just|nur|seulement|uniquement|solo|solamente)\b")
_TOGETHER = (
    ("date_from", "date_to"),
    ("vendor", "category", "words"),
    ("value_from", "value_to", "value_above", "value_below"),
)
_REASON = "It goes on from “{before}”; what it does not say is taken from there."


class Unread(BaseModel):
    """A question as it came, with what the rules look at besides.

    `collections` are the names that `#tags` may mean. `before` is the question before it in its
    conversation and `before_plan` how that was answered, if everything was read for it.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    today: date
    collections: tuple[str, ...] = ()
    mode: Mode = "auto"
    before: str = ""
    before_plan: Plan | None = None


def understood(unread: Unread) -> Intent:
    """What the rules make of a question, by itself or as a change of the one before it."""
    intent = _classified(unread, unread.mode)
    before = unread.before_plan
    if before is None or unread.mode == "quick" or intent.hashtags.detected:
        return intent
    if not _may_follow(intent.question):
        return intent
    return carried_on(intent, _classified(unread, "full"), before, unread.before) or intent


def _classified(unread: Unread, mode: Mode) -> Intent:
    return classify(
        unread.question,
        today=unread.today,
        collections=unread.collections,
        mode=mode,
    )


def _may_follow(question: str) -> bool:
    text = _bare(question)
    return bool(_OPENS.match(text)) and len(text.split()) <= LONGEST


def _bare(question: str) -> str:
    return fold(question).strip(" ?!.¿¡")


def carried_on(alone: Intent, full: Intent, before: Plan, asked_before: str) -> Intent | None:
    """The intent of a follow-up, as a change of the plan before; None when the question stands by itself.

    `alone` is how the question is understood by itself, `full` how it is when everything is to be read.
    """
    text, said = _bare(full.question), full.plan
    if said is None or before.operation == "summary" or not _may_follow(full.question):
        return None
    if alone.plan is not None and said.what not in {"", "total"}:
        return None  # it names what it asks for
    filters = _said(said, full.question, text)
    operation = said.operation if said.operation not in {"summary", "sum"} else before.operation
    if not filters and not said.group_by and said.operation in {"summary", "sum"}:
        return None
    plan = before.model_copy(
        update={
            "operation": operation,
            "group_by": said.group_by or (before.group_by if operation == before.operation else ()),
            "filters": _changed(before.filters, filters, narrows=bool(_NARROWS.match(text))),
            "top": said.top if said.top is not None else before.top,
        }
    )
    return full.model_copy(
        update={
            "intent_type": "filtered_aggregation" if any(plan.filters.model_dump().values()) else "aggregation",
            "confidence": 0.8,
            "follows": True,
            "reasoning": _REASON.format(before=asked_before),
            "plan": plan,
            "unresolved": (plan.filters.meaning,) if plan.filters.meaning else (),
            "semantic": plan.filters.meaning,
        }
    )


def _said(plan: Plan, question: str, text: str) -> dict[str, Any]:
    """The conditions of a follow-up by their names."""
    said = {name: value for name, value in plan.filters.model_dump().items() if value not in ("", None, ())}
    name = said.pop("meaning", "")
    if name and not said and _NAMED.match(text) and _is_name(name):
        said["vendor"] = name
    if any(len(word.split()) > NAME for word in said.get("words", ())):
        return {}  # a question of its own, about something it describes
    return said


def _is_name(words: str) -> bool:
    return 0 < len(words.split()) <= NAME and all(word[:1].isupper() for word in words.split())


def _changed(before: Filters, said: dict[str, Any], *, narrows: bool) -> Filters:
    """The conditions before with what was said in their place: a period for a period, a name for a name."""
    held = before.model_dump()
    for names in _TOGETHER:
        if any(name in said for name in names) and not (narrows and "vendor" in names):
            held |= {name: Filters.model_fields[name].get_default() for name in names}
    return Filters.model_validate(held | said)
