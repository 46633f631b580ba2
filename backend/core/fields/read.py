"""Read: all fields of one document from its text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from backend.core import asked
from backend.core.fields.category import find_category
from backend.core.fields.field import Candidate, Field, Fields, ranked
from backend.core.fields.kind import find_kind
from backend.core.fields.label_words import Kind
from backend.core.fields.number import find_number
from backend.core.fields.party import find_parties, vendor_of
from backend.core.fields.rows import Entry, Line, line_at, read_entries, split_lines
from backend.core.fields.tax import find_labelled, find_net, find_tax
from backend.core.fields.total import find_total
from backend.core.fields.vendor import find_vendor
from backend.core.fields.when import find_date, find_due_date
from backend.core.values.country import country_of
from backend.core.values.dates import find_dates
from backend.core.values.money import Ledger, read_ledger


def read_fields(text: str) -> Fields:
    """Total, date, vendor, currency, category and more, each with its candidates and reasons. Takes linear time."""
    lines = split_lines(text)
    ledger = read_ledger(text)
    days = find_dates(text, ledger.country or country_of(ledger.money.main))
    ledger = ledger.without([(day.start, day.end) for day in days])
    entries = read_entries(lines, ledger.amounts)
    kind = find_kind(text, lines, entries)
    total, vendor = find_total(entries, credit=kind in asked.REFUND_KINDS), find_vendor(lines)
    parties = find_parties(text, lines) if kind == "contract" else ()
    if kind == "contract":
        vendor = vendor_of(parties, vendor)
    tax = find_tax(entries, lines, text, total.value)
    return Fields(
        total=total,
        date=find_date(lines, days, text),
        vendor=vendor,
        currency=_currency(total, ledger, lines),
        category=find_category(text, lines, vendor.best),
        invoice_number=find_number(lines),
        due_date=find_due_date(lines, days, text),
        tax=tax,
        subtotal=_labelled(entries, "subtotal", "exclusive"),
        net=find_net(entries, total.value, tax.value),
        tip=find_labelled(entries, asked.TIP),
        discount=_labelled(entries, "discount"),
        kind=kind,
        parties=tuple(party.value for party in parties),
    )


def _currency(total: Field[Decimal], ledger: Ledger, lines: Sequence[Line]) -> Field[str]:
    """The currency beside the total, else the one that the document mostly names, else its country's."""
    units = {amount.start: amount.unit for amount in ledger.amounts}
    beside = [
        candidate for candidate in total.candidates if candidate.value == total.value and units.get(candidate.start)
    ]
    unit = units[beside[0].start] if beside else ""
    reason = "It stands beside the total." if unit else ledger.money.reason
    if not (unit := unit or ledger.money.main):
        return Field(reasons=(ledger.money.reason or "No currency is named.",))
    candidates = [
        Candidate(each.unit, each.raw, each.start, each.end, line_at(lines, each.start), 1.0 + (each.unit == unit))
        for each in ledger.amounts
        if each.unit
    ]
    is_code = len(unit) == 3 and unit.isalpha()
    return Field(unit, ranked(candidates), is_code and bool(ledger.money.meaning), (reason,))


def _labelled(entries: Sequence[Entry], *kinds: Kind) -> Field[Decimal]:
    """Amounts with such a label; the last one on its line first, the largest before others."""
    candidates = []
    for entry in entries:
        if entry.kind in kinds and not entry.amount.is_bare and not entry.in_summary:
            amount = entry.amount
            score = 1.0 - 0.5 * bool(entry.columns) - 0.5 * (not amount.value)
            reason = (f"labelled {' '.join(entry.label.split())!r}",)
            candidates.append(Candidate(amount.value, amount.raw, amount.start, amount.end, entry.line, score, reason))
    best = ranked(candidates)
    return Field(best[0].value, best, len(best) == 1, best[0].reasons) if best else Field()
