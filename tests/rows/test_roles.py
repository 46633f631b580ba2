"""Columns mapped to roles, and the column that a question means."""

from __future__ import annotations

import pytest

from backend.rows.measure import choose
from backend.rows.roles import RoleMap, find_roles, role_of_header

from .making import Folder

INVOICES = (
    "Invoice no;Date;Supplier;Net;VAT;Gross\n1;2024-01-05;A;100.00;20.00;120.00\n2;2024-01-06;B;50.00;10.00;60.00\n"
)
ACCOUNT = "Date,Details,Withdrawals,Deposits,Balance\n2024-01-05,A,10.00,,90.00\n2024-01-06,B,,50.00,140.00\n"


def roles_of(folder: Folder, content: str) -> RoleMap:
    return find_roles([folder.table(a_csv=content)])


def roles_by_name(folder: Folder, content: str) -> dict[str, str]:
    return {each.column: each.role for each in roles_of(folder, content).columns}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Supplier Name", "vendor"),
        ("Supplier ID", "id"),
        ("customer.name", "vendor"),
        ("Auftraggeber/Empfänger", "vendor"),
        ("Fournisseur", "vendor"),
        ("Employee", "person"),
        ("spentBy", "person"),
        ("Mitarbeiterin", "person"),
        ("merchantName", "vendor"),
        ("Amount (£)", "amount"),
        ("Rechnungsbetrag", "amount"),
        ("Montant TTC", "gross"),
        ("Montant HT", "net"),
        ("Total excl. VAT", "net"),
        ("Total inc VAT", "gross"),
        ("VAT Amount", "tax"),
        ("VAT 20%", "tax"),
        ("VAT %", "percent"),
        ("MwSt", "tax"),
        ("VAT registration number", "id"),
        ("Soll", "debit"),
        ("Haben", "credit"),
        ("Paid out", "debit"),
        ("Crédit", "credit"),
        ("Kontostand", "balance"),
        ("unit_price", "price"),
        ("qty", "quantity"),
        ("Buchungsdatum", "date"),
        ("Date paid", "date"),
        ("createdAt", "date"),
        ("Expenditure category", "category"),
        ("Cost centre code", "category"),
        ("Verwendungszweck", "description"),
        ("Libellé", "description"),
        ("CCY", "currency"),
        ("Rechnungsnr.", "id"),
        ("Zorblax", ""),
    ],
)
def test_the_words_of_a_header_say_what_a_column_holds(header: str, role: str) -> None:
    assert role_of_header(header) == role


def test_values_overrule_words_that_do_not_fit(folder: Folder) -> None:
    roles = roles_of(folder, "Payment,Date\nby card,2024-01-01\nby cheque,2024-01-02\n")
    assert roles.role("Payment") == ""
    assert "no numbers" in roles.columns[0].reason


def test_columns_of_unknown_names_are_known_by_their_values(folder: Folder) -> None:
    found = roles_by_name(folder, "Päev;Kes;Raha\n05.01.2024;A;10,50\n25.01.2024;B;20,25\n")
    assert found == {"Päev": "date", "Kes": "", "Raha": "amount"}


def test_net_tax_and_gross_are_told_apart_by_arithmetic(folder: Folder) -> None:
    rows = "Fee,Extra,Sum due\n100.00,20.00,120.00\n50.00,10.00,60.00\n10.00,2.00,12.00\n"
    assert roles_by_name(folder, rows) == {"Fee": "net", "Extra": "tax", "Sum due": "gross"}
    assert '"Fee" + "Extra" = "Sum due" in 3 of 3 rows' in roles_of(folder, rows).columns[0].reason


def test_a_person_can_correct_a_role(folder: Folder) -> None:
    roles = roles_of(folder, "Date,Amount,Paid\n2024-01-01,1.50,2.50\n")
    assert choose(roles, "").columns == ("Amount",)
    corrected = roles.corrected({"amount": "price"})
    assert choose(corrected, "").columns == ("Paid",)
    assert corrected.columns[1].reason == "A person chose this."


@pytest.mark.parametrize(
    ("content", "what", "columns"),
    [
        (INVOICES, "total spending", ("Gross",)),
        (INVOICES, "", ("Gross",)),
        (INVOICES, "net amount", ("Net",)),
        (INVOICES, "how much VAT was paid", ("VAT",)),
        (INVOICES, "total excluding VAT", ("Net",)),
        (INVOICES, "total including VAT", ("Gross",)),
        (ACCOUNT, "what was spent", ("Withdrawals",)),
        (ACCOUNT, "money received", ("Deposits",)),
        (ACCOUNT, "balance", ("Balance",)),
        (ACCOUNT, "net change of the account", ("Deposits", "Withdrawals")),
        ("Item,Qty,Unit price\nA,2,3.35\nB,1,1.50\n", "order value", ("Qty", "Unit price")),
        ("Dept,Budget,Actual\nA,5.5,3.35\nB,1.5,1.50\n", "spend", ("Actual",)),
        ("Dept,Budget,Actual\nA,5.5,3.35\nB,1.5,1.50\n", "budget", ("Budget",)),
        ("Dept,Jan,Feb,Total\nA,5,3,8\nB,1,1,2\n", "", ("Total",)),
        ("Team,Headcount\nA,5\nB,7\n", "total spending", ()),
        ("Team,Headcount\nA,5\nB,7\n", "headcount", ("Headcount",)),
    ],
)
def test_of_several_columns_of_amounts_one_is_chosen(
    folder: Folder, content: str, what: str, columns: tuple[str, ...]
) -> None:
    assert choose(roles_of(folder, content), what).columns == columns


def test_the_choice_names_what_was_not_added(folder: Folder) -> None:
    assert (
        choose(roles_of(folder, INVOICES), "").reason == '"Gross" is what was to be paid in all. Not added: Net, VAT.'
    )
