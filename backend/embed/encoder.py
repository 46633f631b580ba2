"""The layers of a BERT model, one after the other, on the tokens of several windows at once.

Products of matrices are fastest with many rows: windows stand behind each other without padding between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

import torch
from torch import Tensor, nn
from transformers.modeling_outputs import BaseModelOutputWithPast

from backend.embed.layer import Layer, Ranges, Window
from backend.embed.shapes import STEP, padded

ROWS = 1536  # tokens at once
ROWS_STEP = 64  # torch keeps memory for each number it meets


class Encoder(nn.Module):
    """Does what a BertEncoder of transformers does when it only infers."""

    def __init__(self, encoder: Any, ranges: Sequence[Ranges]) -> None:
        super().__init__()
        self._layers = nn.ModuleList(map(Layer, encoder.layer, ranges))

    def forward(
        self, hidden_states: Tensor, attention_mask: Tensor | None = None, **_: object
    ) -> BaseModelOutputWithPast:
        """(windows, tokens, width) to the same; what stands behind a window's end is not looked at.

        `attention_mask` is (windows, 1, tokens, tokens): 0 where a token is, far below 0 behind a window's last one;
        None when all windows are full.
        """
        windows, tokens, _width = hidden_states.shape
        lengths = [tokens] * windows
        if attention_mask is not None:
            lengths = (attention_mask[:, 0, 0] == 0).sum(-1).tolist()
        out = torch.zeros_like(hidden_states)
        for first, last in _packs(lengths):
            self._encode(hidden_states[first:last], lengths[first:last], out[first:last])
        return BaseModelOutputWithPast(last_hidden_state=out)

    def _encode(self, hidden: Tensor, lengths: Sequence[int], out: Tensor) -> None:
        starts = list(accumulate(lengths, initial=0))
        windows = [Window(start, length) for start, length in zip(starts, lengths, strict=False)]
        needed = max(window.start + padded(window.length) for window in windows)
        rows = torch.zeros(padded(needed, STEP if needed < ROWS_STEP else ROWS_STEP), hidden.shape[-1])
        for place, (start, length) in enumerate(windows):
            rows[start : start + length] = hidden[place, :length]
        for layer in self._layers:
            rows = layer(rows, windows)
        for place, (start, length) in enumerate(windows):
            out[place, :length] = rows[start : start + length]


def _packs(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) window of each pack. All have about as many: a small one at the end would be slow."""
    most = max(1, ROWS // padded(max(lengths)))
    packs = -(-len(lengths) // most)
    ends = [len(lengths) * number // packs for number in range(packs + 1)]
    yield from pairwise(ends)
