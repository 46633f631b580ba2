import pytest

from backend.core.fields.read import read_fields
from backend.core.fields.rows import split_lines
from backend.core.fields.vendor import find_vendor


@pytest.mark.parametrize(
    ("text", "vendor"),
    [
        (
            "TAN AH KOW\nHARVEST BOOKS (TAMAN MAJU) SDN BHD\n789417-W\nNO.5 JALAN SAGU",
            "HARVEST BOOKS (TAMAN MAJU) SDN BHD",
        ),
        ("RAINBOW BOOK\nCO. (M) SDN BHD\n(CO. NO. 113825-W)", "RAINBOW BOOK CO. (M) SDN BHD"),
        (
            "LEE BROTHERS HARDWARE\nENTERPRISE (SUNNY\nHILL) SDN BHD",
            "LEE BROTHERS HARDWARE ENTERPRISE (SUNNY HILL) SDN BHD",
        ),
        ("QUICK MART S/B (519537-X)\nLOT P.T. 2811", "QUICK MART S/B"),
        ("   Blue Door Cafe   \n12 High Street\nTotal 5.00", "Blue Door Cafe"),
        ("INVOICE\nSold by: Acme Trading Ltd.\nBill to: Globex LLC", "Acme Trading Ltd."),
        ("Rechnung 7\nVerkäufer:\nMuster GmbH\nKäufer: Beispiel AG", "Muster GmbH"),
        ("Muster GmbH · Weg 1 · 10115 Berlin\nRechnung", "Muster GmbH"),
        ("Muster GmbH - Rechnung RE-2026-7\nPage 1\nMuster GmbH\nRechnung RE-2026-7", "Muster GmbH"),
        ("SUNNY CASH & CARRY\nNO.15, JALAN 2\nCASH 5.00", "SUNNY CASH & CARRY"),
        ("TQ FOR SHOPPING WITH US\nNORTH ROAD KIOSK\nTotal 5.00", "NORTH ROAD KIOSK"),
        ("Blue Door Cafe – Receipt 12\n12 High Street", "Blue Door Cafe"),
        ("Hotel - Restaurant Krone\nTotal 5.00", "Hotel - Restaurant Krone"),
        ("From: Mill Shop <hello@mill.example>\nTo: tom@example.org", "Mill Shop"),
        ("Bestellbestätigung\nBlue Door\nIhre Bestellung vom 3. Mai", "Blue Door"),
        ("Angebot\nBlue Door\nWeg 1", "Blue Door"),
        ("Confirmation de commande\nBlue Door\n5 rue du Port", "Blue Door"),
        ("Bill to: Globex LLC\nBlue Sky Hosting\nwww.blueskyhosting.com", "Blue Sky Hosting"),
    ],
)
def test_the_issuer_is_named_as_it_stands_without_numbers_and_addresses(text: str, vendor: str) -> None:
    found = find_vendor(split_lines(text))
    assert found.value == vendor
    best = found.best
    assert best is not None
    assert text[best.start : best.end] == best.raw


def test_a_text_of_figures_has_no_vendor() -> None:
    assert read_fields("12.00\n13:45\n2018-01-01").vendor.value is None
