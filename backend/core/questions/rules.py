"""The rules that read a question, in the order in which they are tried: RULES at the end is the whole grammar.

A rule marks the words that it understood, so that a later one does not read them otherwise; what no rule understood is
left to the last one, which says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from backend.core import asked
from backend.core.plan import PERIODS
from backend.core.questions import (
    capitals,
    conditions,
    exclusions,
    flows,
    groups,
    leftovers,
    lexicon,
    lists,
    mentions,
    names,
    ranking,
    recency,
    weekdays,
)
from backend.core.questions.amounts import find_amounts
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import DECIMAL_SIGNS, LANGUAGES, OPERATIONS, THINGS
from backend.core.questions.periods import find_range
from backend.core.questions.reading import Reading, phrases
from backend.core.questions.units import find_unit
from backend.core.topics import is_topic


def _language(reading: Reading, draft: Draft) -> None:
    votes = {
        it.means: len(it.pattern.findall(reading.folded)) + len(lexicon.STOPS[it.means].findall(reading.folded))
        for it in LANGUAGES
    }
    reading.language = max(votes, key=lambda language: votes[language])


def _dates(reading: Reading, draft: Draft) -> None:
    if conditions.dated(reading, draft):
        return
    found = find_range(reading, draft.today)
    if found is None:
        return
    draft.filters |= {"date_from": found.first, "date_to": found.last}
    draft.assumed += found.assumed
    draft.sees(0.15, f"It asks for the time {_range(found.first, found.last)}.")
    if found.compared:
        draft.groups(found.compared)
        reading.take(*(it.span() for it in reading.find(lexicon.HIGHER)))


def _range(first: object, last: object) -> str:
    return f"from {first} to {last}" if first and last else f"from {first} on" if first else f"up to {last}"


def _amounts(reading: Reading, draft: Draft) -> None:
    found = find_amounts(reading, DECIMAL_SIGNS[reading.language])
    draft.assumed += found.assumed
    draft.filters |= found.bounds
    if found.bounds:
        draft.sees(0.15, "It compares amounts.")


def _unit(reading: Reading, draft: Draft) -> None:
    unit, assumed = find_unit(reading)
    draft.assumed += assumed
    if unit:
        draft.filters["unit"] = unit
        draft.sees(0.05, f"It asks for {unit}.")


def _operations(reading: Reading, draft: Draft) -> None:
    """The first operation of the list is the plan's; the others are shown with every answer anyway."""
    if not draft.operation and not draft.group_by and (did := lists.DID.match(reading.folded)):
        draft.operation = "list"
        draft.sees(0.6, f"“{reading.original(did).strip('¿ ')}” is answered by the ones there are.")
    for it in OPERATIONS:
        found = list(reading.find(it.pattern))
        if not found or (it.means == "distinct" and draft.operation):
            continue
        if it.means == "list" and draft.operation:
            reading.take(*(each.span() for each in found))
            continue
        reading.take(*(each.span() for each in found))
        draft.subjects += [each.span() for each in found if lexicon.MONEY.fullmatch(each[0])]
        if draft.operation is None:
            draft.operation = it.means
            draft.sees(
                _WEIGHTS.get(it.means, 0.4),
                f"“{reading.original(found[0])}” asks for a {_NAMES.get(it.means, it.means)}.",
            )
            if it.means == "list" and _WHICH_ONES.match(reading.folded, found[0].start()):
                draft.sees(0.15, "It asks which ones of many.")
        elif draft.operation != it.means:
            draft.also.append(it.means)


_WHICH_ONES = re.compile(r"\w+\s+(?:\w+\s+)?(?:" + "|".join(it.pattern.pattern for it in THINGS) + ")")
_WEIGHTS = {"count": 0.45, "median": 0.45, "average": 0.45, "distinct": 0.45, "summary": 0.35, "list": 0.3}
_NAMES = {"distinct": "number of different things"}


def _subjects(reading: Reading, draft: Draft) -> None:
    """What is counted: documents, rows, mentions; and whether it is about money."""
    for it in THINGS:
        for found in reading.find(it.pattern):
            if mentions.says(reading, found.start()):
                continue  # "that mention a refund"
            draft.per = draft.per or it.means
            draft.subjects.append(found.span())
            reading.take(found.span())
            if leftovers.SORT.fullmatch(found[0]) and leftovers.OF_SORT.match(reading.folded, found.end() + 1):
                names.add_words(draft, reading.original(found))  # "lease agreements"
    fields = {found.span(): it.means for it in lexicon.FIELDS for found in reading.find(it.pattern)}
    for (start, end), means in fields.items():
        if means == "vendor" and is_topic(reading.text[start:end]) and draft.operation != "distinct":
            names.add_words(draft, reading.text[start:end])  # "at restaurants"
    draft.nouns |= fields
    reading.take(*fields)
    if draft.per:
        draft.sees(0.2, "It is about documents, rows or mentions, not about one fact.")
    money = list(reading.find(lexicon.MONEY))
    reading.take(*(found.span() for found in money))
    if "vendor" in draft.group_by and not lexicon.WE.search(reading.folded):
        money = [found for found in money if not lexicon.RECEIVED.fullmatch(found[0])]  # what a vendor got, we paid
    draft.subjects += [found.span() for found in money]
    draft.has_money = draft.names_amount or lexicon.MONEY.search(reading.folded) is not None
    if draft.has_money:
        draft.sees(0.1 if draft.operation in {"count", "distinct", "list"} else 0.2, "It is about amounts.")
    if (
        draft.operation is None
        and (money or draft.group_by)
        and (draft.group_by or lexicon.COMPARE.search(reading.folded))
    ):
        draft.operation = "sum" if draft.has_money or not lists.names_texts(reading) else "count"
        draft.sees(0.3, "It asks what came together.")
    elif draft.operation is None and draft.per and (there := reading.first(lexicon.THERE)):
        draft.operation = "list"
        reading.take(there.span())
        draft.sees(0.7, "It asks which ones there are.")
    elif draft.operation is None and draft.per and any(name.startswith("value_") for name in draft.filters):
        draft.operation = "list"
        draft.sees(0.2, "It asks which ones there are.")
    elif draft.operation is None and draft.per and lists.names_them(reading):
        draft.operation = "list"
        draft.sees(0.3, "It names them and asks for nothing else.")
    elif (
        draft.operation is None
        and (money or draft.names_amount)
        and (draft.filters or lexicon.ALL.search(reading.folded))
    ):
        draft.operation = "sum"
        draft.sees(0.15, "It asks what came together.")


def _different(reading: Reading, draft: Draft) -> None:
    """ "How many different suppliers", and "how many suppliers", which can only mean different ones."""
    if draft.operation not in {"distinct", "count"}:
        return
    if draft.operation == "count" and any(asked.TAX.search(reading.folded, *span) for span in draft.subjects):
        draft.operation = "sum"  # "combien de TVA"
        return
    for it in lexicon.FIELDS:
        if draft.operation == "count" and (it.means in PERIODS or ranking.OFTEN.search(reading.folded)):
            continue
        found = reading.first(it.pattern)
        if found and draft.operation == "count" and _describes(reading, found):
            continue
        if found:
            draft.operation, draft.what = "distinct", it.means
            reading.take(found.span())
            draft.sees(0.25, f"Each {it.means} counts once.")
            return
    if draft.operation == "distinct":
        own = names.word_after(reading, lexicon.STOP)
        draft.what = own.text.lower() if own else "value"
        if own:
            reading.take((own.start, own.end))
            draft.assumed.append(f"I look for a field named {own.text}.")


def _describes(reading: Reading, noun: re.Match[str]) -> bool:
    """Whether something else is counted than what a noun names: "receipts from restaurants", "restaurant receipts"."""
    things = [found for it in THINGS for found in reading.find(it.pattern)]
    return any(it.end() <= noun.start() or (it[0][-1] in "sne" and it.start() <= noun.end() + 1) for it in things)


def _scope(reading: Reading, draft: Draft) -> None:
    """Whether it is about all of them, or about one, or asks for an explanation."""
    if lexicon.ALL.search(reading.folded):
        draft.sees(0.25, "It asks about all of them.")
        reading.take(*(found.span() for found in reading.find(lexicon.ALL)))
    if lexicon.COMPARE.search(reading.folded) and draft.operation:
        draft.sees(0.15, "It compares.")
        reading.take(*(found.span() for found in lexicon.COMPARE.finditer(reading.folded)))
    if draft.operation == "summary":
        reading.take(*(found.span() for found in lexicon.WHOLE.finditer(reading.folded)))
    ranked = draft.top is not None or draft.operation in {"average", "median"}
    by_date = draft.order in {"latest", "earliest"}
    if not ranked and not draft.group_by and (found := lexicon.ONE.search(reading.folded)):
        draft.sees(-0.5, f"“{reading.original(found)}” is one document.")
    if (
        not draft.group_by
        and not by_date
        and draft.operation in {None, "list", "sum"}
        and (found := next((it for it in lexicon.EXPLAIN.finditer(reading.folded) if not _asks_which(draft, it)), None))
    ):
        reading.take(found.span())
        draft.sees(-0.35, f"“{reading.original(found)}” asks for a fact or an explanation.")


def _asks_which(draft: Draft, explain: re.Match[str]) -> bool:
    """ "Are there any invoices over 100?" wants to see them."""
    return draft.operation == "list" and lexicon.THERE.match(explain[0] + " any") is not None


_WHAT_DID = phrases("what (?:did|has|have)", "was (?:hat|haben)", "qu['’](?:a|ont)", "¿?que (?:ha|han|pago|gasto)")


def _bare(reading: Reading, draft: Draft) -> None:
    """ "Total in GBP": all is understood, and nothing of it says that one document is meant."""
    against = any(it.weight < 0 for it in draft.evidence)
    ours = lexicon.WE.search(reading.folded) or ("vendor" in draft.filters and _WHAT_DID.match(reading.folded))
    spent = draft.names_amount or (draft.has_money and ours)
    measures = draft.operation not in {None, "count", "list", "distinct", "summary"}
    if measures and draft.filters.get("words") and draft.per != "row":
        draft.assumed.append("Of a single document that says it the whole total counts, not one item of it.")
    if draft.operation is None and spent and not draft.unresolved and not against:
        draft.operation = "sum"
        draft.sees(0.2, "It asks what came together.")
    if draft.operation == "sum" and not against and not draft.unresolved:
        draft.sees(0.3, "It asks for a total and names no document.")
    times = PERIODS & set(draft.group_by)
    if draft.operation == "average" and len(draft.group_by) == len(times) == 1 and draft.per is None:
        draft.each, draft.group_by = draft.group_by[0], []


RULES: tuple[Callable[[Reading, Draft], None], ...] = (
    _language,
    mentions.quoted,
    capitals.capitalised,
    _dates,
    weekdays.find_weekdays,
    _amounts,
    names.known,
    names.parties,
    names.senders,
    _unit,
    exclusions.left_out,
    flows.find_flows,
    conditions.states,
    conditions.properties,
    conditions.measures,
    exclusions.negated,
    recency.find_recency,
    groups.averages_of_times,
    ranking.rank,
    groups.shares,
    groups.groups,
    _operations,
    _different,
    lists.named_groups,
    _subjects,
    _scope,
    mentions.mentioned,
    leftovers.compounds,
    names.vendors,
    leftovers.qualifiers,
    leftovers.left_over,
    _bare,
)
