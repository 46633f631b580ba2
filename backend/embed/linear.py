"""Linear layers in whole numbers of 8 bits: about twice as fast as bfloat16, eight times as float32.

Weights are rounded once, by output; inputs at each call, to the range that call has. What the model's norms and weights
say about the size of the inputs' channels evens them out before rounding, so that a few large ones do not leave the
others without digits (Xiao et al., SmoothQuant, 2023; here without sample data).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

LEVELS = 255
MIDDLE = 128


class QuantizedLinear(nn.Module):
    """One linear layer of `layers` with the same input; (…, inputs) to (…, all their outputs), in the input's type.

    `sizes` are about the greatest values of the input's channels; `gelu` applies the function to what comes out.
    """

    def __init__(self, layers: Sequence[nn.Linear], sizes: Tensor | None = None, *, gelu: bool = False) -> None:
        super().__init__()
        weight = torch.cat([layer.weight for layer in layers]).detach().float()
        self._outputs, self._inputs = weight.shape
        self._evening = None if sizes is None else sizes.mean() / sizes
        if self._evening is not None:
            weight = weight / self._evening
        self._scales = weight.abs().amax(1) / (MIDDLE - 1)
        rounded = (weight / self._scales[:, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zeros = torch.zeros(self._outputs, dtype=torch.int64)
        self._bias = torch.cat([layer.bias for layer in layers]).detach().float()
        self._after: tuple[str, list[float], str] = ("gelu", [], "none") if gelu else ("none", [], "")

    def forward(self, values: Tensor) -> Tensor:
        rows, scale, zero = self._rounded(values.reshape(-1, self._inputs))
        out: Tensor = torch.ops.onednn.qlinear_pointwise(
            rows, scale, zero, self._weight, self._scales, self._zeros, self._bias, 1.0, 0, values.dtype, *self._after
        )
        return out.view(*values.shape[:-1], self._outputs)

    def _rounded(self, rows: Tensor) -> tuple[Tensor, float, int]:
        """The rows as bytes, with the size of a step and the byte that means 0."""
        values = rows.float()
        if self._evening is not None:
            values = values * self._evening
        least, greatest = (float(bound) for bound in torch.aminmax(rows if self._evening is None else values))
        step = (max(greatest, 0.0) - min(least, 0.0)) / LEVELS or 1.0
        zero = round(-min(least, 0.0) / step)
        # to signed bytes first and then by the highest bit to unsigned ones: torch has fast code for this way only
        signed = torch.add(torch.tensor(float(zero - MIDDLE)), values, alpha=1 / step).round_().to(torch.int8)
        return signed.view(torch.uint8).bitwise_xor_(MIDDLE), step, zero
