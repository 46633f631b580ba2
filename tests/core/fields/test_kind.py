"""Kinds: what a document is, by its title or its form."""

from __future__ import annotations

import pytest

from backend.core.fields.read import read_fields


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CREDIT NOTE\nTotal £5.00", "credit note"),
        ("INVOICE\nACME Ltd\nBill to: Finch\nTotal £5.00", "invoice"),
        ("Corner Shop\nBread £2.00\nTotal £2.00\nCash £5.00\nChange £3.00", "receipt"),
        ("SERVICE AGREEMENT\nbetween A and B\nThe fee is £500.00 a month.", "contract"),
        ("Mietvertrag\nDie Miete beträgt 950,00 EUR.", "contract"),
        ("QUOTATION\nACME Ltd\nTotal £5.00", "offer"),
        ("From: Anna <a@example.com>\nTo: tom@example.com\nSubject: Hello\n\nYour invoice is late.", "mail"),
        ("12/03/2021, 09:14 - Anna: hi\n12/03/2021, 09:15 - Tom: £24.50\n12/03/2021, 09:17 - Anna: ok", "chat"),
        ("TAX INVOICE\nCorner Shop\nTotal RM 2.00\nCash RM 2.00", ""),
        ("The rose is without why.", ""),
    ],
)
def test_a_document_says_what_it_is(text: str, kind: str) -> None:
    assert read_fields(text).kind == kind
