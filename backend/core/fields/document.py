"""Document: one finding for a whole document, made from its fields."""

from __future__ import annotations

from backend.core.fields.field import Candidate, Fields
from backend.core.fields.read import read_fields
from backend.core.finding import Finding, Quote

SURE, LIKELY, GUESSED = 0.99, 0.8, 0.4  # measured on receipts: see scripts/bench
CLOSE = 1.0  # a total that leads by less is a guess


def document_finding(document_id: str, text: str) -> Finding | None:
    """The total with its quote, and what the document can be grouped by; None where it has neither total nor date.

    Without a total `value` is None and the quote is the date: the finding only counts.
    """
    fields = read_fields(text)
    best = fields.total.best
    source: Candidate[object] | None = best or fields.date.best  # type: ignore[assignment]
    if source is None:
        return None
    return Finding(
        document_id=document_id,
        quote=Quote(source.start, source.end, text[source.start : source.end]),
        value=fields.total.value,
        unit=(fields.currency.value or "") if best else "",
        date=fields.date.value,
        category=fields.category.value or "",
        vendor=fields.vendor.value or "",
        label="total" if best else "",
        confidence=_confidence(fields),
        reasons=fields.total.reasons if best else fields.total.reasons + fields.date.reasons,
        fields=_others(fields),
    )


def _confidence(fields: Fields) -> float:
    """The chance that the total is right."""
    if fields.total.confident:
        return SURE
    candidates = fields.total.candidates
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
        "kind": fields.kind,
    }
    return {name: str(value) for name, value in known.items() if value not in (None, "")}
