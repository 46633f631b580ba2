"""The aggregate as the API shows it: decimals as strings, every number with the indexes of its findings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from backend.core.aggregation.aggregate import TOP, Aggregate, Group, Line
from backend.core.aggregation.figures import Figures, exact, is_rounded, rounded

Json = dict[str, object]


def view(made: Aggregate) -> Json:
    """`aggregation_details` without what the job adds (processing_info, confidence)."""
    return {
        "summary": {
            "total": [_figures(figure) for figure in made.totals],
            "count": len(made.counted),
            "average": [{"unit": it.unit, **_number("average", it.average), "count": it.count} for it in made.totals],
            "by_category": [_group("category", it) for it in made.breakdowns["category"]],
            "by_month": [_group("month", it) for it in made.breakdowns["month"]],
        },
        "per": made.per,
        "group_by": list(made.plan.group_by),
        "lines": [_line(line) for line in made.lines],
        "lines_cut": made.cut,
        "lines_tied": made.tied,
        "top_items": [_item(made, index) for index in made.shown(max(made.plan.top or TOP, TOP))],
        "left_out": _left_out(made),
        "silent": list(made.silent),
        "notes": list(made.notes),
    }


def _left_out(made: Aggregate) -> list[Json]:
    """The findings that were not counted, together by their reason."""
    reasons: dict[tuple[str, str], list[int]] = {}
    for it in made.left_out:
        reasons.setdefault((it.verdict.outcome, it.verdict.reason), []).append(it.finding)
    return [{"outcome": outcome, "reason": reason, "findings": held} for (outcome, reason), held in reasons.items()]


def _figures(figure: Figures) -> Json:
    return {
        "unit": figure.unit,
        "total": exact(figure.total),
        "count": figure.count,
        "minimum": exact(figure.minimum.value),
        "maximum": exact(figure.maximum.value),
        "median": exact(figure.median),
        "findings": list(figure.findings),
    }


def _group(name: str, group: Group) -> Json:
    totals = [
        {"unit": it.unit, "total": exact(it.total), "count": it.count, "findings": list(it.findings)}
        for it in group.figures
    ]
    return {name: group.key[0], "count": len(group.findings), "totals": totals, "findings": list(group.findings)}


def _line(line: Line) -> Json:
    value = Decimal(line.value) if isinstance(line.value, int) else line.value
    return {"key": list(line.key), "unit": line.unit, **_number("value", value), "findings": list(line.findings)}


def _number(name: str, value: Decimal | Fraction) -> Json:
    """The value as shown; where that is rounded, also what it is exactly."""
    shown: Json = {name: rounded(value)}
    return {**shown, "exact": exact(value)} if is_rounded(value) else shown


def _item(made: Aggregate, index: int) -> Json:
    finding = made.findings[index]
    return {
        "finding": index,
        "document_id": finding.document_id,
        "label": finding.label,
        "vendor": finding.vendor,
        "category": finding.category,
        "date": finding.date.isoformat() if finding.date else None,
        "value": None if finding.value is None else exact(finding.value),
        "unit": made.units[index],
    }
