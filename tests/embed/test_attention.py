"""Attention window by window gives what torch's own gives."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from backend.embed.attention import attend

WINDOWS, HEADS, TOKENS, SIZE = 3, 4, 17, 8


@pytest.mark.parametrize("padded", [0, 5])
def test_windows_attend_as_with_torchs_own_attention(padded: int) -> None:
    chance = torch.Generator().manual_seed(7)
    query, key, value = torch.randn(3, WINDOWS, HEADS, TOKENS, SIZE, generator=chance)
    mask = torch.zeros(WINDOWS, 1, TOKENS, TOKENS)
    mask[-1, :, :, TOKENS - padded :] = torch.finfo(torch.float32).min
    ours, _ = attend(torch.nn.Identity(), query, key, value, mask if padded else None, SIZE**-0.5)
    theirs = scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)
    torch.testing.assert_close(ours, theirs)
