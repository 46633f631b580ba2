"""Made-up receipts and invoices in the styles of many countries, each with what a person reads in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Paper:
    name: str
    total: str
    unit: str
    issued: date
    text: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.total)


PAPERS = (
    Paper("a German supermarket", "11.48", "EUR", date(2023, 5, 4), """\
FRISCHMARKT Weber
Hauptstr. 12
70173 Stuttgart
UID Nr. DE123456789
                          EUR
VOLLMILCH 3,5%           1,19 B
BAUERNBROT               3,49 B
TOMATEN
   0,852 kg x 2,99 EUR/kg 2,55 B
SPUELMITTEL              4,25 A
--------------------------------
SUMME            EUR    11,48
Geg. BAR         EUR    20,00
Rückgeld BAR     EUR     8,52
Steuer  %    Netto   Steuer  Brutto
A= 19,0%      3,57    0,68    4,25
B=  7,0%      6,76    0,47    7,23
Gesamtbetrag 10,33    1,15   11,48
Datum: 04.05.23  Uhrzeit: 17:32:11
Bon-Nr. 4711
Vielen Dank für Ihren Einkauf
"""),
    Paper("a German invoice", "1547.00", "EUR", date(2024, 3, 3), """\
Muster & Sohn GmbH · Lindenallee 5 · 10115 Berlin
Frau
Erika Beispiel
Gartenweg 3
04109 Leipzig
Rechnung Nr. 2024-0117
Rechnungsdatum: 3. März 2024
Leistungszeitraum: 01.02.2024 - 29.02.2024
Pos. Bezeichnung Menge Einzelpreis Gesamt
1 Beratung 10 Std. 100,00 € 1.000,00 €
2 Reisekosten 1 300,00 € 300,00 €
Nettobetrag 1.300,00 €
zzgl. 19 % MwSt. 247,00 €
Rechnungsbetrag 1.547,00 €
Zahlbar bis 17.03.2024 ohne Abzug.
IBAN DE02 1203 0000 0000 2020 51
"""),
    Paper("a French restaurant", "47.50", "EUR", date(2022, 7, 14), """\
LE PETIT BISTROT
14 rue des Lilas
75011 PARIS
SIRET 123 456 789 00012
Table 7   2 couverts
14/07/2022 21:15
2 Menu midi        36,00
1 Vin rouge         7,50
2 Café              4,00
Sous-total         47,50
TOTAL TTC          47,50 EUR
dont TVA 10%        3,64
dont TVA 20%        1,25
CARTE BANCAIRE     47,50
Merci de votre visite
"""),
    Paper("a French invoice", "2 400,00".replace(" ", "").replace(",", "."), "EUR", date(2021, 11, 2), """\
SARL Dupont Rénovation
RCS Lyon B 123 456 789
FACTURE N° F2021-087
Date : 2 novembre 2021
Client : M. Martin
Désignation                Qté    PU HT      Montant HT
Pose de carrelage          20     80,00      1 600,00
Fournitures                 1    400,00        400,00
Total HT                                     2 000,00 €
TVA 20 %                                       400,00 €
Total TTC                                    2 400,00 €
Acompte versé                                    0,00 €
Net à payer                                  2 400,00 €
Date d'échéance : 2 décembre 2021
"""),
    Paper("an Italian till", "15.30", "EUR", date(2023, 9, 21), """\
BAR PASTICCERIA ROMA SNC
VIA GARIBALDI 8
20121 MILANO
P.IVA 01234567890
DOCUMENTO COMMERCIALE
di vendita o prestazione
DESCRIZIONE      IVA   Prezzo(€)
CAPPUCCINO      10%        1,80
PASTE ASSORTITE 10%       13,50
TOTALE COMPLESSIVO        15,30
di cui IVA                 1,39
Pagamento contante        20,00
Resto                      4,70
21-09-2023 08:12
DOC.N. 0012-0044
"""),
    Paper("a Spanish invoice", "1210.00", "EUR", date(2023, 2, 15), """\
Soluciones Ibéricas S.L.
CIF: B12345678
Calle Mayor 1, 28013 Madrid
FACTURA Nº: 2023/045
Fecha: 15 de febrero de 2023
Concepto Importe
Desarrollo web 1.000,00
Base imponible 1.000,00
IVA 21% 210,00
TOTAL FACTURA 1.210,00 €
Vencimiento: 17/03/2023
"""),
    Paper("a Portuguese supermarket", "8.97", "EUR", date(2022, 12, 1), """\
MERCADO DO BAIRRO, LDA
CONTRIBUINTE: 500123456
FATURA SIMPLIFICADA FS 001/1234
2022-12-01 18:44
LEITE MEIO GORDO 6x0,79   4,74
PAO DE FORMA              1,49
ARROZ                     2,74
SUBTOTAL                  8,97
TOTAL A PAGAR             8,97
MULTIBANCO                8,97
%IVA  BASE   IVA
6,00%  8,46  0,51
"""),
    Paper("a Dutch invoice", "363.00", "EUR", date(2024, 1, 9), """\
Schildersbedrijf Jansen B.V.
KvK 12345678
BTW NL123456789B01
Factuurnummer: 20240012
Factuurdatum: 9 januari 2024
Vervaldatum: 23 januari 2024
Schilderwerk 6 uur à € 50,00 € 300,00
Subtotaal € 300,00
BTW 21% € 63,00
Te betalen € 363,00
"""),
    Paper("a Polish till", "23.47", "PLN", date(2021, 6, 8), """\
SKLEP SPOŻYWCZY "ANNA"
ul. Kwiatowa 3, 00-001 Warszawa
NIP 123-456-78-90
2021-06-08  nr wydr. 001234
PARAGON FISKALNY
Chleb            1 x4,99     4,99 C
Ser żółty    0,350 x29,90   10,47 C
Proszek          1 x8,01     8,01 A
SPRZEDAŻ OPODATKOWANA A      8,01
PTU A 23,00%                 1,50
SPRZEDAŻ OPODATKOWANA C     15,46
PTU C 5,00%                  0,74
SUMA PTU                     2,24
SUMA PLN                    23,47
GOTÓWKA PLN                 50,00
RESZTA PLN                  26,53
"""),
    Paper("a Czech invoice", "12100", "CZK", date(2023, 10, 5), """\
FAKTURA - daňový doklad č. 20230098
Dodavatel: Novák Stavby s.r.o.
IČO: 12345678  DIČ: CZ12345678
Datum vystavení: 05.10.2023
Datum splatnosti: 19.10.2023
Stavební práce            10 000,00 Kč
DPH 21 %                   2 100,00 Kč
Celkem k úhradě           12 100,00 Kč
"""),
    Paper("a Swedish receipt", "249.00", "SEK", date(2023, 4, 30), """\
JÄRNHANDELN I LUND AB
Org.nr: 556123-4567
Kvitto nr 8812
2023-04-30 14:22
Hammare                  199,00
Spik 100-pack             50,00
Totalt                   249,00 SEK
Varav moms 25%            49,80
Kontokort                249,00
Öppet köp 30 dagar
"""),
    Paper("a Norwegian receipt", "100", "NOK", date(2022, 8, 17), """\
KAFFEBAREN AS
NO 912 345 678 MVA
Dato: 17.08.2022 Kl: 09:15
2 Kaffe       kr 80,-
1 Bolle       kr 20,-
Totalt        kr 100,-
MVA 15%       kr 13,04
Bankkort      kr 100,-
"""),
    Paper("a Danish invoice", "6250.00", "DKK", date(2023, 6, 1), """\
Hansen Konsulent ApS
CVR-nr. 12345678
Faktura nr. 1055
Fakturadato: 1. juni 2023
Konsulentbistand 10 timer 500,00 5.000,00
Subtotal 5.000,00
Moms 25% 1.250,00
At betale DKK 6.250,00
Forfaldsdato: 15. juni 2023
"""),
    Paper("a Finnish receipt", "12.40", "EUR", date(2021, 3, 5), """\
R-KIOSKI KAMPPI
Y-tunnus 1234567-8
5.3.2021 klo 12.05
Kahvi            3,20
Sämpylä          9,20
YHTEENSÄ        12,40
Kortti          12,40
ALV 14% 10,88 1,52 12,40
"""),
    Paper("a Hungarian till", "3480", "HUF", date(2022, 5, 20), """\
KISBOLT KFT.
1051 Budapest, Fő utca 2.
ADÓSZÁM: 12345678-2-41
NYUGTA
KENYÉR 1 DB        890 Ft
SAJT 1 DB        2 590 Ft
ÖSSZESEN:        3 480 Ft
BANKKÁRTYA       3 480 Ft
2022.05.20. 16:48
"""),
    Paper("a Swiss receipt", "54.35", "CHF", date(2023, 12, 24), """\
Bäckerei Huber AG
Bahnhofstrasse 1, 8001 Zürich
CHE-123.456.789 MWST
24.12.2023 10:05
Zopf                  6.50
Torte                47.85
Total CHF            54.35
Bar CHF             100.00
Rückgeld CHF         45.65
"""),
    Paper("a Swiss invoice", "1234.50", "CHF", date(2023, 11, 30), """\
Treuhand Meier AG
Rechnung 88-2023
Zürich, 30. November 2023
Honorar Buchführung  CHF 1'146.25
MWST 7.7%  CHF 88.25
Total zahlbar innert 30 Tagen  CHF 1'234.50
"""),
    Paper("an American diner", "27.61", "USD", date(2023, 3, 7), """\
SUNNY SIDE DINER
123 Main St
Austin, TX 78701
(512) 555-0147
03/07/2023 8:41 AM
Server: Amy   Table 12
2 Pancakes          15.98
1 Omelette           7.49
Subtotal            23.47
Sales Tax 8.25%      1.94
Tip                  2.20
Total               27.61
VISA ****1234       27.61
"""),
    Paper("an American invoice", "10825.00", "USD", date(2022, 9, 12), """\
Acme Widgets, Inc.
500 Industrial Way, Portland, OR 97201
INVOICE
Invoice #: 10045
Invoice Date: 9/12/2022
Due Date: 10/12/2022
Bill To: Globex LLC
Qty Description Unit Price Amount
1,000 Widget $10.00 $10,000.00
Subtotal $10,000.00
Sales tax (8.25%) $825.00
Total Due $10,825.00
"""),
    Paper("an invoice whose labels and amounts are in columns of their own", "660.00", "GBP", date(2023, 1, 31), """\
Brown & Partners Ltd
VAT No: GB 123 4567 89
Invoice No: 778
Date: 31 January 2023
Subtotal
VAT @ 20%
Total
£550.00
£110.00
£660.00
"""),
    Paper("a British till", "6.85", "GBP", date(2021, 10, 9), """\
CORNER SHOP
12 High Street, York YO1 7EP
09/10/21 17:20
MILK 2L              1.25
BREAD                1.10
MAGAZINE             4.50
3 ITEMS
TOTAL               £6.85
CASH               £10.00
CHANGE              £3.15
TOTAL SAVINGS        £0.75
YOUR CLUBCARD POINTS 6
"""),
    Paper("an Australian tax invoice", "132.00", "AUD", date(2023, 2, 3), """\
Bright Plumbing Pty Ltd
ABN 12 345 678 901
TAX INVOICE 5521
Date 03/02/2023
Call-out fee $120.00
GST $12.00
Total (inc GST) $132.00
Please pay within 7 days
"""),
    Paper("an Indian bill", "1,18,000.00".replace(",", ""), "INR", date(2022, 4, 1), """\
Sharma Traders Pvt. Ltd.
GSTIN: 27ABCDE1234F1Z5
Tax Invoice No. ST/22-23/0001
Date: 01-Apr-2022
Laptop 2 50,000.00 1,00,000.00
Taxable value 1,00,000.00
CGST 9% 9,000.00
SGST 9% 9,000.00
Grand Total Rs. 1,18,000.00
Amount in words: One lakh eighteen thousand only
"""),
    Paper("a Singapore cafe", "14.10", "SGD", date(2023, 7, 2), """\
KOPI CORNER PTE LTD
1 Raffles Place Singapore 048616
GST Reg No: 201234567K
02/07/2023 13:05
Laksa           8.00
Teh Tarik       4.00
Subtotal       12.00
Svc Chg 10%     1.20
GST 7%          0.92
Rounding       -0.02
Total         $14.10
NETS          $14.10
"""),
    Paper("an Indonesian till", "87500", "IDR", date(2022, 11, 11), """\
TOKO SUMBER REJEKI
Jl. Sudirman 10, Jakarta
NPWP: 01.234.567.8-901.000
11-11-2022 19:02
BERAS 5KG          65.000
GULA 1KG           14.500
TELUR               8.000
TOTAL              87.500
TUNAI             100.000
KEMBALI            12.500
"""),
    Paper("a Japanese receipt", "1298", "JPY", date(2023, 8, 15), """\
カフェさくら
東京都渋谷区1-2-3
2023年8月15日 14:30
コーヒー        ¥480
ケーキ          ¥700
小計          ¥1,180
消費税(10%)     ¥118
合計          ¥1,298
お預り        ¥2,000
お釣り          ¥702
"""),
    Paper("a Brazilian receipt", "35.80", "BRL", date(2023, 5, 10), """\
PADARIA PÃO DE OURO LTDA
CNPJ 12.345.678/0001-90
10/05/2023 07:58:00
PAO FRANCES 0,500 KG x 15,80   7,90
QUEIJO MINAS                  27,90
QTD. TOTAL DE ITENS               2
VALOR TOTAL R$                35,80
DINHEIRO                      50,00
TROCO R$                      14,20
"""),
    Paper("a Mexican receipt", "348.00", "MXN", date(2022, 2, 28), """\
FERRETERÍA EL CLAVO S.A. DE C.V.
RFC: FEC010101AB1
Fecha: 28/02/2022
Martillo         200.00
Clavos           100.00
Subtotal        $300.00
IVA 16%          $48.00
TOTAL           $348.00
Efectivo        $400.00
Cambio           $52.00
"""),
    Paper("a Turkish receipt", "157.50", "TRY", date(2023, 1, 12), """\
GÜNEŞ MARKET LTD. ŞTİ.
VERGİ DAİRESİ KADIKÖY 1234567890
TARİH : 12.01.2023  SAAT : 18:22
SÜT %8             *32,50
PEYNİR %8         *125,00
TOPKDV             *11,67
TOPLAM            *157,50
NAKİT             *200,00
PARA ÜSTÜ          *42,50
"""),
    Paper("a Russian receipt", "1250.00", "RUB", date(2021, 12, 30), """\
ООО "Ромашка"
ИНН 7701234567
30.12.2021 15:40
Хлеб              50.00
Торт            1200.00
ИТОГО           1250.00
НАЛИЧНЫМИ       1500.00
СДАЧА            250.00
"""),
    Paper("a Malaysian receipt with rounding", "45.35", "MYR", date(2018, 2, 7), """\
KEDAI SERBANEKA MAJU SDN BHD (123456-X)
JALAN MAWAR, 41150 KLANG, SELANGOR
GST ID : 000123456789
03:16PM  569337  07-02-18
LAICI DALAM TIN   RM10.14  S
GULA 12KG         RM35.20  Z
TOTAL SALES (INCLUSIVE GST) RM  45.34
ROUNDING ADJUSTMENT RM  .01
ROUNDING RM  45.35
CASH RM  50.00
CHANGE RM  4.65
GST SUMMARY  AMOUNT (RM)  TAX(RM)
S = 6%  9.57  .57
Z= 0%  35.20  .00
"""),
    Paper("a scan with misread labels", "18.90", "MYR", date(2017, 6, 22), """\
RESTORAN SELERA KAMPUNG
N0. 5, JALAN MELUR, 50300 KUALA LUMPUR
DATE : 22/06/2017 12:44
NASI LEMAK   2   6.00   12.00
TEH AIS      3   2.30    6.90
SUBT0TAL          18.90
T0TAI    RM       18.90
CA5H     RM       20.00
CHAN6E   RM        1.10
"""),
    Paper("a credit note", "-119.00", "EUR", date(2023, 4, 12), """\
Technik Shop GmbH
Gutschrift Nr. G-2023-17
Datum: 12.04.2023
Rückgabe Drucker  -100,00 €
MwSt. 19 %  -19,00 €
Gesamtbetrag  -119,00 €
"""),
    Paper("an invoice over two pages", "1440.00", "GBP", date(2023, 3, 14), """\
Northern Supplies Limited
Invoice number 5567   Invoice date 14/03/2023
Chairs 4 150.00 600.00
Page total 600.00
Carried forward 600.00
Page 1 of 2
Northern Supplies Limited
Invoice number 5567   Invoice date 14/03/2023
Brought forward 600.00
Desk 2 300.00 600.00
Net total 1,200.00
VAT at 20% 240.00
Invoice total £1,440.00
Page 2 of 2
"""),
    Paper("a phone bill with an old balance", "42.99", "EUR", date(2022, 6, 1), """\
Telefonica Beispiel GmbH & Co. KG
Ihre Rechnung vom 01.06.2022
Kundennummer 987654321
Rechnungsnummer 12-3456789
Grundgebühr Tarif M 36,13
Nettobetrag 36,13
19% MwSt. 6,86
Rechnungsbetrag 42,99 EUR
Der Betrag wird am 08.06.2022 von Ihrem Konto abgebucht.
"""),
    Paper("a parking ticket", "3.50", "EUR", date(2020, 2, 29), """\
Parkhaus Altstadt
Quittung
Einfahrt 29.02.20 10:02
Bezahlt 29.02.20 12:15
Parkdauer 02:13
Betrag 3,50 EUR
inkl. 19% MwSt 0,56 EUR
"""),
    Paper("a South African slip", "1150.00", "ZAR", date(2023, 5, 3), """\
Cape Tools (Pty) Ltd
VAT No. 4123456789
Tax Invoice  2023/05/03
Drill          R 1 000.00
VAT 15%        R   150.00
TOTAL          R 1 150.00
"""),
    Paper("a Chinese receipt", "86.50", "CNY", date(2023, 2, 14), """\
好味道餐厅
日期：2023-02-14 19:20
红烧肉   58.00
青菜     18.50
米饭     10.00
合计：¥86.50
实收：100.00
找零：13.50
"""),
    Paper("a Romanian receipt", "64.20", "RON", date(2022, 3, 19), """\
MAGAZIN CENTRAL S.R.L.
CUI: RO12345678
BON FISCAL
PAINE        4,20
CAFEA       60,00
TOTAL LEI   64,20
NUMERAR    100,00
REST        35,80
DATA: 19/03/2022 ORA: 11:25
"""),
    Paper("a Ukrainian receipt", "320.00", "UAH", date(2021, 9, 1), """\
ТОВ "Сонечко"
м. Київ
Сир 120,00 грн
Ковбаса 200,00 грн
СУМА 320,00 грн
ПДВ 20% 53,33
Готівка 500,00
Решта 180,00
01.09.2021 10:10
"""),
)  # fmt: skip
