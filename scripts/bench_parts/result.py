"""Result: one line of the benchmark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A measured value; `ratio` is to the peer or limit that `against` names, measured in the same run.

    `ok` is None where there is no target, or where nothing could be measured: then `against` says why.
    """

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    target: str = ""
    ok: bool | None = None


def skipped(name: str, reason: str) -> Result:
    return Result(name, float("nan"), "", f"skipped: {reason}")
