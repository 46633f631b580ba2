"""Counts in sentences: what is said of one is not said as of several."""

from __future__ import annotations


def sentence(number: int, of_one: str, of_many: str, **more: object) -> str:
    """The words for so many. `{count}` in them is the number as it is written, `more` others."""
    return (of_one if number == 1 else of_many).format(count=f"{number:,}", **more)
