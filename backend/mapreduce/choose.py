"""Choose: where the rules are in doubt, a model picks one of the values that they found in the text, never another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from backend.core.aggregation.grouping import is_time
from backend.core.fields.field import Candidate, Field
from backend.core.fields.read import read_fields
from backend.core.finding import Finding, Quote
from backend.core.framing import DATA
from backend.core.plan import Plan
from backend.llm.request import Message, Schema
from backend.mapreduce.asker import Asker
from backend.mapreduce.shown import Shown, frame

AGREED, CHOSEN = 0.95, 0.7  # the confidence where model and rules say the same, and where the model says another
NONE = "none"
TOKENS_EACH = 60
AROUND = 60  # characters that are shown around a candidate

ORDERS = """You check what was read from receipts, invoices and similar documents.
{data}

Under each document stand the values that may be what is looked for, each with a letter and the line it stands in.
Choose for every field the letter of the right one, or "none" when none of them is right.
- total: what was to be paid in the end: after tax, discount and rounding; before cash, card or change.
- date: the day of the purchase or of the invoice; not a due date, a delivery date or a print date."""


@dataclass(frozen=True)
class Doubt:
    """A document whose fields the rules could not decide, by field its candidates, best first."""

    shown: Shown
    total: tuple[Candidate[Decimal], ...] = ()
    date: tuple[Candidate[date], ...] = ()

    def options(self) -> Mapping[str, Sequence[Candidate[Any]]]:
        return {name: found for name, found in (("total", self.total), ("date", self.date)) if found}


def doubt(shown: Shown, plan: Plan) -> Doubt | None:
    """What a model should decide in this document for this plan; None when the rules are sure, or know nothing."""
    fields = read_fields(shown.content)
    dated = plan.filters.date_from or plan.filters.date_to or is_time(plan.group_by) or is_time((plan.each,))
    made = Doubt(shown, _open(fields.total), _open(fields.date) if dated else ())
    return made if made.options() else None


def _open(found: Field[Any]) -> tuple[Candidate[Any], ...]:
    return () if found.confident or len(found.candidates) < 2 else found.candidates


async def choose(asker: Asker, doubts: Sequence[Doubt], by_rules: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings with what the model chose, by document id. Raises a ModelFailed."""
    messages = [Message("system", ORDERS.format(data=DATA)), Message("user", "\n\n".join(map(_asked, doubts)))]
    reply = await asker.ask("map", messages, _schema(doubts), 200 + TOKENS_EACH * len(doubts))
    made = {}
    for one in doubts:
        finding = by_rules[one.shown.document.id]
        for name, found in one.options().items():
            chosen = _named(found, reply.data[one.shown.id][name])
            finding = CHANGES[name](finding, found, chosen, reply.model)
        made[finding.document_id] = finding
    return made


def _asked(one: Doubt) -> str:
    lines = [frame([one.shown])]
    for name, found in one.options().items():
        lines.append(f"{one.shown.id} {name}:")
        for letter, candidate in zip(_letters(found), found, strict=True):
            lines.append(f"  {letter}: {candidate.raw} in “{_around(one.shown.content, candidate)}”")
    return "\n".join(lines)


def _around(content: str, candidate: Candidate[Any]) -> str:
    return " ".join(content[max(0, candidate.start - AROUND) : candidate.end + AROUND // 2].split())


def _letters(found: Sequence[object]) -> list[str]:
    return [chr(ord("A") + number) for number in range(len(found))]


def _schema(doubts: Sequence[Doubt]) -> Schema:
    def field(found: Sequence[object]) -> Schema:
        return {"type": "string", "enum": [*_letters(found), NONE]}

    def document(one: Doubt) -> Schema:
        fields = {name: field(found) for name, found in one.options().items()}
        return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}

    documents = {one.shown.id: document(one) for one in doubts}
    return {"type": "object", "properties": documents, "required": [*documents], "additionalProperties": False}


def _named(found: Sequence[Candidate[Any]], letter: str) -> Candidate[Any] | None:
    return None if letter == NONE else found[_letters(found).index(letter)]


def _with_total(
    finding: Finding, found: Sequence[Candidate[Decimal]], chosen: Candidate[Decimal] | None, model: str
) -> Finding:
    best = found[0]
    if chosen is None:
        reason = f"{model} takes none of the amounts for the total; the rules take {best.raw.strip()}."
        return replace(finding, confidence=min(finding.confidence, 0.3), reasons=(*finding.reasons, reason))
    if chosen.value == best.value:
        reason = f"{model} says the same."
        return replace(finding, confidence=AGREED, reasons=(*finding.reasons, reason), fields=_told(finding, "agreed"))
    reason = f"{model} chose it; the rules would have taken {best.raw.strip()}."
    return replace(
        finding,
        value=chosen.value,
        quote=Quote(chosen.start, chosen.end, chosen.raw),
        label="total",
        confidence=CHOSEN,
        reasons=(*chosen.reasons, reason),
        fields=_told(finding, "chosen"),
    )


def _with_date(
    finding: Finding, found: Sequence[Candidate[date]], chosen: Candidate[date] | None, model: str
) -> Finding:
    if chosen is None or chosen.value == found[0].value:
        return finding
    reason = f"{model} chose the date {chosen.raw.strip()}; the rules would have taken {found[0].raw.strip()}."
    return replace(finding, date=chosen.value, reasons=(*finding.reasons, reason))


def _told(finding: Finding, how: str) -> dict[str, str]:
    return finding.fields | {"second_opinion": how}


CHANGES: Mapping[str, Any] = {"total": _with_total, "date": _with_date}
