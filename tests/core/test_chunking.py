from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.core import chunking
from backend.core.chunking import Span, chunk


class Words:
    """A token is a word, an ideograph or a sign, as in BERT's tokenizer; like there, accents and controls vanish."""

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        return [found.span() for found in re.finditer(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+|[!-/:-@\[-`{-~]", text)]


class Bytes:
    """Several tokens may stand at one character, as in a byte-level tokenizer."""

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        places = enumerate(text)
        return [(place, place + 1) for place, character in places for _ in character.encode("utf-8", "replace")]


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["word ", "Sentence ends. ", "\n", "\n\n", "# Heading\n", "```\ncode()\n```\n", '{"a": 1}\n']),
        st.sampled_from(
            ["東京都。", "e\u0301", "👩\u200d👧", "\u0000", "x" * 450, " " * 3000, "\u0301" * 300, "\r\n\r\n"]
        ),
    ),
    max_size=60,
).map("".join)


def covered(text: str, spans: Sequence[Span]) -> bool:
    seen = 0
    for span in spans:
        if span.start > seen and text[seen : span.start].strip():
            return False
        seen = max(seen, span.end)
    return not text[seen:].strip()


@given(TEXTS, st.integers(1, 40), st.floats(0, 0.5))
@example("\u0301" * 5000, 10, 0.2)
@example("a" * 5000 + "\n" * 5000 + "b", 10, 0.2)
def test_every_character_is_covered_in_order_and_no_chunk_is_too_long(text: str, size: int, share: float) -> None:
    spans = chunk(text, Words(), size, int(size * share))
    assert covered(text, spans)
    assert all(0 < span.tokens <= size for span in spans)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() != "" for span in spans)
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert [span.end for span in spans] == sorted({span.end for span in spans})


@given(TEXTS, st.integers(5, 40))
def test_bytes_of_one_character_may_be_tokens(text: str, size: int) -> None:
    spans = chunk(text, Bytes(), size, 2)
    assert covered(text, spans)
    assert all(0 < span.tokens <= size for span in spans)


@given(
    st.lists(st.sampled_from(["word ", "x-y ", "End. ", "\n", "\n\n", "# ", "   "]), min_size=60, max_size=400).map(
        "".join
    )
)
def test_slices_make_no_difference(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        whole = chunk(text, Words(), 20, 4)
        patch.setattr(chunking, "SLICE", 128)
        patch.setattr(chunking, "LOOK_BACK", 128)
        assert chunk(text, Words(), 20, 4) == whole


def pieces(text: str, size: int = 20, overlap: int = 0) -> list[str]:
    return [text[span.start : span.end] for span in chunk(text, Words(), size, overlap)]


def test_a_text_that_fits_is_one_chunk_without_its_blank_ends() -> None:
    assert chunk("  one two \n", Words()) == [Span(2, 9, 2)]


def test_blank_texts_have_no_chunks() -> None:
    assert chunk("", Words()) == chunk(" \n\t\u3000", Words()) == []


def test_a_paragraph_is_a_better_end_than_a_later_sentence() -> None:
    text = "one " * 14 + "\n\nTwo three. Four five six seven eight nine ten"
    assert pieces(text)[0] == ("one " * 14).strip()


def test_a_heading_is_a_better_end_than_a_later_paragraph() -> None:
    text = "one " * 13 + "\n# Next\nTwo.\n\nThree four five six seven eight nine"
    assert pieces(text)[1].startswith("# Next")


def test_a_fenced_block_is_not_cut_where_its_end_is_in_reach() -> None:
    text = "```\n" + "one\n" * 5 + "\n" + "two\n" * 4 + "```\nThen more words follow here. And more and more\n\nof it"
    assert pieces(text)[0].endswith("```")


def test_a_fenced_block_is_not_begun_at_the_end_of_a_chunk() -> None:
    text = "one " * 14 + "\n```\n" + "two\n" * 30 + "```\n"
    assert pieces(text)[0] == ("one " * 14).strip()


def test_an_object_ends_at_its_own_brace_and_not_at_an_inner_one() -> None:
    inner = '  "a": {\n    "b": 1\n  },\n'
    assert pieces("{\n" + inner * 2 + "}\n" + "{\n" + inner * 5 + "}\n", 40)[0].endswith("\n}")


def test_records_of_a_json_lines_file_stay_whole() -> None:
    text = '{"name": "a b c", "n": 1}\n' * 40
    assert all(re.fullmatch(r'(\{"name": "a b c", "n": 1\}\n?)+', piece) for piece in pieces(text, 60))


def test_words_are_not_cut_even_where_nothing_else_is_to_be_found() -> None:
    assert set(" ".join(pieces("alpha beta gamma " * 40, 7)).split()) == {"alpha", "beta", "gamma"}


def test_the_overlap_starts_with_a_sentence() -> None:
    text = "One two three four five. " * 20
    first, second = chunk(text, Words(), 60, 15)[:2]
    assert second.start < first.end
    assert text[second.start :].startswith("One")


def test_ideographs_are_cut_at_their_full_stop() -> None:
    text = "東京都は日本の首都である。" * 10
    assert all(piece.endswith("。") for piece in pieces(text, 30))


def test_an_accent_stays_with_its_letter() -> None:
    assert pieces("e\u0301 " * 30, 10)[0] == ("e\u0301 " * 10).strip()


def test_what_has_no_blank_is_cut_all_the_same() -> None:
    text = "QUJD" * 50_000
    spans = chunk(text, Words(), 500, 50)
    assert covered(text, spans)
    assert max(span.end - span.start for span in spans) <= 500 * chunking.LONGEST


def test_a_million_blank_lines_are_in_no_chunk() -> None:
    text = "before" + "\n" * 1_000_000 + "after"
    assert [text[span.start : span.end] for span in chunk(text, Words())] == ["before", "after"]


def test_every_slice_is_tokenized_once() -> None:
    seen = 0

    class Counting(Words):
        def offsets(self, text: str) -> Sequence[tuple[int, int]]:
            nonlocal seen
            seen += len(text)
            assert len(text) <= chunking.SLICE
            return super().offsets(text)

    text = "word " * 100_000
    chunk(text, Counting())
    assert seen == len(text)


def test_an_overlap_of_more_than_half_is_refused() -> None:
    with pytest.raises(ValueError, match="at most half"):
        chunk("one two", Words(), 10, 6)
