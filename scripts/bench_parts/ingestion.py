"""Ingestion: chunks per second of chunking, embedding and storing, against LlamaIndex's IngestionPipeline.

Both read the same texts with the same model on all cores: Winnow by one worker process per core, LlamaIndex as it comes
(one process, as many threads as torch likes). LlamaIndex as it comes shows the model only the first 256 tokens of a
chunk; the second comparison lets it show all of them, as Winnow does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from backend.core.chunking import chunk
from backend.embed.folder import PACKAGED, model_folder
from backend.embed.model import Embedder
from scripts.bench_parts import scifact
from scripts.bench_parts.library import Library
from scripts.bench_parts.result import Result, skipped

NAME = "ingestion, chunks per second"
PEER = Path(__file__).resolve().parents[2] / "build" / "peers" / "llamaindex"
PACKAGES = (
    "torch==2.13.0",
    "sentence-transformers==6.2.0",
    "llama-index-core==0.14.25",
    "llama-index-embeddings-huggingface==0.8.0",
)
ROUNDS = 3
BATCH = 100  # chunks embedded together, as ingestion does
TOGETHER = 6  # abstracts that make one document: about five chunks

_embedder: Embedder
_library: Library


def run(quick: bool) -> list[Result]:
    claims = scifact.load()
    if claims is None:
        return [skipped(NAME, f"there is no {scifact.ARCHIVE.name} in shared/data beside the checkout")]
    problem = _install()
    if problem:
        return [skipped(NAME, f"LlamaIndex could not be installed in {PEER}: {problem}")]
    texts = [text for _, text in sorted(claims.texts.items())][: (120 if quick else 480)]
    documents = {str(place): "\n\n".join(texts[place : place + TOGETHER]) for place in range(0, len(texts), TOGETHER)}
    ours, cut, whole = [], [], []
    for _ in range(1 if quick else ROUNDS):  # in turns, so that a busy moment meets all of them
        ours.append(_ours(list(documents.values())))
        cut.append(_peer(documents))
        whole.append(_peer(documents, max_length=512))
    speed = median(chunks / seconds for chunks, seconds, _ in ours)
    cut_speed, whole_speed = (median(each["nodes"] / each["seconds"] for each in peer) for peer in (cut, whole))
    results = [_compared(NAME, speed, cut_speed, "LlamaIndex (first 256 tokens of a chunk)", 3.0)]
    results.append(_compared(f"{NAME}, all tokens seen", speed, whole_speed, "LlamaIndex (max_length 512)", 3.0))
    of_one = median(chunks / processor for chunks, _, processor in ours)
    peer_of_one = median(each["nodes"] / each["processor"] for each in cut)
    results.append(_compared(f"{NAME} of one processor", of_one, peer_of_one, "LlamaIndex (256)", None))
    return results + _quality(claims.part(300 if quick else 1_500))


def _compared(name: str, ours: float, theirs: float, who: str, target: float | None) -> Result:
    ratio = ours / theirs
    goal = f"≥ {target:g} ×" if target else ""
    return Result(name, ours, "/s", f"{who} {theirs:.1f}/s", ratio, goal, ratio >= target if target else None)


def _quality(claims: scifact.Claims) -> list[Result]:
    """Whether what was ingested is found again at least as well: nDCG@10 of each one's default search."""
    both, _, meaning = scifact.measure(claims, Embedder.load(PACKAGED))
    ranking = _peer(claims.texts, claims.questions)["ranking"]
    scores = [scifact.ndcg(ranking[key], relevant) for key, relevant in claims.relevant.items()]
    theirs = sum(scores) / len(scores)
    against = f"LlamaIndex {theirs:.3f}; {len(claims.texts):,} abstracts, {len(scores)} claims"
    return [
        Result("retrieval after ingestion, nDCG@10, hybrid", both, "", against, both / theirs, "≥ 1 ×", both >= theirs),
        Result("retrieval after ingestion, nDCG@10, vectors", meaning, "", against, meaning / theirs),
    ]


def _ours(documents: Sequence[str]) -> tuple[int, float, float]:
    """Chunks, seconds, and processor seconds of one worker per core; loading the model is not counted."""
    workers = os.cpu_count() or 1
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        Library(Path(folder))  # migrated once
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (folder,))
        with pool:
            list(pool.map(_ready, range(workers)))
            start = time.perf_counter()
            parts = list(pool.map(_ingest, [documents[place::workers] for place in range(workers)]))
            seconds = time.perf_counter() - start
    return sum(count for count, _ in parts), seconds, sum(processor for _, processor in parts)


def _prepare(folder: str) -> None:
    global _embedder, _library
    _embedder, _library = Embedder.load(PACKAGED), Library(Path(folder))
    _embedder.embed(["warm " * 300])


def _ready(_: int) -> None:
    time.sleep(0.2)  # so that each worker gets one of these


def _ingest(documents: Sequence[str]) -> tuple[int, float]:
    start = time.process_time()
    cut = [chunk(text, _embedder.tokens) for text in documents]
    pieces = [text[span.start : span.end] for text, spans in zip(documents, cut, strict=True) for span in spans]
    vectors: list[bytes] = []
    for first in range(0, len(pieces), BATCH):
        vectors += _embedder.embed(pieces[first : first + BATCH])
    for text, spans in zip(documents, cut, strict=True):
        _library.add("a.txt", text, spans, vectors[: len(spans)])
        vectors = vectors[len(spans) :]
    return len(pieces), time.process_time() - start


def _peer(
    documents: dict[str, str], questions: dict[str, str] | None = None, max_length: int | None = None
) -> dict[str, Any]:
    task = {
        "model": str(model_folder(PACKAGED)),
        "documents": documents,
        "questions": questions or {},
        "max_length": max_length,
    }
    script = Path(__file__).with_name("llamaindex_peer.py")
    done = subprocess.run(
        [_python(), str(script)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _python() -> str:
    return str(PEER / "bin" / "python")


def _install() -> str:
    """Bring LlamaIndex along, apart from Winnow; returns what went wrong."""
    mark = PEER / "installed.txt"
    if mark.is_file() and mark.read_text() == "\n".join(PACKAGES):
        return ""
    pip = [sys.executable, "-m", "pip", "--python", _python(), "install", "--quiet"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(PEER)], check=True, capture_output=True)
        for packages in (PACKAGES[:1], PACKAGES):  # torch by itself first: so pip finds the build without CUDA
            subprocess.run([*pip, *packages], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        return (str(error.stderr or "").strip().splitlines() or [str(error)])[-1]
    mark.write_text("\n".join(PACKAGES))
    return ""
