"""What an ingestion worker keeps open: the embedding model, its tokenizer, and the child process that reads files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.context import Context
from backend.core.chunking import Tokens
from backend.embed.model import Embedder
from backend.embed.tokens import load_tokens
from backend.sandbox.sandbox import Sandbox


@dataclass(frozen=True)
class Tools:
    """Loaded once per worker."""

    embedder: Embedder
    tokens: Tokens
    sandbox: Sandbox


@contextmanager
def opened(ctx: Context) -> Iterator[Tools]:
    """Load the model (seconds) and start the child; both end with the block."""
    settings = ctx.settings
    spool = settings.data_dir / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(
        seconds=settings.extract_seconds,
        memory_bytes=settings.extract_memory_bytes,
        max_text_chars=settings.max_text_chars,
        max_members=settings.max_members,
        spool=spool,
    )
    with sandbox:
        yield Tools(Embedder.load(settings.embedding_model), load_tokens(settings.embedding_model), sandbox)
