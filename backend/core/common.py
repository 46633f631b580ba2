"""Common: words of a question that tell no passage from another."""

from __future__ import annotations

_ENGLISH = (
    "a about an and any are as at be been but by can could did do does for from had has have how i "
    "if in into is it its me my no not of on or our shall should so such than that the their them "
    "then there these they this those to us was we were what when where which who whom whose why "
    "will with would you your"
)
COMMON = frozenset(_ENGLISH.split())
