"""Our layers give what the model's own give, but for the digits that 8 bits do not hold."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, gelu
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

from backend.embed.layer import Layer
from backend.embed.linear import QuantizedLinear

WIDTH, HEADS, TOKENS = 64, 4, 48

pytestmark = pytest.mark.skipif(
    not torch.cpu.get_capabilities().get("avx512_vnni"), reason="this processor has no fast 8-bit products"
)


@pytest.fixture
def chance() -> torch.Generator:
    return torch.Generator().manual_seed(7)


@pytest.fixture
def plain(chance: torch.Generator) -> BertLayer:
    config = BertConfig(hidden_size=WIDTH, num_attention_heads=HEADS, intermediate_size=4 * WIDTH)
    config._attn_implementation = "eager"
    layer = BertLayer(config).eval()  # type: ignore[no-untyped-call]
    for weight in layer.parameters():
        weight.data += 0.05 * torch.randn(weight.shape, generator=chance)
    return layer


def likeness(ours: Tensor, theirs: Tensor) -> float:
    return float(cosine_similarity(ours.float().flatten(), theirs.float().flatten(), dim=0))


def padding(*there: int) -> Tensor:
    mask = torch.zeros(len(there), 1, TOKENS, TOKENS)
    for window, tokens in enumerate(there):
        mask[window, :, :, tokens:] = torch.finfo(torch.float32).min
    return mask


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@torch.inference_mode()
def test_a_linear_layer_in_eight_bits_is_close(kind: torch.dtype, chance: torch.Generator) -> None:
    first, second = nn.Linear(WIDTH, 80), nn.Linear(WIDTH, 48)
    values = torch.randn(3, 5, WIDTH, generator=chance).to(kind)
    out = QuantizedLinear([first, second], gelu=True)(values)
    expected = gelu(torch.cat([first(values.float()), second(values.float())], dim=-1))
    assert (out.shape, out.dtype) == (expected.shape, kind)
    assert likeness(out, expected) > 0.999


@torch.inference_mode()
def test_channels_of_unlike_size_are_evened_out(chance: torch.Generator) -> None:
    linear, sizes = nn.Linear(WIDTH, 32), torch.ones(WIDTH)
    sizes[3] = 200.0
    linear.weight[:, 3] *= 0.002  # what is large counts little: the small ones make the result
    values = torch.randn(40, WIDTH, generator=chance) * sizes
    lost, kept = (likeness(QuantizedLinear([linear], given)(values), linear(values)) for given in (None, sizes))
    assert lost < 0.9
    assert kept > 0.999


@torch.inference_mode()
def test_values_that_are_all_alike_or_zero_are_taken(chance: torch.Generator) -> None:
    linear = nn.Linear(WIDTH, 32)
    for value in (0.0, 3.0, -3.0):
        values = torch.full((2, WIDTH), value)
        torch.testing.assert_close(QuantizedLinear([linear])(values), linear(values), atol=0.05, rtol=0.05)


@torch.inference_mode()
def test_a_layer_is_close_to_the_models_own(plain: BertLayer, chance: torch.Generator) -> None:
    hidden, mask = torch.randn(3, TOKENS, WIDTH, generator=chance), padding(TOKENS, TOKENS - 7, 1)
    ours, theirs = Layer(plain)(hidden, mask), plain(hidden, mask)
    for window, there in enumerate((TOKENS, TOKENS - 7, 1)):
        assert likeness(ours[window, :there], theirs[window, :there]) > 0.999
    assert likeness(Layer(plain)(hidden), plain(hidden)) > 0.999


@torch.inference_mode()
def test_what_stands_behind_a_windows_end_changes_nothing(plain: BertLayer, chance: torch.Generator) -> None:
    hidden, mask = torch.randn(1, TOKENS, WIDTH, generator=chance), padding(TOKENS - 9)
    other = hidden.clone()
    other[:, TOKENS - 9 :] = hidden[:, :9]
    layer = Layer(plain)
    one, two = (layer(each, mask)[:, : TOKENS - 9] for each in (hidden, other))
    assert likeness(one, two) > 0.9999


@torch.inference_mode()
def test_heads_whose_scores_are_huge_do_not_overflow(plain: BertLayer, chance: torch.Generator) -> None:
    for part in (plain.attention.self.query, plain.attention.self.key):
        part.weight[: WIDTH // HEADS] *= 60.0  # the first head: its scores go into the thousands
    hidden, layer = torch.randn(2, TOKENS, WIDTH, generator=chance), Layer(plain)
    theirs = plain(hidden, padding(TOKENS, TOKENS - 5))
    for _ in ("the first time", "from then on"):
        ours = layer(hidden, padding(TOKENS, TOKENS - 5))
        assert bool(ours.isfinite().all())
        assert likeness(ours[0], theirs[0]) > 0.98
