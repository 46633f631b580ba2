"""Measure: which column, or which two, hold what a question asks for; and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from backend.core.asked import NAMES, kind_of, measure_of
from backend.core.plan import Plan
from backend.core.values.currencies import ENGLISH_WORDS, iso_codes
from backend.rows.amounts import NO_AMOUNT, UNREADABLE, Amounts, column_mark, read_amounts
from backend.rows.roles import MONEY, NUMERIC, Role, RoleMap, column_index
from backend.rows.table import Table
from backend.rows.words import tokens, word_set

How = Literal["", "column", "difference", "product"]
ASKED: tuple[tuple[Role, frozenset[str]], ...] = (
    ("balance", word_set("balance saldo solde kontostand")),
    ("net", word_set("excluding excl exclusive without before ohne hors sin")),
    ("gross", word_set("including incl inclusive inkl con")),
    ("tax", word_set("vat tax gst mwst tva iva btw moms steuer")),
    ("net", word_set("net netto ht")),
    ("gross", word_set("gross brutto ttc")),
    ("price", word_set("price prices preis prix precio")),
    ("quantity", word_set("quantity quantities units pieces menge anzahl quantite cantidad hours")),
    (
        "credit",
        word_set(
            """
            credit credits received receive income deposit deposits deposited earned earn earning earnings incoming came
            einnahmen recettes verdient verdienen verdiene verdienst gagne gagner gagnes ganado ganar gane gano
            eingegangen eingange reingekommen zuflusse erhalten encaisse ingresos entradas recibido cobrado refund
            refunds refunded gutschrift gutschriften erstattung erstattungen erstattet remboursement remboursements
            avoirs reembolso reembolsos abonos
            """
        ),
    ),
    (
        "debit",
        word_set(
            """
            debit debits spent spend spending withdrawn expenses expense outgoing went paid pay payment payments
            purchases
            purchase bought cost costs ausgaben ausgegeben bezahlt gezahlt zahlung zahlungen kosten gekauft depenses
            depense
            paye payes paiement paiements achats sorties gastos gasto gaste gastado pagado pagos pago compras salidas
            """
        ),
    ),
)
COMING = word_set("come comes coming")
FLOW = word_set("flow change movement difference saldoveranderung")
GENERIC = word_set(
    """
    amount total value sum paid pay spent the of in all betrag summe montant importe importo what was were is
    """
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column; credit less debit; or quantity times price. `reason` is a sentence for a person."""

    how: How
    columns: tuple[str, ...]
    reason: str


NOTHING = Measure("", (), "No column holds amounts.")


def choose(roles: RoleMap, what: str) -> Measure:
    """What a question about `what` adds up in tables of this shape. One column of several is never added to another."""
    asked = frozenset(tokens(what))
    measure = measure_of(what)
    role: Role = measure if measure in ("net", "tax") else asked_role(asked)
    both = _both(roles, "debit", "credit") if roles.ledger and role in {"", "debit", "credit"} else None
    gives_back = kind_of(Plan(operation="sum", what=what)) == "credit note"
    if both and (gives_back or (role != "credit" and not asked & {"debit", "debits"})):
        return Measure("difference", both, f'"{both[0]}" less "{both[1]}", which those gave back who were paid.')
    says_net_or_gross = role in {"net", "gross"}  # "without VAT" does not ask for the VAT
    if not says_net_or_gross and (named := _named(roles, asked)):
        return Measure("column", (named,), f'"{named}" is the column that was asked for.')
    if asked & FLOW and (both := _both(roles, "credit", "debit")):
        return Measure("difference", both, f'"{both[0]}" less "{both[1]}" is what the account changed by.')
    if role and (columns := roles.named(role)):
        return Measure("column", (columns[0],), _why(role, columns[0]) + _beside(roles, columns[0]))
    if role == "balance":
        return Measure("", (), "No column holds balances.")
    if measure in ("tax", "tip", "discount") or (measure == "net" and roles.named("gross", "tax")):
        return Measure("", (), f"No column holds the {NAMES[measure]}.")
    for role in ("gross", "amount", "net", "debit"):
        if columns := roles.named(role):
            return Measure("column", (columns[0],), _why(role, columns[0]) + _beside(roles, columns[0]))
    if both := _both(roles, "quantity", "price"):
        return Measure("product", both, f'No column holds totals: "{both[0]}" times "{both[1]}" was taken.')
    for role in ("credit", "price", "quantity"):
        if (columns := roles.named(role)) and (role != "quantity" or not asked):
            return Measure("column", (columns[0],), f'"{columns[0]}" ({role}) is the only column of amounts.')
    return NOTHING


def asked_role(asked: frozenset[str]) -> Role:
    """The role of the amounts that a question's words ask for, empty where they leave it open."""
    came: Role = "credit" if "in" in asked and asked & COMING else ""  # "come" alone: what it comes to
    return next((role for role, words in ASKED if asked & words), came)


def is_money(roles: RoleMap, measure: Measure) -> bool:
    """Whether what is added up are amounts of money."""
    return measure.how != "" and roles.role(measure.columns[-1]) in MONEY


def measure_values(table: Table, roles: RoleMap, measure: Measure) -> Amounts:
    """The value of every row, with what the cells say of their units."""
    hint = _hint(table)
    read = [_column_values(table, roles.role(name), column_index(table, name), hint) for name in measure.columns]
    if measure.how == "column":
        return read[0]
    one, other = read
    pairs = zip(one.values, other.values, one.problems, other.problems, strict=True)
    values, problems = zip(*(_combine(measure.how, *pair) for pair in pairs), strict=True) if table.rows else ((), ())
    units = tuple(a or b for a, b in zip(other.units, one.units, strict=True))
    return Amounts(tuple(values), tuple(problems), units, one.reason or other.reason)


def _column_values(table: Table, role: Role, index: int, hint: Literal["", ".", ","]) -> Amounts:
    """The amounts of a column; what went out is positive, though a bank may write a minus before all of it."""
    read = read_amounts([row.cell(index) for row in table.rows], hint)
    below = sum(1 for value in read.values if value and value < 0)
    if role != "debit" or below * 2 <= sum(1 for value in read.values if value):
        return read
    return replace(read, values=tuple(None if value is None else -value for value in read.values))


def _combine(how: How, one: Decimal | None, other: Decimal | None, *problems: str) -> tuple[Decimal | None, str]:
    if UNREADABLE in problems:
        return None, UNREADABLE
    if how == "difference" and (one is not None or other is not None):
        return (one or Decimal(0)) - (other or Decimal(0)), ""
    if how == "product" and one is not None and other is not None:
        return one * other, ""
    return None, NO_AMOUNT


def _named(roles: RoleMap, asked: frozenset[str]) -> str:
    """The numeric column whose own words all stand in the question; "amount" and "total" alone say nothing."""
    best: tuple[int, str] = (0, "")
    for each in roles.columns:
        if each.role in NUMERIC or each.role == "":
            words = {word for word in tokens(each.column) if word.upper() not in iso_codes() - ENGLISH_WORDS}
            telling = words - GENERIC
            if telling and words <= asked | GENERIC and telling <= asked and len(telling) > best[0]:
                best = (len(telling), each.column)
    return best[1]


def _both(roles: RoleMap, one: Role, other: Role) -> tuple[str, str] | None:
    first, second = roles.named(one), roles.named(other)
    return (first[0], second[0]) if first and second else None


def _why(role: Role, column: str) -> str:
    return {
        "gross": f'"{column}" is what was to be paid in all.',
        "amount": f'"{column}" holds the amounts.',
        "net": f'"{column}" holds amounts without tax.',
        "debit": f'"{column}" is what went out of the account.',
        "credit": f'"{column}" is what came into the account.',
    }.get(role, f'"{column}" holds the {role}.')


def _beside(roles: RoleMap, chosen: str) -> str:
    """What was not added, so that a person can see the choice."""
    others = [name for name in roles.named(*MONEY) if name != chosen]
    return f" Not added: {', '.join(others)}." if others else ""


def _hint(table: Table) -> Literal["", ".", ","]:
    """The decimal mark that the table's cells show beyond doubt, where they agree."""
    marks: set[str] = set()
    for index in range(len(table.columns)):
        marks.add(column_mark(cells)) if (cells := _sample(table, index)) else None
    shown = marks - {""}
    return "," if shown == {","} else "." if shown == {"."} else ""


def _sample(table: Table, index: int) -> Sequence[str]:
    return [cell for row in table.rows[:500] if isinstance(cell := row.cell(index), str) and cell[-1:].isdigit()]
