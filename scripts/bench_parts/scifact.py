"""SciFact: how well search finds the abstracts that bear on 300 scientific claims (nDCG@10)."""

from __future__ import annotations

import json
import math
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.core.chunking import chunk
from backend.embed.folder import PACKAGED
from backend.embed.model import Embedder
from backend.embed.tokens import load_tokens
from backend.index import hybrid, keywords
from backend.index.vectors import Vectors
from scripts.bench_parts.library import Library
from scripts.bench_parts.result import Result, skipped

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "data" / "scifact.tar.gz"
BM25 = 0.68  # published
DEEP = 50  # chunks of which the documents are taken


@dataclass(frozen=True)
class Claims:
    """Abstracts by name; claims by number; for each claim how relevant which abstract is."""

    texts: dict[str, str]
    questions: dict[str, str]
    relevant: dict[str, dict[str, int]]

    def part(self, documents: int) -> Claims:
        """So many abstracts: a quarter of them bear on the first claims, and those claims are kept."""
        chosen: set[str] = set()
        about = {}
        for key, relevant in self.relevant.items():
            if len(chosen | relevant.keys()) > documents // 4:
                break
            chosen |= relevant.keys()
            about[key] = relevant
        others = [name for name in sorted(self.texts) if name not in chosen]
        names = sorted([*chosen, *others[: documents - len(chosen)]])
        return Claims({name: self.texts[name] for name in names}, {key: self.questions[key] for key in about}, about)


def load() -> Claims | None:
    """The data set, where it lies beside the checkout."""
    if not ARCHIVE.is_file():
        return None
    texts: dict[str, str] = {}
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file and member.name.endswith(".txt"):
                texts[Path(member.name).name] = file.read().decode()
            elif file and member.name.endswith("truth.json"):
                truth = json.load(file)
    return Claims(texts, truth["queries"], truth["qrels"])


def run(quick: bool) -> list[Result]:
    """Embeds all 5,183 abstracts (minutes); `quick` only 600 of them, which has no target."""
    claims = load()
    if claims is None:
        return [skipped("SciFact nDCG@10", f"there is no {ARCHIVE.name} in shared/data beside the checkout")]
    if quick:
        claims = claims.part(600)
    both, words, meaning = measure(claims, Embedder.load(PACKAGED))
    scale = f"{len(claims.texts):,} abstracts, {len(claims.questions)} claims"
    enough = None if quick else both >= 0.70 and both > max(words, meaning)
    return [
        Result(
            "SciFact nDCG@10, hybrid", both, "", f"BM25 as published {BM25}; {scale}", both / BM25, "≥ 0.70", enough
        ),
        Result("SciFact nDCG@10, words only", words, "", scale, both / words, "hybrid above it", both > words),
        Result("SciFact nDCG@10, vectors only", meaning, "", scale, both / meaning, "hybrid above it", both > meaning),
    ]


def measure(claims: Claims, embedder: Embedder) -> tuple[float, float, float]:
    """nDCG@10 of hybrid search, of words alone, of vectors alone."""
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        library, tokens = Library(Path(folder)), load_tokens(PACKAGED)
        for name, text in claims.texts.items():
            spans = chunk(text, tokens)
            library.add(name, text, spans, embedder.embed([text[span.start : span.end] for span in spans]))
        names, scope, vectors = library.names(), [library.collection_id], Vectors(embedder.dimensions)
        totals = [0.0, 0.0, 0.0]
        with library.engine.connect() as connection:
            vectors.refresh(connection)
            rows = connection.exec_driver_sql("SELECT id, document_id FROM chunk")
            of_chunk = {row[0]: row[1] for row in rows}
            for key, question in claims.questions.items():
                meaning = embedder.embed_query(question)
                hits = hybrid.search(connection, vectors, question, meaning, scope, DEEP)
                found = [
                    [hit.document_id for hit in hits],
                    [of_chunk[chunk_id] for chunk_id, _ in keywords.search(connection, question, scope, DEEP)],
                    [of_chunk[chunk_id] for chunk_id, _ in vectors.search(meaning, scope, DEEP)],
                ]
                for place, documents in enumerate(found):
                    totals[place] += ndcg([names[document] for document in documents], claims.relevant[key])
    hybrid_score, words, meaning_score = (total / len(claims.questions) for total in totals)
    return hybrid_score, words, meaning_score


def ndcg(ranking: Sequence[str], relevant: dict[str, int], depth: int = 10) -> float:
    """Normalized discounted cumulative gain of the first `depth` distinct names."""
    distinct = list(dict.fromkeys(ranking))[:depth]
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    gains = [[relevant.get(name, 0) for name in distinct], ideal]
    got, best = (sum(gain / math.log2(place + 2) for place, gain in enumerate(each)) for each in gains)
    return got / best
