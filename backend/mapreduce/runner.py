"""MapReduceRunner: the Python API. Any map and reduce function over any documents, with models, retries, checkpoints
and events, outside the web application too (R3.8); docs/python-api.md shows how it is used.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from backend.core.buckets import Priority
from backend.core.chunking import Tokens
from backend.core.packing import BUDGET, Sized, pack, pieces
from backend.embed.folder import PACKAGED
from backend.embed.tokens import load_tokens
from backend.errors import WinnowError
from backend.llm.model import Model, Role
from backend.llm.models import Connect, Models
from backend.llm.pool import Usage
from backend.llm.request import Message, Reply, Schema
from backend.mapreduce.checkpoints import Checkpoints, NoCheckpoints
from backend.mapreduce.fan_out import ATTEMPTS, BACKOFF, Hooks, fan_out

Mapped = TypeVar("Mapped")
Reduced = TypeVar("Reduced")


@dataclass(frozen=True, slots=True)
class InputDocument:
    """A document to be read: `id` is what findings refer to."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Characters [start, end) of a document: all of it, or a part of one that is larger than a batch."""

    document: InputDocument
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class InputBatch:
    """Documents that are mapped together, numbered from 1."""

    number: int
    parts: tuple[Part, ...]

    def key(self, job_id: str) -> str:
        """Names the job and everything that the batch holds."""
        digest = hashlib.sha256(job_id.encode())
        for part in self.parts:
            digest.update(f"\0{part.document.id}\0{part.start}\0{part.text}".encode("utf-8", "replace"))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened: `job.started`, `batch.mapped`, `batch.retried`, `batch.failed`, `job.progressed`,
    `job.completed` or `job.failed`; `data` always holds `job_id`."""

    name: str
    data: Mapping[str, Any]


class NothingMapped(WinnowError):
    """Not one batch has a result, so there is nothing to reduce; `failed` says why, by batch."""

    code, status, title = "nothing-mapped", 422, "Not one batch could be mapped"

    def __init__(self, failed: Mapping[int, str]) -> None:
        why = failed[min(failed)]
        super().__init__(f"Not one of {len(failed):,} batches could be mapped. {why}")
        self.failed = failed


@dataclass(frozen=True)
class Outcome(Generic[Reduced]):
    """What a run came to. `failed` are the batches without a result and why; `resumed` those whose result was kept."""

    result: Reduced
    batches: int
    resumed: int
    retries: int
    failed: Mapping[int, str]
    seconds: float
    usage: Mapping[str, Usage]


class Ask:
    """What a map function asks models with."""

    def __init__(self, models: Models, priority: Priority) -> None:
        self._models, self._priority = models, priority

    async def __call__(
        self,
        prompt: str | Sequence[Message],
        *,
        schema: Schema | None = None,
        role: Role = "map",
        max_tokens: int = 2_048,
        model: str = "",
    ) -> Reply:
        """One reply; with a schema `data` holds it as JSON that is valid. Raises NoModel or a ModelFailed."""
        messages = (Message("user", prompt),) if isinstance(prompt, str) else tuple(prompt)
        return await self._models.complete(
            role, messages, schema=schema, max_tokens=max_tokens, priority=self._priority, model=model
        )


MapFunction = Callable[[InputBatch, Ask], Mapped | Awaitable[Mapped]]
ReduceFunction = Callable[[list[Mapped]], Reduced | Awaitable[Reduced]]


@dataclass(kw_only=True)
class MapReduceRunner:
    """Runs map and reduce functions.

    `workers` batches are mapped at a time; `models` are asked in turns, their limits shared by all processes where
    `connect` makes a Redis client; `tokens` measures texts. A batch is tried `attempts` times, then it counts as failed
    and the others go on. With `checkpoints` a batch that has a result is not mapped again by the next run of `job_id`.
    """

    job_id: str
    workers: int = 5
    models: Sequence[Model] = ()
    priority: Priority = "P1"
    tokens: Tokens = field(default_factory=lambda: load_tokens(PACKAGED))
    max_tokens: int = BUDGET
    attempts: int = ATTEMPTS
    backoff: float = BACKOFF
    checkpoints: Checkpoints = field(default_factory=NoCheckpoints)
    on_event: Callable[[RunEvent], None] = lambda _: None
    connect: Connect | None = None

    def run(
        self,
        documents: Iterable[InputDocument | str],
        map_fn: MapFunction[Mapped],
        reduce_fn: ReduceFunction[Mapped, Reduced],
    ) -> Outcome[Reduced]:
        """Map every batch, reduce the results in the order of the documents.

        A document given as text alone is named by its number, from 1. Raises NothingMapped when
        every batch failed, and what `reduce_fn` raises.
        """
        return asyncio.run(self.run_async(documents, map_fn, reduce_fn))

    async def run_async(
        self,
        documents: Iterable[InputDocument | str],
        map_fn: MapFunction[Mapped],
        reduce_fn: ReduceFunction[Mapped, Reduced],
    ) -> Outcome[Reduced]:
        """The same, inside an event loop."""
        run = _Run(self, self.batches(documents), map_fn)
        models = Models(self.models, count_tokens=lambda text: len(self.tokens.offsets(text)), connect=self.connect)
        async with models:
            await run.map(Ask(models, self.priority))
            try:
                reduced = await _awaited(reduce_fn(run.mapped()))
            except Exception as error:  # a caller's own function may raise anything
                run.tell("job.failed", reason=str(error))
                raise
        outcome = run.outcome(reduced, models.usage)
        run.tell("job.completed", batches=outcome.batches, failed=len(outcome.failed), seconds=outcome.seconds)
        return outcome

    def batches(self, documents: Iterable[InputDocument | str]) -> list[InputBatch]:
        """The documents as batches of at most `max_tokens`, the same way every time."""
        numbered = enumerate(documents, 1)
        given = [InputDocument(str(number), each) if isinstance(each, str) else each for number, each in numbered]
        held = {document.id: document for document in given}
        if len(held) < len(given):
            raise ValueError("Two documents have the same id. Give each an id of its own.")
        sized = [Sized(one.id, len(one.text), len(self.tokens.offsets(one.text))) for one in held.values()]
        packed = pack(sized, lambda identity: pieces(held[identity].text, self.tokens), self.max_tokens)
        return [
            InputBatch(
                number,
                tuple(Part(held[each.document_id], each.span.start, each.span.end) for each in batch.pieces),
            )
            for number, batch in enumerate(packed, 1)
        ]


class _Run(Generic[Mapped]):
    """One run: what it has so far."""

    def __init__(self, runner: MapReduceRunner, batches: Sequence[InputBatch], map_fn: MapFunction[Mapped]) -> None:
        self._runner, self._batches, self._map_fn = runner, batches, map_fn
        self._started = time.monotonic()
        self.results: dict[int, Mapped] = {}
        self._failed: dict[int, str] = {}
        self._resumed = self._retries = 0

    async def map(self, ask: Ask) -> None:
        """Map every batch that has no result yet."""
        self.tell("job.started", batches=len(self._batches))
        waiting = []
        for batch in self._batches:
            there, result = self._runner.checkpoints.load(batch.key(self._runner.job_id))
            if there:
                self.results[batch.number] = result
                self._resumed += 1
            else:
                waiting.append(batch)

        async def do(batch: InputBatch) -> Mapped:
            result: Mapped = await _awaited(self._map_fn(batch, ask))
            return result

        hooks = Hooks[InputBatch, Mapped](
            begins=lambda _: None, done=self._done, retried=self._retried, failed=self._failed_with
        )
        runner = self._runner
        await fan_out(
            waiting,
            do,
            hooks,
            workers=runner.workers,
            attempts=runner.attempts,
            backoff=runner.backoff,
            expected=(Exception,),
        )

    def mapped(self) -> list[Mapped]:
        """The results in the order of the documents. Raises NothingMapped when all failed."""
        if self._failed and not self.results:
            raise NothingMapped(dict(self._failed))
        return [self.results[each] for each in sorted(self.results)]

    def outcome(self, reduced: Reduced, usage: Mapping[str, Usage]) -> Outcome[Reduced]:
        return Outcome(
            result=reduced,
            batches=len(self._batches),
            resumed=self._resumed,
            retries=self._retries,
            failed=dict(self._failed),
            seconds=round(time.monotonic() - self._started, 3),
            usage=dict(usage),
        )

    def tell(self, name: str, **data: Any) -> None:
        self._runner.on_event(RunEvent(name, {"job_id": self._runner.job_id, **data}))

    def _done(self, batch: InputBatch, result: Mapped) -> None:
        self._runner.checkpoints.save(batch.key(self._runner.job_id), result)
        self.results[batch.number] = result
        self.tell("batch.mapped", batch=batch.number, documents=len(batch.parts))
        self._progressed()

    def _retried(self, batch: InputBatch, error: Exception) -> None:
        self._retries += 1
        self.tell("batch.retried", batch=batch.number, reason=str(error))

    def _failed_with(self, batch: InputBatch, error: Exception) -> None:
        self._failed[batch.number] = str(error)
        self.tell("batch.failed", batch=batch.number, reason=str(error))
        self._progressed()

    def _progressed(self) -> None:
        done = len(self.results) + len(self._failed)
        self.tell("job.progressed", progress=done / len(self._batches), processed=done, total=len(self._batches))


async def _awaited(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
