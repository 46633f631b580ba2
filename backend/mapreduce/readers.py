"""Readers: what a document says about a plan, by rules alone. Tables are read together, other documents one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from backend.context import Context
from backend.core.asked import NAMES, REFUNDS, is_of_kind, kind_of, measure_of, not_of_kind
from backend.core.counts import sentence
from backend.core.fields.chat import read_messages
from backend.core.fields.document import LONGEST, document_finding
from backend.core.finding import Finding, Quote
from backend.core.plan import Plan
from backend.core.text import Text
from backend.core.topics import fold, has_words, places_of
from backend.errors import ExtractionFailed, WinnowError
from backend.mapreduce.mapped import Mapped, Read
from backend.rows.findings import find_rows
from backend.rows.measure import asked_role
from backend.rows.read import read as read_tables
from backend.rows.source import ROW_FORMATS, Source
from backend.rows.table import Table
from backend.rows.words import tokens
from backend.store import texts
from backend.store.db import reading
from backend.store.documents import Document

NO_VALUE = "No amount that could be its total, and no date, was found in it."
NO_MEASURE = "It names no {name}."
NO_BALANCE = "It is no table of an account, so it was not read for balances."
NO_WORDS = "It does not contain: {words}."
UNWANTED = "It says “{word}”, which is to be left out."
ROWS_SAY = "The rows of tables are not read one by one: those count that say the words of “{meaning}”."
NO_MESSAGE = "No message of it fits the question."
LEFT_OUT = ("{count} row was left out: {why}.", "{count} rows were left out: {why}.")
NO_ROWS = "No row of it fits the question."

_LONG_WORD = re.compile(r"\w{4,}")


def is_table(document: Document) -> bool:
    """Whether its rows can be computed over."""
    return document.format in ROW_FORMATS


def read(ctx: Context, documents: Sequence[Document], plan: Plan) -> Read:
    """The findings of some documents. What goes wrong with one is its own outcome, not the others'."""
    content = {document.id: _text(ctx, document) for document in documents}
    made: list[Mapped] = []
    tables: list[Table] = []
    held: list[Document] = []
    with ExitStack() as stack:
        for document in documents:
            try:
                own = _tables(ctx, document, stack) if is_table(document) else []
            except WinnowError as error:
                made.append(Mapped(document, outcome="failed", reason=error.detail))
                continue
            if own:
                tables += own
                held.append(document)
            else:
                made.append(_one(document, content[document.id].content, plan))
    found = find_rows(tables, content, _for_rows(plan))
    by_document: dict[str, list[Finding]] = {document.id: [] for document in held}
    for finding in found.findings:
        by_document[finding.document_id].append(finding)
    for document in held:
        rows = by_document[document.id]
        said = Mapped(document, rows) if rows else Mapped(document, [], "not_relevant", NO_ROWS)
        made.append(replace(said, settled=True))
    left_out = [sentence(count, *LEFT_OUT, why=why) for why, count in found.left_out.items()]
    judged = [ROWS_SAY.format(meaning=plan.filters.meaning)] if tables and plan.filters.meaning else []
    return Read(made, [*found.notes, *left_out, *judged])


def _for_rows(plan: Plan) -> Plan:
    """The plan for tables, whose rows nobody reads: a condition in words holds where a row says its words."""
    said = tuple(_LONG_WORD.findall(plan.filters.meaning))
    words = {"words": (*plan.filters.words, *said)}
    return plan.model_copy(update={"filters": plan.filters.model_copy(update=words)}) if said else plan


def _text(ctx: Context, document: Document) -> Text:
    with reading(ctx.engine) as session:
        return texts.get(session, document.id) or Text("")


def _tables(ctx: Context, document: Document, stack: ExitStack) -> list[Table]:
    path = stack.enter_context(ctx.blobs.local(document.sha256))
    try:
        return read_tables(Source(document.id, document.name, path, document.format))
    except ValueError as error:
        raise ExtractionFailed(f"Its rows could not be read: {error}.") from error


def _one(document: Document, content: str, plan: Plan) -> Mapped:
    """One finding for the whole document, or one for every place that says the words asked for."""
    if asked_role(frozenset(tokens(plan.what))) == "balance":
        return Mapped(document, outcome="not_relevant", reason=NO_BALANCE)
    finding = document_finding(document.id, content, plan)
    if finding is None:
        measure = measure_of(plan.what)
        reason = NO_MEASURE.format(name=NAMES[measure]) if measure else NO_VALUE
        return Mapped(document, outcome="not_relevant", reason=reason)
    asked, kind = kind_of(plan), finding.fields.get("kind", "")
    if not is_of_kind(asked, kind, plan.operation):
        return Mapped(document, outcome="not_relevant", reason=not_of_kind(asked, kind))
    if kind == "chat" and asked == "message":
        return _messages(document, content, plan)
    words = plan.filters.words
    if words and not has_words(content, words, finding.category):
        said = ", ".join(word.replace("|", " or ") for word in words)
        return Mapped(document, outcome="excluded", reason=NO_WORDS.format(words=said))
    unwanted = next((it for it in plan.filters.without_words if has_words(content, (it,), finding.category)), "")
    if unwanted and not REFUNDS.fullmatch(fold(unwanted)):
        return Mapped(document, outcome="excluded", reason=UNWANTED.format(word=unwanted))
    if not finding.vendor and (finding.value is None or finding.label == "total"):
        finding = replace(finding, label=document.name)  # what else would tell it from others?
    places = places_of(content, words) if words and (plan.operation == "count" or finding.value is None) else []
    shown = places if plan.per == "mention" else places[:1]
    quotes = [Quote(start, end, content[start:end]) for start, end in shown]
    return Mapped(document, [replace(finding, quote=quote) for quote in quotes] or [finding])


def _messages(document: Document, content: str, plan: Plan) -> Mapped:
    """One finding for every message of a conversation that says the words asked for."""
    found = [
        Finding(
            document.id,
            Quote(it.start, it.end, content[it.start : it.end]),
            date=it.day,
            vendor=it.sender,
            label=content[it.start : it.end][:LONGEST],
            row=it.line,
            fields={"kind": "message"},
        )
        for it in read_messages(content)
        if has_words(content[it.start : it.end], plan.filters.words)
    ]
    return Mapped(document, found) if found else Mapped(document, outcome="not_relevant", reason=NO_MESSAGE)
