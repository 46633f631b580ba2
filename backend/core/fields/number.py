"""Number: the invoice's or receipt's own number, where a label names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Line
from backend.core.letters import plain

READ = 500  # characters of a line that are read
_NO = r"(?:no|nr|number|num|nummer|numero|n|№|#|id)"
_LABELS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (3.0, re.compile(
        rf"\b(?:invoice|inv|tax invoice|factuur|faktura|facture|fattura|factura|fatura|rechnungs?|rechn|lasku|szamla"
        rf"|credit note|gutschrift)"
        rf"(?:[ -]*(?:nr|sorszama|vat))?[\s.:-]*{_NO}?[\s.:#°º№-]*(?=[\w#/-]*\d)"
    )),
    (2.0, re.compile(rf"\b(?:receipt|bill|doc(?:ument)?|slip|bon|beleg|ticket|trans(?:action)?|order|sales|check"
        rf"|ref)[\s.]*{_NO}[\s.:#°º-]*(?=[\w#/-]*\d)")),
    (1.0, re.compile(r"\b(?:bon|beleg|quittung|receipt|ticket|recu|recibo)[\s.:#-]*(?=\d{3,}(?![\d./-]))")),
)  # fmt: skip
_VALUE = re.compile(r"#?\s?[A-Za-z0-9][\w/.#-]*(?: ?/ ?[\w-]+)*")


def find_number(lines: Sequence[Line]) -> Field[str]:
    """The number behind "Invoice no.", "Rechnungsnummer" and the like, on its line."""
    candidates = []
    for line in lines:
        folded = plain(line.text[:READ])
        if len(folded) != len(line.text[:READ]):
            folded = line.text[:READ].lower()
        for score, pattern in _LABELS:
            label = pattern.search(folded)
            value = _VALUE.match(line.text, label.end()) if label else None
            if label and value and any(map(str.isdigit, value[0])):
                raw = value[0].rstrip(".-/")
                start = line.start + value.start()
                reason = (f"labelled {line.text[label.start() : label.end()].strip()!r}",)
                candidates.append(Candidate(raw, raw, start, start + len(raw), line.number, score, reason))
    best = ranked(candidates)
    if not best:
        return Field()
    confident = len(best) == 1 or best[0].score > best[1].score
    return Field(best[0].value, best, confident, best[0].reasons)
