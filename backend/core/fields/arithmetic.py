"""Arithmetic: which amounts of a document prove another one to be what was to be paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from backend.core.fields.label_words import Kind
from backend.core.fields.rows import Entry

ZERO = Decimal(0)
MOST = 6  # different values of one kind that are tried together
SMALL = Decimal("0.1")  # a rounding is at most so much of what it rounds, or at most ROUNDED
ROUNDED = Decimal(1)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the amounts of one document add up to: value → how."""

    paid: dict[Decimal, str] = field(default_factory=dict)  # cash less change
    tendered: dict[Decimal, str] = field(default_factory=dict)  # where no change is given
    built: dict[Decimal, str] = field(default_factory=dict)  # parts added up
    items: dict[Decimal, str] = field(default_factory=dict)
    replaced: dict[Decimal, str] = field(default_factory=dict)  # totals to which tax, rounding or more is still added


def add_up(entries: Sequence[Entry]) -> Sums:
    """All sums that the document's own labels suggest and whose result stands in the document."""
    sums = Sums()
    _pay(entries, {abs(entry.amount.value) for entry in entries}, sums)
    _round(entries, sums)
    _build(entries, sums)
    _add_items(entries, {abs(entry.amount.value) for entry in entries}, sums)
    return sums


def values(entries: Iterable[Entry], *kinds: Kind) -> list[Decimal]:
    """The different amounts of these kinds that are not zero, in order, the first few."""
    found = (abs(entry.amount.value) for entry in entries if entry.kind in kinds and not entry.in_summary)
    return list(dict.fromkeys(value for value in found if value))[:MOST]


def _pay(entries: Sequence[Entry], there: set[Decimal], sums: Sums) -> None:
    tendered, changes = values(entries, "tender"), values(entries, "change")
    for given, change in product(tendered, changes):
        if given > change and given - change in there:
            sums.paid[given - change] = f"{given} given less {change} change"
    if not changes:
        for given in tendered:
            sums.tendered[given] = f"{given} was paid"


def _round(entries: Sequence[Entry], sums: Sums) -> None:
    """Total plus rounding, where the result stands behind the total."""
    goals = _places(entries)
    for entry in entries:
        if entry.kind not in {"total", "payable", "subtotal"} or entry.in_summary:
            continue
        base = abs(entry.amount.value)
        for rounding in _roundings(entries):
            small = abs(rounding) <= max(ROUNDED, base * SMALL)
            if small and goals.get(base + rounding, 0) > entry.amount.start:
                sums.built[base + rounding] = f"{base} rounded by {rounding}"
                sums.replaced[base] = f"rounded to {base + rounding}"


def _build(entries: Sequence[Entry], sums: Sums) -> None:
    """Subtotal plus tax, charges and rounding, less discount, where the result stands behind it."""
    goals = _places(entries)
    first = {abs(entry.amount.value): entry.amount.start for entry in reversed(entries)}
    taxes, charges = values(entries, "tax"), values(entries, "charge")
    choices = (
        {ZERO, *taxes, sum(taxes, ZERO)},
        {ZERO, *charges, sum(charges, ZERO)},
        {ZERO, *(-value for value in values(entries, "discount"))},
        {ZERO, *_roundings(entries)},
    )
    for base in values(entries, "subtotal", "exclusive", "total"):
        for parts in product(*(sorted(choice) for choice in choices)):
            result = base + sum(parts, ZERO)
            if result == base or goals.get(result, 0) <= first[base]:
                continue
            shown = "".join(f" {'+' if part > 0 else '−'} {abs(part)}" for part in parts if part)
            sums.built.setdefault(result, f"{base}{shown}")
            if parts[0] and result > base:
                sums.replaced.setdefault(base, f"{base}{shown} = {result}")


def _places(entries: Sequence[Entry]) -> dict[Decimal, int]:
    """Amounts that can be a total, and where each stands last."""
    kinds = {"payable", "total", "amount", "rounding", "tender", "none"}
    return {
        abs(entry.amount.value): entry.amount.start for entry in entries if entry.kind in kinds and not entry.in_summary
    }


def _roundings(entries: Sequence[Entry]) -> list[Decimal]:
    """Roundings as written, and the other way round where the sign is missing."""
    found = [entry.amount.value for entry in entries if entry.kind == "rounding" and not entry.in_summary]
    signed = [value for value in found if value] + [-value for value in found if value > 0]
    return list(dict.fromkeys(signed))[: 2 * MOST]


def _add_items(entries: Sequence[Entry], there: set[Decimal], sums: Sums) -> None:
    """Last amounts of consecutive lines without a label, added until a line with one comes."""
    items: list[Decimal] = []
    for entry in entries:
        if entry.columns or entry.in_summary:
            continue
        if entry.kind == "none" and not entry.amount.is_bare:
            items.append(entry.amount.value)
        elif entry.kind not in {"none", "amount"}:
            break
    if len(items) > 1 and sum(items) in there:
        sums.items[sum(items, ZERO)] = f"{len(items)} items add up to it"
