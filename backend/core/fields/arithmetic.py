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
MOST_ITEMS = 400
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
    there = {abs(entry.amount.value) for entry in entries}
    goals = {
        abs(entry.amount.value)
        for entry in entries
        if entry.kind in {"payable", "total", "amount", "rounding", "tender", "none"}
    }
    sums = Sums()
    _pay(entries, there, sums)
    _build(entries, goals, sums)
    _add_items(entries, there, sums)
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


def _build(entries: Sequence[Entry], goals: set[Decimal], sums: Sums) -> None:
    """Total plus rounding; subtotal plus tax, charges, rounding, less discount."""
    roundings = _signed(entries, "rounding")
    taxes, charges = values(entries, "tax"), values(entries, "charge")
    discounts = [-value for value in values(entries, "discount")]
    bases = values(entries, "subtotal", "exclusive")
    for base in values(entries, "total", "payable", "subtotal"):
        for rounding in roundings:
            if abs(rounding) <= max(ROUNDED, base * SMALL) and base + rounding in goals:
                sums.built[base + rounding] = f"{base} rounded by {rounding}"
                sums.replaced[base] = f"rounded to {base + rounding}"
    whole = sum(taxes, ZERO)
    for base in bases + values(entries, "total"):
        tried = product(
            {ZERO, *taxes, whole}, {ZERO, *charges, sum(charges, ZERO)}, {ZERO, *discounts}, {ZERO, *roundings}
        )
        for parts in tried:
            result = base + sum(parts, ZERO)
            if result in goals and result != base:
                shown = "".join(f" {'+' if part > 0 else '−'} {abs(part)}" for part in parts if part)
                sums.built.setdefault(result, f"{base}{shown}")
                if parts[0] and result > base:
                    sums.replaced.setdefault(base, f"{base}{shown} = {result}")


def _signed(entries: Sequence[Entry], kind: Kind) -> list[Decimal]:
    """Roundings as written, and the other way round where the sign is missing."""
    found = [
        entry.amount.value for entry in entries if entry.kind == kind and entry.amount.value and not entry.in_summary
    ]
    return list(dict.fromkeys([*found, *(-value for value in found if value > 0)]))[: 2 * MOST]


def _add_items(entries: Sequence[Entry], there: set[Decimal], sums: Sums) -> None:
    """Last amounts of consecutive lines without a label, added until a line with one comes."""
    items: list[Decimal] = []
    for entry in entries[:MOST_ITEMS]:
        if entry.columns or entry.in_summary:
            continue
        if entry.kind == "none" and not entry.amount.is_bare:
            items.append(entry.amount.value)
        elif entry.kind not in {"none", "amount"}:
            break
    if len(items) > 1 and sum(items) in there:
        sums.items[sum(items, ZERO)] = f"{len(items)} items add up to it"
