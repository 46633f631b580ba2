"""Reading: a batch of documents is read by rules, and by a model where rules can not judge or are in doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.context import Context
from backend.core.aggregation.aggregate import MEASURES
from backend.core.counts import sentence
from backend.core.plan import Plan
from backend.llm.errors import ModelFailed
from backend.mapreduce import readers, similar, stated
from backend.mapreduce.asker import Asker
from backend.mapreduce.choose import choose, doubt
from backend.mapreduce.extract import Extracted, extract
from backend.mapreduce.mapped import Mapped, Read
from backend.mapreduce.shown import Shown, cut
from backend.store import texts
from backend.store.db import reading
from backend.store.documents import Document

POINTS = "the one to three points that somebody who has no time must know: what it is, what it says, what follows"
NOT_SAID = "A model read it; it does not say this: {what}."
UNCLEAR = "A model read it and could not decide about: {what}."
SILENT = "The model was asked twice and did not answer for it. Ask again, or use a better one."
UNPROVED = "What the model said of it is not in it, so it does not count."
NOT_ASKED = (
    "{count} document whose figures are not certain was left as the rules read it: {why}",
    "{count} documents whose figures are not certain were left as the rules read them: {why}",
)


@dataclass(frozen=True)
class Task:
    """What a batch is read for: the question in words and its plan."""

    question: str
    plan: Plan

    def of_points(self) -> Task:
        """The same for a summary, where each document is read for its points."""
        return replace(self, plan=self.plan.model_copy(update={"per": "mention", "what": POINTS}))


async def read(ctx: Context, documents: Sequence[Document], task: Task, asker: Asker | None) -> Read:
    """What the documents say. Raises a ModelFailed when nothing can be said without a model that fails."""
    by_rules = await asyncio.to_thread(readers.read, ctx, documents, task.plan)
    open_ones = [each for each in by_rules.mapped if _is_open(each)]
    if not open_ones:
        return by_rules
    if asker is None:
        return await asyncio.to_thread(_by_meaning, ctx, task.plan, by_rules, open_ones)
    return await _by_model(ctx, task, asker, by_rules, open_ones)


def _by_meaning(ctx: Context, plan: Plan, by_rules: Read, open_ones: Sequence[Mapped]) -> Read:
    """Without a model: what states a condition or comes near it, and what stands for a document in an overview."""
    documents = [each.document for each in open_ones]
    known = {each.document.id: each for each in open_ones}
    if plan.operation == "summary":
        return _with(by_rules, similar.represent(ctx, documents, _contents(ctx, documents), known), [])
    if not plan.filters.meaning:
        return by_rules
    clause = stated.asked(plan)
    if clause is not None:
        judged = stated.judge_all(clause, plan, open_ones, _contents(ctx, documents))
        note = stated.NOTE.format(meaning=plan.filters.meaning)
        return replace(_with(by_rules, judged, []), notes=[*by_rules.notes, note])
    judged = similar.judge(ctx, plan.filters.meaning, documents, _contents(ctx, documents), known)
    note = similar.NOTE.format(meaning=plan.filters.meaning)
    return replace(_with(by_rules, judged, []), notes=[*by_rules.notes, note])


async def _by_model(ctx: Context, task: Task, asker: Asker, by_rules: Read, open_ones: Sequence[Mapped]) -> Read:
    """With a model: points for a summary, conditions in words, doubtful values, and values that no rule found."""
    plan = task.plan
    contents = await asyncio.to_thread(_contents, ctx, [each.document for each in open_ones])
    if plan.operation == "summary":
        return _with(by_rules, *await _extracted(ctx, asker, task.of_points(), open_ones, contents))
    if plan.filters.meaning or plan.per == "mention":
        return _with(by_rules, *await _extracted(ctx, asker, task, open_ones, contents))
    if plan.operation not in MEASURES:
        return by_rules
    valued = [each for each in open_ones if any(one.value is not None for one in each.findings)]
    by_rules = await _decided(asker, plan, by_rules, valued, contents)
    without = [each for each in open_ones if each not in valued]
    return _with(by_rules, *await _extracted(ctx, asker, task, without, contents)) if without else by_rules


def _is_open(mapped: Mapped) -> bool:
    """Whether more can be said of a document than the rules did."""
    return mapped.outcome in {"contributing", "not_relevant"} and not mapped.settled


def _contents(ctx: Context, documents: Sequence[Document]) -> dict[str, str]:
    with reading(ctx.engine) as session:
        found = {document.id: texts.get(session, document.id) for document in documents}
    return {identity: text.content if text else "" for identity, text in found.items()}


async def _extracted(
    ctx: Context, asker: Asker, task: Task, open_ones: Sequence[Mapped], contents: dict[str, str]
) -> tuple[list[Mapped], list[dict[str, object]]]:
    """The documents as a model read them, and what of it they do not prove."""
    held = [(each.document, contents[each.document.id]) for each in open_ones]
    requests = await asyncio.to_thread(cut, held, ctx.tokens(), ctx.settings.max_tokens_per_job)
    said = await extract(asker, task.question, task.plan, requests)
    mapped = [_judged(each, said.get(each.document.id, Extracted()), task.plan) for each in open_ones]
    rejected = [{"document_id": identity, **claim} for identity, one in said.items() for claim in one.rejected]
    return mapped, rejected


def _judged(by_rules: Mapped, said: Extracted, plan: Plan) -> Mapped:
    """What the model said of a document. The rules' own value stays: it was read with its reasons."""
    document, what = by_rules.document, plan.filters.meaning or plan.what
    if said.verdict == "no":
        outcome = "excluded" if plan.filters.meaning else "not_relevant"
        return Mapped(document, outcome=outcome, reason=NOT_SAID.format(what=what))  # type: ignore[arg-type]
    if said.verdict == "unclear":
        return Mapped(document, outcome="failed", reason=UNCLEAR.format(what=what))
    if said.verdict == "silent":
        return Mapped(document, outcome="failed", reason=SILENT)
    if not said.findings:
        return Mapped(document, outcome="failed", reason=UNPROVED)
    valued = [each for each in by_rules.findings if each.value is not None]
    if plan.operation in MEASURES and valued:
        proof = said.findings[0]
        return replace(by_rules, findings=valued, outcome="contributing", reason="").because(
            f"{proof.reasons[-1]} “{proof.quote.text[:200]}”"
        )
    return Mapped(document, said.findings if plan.per != "document" else said.findings[:1])


async def _decided(
    asker: Asker, plan: Plan, by_rules: Read, valued: Sequence[Mapped], contents: dict[str, str]
) -> Read:
    """The batch with a model's choice where the rules are in doubt. A model that fails leaves what the rules read."""
    shown = [
        Shown(f"D{number}", each.document, contents[each.document.id], 0, len(contents[each.document.id]))
        for number, each in enumerate(valued, 1)
    ]
    doubts = [found for one in shown if (found := doubt(one, plan)) is not None]
    if not doubts:
        return by_rules
    known = {each.document.id: each.findings[0] for each in valued}
    try:
        chosen = await choose(asker, doubts, known)
    except ModelFailed as error:
        note = sentence(len(doubts), *NOT_ASKED, why=error.detail)
        return replace(by_rules, notes=[*by_rules.notes, note])
    made = [Mapped(each.document, [chosen[each.document.id]]) for each in valued if each.document.id in chosen]
    return _with(by_rules, made, [])


def _with(by_rules: Read, mapped: Sequence[Mapped], rejected: list[dict[str, object]]) -> Read:
    """The batch with some documents in place of what the rules said of them."""
    made = {each.document.id: each for each in mapped}
    return replace(
        by_rules,
        mapped=[made.get(each.document.id, each) for each in by_rules.mapped],
        rejected=[*by_rules.rejected, *rejected],
    )
