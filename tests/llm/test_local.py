from __future__ import annotations

import asyncio

import pytest

from backend.llm import local
from tests.fakes.model_server import Act, FakeServer


def found(server: FakeServer) -> tuple[local.LocalServer, ...]:
    return asyncio.run(local.find({"Ollama": f"{server.url}/v1", "nobody": "http://127.0.0.1:1/v1"}))


def test_a_running_server_is_found_with_its_models(server: FakeServer) -> None:
    server.next(Act(raw=b'{"object": "list", "data": [{"id": "qwen3:4b"}, {"id": "nomic-embed-text"}]}'))
    (one,) = found(server)
    assert (one.name, one.models) == ("Ollama", ("qwen3:4b",))
    model = one.model("qwen3:4b")
    assert (model.base_url, model.name) == (f"{server.url}/v1", "qwen3:4b (Ollama)")


@pytest.mark.parametrize(
    "act",
    [
        Act(raw=b"<html>Jenkins</html>"),
        Act(raw=b'{"data": "all"}'),
        Act(raw=b'{"data": []}'),
        Act(status=404, raw=b"{}"),
        Act(status=302, headers={"location": "http://127.0.0.1:1/"}, raw=b""),
        Act(raw=b'{"data": [', hang_up=True),
    ],
)
def test_something_else_on_the_port_is_no_model_server(server: FakeServer, act: Act) -> None:
    server.next(act)
    assert found(server) == ()


def test_only_this_machine_is_looked_at() -> None:
    assert all(url.startswith("http://127.0.0.1:") for url in local.PLACES.values())
