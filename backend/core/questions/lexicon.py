"""What words of a question mean, in English, German, French and Spanish: every list the rules read, to be read.

Accents do not matter, a blank is any white space, `~` any ending; the rest is regular expressions. First match wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from backend.core.plan import Operation, Order, Per
from backend.core.questions.reading import phrases

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Meaning]):
    """Phrases that mean one thing."""

    means: Meaning
    pattern: re.Pattern[str]


def entry(means: Meaning, *alternatives: str) -> Entry[Meaning]:
    return Entry(means, phrases(*alternatives))


OPERATIONS: tuple[Entry[Operation], ...] = (
    entry("median", "median~", "zentralwert", "mediane?", "mediana"),
    entry(
        "distinct",
        "(?:how many|number of|count) (?:the )?(?:different|distinct|unique|separate)",
        "(?:wie ?viele|anzahl (?:der )?|zahl (?:der )?)(?: )?(?:verschiedene|unterschiedliche|einzelne)~",
        "(?:combien de|nombre de) (?=\\w+ (?:different|distinct|unique))",
        "(?:cuant[oa]s|numero de) (?=\\w+ (?:diferente|distint|unic))",
    ),
    entry(
        "average",
        "averages?|mean|avg|on average|typical(?:ly)?",
        "durchschnitt~|im schnitt|mittelwert|im mittel",
        "moyen(?:ne)?s?|en moyenne",
        "promedi~|medi[oa]|de media|en promedio",
    ),
    entry(
        "summary",
        "summari[sz]e|summari[sz]ing|summary|overview"
        "|(?:main|key|common|recurring) (?:themes|topics|points|findings|messages|takeaways)|tl;?dr",
        "zusammenfass~|fasse?(?=.{0,200} zusammen)|uberblick|(?:haupt|kern)(?:themen|punkte|aussagen)",
        "resume[rz]?|synthese|apercu|(?:themes|points) (?:principaux|cles)|principaux (?:themes|points)",
        "resum[ei]\\w*|sintesis|(?:temas|puntos) (?:principales|clave)|principales (?:temas|puntos)|vision general",
    ),
    entry(
        "count",
        "how many(?: times)?|how often|(?:the )?(?:number|count) of|count",
        "wie ?viele|anzahl(?: der)?|zahl der|wie oft",
        "combien (?:de fois|y a-t-il d[e'’]|d[e'’](?! l[a'’]))|nombre d[e'’]s?",
        "cuant[oa]s|numero de|cuantas veces",
    ),
    entry(
        "sum",
        "sums?|totals?|totall?ed|in total|grand total|overall amount|how much|add up|altogether|turnover"
        "|revenue|expenditure|spending|spend",
        "summen?|summ(?:ier|en)~|gesamt~|insgesamt|wie ?viel|ausgaben|umsatz~|einnahmen|kosten|zusammengerechnet",
        "sommes?|total(?:e|aux|es)?|au total|combien|montants? total~|depenses|chiffre d['’]affaires|recettes",
        "sumas?|total(?:es)?|en total|cuant[oa]|importe total|gastos?|ingresos",
    ),
    entry(
        "list",
        "list|show(?: me)?|enumerate|which|give me(?= all| every)|find(?= all| every)",
        "list~|zeige?~?|nenne~?|welche[rnms]?|zahle(?=.{0,200} auf)|finde alle",
        "list(?:e|er|ez)|montre[rz]?(?:-moi)?|enumere[rz]?|quel(?:le)?s|donne[rz]?(?:-moi)? (?:toutes|tous)",
        "lista(?:r|do)?|muestra(?:me)?|mostrar|enumera[r]?|cuales"
        "|que(?= (?:facturas|recibos|contratos|documentos))|dame tod[oa]s",
    ),
)  # fmt: skip
MONEY = phrases(
    "spend~|spent|paid|pays?|payments?|costs?|expens~|earn~|charged?|billed|invoiced|receiv(?:ed?|ing)|amounts?|owed?"
    "|sold|sales|revenue|turnover|expenditure|money|purchases?|bought|buy|fees?|income|price[sd]?|worth",
    "ausgegeben|ausgeben|bezahlt~|zahlen|gezahlt|gekostet|kostet?e?n?|eingekauft|ausgaben?|betrage?n?|rechnungsbetrag"
    "|zahlungen?|verdient|eingenommen|einnahmen|umsatz~|geld|gekauft|uberwiesen|erhalten|bekommen",
    "depens~|paye[es]*|payer|pay[eo]ns|coute?[rs]?|couts?|montants?|verses?|paiements?|factures? total|encaiss~"
    "|gagne|achete~|achats?",
    "dinero|recibi[oó]|recibieron|gast[aeoó]\\w*|pagad[oa]s?|pag(?:ar|amos|ue|os?)|cost[oeó]s?|costaron"
    "|importes?|cobr\\w+|ingres\\w+|compr(?:as?|amos|ado|e)",
)
THINGS: tuple[Entry[Per], ...] = (
    entry(
        "row",
        "lines?|line items?|rows?|entries|entry|records?|transactions?|bookings?|postings?",
        "zeilen?|buchung(?:en)?|posten|eintrage?n?|transaktionen|datensatze?n?",
        "lignes?|ecritures?|transactions?|enregistrements?",
        "lineas?|filas?|registros?|transaccion(?:es)?|asientos?|apuntes?",
    ),
    entry("mention", "mentions(?= of)|occurrences?|erwahnungen|nennungen|menciones|mentions(?= d[eu])"),
    entry(
        "document",
        "invoices?|receipts?|bills?|contracts?|agreements?|leases?|documents?|docs?|files?|statements?|letters?"
        "|e-?mails?|mails?|messages?|reports?|papers?|articles?|abstracts?|orders?|quotes?|quotations?|offers?"
        "|tickets?|complaints?|claims?|polic(?:y|ies)|applications?|resumes?|cvs?|forms?|notes?|memos?"
        "|transcripts?|conversations?|chats?|reviews?|cases?|minutes|certificates?|payslips?|payments?"
        "|purchases?|expenses?|vouchers?|tables?|spreadsheets?|pdfs?|logs?|photos?|scans?|slips?|credit notes?"
        "|refunds?|meetings?|interviews?|surveys?|items?",
        "rechnung(?:en)?|quittung(?:en)?|beleg(?:en?)?|bons?|kassenbons?|kassenzettel|vertrage?n?|vertrag"
        "|dokumente?n?|dateien?|schreiben|briefe?n?|nachrichten?|berichte?n?|zahlung(?:en)?"
        "|e?-?mails?|auftrage?n?|angebote?n?|gutschrift(?:en)?|kontoauszuge?n?|kaufe|einkaufe?n?|bestellung(?:en)?"
        "|unterlagen",
        "factures?|recus?|tickets?(?: de caisse)?|contrats?|baux|documents?|fichiers?|lettres?|courriels?"
        "|rapports?|paiements?|commandes?|devis|releves?|achats?|avoirs?|messages?|articles?",
        "facturas?|recibos?|tiques?|tickets?|contratos?|documentos?|archivos?|ficheros?|cartas?|correos?"
        "|informes?|pagos?|pedidos?|presupuestos?|extractos?|compras?|mensajes?|articulos?",
    ),
)  # fmt: skip
FIELDS: tuple[Entry[str], ...] = (
    entry("month", "months?|monthly|monate?[ns]?|monatlich~?|mois|mensuel~|mes|meses|mensual~"),
    entry("quarter", "quarters?|quarterly|quartale?[ns]?|trimestres?|trimestriel~|trimestral~|quartalsweise"),
    entry("year",
        "(?:calendar )?years?|yearly|annual(?:ly)?|(?:kalender)?jahre?[ns]?|jahrlich~?|annees?|an|annuel~|anos?"
        "|anual~",
    ),
    entry(
        "weekday",
        "week ?days?|days? of (?:the )?week|wochentage?[ns]?|jours? de la semaine|dias? de la semana",
    ),
    entry("week", "weeks?|weekly|wochen?|wochentlich~?|semaines?|hebdomadaire~|semanas?|semanal~"),
    entry("day", "days?|daily|tage?[ns]?|taglich~?|jours?|quotidien~|dias?|diari[oa]~?"),
    entry(
        "category",
        "categor(?:y|ies)|kinds?|types?|kategorien?|arten?|categories?|types?|categorias?|tipos?|clases?|warengruppen?",
    ),
    entry(
        "vendor",
        "vendors?|suppliers?|shops?|stores?|merchants?|compan(?:y|ies)|payees?|sellers?|issuers?|creditors?"
        "|contractors?|providers?|senders?|retailers?|restaurants?|firms?|business(?:es)?",
        "lieferant(?:en)?|handlern?|anbieter[n]?|firm(?:a|en)|unternehmen|geschafte?n?|laden|verkaufer[n]?"
        "|dienstleister[n]?|aussteller[n]?|empfanger[n]?|absendern?",
        "fournisseurs?|magasins?|commerces?|commercants?|vendeurs?|entreprises?|societes?|prestataires?|beneficiaires?|expediteurs?",
        "proveedor(?:es)?|tiendas?|comercios?|vendedor(?:es)?|empresas?|beneficiarios?|emisor(?:es)?|remitentes?",
    ),
    entry("customer", "customers?|clients?|kunden?|clientes?"),
    entry("country", "countr(?:y|ies)|lander|paises"),
    entry("product", "products?|produkte?n?|produits?|productos?"),
    entry("project", "projects?|projekte?n?|projets?|proyectos?"),
    entry("department", "departments?|abteilung(?:en)?|departements?|departamentos?"),
    entry("account", "accounts?|konten|konto|comptes?|cuentas?"),
    entry("unit", "currenc(?:y|ies)|wahrung(?:en)?|devises?|monnaies?|monedas?|divisas?"),
)  # fmt: skip
RANKS: tuple[Entry[Order], ...] = (
    entry(
        "largest",
        "(?:the )?(?:most expensive|most|largest|biggest|highest|greatest|top|dearest|costliest|maximum|max|priciest)",
        "(?:am )?(?:meisten?|grost\\w*|hochst\\w*|teuerst\\w*|maximal\\w*|maximum)",
        "(?:l[ea]s? )?plus (?:grand|gros|eleve|cher|important|haut)\\w*|l[ea] plus|maximum|maximal~",
        "(?:l[oa]s? |el )?(?:mayor(?:es)?|mas (?:grande|alt|car|elevad)\\w*)|maxim[oa]s?|mas",
    ),
    entry(
        "smallest",
        "(?:the )?(?:least expensive|least|smallest|lowest|cheapest|minimum|min|fewest|bottom)",
        "(?:am )?(?:wenigsten|kleinst\\w*|niedrigst\\w*|billigst\\w*|gunstigst\\w*|geringst\\w*|minimal\\w*|minimum)",
        "(?:l[ea]s? )?(?:plus (?:petit|bas|faible)\\w*|moins (?:cher|eleve)\\w*)|l[ea] moins|minimum|minimal~",
        "(?:l[oa]s? |el )?(?:menor(?:es)?|mas (?:pequen|baj|barat)\\w*)|minim[oa]s?|menos",
    ),
)  # fmt: skip
PER = phrases(
    "(?:broken down |split |grouped |sorted |ordered )?by(?: each| the)?|per|for each|for every|in each"
    "|in every|each|every|across(?: the)?",
    "(?:aufgeschlusselt |gruppiert |getrennt |aufgeteilt )?nach|pro|je|fur jede[nrs]?|in jede[mnr]|jede[mnrs]?",
    "(?:ventile~ |reparti~ )?par|pour chaque|chaque|dans chaque|a chaque",
    "(?:desglosad\\w+ |agrupad\\w+ )?por(?: cada)?|cada|en cada|para cada",
)  # fmt: skip
ALL = phrases(
    "all(?: the| of the| my| our| these)?|every|each|any|whole|entire|everything|across|overall|in all|altogether|ever",
    "alle[nrms]?|samtliche[nr]?|jede[nrms]?|insgesamt|ganze[nrms]?|alles",
    "tou(?:s|te|tes|t)(?: les| la| le| mes| nos)?|ensemble",
    "tod[oa]s?(?: l[oa]s| mis)?|cada|cualquier",
)
WHOLE = phrases(
    "everything|all(?: of)?(?: the| my| our| these)?|whole|entire|collection|folder|library|documents|files"
    "|papers|reports|these|them|archive",
    "alles?|alle[nr]?|samtliche|gesamte[ns]?|ganze[ns]?|sammlung|ordner|dokumente[n]?|unterlagen|dateien|berichte",
    "tout(?:e|es)?|tous|ensemble|collection|dossier|documents|fichiers|rapports",
    "tod[oa]s?|coleccion|carpeta|documentos|archivos|informes",
)
RECEIVED = phrases("received?|got", "erhalten|bekommen|eingenommen", "recus?|encaiss~", "recib\\w+|cobr\\w+")
WE = phrases("we|i", "wir|ich", "nous|je|j['’]|on", "hemos|he|recibimos|cobramos|recibi|cobre|ingrese|yo|nosotros")
FLOWS = phrases(
    "(?:came|come|comes|coming) in|paid in(?=\\s*(?:to\\b|[?.!]|$))|incoming|(?:went|gone|goes|going|paid) out|outgoing"
    "|net (?:change|flow|movement)|cash flow",
    "eingegangen|eingange?n?|zuflusse?|abgegangen|abgange?n?|abflusse?",
    "entrees?|rentr[eé]+s?|sorties?|sorti",
    "entrad[ao]s?|entr[oó]|salid[ao]s?|sali[oó]",
)
WHO = phrases(
    "who(?:m)?|from whom|to whom|where",
    "wer|wem|wen|von wem|an wen|bei wem|wo",
    "qui|a qui|chez qui|de qui|ou",
    "quien(?:es)?|a quien(?:es)?|de quien|donde",
)
_DOCUMENT = (
    "(?:invoice|receipt|bill|contract|agreement|document|file|letter|report|e-?mail|statement|policy|paper|lease"
    "|meeting|order|ticket|case|form|conversation|interview|transcript)"
)
ONE = phrases(
    f"(?:this|that|which) {_DOCUMENT}",
    f"(?:the|its|my|our) (?:\\w+ ){{0,2}}{_DOCUMENT}(?! (?:amounts?|totals?|values?|sums?|counts?))",
    "(?:tele)?(?:phone|fax|account|bank|tax|vat|id|serial|policy|reference|order|customer|room|house|invoice) number",
    "(?:invoice|receipt|contract|order|policy|rechnungs|vertrags|facture|factura)"
    " ?(?:no\\.?|nr\\.?|number|nummer|n°|numero) ?[^ ]*\\d[^ ]*",
    "(?:die|der|das|dem|den|des|diese[rsnm]?) (?:rechnung|quittung|vertrag|dokument|schreiben|brief|bericht|beleg)",
    "(?:la|le|l['’]|du|cette?|ce|quelle?) ?(?:facture|recu|contrat|document|lettre|rapport)",
    "(?:la|el|esta|este|del) (?:factura|recibo|contrato|documento|carta|informe)",
)  # fmt: skip
EXPLAIN = phrases(
    "how much (?:did|does|is|was) (?:the|a|an|this|that|it)|why"
    "|how (?:do|does|did|can|should|to|is|are|long|old|far)|what (?:is|are|was) (?:a|an)"
    "|what (?:does|do|did) .{0,200} (?:say|mean)|who (?:is|was|signed|wrote|are)|where|when|explain|define|definition"
    "|meaning|tell me about|describe|translate|can i|should i|is there|does|do (?!we)",
    "warum|wieso|weshalb|wie (?:kann|soll|lange|alt|funktioniert)|was (?:ist|bedeutet|steht|sagt)"
    "|wer (?:ist|war|hat unterschrieben)|wo|wann|erklare?~?|gibt es",
    "pourquoi|comment|qu['’]est-ce|que (?:dit|signifie)|qui (?:est|a signe)|ou|quand|explique[rz]?|y a-t-il"
    "|combien de temps",
    "por que|como|que (?:es|dice|significa)|quien (?:es|firmo)|donde|cuando|explica~?|hay|cuanto tiempo",
)  # fmt: skip
TIMED = phrases(
    "expir\\w+|ends?(?! of)|ending|ended|due|renew\\w*|terminat\\w+|cancel\\w*|starts?|started|starting|begins?|began"
    "|signed|run(?:s|ning)? out|valid|matur\\w+|effective|deliver\\w+|lapses?",
    "ablaufen|auslaufen|laufen|lauft|enden|endet|fallig|verlanger\\w+|gekundigt|beginnen|beginnt|unterschrieben|gultig",
    "expir\\w+|echu\\w*|echeance|termin\\w+|resili\\w+|renouvel\\w+|commenc\\w+|signe\\w*|valables?",
    "venc\\w+|caduc\\w+|termin\\w+|renuev\\w+|renov\\w+|empiez\\w+|firmad\\w+|validos?",
)  # what happens on a day that is not the document's own
THERE = phrases(
    "(?:is|are|were|was) there(?: any)|do (?:we|i) have(?: any)?|have (?:we|i) got(?: any)?",
    "gibt es(?: irgendeine?)|haben wir|habe ich", "y a-t-il|avons-nous|ai-je", "hay|tenemos|tengo",
)  # fmt: skip
NOT = phrases(
    "not|without|except(?: for)?|excluding|other than|but not|no longer|never|non",
    "nicht|ohne|auser|ausgenommen|kein[ernms]*",
    "sans|sauf|hors|excepte|ne .{0,200} pas|hormis",
    "sin|excepto|salvo|menos los|no",
)
SHARES = phrases(
    "(?:in )?percent(?:ages?)?|(?:in )?per cent|proportion|what (?:share|part)|as (?:a )?shares?",
    "(?:in )?prozent(?:satz~?|ual~?)?|anteile?",
    "(?:en )?pourcentages?|(?:en )?pour ?cent|quelle part",
    "(?:en )?porcentajes?|por ciento|que (?:parte|proporcion)",
)
COMPARE = phrases("compare~|comparison|versus|vs|difference between", "vergleich~", "compar~", "diferencia entre")
HIGHER = phrases(
    "higher|lower|bigger|smaller|greater|larger", "hoher|niedriger|groser|kleiner", "plus (?:eleve|haut|gros)\\w*",
    "(?:mas )?(?:alt[oa]s?|mayore?s?|menore?s?)",
)  # fmt: skip
COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "one", "two zwei deux dos", "three drei trois tres", "four vier quatre cuatro", "five funf cinq cinco",
            "six sechs six seis", "seven sieben sept siete", "eight acht huit ocho", "nine neun neuf nueve",
            "ten zehn dix diez", "eleven elf onze once", "twelve zwolf douze doce", "", "",
            "fifteen funfzehn quinze quince", "", "", "", "", "twenty zwanzig vingt veinte",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_STOPS = {
    "en": "a|an|the|of|in|on|at|to|from|for|by|with|and|or|is|are|was|were|be|been|being|do|does|did|have|has|had|i"
    "|we|you|they|it|he|she|my|our|your|their|its|me|us|them|this|that|these|those|there|here|what|which|who"
    "|whom|how|much|many|please|can|could|would|tell|give|show|want|know|need|all|any|each|every|per|as|so|then"
    "|than|also|just|only|up|out|about|over|into|within|during|amongst?|across|between|dated|date|got|get|made"
    "|make|go|went|month|total|ones?|value|amount|s|ve|re|ll|wrote|written|altogether|overall|different|distinct|unique|calendar|time|through"
    "|times|number|now|like|folder|collection|library|box|breakdown|chart|graph|diagram|table form|share"
    "|percentage|percent|proportion|appears?|exist|exists|existing|available|present|hold|holds|used?|using|we've|i've|yet|please|let|say|long|far|most|more|broken|break|down|split|grouped|issued|raised|recorded|sent|single|individual|still|already|currently",
    "de": "der|die|das|den|dem|des|ein|eine[rmns]?|im|in|am|an|auf|aus|bei|beim|bis|fur|mit|nach|uber|um|unter|vom"
    "|von|vor|zu|zum|zur|und|oder|ist|sind|war|waren|wird|wurden?|werden|hat|habe|haben|hatten?|ich|wir|sie|er"
    "|es|man|mir|uns|mein\\w*|unser\\w*|was|wie|viel|viele|welche\\w*|wer|bitte|alle[rns]?|jede\\w*|pro|je|nur"
    "|auch|insgesamt|gab|gibt|einzelne?n?|hoch|groß|verschiedene?n?|es|zusammen|liegen|liegt|dieser?|diesen?|noch|schon|bereits|derzeit",
    "fr": "le|la|les|l|un|une|des|du|de|d|en|au|aux|a|et|ou|est|sont|etait|ete|avons|avez|ont|ai|as|a-t-on|a-t-il|y"
    "|nous|vous|je|j|tu|on|il|elle|ils|mes|mon|ma|nos|notre|vos|ce|cette|ces|que|quel\\w*|qui|combien|dans|par"
    "|pour|chez|sur|avec|chaque|tous|toutes|tout|s|qu|n|ne|t|moi|different\\w*|distinct\\w*|nous-nous"
    "|avons-nous|ai-je|y-a-t-il|a-t-elle",
    "es": "el|los|las|lo|un[oa]?s?|de|del|en|a|al|y|o|e|es|son|fue|fueron|era|ha|han|he|hemos|hay|hubo|yo|nosotros|me"
    "|nos|mi|mis|nuestr\\w+|su|sus|que|cual\\w*|quien\\w*|cuant\\w+|por|para|con|sobre|cada|tod[oa]s?|se|este"
    "|esta|estan?|estaba|estaban|estuv\\w+|diferentes|distint\\w+|como",
}  # fmt: skip
STOP = phrases(*_STOPS.values())


@lru_cache(maxsize=10_000)
def is_stop(word: str) -> bool:
    """Whether a folded word says nothing by itself."""
    return STOP.fullmatch(word) is not None


STOPS = {language: phrases(words) for language, words in _STOPS.items()}
LANGUAGES: tuple[Entry[str], ...] = (
    entry("en", "the|what|how|of|in|and|did|all|is|we|show|list|total|over|per"),
    entry("de", "der|die|das|wie|und|wir|haben|alle|im|fur|nach|uber|ist|welche|summe|pro"),
    entry("fr", "le|la|les|des|combien|nous|avons|est|par|sur|toutes|quel|quelle|plus|du"),
    entry("es", "el|los|las|cuant[oa]s?|por|hemos|es|del|todas|todos|cual|mas|en"),
)
DECIMAL_SIGNS = {"en": ".", "de": ",", "fr": ",", "es": ","}
