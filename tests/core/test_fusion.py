from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.core.fusion import fuse

SCORES = st.dictionaries(st.integers(1, 50), st.floats(-1, 30, allow_nan=False), max_size=20)


def test_meaning_counts_seven_tenths_and_words_three() -> None:
    assert fuse({1: 0.5, 2: 0.9}, {1: 8.0, 2: 2.0}) == [(2, 0.705), (1, 0.65)]


def test_what_only_one_side_knows_takes_part() -> None:
    assert fuse({1: 0.5}, {2: 4.0}) == [(1, 0.35), (2, 0.3)]


def test_opposite_meaning_is_no_worse_than_none() -> None:
    assert fuse({1: -0.5}, {}) == [(1, 0.0)]


def test_equals_are_ranked_by_their_number() -> None:
    assert [identity for identity, _ in fuse({7: 0.5, 3: 0.5, 5: 0.5}, {})] == [3, 5, 7]


def test_nothing_gives_nothing() -> None:
    assert fuse({}, {}) == []


@given(SCORES.map(lambda found: {key: min(value, 1.0) for key, value in found.items()}), SCORES)
def test_every_candidate_is_ranked_once_between_0_and_1(cosines: dict[int, float], bm25: dict[int, float]) -> None:
    words = {key: abs(value) for key, value in bm25.items()}
    ranked = fuse(cosines, words)
    assert {identity for identity, _ in ranked} == {*cosines, *words}
    assert len(ranked) == len({*cosines, *words})
    assert all(0 <= score <= 1 for _, score in ranked)
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
