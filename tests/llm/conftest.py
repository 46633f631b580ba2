"""Fixtures for tests of models: a fake server, and the three protocols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.model_server import FakeServer, serving


@pytest.fixture(scope="session")
def _listening() -> Iterator[FakeServer]:
    with serving(FakeServer()) as made:
        yield made


@pytest.fixture
def server(_listening: FakeServer) -> FakeServer:
    """A server that has seen nothing yet and answers "ok"."""
    _listening.reset()
    return _listening


@pytest.fixture(params=("openai", "anthropic", "gemini"))
def protocol(request: pytest.FixtureRequest) -> str:
    """The test runs once for each protocol."""
    return str(request.param)
