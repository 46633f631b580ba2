"""Made-up documents with a trap each: what looks like a total, a date or a currency and is none."""

from __future__ import annotations

import pytest

from backend.core.fields.read import read_fields

# name: total, currency, day of issue ("" where the document does not say), text
TRAPS = {
    "a utility bill with a previous balance": ("141.75", "GBP", "2023-03-12", """\
City Power Ltd
Statement date: 12 Mar 2023
Previous balance £120.00
Payment received - thank you -£120.00
Electricity used 450 kWh £135.00
VAT at 5% £6.75
Total new charges £141.75
Total amount due £141.75
Please pay by 26 Mar 2023
"""),
    "an invoice in two currencies": ("1190.91", "EUR", "2023-05-06", """\
Global Freight BV
Invoice 2023-88  Date 2023-05-06
Sea freight USD 1,200.00
Handling EUR 100.00
Exchange rate 1.10
Total EUR 1,190.91
"""),
    "a folio with a deposit": ("146.00", "EUR", "2023-05-03", """\
HOLIDAY HOTEL
Folio 332
Arrival: 01/05/2023 Departure: 03/05/2023
Invoice date: 03/05/2023
Room 2 nights 240.00
City tax 6.00
Total EUR 246.00
Deposit paid -100.00
Balance due EUR 146.00
"""),
    "a table with a column named total": ("7.00", "", "2023-02-01", """\
ACME CAFE
Item Qty Price Total
Tea 2 1.50 3.00
Cake 1 4.00 4.00
Total 7.00
Cash 10.00
Change 3.00
01-02-2023
"""),
    "totals of items, quantities and savings": ("12.50", "", "", """\
SHOP
Total Items: 3
Total Qty: 5
Total: 12.50
Total Savings: 2.00
You saved 2.00
"""),
    "labels behind the amounts": ("10.70", "", "2022-11-30", """\
STORE
10.00 SUBTOTAL
0.70 TAX
10.70 TOTAL
11/30/2022
"""),
    "labels glued to the amounts": ("15.90", "MYR", "2017-08-12", """\
KEDAI ABC
TOTAL:RM15.90
CASH:RM20.00
CHANGE:RM4.10
12/08/17
"""),
    "a total that words repeat": ("5900.00", "INR", "2021-01-05", """\
Invoice No: 77
Date: 5th January, 2021
TOTAL AMOUNT (INR) : 5,900.00
Rupees five thousand nine hundred only
"""),
    "a tax included in the total": ("33.00", "MYR", "2019-03-05", """\
RESTORAN
TOTAL (INCL. SST) RM 33.00
SST 6% INCLUDED RM 1.87
Date 2019-03-05 10:00
"""),
    "a total of discounts": ("95.40", "", "", """\
SHOP
SUBTOTAL 100.00
TOTAL DISCOUNT 10.00
TOTAL TAX 5.40
TOTAL 95.40
CARD 95.40
"""),
    "a rent receipt with nothing but an amount": ("1250.00", "USD", "2023-03-01", """\
Rent receipt
Received from J. Doe the amount of $1,250.00
for rent March 2023
Date: 03/01/2023 Austin, TX 78701
"""),
    "a German invoice with a row of columns": ("1190.00", "EUR", "2023-02-01", """\
Firma Bau GmbH
Rechnung 12
Datum 01.02.2023
Summe Netto 19% MwSt Summe Brutto
1.000,00 190,00 1.190,00
Zahlbetrag: 1.190,00 EUR
"""),
    "a French till with a table of taxes behind the total": ("23.40", "EUR", "2022-04-03", """\
SUPERETTE
TOTAL A PAYER 23,40 €
CB 23,40 €
Taux HT TVA TTC
5,5% 22,18 1,22 23,40
Total 22,18 1,22 23,40
Le 03/04/2022 a 12:03
"""),
    "an Australian fuel receipt with rounding": ("54.25", "AUD", "2024-02-14", """\
PETROL STOP PTY LTD
ABN 11 222 333 444
14/02/24 10:11
UNLEADED 30.15 L @ 179.9 54.24
TOTAL 54.24
Rounding 0.01
CASH 54.25
GST INCLUDED 4.93
"""),
    "loyalty points": ("45.00", "", "", """\
MART
TOTAL 45.00
VISA 45.00
POINTS EARNED 45
TOTAL POINTS 1,245
BALANCE POINTS 1,245.00
"""),
    "a purchase paid in two ways": ("45.00", "USD", "2021-03-15", """\
STORE INC
Austin, TX 78701
Total $45.00
Gift Card $20.00
Visa $25.00
03/15/2021
"""),
    "an Indonesian invoice": ("1665000.00", "IDR", "2021-06-05", """\
PT MAJU JAYA
Jl. Merdeka 1 Jakarta
Tanggal: 05/06/2021
Jasa konsultasi Rp 1.500.000,00
PPN 11% Rp 165.000,00
Total Rp 1.665.000,00
"""),
    "a Canadian receipt": ("45.20", "CAD", "2023-10-11", """\
MAPLE HARDWARE
Toronto, ON M5V 2T6
HST# 12345 6789 RT0001
2023-10-11 14:03
Paint $40.00
Subtotal $40.00
HST 13% $5.20
Total $45.20
Debit $45.20
"""),
    "a Belgian invoice": ("212.00", "EUR", "2022-11-12", """\
Bakkerij Peeters BVBA
BE 0123.456.789
Factuur 55
Datum: 12/11/2022
Taarten € 200,00
BTW 6% € 12,00
Totaal incl. BTW € 212,00
"""),
    "a Greek receipt": ("1.20", "EUR", "2022-03-12", """\
ΦΟΥΡΝΟΣ ΝΙΚΟΣ
ΑΦΜ 123456789
12/03/2022 09:10
ΨΩΜΙ 1,20
ΣΥΝΟΛΟ 1,20 €
ΜΕΤΡΗΤΑ 2,00
ΡΕΣΤΑ 0,80
"""),
    "a Korean receipt": ("9000", "KRW", "2023-04-05", """\
맛있는식당
2023-04-05 12:30
비빔밥 9,000
합계 9,000원
카드 9,000원
"""),
    "a Thai receipt": ("60.00", "THB", "2023-06-05", """\
ร้านอาหาร
วันที่ 05/06/2023
ข้าวผัด 60.00
รวมทั้งสิ้น 60.00 บาท
เงินสด 100.00
เงินทอน 40.00
"""),
    "an Emirati invoice": ("105.00", "AED", "2022-08-09", """\
DESERT TRADING LLC
TRN 100123456700003
Dubai, UAE
Date: 09/08/2022
Goods AED 100.00
VAT 5% AED 5.00
Total AED 105.00
"""),
    "a Kuwaiti receipt with three decimals": ("3.750", "KWD", "2022-10-10", """\
Kuwait Stores
Date 10/10/2022
Item KD 1.250
Item KD 2.500
Total KWD 3.750
"""),
    "a Vietnamese receipt": ("90000", "VND", "2020-03-05", """\
QUÁN PHỞ HÀ NỘI
MST: 0101234567
Ngày 5 tháng 3 năm 2020
Phở bò 2 45.000 90.000
Tổng cộng: 90.000 đ
"""),
    "a Chilean receipt": ("12990", "CLP", "2021-05-12", """\
FERRETERIA SUR LTDA
R.U.T.: 76.123.456-7
BOLETA ELECTRONICA
Fecha: 12-05-2021
Martillo $12.990
TOTAL $12.990
"""),
    "a scan with a blank inside an amount": ("9.50", "MYR", "2017-05-03", """\
CAFE XYZ SDN BHD
DATE 3/5/2017
TOTAL RM 9 .50
CASH RM 10.00
CHANGE RM 0.50
"""),
}  # fmt: skip


@pytest.mark.parametrize(("total", "unit", "issued", "text"), TRAPS.values(), ids=TRAPS)
def test_the_trap_is_not_stepped_into(total: str, unit: str, issued: str, text: str) -> None:
    fields = read_fields(text)
    assert str(fields.total.value) == total
    assert (fields.currency.value or "", str(fields.date.value or "")) == (unit, issued)
