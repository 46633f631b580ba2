"""Document: one finding for a whole document, made from its fields."""

from __future__ import annotations

from decimal import Decimal

from backend.core.asked import BILL, NAMES, REFUND_KINDS, Measure, kind_of, measure_of
from backend.core.fields.field import Candidate, Field, Fields
from backend.core.fields.read import read_fields
from backend.core.finding import PARTED, Finding, Quote
from backend.core.plan import Plan

SURE, LIKELY, GUESSED = 0.99, 0.8, 0.4  # measured on receipts: see scripts/bench
CLOSE = 1.0  # a total that leads by less is a guess
LONGEST = 200  # characters of a first line that are quoted
MEASURED = frozenset({"sum", "average", "median", "minimum", "maximum"})
GIVES_BACK = "A credit note gives money back, so it counts as a minus."


def document_finding(document_id: str, text: str, plan: Plan | None = None) -> Finding | None:
    """What a plan asks for, the total if nothing else, with its quote, and what the document can be grouped by.

    Without that amount `value` is None and the quote is the date, or else the first line: the finding only counts. None
    where it could not even count: the plan asks for another amount than the total, and the document has none.
    What a credit note gives back is a minus among other documents, and a plain amount where refunds are asked for.
    """
    fields = read_fields(text)
    measure = measure_of(plan.what) if plan else ""
    amount = _amount(fields, measure)
    if measure and amount.best is None and plan and plan.operation in MEASURED:
        return None
    source: Candidate[object] | None = amount.best or fields.date.best  # type: ignore[assignment]
    if source is None and (plan is None or plan.operation in MEASURED):
        return None
    refunds = plan is not None and kind_of(plan) == "credit note"
    back = fields.kind in REFUND_KINDS and not refunds and amount.value is not None
    value = amount.value
    if value is not None and fields.kind in REFUND_KINDS:
        value = abs(value) if refunds else -abs(value)
    return Finding(
        document_id=document_id,
        quote=_quote(text, source),
        value=value,
        unit=(fields.currency.value or "") if amount.best else "",
        date=fields.date.value,
        category=fields.category.value or "",
        vendor=fields.vendor.value or "",
        label=(NAMES[measure] if measure else "total") if amount.best else "",
        confidence=_confidence(amount) if source else SURE,
        reasons=(*amount.reasons, *(() if amount.best else fields.date.reasons), *((GIVES_BACK,) if back else ())),
        fields=_others(fields),
    )


def _amount(fields: Fields, measure: Measure) -> Field[Decimal]:
    match measure:
        case "tax":
            return fields.tax
        case "net":
            return fields.net
        case "tip":
            return fields.tip
        case "discount":
            return fields.discount
        case _:
            return fields.total


def _quote(text: str, source: Candidate[object] | None) -> Quote:
    """The amount or the date; else the first line, which shows that there is such a document."""
    if source is not None:
        return Quote(source.start, source.end, text[source.start : source.end])
    start = len(text) - len(text.lstrip())
    line = text[start : start + LONGEST].split("\n", 1)[0].rstrip()
    return Quote(start, start + len(line), line)


def _confidence(amount: Field[Decimal]) -> float:
    """The chance that the amount is right."""
    if amount.confident:
        return SURE
    candidates = amount.candidates
    if candidates and (len(candidates) == 1 or candidates[0].score - candidates[1].score >= CLOSE):
        return LIKELY
    return GUESSED


def _others(fields: Fields) -> dict[str, str]:
    """What else is known, by name; nothing for what is not."""
    known = {
        "invoice_number": fields.invoice_number.value,
        "due_date": fields.due_date.value,
        "tax": fields.tax.value,
        "subtotal": fields.subtotal.value,
        "parties": PARTED.join(fields.parties),
        "kind": fields.kind or (BILL if fields.total.confident else ""),
    }
    return {name: str(value) for name, value in known.items() if value not in (None, "")}
