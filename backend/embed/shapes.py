"""Shapes: lengths as torch likes them. It keeps memory for each shape it meets, and is fast with multiples of 16."""

from __future__ import annotations

STEP = 16


def padded(tokens: int, step: int = STEP) -> int:
    """The length to which so many tokens are padded: the next multiple of `step`."""
    return -(-tokens // step) * step
