"""The answer in words, written from computed figures alone; and the check of an answer that a model has written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from backend.core.aggregation.aggregate import MEASURES, Aggregate, Line
from backend.core.aggregation.figures import is_rounded, rounded
from backend.core.aggregation.ranking import shown_units
from backend.core.counts import sentence
from backend.core.plan import Filters, Plan
from backend.core.values.written import numbers_in

SHOWN = 24  # lines and items that the text holds; the page has all of them
MONTHS = "January February March April May June July August September October November December".split()
PER = {
    "document": "document",
    "row": "row",
    "mention": "mention",
    "mixed": "row of a table and per other document",
}
UNGROUPED = (
    " does not say where it belongs and stands on a line of its own.",
    " do not say where they belong and stand on a line of their own.",
)
UNNAMED = (
    " does not say it, so it is not among the different ones.",
    " do not say it, so they are not among the different ones.",
)
LEFT_OUT = {
    "excluded": (
        " was left out by these conditions.",
        " were left out by these conditions.",
    ),
    "undecidable": (
        " could not be decided, because the document does not say enough, and is not counted.",
        " could not be decided, because the documents do not say enough, and are not counted.",
    ),
    "repeated": (
        " was counted already and does not count twice.",
        " were counted already and do not count twice.",
    ),
}
HEADS = {
    "sum": "total",
    "average": "average",
    "median": "median",
    "minimum": "smallest value",
    "maximum": "largest value",
    "count": "number",
    "summary": "number",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the answer; one that is a number says with `findings` what it was made of, None for plain words."""

    text: str
    findings: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The answer as parts, in order."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def write(made: Aggregate) -> AnswerText:
    """Sentences that say the result, what was counted, what was left out and why, and what was assumed."""
    parts = [*(_result(made) if made.counted else [Part("Nothing in these documents matches the question.")])]
    parts += [Part("\n\n"), *_counted(made), *_left_out(made)]
    parts += [Part(f" {note}") for note in made.notes]
    return AnswerText(tuple(part for part in parts if part.text))


def foreign_numbers(text: str, allowed: Iterable[Decimal]) -> list[str]:
    """The numbers of a text that are none of `allowed`, whatever their separators; numbers in words are not seen."""
    known = frozenset(allowed)
    found = numbers_in(text)
    foreign: list[str] = []
    end = 0
    for written in found:
        if written.start < end:  # a part of the number before
            continue
        end = written.end
        inner = [it for it in found if written.start <= it.start and it.end <= end and it != written]
        if not (written.values & known or (inner and all(it.values & known for it in inner))):
            foreign.append(text[written.start : end])
    return foreign


def allowed_numbers(made: Aggregate) -> frozenset[Decimal]:
    """Every number that an answer from these figures may hold: figures, counts, those in names, dates and filters."""
    parts = write(made).parts
    numbers = [Decimal(rounded(_value(line))) for line in made.lines]
    numbers += [Decimal(len(part.findings)) for part in parts if part.findings is not None]
    numbers += [Decimal(_more(made)), Decimal(made.tied)]
    for figure in made.totals:
        numbers += [figure.total, figure.minimum.value, figure.maximum.value, figure.median, Decimal(figure.count)]
        numbers.append(Decimal(rounded(figure.average)))
    items = (made.findings[index].value for index in made.shown(SHOWN))
    numbers += [value for value in items if value is not None]
    words = (
        [part.text for part in parts if part.findings is None]
        + list(_said(made))
        + [name for line in made.lines for name in line.key]
    )
    return frozenset({*numbers, *(value for it in numbers_in(" ; ".join(words)) for value in it.values)})


def _said(made: Aggregate) -> Iterator[str]:
    """What the items that are shown are called by, in the documents' own words."""
    for finding in (made.findings[index] for index in made.shown(SHOWN)):
        yield from (finding.vendor, finding.label, finding.quote.text[:80], _day(finding.date))


def _result(made: Aggregate) -> Iterator[Part]:
    plan = made.plan
    if plan.operation == "list" or (plan.operation in {"minimum", "maximum"} and not plan.group_by and not plan.each):
        yield from _items(made)
    elif plan.group_by:
        yield from _table(made)
    elif plan.operation in MEASURES:
        yield from _figure(made)
    elif plan.operation == "distinct":
        yield from [*_number(made.lines[0]), Part(f" different {_plural(plan.what, made.lines[0].value)}.")]
    else:
        yield from [*_number(made.lines[0]), Part(f" {_thing(plan, made.lines[0].value)}.")]


def _figure(made: Aggregate) -> Iterator[Part]:
    """One sentence for one figure, in every unit."""
    head = HEADS[made.plan.operation] + (f" {made.plan.each}" if made.plan.each else "")
    yield Part(f"The {head} is " if len(made.lines) == 1 else f"The {head} by unit: ")
    for place, line in enumerate(made.lines):
        yield Part(", " if place else "")
        yield from _number(line)
    yield Part("." + " Different units are never added up." * (len(made.lines) > 1))
    if made.plan.operation == "average" and any(is_rounded(_value(line)) for line in made.lines):
        yield Part(" It is rounded half up to two digits here; the figures behind it are exact.")


def _table(made: Aggregate) -> Iterator[Part]:
    """One line for each group, and how many there are that are not shown."""
    head = HEADS.get(made.plan.operation) or f"number of different {_plural(made.plan.what, 2)}"
    yield Part(f"The {head} by {' and '.join(made.plan.group_by)}:")
    for line in made.lines[:SHOWN]:
        key = ", ".join(_name(by, part) for by, part in zip(made.plan.group_by, line.key, strict=True))
        yield Part(f"\n- {key}: ")
        yield from _number(line)
    if more := _more(made):
        shown = {index for line in made.lines[:SHOWN] for index in line.findings}
        yield Part("\n- and ")
        yield Part(f"{more:,} more", tuple(index for index in made.counted if index not in shown))
        yield Part(f", {made.tied} of them equal to the last" if made.tied else "")


def _more(made: Aggregate) -> int:
    """The lines that are not shown."""
    return made.cut + max(0, len(made.lines) - SHOWN)


def _items(made: Aggregate) -> Iterator[Part]:
    """The findings themselves, one a line."""
    items = made.shown(SHOWN)
    largest = {"maximum": "largest", "minimum": "smallest"}.get(made.plan.operation, "")
    largest = made.plan.order if made.plan.order in {"latest", "earliest"} else largest
    units = shown_units(made.plan, made.findings, made.items, made.units)
    of_each = " of each unit, for different units are never compared" if len(units) > 1 else ""
    yield Part(f"The {largest}{of_each}:" if largest else f"Found{of_each}:")
    for index in items:
        finding = made.findings[index]
        when = _day(finding.date) if finding.date else ""
        said = finding.label if made.plan.filters.meaning else ""
        first = said or finding.vendor or finding.label or finding.quote.text[:80]
        name = ", ".join(part for part in (first, when) if part)
        yield Part("\n- ")
        if finding.value is None:
            yield Part(name, (index,))
        else:
            yield Part(f"{name}: ")
            yield Part(_amount(finding.value, made.units[index]), (index,))
    listed = set(items)
    if more := tuple(index for index in made.items if index not in listed and made.plan.top is None):
        yield Part("\n- and ")
        yield Part(f"{len(more):,} more", more)


def _counted(made: Aggregate) -> Iterator[Part]:
    """ "I counted one value per document, dated 1 March 2018 to 31 March 2018, in MYR: 62 in all." """
    plan = made.plan
    kind = "value" if plan.operation in MEASURES else "finding"
    conditions = "".join(f", {condition}" for condition in _conditions(plan.filters))
    yield Part(f"I counted one {kind} per {PER[made.per]}{conditions}: ")
    yield Part(f"{len(made.counted):,}", made.counted)
    yield Part(" in all.")
    if made.silent:
        yield Part(" Of these, ")
        yield Part(f"{len(made.silent):,}", made.silent)
        yield Part(sentence(len(made.silent), *(UNGROUPED if plan.group_by else UNNAMED)))


def _conditions(filters: Filters) -> Iterator[str]:
    if filters.date_from and filters.date_to:
        yield f"dated {_day(filters.date_from)} to {_day(filters.date_to)}"
    elif filters.date_from or filters.date_to:
        yield (
            f"dated {_day(filters.date_from)} or later"
            if filters.date_from
            else f"dated {_day(filters.date_to)} or before"
        )
    if filters.unit:
        yield f"in {filters.unit}"
    if filters.vendor:
        yield f"from or to {filters.vendor.replace('|', ' or ')}"
    if filters.category:
        yield f"in the category {filters.category}"
    if filters.meaning:
        yield f"for “{filters.meaning}”"
    if filters.words:
        yield "saying " + " and ".join("“" + word.replace("|", "” or “") + "”" for word in filters.words)
    if filters.weekdays:
        yield f"on a {' or '.join(filters.weekdays)}"
    if left := (*filters.without_vendors, *filters.without_words):
        yield f"without {' and '.join(left)}"
    bounds = (
        ("above", filters.value_above),
        ("below", filters.value_below),
        ("at least", filters.value_from),
        ("at most", filters.value_to),
    )
    yield from (f"{name} {bound:,f}" for name, bound in bounds if bound is not None)


def _left_out(made: Aggregate) -> Iterator[Part]:
    for outcome, words in LEFT_OUT.items():
        findings = made.left(outcome)
        if findings:
            yield Part(" ")
            yield Part(f"{len(findings):,}", findings)
            yield Part(sentence(len(findings), *words))


def _number(line: Line) -> Iterator[Part]:
    value = _value(line)
    yield Part(f"{line.value:,}" if isinstance(line.value, int) else _amount(value, line.unit), line.findings)


def _value(line: Line) -> Decimal | Fraction:
    return Decimal(line.value) if isinstance(line.value, int) else line.value


def _amount(value: Decimal | Fraction, unit: str) -> str:
    return f"{unit} {Decimal(rounded(value)):,f}".strip()


def _name(by: str, part: str) -> str:
    """A group's name for a person: "March 2018" for 2018-03."""
    if not part:
        return f"{by} not stated"
    if by == "month":
        year, number = part.split("-")
        return f"{MONTHS[int(number) - 1]} {year}"
    return " ".join(reversed(part.split("-"))) if by == "quarter" else part


def _day(moment: date | None) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}" if moment else ""


def _thing(plan: Plan, count: object) -> str:
    return _plural(plan.per, count) + (f" ({plan.what})" if plan.what and plan.operation == "count" else "")


def _plural(noun: str, count: object) -> str:
    irregular = {"category": "categories", "unit": "units"}
    return noun if count == 1 else irregular.get(noun, f"{noun}s")
