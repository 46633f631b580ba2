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


def test_what_holds_the_questions_codes_comes_first_the_more_of_them_the_better() -> None:
    cosines, bm25 = {1: 0.9, 2: 0.2, 3: 0.8}, {1: 9.0, 2: 1.0, 3: 9.0, 4: 0.5}
    ranked = fuse(cosines, bm25, {2: 1, 4: 2})
    assert [identity for identity, _ in ranked] == [4, 2, 1, 3]
    assert fuse(cosines, bm25, {}) == fuse(cosines, bm25)


def test_equals_are_ranked_by_their_number() -> None:
    assert [identity for identity, _ in fuse({7: 0.5, 3: 0.5, 5: 0.5}, {})] == [3, 5, 7]


def test_nothing_gives_nothing() -> None:
    assert fuse({}, {}) == []


@given(
    SCORES.map(lambda found: {key: min(value, 1.0) for key, value in found.items()}),
    SCORES,
    st.dictionaries(st.integers(1, 60), st.integers(1, 8), max_size=5),
)
def test_every_candidate_is_ranked_once_between_0_and_1(
    cosines: dict[int, float], bm25: dict[int, float], held: dict[int, int]
) -> None:
    words = {key: abs(value) for key, value in bm25.items()}
    ranked = fuse(cosines, words, held)
    assert {identity for identity, _ in ranked} == {*cosines, *words, *held}
    assert len(ranked) == len({*cosines, *words, *held})
    numbers = [held.get(identity, 0) for identity, _ in ranked]
    assert numbers == sorted(numbers, reverse=True)
    assert all(0 <= score <= 1 for _, score in ranked)
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
