"""Intent: how a question is to be answered, decided by rules: the same question always gets the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backend.core import asked
from backend.core.plan import TIMES, Filters, Operation, Plan
from backend.core.questions import lexicon
from backend.core.questions.draft import Draft, Vocabulary
from backend.core.questions.hashtags import Hashtags, split
from backend.core.questions.reading import Reading, fold
from backend.core.questions.rules import RULES
from backend.core.questions.slips import correct

IntentType = Literal["quick_qa", "aggregation", "filtered_aggregation", "full_folder_summary"]
Mode = Literal["auto", "quick", "full"]

SURE = 0.5  # below this a question is answered from a few passages
THRESHOLD = 0.3  # of similarity, for the part of a question that only meaning can filter
AT_ONCE = 5.0  # seconds below which nobody needs a job


class Extract(BaseModel):
    """What has to be read from every document."""

    model_config = ConfigDict(frozen=True)

    numbers: bool = False
    dates: bool = False
    categories: bool = False
    fields: tuple[str, ...] = ()


class Intent(BaseModel):
    """`question` is what is left without its tags. `confidence` is how sure this way is the right one, 0 to 1.

    `reasoning` says why, what was assumed and what could not be expressed. `unresolved` are conditions in the person's
    words that no filter of the plan holds; `semantic` joins them for a filter by meaning, with `threshold`. One that
    `follows` changes what was asked before. `note` is what to know about an answer made so, for the person. The
    estimates are None until `estimated` has filled them in.
    """

    model_config = ConfigDict(frozen=True)

    intent_type: IntentType
    confidence: float
    reasoning: str
    question: str
    hashtags: Hashtags
    plan: Plan | None = None
    extract: Extract = Extract()
    unresolved: tuple[str, ...] = ()
    semantic: str = ""
    follows: bool = False
    note: str = ""
    threshold: float = THRESHOLD
    estimated_items: int | None = None
    estimated_time_seconds: float | None = None

    @property
    def requires_full_scan(self) -> bool:
        return self.intent_type != "quick_qa"

    @property
    def requires_async(self) -> bool:
        """Whether it should run as a job: it reads everything, and that is not known to be quick."""
        seconds = self.estimated_time_seconds
        return self.requires_full_scan and (seconds is None or seconds >= AT_ONCE)


def classify(
    question: str,
    *,
    today: date,
    collections: Sequence[str] = (),
    mode: Mode = "auto",
    vocabulary: Vocabulary | None = None,
) -> Intent:
    """How to answer `question`. `collections` are the names that `#tags` may mean; `vocabulary` is what occurs in them.

    `mode` is the person's own choice: "quick" never reads everything, "full" always does.
    """
    hashtags, rest = split(question, collections)
    spelt, slips = correct(rest)
    reading = Reading(spelt)
    draft = Draft(today, vocabulary or Vocabulary())
    draft.assumed += slips
    if hashtags.recognized:
        draft.sees(0.15, "It names a collection.")
    for rule in RULES:
        rule(reading, draft)
    kind = _kind(reading, draft, mode)
    full = kind != "quick_qa"
    sure = 1.0 if mode != "auto" else draft.score if full else max(SURE, round(1 - draft.score, 2))
    return Intent(
        intent_type=kind,
        confidence=sure,
        reasoning=_reasoning(draft, mode, full),
        question=rest,
        hashtags=hashtags,
        plan=_plan(reading, draft, kind) if full else None,
        extract=_extract(draft, kind) if full else Extract(),
        unresolved=tuple(draft.unresolved),
        semantic=", ".join(draft.unresolved) if full else "",
    )


def searched(question: str, collections: Sequence[str], why: str) -> Intent:
    """The intent of a question that the rules have not read: it is searched for, and told why."""
    hashtags, rest = split(question, collections)
    return Intent(
        intent_type="quick_qa",
        confidence=SURE,
        reasoning=why,
        question=rest,
        hashtags=hashtags,
        note=why,
    )


def estimated(intent: Intent, items: int, seconds_per_item: float) -> Intent:
    """The intent with its estimates, from the number of documents and the measured speed of earlier jobs."""
    if not intent.requires_full_scan:
        return intent.model_copy(update={"estimated_items": 0, "estimated_time_seconds": 0.0})
    return intent.model_copy(update={"estimated_items": items, "estimated_time_seconds": items * seconds_per_item})


def _kind(reading: Reading, draft: Draft, mode: Mode) -> IntentType:
    if mode == "quick":
        return "quick_qa"
    if draft.operation == "summary" and mode == "auto" and not lexicon.WHOLE.search(reading.folded):
        return "quick_qa"
    if mode == "auto" and (draft.score < SURE or draft.operation is None):
        return "quick_qa"
    if draft.operation in {None, "summary"}:
        return "full_folder_summary"
    return "filtered_aggregation" if any(draft.filters.values()) or draft.unresolved else "aggregation"


def _plan(reading: Reading, draft: Draft, kind: IntentType) -> Plan:
    operation: Operation = "summary" if kind == "full_folder_summary" else draft.operation or "list"
    return Plan(
        operation=operation,
        what=draft.what or _what(reading, draft) or ("total" if kind != "full_folder_summary" else reading.text),
        per=draft.per or "document",
        group_by=tuple(draft.group_by),
        filters=Filters.model_validate(draft.filters | {"meaning": ", ".join(draft.unresolved)}),
        top=draft.top,
        order=draft.order,
        each=draft.each,
    )


def _what(reading: Reading, draft: Draft) -> str:
    """What is counted, in the person's own words and order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(draft.subjects), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:  # else it is a part of what is kept
            kept.append((start, end))
    words = [draft.renamed.get(span, reading.text[slice(*span)].strip()) for span in kept]
    return "".join(f"{word}{_JOINT if asked.TAX.fullmatch(fold(word)) else ' '}" for word in words).strip(" ,")


_JOINT = ", "  # "VAT on all invoices" is not about VAT invoices


def _extract(draft: Draft, kind: IntentType) -> Extract:
    known = TIMES | {"category", "vendor", "unit"}
    names = {*draft.group_by, draft.each, *([draft.what] if draft.operation == "distinct" else [])} - {""}
    dated = bool(names & TIMES) or {"date_from", "date_to"} & draft.filters.keys()
    valued = draft.operation in {"sum", "average", "median", "minimum", "maximum"} or draft.has_money
    return Extract(
        numbers=valued or any(name.startswith("value_") for name in draft.filters),
        dates=bool(dated),
        categories="category" in names or "category" in draft.filters,
        fields=tuple(sorted(names - known | ({"vendor"} & (names | draft.filters.keys())))),
    )


def _reasoning(draft: Draft, mode: Mode, full: bool) -> str:
    """Sentences for the person: why this way, what was assumed, what could not be expressed."""
    if mode == "quick":
        return "You asked for a quick answer."
    why = [it.sentence for it in draft.evidence if (it.weight > 0) == full] or ["Nothing in it asks for all documents."]
    if mode == "full":
        why.insert(0, "You asked to read everything.")
    if not full:
        return " ".join(why)
    also = [f"The {', '.join(dict.fromkeys(draft.also))} is shown as well."] if draft.also else []
    left = [f"No filter can express “{phrase}”; each document must be judged for it." for phrase in draft.unresolved]
    return " ".join([*why, *also, *dict.fromkeys(draft.assumed), *left])
