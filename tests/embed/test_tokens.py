from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.chunking import Span, chunk
from backend.embed.folder import PACKAGED
from backend.embed.tokens import ModelTokens, load_tokens


@pytest.fixture(scope="module", name="tokens")
def _tokens() -> ModelTokens:
    return load_tokens(PACKAGED)


@pytest.fixture(scope="module", name="cut")
def _cut(tokens: ModelTokens) -> Callable[[str], list[Span]]:
    return lambda text: chunk(text, tokens, 40, 8)


def test_offsets_count_characters_of_the_text_as_it_is(tokens: ModelTokens) -> None:
    text = "Émile 東京 😀 cafe\u0301 end"
    assert [text[start:end] for start, end in tokens.offsets(text)] == ["Émile", "東", "京", "😀", "cafe", "end"]


def test_nothing_is_cut_off_and_nothing_is_filled_up(tokens: ModelTokens) -> None:
    assert len(tokens.offsets("word " * 5000)) == 5000
    assert len(tokens.offsets("word")) == 1


def test_a_lone_surrogate_moves_no_offset(tokens: ModelTokens) -> None:
    assert tokens.offsets("a \ud800 b")[-1] == (4, 5)


def test_the_models_own_marks_frame_a_text(tokens: ModelTokens) -> None:
    assert tokens.frame("") == ([101], [102])
    before, after = tokens.frame("query: ")
    assert (before[0], after) == (101, [102])
    assert before[1:] == tokens.ids("query: ")


@given(text=st.text(max_size=3000))
def test_chunks_cover_every_character_that_is_not_blank(text: str, cut: Callable[[str], list[Span]]) -> None:
    seen = 0
    for span in cut(text):
        assert span.start <= seen or not text[seen : span.start].strip()
        assert span.tokens <= 40
        seen = span.end
    assert not text[seen:].strip()


def test_counting_tokens_loads_no_torch() -> None:
    code = (
        "import sys, backend.embed.tokens, backend.embed.model, backend.ask.retrieve; sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
