"""The embedding model: texts to vectors, by sentence-transformers, offline, on the processor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from backend.embed.allocator import keep_freed_memory
from backend.embed.folder import PACKAGED, check_weights, model_folder
from backend.embed.shapes import padded
from backend.embed.tokens import ModelTokens, load_tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WINDOW = 256  # tokens per vector with the model's own marks, as the default model was trained: 254 of text
MARKS = 2  # before and after a window's text
BATCH = 4  # windows per call: the intermediate values of more leave the processor's cache
OWN_BATCH = 16  # of our own layers, which take their tokens together

Ids = list[int]


class Embedder:
    """Load one per process and never before a fork: torch's threads do not survive one. Not for several threads."""

    def __init__(self, model: SentenceTransformer, tokens: ModelTokens, batch: int = BATCH) -> None:
        self.dimensions = int(model.get_embedding_dimension() or 0)
        self._model = model
        self._batch = batch
        self.tokens = tokens
        prompts = model.prompts
        self._document = tokens.frame(prompts.get("document") or prompts.get("passage") or "")
        self._query = tokens.frame(prompts.get("query") or "")
        self._window = min(WINDOW, int(model.max_seq_length or WINDOW))

    @classmethod
    def load(cls, model: str, threads: int = 1) -> Embedder:
        """Load the packaged model, one in a folder, or one in the hub's cache. Takes seconds; asks no network.

        Raises Unavailable when the model is not there or its weights are damaged.
        """
        folder = model_folder(model)
        if model == PACKAGED:
            check_weights(folder)
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(threads)
        keep_freed_memory()
        can = torch.cpu.get_capabilities()
        fast_bfloat16 = bool(can.get("avx512_bf16") or can.get("amx_bf16"))  # where it is emulated, 7 times slower
        options: dict[str, Any] = {"dtype": torch.bfloat16 if fast_bfloat16 else torch.float32}
        eight_bits = model == PACKAGED and bool(can.get("avx512_vnni"))  # others may be built in ways of their own
        if eight_bits:
            options["attn_implementation"] = "eager"  # with masks that are added
        loaded = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=options)
        if eight_bits:
            _in_eight_bits(loaded)
        return cls(loaded.eval(), load_tokens(model), OWN_BATCH if eight_bits else BATCH)

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """For each text the float16 bytes of its windows' vectors, each of length 1: (windows, dimensions).

        A text that is longer than a window is cut into windows of nearly equal length, so all of it is seen. The vector
        of one in letters that the model does not know is 0, and near to nothing: else all of them would be near.
        """
        if not texts:
            return []
        cut = [self._windows(text, self._document) for text in texts]
        vectors = self._forward([window for windows in cut for window in windows]).astype(np.float16)
        ends = np.cumsum([len(windows) for windows in cut])
        return [part.tobytes() for part in np.split(vectors, ends[:-1])]

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for each question: (questions, dimensions). A long one's is its windows' mean.

        It is 0 as in `embed`.
        """
        cut = [self._windows(text, self._query) for text in texts]
        vectors = self._forward([window for windows in cut for window in windows])
        ends = np.cumsum([len(windows) for windows in cut])
        return _normalized(np.stack([part.mean(axis=0) for part in np.split(vectors, ends[:-1])]))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of one question, of length 1: (dimensions,)."""
        vector: NDArray[np.float32] = self.embed_queries([text])[0]
        return vector

    def _windows(self, text: str, frame: tuple[Ids, Ids]) -> list[Ids]:
        before, after = frame
        ids = self.tokens.ids(text)
        count = max(1, -(-len(ids) // (self._window - len(before) - len(after))))
        edges = [number * len(ids) // count for number in range(count + 1)]
        return [before + ids[start:end] + after for start, end in pairwise(edges)]

    def _forward(self, windows: Sequence[Ids]) -> NDArray[np.float32]:
        """A vector of length 1, or 0, for each window. Those of like length go together, so that little is padded."""
        import torch

        order = sorted(range(len(windows)), key=lambda index: -len(windows[index]))
        vectors = np.empty((len(windows), self.dimensions), np.float32)
        for first in range(0, len(order), self._batch):
            batch = order[first : first + self._batch]
            longest = padded(len(windows[batch[0]]))
            ids = torch.full((len(batch), longest), self.tokens.padding)
            seen = torch.zeros((len(batch), longest), dtype=torch.long)
            for row, index in enumerate(batch):
                ids[row, : len(windows[index])] = torch.tensor(windows[index])
                seen[row, : len(windows[index])] = 1
            with torch.inference_mode():
                out = self._model({"input_ids": ids, "attention_mask": seen})["sentence_embedding"]
            vectors[batch] = out.float().numpy()
        vectors[[self._is_foreign(window) for window in windows]] = 0
        return _normalized(vectors)

    def _is_foreign(self, window: Ids) -> bool:
        """Whether the model has no token for half of the words or more."""
        return self.tokens.unknown is not None and 2 * window.count(self.tokens.unknown) > len(window) - MARKS


def _in_eight_bits(model: SentenceTransformer) -> None:
    """Put our layers in the place of the packaged model's own."""
    from backend.embed.encoder import Encoder
    from backend.embed.ranges import PACKAGED_RANGES

    bert = cast(Any, model[0]).auto_model
    bert.encoder = Encoder(bert.encoder, PACKAGED_RANGES)


def _normalized(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit
