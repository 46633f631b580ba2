"""Kind: what a document is, by its title or its form: a receipt, an invoice, a contract, a mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.asked import NOTE
from backend.core.fields.chat import count_messages
from backend.core.fields.mailed import kind_of_mail
from backend.core.fields.rows import Entry, Line
from backend.core.fields.titles import BILLS, CREDIT_NOTE, SENTENCE, TITLES, TOP, WEAK, find_title
from backend.core.letters import plain

READ = 20_000  # characters in which words that tell are looked for
MESSAGES = 3  # lines that make a conversation
LETTER = 12  # lines at the end of a letter in which it takes leave

_MAIL = re.compile(r"^(?:From|Von|De)\s?: .*(?:\n.*){0,6}^(?:To|An|À|A|Para|Subject|Betreff|Objet|Asunto|Date"
                   r"|Datum|Fecha)\s?: ",
                   re.MULTILINE)  # fmt: skip
_INVOICE = re.compile(r"invoice|rechnung|factu+r|fattura|faktura|fatura|faktur|lasku|szamla|\binv\b")
_BILLED = re.compile(
    r"\b(?:due date|payment due|payment terms|bill(?:ed)? to|invoice to|kundennummer|customer no|rechnung an"
    r"|zahlbar|falligkeit|echeance|vencimiento|scadenza)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_GREETING = re.compile(
    r"^\W*(?:dear|hello|hi|sehr geehrte\w*|liebe[rs]?|guten tag|hallo|madame|monsieur|cher|chere|bonjour|estimad[oa]s?"
    r"|querid[oa]s?|hola|muy senor(?:es)?)\b[^:\d]{0,50}$"
)
_FAREWELL = re.compile(
    r"\b(?:(?:kind|best|warm) regards|yours (?:sincerely|faithfully|truly)|sincerely yours"
    r"|(?:freundliche[nr]?|beste[nr]?|herzliche[nr]?|viele) gru(?:ss|sse|ssen)|cordialement|salutations"
    r"|atentamente|un (?:cordial )?saludo|saludos)\b|^regards\b"
)


def find_kind(text: str, lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    """What the document is, "" where it does not say. A "tax invoice" that bills nobody may be a receipt as well."""
    if _MAIL.match(text.lstrip()):
        return kind_of_mail(lines, entries)
    if CREDIT_NOTE.search(text):
        return "credit note"
    if count_messages(text[:READ]) >= MESSAGES:
        return "chat"
    titled = find_title(lines, {entry.line for entry in entries if not entry.amount.is_bare})
    if titled not in {"", "invoice", "receipt"}:
        return "letter" if titled in WEAK and _is_letter(lines) else titled
    folded = plain(text[:READ])
    if titled == "invoice" and _BILLED.search(folded):
        return "invoice"
    sums = any(entry.kind in {"total", "payable", "tender"} and not entry.amount.is_bare for entry in entries)
    if not titled and not sums and not _BILLED.search(folded) and _is_letter(lines):
        return "letter"
    if not titled and not _BILLED.search(folded) and _is_note(folded, entries):
        return NOTE
    return titled if titled == "receipt" else "receipt" if sums and not _INVOICE.search(folded) else ""


def _is_note(folded: str, entries: Sequence[Entry]) -> bool:
    """Whether there are words, but neither money nor a word for a bill among them."""
    return (
        len(_WORD.findall(folded)) >= SENTENCE
        and all(entry.amount.is_bare and entry.kind == "none" for entry in entries)
        and not _INVOICE.search(folded)
        and not any(pattern.search(folded) for kind, pattern in TITLES if kind in BILLS)
    )


def _is_letter(lines: Sequence[Line]) -> bool:
    """Whether somebody is greeted near the top, or it takes leave at the end of a page."""
    said = [plain(line.text).strip() for line in lines if line.text.strip()]
    return any(_GREETING.match(line) for line in said[:TOP]) or (
        len(said) <= 2 * TOP and any(_FAREWELL.search(line) for line in said[-LETTER:])
    )
