"""Map: questions in words to the whole product, over data whose answers are known; and 200 batches of a fake model."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from backend.core.chunking import Tokens
from backend.llm.model import Model
from backend.mapreduce.runner import Ask, InputBatch, MapReduceRunner
from backend.store.findings import OUTCOMES
from scripts.bench_parts.calls import fake_model
from scripts.bench_parts.result import Result, skipped
from scripts.bench_parts.stand import Stand, open_stand, until

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
READABLE = {"embedding", "ready", "failed"}  # a question about everything needs texts, not vectors
BATCHES, AT_ONCE = 200, 20
LIMIT = 20  # seconds for every question over the tables
INGESTED, ANSWERED = 600.0, 120.0  # seconds that are waited for


@dataclass(frozen=True)
class Answer:
    """What the product said, and how long it took."""

    shown: dict[str, Any]
    seconds: float


def run(quick: bool) -> list[Result]:
    """With `quick` the receipts alone, and a fake model of 0.1 s."""
    with open_stand(workers=1, also=("query",)) as stand:
        results = [*_receipts(stand), *([] if quick else _tables(stand))]
    return [*results, _batches(0.1 if quick else 1.0)]


def _tables(stand: Stand) -> list[Result]:
    """The questions of the truth in their own words."""
    truth = _truth("council-tables")
    if truth is None:
        return [skipped("payment tables, asked in words", "there is no council-tables in shared/data")]
    _ingest(stand, "payments", sorted((DATA / "council-tables" / "files").iterdir()))
    asked = truth["questions"]
    answers = [(_ask(stand, f"{each['question']} #payments"), each) for each in asked]
    right = [_is_right(answer.shown, each) for answer, each in answers]
    wrong = [each["id"] for is_right, (_, each) in zip(right, answers, strict=True) if not is_right]
    slowest = max(answer.seconds for answer, _ in answers)
    against = f"{len(asked)} questions" + (f", wrong: {', '.join(wrong)}" if wrong else "")
    return [
        Result("payment tables, asked in words, exact", sum(right), "", against, target="all", ok=all(right)),
        Result("payment tables, slowest answer", slowest, "s", target=f"≤ {LIMIT} s", ok=slowest <= LIMIT),
    ]


def _receipts(stand: Stand) -> list[Result]:
    """The total of all receipts, with their copies uploaded too."""
    truth = _truth("receipts")
    if truth is None:
        return [skipped("receipts, asked in words", "there is no folder receipts in shared/data")]
    files = sorted(path for path in (DATA / "receipts").rglob("*.txt") if path.is_file())
    _ingest(stand, "receipts", files)
    answer = _ask(stand, "What did I spend in total? #receipts")
    totals = {each["unit"]: each for each in answer.shown["details"]["summary"]["total"]}
    found = {each["unit"]: Decimal(each["total"]) for each in totals.values()}
    true = sum((Decimal(each["total"]) for each in truth["per_document"].values()), Decimal(0))
    coverage = answer.shown["coverage"]
    outcomes = sum(coverage[name] for name in OUTCOMES)
    whole = coverage["total"] == len(truth["per_document"]) == outcomes
    apart = abs(found.get("MYR", Decimal(0)) - true)
    return [
        Result("receipts, documents accounted for once", coverage["total"], "", f"{len(files)} files", ok=whole),
        Result("receipts, total apart from the truth", float(apart), "MYR", f"truth {true}", float(apart / true)),
    ]


def _batches(latency: float) -> Result:
    """200 batches through the runner, each a call of a fake model."""
    texts = [f"Paper {number}. " + "word " * 50 for number in range(BATCHES)]
    ideal = BATCHES / AT_ONCE * latency

    async def ask_once(batch: InputBatch, ask: Ask) -> str:
        return (await ask(batch.parts[0].text)).text

    with fake_model(latency) as url:
        model = Model(provider="openai", model="fake", base_url=f"{url}/v1", concurrency=AT_ONCE)
        runner = MapReduceRunner(job_id="bench", workers=AT_ONCE, models=[model], max_tokens=60, tokens=_Words())
        outcome = runner.run(texts, ask_once, len)
    assert (outcome.result, outcome.batches) == (BATCHES, BATCHES)
    ratio = outcome.seconds / ideal
    name = f"map of {BATCHES} batches, {latency:g} s each, {AT_ONCE} at once"
    return Result(name, outcome.seconds, "s", f"ideal {ideal:g} s", ratio, "≤ 1.15 ×", ratio <= 1.15)


class _Words(Tokens):
    """A tokenizer that costs nothing: a word is a token."""

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        return [(0, 0)] * len(text.split())


def _ingest(stand: Stand, collection: str, files: Sequence[Path]) -> None:
    upload = stand.open_upload(collection, len(files))
    connection = stand.connection()
    for path in files:
        stand.send(connection, upload, [(path.name, [path.read_bytes()])])
    connection.close()
    stand.call("POST", f"/uploads/{upload}/close")
    [made] = [each for each in stand.call("GET", "/collections")["items"] if each["name"] == collection]

    def is_readable() -> bool:
        found = stand.call("GET", f"/documents?collection_id={made['id']}&limit=1000")["items"]
        return all(each["status"] in READABLE for each in found)

    until(is_readable, INGESTED)


def _ask(stand: Stand, question: str) -> Answer:
    began = time.perf_counter()
    asked = stand.call("POST", "/chat", {"message": question})
    if "job_id" in asked:
        until(lambda: stand.call("GET", f"/jobs/{asked['job_id']}")["status"] == "completed", ANSWERED)
        said = stand.call("GET", f"/conversations/{asked['conversation_id']}/messages")["items"]
        asked = said[-1]
    return Answer(asked["answer"], time.perf_counter() - began)


def _is_right(shown: dict[str, Any], question: dict[str, Any]) -> bool:
    """Whether the lines of the answer are those of the truth, exact but for the tolerance that it names."""
    if shown["kind"] != "full":
        return False
    tolerance = Decimal(question.get("tolerance", "0"))
    lines = shown["details"]["lines"]
    if isinstance(question["answer"], dict):
        found = {line["key"][0] if line["key"] else "": Decimal(line.get("exact", line["value"])) for line in lines}
        wanted = {name: Decimal(value) for name, value in question["answer"].items()}
        return found.keys() == wanted.keys() and all(abs(found[name] - wanted[name]) < tolerance for name in wanted)
    wanted_one = Decimal(str(question["answer"]))
    if not lines:
        return wanted_one == shown["details"]["summary"]["count"]
    return len(lines) == 1 and abs(Decimal(lines[0]["value"]) - wanted_one) <= tolerance


def _truth(folder: str) -> dict[str, Any] | None:
    path = DATA / folder / "truth.json"
    return json.loads(path.read_text()) if path.is_file() else None
