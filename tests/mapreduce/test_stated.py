"""Conditions that documents state in known words, without a model and without vectors."""

from __future__ import annotations

from backend.context import Context
from backend.core.plan import Filters, Plan
from backend.store import figures, findings
from backend.store.collections import Collection
from backend.store.db import reading
from tests.builders import a_collection
from tests.mapreduce.making import answer, ask, put, run

CONTRACT = "SERVICE AGREEMENT\n\nbetween A Ltd and B Ltd\n\n1. Fees. The monthly fee is GBP 100.00.\n\n2. Term. {}\n"
INVOICE = "ACME Ltd\nINVOICE No. {}\nDate: 2026-03-0{}\nTotal: £{}\n{}\n"


def contracts(ctx: Context) -> Collection:
    held = a_collection(ctx)
    put(ctx, held, "a.txt", CONTRACT.format("It renews automatically each year."))
    put(ctx, held, "b.txt", CONTRACT.format("There is no automatic renewal."))
    put(ctx, held, "c.txt", CONTRACT.format("It runs until 1 May 2027."))
    put(ctx, held, "d.txt", "The sun renews itself automatically, some say.")
    return held


def test_contracts_are_counted_by_the_sentence_that_says_so(ctx: Context) -> None:
    plan = Plan(operation="count", what="contracts", filters=Filters(meaning="renew by themselves"))
    job = run(ctx, ask(ctx, contracts(ctx), plan))
    shown = answer(ctx, job)
    assert shown["details"]["summary"]["count"] == 1
    assert shown["coverage"]["excluded"] == 2
    with reading(ctx.engine) as session:
        numbers = figures.get(session, job.id, "counted")
        [found] = findings.page(session, job.id, 10, numbers, -1)
    assert found.quote == "It renews automatically each year."
    assert shown["confidence"]["value"] > 0.5
    assert not any("similarity" in note for note in shown["details"]["processing_info"]["notes"])


def test_the_opposite_finds_the_others(ctx: Context) -> None:
    plan = Plan(operation="count", what="contracts", filters=Filters(meaning="do not renew automatically"))
    assert answer(ctx, run(ctx, ask(ctx, contracts(ctx), plan)))["details"]["summary"]["count"] == 2


def test_a_sum_of_unpaid_invoices_adds_up_their_totals(ctx: Context) -> None:
    held = a_collection(ctx)
    put(ctx, held, "a.txt", INVOICE.format(1, 1, "10.00", "PAID"))
    put(ctx, held, "b.txt", INVOICE.format(2, 2, "20.00", "Please pay within 14 days"))
    put(ctx, held, "c.txt", INVOICE.format(3, 3, "30.00", ""))
    for meaning, total in (("unpaid", "50.00"), ("paid", "10.00")):
        plan = Plan(operation="sum", what="invoices", filters=Filters(meaning=meaning))
        shown = answer(ctx, run(ctx, ask(ctx, held, plan)))
        assert [each["total"] for each in shown["details"]["summary"]["total"]] == [total]
