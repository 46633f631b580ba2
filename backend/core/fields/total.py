"""Total: what was to be paid, after rounding, before tendering. Label, place and arithmetic score every amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType

from backend.core.fields.arithmetic import Sums, add_up
from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.label_words import Kind
from backend.core.fields.rows import Entry

BY_LABEL: MappingProxyType[Kind, float] = MappingProxyType(
    {
        "payable": 6.0, "total": 5.0, "amount": 2.0, "tender": 1.5, "subtotal": 1.5, "exclusive": 0.5, "none": 0.0,
        "charge": -2.0, "earlier": -4.0, "tax": -4.0, "rounding": -4.0, "discount": -4.0, "quantity": -4.0,
        "change": -5.0,
    }
)  # fmt: skip
STRONG = frozenset({"payable", "total"})
LEAST = 0.5  # an amount with a lower score is no candidate
MARGIN, PROVED_MARGIN = 2.0, 1.0  # by how much a confident total leads


def find_total(entries: Sequence[Entry], *, credit: bool = False) -> Field[Decimal]:
    """The total with its runners-up. `credit` says that the document gives money back, so that minus is no surprise."""
    sums = add_up(entries)
    formed = any(not entry.amount.is_bare for entry in entries if entry.kind != "none")
    said = Counter(entry.amount.value for entry in entries if entry.kind in STRONG and not entry.in_summary)
    last = max((entry.line for entry in entries), default=1)
    candidates = [
        _score(entry, sums, said, last, formed=formed, credit=credit) for entry in entries if _may_be(entry, formed)
    ]
    best = ranked([candidate for candidate in candidates if candidate.score >= LEAST])
    if not best:
        return Field(reasons=("No amount is labelled as a total.",))
    kinds = {entry.amount.start: entry for entry in entries}
    confident, doubts = _is_sure(best, kinds[best[0].start], sums)
    if confident and _may_be_cut(entries, best[0]):
        confident, doubts = False, ("The number before it may belong to it.",)
    return Field(best[0].value, best, confident, best[0].reasons + doubts)


def _may_be(entry: Entry, formed: bool) -> bool:
    """Whether the amount may be a total at all: a bare number only where a label says so and amounts look like it."""
    if entry.amount.is_bare:
        return entry.kind in STRONG and not formed
    return True


def _score(
    entry: Entry, sums: Sums, said: Counter[Decimal], last: int, *, formed: bool, credit: bool
) -> Candidate[Decimal]:
    value = entry.amount.value
    score, reasons = BY_LABEL[_kind(entry, sums)], [_label_reason(entry)]

    def add(points: float, reason: str = "") -> None:
        nonlocal score
        score += points
        if reason:
            reasons.append(reason)

    add(0.5 * entry.line / last)
    if entry.columns:
        add(-0.8, "more amounts follow on its line")
    if entry.in_summary:
        add(-3.5, "in a table of taxes")
    if entry.corrected:
        add(-0.5)
    if entry.apart:
        add(-0.5, "its label stands on a line above")
    if entry.amount.unit:
        add(0.3)
    if not value:
        add(-3.0)
    if value < 0 and not credit:
        add(-2.0, "negative")
    if said[value] > 1 and entry.kind in STRONG:
        add(min(1.0, 0.5 * (said[value] - 1)), f"stands there as a total {said[value]} times")
    for proofs, points in ((sums.paid, 1.5), (sums.tendered, 1.0), (sums.built, 1.5), (sums.items, 1.5)):
        if proofs.get(abs(value)) and value:
            add(points, proofs[abs(value)])
    if value in sums.replaced and value not in sums.paid:
        add(-1.5, sums.replaced[value])
    elif sums.paid and value not in sums.paid and entry.kind in STRONG:
        add(-0.5)
    return Candidate(
        value, entry.amount.raw, entry.amount.start, entry.amount.end, entry.line, round(score, 3), tuple(reasons)
    )


def _kind(entry: Entry, sums: Sums) -> Kind:
    """The label's kind; what is labelled "rounding" but is a total with its rounding is the total after it."""
    rounded = entry.kind == "rounding" and "rounded" in sums.built.get(entry.amount.value, "")
    return "payable" if rounded else entry.kind


def _label_reason(entry: Entry) -> str:
    label = " ".join(entry.label.split())[-60:]
    if entry.kind == "none":
        return f"beside {label!r}" if label else "no label"
    return f"labelled {label!r}"


def _may_be_cut(entries: Sequence[Entry], total: Candidate[Decimal]) -> bool:
    """Whether one blank parts it from digits before, so that it may be the rest of a larger number (1 234.56)."""
    digits = total.raw.lstrip("-(")
    return digits[:3].isdigit() and any(
        entry.amount.is_bare and entry.amount.end == total.start - 1 and len(entry.amount.raw) <= 3 for entry in entries
    )


def _is_sure(best: Sequence[Candidate[Decimal]], entry: Entry, sums: Sums) -> tuple[bool, tuple[str, ...]]:
    """Whether the first is right beyond doubt, and what speaks against it."""
    value = best[0].value
    margin = best[0].score - best[1].score if len(best) > 1 else MARGIN
    proved = value in sums.paid or value in sums.tendered or value in sums.built or value in sums.items
    if _kind(entry, sums) not in STRONG or not value:
        return False, ("It is not labelled as a total.",)
    if margin < (PROVED_MARGIN if proved else MARGIN):
        return False, (f"{best[1].raw} is nearly as likely: {best[1].reasons[0]}.",)
    if sums.paid and not proved:
        return False, ("It is not what was paid.",)
    return True, ()
