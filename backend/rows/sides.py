"""Sides: what went out and what came in, where one column of amounts holds both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from backend.rows.amounts import NO_AMOUNT, OTHER_WAY, Amounts, is_blank, is_number, read_amounts
from backend.rows.measure import FLOW, Measure, asked_role
from backend.rows.roles import MONEY, NUMERIC, Role, RoleMap, column_index
from backend.rows.table import Table, unnamed, written
from backend.rows.words import tokens, word_set

Side = Literal["out", "in", "change", ""]
Values = Sequence[Decimal | None]
OUT = word_set(
    """
    debit debits dr d out withdrawal s soll lastschrift debito dare d-debit af w uitgaven debe cargo payment purchase
    belastung ausgang ausgabe ausgaben zahlungsausgang expense expenses outgoing sortie depense depenses gasto gastos
    salida cargos
    """
)
IN = word_set(
    """
    credit credits cr c in deposit h haben gutschrift credito avere c-credit bij inkomsten haber abono refund
    eingang einnahme einnahmen zahlungseingang income incoming entree recette recettes ingreso ingresos entrada abonos
    """
)

MOST = 0.8  # share of the rows that agree with a balance
HEADERS = word_set(
    """
    debit credit dr cr d c s h sh dc soll haben af bij kennzeichen kz vorzeichen indicator direction sens sense sign
    signe signo sentido transaction
    """
)
# A card of credit or debit pays either way.
MEANS = word_set(
    "card cards method means tender karte kartenart zahlungsart carte moyen mode tarjeta medio metodo forma"
)


def other_way(table: Table, roles: RoleMap, measure: Measure, amounts: Amounts) -> Amounts:
    """The amounts of the column for what went out; a row whose amount stands in the other one went the other way."""
    opposite: Role = "credit" if roles.role(measure.columns[0]) == "debit" else "debit"
    columns = [column_index(table, name) for name in roles.named(opposite)]
    problems = [
        OTHER_WAY if problem == NO_AMOUNT and any(is_number(row.cell(column)) for column in columns) else problem
        for row, problem in zip(table.rows, amounts.problems, strict=True)
    ]
    return replace(amounts, problems=tuple(problems))


def one_side(table: Table, roles: RoleMap, what: str, amounts: Amounts) -> tuple[Amounts, str]:
    """The amounts of the side that a question asks for, what went out as a positive number; and a sentence why.

    A column beside may name the side of each amount ("Debit", "S", "Bij"). Else a minus is what went out, if it is an
    account with a balance or most amounts have one; in a list of payments the few with a minus are refunds and stay.
    """
    asked = _asked(what)
    signs = _named_sides(table, roles)
    if signs and all(value is None or value >= 0 for value in amounts.values):
        column, sides = signs
        values = [
            None if value is None else value if side == "in" else value.copy_negate()
            for value, side in zip(amounts.values, sides, strict=True)
        ]
        return _keep(
            amounts, values, asked or "out"
        ), f'"{column}" says what went out and what came in. {TOLD[asked or "out"]}'
    runs = _has_running_balance(table, roles, amounts.values)
    if runs or (asked in {"out", "in"} and _is_mostly_negative(amounts.values)):
        side = asked or "out"
        return _keep(amounts, amounts.values, side), f"A minus is what went out. {TOLD[side]}"
    return amounts, ""


TOLD = {
    "out": "Only what went out was counted, as a positive number.",
    "in": "Only what came in was counted.",
    "change": "What went out was taken from what came in.",
}


def _asked(what: str) -> Side:
    words = frozenset(tokens(what))
    if words & FLOW:
        return "change"
    role = asked_role(words)
    return "out" if role == "debit" else "in" if role == "credit" else ""


def _named_sides(table: Table, roles: RoleMap) -> tuple[str, list[Side]] | None:
    """The column that says for each row which side it is on, and the sides."""
    for index, name in enumerate(table.columns):
        if roles.role(name) in NUMERIC or roles.role(name) == "date" or MEANS & set(tokens(name)):
            continue
        marks = {" ".join(tokens(written(cell))) for row in table.rows if not is_blank(cell := row.cell(index))}
        if not marks or not marks <= OUT | IN:
            continue
        telling = _names_sides(table, roles, index)
        if any(len(mark) == 1 for mark in marks) and not telling:
            continue  # "C" and "D" may be anything
        if (marks & OUT and marks & IN) or telling == "both":
            return name, ["in" if " ".join(tokens(written(row.cell(index)))) in IN else "out" for row in table.rows]
    return None


def _names_sides(table: Table, roles: RoleMap, index: int) -> Literal["", "some", "both"]:
    """Whether a column's place or name says that it marks sides: "S/H" names both, so one of them may not occur.

    Statements leave the name out where the marks follow the amounts.
    """
    if table.columns[index] == unnamed(index):
        return "both" if index and roles.role(table.columns[index - 1]) in MONEY else ""
    words = set(tokens(table.columns[index])) & (HEADERS | OUT | IN)
    if (words & OUT and words & IN) or words & {"sh", "dc"}:
        return "both"
    return "some" if words & HEADERS else ""


def _is_mostly_negative(values: Values) -> bool:
    negative = sum(1 for value in values if value is not None and value < 0)
    return negative > sum(1 for value in values if value is not None and value > 0)


def _has_running_balance(table: Table, roles: RoleMap, values: Values) -> bool:
    """Whether amounts with a minus among them change a balance from row to row; what is still owed does not do so."""
    if not any(value is not None and value < 0 for value in values):
        return False
    balances = (
        read_amounts([row.cell(column_index(table, name)) for row in table.rows]).values
        for name in roles.named("balance")
    )
    return any(runs([(values, each)]) for each in balances)


def runs(columns: Sequence[tuple[Values, Values]]) -> bool:
    """Whether amounts change the balances beside them from row to row, in either direction, in most of the rows."""
    agreeing = [
        not {value, earlier}.isdisjoint({after - before, before - after})
        for values, balances in columns
        for (earlier, before), (value, after) in pairwise(zip(values, balances, strict=True))
        if before is not None and after is not None and value is not None
    ]
    return bool(agreeing) and sum(agreeing) >= MOST * len(agreeing)


def _keep(amounts: Amounts, values: Values, side: Side) -> Amounts:
    """Those of one side, the others with the reason why they are left out; all of them for the change."""
    if side == "change":
        return replace(amounts, values=tuple(values))
    sign = -1 if side == "out" else 1
    kept = [value is None or value * sign >= 0 for value in values]
    return replace(
        amounts,
        values=tuple(
            None if value is None or not keep else value.copy_negate() if side == "out" else value
            for value, keep in zip(values, kept, strict=True)
        ),
        problems=tuple(problem if keep else OTHER_WAY for problem, keep in zip(amounts.problems, kept, strict=True)),
    )
