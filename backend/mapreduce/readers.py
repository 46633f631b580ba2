"""Readers: what a document says about a plan, by rules alone. Tables are read together, other documents one by one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from backend.context import Context
from backend.core.fields.document import document_finding
from backend.core.filtering import has_words
from backend.core.finding import Finding, Quote
from backend.core.plan import Plan
from backend.core.text import Text
from backend.errors import ExtractionFailed, WinnowError
from backend.mapreduce.mapped import Mapped, Read
from backend.rows.findings import find_rows
from backend.rows.read import read as read_tables
from backend.rows.source import ROW_FORMATS, Source
from backend.rows.table import Table
from backend.store import texts
from backend.store.db import reading
from backend.store.documents import Document

NO_VALUE = "No amount that could be its total, and no date, was found in it."
NO_WORDS = "It does not contain: {words}."
NO_ROWS = "No row of it fits the question."


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
    found = find_rows(tables, content, plan)
    by_document: dict[str, list[Finding]] = {document.id: [] for document in held}
    for finding in found.findings:
        by_document[finding.document_id].append(finding)
    for document in held:
        rows = by_document[document.id]
        made.append(Mapped(document, rows) if rows else Mapped(document, [], "not_relevant", NO_ROWS))
    left_out = [f"{count:,} rows were left out: {reason}." for reason, count in found.left_out.items()]
    return Read(made, [*found.notes, *left_out])


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
    """One finding for the whole document."""
    if plan.filters.words and not has_words(content, plan.filters.words):
        words = ", ".join(plan.filters.words)
        return Mapped(document, outcome="excluded", reason=NO_WORDS.format(words=words))
    finding = document_finding(document.id, content)
    if finding is None and plan.operation in {"count", "list", "distinct"}:
        finding = Finding(document.id, Quote(0, 0, ""), label=document.name)
    if finding is None:
        return Mapped(document, outcome="not_relevant", reason=NO_VALUE)
    return Mapped(document, [finding])
