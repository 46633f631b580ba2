"""Payment: invoices that were paid, and those that do not say so."""

from __future__ import annotations

from backend.core.clauses.clause import Clause, words

_DAY = r"(?:\d|on|le|am|el|the|by|via|with|per|mit|par|con|in full|en totalidad|thank\w*|dankend|received|:)"

PAYMENT = Clause(
    asked=words(
        r"(?:already |fully |been |were |was |is |are )*paid(?: already| in full)?|settled",
        r"(?:schon |bereits |vollstandig )*(?:bezahlt\w*|beglichen\w*|gezahlt\w*)",
        r"(?:deja )?(?:payees?|payes?|reglees?|regles?|acquittees?|acquittes?)",
        r"(?:ya )?(?:pagad[oa]s?|abonad[oa]s?|cobrad[oa]s?)",
    ),
    denied=words(
        r"unpaid|un paid|outstanding|owed?|owing|still (?:open|due|to (?:be )?pa(?:y|id))|open",
        r"(?:not|never|n't|haven't|hasn't|isn't|aren't)(?: \S+){0,3} (?:paid|settled)",
        r"(?:noch )?offen\w*|unbezahlt\w*|unbeglichen\w*|ausstehend\w*|nicht(?: \S+){0,2} (?:be|ge)zahlt\w*",
        r"impaye\w*|non (?:payee?s?|reglee?s?|acquittee?s?)|pas(?: \S+){0,2} (?:payees?|payes?|reglees?|regles?)"
        r"|(?:restant |reste )?a payer|en attente",
        r"impagad\w*|pendientes?(?: de pago)?|sin pagar|no(?: \S+){0,2} pagad\w*|por pagar",
    ),
    yes=words(
        rf"(?:paid|settled) {_DAY}.*|(?:fully|already|status:?|invoice|stamp:?) (?:paid|settled)|paid in full",
        r"payment (?:was |has been )?received(?!.*\d[.,]\d\d(?![\d.]))",
        r"(?:we (?:have )?)?received your payment|thank you for your payment",
        r"(?:balance|amount|total)(?: \S+)? due:? \D{0,6}0[.,]00",
        r"(?:bereits |dankend |vollstandig |am |status:? |rechnung |wurde |ist )+(?:be|ge)zahlt",
        r"(?:bereits |dankend |vollstandig |rechnung |wurde |ist )+(?:beglichen|erhalten)",
        r"(?:bezahlt|beglichen) (?:am|per|mit|bar|uber|durch)(?: .*)?|betrag (?:dankend )?erhalten",
        r"zahlung (?:ist |dankend )?(?:eingegangen|erhalten)|offener betrag:? \D{0,6}0[.,]00",
        r"acquittee?s?|(?:facture |deja |montant )(?:payee?|reglee?)|(?:payee?|reglee?) (?:le|par|en)(?: .*)?",
        r"(?:paiement|reglement) recu|(?:reste|solde) (?:a payer|du):? \D{0,6}0[.,]00",
        r"(?:factura |ya |importe )(?:pagad[oa]|abonad[oa])",
        r"(?:pagad[oa]|abonad[oa]|cobrad[oa]) (?:el|por|con|en)(?: .*)?",
        r"pago recibido|(?:saldo|importe) pendiente:? \D{0,6}0[.,]00",
        r"\W*(?:paid|bezahlt|payee?|pagad[oa]|beglichen|pagat[oa])\W*$",
    ),
    no=words(
        r"(?:un|not|never|be|must|to be|should be|will be|when|if|until|once|unless|is|are) paid",
        r"(?:not|yet|been) (?:\S+ )?(?:paid|received|settled)(?: within| by| before| until)",
        r"not(?: yet)?(?: been)? (?:paid|settled|received)|payment (?:is |was )?(?:not|due|outstanding|terms?)(?: .*)?",
        r"paid (?:within|by the|before|until|no later)|payable|unpaid",
        r"(?:nicht|noch|zu|un) ?(?:bezahlt|bezahlen|beglichen|erhalten|eingegangen)(?: .*)?|zahlbar|unbezahlt"
        r"|(?:bezahlt|beglichen|erhalten) (?:haben|werden|wird|worden sein)",
        r"(?:non|pas|sera|etre|si|a) (?:\S+ )?(?:payee?|reglee?|acquittee?|recu)|impayee?",
        r"(?:no|sin|ser|sera|pendiente|si)(?: de| \S+)? (?:pagad[oa]|pago|abonad[oa]|recibido)|impagad[oa]",
    ),
    kinds=frozenset({"invoice", "bill", "mailed bill"}),
    yes_is="It was paid",
    no_is="It is not paid",
    in_prose=False,
    about_amounts=True,
)
