"""A BERT layer made for processors: 8-bit linear layers, and attention without a pass for the maximum.

Its linear layers take the tokens of several windows at once, its attention window by window. The vector of a window
does not depend on which others it came with.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from backend.embed.linear import QuantizedLinear, Range, Rounding
from backend.embed.shapes import padded

LOG2_E = math.log2(math.e)
SAFE = 2.0**100  # sums of powers of two between its inverse and itself lost nothing
LEAST = -100.0  # powers of less are slow, and nothing beside a sum of at least 1
SPREAD = 4.0  # standard deviations that a channel is taken to reach


class Window(NamedTuple):
    """Where a window's tokens stand among the rows."""

    start: int
    length: int


class Ranges(NamedTuple):
    """Between which values the input of each of a layer's four linear layers is rounded, the third's evened out."""

    inward: Range
    outward: Range
    widen: Range
    widened: Range


class Layer(nn.Module):
    """Does what a BertLayer of transformers does when it only infers: (rows, width) to the same, in float32."""

    def __init__(self, layer: Any, ranges: Ranges) -> None:
        super().__init__()
        attention, own = layer.attention, layer.attention.self
        self._heads = int(own.num_attention_heads)
        self._size = int(own.attention_head_size)
        query = _scaled(own.query, LOG2_E / math.sqrt(self._size))
        self._inward = QuantizedLinear([query, own.key, own.value], Rounding(ranges.inward), own.query.weight.dtype)
        self._outward = QuantizedLinear([attention.output.dense], Rounding(ranges.outward), torch.float32)
        self._norm = _precise(attention.output.LayerNorm)
        wide, widened = Rounding(ranges.widen, evening(attention.output.LayerNorm)), Rounding(ranges.widened)
        self._widen = QuantizedLinear([layer.intermediate.dense], wide, widened, gelu=True)
        self._narrow = QuantizedLinear([layer.output.dense], widened, torch.float32)
        self._last_norm = _precise(layer.output.LayerNorm)

    def forward(self, hidden: Tensor, windows: Sequence[Window]) -> Tensor:
        """(rows, width) float32 to the same. There are rows for the last window to be padded with."""
        inward, attended = self._inward(hidden), torch.zeros_like(hidden)
        for start, length in windows:
            parts = inward[start : start + padded(length)].view(-1, 3, self._heads, self._size)
            query, key, value = parts.permute(1, 2, 0, 3).contiguous()
            out = attended[start : start + length].view(-1, self._heads, self._size)
            self._attend(query, key, value, out.transpose(0, 1))
        hidden = self._norm(self._outward(attended).add_(hidden))
        narrowed: Tensor = self._last_norm(self._narrow(self._widen(hidden)).add_(hidden))
        return narrowed

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, out: Tensor) -> None:
        """Each (heads, tokens, size), `out` has as many tokens as are there; the query is scaled for powers of two.

        A softmax takes the maximum first, so that no power overflows. Nearly all heads are far from that: the sums
        tell which one is not, and such a head is computed again with it. What was embedded before changes nothing.
        """
        length = out.shape[1]
        scores = query @ key.transpose(-1, -2)
        scores[:, :, length:] = -torch.inf
        powers = scores.exp2_()  # in place: two of them would not fit into the cache
        sums = powers.sum(-1, keepdim=True)  # added up in float32, then rounded
        least, greatest = torch.aminmax(sums)
        if not (float(least) > 1 / SAFE and float(greatest) < SAFE):
            fine = (sums > 1 / SAFE) & (sums < SAFE)
            for head in (~fine.flatten(1).all(1)).nonzero().flatten().tolist():
                again = query[head] @ key[head].T
                again[:, length:] = -torch.inf
                powers[head] = _below_zero(again).exp2_()
            sums = powers.sum(-1, keepdim=True)
        torch.div((powers @ value)[:, :length], sums[:, :length], out=out)


def evening(norm: nn.LayerNorm) -> Tensor:
    """By what a norm's channels are multiplied before rounding: the greater one gets, the less."""
    sizes = SPREAD * norm.weight.detach().float().abs() + norm.bias.detach().float().abs()
    evened: Tensor = sizes.mean() / sizes
    return evened


def _below_zero(scores: Tensor) -> Tensor:
    """The same but for a factor of each row's powers, in place; what is so far below counts as nothing."""
    below: Tensor = scores.sub_(scores.amax(-1, keepdim=True)).clamp_(min=LEAST)
    return below


def _precise(norm: nn.LayerNorm) -> nn.LayerNorm:
    precise = nn.LayerNorm(norm.normalized_shape, norm.eps)
    precise.load_state_dict(norm.state_dict())
    return precise


def _scaled(layer: nn.Linear, factor: float) -> nn.Linear:
    scaled = nn.Linear(layer.in_features, layer.out_features)
    scaled.weight.data = layer.weight.detach().float() * factor
    scaled.bias.data = layer.bias.detach().float() * factor
    return scaled
