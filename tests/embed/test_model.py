from __future__ import annotations

import socket

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from backend.embed.folder import PACKAGED
from backend.embed.model import Embedder
from tests.models import embedder

SENTENCES = [
    "The cat sleeps on the warm windowsill.",
    "Quarterly revenue rose by eleven percent.",
    "A kitten is napping by the window.",
]

ODD = [  # what might lie beyond the ranges that values are rounded to; each shorter than one window
    "",
    "and " * 100,
    "0" * 80,
    "?!" * 40,
    "date;amount;paid to\n" + "2026-03-01;12.50;Bakery\n" * 8,
    "def total(rows):\n    return sum(row.amount for row in rows)\n" * 3,
    "Привет мир, это пример текста.",
    "日本語のテキスト",
    "😀🎉👍 ok lol",
    "qX9+/Zk0vT8eLmW3rB7uYc1dHsA5fJgP2iNoQ6tK4xVzEwCyRhSbMlUaDjGpFnIq",
]


def vectors(texts: list[str]) -> list[NDArray[np.float32]]:
    model = embedder()
    found = model.embed(texts)
    return [np.frombuffer(one, np.float16).reshape(-1, model.dimensions).astype(np.float32) for one in found]


def test_like_meaning_gives_like_vectors() -> None:
    cat, revenue, kitten = (one[0] for one in vectors(SENTENCES))
    assert cat @ kitten > 0.5 > 0.2 > cat @ revenue


def test_a_question_finds_its_answer() -> None:
    question = embedder().embed_query("Where does the cat sleep?")
    assert question.dtype == np.float32
    scores = [float((one @ question).max()) for one in vectors(SENTENCES)]
    assert np.argmax(scores) == 0


def test_vectors_have_length_one() -> None:
    for one in vectors([*SENTENCES, "word " * 700, ""]):
        assert np.allclose(np.linalg.norm(one, axis=1), 1, atol=2e-3)


def test_texts_longer_than_the_model_sees_get_several_windows_of_like_size() -> None:
    assert [len(one) for one in vectors(["word", "word " * 254, "word " * 255, "word " * 500, "word " * 509])] == [
        1,
        1,
        2,
        2,
        3,
    ]


def test_the_end_of_a_long_text_is_seen() -> None:
    filler = "The weather was mild and nothing happened. " * 50
    [hidden] = vectors([filler + "The treasure is buried under the old oak."])
    question = embedder().embed_query("Where is the treasure buried?")
    assert float((hidden @ question).max()) > float((vectors([filler])[0] @ question).max()) + 0.1


def test_company_and_order_change_no_vector() -> None:
    alone = [vectors([text])[0] for text in SENTENCES]
    together = vectors([*SENTENCES, "word " * 300])[:3]
    assert all(float((one @ other.T).max()) > 0.999 for one, other in zip(alone, together, strict=True))


def test_what_was_embedded_before_changes_no_vector() -> None:
    texts = [*SENTENCES, *ODD]
    before = Embedder.load(PACKAGED).embed(texts)
    model = Embedder.load(PACKAGED)
    model.embed_query("what is this " * 500)  # a head's powers overflow, and its maximum has to be taken
    assert model.embed(texts) == before


def test_the_vectors_are_those_of_the_model_itself() -> None:
    from sentence_transformers import SentenceTransformer

    from backend.embed.folder import model_folder

    plain = SentenceTransformer(str(model_folder(PACKAGED)), device="cpu", local_files_only=True)
    texts = [*SENTENCES, *ODD]
    expected = plain.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    for text, one, other in zip(texts, vectors(texts), expected, strict=True):
        least = 0.97 if text in ODD else 0.99  # ours are computed in 8 bits where the processor is made for it
        assert float(one[0] @ other) > least, text[:20]


@pytest.mark.parametrize("can", [(), ("avx512_vnni",)])
def test_a_processor_without_bfloat16_is_served(can: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    capabilities = torch.cpu.get_capabilities()
    if not all(capabilities.get(each) for each in can):
        pytest.skip("this processor can not do it")
    texts = [*SENTENCES, "Rain fell on the quiet harbour all night. " * 40]
    usual = np.concatenate(vectors(texts))
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: dict.fromkeys(can, True))
    found = Embedder.load(PACKAGED).embed(texts)
    lesser = np.concatenate([np.frombuffer(one, np.float16).reshape(-1, 384).astype(np.float32) for one in found])
    assert (usual * lesser).sum(axis=1).min() > 0.99


def test_any_text_can_be_embedded() -> None:
    assert len(vectors(["", "\ud800", "\u0000", "😀", "x" * 10_000, "🙂" * 3000])) == 6
    assert embedder().embed([]) == []


def test_what_is_written_in_unknown_letters_is_near_to_nothing() -> None:
    foreign = ["ขอขอบคุณ สวัสดี", "🙂 🙃 🙂", "𐤀𐤁 𐤂𐤃 𐤄𐤅"]
    assert all(not one.any() for one in vectors(foreign))
    assert not embedder().embed_query("สัญญา เช่า").any()
    assert all(one.any() for one in vectors([*SENTENCES, "", "Rent 🙂 for the flat", "Привет мир"]))


def test_a_long_question_has_one_vector() -> None:
    assert embedder().embed_query("what is this " * 500).shape == (embedder().dimensions,)


def test_loading_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something wants to go to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Embedder.load(PACKAGED).dimensions == 384
