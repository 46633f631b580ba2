"""Days of the week that a question names: "on Sundays", "am Wochenende", "les lundis"."""

from __future__ import annotations

from backend.core.plan import WEEKDAYS, Weekday
from backend.core.questions.draft import Draft
from backend.core.questions.names import LEGAL
from backend.core.questions.reading import Reading, phrases

_NAMES = (
    "mondays?|montags?|montagen|lundis?|lunes",
    "tuesdays?|dienstags?|dienstagen|mardis?|martes",
    "wednesdays?|mittwochs?|mittwochen|mercredis?|miercoles",
    "thursdays?|donnerstags?|donnerstagen|jeudis?|jueves",
    "fridays?|freitags?|freitagen|vendredis?|viernes",
    "saturdays?|samstags?|samstagen|sonnabends?|samedis?|sabados?",
    "sundays?|sonntags?|sonntagen|dimanches?|domingos?",
)
_WEEKEND = phrases("week-?ends?", "wochenenden?", "fin(?:es)? de semana")
_BEFORE = phrases(
    "(?:on|at|over|during|from|every|each)(?: the| a)?", "an|am|jede[nmrs]?", "le|les|chaque|tous les", "el|los|cada|en"
)
_SINCE = phrases("since|after|before|until|last|next|this", "seit|vor|nach|bis|letzten|diesen", "depuis|avant|apres")


def find_weekdays(reading: Reading, draft: Draft) -> None:
    """Fills the filter `weekdays` with the days named."""
    days: set[Weekday] = set()
    patterns = [(phrases(names), [day]) for day, names in zip(WEEKDAYS, _NAMES, strict=True)]
    for pattern, meant in (*patterns, (_WEEKEND, WEEKDAYS[5:])):
        for found in list(reading.find(pattern)):
            after = reading.behind(found.end()).split()[:1]
            since = reading.right_before(_SINCE, found.start())
            if since or (after and LEGAL.fullmatch(after[0])):
                continue
            opener = reading.right_before(_BEFORE, found.start())
            reading.take(*([opener.span()] if opener else []), found.span())
            days.update(meant)
    if days:
        named = tuple(day for day in WEEKDAYS if day in days)
        draft.filters["weekdays"] = named
        draft.assumed.append(f"Only what is dated on a {' or '.join(named)} counts.")
        draft.sees(0.15, "It asks for days of the week.")
