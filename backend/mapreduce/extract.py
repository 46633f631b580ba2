"""Extract: a model reads documents for what no rule can find; what it says counts only where the text proves it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from backend.core.fields.document import document_finding
from backend.core.finding import Finding, Quote
from backend.core.framing import DATA
from backend.core.grounding import ground, merge
from backend.core.plan import Plan
from backend.core.values.currencies import iso_codes
from backend.core.values.dates import find_dates
from backend.core.values.money import read_ledger
from backend.core.values.written import numbers_in
from backend.llm.errors import CutOff, Invalid, TooLong
from backend.llm.request import Message, Reply, Schema
from backend.mapreduce.asker import Asker
from backend.mapreduce.shown import Shown, frame

TURNS = 2  # what is not grounded is asked for once more (R3.5)
READ = 0.9  # the confidence of a value that a model found and the text proves
TOKENS_EACH, TOKENS_MOST = 220, 8_192  # of a reply, for each document and in all
LONGEST = 200  # characters of a label

ORDERS = """You read documents for a report in which every statement must be proved by a quote.
{data}

For every document id answer once:
- verdict: "yes" when the document says what is looked for, "no" when it does not, "unclear" when it can not be decided.
- findings: {findings} Each has
  - quote: characters copied from the document exactly as they stand there, the shortest that prove it;
  - label: the answer in a few words, in the language of the question;
  - value: the number that is looked for, written exactly as in the quote, or null when no number is looked for;
  - date: the date it belongs to as YYYY-MM-DD, or null; category: a word or two for its kind, or "".
Without a quote there is no finding. Never compute, round, translate or complete a number."""

ONE = "for a document with verdict yes exactly one entry, else none."
SEVERAL = "one entry for every single place that answers, none when the verdict is no."


class _Claim(BaseModel):
    quote: str
    label: str = ""
    value: str | None = None
    date: str | None = None
    category: str = ""


class _Answer(BaseModel):
    id: str
    verdict: Literal["yes", "no", "unclear"]
    findings: list[_Claim] = []


@dataclass(frozen=True)
class Extracted:
    """What a model said of one document: `findings` are proved, `rejected` are not: {quote, value, reason}."""

    verdict: Literal["yes", "no", "unclear", "silent"] = "silent"
    findings: list[Finding] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)


async def extract(asker: Asker, question: str, plan: Plan, requests: Sequence[Sequence[Shown]]) -> dict[str, Extracted]:
    """What each document says, by its id. Raises a ModelFailed."""
    answers = await asyncio.gather(*(_request(asker, question, plan, request) for request in requests))
    found: dict[str, Extracted] = {}
    for answer in answers:
        for document_id, said in answer:
            earlier = found.get(document_id)
            found[document_id] = said if earlier is None else _joined(earlier, said)
    return found


async def _request(asker: Asker, question: str, plan: Plan, shown: Sequence[Shown]) -> list[tuple[str, Extracted]]:
    """Ask; ask again for what was not answered or not proved. A request that is too much for a model is halved."""
    said: dict[str, Extracted] = {}
    waiting, complaint = list(shown), ""
    for _ in range(TURNS):
        try:
            answers, model = await _asked(asker, question, plan, waiting, complaint)
        except (CutOff, Invalid, TooLong):
            if len(waiting) == 1:
                raise
            half = len(waiting) // 2
            parts = [await _request(asker, question, plan, part) for part in (waiting[:half], waiting[half:])]
            return [*((one.document.id, said[one.id]) for one in shown if one.id in said), *parts[0], *parts[1]]
        said |= {one.id: _proved(one, answers.get(one.id), plan, model) for one in waiting}
        waiting = [one for one in waiting if said[one.id].verdict == "silent" or said[one.id].rejected]
        if not waiting:
            break
        complaint = _complaint(waiting, said)
    return [(one.document.id, said[one.id]) for one in shown]


async def _asked(
    asker: Asker, question: str, plan: Plan, shown: Sequence[Shown], complaint: str
) -> tuple[dict[str, _Answer], str]:
    """The answers by their ids, and which model gave them."""
    most = min(TOKENS_MOST, 300 + TOKENS_EACH * len(shown) * (1 if plan.per == "document" else 6))
    findings = ONE if plan.per == "document" else SEVERAL
    messages = [
        Message("system", ORDERS.format(data=DATA, findings=findings)),
        Message("user", f"{_wanted(question, plan)}\n\n{frame(shown)}"),
    ]
    if complaint:
        messages.append(Message("user", complaint))
    ids = {one.id for one in shown}

    def usable(reply: Reply) -> bool:
        """Once it was complained that it passed over a document, it must not do so again."""
        return not complaint or ids <= {each["id"] for each in reply.data["documents"]}

    reply = await asker.ask("map", messages, _schema(shown), most, usable)
    answers = [_Answer.model_validate(each) for each in reply.data["documents"]]
    return {each.id: each for each in reversed(answers)}, reply.model


def _wanted(question: str, plan: Plan) -> str:
    """What is looked for, in the person's words."""
    lines = [f"The question is about all documents together: {question}"]
    if plan.filters.meaning:
        lines.append(f"Look in each document for this, and for nothing else: {plan.filters.meaning}")
    elif plan.what:
        lines.append(f"Look in each document for: {plan.what}")
    return "\n".join(lines)


def _schema(shown: Sequence[Shown]) -> Schema:
    text: dict[str, Any] = {"type": "string"}
    claim = {
        "type": "object",
        "properties": {
            "quote": text,
            "label": text,
            "value": {"type": ["string", "null"]},
            "date": {"type": ["string", "null"]},
            "category": text,
        },
        "required": ["quote", "label", "value", "date", "category"],
        "additionalProperties": False,
    }
    answer = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "enum": [one.id for one in shown]},
            "verdict": {"type": "string", "enum": ["yes", "no", "unclear"]},
            "findings": {"type": "array", "items": claim},
        },
        "required": ["id", "verdict", "findings"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"documents": {"type": "array", "items": answer}},
        "required": ["documents"],
        "additionalProperties": False,
    }


def _complaint(waiting: Iterable[Shown], said: dict[str, Extracted]) -> str:
    lines = ["Answer again, for these documents only:"]
    for one in waiting:
        problems = [f"{each['reason']} You wrote: {each['quote'][:300]}" for each in said[one.id].rejected]
        lines.append(f"{one.id}: " + ("; ".join(problems) or "it was not answered."))
    return "\n".join(lines)


def _proved(one: Shown, answer: _Answer | None, plan: Plan, model: str) -> Extracted:
    """The claims that the document proves, as findings; the others with why not."""
    if answer is None:
        return Extracted()
    if answer.verdict != "yes":
        return Extracted(answer.verdict)
    claims = answer.findings if plan.per != "document" else answer.findings[:1]
    findings, rejected = [], []
    for claim in claims:
        made = _finding(one, claim, model)
        if isinstance(made, str):
            rejected.append({"quote": claim.quote[:1_000], "value": claim.value, "reason": made})
        else:
            findings.append(made)
    if not claims:
        rejected.append({"quote": "", "value": None, "reason": "The verdict is yes, but no quote proves it."})
    return Extracted("yes", findings, rejected)


def _finding(one: Shown, claim: _Claim, model: str) -> Finding | str:
    """The claim with its place and its exact value, or the sentence that says what is wrong with it."""
    within = (one.start, one.end)
    quote = ground(one.content, claim.quote, within=within)
    if quote is None:
        return "The quote is not in the document, character by character."
    value, unit = None, ""
    if claim.value:
        exact = _value(one.content, quote, claim)
        if exact is None:
            return "The value is not in the quote, or can be read in more than one way."
        value, unit = exact
        quote = ground(one.content, claim.quote, value, within, near=quote.start) or quote
    base = document_finding(one.document.id, one.content[: 1 << 20])
    return Finding(
        document_id=one.document.id,
        quote=quote,
        value=value,
        unit=unit,
        date=_date(one.content, claim.date) or (base.date if base else None),
        category=" ".join(claim.category.split())[:40],
        vendor=base.vendor if base else "",
        label=" ".join(claim.label.split())[:LONGEST],
        confidence=READ,
        reasons=(f"{model} read it.",),
    )


def _value(content: str, quote: Quote, claim: _Claim) -> tuple[Decimal, str] | None:
    """The one value that the claim can mean inside its quote, by the document's own way of writing, and its unit."""
    written = numbers_in(claim.value or "")
    if not written:
        return None
    meant = written[0].values
    ledger = read_ledger(content)
    for amount in ledger.amounts:
        if amount.value in meant and quote.start <= amount.start and amount.end <= quote.end:
            sure = amount.unit in iso_codes()
            return amount.value, amount.unit if sure else ledger.money.main if amount.unit else ""
    grounded = [value for value in meant if ground(content, quote.text, value, (quote.start, quote.end))]
    return (grounded[0], "") if len(grounded) == 1 else None


def _date(content: str, claimed: str | None) -> date | None:
    """The claimed date, if the document writes it."""
    try:
        day = date.fromisoformat(claimed or "")
    except ValueError:
        return None
    return day if any(day in (each.value, each.other) for each in find_dates(content)) else None


def _joined(one: Extracted, other: Extracted) -> Extracted:
    """What two parts of one document say: yes where one of them does."""
    order = ("yes", "unclear", "silent", "no")
    verdict = min(one.verdict, other.verdict, key=order.index)
    return Extracted(verdict, merge([*one.findings, *other.findings]), [*one.rejected, *other.rejected])
