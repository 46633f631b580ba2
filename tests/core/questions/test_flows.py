"""Which way the money went that a question is about."""

from __future__ import annotations

from datetime import date

import pytest

from backend.core.asked import kind_of
from backend.core.intent import Intent, classify


def ask(question: str) -> Intent:
    return classify(question, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    "question",
    [
        "How much did I earn in 2026?",
        "How much money did we get in March?",
        "Wie viel habe ich 2026 verdient?",
        "Combien ai-je gagné en mars ?",
        "Combien ai-je reçu ?",
        "¿Cuánto gané en 2026?",
        "¿Cuánto recibí en marzo?",
    ],
)
def test_what_we_earned_is_what_came_in(question: str) -> None:
    plan = ask(question).plan
    assert plan is not None
    assert (plan.operation, plan.what.split()[-1], plan.group_by) == ("sum", "received", ())


def test_what_was_received_is_no_receipt() -> None:
    salary, receipts = ask("Combien ai-je reçu de salaire ?").plan, ask("Combien de reçus avons-nous ?").plan
    assert salary and receipts
    assert (salary.what, salary.filters.words) == ("received", ("salaire",))
    assert (receipts.operation, kind_of(receipts)) == ("count", "receipt")


@pytest.mark.parametrize("question", ["Which supplier received the most?", "How many invoices did we receive?"])
def test_what_others_received_and_documents_that_came_are_no_income(question: str) -> None:
    plan = ask(question).plan
    assert plan is not None
    assert "received" not in plan.what


@pytest.mark.parametrize(
    "question",
    [
        "Did more money come in than go out?",
        "Habe ich mehr ausgegeben als eingenommen?",
        "Ai-je dépensé plus que gagné ?",
        "¿Gasté más de lo que ingresé?",
    ],
)
def test_more_in_than_out_is_what_the_account_changed_by(question: str) -> None:
    intent = ask(question)
    assert intent.plan
    assert (intent.plan.operation, intent.plan.what) == ("sum", "net change")
    assert "above 0 more came in" in intent.reasoning


@pytest.mark.parametrize(
    "question",
    [
        "What is my closing balance in October?",
        "What was my balance at the end of March?",
        "total balance of all accounts",
        "Wie ist der Kontostand Ende März?",
        "Quel est le solde en octobre ?",
        "¿Cuál es el saldo de octubre?",
    ],
)
def test_a_balance_is_what_accounts_held_and_that_is_said(question: str) -> None:
    intent = ask(question)
    assert intent.plan
    assert (intent.plan.operation, intent.plan.what) == ("sum", "balance")
    assert "A balance is a state, not a sum of movements" in intent.reasoning


@pytest.mark.parametrize(
    "question",
    ["opening balance in March", "What was my average balance?", "highest balance in 2026", "balance we owe Cirrus"],
)
def test_a_balance_that_is_not_the_last_one_is_not_worked_out(question: str) -> None:
    intent = ask(question)
    assert intent.intent_type == "quick_qa"
    assert "none is worked out" in intent.reasoning


def test_a_balance_sheet_is_a_document() -> None:
    assert "movements" not in ask("How many balance sheets are there?").reasoning
