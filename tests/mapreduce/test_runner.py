"""The Python API by itself: any documents, any functions, real HTTP to a model."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from backend.embed.folder import PACKAGED
from backend.embed.tokens import load_tokens
from backend.mapreduce.checkpoints import FileCheckpoints
from backend.mapreduce.runner import (
    Ask,
    InputBatch,
    InputDocument,
    MapReduceRunner,
    NothingMapped,
    RunEvent,
)
from tests.fakes.model_server import Act, FakeServer
from tests.llm.making import a_model

TOKENS = load_tokens(PACKAGED)
SCHEMA = {"type": "object", "properties": {"sum": {"type": "number"}}, "required": ["sum"]}


def papers(count: int) -> list[InputDocument]:
    return [InputDocument(f"d{number}", f"Paper {number} costs {number}.10 euros.") for number in range(1, count + 1)]


def runner(**more: Any) -> MapReduceRunner:
    return MapReduceRunner(**{"job_id": "test", "tokens": TOKENS, "backoff": 0.0, "max_tokens": 40} | more)


def words(batch: InputBatch, _ask: Ask) -> int:
    return sum(len(part.text.split()) for part in batch.parts)


def test_every_document_is_mapped_once_and_the_results_keep_their_order() -> None:
    seen: list[str] = []

    def ids(batch: InputBatch, _ask: Ask) -> list[str]:
        seen.extend(part.document.id for part in batch.parts)
        return [part.document.id for part in batch.parts]

    outcome = runner(workers=3).run(papers(20), ids, lambda found: [each for one in found for each in one])
    assert outcome.result == [f"d{number}" for number in range(1, 21)]
    assert sorted(seen) == sorted(outcome.result)
    assert outcome.batches > 3


def test_a_model_is_asked_and_its_use_counted(model_server: FakeServer) -> None:
    model_server.answer = lambda seen: Act(json.dumps({"sum": 2.5}))

    async def asks(batch: InputBatch, ask: Ask) -> Decimal:
        reply = await ask("\n".join(part.text for part in batch.parts), schema=SCHEMA)
        total: Decimal = reply.data["sum"]
        return total

    outcome = runner(models=[a_model(model_server, name="m")]).run(papers(9), asks, sum)
    assert outcome.result == Decimal("2.5") * outcome.batches
    assert outcome.usage["m"].calls == outcome.batches == len(model_server.seen)


def test_a_batch_that_fails_is_tried_again_and_leaves_the_others() -> None:
    events: list[RunEvent] = []
    tries: dict[int, int] = {}

    def fails(batch: InputBatch, _ask: Ask) -> int:
        tries[batch.number] = tries.get(batch.number, 0) + 1
        if batch.number == 1 or (batch.number == 2 and tries[2] == 1):
            raise ValueError("the page is torn")
        return len(batch.parts)

    outcome = runner(on_event=events.append).run(papers(9), fails, sum)
    assert outcome.failed == {1: "the page is torn"}
    assert (outcome.retries, tries[1], tries[2]) == (2, 2, 2)
    names = [event.name for event in events]
    assert (names[0], names[-1]) == ("job.started", "job.completed")
    assert names.count("batch.mapped") == outcome.batches - 1
    progress = [event.data["progress"] for event in events if event.name == "job.progressed"]
    assert progress == sorted(progress)
    assert progress[-1] == 1


def test_a_run_that_died_goes_on_from_its_checkpoints(tmp_path: Path) -> None:
    kept = FileCheckpoints(tmp_path / "run")
    mapped: list[int] = []

    def dies_at_the_third(batch: InputBatch, _ask: Ask) -> int:
        if len(mapped) == 2:
            raise Died
        mapped.append(batch.number)
        return len(batch.parts)

    with pytest.raises(Died):
        runner(workers=1, checkpoints=kept).run(papers(20), dies_at_the_third, sum)
    before = list(mapped)
    mapped.clear()
    outcome = runner(workers=1, checkpoints=kept).run(papers(20), counted(mapped), sum)
    assert outcome.result == 20
    assert outcome.resumed == len(before)
    assert set(before).isdisjoint(mapped)


class Died(BaseException):
    """No error of the function: the process is gone."""


def counted(mapped: list[int]) -> Any:
    def maps(batch: InputBatch, _ask: Ask) -> int:
        mapped.append(batch.number)
        return len(batch.parts)

    return maps


def test_a_document_that_changed_is_mapped_again(tmp_path: Path) -> None:
    kept = FileCheckpoints(tmp_path / "run")
    runner(checkpoints=kept).run(papers(2), words, sum)
    changed = [papers(2)[0], InputDocument("d2", "Paper 2 is free of charge.")]
    assert runner(checkpoints=kept).run(changed, words, sum).resumed == 0


def test_a_document_larger_than_a_batch_travels_in_parts_that_cover_it() -> None:
    text = "A sentence about nothing much. " * 3_000
    ranges: list[tuple[int, int]] = []

    def notes(batch: InputBatch, _ask: Ask) -> None:
        ranges.extend((part.start, part.end) for part in batch.parts)

    runner(max_tokens=8_000, workers=1).run([InputDocument("long", text)], notes, len)
    assert ranges[0][0] == 0
    assert ranges[-1][1] >= len(text.rstrip())
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(ranges))


def test_asking_without_a_model_fails_the_batch_and_says_what_to_do() -> None:
    async def asks(batch: InputBatch, ask: Ask) -> None:
        await ask("How much?")

    with pytest.raises(NothingMapped) as caught:
        runner().run(papers(1), asks, len)
    assert caught.value.failed[1].startswith("No model is configured")


def test_a_run_of_which_every_batch_fails_has_failed_and_reduces_nothing() -> None:
    events: list[RunEvent] = []
    reduced: list[list[int]] = []

    def fails(batch: InputBatch, _ask: Ask) -> int:
        raise ValueError(f"page {batch.number} is torn")

    with pytest.raises(NothingMapped, match="page 1 is torn"):
        runner(on_event=events.append).run(papers(9), fails, reduced.append)
    assert reduced == []
    assert events[-1].name == "job.failed"
    assert "page 1 is torn" in events[-1].data["reason"]


def test_no_document_at_all_is_reduced_to_what_nothing_comes_to() -> None:
    assert runner().run([], words, sum).result == 0


def test_texts_alone_are_named_by_their_number_and_an_id_is_given_once() -> None:
    outcome = runner().run(["one", "two"], lambda batch, _: [part.document.id for part in batch.parts], list)
    assert outcome.result == [["1", "2"]]
    with pytest.raises(ValueError, match="same id"):
        runner().run([InputDocument("a", "x"), InputDocument("a", "y")], words, sum)
