"""Figures: what a query's findings come to, always computed from what is stored, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.core.aggregation.aggregate import Aggregate, aggregate
from backend.core.aggregation.answer_text import AnswerText, Part, write
from backend.core.aggregation.confidence import Confidence, Factor, confidence
from backend.core.aggregation.view import view
from backend.llm.model import Model
from backend.mapreduce import missing, stated
from backend.mapreduce.params import QueryParams
from backend.mapreduce.run_summary import Extra, Run
from backend.store import batches, findings
from backend.store.jobs import Job

BY_SIMILARITY = 0.5  # how far an answer can be trusted that compares meanings instead of reading
BY_WORDING = 0.9  # the same, of one that looks for the words with which documents state it
NOTHING_READ = "No text was there to be read, so there is nothing to count."
SHOWN = 50  # findings that are named with a number; the others are asked for by the number's place


@dataclass(frozen=True)
class Figures:
    """The answer of a job in words and numbers; `missing` says which documents are not in it."""

    made: Aggregate
    text: AnswerText
    details: dict[str, Any]
    missing: tuple[Part, ...]


@dataclass(frozen=True)
class Shown:
    """The answer as it is stored and shown, and the findings behind each of its numbers by the number's place."""

    answer: dict[str, Any]
    held: dict[str, list[int]]


def compute(session: Session, job: Job) -> Figures:
    """The figures of everything the job has found."""
    plan, found = QueryParams.model_validate(job.params).plan, findings.all_of(session, job.id)
    if found and all(finding.row is not None for finding in found):
        plan = plan.model_copy(update={"per": "row"})
    elif plan.operation == "summary":
        plan = plan.model_copy(update={"per": "mention"})
    made = aggregate(plan, found)
    text = write(made) if batches.counts(session, job.id) else AnswerText((Part(NOTHING_READ),))
    return Figures(made, text, dict(view(made)), tuple(missing.said(session, job.id)))


def shown(session: Session, job: Job, figures: Figures, models: Sequence[Model], now: datetime, extra: Extra) -> Shown:
    """The answer with every number's place, so that its findings can be asked for.

    `models` are the configured ones, for their prices; `extra` is what writing the answer took.
    """
    run = Run.of(job, batches.all_of(session, job.id), models, now, extra)
    covered = findings.covered(session, job.id)
    held = {"counted": list(figures.made.counted), "silent": list(figures.made.silent)}
    details = _cut(figures.details, "details", held)
    details["processing_info"] = {
        "total_items_in_folder": covered["total"] + covered["pending"],
        "items_processed": covered["contributing"],
        "items_skipped": covered["not_relevant"] + covered["excluded"],
        "items_failed": covered["failed"],
        "items_pending": covered["pending"],
        **run.view(),
    }
    params = QueryParams.model_validate(job.params)
    for number, part in enumerate(figures.text.parts):
        if part.findings:
            held[f"parts.{number}"] = list(part.findings)
    answer = {
        "kind": "full",
        "made_by": run.made_by,
        "plan": params.plan.model_dump(mode="json"),
        "intent": params.intent,
        "parts": [
            {"text": part.text, "ref": {"part": f"parts.{number}"} if part.findings else None}
            for number, part in enumerate(figures.text.parts)
        ],
        "details": details,
        "collection_ids": params.collection_ids,
        "coverage": covered,
        "confidence": _confidence(run, covered, figures.made).view(),
    }
    return Shown(answer, held)


def _confidence(run: Run, covered: dict[str, int], made: Aggregate) -> Confidence:
    """The formula of R3.11, lowered further by documents that could not be read and by what was not read at all."""
    counted = [made.findings[index] for index in made.counted]
    judged = [finding.fields["second_opinion"] for finding in counted if "second_opinion" in finding.fields]
    result = confidence(run.batches, run.failed, len(counted), len(run.rejected), judged.count("chosen"), len(judged))
    factors = [*result.factors, *missing.factors(covered)]
    if made.plan.filters.meaning and run.made_by == "rules":
        by_words = stated.asked(made.plan) is not None
        factors.append(
            Factor("wording", BY_WORDING, "What fits was decided by words that such documents use.")
            if by_words
            else Factor("similarity", BY_SIMILARITY, "What fits was decided by similarity, not by reading.")
        )
    return Confidence(tuple(factors))


def _cut(value: Any, place: str, held: dict[str, list[int]]) -> Any:
    """Long lists of findings are shortened; `part` leads to the whole list, which `held` gets."""
    if isinstance(value, list):
        return [_cut(each, f"{place}.{number}", held) for number, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    made = {key: _cut(each, f"{place}.{key}", held) for key, each in value.items() if key != "findings"}
    if isinstance(value.get("findings"), list):
        held[place] = value["findings"]
        made |= {"findings": value["findings"][:SHOWN], "findings_count": len(value["findings"]), "part": place}
    return made
