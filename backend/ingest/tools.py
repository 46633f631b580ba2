"""What an ingestion worker keeps open: the embedding model, its tokenizer, and the child process that reads files."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from backend.context import Context
from backend.core.chunking import Tokens
from backend.embed.model import Embedder
from backend.embed.tokens import load_tokens
from backend.pulse import Pulse
from backend.sandbox import memory
from backend.sandbox.sandbox import Sandbox
from backend.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tools:
    """Loaded once per worker."""

    embedder: Embedder
    tokens: Tokens
    sandbox: Sandbox


@dataclass(frozen=True)
class Unhurried:
    """A tokenizer under which even the longest text is no hang: it is asked for one slice after another."""

    tokens: Tokens
    pulse: Pulse

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        self.pulse.touch()
        return self.tokens.offsets(text)


@contextmanager
def opened(ctx: Context) -> Iterator[Tools]:
    """Load the model (seconds) and start the child; both end with the block."""
    settings = ctx.settings
    spool = settings.data_dir / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(
        seconds=settings.extract_seconds,
        memory_bytes=_memory(settings),
        max_text_chars=settings.max_text_chars,
        max_members=settings.max_members,
        spool=spool,
    )
    with sandbox:
        tokens = Unhurried(load_tokens(settings.embedding_model), ctx.pulse)
        yield Tools(Embedder.load(settings.embedding_model), tokens, sandbox)


def _memory(settings: Settings) -> int:
    """What one file may use, of which the log tells once for each worker."""
    machine = memory.machine()
    chosen = settings.extract_memory_bytes or memory.share(settings.workers, machine)
    logger.info(
        "reading a file may use %d MB; the %d workers together %d MB of the machine's %d MB",
        chosen // memory.MIB,
        settings.workers,
        settings.workers * chosen // memory.MIB,
        machine // memory.MIB,
    )
    return chosen
