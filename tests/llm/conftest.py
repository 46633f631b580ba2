"""Fixtures for tests of models: a fake server, and the three protocols."""

from __future__ import annotations

import pytest

from tests.fakes.model_server import FakeServer


@pytest.fixture
def server(model_server: FakeServer) -> FakeServer:
    """A server that has seen nothing yet and answers "ok"."""
    return model_server


@pytest.fixture(params=("openai", "anthropic", "gemini"))
def protocol(request: pytest.FixtureRequest) -> str:
    """The test runs once for each protocol."""
    return str(request.param)
