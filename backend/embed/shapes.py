"""Shapes: lengths as torch likes them. It keeps memory for each shape it meets, and is fast with multiples of 16."""

from __future__ import annotations

STEP = 16


def padded(tokens: int) -> int:
    """The length to which so many tokens are padded."""
    return -(-tokens // STEP) * STEP
