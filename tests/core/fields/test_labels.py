import pytest

from backend.core.fields.labels import classify, is_summary_header


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("TOTAL SALES (INCLUSIVE GST) RM", "total"), ("GST @6% INCLUDED IN TOTAL", "tax"), ("TOTAL INCLUDES 6% GST",
        "tax"),
        ("TOTAL(EXCLUDING GST)", "exclusive"), ("TOTAL (INCLUSIVE OF GST)", "total"), ("Total GST", "tax"),
        ("Total Qty", "quantity"),
        ("TOTAL ROUNDED", "payable"), ("Nett Total", "payable"), ("Total HT", "exclusive"), ("Total TTC", "payable"),
        ("zzgl. 19% MwSt", "tax"), ("Należność ogółem", "payable"), ("Zwischensumme", "subtotal"), ("Sous-total",
        "subtotal"),
        ("T O T A L", "total"), ("合計", "total"), ("小計", "subtotal"), ("お釣り", "change"), ("합계", "total"),
        ("ΣΥΝΟΛΟ", "total"),
        ("Итого", "total"), ("Rückgeld BAR", "change"), ("After discount", "total"), ("Total savings", "discount"),
        ("Total inkl. MWST CHF", "total"), ("Gesamtbetrag inkl. 19 % MwSt.", "payable"), ("inkl. 8.1% MWST", "tax"),
        ("Zwischentotal", "subtotal"), ("Total TVA incluse", "total"), ("Total TVA", "tax"), ("Fahrpreis", "amount"),
        ("Das monatliche Entgelt beträgt", "amount"), ("Le loyer est fixé à", "amount"),
        ("Gutschriftsbetrag", "payable"), ("Montant remboursé", "payable"),
        ("Total credit", "payable"), ("Importe reembolsado", "payable"),
        ("Previous balance", "earlier"), ("CHOCOLATE BAR", "none"), ("Tax Invoice", "none"), ("METAL LAMP", "none"),
    ],
)  # fmt: skip
def test_labels_of_many_languages_are_told_apart(label: str, kind: str) -> None:
    assert classify(label) == (kind, False)


@pytest.mark.parametrize(("label", "kind"), [("TOTAI", "total"), ("SUBTOTAI", "subtotal"), ("R0UNDlNG", "rounding")])
def test_misread_labels_are_put_right(label: str, kind: str) -> None:
    assert classify(label)[0] == kind


def test_the_heading_of_a_table_of_taxes_is_known() -> None:
    assert is_summary_header("GST SUMMARY  AMOUNT(RM)  TAX(RM)")
    assert is_summary_header("Riepilogo IVA")
    assert not is_summary_header("TAX INVOICE")
