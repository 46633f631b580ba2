"""Stopping: a job that waits for models is stopped in mid-call, not after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from backend.work import CHECK_SECONDS

Result = TypeVar("Result")


async def until_stopped(check: Callable[[], None], doing: Coroutine[Any, Any, Result]) -> Result:
    """The result of `doing`, unless `check`, called every moment, raises: then that is raised and `doing` cancelled."""
    task = asyncio.create_task(doing)
    while not task.done():
        await asyncio.wait({task}, timeout=CHECK_SECONDS)
        if task.done():
            break
        try:
            await asyncio.to_thread(check)
        except BaseException:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
            raise
    return task.result()
