"""Renewal: contracts that go on by themselves unless somebody ends them."""

from __future__ import annotations

from backend.core.clauses.clause import Clause, words

_RENEW = (
    r"(?:renew\w*|re new\w*|roll\w* over|rollover|extend\w*|extension|prolong\w*|verlanger\w*|erneuer\w*|reconduc\w*"
    r"|reconduit\w*|renouvel\w*|prolong\w*|prorrog\w*|prorog\w*|renov\w*|renuev\w*)"
)
_ITSELF = (
    r"(?:automatic\w*|automatisch\w*|automatique\w*|automatica\w*|auto|by (?:it|them)sel(?:f|ves)|on (?:its|their) own"
    r"|tacit\w*|stillschweigend\w*|von (?:selbst|allein\w*)|d ?'?eux memes|d ?'?elles? memes?|de plein droit|sol[oa]s?)"
)
_BOTH = rf"{_RENEW}(?: \S+){{0,4}} {_ITSELF}|{_ITSELF}(?: \S+){{0,4}} {_RENEW}"
_NOT = r"(?:not|no|never|without|n't|don't|doesn't|nicht|keine?\w*|ohne|ne|n'|pas|sans|aucune?|sin|ningun\w*)"

RENEWAL = Clause(
    asked=words(_BOTH, r"auto ?renew\w*", r"evergreen", r"tacite reconduction", r"roll\w* over"),
    denied=words(
        rf"{_NOT}(?:,? \S+){{0,4}} (?:{_BOTH}|auto ?renew\w*|tacite reconduction|roll\w* over)",
        rf"(?:{_RENEW})(?: \S+){{0,2}} {_NOT}(?: \S+){{0,2}} {_ITSELF}",
        rf"{_NOT} {_ITSELF},? {_RENEW}",
    ),
    yes=words(
        r"(?:shall|will|is|are|be|it|and|then|agreement|contract|lease|licence|license|policy|term)(?: \S+){0,3}"
        r" (?:automatically|tacitly) (?:be )?(?:renew\w*|extend\w*|roll\w*|continu\w*|prolong\w*)",
        r"(?:renew\w*|extend\w*|roll\w*|continu\w*|prolong\w*) (?:automatically|tacitly|by itself)",
        r"auto(?:matic)? ?renew\w*:? (?:yes|on|enabled|applies)",
        r"automatic(?:ally)? (?:renew\w*|extension|extended)",
        r"(?:evergreen|roll\w* over from (?:year|month|term) to (?:year|month|term))",
        r"(?:renew\w*|extend\w*|prolong\w*|continu\w*)(?: \S+){0,14} (?:unless|until)(?: \S+){0,12}"
        r" (?:terminat\w*|cancel\w*|notice|notif\w*|end\w*)",
        r"unless(?: \S+){0,20} (?:terminat\w*|cancel\w*|notice|notif\w*)(?: \S+){0,20} (?:renew\w*|extend\w*)",
        r"(?:automatisch|stillschweigend|jeweils)(?: \S+){0,8} verlanger\w*",
        r"verlanger\w*(?: \S+){0,6} (?:automatisch|stillschweigend|jeweils)",
        r"verlanger\w*(?: \S+){0,16} (?:nicht|sofern|falls|wenn|es sei denn)(?: \S+){0,14} (?:ge)?kundig\w*",
        r"(?:nicht|ohne)(?: \S+){0,14} (?:ge)?kundig\w*,?(?: \S+){0,6} verlanger\w*",
        r"(?:par )?tacite reconduction",
        r"(?:renouvel\w*|reconduit\w*|prolong\w*)(?: \S+){0,6} (?:tacitement|automatiquement)",
        r"(?:tacitement|automatiquement)(?: \S+){0,3} (?:renouvel\w*|reconduit\w*|prolong\w*)",
        r"(?:renouvel\w*|reconduit\w*)(?: \S+){0,14} sauf(?: \S+){0,6} (?:denonciation|resiliation|preavis|avis)",
        r"(?:prorrog\w*|renov\w*|renuev\w*)(?: \S+){0,6} (?:automaticamente|tacitamente)",
        r"(?:automatica|tacita)(?:mente)?(?: \S+){0,3} (?:prorrog\w*|renov\w*|reconduccion)",
        r"(?:prorroga|renovacion|reconduccion) (?:automatica|tacita)",
        r"(?:prorrog\w*|renov\w*)(?: \S+){0,14} salvo(?: \S+){0,6} (?:aviso|preaviso|denuncia)",
    ),
    no=words(
        r"(?:shall|will|does|do|is|are|may) not (?:\S+ ){0,3}(?:renew\w*|extend\w*|roll\w*|prolong\w*)",
        r"(?:no|not|without|nor)(?: \S+){0,3} (?:automatic\w*|auto|tacit\w*) ?(?:renew\w*|extension|roll ?over)",
        r"auto(?:matic)? ?renew\w*:? (?:no|none|off|disabled|excluded|not)",
        r"(?:keine?|ohne)(?: \S+){0,2} (?:automatische?|stillschweigende?)r?n? (?:vertrags)?verlanger\w*",
        r"verlanger\w*(?: \S+){0,6} (?:ausgeschlossen|findet nicht statt|erfolgt nicht)",
        r"verlanger\w*(?: \S+){0,6} nicht (?:vorgesehen|automatisch)",
        r"verlanger\w* sich nicht",
        r"(?:sans|aucune|ni)(?: \S+){0,2} (?:tacite|automatique)? ?(?:reconduction|renouvellement)",
        r"(?:ne|n')(?: \S+){0,6} pas(?: \S+){0,4} (?:renouvel\w*|reconduit\w*|prolong\w*|reconduction)",
        r"(?:pas de|exclu\w*)(?: \S+){0,2} (?:tacite )?(?:reconduction|renouvellement)",
        r"no (?:se )?(?:\S+ ){0,2}(?:prorrog\w*|renov\w*|renuev\w*)",
        r"sin (?:\S+ ){0,2}(?:prorroga|renovacion|reconduccion)",
    ),
    kinds=frozenset({"contract"}),
    yes_is="It renews by itself",
    no_is="It does not renew by itself",
    in_prose=True,
    about_amounts=False,
)
