"""Sandboxes with small limits, each for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.sandbox.sandbox import Sandbox

MIB = 1024**2


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Sandbox]:
    """A sandbox of the test's own, closed by the test."""

    def _own(**changes: int) -> Sandbox:
        limits = {
            "seconds": 10,
            "memory_bytes": 512 * MIB,
            "max_text_chars": 1_000_000,
            "max_members": 10,
        }
        return Sandbox(tmp_path / "spool", **{**limits, **changes})

    return _own
