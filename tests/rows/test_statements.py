"""Statements as banks of several countries write them: what went out and what came in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.plan import Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder

STATEMENTS = {
    "minus before debits": (
        "Date;Libellé;Débit;Crédit\n02/01/2026;CB EDF;-20,00;\n03/01/2026;SALAIRE;;500,00\n04/01/2026;CB SNCF;-10,50;\n"
        ";SOLDE CREDITEUR AU 31/01/2026;;1 469,50\n"
    ),
    "Cargo and Abono": (
        "Fecha;Concepto;Cargo;Abono;Saldo\n01/01/2026;Saldo anterior;;;100,00\n02/01/2026;Luz;20,00;;80,00\n"
        "03/01/2026;Nómina;;500,00;580,00\n04/01/2026;Tren;10,50;;569,50\n;Total movimientos;30,50;500,00;\n"
    ),
    "Ausgang and Eingang": (
        "Datum;Text;Ausgang;Eingang\n02.01.2026;Strom;20,00;\n03.01.2026;Lohn;;500,00\n04.01.2026;Bahn;10,50;\n"
        "31.01.2026;Monatssumme;30,50;500,00\n"
    ),
    "a type": (
        "Date,Payee,Type,Amount\n2026-01-02,Power,Expense,20.00\n2026-01-03,Pay,Income,500.00\n"
        "2026-01-04,Train,Expense,10.50\n"
    ),
    "opening and closing": (
        "Date,Description,Debit,Credit,Balance\n2026-01-01,Opening balance as of January 1st 2026,,100.00,100.00\n"
        "2026-01-02,Power,20.00,,80.00\n2026-01-03,Pay,,500.00,580.00\n2026-01-04,Train,10.50,,569.50\n"
        "2026-01-31,Closing balance,,569.50,569.50\n"
    ),
    "marks": (
        "Buchungstag;Empfänger;Betrag;;Währung\n02.01.2026;Strom;20,00;S;EUR\n03.01.2026;Lohn;500,00;H;EUR\n"
        "04.01.2026;Bahn;10,50;S;EUR\n31.01.2026;Kontostand am 31.01.2026;469,50;H;EUR\n"
    ),
    "signed, with the original currency": (
        "Booking Date,Partner Name,Type,Amount (EUR),Original Amount,Original Currency\n"
        "2026-01-02,Power,Card,-20.00,-22.00,USD\n2026-01-03,Pay,Income,500.00,500.00,EUR\n"
        "2026-01-04,Train,Card,-10.50,-10.50,EUR\n"
    ),
}


def values(folder: Folder, content: str, plan: Plan) -> list[Decimal | None]:
    return [it.value for it in find_rows(folder.tables(a_csv=content), {"a.csv": Text("")}, plan).findings]


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_went_out_and_what_came_in_are_told_apart(folder: Folder, name: str) -> None:
    content = STATEMENTS[name]
    assert values(folder, content, Plan(operation="sum", what="spent")) == [Decimal("20.00"), Decimal("10.50")]
    assert values(folder, content, Plan(operation="sum", what="money came in")) == [Decimal("500.00")]
    assert sum(filter(None, values(folder, content, Plan(operation="sum", what="net change")))) == Decimal("469.50")
    assert len(values(folder, content, Plan(operation="count", what="transactions", per="row"))) == 3


def test_what_is_paid_in_the_account_is_not_what_was_asked_for_abroad(folder: Folder) -> None:
    tables = folder.tables(a_csv=STATEMENTS["signed, with the original currency"])
    found = find_rows(tables, {"a.csv": Text("")}, Plan(operation="sum", what="spent")).findings
    assert {(it.unit, it.vendor) for it in found} == {("EUR", "Power"), ("EUR", "Train")}


def test_a_credit_card_pays_too(folder: Folder) -> None:
    lines = "Date,Merchant,Card type,Amount\n2026-01-02,A,Credit,1.00\n2026-01-03,B,Debit,2.00\n"
    assert values(folder, lines, Plan(operation="sum", what="spent")) == [1, 2]
