from __future__ import annotations

from dataclasses import replace

import httpx

from backend.api.health import _missing
from backend.blobs.everywhere import Everywhere
from backend.context import Context


class Away(Everywhere):
    def __init__(self) -> None:
        pass

    def answers(self) -> bool:
        return False


def test_ready_says_what_is_missing(ctx: Context) -> None:
    assert _missing(ctx) == []
    assert _missing(replace(ctx, blobs=Away())) == ["blobs"]


def test_a_running_winnow_is_ready(api: httpx.Client) -> None:
    answer = httpx.get(f"{str(api.base_url).partition('/api')[0]}/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "missing": []})
