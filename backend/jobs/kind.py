"""Kind: what sort of job there is: its queue, its parameters, its stages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from backend.context import Context
from backend.store.jobs import Job
from backend.work import Work


@dataclass(frozen=True)
class Stage:
    """One step of a kind. It can be repeated: what it finished is stored, and it goes on from there."""

    name: str
    run: Callable[[Context, Work[Any]], None]


def _no_tools(_ctx: Context) -> AbstractContextManager[Any]:
    return nullcontext()


def _untold(_work: Work[Any]) -> None:
    pass


@dataclass(frozen=True)
class Kind:
    """`tools` opens what a worker keeps between jobs of this kind (a model, a child process).

    `ended` runs after a job of this kind stopped for good, however it ended, and after a worker died in it: it brings
    what the job stood for up to date and tells viewers. It may run more than once.
    `gave_up` splits or fails what a job got stuck on, when it made no progress `max_attempts` times in a row.
    `died` is what a person then reads if it was the worker that stopped, `{strikes}` times running.
    `started` opens every attempt: it tells viewers that somebody works on it.
    `resumed` opens every attempt but the first, at whatever stage it goes on: it tells viewers what the one before
    stored but may not have lived to tell.
    `fails_at_limit`: a job that used up its `seconds` fails, instead of going on in another attempt.
    `cancel` and `retry` do what a person asks of a job that they see; `retry` returns the jobs to dispatch.
    """

    name: str
    queue: str
    params: type[BaseModel]
    stages: tuple[Stage, ...]
    seconds: Callable[[Context], int]
    ended: Callable[[Context, str], None]
    gave_up: Callable[[Context, str, str], list[str]]
    died: str
    cancel: Callable[[Context, Job], None]
    retry: Callable[[Context, Job], list[str]]
    fails_at_limit: bool = False
    tools: Callable[[Context], AbstractContextManager[Any]] = _no_tools
    started: Callable[[Work[Any]], None] = _untold
    resumed: Callable[[Work[Any]], None] = _untold
