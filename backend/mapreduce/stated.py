"""Stated: conditions that documents state in known words, judged by rules, each with the sentence that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend.core.aggregation.aggregate import MEASURES
from backend.core.clauses.clause import Wanted, judge, wanted
from backend.core.clauses.known import CLAUSES
from backend.core.finding import Quote
from backend.core.plan import Plan
from backend.mapreduce.mapped import Mapped

NOTE = (
    "No language model is set up: whether a document fits “{meaning}” was decided by the words with which such "
    "documents say so. Each number opens the sentence."
)
OTHER = "It is no document that could say whether it fits “{meaning}”."


def asked(plan: Plan) -> Wanted | None:
    """The clause that the condition of a plan asks for; None when only its meaning can be compared."""
    return wanted(CLAUSES, plan.filters.meaning)


def judge_all(it: Wanted, plan: Plan, read: Sequence[Mapped], contents: Mapping[str, str]) -> list[Mapped]:
    """The documents that fit, with the sentence that says so; what the rules found of no use stays as it is."""
    return [_judged(it, plan, each, contents[each.document.id]) for each in read]


def _judged(it: Wanted, plan: Plan, read: Mapped, content: str) -> Mapped:
    if not read.findings:
        return read
    if read.findings[0].fields.get("kind", "") not in it.clause.kinds:
        return Mapped(read.document, outcome="not_relevant", reason=OTHER.format(meaning=plan.filters.meaning))
    stated = judge(it, content)
    if not stated.fits:
        return Mapped(read.document, outcome="excluded", reason=stated.reason)
    fitting = read.because(stated.reason)
    if plan.operation in MEASURES:
        return fitting
    named = [replace(each, label=each.vendor or read.document.name) for each in fitting.findings]
    if it.clause.about_amounts and plan.operation == "list":
        return replace(fitting, findings=named)
    start, end = stated.place or (named[0].quote.start, named[0].quote.end)
    quote = Quote(start, end, content[start:end])
    return replace(fitting, findings=[replace(each, quote=quote, value=None, unit="") for each in named])
