"""Similar: what meaning alone can say without a model: which documents fit a condition, which passage is typical."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from backend.ask import retrieve
from backend.context import Context
from backend.core.finding import Finding, Quote
from backend.errors import Unavailable
from backend.index.nearest import Passage, nearest, typical
from backend.mapreduce.mapped import Mapped
from backend.store.db import reading
from backend.store.documents import Document

THRESHOLD = 0.3  # of the cosine (R2.3)
LONGEST = 600  # characters of a quote
NOTE = (
    "No language model is set up, so whether a document fits “{meaning}” was decided by similarity of meaning "
    f"({THRESHOLD} or more) and not by reading. Open the passages to check, or set up a model."
)
TOO_FAR = "Its passage nearest in meaning to “{meaning}” reaches only {cosine:.2f}; {threshold} is asked for."
NO_VECTORS = "Its passages are not indexed by meaning yet. Ask again in a while."


def judge(
    ctx: Context,
    meaning: str,
    documents: Sequence[Document],
    contents: Mapping[str, str],
    by_rules: Mapping[str, Mapped],
) -> list[Mapped]:
    """The documents that come near enough, each with its passage; one that the rules read keeps their finding.

    Raises Unavailable while no search worker runs.
    """
    vector = retrieve.meaning(ctx, meaning)
    with reading(ctx.engine) as session:
        near = nearest(session.connection(), vector, [each.id for each in documents])
    return [_judged(each, near.get(each.id), meaning, contents[each.id], by_rules[each.id]) for each in documents]


def represent(
    ctx: Context, documents: Sequence[Document], contents: Mapping[str, str], by_rules: Mapping[str, Mapped]
) -> list[Mapped]:
    """Each document by what rules read of it, else by its most typical passage, else by its beginning."""
    without = [each.id for each in documents if not by_rules[each.id].findings]
    found: dict[str, Passage] = {}
    with suppress(Unavailable), reading(ctx.engine) as session:
        dimensions = len(retrieve.meaning(ctx, ""))  # of the model that made the vectors
        found = typical(session.connection(), without, dimensions)
    return [
        by_rules[each.id] if by_rules[each.id].findings else _represented(each, found.get(each.id), contents[each.id])
        for each in documents
    ]


def _represented(document: Document, passage: Passage | None, content: str) -> Mapped:
    start = passage.start if passage else len(content) - len(content.lstrip())
    end = min(passage.end if passage else len(content), start + LONGEST)
    reason = "It is the passage most typical of the document." if passage else "The document begins so."
    return Mapped(document, [Finding(document.id, Quote(start, end, content[start:end]), reasons=(reason,))])


def _judged(document: Document, passage: Passage | None, meaning: str, content: str, read: Mapped) -> Mapped:
    if passage is None:
        return Mapped(document, outcome="failed", reason=NO_VECTORS)
    if passage.cosine < THRESHOLD:
        why = TOO_FAR.format(meaning=meaning, cosine=passage.cosine, threshold=THRESHOLD)
        return Mapped(document, outcome="excluded", reason=why)
    said = f"A passage comes as near to “{meaning}” as {passage.cosine:.2f}."
    if read.findings:
        return read.because(said)
    end = min(passage.end, passage.start + LONGEST)
    quote = Quote(passage.start, end, content[passage.start : end])
    finding = Finding(document.id, quote, label=document.name, confidence=round(passage.cosine, 2), reasons=(said,))
    return Mapped(document, [finding])
