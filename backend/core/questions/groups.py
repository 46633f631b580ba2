"""Groups: "by category and month", "per vendor", and averages of times."""

from __future__ import annotations

import re
from functools import cache

from backend.core.plan import PERIODS
from backend.core.questions import lexicon, names
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import OPERATIONS, THINGS
from backend.core.questions.nouns import find_field, is_adverb
from backend.core.questions.reading import Reading, phrases

_AND = re.compile(r"\s*(?:,\s*)?(?:and|und|et|y|e|&|/|,)\s*(?:by |then |nach |par |por |je |pro )?(?:the |each )?")
_NOT_A_FIELD = phrases(
    "themselves|itself|hand|far|cent|se|capita|default|now|then|law|mistake|accident|other|person|of|time|way|them|it|us|me",
    "hundert|stuck|se|es|ejemplo|favor|fin|que|ciento|cent|rapport|exemple|fois|an",
)
_THINGS = tuple((it.means, re.compile(rf"\s*(?:{it.pattern.pattern})")) for it in THINGS)
_MADE = re.compile(r"(?:\w{2,}ed|made|sent|written|paid|given|done|bought|sold|won|drawn|put)\s+$")


def averages_of_times(reading: Reading, draft: Draft) -> None:
    """ "An average month", "monthly average", "on average per month": the totals of months are what is averaged."""
    for pattern in _averages_of_times():
        for found in reading.find(pattern):
            middle = found.groupdict().get("between") or ""
            if any(it.pattern.search(middle) for it in THINGS):
                continue
            draft.each = next(name for name in PERIODS if found.groupdict().get(name))
            draft.operation = "average"
            draft.subjects += [span.span() for span in lexicon.MONEY.finditer(reading.folded, *found.span())]
            draft.sees(0.8, f"It asks for an average {draft.each}.")
            reading.take(found.span())
            return


@cache
def _averages_of_times() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "Average month", and "monthly average"; the group `between` is what stands between the two words."""
    average = next(it.pattern for it in OPERATIONS if it.means == "average").pattern
    fields = "|".join(f"(?P<{it.means}>{it.pattern.pattern})" for it in lexicon.FIELDS if it.means in PERIODS)
    joint = r"\s+(?:\w+\s+)?(?:(?:per|pro|je|par|por|a|each|every|im|al|cada|chaque)\s+)?"
    return (
        re.compile(f"{average}(?P<between>{joint})(?:{fields})"),
        re.compile(f"(?:(?:per|pro|par|por)\\s+)?(?:{fields})\\s+(?:on\\s+|im\\s+|en\\s+)?{average}"),
    )


def shares(reading: Reading, draft: Draft) -> None:
    """ "What percentage", "in percent": the plan has no shares, so the person is told what comes instead."""
    if found := [*reading.find(_PART), *reading.find(lexicon.SHARES)]:
        draft.assumed.append("It asks for a share: you get the exact amounts, a percentage is not worked out.")
        reading.take(*(it.span() for it in found))


_PART = re.compile(rf"(?<![\w.,])\d[\d.,]*\s?(?:%|(?:{lexicon.SHARES.pattern}))")


def groups(reading: Reading, draft: Draft) -> None:
    """ "By category and month", "per vendor", "for each year"; "per receipt" says what is counted."""
    for found in list(reading.find(lexicon.PER)):
        place = found.end()
        start: int | None = found.start()
        while (named := _group_name(reading, draft, place)) is not None:
            name, end = named
            if name:
                draft.groups(name)
            reading.take((place if start is None else start, end))
            joint = _AND.match(reading.folded, end)
            if joint is None:
                break
            start, place = None, joint.end()
    if found_adverb := is_adverb(reading):
        name, span = found_adverb
        draft.groups(name)
        reading.take(span)
    if draft.group_by:
        draft.sees(0.35, f"It groups by {' and '.join(draft.group_by)}.")


def _group_name(reading: Reading, draft: Draft, place: int) -> tuple[str, int] | None:
    """The field named right behind a place and where its name ends; "" for the kind of thing that is counted."""
    if (field := find_field(reading, place)) is not None:
        return field
    for means, pattern in _THINGS:
        found = pattern.match(reading.folded, place)
        if found is not None and not reading.is_taken(*found.span()):
            draft.per = draft.per or means
            draft.subjects.append(found.span())
            draft.sees(0.2, f"It asks for one value per {found[0].strip()}.")
            return "", found.end()
    return names.own_field(reading, draft, place, _NOT_A_FIELD, _MADE)
