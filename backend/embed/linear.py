"""Linear layers in whole numbers of 8 bits: about twice as fast as bfloat16, eight times as float32.

Weights are rounded once, by output; inputs to a range that is known beforehand. What the model's norms say about the
size of the inputs' channels evens them out before rounding, so that a few large ones do not leave the others without
digits (Xiao et al., SmoothQuant, 2023; here without sample data).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

LEVELS = 255
WEIGHT_LEVELS = 127
WHOLE = 1.5 * 2.0**23  # a float32 of this size has no digits behind the point, and its last byte is what was added

Range = tuple[float, float]


class Rounding:
    """Values as bytes: those from the least to the greatest of `bounds`; what is beyond is cut off.

    With `evening` (one number for each channel) the bounds are those of values times evening.
    """

    def __init__(self, bounds: Range, evening: Tensor | None = None) -> None:
        least, greatest = min(bounds[0], 0.0), max(bounds[1], 0.0)
        self.step = (greatest - least) / LEVELS or 1.0
        self.zero = round(-least / self.step)  # the byte that means 0
        self.evening = evening
        self._factors = (torch.ones(1) if evening is None else evening) / self.step
        self._origin = torch.tensor(WHOLE + self.zero)

    def __call__(self, rows: Tensor) -> Tensor:
        moved = torch.addcmul(self._origin, rows, self._factors).clamp_(WHOLE, WHOLE + LEVELS)
        return moved.view(torch.int32).to(torch.uint8)


class QuantizedLinear(nn.Module):
    """One linear layer of `layers` with the same input; (rows, inputs) to (rows, all their outputs).

    Takes values, or the bytes that `given` makes of them; gives values of a type, or bytes. `gelu` applies the function
    to what comes out.
    """

    def __init__(
        self, layers: Sequence[nn.Linear], given: Rounding, out: torch.dtype | Rounding, *, gelu: bool = False
    ) -> None:
        super().__init__()
        weight = torch.cat([layer.weight for layer in layers]).detach().float()
        if given.evening is not None:
            weight = weight / given.evening
        self._given = given
        self._scales = weight.abs().amax(1) / WEIGHT_LEVELS
        rounded = (weight / self._scales[:, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zeros = torch.zeros(len(weight), dtype=torch.int64)
        self._bias = torch.cat([layer.bias for layer in layers]).detach().float()
        self._out = (out.step, out.zero, torch.uint8) if isinstance(out, Rounding) else (1.0, 0, out)
        self._after: tuple[str, list[float], str] = ("gelu", [], "none") if gelu else ("none", [], "")

    def forward(self, rows: Tensor) -> Tensor:
        given = self._given
        out: Tensor = torch.ops.onednn.qlinear_pointwise(
            rows if rows.dtype == torch.uint8 else given(rows),
            given.step,
            given.zero,
            self._weight,
            self._scales,
            self._zeros,
            self._bias,
            *self._out,
            *self._after,
        )
        return out
