"""Overview: what rules can say of all documents together when no model is there to summarise them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from backend.core.aggregation.aggregate import Aggregate
from backend.core.aggregation.answer_text import AnswerText, Part
from backend.core.aggregation.figures import rounded

SHOWN = 12  # passages
NAMED = 5  # vendors
LONGEST = 240  # characters of a passage
HONEST = "No language model is set up, so this is an overview made by rules, not a summary in words."


def overview(made: Aggregate, names: Mapping[str, str]) -> AnswerText:
    """How many documents, from when, with which amounts, from whom; and the passage most typical of each.

    `names` are the documents' names by id.
    """
    return AnswerText((Part(HONEST), *_figures(made), *_passages(made, names)))


def _figures(made: Aggregate) -> Iterator[Part]:
    documents = len({made.findings[index].document_id for index in made.counted})
    yield Part("\n\n")
    yield Part(f"{documents:,}", made.counted)
    yield Part(" document was read." if documents == 1 else " documents were read.")
    dated = [index for index in made.counted if made.findings[index].date]
    if dated:
        days = sorted(day for index in dated if (day := made.findings[index].date))
        yield Part(" ")
        yield Part(f"{len(dated):,}", tuple(dated))
        says = "says" if len(dated) == 1 else "say"
        yield Part(f" of them {says} a date, from {days[0]} to {days[-1]}.")
    for figure in made.totals:
        yield Part(" Their totals come to " if figure is made.totals[0] else " and to ")
        amount = f"{figure.unit} {Decimal(rounded(figure.total)):,f}"
        yield Part(amount.strip(), figure.findings)
        yield Part("." if figure is made.totals[-1] else "")
    vendors = Counter(vendor for index in made.counted if (vendor := made.findings[index].vendor))
    if vendors:
        yield Part(" Most often from: ")
    for place, (vendor, count) in enumerate(vendors.most_common(NAMED)):
        held = tuple(index for index in made.counted if made.findings[index].vendor == vendor)
        yield Part(f"{', ' if place else ''}{vendor} (")
        yield Part(f"{count:,}", held)
        yield Part(")")
    yield Part("." if vendors else "")


def _passages(made: Aggregate, names: Mapping[str, str]) -> Iterator[Part]:
    held = [index for index in made.counted if made.findings[index].value is None][:SHOWN]
    if held:
        yield Part("\n\nThe passage most typical of each:")
    for index in held:
        finding = made.findings[index]
        passage = " ".join(finding.quote.text.split())
        short = passage if len(passage) <= LONGEST else passage[: LONGEST - 1] + "…"
        yield Part(f"\n- {names.get(finding.document_id, '')}: ")
        yield Part(f"“{short}”", (index,))
