"""Our layers give what the model's own give, but for the digits that 8 bits do not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, gelu
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertEncoder

from backend.embed import encoder
from backend.embed.encoder import Encoder
from backend.embed.layer import Ranges, evening
from backend.embed.linear import QuantizedLinear, Rounding

WIDTH, HEADS, TOKENS = 64, 4, 48

pytestmark = pytest.mark.skipif(
    not torch.cpu.get_capabilities().get("avx512_vnni"), reason="this processor has no fast 8-bit products"
)


@pytest.fixture(autouse=True)
def same_weights() -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        yield


@pytest.fixture
def chance() -> torch.Generator:
    return torch.Generator().manual_seed(7)


@pytest.fixture
def plain(same_weights: None, chance: torch.Generator) -> BertEncoder:
    config = BertConfig(hidden_size=WIDTH, num_attention_heads=HEADS, intermediate_size=4 * WIDTH, num_hidden_layers=2)
    config._attn_implementation = "eager"
    made = BertEncoder(config).eval()  # type: ignore[no-untyped-call]
    for weight in made.parameters():
        weight.data += 0.05 * torch.randn(weight.shape, generator=chance)
    return made


def likeness(ours: Tensor, theirs: Tensor) -> float:
    return float(cosine_similarity(ours.float().flatten(), theirs.float().flatten(), dim=0))


def bounds(values: Tensor) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def padding(*there: int) -> Tensor:
    mask = torch.zeros(len(there), 1, TOKENS, TOKENS)
    for window, tokens in enumerate(there):
        mask[window, :, :, tokens:] = torch.finfo(torch.float32).min
    return mask


def measured(plain: BertEncoder, hidden: Tensor, mask: Tensor | None = None) -> list[Ranges]:
    """The ranges that the model's own layers have with this input."""
    seen: defaultdict[nn.Module, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))

    def watch(module: nn.Module, given: tuple[Tensor]) -> None:
        seen[module] = bounds(given[0] * factors.get(module, torch.ones(1)))

    factors: dict[nn.Module, Tensor] = {}
    watched: list[Sequence[nn.Module]] = []
    for layer in plain.layer:
        factors[layer.intermediate.dense] = evening(layer.attention.output.LayerNorm)
        inputs = (
            layer.attention.self.query,
            layer.attention.output.dense,
            layer.intermediate.dense,
            layer.output.dense,
        )
        watched.append(inputs)
    hooks = [module.register_forward_pre_hook(watch) for inputs in watched for module in inputs]
    plain(hidden, mask)
    for hook in hooks:
        hook.remove()
    return [Ranges(*(seen[module] for module in inputs)) for inputs in watched]


def ours(plain: BertEncoder, hidden: Tensor, mask: Tensor | None = None) -> Encoder:
    return Encoder(plain, measured(plain, hidden, mask))


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@torch.inference_mode()
def test_a_linear_layer_in_eight_bits_is_close(kind: torch.dtype, chance: torch.Generator) -> None:
    first, second = nn.Linear(WIDTH, 80), nn.Linear(WIDTH, 48)
    values = torch.randn(15, WIDTH, generator=chance)
    out = QuantizedLinear([first, second], Rounding(bounds(values)), kind, gelu=True)(values)
    expected = gelu(torch.cat([first(values), second(values)], dim=-1))
    assert (out.shape, out.dtype) == (expected.shape, kind)
    assert likeness(out, expected) > 0.999


@torch.inference_mode()
def test_bytes_go_from_one_linear_layer_to_the_next(chance: torch.Generator) -> None:
    first, second = nn.Linear(WIDTH, 80), nn.Linear(80, WIDTH)
    values = torch.randn(15, WIDTH, generator=chance)
    between = Rounding(bounds(gelu(first(values))))
    bytes_out = QuantizedLinear([first], Rounding(bounds(values)), between, gelu=True)(values)
    assert bytes_out.dtype == torch.uint8
    out = QuantizedLinear([second], between, torch.float32)(bytes_out)
    assert likeness(out, second(gelu(first(values)))) > 0.999


@torch.inference_mode()
def test_channels_of_unlike_size_are_evened_out(chance: torch.Generator) -> None:
    linear, sizes = nn.Linear(WIDTH, 32), torch.ones(WIDTH)
    sizes[3] = 200.0
    linear.weight[:, 3] *= 0.002  # what is large counts little: the small ones make the result
    values = torch.randn(40, WIDTH, generator=chance) * sizes
    roundings = Rounding(bounds(values)), Rounding(bounds(values / sizes), 1 / sizes)
    lost, kept = (
        likeness(QuantizedLinear([linear], each, torch.float32)(values), linear(values)) for each in roundings
    )
    assert lost < 0.9
    assert kept > 0.999


@torch.inference_mode()
def test_what_lies_beyond_the_range_is_cut_off_and_nothing_else_is_touched() -> None:
    rounding = Rounding((-1.0, 3.0))
    values = torch.tensor([[-1e9, -1.5, -1.0, 0.0, 1.0, 3.0, 3.5, 1e9]])
    back = (rounding(values).float() - rounding.zero) * rounding.step
    torch.testing.assert_close(back, values.clamp(-1.0, 3.0), atol=rounding.step, rtol=0)


@torch.inference_mode()
def test_layers_are_close_to_the_models_own(plain: BertEncoder, chance: torch.Generator) -> None:
    there = (TOKENS, TOKENS - 7, 1)
    hidden, mask = torch.randn(3, TOKENS, WIDTH, generator=chance), padding(*there)
    got = ours(plain, hidden, mask)(hidden, mask).last_hidden_state
    theirs = plain(hidden, mask).last_hidden_state
    for window, length in enumerate(there):
        assert likeness(got[window, :length], theirs[window, :length]) > 0.998
    full = ours(plain, hidden)(hidden).last_hidden_state
    assert likeness(full, plain(hidden).last_hidden_state) > 0.998


@torch.inference_mode()
def test_a_window_is_the_same_whatever_comes_with_it_and_stands_behind_its_end(
    plain: BertEncoder, chance: torch.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = (TOKENS, TOKENS - 9, TOKENS - 9, 20, 3)
    hidden, mask = torch.randn(len(there), TOKENS, WIDTH, generator=chance), padding(*there)
    layers = ours(plain, hidden, mask)
    together = layers(hidden, mask).last_hidden_state
    monkeypatch.setattr(encoder, "ROWS", 2 * TOKENS)  # packs of two
    in_packs = layers(hidden, mask).last_hidden_state
    for window, length in enumerate(there):
        other = hidden[window : window + 1].clone()
        other[:, length:] = 7.0
        alone = layers(other, padding(length)).last_hidden_state
        for each in (alone[0], in_packs[window]):
            assert torch.equal(each[:length], together[window, :length])


@torch.inference_mode()
def test_heads_whose_scores_are_huge_do_not_overflow(plain: BertEncoder, chance: torch.Generator) -> None:
    attention = plain.layer[0].attention.self
    for part in (attention.query, attention.key):
        part.weight[: WIDTH // HEADS] *= 60.0  # the first head: its scores go into the thousands
    hidden, mask = torch.randn(2, TOKENS, WIDTH, generator=chance), padding(TOKENS, TOKENS - 5)
    layers, theirs = ours(plain, hidden, mask), plain(hidden, mask).last_hidden_state
    got = layers(hidden, mask).last_hidden_state
    assert bool(got.isfinite().all())
    assert likeness(got[0], theirs[0]) > 0.98
