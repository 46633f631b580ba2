"""Finding: one value from one document, with the place it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

PARTED = "; "  # between the names of a contract's parties


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim characters [start, end) of a document's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` is exact and as written; None where the finding only counts (a document, a mention).

    `unit` is an ISO 4217 code ("MYR"), a unit ("kg"), or empty when the document does not say. `confidence` is the
    chance that the value is right, 0 to 1, and `reasons` say in words why it was chosen. `fields` hold what else can be
    grouped by, by name.
    """

    document_id: str
    quote: Quote
    value: Decimal | None = None
    unit: str = ""
    date: date | None = None
    category: str = ""
    vendor: str = ""
    label: str = ""
    row: int | None = None
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
