"""Filtering: whether a finding counts under a plan's filters, and if not, why in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from backend.core.asked import REFUND_KINDS, REFUNDS
from backend.core.finding import PARTED, Finding
from backend.core.plan import WEEKDAYS, Filters
from backend.core.topics import fold, has_words
from backend.core.values.currencies import SIGNS

Outcome = Literal["excluded", "undecidable", "repeated"]

_LEGAL = re.compile(
    r"ag|asa|aps|bhd|bv|co|company|corp|corporation|gmbh|inc|incorporated|kg|lda|limited|llc|llp|ltd|ltda|mbh|nv|oy|oyj"
    r"|plc|pte|pty|pvt|sa|sarl|sas|sdn|se|sl|spa|srl|sro"
)

_SAME = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "mbh": "gmbh"}
_ARTICLES = frozenset({"the", "der", "die", "das", "la", "le", "les", "el", "los", "las"})
_LOOSE = frozenset({"co", "company"})  # said of any firm


@dataclass(frozen=True, slots=True)
class Verdict:
    """`excluded`: a filter says no. `undecidable`: the document does not say. `repeated`: counted already."""

    outcome: Outcome
    reason: str


def decide(filters: Filters, finding: Finding) -> Verdict | None:
    """Why a finding does not count, or None when it does; what is excluded for sure goes before what nobody knows.

    `words` are not looked at: they need the document's text (`has_words`), and so does a currency that is not stated.
    """
    verdicts = [verdict for test in TESTS if (verdict := test(filters, finding))]
    return min(verdicts, key=lambda verdict: verdict.outcome != "excluded", default=None)


def same_vendor(wanted: str, found: str) -> bool:
    """Whether a name is the wanted one, or a longer one that holds it; of several with "|" between them, one.

    A legal form may be missing, not another; so may an article, but only at the name's beginning.
    """
    if "|" in wanted:
        return any(same_vendor(each, found) for each in wanted.split("|"))
    name = fold(wanted).split()
    if len(name) > 1 and name[0] in _ARTICLES and f"{fold(found)} ".startswith(f"{' '.join(name[1:])} "):
        return True
    forms: set[str] = set()
    while len(name) > 1 and _LEGAL.fullmatch(name[-1]):
        forms.add(_SAME.get(name[-1], name[-1]))
        name.pop()
    others = {_SAME.get(word, word) for word in fold(found).split()[1:] if _LEGAL.fullmatch(word)}
    forms, others = forms - _LOOSE, others - _LOOSE
    return _stands(" ".join(name), fold(found)) and (not forms or not others or bool(forms & others))


def name_of(wanted: str, finding: Finding) -> str:
    """The wanted name as the finding writes it: its vendor, or another party of the contract; "" for neither."""
    if same_vendor(wanted, finding.vendor):
        return finding.vendor
    parties = finding.fields.get("parties")
    return next((name for name in parties.split(PARTED) if same_vendor(wanted, name)), "") if parties else ""


def _stands(phrase: str, held: str) -> bool:
    return f" {phrase} " in f" {held} "


def _date(filters: Filters, finding: Finding) -> Verdict | None:
    if filters.date_from is None and filters.date_to is None:
        return None
    if finding.date is None:
        return Verdict("undecidable", "No date was found, so it is not known whether it belongs to the time asked for.")
    if filters.date_from and finding.date < filters.date_from:
        return Verdict("excluded", f"Dated {finding.date}, before {filters.date_from}.")
    if filters.date_to and finding.date > filters.date_to:
        return Verdict("excluded", f"Dated {finding.date}, after {filters.date_to}.")
    return None


def _weekday(filters: Filters, finding: Finding) -> Verdict | None:
    if not filters.weekdays:
        return None
    if finding.date is None:
        return Verdict("undecidable", "No date was found, so it is not known on which day of the week it was.")
    day = WEEKDAYS[finding.date.weekday()]
    if day in filters.weekdays:
        return None
    return Verdict("excluded", f"Dated {finding.date}, a {day}, not a {' or '.join(filters.weekdays)}.")


def _without(filters: Filters, finding: Finding) -> Verdict | None:
    """What is to be left out; a single document's own text is looked at where it is at hand (`has_words`)."""
    for name in filters.without_vendors:
        if same_vendor(name, finding.vendor):
            return Verdict("excluded", f"From {finding.vendor}, and {name} is to be left out.")
        if not finding.vendor:
            return Verdict("undecidable", f"No name was found, so it is not known whether it is {name}.")
    for word in filters.without_words:
        refund = REFUNDS.fullmatch(fold(word)) and finding.fields.get("kind") in REFUND_KINDS
        if refund or has_words(f"{finding.label} {finding.quote.text}", (word,), finding.category):
            return Verdict("excluded", f"It says “{word}”, which is to be left out.")
    return None


def _vendor(filters: Filters, finding: Finding) -> Verdict | None:
    if not filters.vendor or name_of(filters.vendor, finding):
        return None
    wanted = filters.vendor.replace("|", " or ")
    if not finding.vendor:
        return Verdict("undecidable", f"No name was found, so it is not known whether it is {wanted}.")
    return Verdict("excluded", f"From {finding.vendor}, not {wanted}.")


def _category(filters: Filters, finding: Finding) -> Verdict | None:
    if not filters.category or fold(filters.category) == fold(finding.category):
        return None
    if not finding.category:
        return Verdict("undecidable", f"No category was found, so it is not known whether it is {filters.category}.")
    return Verdict("excluded", f"In the category {finding.category}, not {filters.category}.")


def _unit(filters: Filters, finding: Finding) -> Verdict | None:
    if not filters.unit or finding.unit == filters.unit:
        return None
    if not finding.unit or filters.unit in SIGNS.get(finding.unit, ()):
        return Verdict("undecidable", f"It does not say its currency or unit, so it may not be {filters.unit}.")
    return Verdict("excluded", f"In {finding.unit}, not {filters.unit}.")


def _value(filters: Filters, finding: Finding) -> Verdict | None:
    low, high, above, below = filters.value_from, filters.value_to, filters.value_above, filters.value_below
    if low is None and high is None and above is None and below is None:
        return None
    if finding.value is None:
        return Verdict("undecidable", "No value was found, so it is not known whether it is in the range asked for.")
    if (low is not None and finding.value < low) or (above is not None and finding.value <= above):
        return Verdict(
            "excluded", f"{finding.value:f} is not {'above' if low is None else 'at least'} {_bound(low, above)}."
        )
    if (high is not None and finding.value > high) or (below is not None and finding.value >= below):
        return Verdict(
            "excluded", f"{finding.value:f} is not {'below' if high is None else 'at most'} {_bound(high, below)}."
        )
    return None


def _bound(inclusive: object, exclusive: object) -> str:
    return format(exclusive if inclusive is None else inclusive, "f")


TESTS: tuple[Callable[[Filters, Finding], Verdict | None], ...] = (
    _date,
    _weekday,
    _vendor,
    _category,
    _unit,
    _value,
    _without,
)
