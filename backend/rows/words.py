"""Words by which tables name their columns, in the languages that business tables come in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).replace("| ", "|").split("|"))


def word_set(text: str) -> frozenset[str]:
    """Words between blanks as a set."""
    return frozenset(text.split())


# Role → phrases, without accents. A phrase of several words says more than one word, so it wins over it.
ROLE_WORDS = MappingProxyType(
    {
        "net": _phrases(
            """
            net|net amount|net value|net total|excl vat|ex vat|exc vat|excluding vat|excl tax|ex tax|excl gst|
            ex gst|before tax|without vat|netto|nettobetrag|nettosumme|ohne mwst|exkl mwst|zzgl mwst|ht|
            hors taxe|hors taxes|montant ht|total ht|imponibile|importo netto|base imponible|sin iva|neto|
            liquido|valor liquido|excl btw|exclusief btw|bedrag excl btw|kwota netto|wartosc netto|bez dph|
            exkl moms|subtotal|pretax|pre tax|pre vat|net of tax|net of vat
            """
        ),
        "tax": _phrases(
            """
            vat|tax|gst|hst|pst|qst|sales tax|vat amount|tax amount|mwst|ust|umsatzsteuer|mehrwertsteuer|steuer|
            steuerbetrag|tva|montant tva|iva|importe iva|imposta|impuesto|imposto|btw|btw bedrag|kwota vat|
            podatek|dph|moms|igv|icms|kdv|afa
            """
        ),
        "gross": _phrases(
            """
            gross|gross amount|gross value|gross total|incl vat|inc vat|including vat|incl tax|inc tax|incl gst|
            inc gst|with vat|after tax|amount due|grand total|brutto|bruttobetrag|bruttosumme|inkl mwst|
            gesamtbetrag|endbetrag|ttc|montant ttc|total ttc|toutes taxes|importo lordo|totale documento|
            con iva|bruto|valor bruto|incl btw|inclusief btw|bedrag incl btw|kwota brutto|wartosc brutto|s dph|
            inkl moms|total price|line total|total amount|order total|invoice total
            """
        ),
        "debit": _phrases(
            """
            debit|debits|debit amount|paid out|money out|withdrawal|withdrawals|payments out|out|dr|soll|
            lastschrift|ausgabe|ausgaben|belastung|debit eur|debe|cargo|cargos|retrait|sortie|depense|dare|
            addebito|addebiti|uscite|debito|saida|af|afschrijving|obciazenie|obciazenia|winien|rozchod|
            charge amount|outflow|spent|auszahlung|auszahlungen|ausgang|zahlungsausgang|abgang|sorties|decaissement|
            decaissements|retiro|retiros|salidas|egreso|egresos
            """
        ),
        "credit": _phrases(
            """
            credit|credits|credit amount|paid in|money in|deposit|deposits|payments in|in|cr|haben|gutschrift|
            einnahme|einnahmen|haber|abono|abonos|versement|entree|recette|avere|accredito|accrediti|entrate|
            credito|entrada|bij|bijschrijving|uznanie|uznania|przychod|inflow|received|einzahlung|einzahlungen|
            eingang|zahlungseingang|zugang|entrees|encaissement|encaissements|versements|deposito|depositos|
            entradas|ingreso|ingresos
            """
        ),
        "balance": _phrases(
            """
            balance|running balance|account balance|closing balance|balance after|outstanding|saldo|kontostand|
            solde|saldo contable|saldo disponible|disponible|stan|saldo po operacji|zustatek|bakiye
            """
        ),
        "price": _phrases(
            """
            price|unit price|unit cost|rate|price each|cost per unit|preis|einzelpreis|stuckpreis|prix|
            prix unitaire|pu|precio|precio unitario|prezzo|prezzo unitario|preco|preco unitario|prijs|stukprijs|
            cena|cena jednostkowa|pris|a pris
            """
        ),
        "quantity": _phrases(
            """
            quantity|qty|weight|distance|mileage|volume|duration|minutes|gewicht|poids|peso|
            units|count|number of|no of|pieces|pcs|volume|hours|menge|anzahl|stuck|stunden|
            quantite|qte|nombre|cantidad|unidades|quantita|qta|quantidade|qtd|aantal|ilosc|pocet|antal|maara|
            miktar|headcount
            """
        ),
        "percent": _phrases(
            """
            percent|percentage|pct|vat rate|tax rate|discount rate|mwst satz|steuersatz|taux|taux tva|tasa|
            aliquota|tarief|stawka vat|exchange rate|wechselkurs
            """
        ),
        "amount": _phrases(
            """
            amount|budget|forecast|planned|estimate|value|sum|total|cost|costs|spend|spending|expenditure|
            expense|payment|payment amount|paid|amount paid|transaction amount|invoice amount|actual|actuals|
            fee|fees|charge|revenue|sales|income|turnover|salary|grant amount|award amount|price paid|betrag|
            summe|umsatz|gesamt|kosten|rechnungsbetrag|zahlbetrag|wert|gehalt|montant|somme|cout|depenses|
            chiffre d affaires|importe|monto|valor|coste|gasto|gastos|importo|totale|ammontare|costo|spesa|
            valor pago|quantia|custo|bedrag|totaal|kwota|wartosc|razem|suma|koszt|castka|celkem|belopp|summa|
            belob|belop|tutar|toplam|jumlah|amaun|nilai|osszeg|suma lei|金額|金额|合計|合计|сумма|итого|стоимость
            """
        ),
        "date": _phrases(
            """
            date|day|month|period|year|posted|posting date|transaction date|trans date|payment date|paid date|
            date paid|pay date|invoice date|booking date|value date|order date|ordered at|created|created at|
            timestamp|time|week ending|due date|delivery date|entry date|datum|tag|monat|jahr|buchungstag|
            buchungsdatum|wertstellung|valuta|valutadatum|belegdatum|rechnungsdatum|zahlungsdatum|
            date operation|date de paiement|date facture|date valeur|mois|annee|jour|periode|fecha|mes|ano|
            fecha operacion|fecha valor|fecha factura|data|data operazione|data valuta|data fattura|mese|anno|
            giorno|data documento|boekdatum|factuurdatum|maand|jaar|data operacji|data ksiegowania|data faktury|
            miesiac|rok|kalendermonat|dato|bokforingsdag|fakturadatum|tarih|tarikh|tanggal|日付|日期|дата|quarter|
            quartal|trimestre
            """
        ),
        "vendor": _phrases(
            """
            supplier|supplier name|vendor|vendor name|payee|payee name|beneficiary|beneficiary name|merchant|
            merchant name|company|company name|contractor|recipient|recipient name|creditor|paid to|seller|shop|
            store|provider|counterparty|customer|customer name|client|client name|buyer|grantee|name|party|
            lieferant|kreditor|empfanger|zahlungsempfanger|auftraggeber|beguenstigter|
            begunstigter|handler|firma|kunde|debitor|lieferantenname|fournisseur|beneficiaire|societe|tiers|
            raison sociale|marchand|titulaire|proveedor|beneficiario|cliente|empresa|acreedor|comercio|
            razon social|zahlungsbeteiligter|zahlungspflichtiger|partner|partner name|counterparty name|
            commercant|enseigne|magasin|vendeur|prestataire|etablissement|geschaft|verkaufer|anbieter|dienstleister|
            haendler|empfaenger|zahlungsempfaenger|establecimiento|tienda|vendedor|comerciante|tercero|
            fornitore|ditta|ragione sociale|fornecedor|leverancier|begunstigde|klant|naam|
            tegenpartij|dostawca|kontrahent|odbiorca|nazwa|dodavatel|odberatel|leverantor|leverandor|mottagare|
            kund|tedarikci|pembekal|取引先|仕入先|供应商|поставщик|получатель
            """
        ),
        "person": _phrases(
            """
            employee|employee name|person|staff|staff name|staff member|claimant|traveller|traveler|cardholder|
            card holder|submitter|spent by|reported by|incurred by|submitted by|
            requested by|claimed by|purchased by|requester|requestor|user name|
            username|colleague|worker|team member|mitarbeiter|mitarbeiterin|mitarbeitende|mitarbeitername|
            angestellter|antragsteller|eingereicht von|bezahlt von|ausgegeben von|reisender|karteninhaber|employe|
            salarie|collaborateur|demandeur|depense par|soumis par|titulaire de la carte|voyageur|empleado|empleada|
            nombre del empleado|trabajador|solicitante|gastado por|presentado por|titular de la tarjeta|viajero|
            dipendente|funcionario|medewerker|pracownik|medarbetare
            """
        ),
        "category": _phrases(
            """
            category|categories|expense type|expense area|expenditure type|spend category|type|cost centre|
            cost center|cost centre name|department|dept|directorate|division|service|service area|section|
            group|class|classification|account name|subjective|account|nominal|ledger|gl account|gl code|
            purpose|project|programme|program|area|region|team|segment|product category|product group|
            merchant category|procurement category|dezernat|fachbereich|kategorie|kostenstelle|kostenart|abteilung|
            warengruppe|konto|sachkonto|bereich|verwendungsart|categorie|type de depense|centre de cout|
            rubrique|poste|departement|compte|nature|famille|categoria|tipo|centro de coste|departamento|
            partida|cuenta|rubro|centro di costo|reparto|tipo di spesa|conto|voce|kostenplaats|afdeling|rubriek|
            soort|kategoria|dzial|rodzaj|mpk|stredisko|kategori|avdelning|kostnadsstalle|分類|类别|部門|категория|
            отдел
            """
        ),
        "description": _phrases(
            """
            description|details|detail|narrative|memo|notes|note|reference text|particulars|transaction details|
            item|item description|product|product name|article|subject|comment|comments|remarks|
            purpose of payment|transaction description|payment reference|summary|beschreibung|bezeichnung|
            verwendungszweck|buchungstext|text|artikel|leistung|bemerkung|libelle|designation|objet|motif|
            intitule|produit|descripcion|concepto|detalle|articulo|producto|descrizione|causale|oggetto|
            articolo|prodotto|descricao|historico|produto|omschrijving|mededelingen|opis|tytul|tytul operacji|
            tresc|nazwa towaru|popis|beskrivning|beskrivelse|tekst|aciklama|摘要|備考|описание|назначение
            """
        ),
        "currency": _phrases(
            """
            currency|currency code|ccy|cur|waehrung|wahrung|whg|devise|monnaie|moneda|divisa|valuta code|valuta|
            moeda|waluta|mena|para birimi|mata wang|通貨|货币|валюта
            """
        ),
        "id": _phrases(
            """
            id|no|number|ref|reference|code|transaction id|transaction number|transaction no|
            transaction reference|invoice number|invoice no|invoice id|invoice ref|order id|order number|
            order no|voucher|voucher number|document number|document no|receipt no|po number|supplier id|
            supplier number|supplier code|vendor id|vendor number|vendor code|customer id|customer number|
            account number|account no|sort code|iban|bic|vat number|vat registration number|vat no|
            company number|charity number|registration number|cheque number|postcode|zip|zip code|phone|sku|
            line|line number|row|index|nr|nummer|belegnummer|belegnr|rechnungsnummer|rechnungsnr|kundennummer|
            lieferantennummer|kontonummer|plz|numero|num|n|numero de facture|no facture|numero factura|
            num factura|codigo|cif|nif|siret|numero fattura|codice|partita iva|numero documento|factuurnummer|
            rekeningnummer|numer|numer faktury|nr faktury|lp|fakturanummer|cislo|番号|号码|номер
            """
        ),
    }
)
# What people call one thing in columns of several offices; the best name of it first.
SYNONYMS = tuple(
    tuple(tuple(phrase.split()) for phrase in _phrases(group))
    for group in (
        """
        department|dept|directorate|division|service area|service|business unit|section|abteilung|dezernat|
        fachbereich|referat|ressort|geschaftsbereich|departement|direction|pole|departamento|direccion|concejalia|
        consejeria|dipartimento|reparto|afdeling|organisationseinheit|organisational unit|amt|
        area de gobierno|unidad|area
        """,
        "status|approval status|state|freigabestatus|zustand|statut|etat|estado|situacion|stato",
    )
)
SUMMARY_SHEET = word_set(
    """
    summary summaries pivot overview totals dashboard ubersicht zusammenfassung resume synthese resumen
    riepilogo
    """
)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """Words in small letters without accents: "Amount_Net", "amountNet" and "AMOUNT (net)" are alike."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text.replace("MwSt", "Mwst"))
    return tuple(re.findall(r"[^\W_]+", unaccented(spaced.casefold())))


def unaccented(text: str) -> str:
    """ "Marz" for "März"."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
