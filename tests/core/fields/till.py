"""Prints made-up receipts: items, discount, service, tax, rounding and payment in the words and figures of a"
" country."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Words:
    """What a till calls things. `tax` and `summary` are headings; `number` writes an amount."""

    subtotal: tuple[str, ...]
    total: tuple[str, ...]
    final: tuple[str, ...]
    tax: str
    service: str
    discount: str
    rounding: str
    cash: str
    change: str
    card: str
    quantity: str
    summary: str
    comma: bool = False
    before: str = ""
    after: str = ""


ENGLISH = Words(
    ("Subtotal", "SUB-TOTAL", "Sub Total:"), ("TOTAL", "Total:", "Total Amount"),
    ("GRAND TOTAL", "Total Payable", "AMOUNT DUE", "Nett Total", "Balance Due"), "GST 6%", "Service Charge 10%",
    "Discount",
    "Rounding Adj", "CASH", "CHANGE", "VISA", "Total Qty", "GST Summary   Amount   Tax",
)  # fmt: skip
RINGGIT = Words(
    ("SUBTOTAL",), ("TOTAL", "TOTAL SALES"), ("TOTAL AMOUNT PAYABLE", "ROUNDED TOTAL", "FINAL TOTAL"), "GST @6%",
    "SVC CHG 10%",
    "DISC", "ROUNDING", "CASH", "CHANGE DUE", "MASTERCARD", "TOTAL ITEM", "GST SUMMARY  AMT(RM)  TAX(RM)", before="RM",
)  # fmt: skip
GERMAN = Words(
    ("Zwischensumme",), ("Summe", "Gesamt"), ("Gesamtbetrag", "Zu zahlen", "Endbetrag"), "MwSt 7%", "Service", "Rabatt",
    "Rundung", "Bar", "Rückgeld", "EC-Karte", "Anzahl Artikel", "MwSt Übersicht Netto Steuer", comma=True, after=" €",
)  # fmt: skip
FRENCH = Words(
    ("Sous-total",), ("Total", "TOTAL TTC"), ("Net à payer", "Montant à payer"), "TVA 10%", "Service", "Remise",
    "Arrondi",
    "Espèces", "Rendu monnaie", "Carte bancaire", "Nombre d'articles", "Détail TVA", comma=True, after=" EUR",
)  # fmt: skip
POLISH = Words(
    ("Suma częściowa",), ("Razem", "SUMA PLN"), ("DO ZAPŁATY", "Razem do zapłaty"), "PTU A 23%", "Dostawa", "Rabat",
    "Zaokrąglenie", "GOTÓWKA", "RESZTA", "KARTA", "Ilość", "Podatek", comma=True, after=" zł",
)  # fmt: skip
DOLLARS = Words(
    ("Subtotal",), ("Total", "TOTAL"), ("Amount Due", "Balance Due", "Grand Total"), "Sales Tax 8%", "Tip",
    "Coupon", "Rounding",
    "Cash Tendered", "Change Due", "Visa", "Items Sold", "Tax Summary", before="$",
)  # fmt: skip
ALL = (ENGLISH, RINGGIT, GERMAN, FRENCH, POLISH, DOLLARS)


def receipt(random: Random, words: Words) -> tuple[str, Decimal]:
    """A receipt and what was to be paid."""
    lines = [
        "Corner House Trading",
        "12 Long Road",
        f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/2019 12:44",
    ]
    subtotal = Decimal(0)
    count = random.randint(1, 6)
    for number in range(count):
        price = Decimal(random.randint(50, 20_000)) * CENT
        quantity = random.choice((1, 1, 2, 3))
        subtotal += price * quantity
        name = f"{random.choice(('Widget', 'Kettle', 'Lamp', 'Rope'))} {'ABCDEF'[number]}"
        lines.append(f"{name}  {quantity} x {_plain(price, words)}  {_plain(price * quantity, words)}")
    if random.random() < 0.3:
        lines.append(f"{words.quantity}  {count}")
    lines.append(f"{random.choice(words.subtotal)}  {_money(subtotal, words)}")
    total = subtotal
    if random.random() < 0.25:
        cut = (subtotal / 10).quantize(CENT, ROUND_HALF_UP)
        total -= cut
        lines.append(f"{words.discount}  -{_plain(cut, words)}")
    if random.random() < 0.25:
        service = (total / 10).quantize(CENT, ROUND_HALF_UP)
        total += service
        lines.append(f"{words.service}  {_money(service, words)}")
    tax = (total * 6 / 100).quantize(CENT, ROUND_HALF_UP)
    if random.random() < 0.6:
        total += tax
        lines.append(f"{words.tax}  {_money(tax, words)}")
    lines.append(f"{random.choice(words.total)}  {_money(total, words)}")
    if random.random() < 0.4:
        rounded = (total * 20).quantize(Decimal(1), ROUND_HALF_UP) / 20
        lines.append(f"{words.rounding}  {_plain(rounded - total, words)}")
        total = rounded.quantize(CENT)
        lines.append(f"{random.choice(words.final)}  {_money(total, words)}")
    lines += _payment(random, words, total)
    if random.random() < 0.5:
        lines += [words.summary, f"A  6%  {_plain(total - tax, words)}  {_plain(tax, words)}"]
    return "\n".join(lines), total


def _payment(random: Random, words: Words, total: Decimal) -> list[str]:
    if random.random() < 0.5:
        given = (total // 50 + 1) * 50
        return [
            f"{words.cash}  {_money(given.quantize(CENT), words)}",
            f"{words.change}  {_money(given - total, words)}",
        ]
    return [f"{words.card}  {_money(total, words)}"] if random.random() < 0.7 else []


def _money(value: Decimal, words: Words) -> str:
    return f"{words.before}{_plain(value, words)}{words.after}"


def _plain(value: Decimal, words: Words) -> str:
    written = f"{value:,.2f}"
    return written.translate(str.maketrans(",.", ".,")) if words.comma else written
