from __future__ import annotations

import socket

import pytest

from backend.llm import address
from backend.llm.errors import Unreachable
from tests.fakes.model_server import FakeServer
from tests.llm.making import a_model, ask, models


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1",
        "http://127.0.0.1:11434/v1",
        "http://localhost:8080",
        "http://192.168.1.20:8000/v1",
        "http://[::1]:8080/v1",
    ],
)
def test_models_may_be_anywhere_also_on_this_machine(url: str) -> None:
    address.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "ftp://example.com",
        "//example.com/v1",
        "https://user:secret@example.com/v1",
        "https://example.com/v1?key=secret",
        "https://example.com/v1#part",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "http://[64:ff9b::a9fe:a9fe]/v1",
        "http://2852039166/v1",
        "http://0xA9FEA9FE/v1",
        "http://169.254.43518/v1",
        "http://100.100.100.200/v1",
        "http://0.0.0.0:8080/v1",
        "http://224.0.0.1/v1",
    ],
)
def test_no_model_is_asked_where_none_can_be(url: str) -> None:
    with pytest.raises(ValueError, match="base_url") as caught:
        address.check(url)
    assert "secret" not in str(caught.value)


def test_a_name_that_changes_its_meaning_is_looked_at_when_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: metadata)

    renamed = FakeServer()
    renamed.url = "http://models.example"
    with pytest.raises(Unreachable) as caught:
        ask(models(a_model(renamed)))
    assert "no model may be called" in str(caught.value.__cause__)
