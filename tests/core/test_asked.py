"""What a question asks for: which amount, and which documents."""

from __future__ import annotations

import pytest

from backend.core.asked import is_of_kind, kind_of, measure_of, others_of
from backend.core.plan import Operation, Plan


@pytest.mark.parametrize(
    ("what", "measure"),
    [("VAT pay", "tax"), ("excluding VAT", "net"), ("ohne MwSt", "net"), ("including VAT", ""), ("Nettosumme", "net"),
     ("tax invoices", ""), ("pourboires", "tip"), ("Rabatt", "discount"), ("net change", ""), ("spend", "")],
)  # fmt: skip
def test_words_name_an_amount(what: str, measure: str) -> None:
    assert measure_of(what) == measure


@pytest.mark.parametrize(
    ("operation", "what", "kind"),
    [("count", "contracts", "contract"), ("count", "payments refunds", "credit note"), ("sum", "spend", "payment"),
     ("count", "documents", ""), ("count", "Quittungen", "receipt"), ("average", "facture", "invoice"),
     ("sum", "monthly fees", "fee"), ("sum", "Entgelte", "fee"), ("average", "loyer", "fee"), ("sum", "cuotas", "fee"),
     ("sum", "spent on rent", "payment"), ("count", "fees", ""), ("sum", "rent contracts", "contract"),
     ("count", "Lieferscheine", "delivery note"), ("count", "letters", "letter")],
)  # fmt: skip
def test_a_plan_asks_for_documents_of_a_kind(operation: Operation, what: str, kind: str) -> None:
    assert kind_of(Plan(operation=operation, what=what)) == kind


def test_the_fees_of_contracts_are_added_where_fees_are_asked_for() -> None:
    assert is_of_kind("fee", "contract", "sum")
    assert is_of_kind("fee", "invoice", "sum")
    assert not is_of_kind("fee", "offer", "sum")


@pytest.mark.parametrize("found", ["offer", "reminder", "delivery note", "order", "letter", "mail"])
def test_what_only_mentions_money_is_neither_an_invoice_nor_a_payment(found: str) -> None:
    assert not is_of_kind("invoice", found, "count")
    assert not is_of_kind("payment", found, "sum")


def test_what_a_contract_names_was_not_paid() -> None:
    assert not is_of_kind("payment", "contract", "sum")
    assert is_of_kind("payment", "receipt", "sum")
    assert is_of_kind("payment", "", "sum")


def test_a_credit_note_belongs_to_a_sum_of_invoices_but_is_none() -> None:
    assert is_of_kind("invoice", "credit note", "sum")
    assert not is_of_kind("invoice", "credit note", "count")


def test_a_note_is_no_bill_but_may_be_whatever_else_is_asked_for() -> None:
    assert not is_of_kind("receipt", "note", "count")
    assert not is_of_kind("payment", "note", "count")
    assert is_of_kind("contract", "note", "count")
    assert is_of_kind("", "note", "count")


def test_only_what_says_so_is_a_refund_or_a_mail() -> None:
    assert not is_of_kind("credit note", "", "count")
    assert not is_of_kind("mail", "", "count")
    assert is_of_kind("mail", "mailed refund", "count")


def test_receipts_and_invoices_are_told_apart_where_a_collection_holds_many_of_both() -> None:
    assert others_of("invoice", ["invoice"] * 3 + ["receipt"] * 2) == "receipt"
    assert others_of("invoice", ["invoice"] * 9 + ["receipt"]) == ""
    assert others_of("receipt", ["invoice"] * 3) == ""
