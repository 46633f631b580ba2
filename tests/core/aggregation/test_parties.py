"""Contracts with a firm: it may be either party."""

from __future__ import annotations

import pytest

from backend.core.aggregation.aggregate import aggregate
from backend.core.plan import Filters, Plan
from tests.core.findings import finding

LEASE = finding("950.00", "lease", vendor="Greyfriars LLP", fields={"parties": "Greyfriars LLP; Carter Consulting Ltd"})
OTHER = finding("120.00", "other", vendor="Northwind Ltd", fields={"parties": "Northwind Ltd; Sable plc"})


@pytest.mark.parametrize("name", ["Greyfriars", "Carter Consulting", "Carter Consulting Ltd"])
def test_a_contract_is_found_by_either_party(name: str) -> None:
    plan = Plan(operation="count", what="contracts", filters=Filters(vendor=name))
    made = aggregate(plan, [LEASE, OTHER])
    assert made.counted == (0,)
    assert not [note for note in made.notes if note.startswith("Counted as")]


def test_the_reason_names_the_vendor_of_the_contract_left_out() -> None:
    made = aggregate(Plan(operation="count", filters=Filters(vendor="Sable")), [LEASE, OTHER])
    assert made.counted == (1,)
    assert made.left_out[0].verdict.reason == "From Greyfriars LLP, not Sable."
