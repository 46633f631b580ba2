"""Parties: who a contract is between, and which of them is its vendor."""

from __future__ import annotations

import pytest

from backend.core.fields.document import document_finding
from backend.core.fields.read import read_fields

OURS = "Carter Ltd"


@pytest.mark.parametrize(
    ("text", "vendor"),
    [
        ("SERVICE AGREEMENT\nbetween Northwind Ltd (the “Supplier”) and Carter Ltd (the “Customer”).", "Northwind Ltd"),
        ("SERVICE AGREEMENT\nby and between Carter Ltd (the “Customer”) and Northwind Ltd (the “Supplier”).",
         "Northwind Ltd"),
        ("LEASE AGREEMENT\nTHIS AGREEMENT is made between:\n\n(1) Greyfriars LLP, a company registered in"
         " England and Wales (the “Landlord”); and\n\n(2) Carter Ltd, of 9 Mill Lane (the “Tenant”).",
         "Greyfriars LLP"),
        ("CLEANING CONTRACT\nbetween Smith and Sons Ltd, Leeds, and Carter Ltd, Lewes", "Smith and Sons Ltd"),
        ("Stromliefervertrag\n\nzwischen Rheinland Energie GmbH (nachfolgend „Anbieter“) und Carter Ltd (nachfolgend"
         "\n„Kunde“)", "Rheinland Energie GmbH"),
        ("Mietvertrag\n\nzwischen\n\nImmobilien Brandt KG\nHauptstr. 5\n- Vermieter -\n\nund\n\nCarter Ltd\n- Mieter -",
         "Immobilien Brandt KG"),
        ("CONTRAT DE PRESTATION\nEntre les soussignés : Cabinet Duval, ci-après « le Prestataire », et Carter Ltd,"
         " ci-après « le Client ».", "Cabinet Duval"),
        ("CONTRATO DE SERVICIOS\nDe una parte, Limpiezas Sol S.L. (el Prestador), y de otra, Carter Ltd (el Cliente).",
         "Limpiezas Sol S.L."),
        ("Arbeitsvertrag\nzwischen der Muster GmbH, Weg 1 (Arbeitgeber) und Carter Ltd (Arbeitnehmer)", "Muster GmbH"),
        ("BAIL COMMERCIAL\nENTRE LES SOUSSIGNÉS :\nLa société Immo Sud SAS, ci-après le bailleur\nET\nLa société Carter"
         " Ltd, ci-après le preneur", "Immo Sud SAS"),
        ("NON-DISCLOSURE AGREEMENT\nentered into by and between Acme, Inc., a Delaware corporation, and Carter Ltd",
         "Acme, Inc."),
        ("CONTRATO DE SERVICIOS\nentre Aguas de Levante S.A. y Carter Ltd", "Aguas de Levante S.A."),
    ],
)  # fmt: skip
def test_the_vendor_of_a_contract_is_the_party_that_is_not_the_customer(text: str, vendor: str) -> None:
    fields = read_fields(text)
    assert fields.kind == "contract"
    assert (fields.vendor.value, fields.parties) == (vendor, (vendor, OURS))
    assert fields.vendor.best is not None
    assert text[fields.vendor.best.start : fields.vendor.best.end] == vendor


def test_the_title_of_a_contract_is_not_its_vendor() -> None:
    for when in ("May and June", "May 2024 and June 2025", "1 May 2024 and 3 June 2025"):
        assert read_fields(f"SERVICE AGREEMENT\n\nThe fee is £500.00 between {when}.").vendor.value is None


def test_only_a_contract_has_parties() -> None:
    assert read_fields("INVOICE\nBlue Ltd\nTravel between Leeds and York\nTotal £5.00").parties == ()


def test_a_finding_names_both_parties() -> None:
    found = document_finding("d", "LEASE\nbetween Greyfriars LLP and Carter Ltd, dated 1 May 2024")
    assert found is not None
    assert found.fields["parties"] == "Greyfriars LLP; Carter Ltd"
