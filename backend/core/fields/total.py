"""Total: what was to be paid, after rounding, before tendering. Label, place and arithmetic score every amount."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from backend.core.fields.arithmetic import Sums, add_up
from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.label_words import Kind
from backend.core.fields.rows import Entry
from backend.core.letters import plain

BY_LABEL: MappingProxyType[Kind, float] = MappingProxyType(
    {
        "payable": 6.0, "total": 5.0, "amount": 2.0, "tender": 1.5, "subtotal": 1.5, "exclusive": 0.5, "none": 0.0,
        "charge": -2.0, "earlier": -4.0, "tax": -4.0, "rounding": -4.0, "discount": -4.0, "quantity": -4.0,
        "change": -5.0,
    }
)  # fmt: skip
# A total may be stated once more in another currency: "Total in EUR (Kurs 1.03)"
_CONVERTED = re.compile(
    r"\b(?:kurs|wechselkurs|umrechnung\w*|umgerechnet|entspricht|gegenwert|(?:exchange |conversion )rate|rate"
    r"|equivalent\w*|equiv|equals|approx\w*|converted|conversion|taux|soit|contre-?valeur|converti\w*|tasa|cambio"
    r"|equivale\w*|contravalor)\b|[≈≙~]"
)
_INCLUDES = re.compile(r"\W*total\W+(?:includes|incl\w*|contains)\b")
STRONG = frozenset({"payable", "total"})
LEAST = 0.5  # an amount with a lower score is no candidate
MARGIN, PROVED_MARGIN = 2.0, 1.0  # by how much a confident total leads


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the whole document says: its sums, how often it names each total, its last line, if it gives money back,
    and its own currency where it states totals in several.
    """

    sums: Sums
    named: Counter[Decimal]
    last: int
    credit: bool
    currency: str


def find_total(entries: Sequence[Entry], *, credit: bool = False) -> Field[Decimal]:
    """The total with its runners-up. `credit` says that the document gives money back, so that minus is no surprise."""
    formed = any(not entry.amount.is_bare for entry in entries if entry.kind != "none")
    named = Counter(entry.amount.value for entry in entries if entry.kind in STRONG and not entry.in_summary)
    last = max((entry.line for entry in entries), default=1)
    evidence = _Evidence(add_up(entries), named, last, credit, _own(entries))
    best = ranked(
        [
            candidate
            for entry in entries
            if _may_be(entry, formed) and (candidate := _candidate(entry, evidence)).score >= LEAST
        ]
    )
    if not best:
        return Field(reasons=("No amount is labelled as a total.",))
    of_place = {entry.amount.start: entry for entry in entries}
    doubt = _doubt(best, of_place[best[0].start], evidence.sums)
    if not doubt and _may_be_cut(entries, best[0]):
        doubt = "The number before it may belong to it."
    return Field(best[0].value, best, not doubt, best[0].reasons + ((doubt,) if doubt else ()))


def _own(entries: Sequence[Entry]) -> str:
    """The currency of a document that states its total in another one too; "" where its totals are in one alone.

    It is the one of most amounts; where that does not decide, the one of the first total that is not called converted.
    """
    totals = [entry for entry in entries if entry.kind in STRONG and _is_code(entry.amount.unit)]
    if len({entry.amount.unit for entry in totals}) < 2:
        return ""
    often = Counter(entry.amount.unit for entry in entries if _is_code(entry.amount.unit)).most_common(2)
    stated = {entry.amount.unit for entry in totals}
    if often[0][0] in stated and often[0][1] > often[1][1]:
        return often[0][0]
    plainly = [entry for entry in totals if not _CONVERTED.search(plain(entry.label))]
    called = any(_CONVERTED.search(plain(entry.label)) for entry in entries)
    return plainly[0].amount.unit if plainly and called else ""


def _is_code(unit: str) -> bool:
    return len(unit) == 3 and unit.isalpha()


def _may_be(entry: Entry, formed: bool) -> bool:
    """Whether it may be a total at all: a bare number only as a labelled total where no labelled amount has a form."""
    return not entry.amount.is_bare or (entry.kind in STRONG and not formed)


def _candidate(entry: Entry, evidence: _Evidence) -> Candidate[Decimal]:
    amount = entry.amount
    points = list(_points(entry, evidence))
    score = round(sum(worth for worth, _ in points), 3)
    reasons = tuple(reason for _, reason in points if reason)
    return Candidate(amount.value, amount.raw, amount.start, amount.end, entry.line, score, reasons)


def _points(entry: Entry, evidence: _Evidence) -> Iterator[tuple[float, str]]:
    """What speaks for and against an amount, with a reason where a person would give it."""
    value, sums = entry.amount.value, evidence.sums
    yield BY_LABEL[_kind(entry, sums)], _label_reason(entry)
    yield 0.5 * entry.line / evidence.last, ""
    if entry.amount.unit:
        yield 0.3, ""
    if evidence.currency and _is_code(entry.amount.unit) and entry.amount.unit != evidence.currency:
        yield -4.0, f"the document's own currency is {evidence.currency}"
    if entry.columns:
        yield -0.8, "more amounts follow on its line"
    if entry.in_summary:
        yield -3.5, "in a table of taxes"
    if entry.corrected:
        yield -0.5, ""
    if entry.apart:
        yield -0.5, "its label stands on a line above"
    if not value:
        yield -3.0, ""
        return
    if value < 0 and not evidence.credit:
        yield -2.0, "negative"
    if evidence.named[value] > 1 and entry.kind in STRONG:
        yield min(1.0, 0.5 * (evidence.named[value] - 1)), f"stands there as a total {evidence.named[value]} times"
    for proofs, worth in ((sums.paid, 1.5), (sums.tendered, 1.0), (sums.built, 1.5), (sums.items, 1.5)):
        if abs(value) in proofs:
            yield worth, proofs[abs(value)]
    if value in sums.replaced and value not in sums.paid:
        yield -1.5, sums.replaced[value]
    elif sums.paid and value not in sums.paid and entry.kind in STRONG:
        yield -0.5, ""


def _kind(entry: Entry, sums: Sums) -> Kind:
    """The label's kind; what is labelled "rounding" but is a total with its rounding is the total after it, and so is
    what has no label but was paid. "Total includes VAT" may announce the tax or the total: it is the total where that
    is what was paid.
    """
    value = entry.amount.value
    rounded = "rounded" in sums.built.get(value, "") and (
        entry.kind == "rounding" or (entry.kind == "none" and value in sums.paid)
    )
    paid = entry.kind == "tax" and value in sums.paid and _INCLUDES.match(plain(entry.label))
    return "payable" if rounded else "total" if paid else entry.kind


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


def _doubt(best: Sequence[Candidate[Decimal]], entry: Entry, sums: Sums) -> str:
    """What speaks against the first candidate, empty where it is right beyond doubt."""
    value = best[0].value
    proved = any(value in proofs for proofs in (sums.paid, sums.tendered, sums.built, sums.items))
    if _kind(entry, sums) not in STRONG or not value:
        return "It is not labelled as a total."
    if len(best) > 1 and best[0].score - best[1].score < (PROVED_MARGIN if proved else MARGIN):
        return f"{best[1].raw} is nearly as likely: {best[1].reasons[0]}."
    return "It is not what was paid." if sums.paid and not proved else ""
