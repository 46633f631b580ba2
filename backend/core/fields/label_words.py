"""The words of each kind of label, in many languages, as regular expressions over folded text."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "payable", "total", "amount", "exclusive", "subtotal", "tax", "charge", "rounding", "discount", "tender", "change",
    "quantity", "earlier", "none",
]  # fmt: skip

TAXES = (
    r"gst|sst|vat|tax|taxes|hst|pst|qst|mwst|mehrwertsteuer|ust|umsatzsteuer|tva|iva|igv|itbis|imposto|icms|imposta"
    r"|imposte"
    r"|impuesto|impuestos|btw|moms|mva|merverdiavgift|ptu|podatek|dph|alv|afa|ddv|pdv|kdv|ppn|pb1|cgst|sgst|igst"
    r"|cess|fpa"
    r"|ндс|пдв|ддс|φπα|消費税|税額|內稅|税|부가세|vergi|lvy|levy"
)
INCLUDING = (
    r"incl|inclusive|including|inc|included|inkl|inklusive|inbegrepen|ttc|toutes taxes|iva incl\w*|ivato|con iva|com"
    r" iva"
    r"|incluse?|compris(?:e|es)?|incluid[oa]s?|inclusa|compresa"
    r"|brutto|bruto|gross|with|z vat|s dph|sis|dahil|税込|tax paid"
)
EXCLUDING = (
    r"excl|excluding|exclusive|exkl|exklusive|exclusief|ex|before|without|ohne|netto|hors|ht|hors taxes?|sin|sem|senza"
    r"|bez|uden|utan|uten|eks|taxable|vatable|imponibile|base imponible|bemessungsgrundlage|nettobetrag|grondslag"
    r"|podstawa"
    r"|matrah|veroton|alap|zaklad|dpp|税抜"
)
TOTAL = (
    r"total|totals|ttl|totale|totaal|totalt|totalbelopp|tota|totalen|gesamt|gesamtsumme|gesamtbetrag|summe|summa"
    r"|suma|sum|razem"
    r"|ogolem|łacznie|celkem|spolu|celkom|osszesen|yhteensa|toplam|tutar|skupaj|ukupno|kokku|kopa|viso|jumlah|"
    r"tong cong|tong tien|tong so|итого|всего|сумма|разом|сума|suma|усього|общо|συνολο|σύνολο|合計|合计|总计|總計"
    r"|小票合计|総額|합계"
    r"|총액|"
    r"รวม|ยอดรวม|รวมทั้งสิ้น|סהכ|סה כ|المجموع|الإجمالي|اجمالي|i alt|ialt"
)
_GIVEN_BACK = (
    r"gutschrifts?(?:betrag|summe)|gesamtgutschrift|(?:ruck)?erstattungs?(?:betrag|summe)"
    r"|refund(?:ed)? (?:total|amount)|total (?:refund(?:ed)?|credit note|amount credited)|total credit(?:ed)?(?! card)"
    r"|credit(?: note)? total|amount (?:refunded|credited)|montant (?:rembourse|credite|de l avoir|du remboursement)"
    r"|total (?:de l )?avoir|total rembourse|importe (?:reembolsado|abonado|del abono|del reembolso)"
    r"|total (?:del )?(?:abono|reembolso)|total reembolsado"
)
PAYABLE = (
    r"grand total|grand ttl|total due|total amount due|amount due|total payable|amount payable|payable amount|total"
    r" to pay|to pay"
    r"|payable|(?:amt|amount|total) paid incl\w*"
    r"|nett? (?:amount )?payable|nett total|balance due|balance payable|total balance|amount to be paid"
    r"|please pay"
    r"|pay this amount|invoice total|total invoice|invoice amount|invoice value|bill total|bill amount|total bill"
    r"|order total"
    r"|final total|final amount|total rounded|rounded total|round \w{0,2} ?total|total after|after rounding|total"
    r" final|you pay"
    r"|rechnungsbetrag|rechnungssumme|zu bezahlen\w*|gesamttotal|gesamtbetrag|endbetrag|endsumme|gesamtpreis|zu"
    r" zahlen\w*|zahlbetrag|zahlbar"
    r"|bruttobetrag"
    r"|gesamt brutto|rechnung gesamt|fallig\w* betrag|total a payer|net a payer|somme a payer|montant a payer|reste"
    r" a payer"
    r"|montant (?:total )?ttc|total (?:general )?ttc|total facture|montant total|totale (?:a pagare|da pagare"
    r"|complessivo|"
    r"documento|fattura|generale|dovuto|ivato)|netto a pagare|importo (?:totale|dovuto|da pagare)|da pagare|total a"
    r" pagar"
    r"|importe (?:total|a pagar)|total factura|total general|a pagar|total (?:da )?fatura|valor (?:total|a pagar)"
    r"|total do documento|te betalen|totaal te betalen|totaalbedrag|factuurtotaal|factuur totaal|factuurbedrag|te"
    r" voldoen"
    r"|do zap\w*|razem do zap\w*|naleznosc\w*|kwota do zap\w*|suma pln|razem brutto|wartosc brutto razem|att betala"
    r"|summa att betala"
    r"|a betale|at betale|til betaling|belop a betale|maksettava\w*|loppusumma|k uhrade|celkem k \w+|fizetendo"
    r"|vegosszeg"
    r"|total de plata|de plata|de platit|итого к оплате|к оплате|всего к оплате|до сплати|за плащане|сума за плащане"
    r"|πληρωτεο\w*|genel toplam|odenecek\w*|toplam tutar|jumlah (?:bayar|besar|perlu|keseluruhan)|total bayar|za"
    r" placilo|za platiti"
    r"|tong thanh toan|thanh toan|应付|實付|应付金额|请支付|請求金額|ご請求\w*|お支払\w*|합계금액|결제금액"
    r"|받을금액|ยอดสุทธิ|สุทธิ|לתשלום"
)
_CURRENCY_WORD = r"(?:rm|usd|eur|chf|gbp|inr|rs)"

# The first that fits decides. Folded text: small letters, no accents, words parted by single blanks.
RULES: tuple[tuple[Kind, str], ...] = (
    ("total", r"(?:total |amount )?after (?:discount|rebate|rabatt)|total inclusive"),
    ("earlier", r"previous|last (?:bill|statement|payment|month)|brought forward|carried forward|opening balance"
        r"|ubertrag|page total"
     r"|vorheriger|alter saldo|letzte zahlung|ancien solde|solde precedent|a reporter|saldo anterior|saldo"
     r" precedente|vorig"
     r"|credit limit|minimum (?:payment|amount|due)|max\w* \w+|points?|balance points?|loyalty|reward|bonus|punkte"
     r"|unit price"
     r"|price per|per unit|outstanding before|net of|original amount|recommended|wallet"),
    ("quantity", r"(?:total|no of|number of|item|items|ttl|jumlah|sum|anzahl|menge|antal) (?:\w+ )?(?:qty|quantity"
        r"|quantities|items?|pcs|pieces"
     r"|units?|count|articles?|artikel|stuck|pax|guests?|covers?|kuantiti|barang|unidades|articulos|articoli|pezzi"
     r"|nights?|hours?)"
     r"|qty|quantity|item count|items sold|items count|nombre d articles|anzahl|weight|volume|litres?|liter|gallons"
     r"|km|kwh"),
    ("discount", r"(?:total )?(?:savings?|saved|discounts?|disc|you save\w*|rabatt\w*|nachlass|skonto|remises?"
        r"|reduction|ristourne|korting"
     r"|sconto|descuentos?|dto|desconto|rabat\w*|upust|sleva|zlava|alennus|indirim|potongan|diskon|diskaun"
     r"|kedvezmeny|voucher|coupon"
     r"|rebate|скидка|знижка|割引|折扣|할인)"),
    ("tax", rf"(?:total|amount|amt|sum|summe) (?:\w+ )?(?:{TAXES}) (?:payable|amount|amt|total|collected)|(?:total"
        rf"|includes?|included)"
     rf" (?:{TAXES})$|(?:total|somme|summe|suma)(?: (?:de|del|des|du|der|of|la|las|los|el))+ (?:{TAXES})$"
     rf"|(?:{TAXES}) (?:total|payable|amount|amt|betrag|bedrag|summe|due|collected|belopp)"
     rf"|(?:total|amount)? ?(?:includes|contains) (?:rm )?(?:{TAXES})$|(?:{TAXES}) .*included in (?:the )?total"
     rf"|dont (?:{TAXES})|(?:davon|darin|enthaltene?) (?:{TAXES})|montant (?:de la )?(?:{TAXES})|di cui"
     rf" (?:{TAXES})|waarvan (?:{TAXES})"
     rf"|herav (?:{TAXES})|varav (?:{TAXES})|kwota (?:{TAXES})|suma ptu|w tym (?:{TAXES})"),
    ("change", r"change|change due|ruckgeld|wechselgeld|zuruck|ruckgabe|rendu|monnaie(?: rendue)?|a rendre|^resto"
        r"|^cambio|vuelto|troco"
     r"|wisselgeld|terug|reszta|vaxel|vaxla|byttepenge|tilbake|vaihtoraha|takaisin|vratit|vratene|visszajaro|rest de"
     r" dat|^rest"
     r"|сдача|решта|ресто|ρεστα|para ustu|kembali\w*|baki|kembalian|tien thoi|お釣り|おつり|找零|거스름돈|เงินทอน"
     r"|עודף"),
    ("payable", rf"{PAYABLE}|{_GIVEN_BACK}"),
    ("exclusive", rf"(?:{TOTAL}|amount|montant|betrag|sales|importe|importo)(?: \w+)? (?:{EXCLUDING})"
        rf"|(?:{EXCLUDING}) (?:{TOTAL}|{TAXES}|amount)"
     r"|netto\w*|imponibile|base imponible|grondslag|exclusief \w+|totaux? ht|montant ht"),
    ("tax", rf"(?:{TAXES})(?! (?:invoice|inv|id|reg|no|number))"),
    ("subtotal", r"sub ?totals?|sub ?ttl|s total|subtotaal|subtotale|sub total|zwischensumme|zwischentotal"
        r"|sous total|subtotaux|parcial|delsumma"
     r"|mellansumma|delsum|valisumma|mezisoucet|medzisucet|reszosszeg|suma czesciowa|ara toplam|подытог"
     r"|промежуточный|tam tinh"
     r"|小計|小计|소계|items? total|goods total|merchandise|total (?:sales )?value|net (?:amount|amt)|taxable amount"
     r"|betrag netto"
     rf"|zero rated|(?:total )?(?:{TAXES})? ?supplies"),
    ("rounding", r"adj|adjustment|round\w*(?: (?:adj\w*|off|amt|amount|diff\w*|up|down))?|rnd\w*|rundung\w*|arrondi"
        r"|arrotondamento|redondeo|afronding"
     r"|zaokr\w*|avrundning|oresavrundning|avrunding|oreafrunding|pyoristys|kerekites|pembulatan|bundaran|pelarasan"
     r"|yuvarlama|округление"),
    ("charge", r"serv\w* ch\w*|service|svc|^tips?|gratuity|delivery|shipping|freight|postage|versand\w*|^porto|frais"
        r" de port|livraison"
     r"|spedizione|envio|frete|verzend\w*|dostawa|handling|packing|^deposit|pfand|coperto|couvert|bedienung"),
    ("tender", r"cash|accepted total|total accepted"
        r"|tendered|tender|visa|master ?card?|mastercard|amex|american express|debit\w*|credit(?: card)?"
        r"|card|cheque|^check$|paid|payments?"
     r"|received|(?:^|gegeben )bar$|gegeben|bargeld|ec karte|karte|kartenzahlung|girocard|maestro|especes|carte\w*"
     r"|cb|cheque|contanti|contante"
     r"|pagamento|pagato|versato|bancomat|efectivo|tarjeta|pago|pagado|entregado|dinheiro|numerario|cartao"
     r"|multibanco|^pin|pinnen"
     r"|contant|betaald|gotowka|karta|zaplacono|kontant|kontanter|^kort|betalt|kortti|kateinen|hotove|hotovost"
     r"|kartou|keszpenz"
     r"|bankkartya|numerar|card bancar|наличные|наличными|картой|оплачено|готівка|картка|μετρητα|nakit|kredi karti"
     r"|tunai|^bayar|dibayar"
     r"|tien mat|touch ?n? ?go|grabpay|paypal|ewallet|e wallet|apple pay|google pay|alipay|wechat|現金|现金|お預り"
     r"|預り|카드|현금"
     r"|เงินสด|מזומן"),
    ("total", rf"{TOTAL}"),
    ("amount", r"amount|amt|montant|betrag|importe|importo|bedrag|kwota|belopp|belop|belob|castka|osszeg|valor|сумма"
        r"|balance|saldo|solde"
     r"|net|nett|due|^price|preis|prix|prezzo|precio|preco|prijs|cena|pris|hinta|fee|fare|fahrpreis|betragt"
        r"|belauft sich auf|fixee? a|s eleve a|asciende a|amounts to|金额|金額|금액|^premium"
     r"|^rent$"),
)  # fmt: skip
