"""Aggregate: the exact figures of a plan over its findings, each with the findings that it was made of.

Values are added within one unit only. Every finding is either counted or left out with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from backend.core.aggregation import figures as exact
from backend.core.aggregation.copies import find_copies
from backend.core.aggregation.doubles import Doubles, find_doubles
from backend.core.aggregation.figures import Figures, Measure, Measured
from backend.core.aggregation.filtering import Verdict, decide
from backend.core.aggregation.grouping import Key, group, is_time, read
from backend.core.aggregation.notes import write_notes
from backend.core.aggregation.ranking import EXTREMES, rank, shown
from backend.core.asked import are_documents, kind_of, not_of_kind, others_of
from backend.core.finding import Finding
from backend.core.plan import Filters, Plan
from backend.core.values.currencies import SIGNS

MEASURES = frozenset({"sum", "average", "minimum", "maximum", "median"})
BREAKDOWNS = ("category", "month")
TOP = 20  # items that are shown when the plan does not say how many


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding that was not counted, and why."""

    finding: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same; `figures` of their values, one per unit, most values first."""

    key: Key
    findings: tuple[int, ...]
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the answer: a group, in one unit; of a count (an int) there is one line for all units."""

    key: Key
    unit: str
    value: Decimal | Fraction | int
    findings: tuple[int, ...]


@dataclass(frozen=True)
class Aggregate:
    """`findings` are all that were given; every other number refers to them by index.

    `totals` are plain figures per unit. `lines` answer the plan: one per group and unit, in order, at most `plan.top`
    per unit; `cut` says how many more there were, `tied` how many of those equal the last shown. `items` are the
    counted findings, ranked within their unit. `silent` were counted though they do not say what the plan groups by.
    `notes` are sentences about what was assumed.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    counted: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    units: Mapping[int, str]
    totals: tuple[Figures, ...]
    lines: tuple[Line, ...]
    cut: int
    tied: int
    breakdowns: Mapping[str, tuple[Group, ...]]
    items: tuple[int, ...]
    silent: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def per(self) -> str:
        """What one finding was counted for. Of a table it is a row, whatever the plan says: "mixed"
        where other documents are counted beside it."""
        rows = {self.findings[index].row is not None for index in self.counted}
        return "mixed" if self.plan.per == "document" and rows == {True, False} else self.plan.per

    def shown(self, most: int) -> tuple[int, ...]:
        """The items that a list of at most `most` shows; of a ranking by size the first of each unit."""
        return shown(self.plan, self.findings, self.items, self.units, most)

    def left(self, outcome: str) -> tuple[int, ...]:
        """The findings left out for one kind of reason."""
        return tuple(it.finding for it in self.left_out if it.verdict.outcome == outcome)


def aggregate(plan: Plan, findings: Iterable[Finding]) -> Aggregate:
    """Count, add and group `findings` as `plan` says. The same findings in another order give the same figures.

    The filter's `words` have been applied before, where the documents' text was at hand (see `topics.has_words`).
    """
    held = tuple(findings)
    units, notes = _settle_units(plan, held)
    doubles = find_doubles(held, units) if plan.operation in MEASURES else Doubles()
    copies = find_copies(held, units) if plan.per == "document" else {}
    left_out = _left_out(plan, held, units, doubles)
    out = {it.finding for it in left_out}
    counted = tuple(index for index in range(len(held)) if index not in out)
    every = _lines(plan, held, counted, units)
    lines, cut, tied = _cut(plan, every)
    names = tuple(dict.fromkeys((*BREAKDOWNS, *plan.group_by)))
    silent = tuple(index for index in counted if any(not read(held[index], name) for name in _asked(plan)))
    return Aggregate(
        plan=plan,
        findings=held,
        counted=counted,
        left_out=left_out,
        units=units,
        totals=_figures(held, counted, units),
        lines=lines,
        cut=cut,
        tied=tied,
        breakdowns={name: _groups(held, counted, units, (name,)) for name in names},
        items=rank(plan, held, counted, units, _shares(held, counted, units)),
        silent=silent,
        notes=(*notes, *write_notes(plan, held, counted, doubles, copies)),
    )


def _asked(plan: Plan) -> tuple[str, ...]:
    """The fields that a finding must tell to be found under its own name in the answer."""
    each = (plan.each,) if plan.each else ()
    return (*plan.group_by, *each, *((plan.what,) if plan.operation == "distinct" else ()))


def _settle_units(plan: Plan, findings: Sequence[Finding]) -> tuple[dict[int, str], list[str]]:
    """The unit each finding counts in. What may be the unit asked for ("", "$") counts as it where no other occurs."""
    units = {index: finding.unit for index, finding in enumerate(findings)}
    wanted = plan.filters.unit
    open_ones = {unit for unit in units.values() if not unit or wanted in SIGNS.get(unit, ())}
    if not wanted or not open_ones or set(units.values()) - open_ones - {wanted}:
        return units, []
    unsaid = [index for index, unit in units.items() if unit in open_ones]
    units.update(dict.fromkeys(unsaid, wanted))
    note = f"{len(unsaid)} of {len(findings)} values do not say in what unit; no other one occurs: counted as {wanted}."
    return units, [note]


def _left_out(
    plan: Plan, findings: Sequence[Finding], units: Mapping[int, str], doubles: Doubles
) -> tuple[LeftOut, ...]:
    """What the filters leave out, what has no value to compute with, and what would be counted twice."""
    verdicts: dict[int, Verdict] = {}
    elsewhere = plan.filters.model_copy(update={"unit": ""})
    needs_value = plan.operation in MEASURES
    asked = kind_of(plan)
    kinds = [finding.fields.get("kind", "") for finding in findings]
    other, only_documents = others_of(asked, kinds), are_documents(asked, kinds)
    for index, finding in enumerate(findings):
        filters = elsewhere if units[index] == plan.filters.unit else plan.filters
        if other and finding.fields.get("kind") == other:
            verdicts[index] = Verdict("excluded", not_of_kind(asked, other))
        elif only_documents and finding.row is not None and "kind" not in finding.fields:
            verdicts[index] = Verdict("excluded", not_of_kind(asked, "row of a table"))
        elif verdict := _judge(filters, finding, needs_value):
            verdicts[index] = verdict
    for index, row in doubles.same.items():
        if index not in verdicts and row not in verdicts:
            verdicts[index] = Verdict("repeated", f"The same payment is counted in a table: {findings[row].label}.")
    seen: set[tuple[object, ...]] = set()
    best = sorted(set(range(len(findings))) - set(verdicts), key=lambda index: _best_first(findings[index]))
    for index in best:
        identity = _identity(plan, findings[index])
        if identity in seen:
            verdicts[index] = Verdict("repeated", f"Another finding of the same {plan.per} is counted already.")
        seen.add(identity)
    return tuple(LeftOut(index, verdicts[index]) for index in sorted(verdicts))


def _judge(filters: Filters, finding: Finding, needs_value: bool) -> Verdict | None:
    if finding.value is not None and not exact.usable(finding.value):
        return Verdict("excluded", f"{finding.value} is not a number that can be computed with.")
    verdict = decide(filters, finding)
    if verdict is None and needs_value and finding.value is None:
        return Verdict("undecidable", "No value was found.")
    return verdict


def _identity(plan: Plan, finding: Finding) -> tuple[object, ...]:
    """What is counted once: a document, a row, or a place in a document."""
    if finding.row is not None:
        return finding.document_id, finding.row, finding.quote.start
    if plan.per == "document":
        return (finding.document_id,)
    return finding.document_id, finding.quote.start, finding.quote.end, finding.value, finding.unit


def _best_first(finding: Finding) -> tuple[object, ...]:
    """The most confident finding, then the first in its document; the rest makes the choice the same in any order."""
    value = finding.value
    return (
        -finding.confidence,
        finding.document_id,
        finding.quote.start,
        finding.quote.end,
        value is None,
        "" if value is None else str(value),
        finding.unit,
        str(finding.date),
        finding.category,
        finding.vendor,
        finding.label,
    )


def _figures(findings: Sequence[Finding], indexes: Iterable[int], units: Mapping[int, str]) -> tuple[Figures, ...]:
    by_unit: dict[str, list[Measured]] = {}
    for index in indexes:
        value = findings[index].value
        if value is not None:
            by_unit.setdefault(units[index], []).append(Measured(value, (index,)))
    return _by_size(exact.figures(unit, values) for unit, values in by_unit.items())


def _shares(findings: Sequence[Finding], indexes: Iterable[int], units: Mapping[int, str]) -> dict[str, int]:
    """The place of each unit: the one of most values first."""
    return {figure.unit: place for place, figure in enumerate(_figures(findings, indexes, units))}


def _by_size(made: Iterable[Figures]) -> tuple[Figures, ...]:
    return tuple(sorted(made, key=lambda figure: (-len(figure.findings), figure.unit)))


def _groups(
    findings: Sequence[Finding], indexes: Iterable[int], units: Mapping[int, str], names: Sequence[str]
) -> tuple[Group, ...]:
    members = group(findings, indexes, names)
    return tuple(Group(key, held, _figures(findings, held, units)) for key, held in members.items())


def _measured(
    plan: Plan, findings: Sequence[Finding], indexes: Iterable[int], units: Mapping[int, str]
) -> tuple[Figures, ...]:
    """The figures the plan asks for: of the values, or of the totals of `each` month. What has no month is in none."""
    if not plan.each:
        return _figures(findings, indexes, units)
    by_unit: dict[str, list[Measured]] = {}
    for part in _groups(findings, indexes, units, (plan.each,)):
        for figure in part.figures if any(part.key) else ():
            by_unit.setdefault(figure.unit, []).append(Measured(figure.total, figure.findings))
    return _by_size(exact.figures(unit, values) for unit, values in by_unit.items())


def _lines(plan: Plan, findings: Sequence[Finding], counted: Sequence[int], units: Mapping[int, str]) -> list[Line]:
    """Every line of the answer, in order: times as they pass, all else by size."""
    lines: list[Line] = []
    for key, held in (group(findings, counted, plan.group_by) if plan.group_by else {(): tuple(counted)}).items():
        if plan.operation in MEASURES:
            measure = cast(Measure, plan.operation)
            made = _measured(plan, findings, held, units)
            lines += [Line(key, it.unit, it.of(measure), it.made_of(measure)) for it in made]
        elif plan.operation == "distinct":
            kinds = group(findings, held, (plan.what,))
            lines.append(Line(key, "", sum(any(kind) for kind in kinds), held))
        else:
            lines.append(Line(key, "", len(held), held))
    if is_time(plan.group_by) and plan.top is None:
        return lines
    shares = _shares(findings, counted, units)
    sign = -1 if plan.order == "largest" else 1
    return sorted(lines, key=lambda line: (shares.get(line.unit, 0), not all(line.key), sign * line.value, line.key))


def _cut(plan: Plan, lines: Sequence[Line]) -> tuple[tuple[Line, ...], int, int]:
    """The first `top` lines of each unit, how many more there are, and how many of those equal the last one shown.

    The largest one of each group is a line of every group.
    """
    if plan.top is None or not plan.group_by or (plan.top == 1 and plan.operation in EXTREMES):
        return tuple(lines), 0, 0
    first: list[Line] = []
    tied = 0
    for unit in dict.fromkeys(line.unit for line in lines):
        of_unit = [line for line in lines if line.unit == unit]
        first += of_unit[: plan.top]
        tied += sum(line.value == of_unit[plan.top - 1].value for line in of_unit[plan.top :])
    return tuple(first), len(lines) - len(first), tied
