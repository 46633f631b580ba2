"""A BERT layer made for processors: 8-bit linear layers, and attention without a pass for the maximum.

It takes window by window: what one makes (1 MB) stays in the processor's cache, hardly anything is computed for padding
and the vector of a window does not depend on which others it came with.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from backend.embed.linear import QuantizedLinear
from backend.embed.shapes import padded

LOG2_E = math.log2(math.e)
SAFE = 2.0**100  # sums of powers of two between its inverse and itself lost nothing
LEAST = -100.0  # powers of less are slow, and nothing beside a sum of at least 1
SPREAD = 4.0  # standard deviations that a channel is taken to reach


class Layer(nn.Module):
    """Does what a BertLayer of transformers does when it only infers: (windows, tokens, width) to the same."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention, own = layer.attention, layer.attention.self
        self._heads = int(own.num_attention_heads)
        self._size = int(own.attention_head_size)
        query = _scaled(own.query, LOG2_E / math.sqrt(self._size))
        self._inward = QuantizedLinear([query, own.key, own.value])
        self._outward = QuantizedLinear([attention.output.dense])
        self._norm = attention.output.LayerNorm
        wide = layer.intermediate.dense
        self._widen = QuantizedLinear([wide], _after_norm(self._norm), gelu=True)
        self._narrow = QuantizedLinear([layer.output.dense], _after_gelu(self._norm, wide))
        self._last_norm = layer.output.LayerNorm
        self._steep: list[int] = []  # heads whose powers overflowed

    def forward(self, hidden: Tensor, mask: Tensor | None = None, *_: object, **__: object) -> Tensor:
        """`mask` is (windows, 1, tokens, tokens): 0 where a token is, far below 0 behind a window's last one; None when
        all windows are full. Behind a window's end both become 0.
        """
        windows, tokens, width = hidden.shape
        lengths = [tokens] * windows if mask is None else (mask[:, 0, 0] == 0).sum(-1).tolist()
        out = torch.zeros_like(hidden)
        for window, length in enumerate(lengths):
            rows = hidden.new_zeros(padded(length), width)
            rows[:length] = hidden[window, :length]
            out[window, :length] = self._window(rows, length)[:length]
        return out

    def _window(self, hidden: Tensor, length: int) -> Tensor:
        """(tokens, width), of which `length` tokens are there, to the same.

        The others are kept at 0: what stood there would widen the range that all are rounded to.
        """
        parts = self._inward(hidden).view(-1, 3, self._heads, self._size).permute(1, 2, 0, 3).contiguous()
        attended = self._attend(parts[0], parts[1], parts[2], length).transpose(0, 1).reshape(hidden.shape)
        hidden = self._norm(self._outward(attended).add_(hidden))
        hidden[length:] = 0
        narrowed: Tensor = self._last_norm(self._narrow(self._widen(hidden)).add_(hidden))
        return narrowed

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, length: int) -> Tensor:
        """Each (heads, tokens, size), of which `length` tokens are there; the query comes scaled, for powers of two.

        A softmax takes the maximum first, so that no power overflows. Nearly all heads are far from that: the sums
        tell which one is not, and for such a head the maximum is taken from then on.
        """
        scores = query @ key.transpose(-1, -2)
        scores[:, :, length:] = -torch.inf
        for head in self._steep:
            _below_zero(scores[head])
        powers = scores.exp2()
        sums = powers.sum(-1, keepdim=True)  # added up in float32, then rounded
        least, greatest = torch.aminmax(sums)
        if not (float(least) > 1 / SAFE and float(greatest) < SAFE):
            fine = (sums > 1 / SAFE) & (sums < SAFE)
            steep = [head for head in range(self._heads) if not bool(fine[head].all())]
            self._steep += [head for head in steep if head not in self._steep]
            for head in steep:
                powers[head] = _below_zero(scores[head]).exp2()
            sums = powers.sum(-1, keepdim=True)
        averaged: Tensor = (powers @ value).div_(sums)
        return averaged


def _below_zero(scores: Tensor) -> Tensor:
    """The same but for a factor of each row's powers, in place; what is so far below counts as nothing."""
    below: Tensor = scores.sub_(scores.amax(-1, keepdim=True)).clamp_(min=LEAST)
    return below


def _scaled(layer: nn.Linear, factor: float) -> nn.Linear:
    scaled = nn.Linear(layer.in_features, layer.out_features)
    scaled.weight.data = layer.weight.detach().float() * factor
    scaled.bias.data = layer.bias.detach().float() * factor
    return scaled


def _after_norm(norm: nn.LayerNorm) -> Tensor:
    """How large the channels of a norm's output get."""
    return SPREAD * norm.weight.detach().float().abs() + norm.bias.detach().float().abs()


def _after_gelu(norm: nn.LayerNorm, linear: nn.Linear) -> Tensor:
    """How large the channels get that a linear layer and GELU make of a norm's output."""
    weight, bias = linear.weight.detach().float(), linear.bias.detach().float()
    mean = weight @ norm.bias.detach().float() + bias
    spread = (weight * norm.weight.detach().float()).norm(dim=1)
    sizes: Tensor = (mean + SPREAD * spread).clamp(min=0.2)  # GELU of anything negative is above -0.17
    return sizes
