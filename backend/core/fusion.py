"""Fusion: one ranking from meaning and words."""

from __future__ import annotations

from collections.abc import Mapping

SEMANTIC, WORDS = 0.7, 0.3  # measured on Cranfield and 472 own questions: better than min-max or reciprocal ranks
BELOW_ONE = 0.9  # the most that words give in steps of a code more
DIGITS = 6


def fuse(
    cosines: Mapping[int, float], bm25: Mapping[int, float], held: Mapping[int, int] | None = None
) -> list[tuple[int, float]]:
    """(id, score 0 to 1) of everything in either, best first, ties by id: 0.7 × cosine + 0.3 × BM25 ÷ its maximum.

    Cosines below 0 count as 0, and so does a score that is absent. What is `held` (how many of the question's codes
    something holds) comes first: it counts as near in meaning as the nearest, and each code is a step above words.
    """
    scores = {
        identity: SEMANTIC * nearness + WORDS * share
        for identity, (nearness, share) in _parts(cosines, bm25, held or {}).items()
    }
    return sorted(((identity, round(score, DIGITS)) for identity, score in scores.items()), key=_rank)


def _parts(
    cosines: Mapping[int, float], bm25: Mapping[int, float], held: Mapping[int, int]
) -> dict[int, tuple[float, float]]:
    """What meaning and words say of each, both 0 to 1."""
    most = max(bm25.values(), default=0.0) or 1.0
    nearest = max(cosines.values(), default=0.0)
    codes = max(held.values(), default=0)
    parts = {}
    for identity in {**cosines, **bm25, **held}:
        nearness = nearest if identity in held else cosines.get(identity, 0.0)
        share = bm25.get(identity, 0.0) / most
        if codes:
            share = (held.get(identity, 0) + BELOW_ONE * share) / (codes + 1)
        parts[identity] = max(nearness, 0.0), share
    return parts


def _rank(scored: tuple[int, float]) -> tuple[float, int]:
    return -scored[1], scored[0]
