from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from backend.llm.errors import Overloaded
from backend.llm.failure import failure
from tests.fakes.model_server import FakeServer
from tests.llm.making import KEY, a_model

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RETRY_INFO = {"error": {"code": 429, "details": [{"reason": "quota"}, {"retryDelay": "34.5s"}]}}


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, b"", 7),
        ({"retry-after-ms": "250", "retry-after": "1"}, b"", 0.25),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}, b"", 30),
        ({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, b"", 0),
        ({}, orjson.dumps(RETRY_INFO), 34.5),
        ({"retry-after": "soon"}, b"", None),
        ({"retry-after": "-5"}, b"", None),
        ({"retry-after": "inf"}, b"", None),
        ({}, b"busy", None),
    ],
)
def test_how_long_a_busy_server_wants_to_be_left_alone(
    headers: dict[str, str], body: bytes, seconds: float | None
) -> None:
    error = failure(a_model(FakeServer()), 429, headers, body, NOW)
    assert isinstance(error, Overloaded)
    assert error.retry_after == seconds


def test_what_the_server_said_is_passed_on_short_and_without_the_key() -> None:
    said = {"error": {"message": f"bad field {KEY} " + "x" * 5_000}}
    error = failure(a_model(FakeServer()), 422, {}, orjson.dumps(said), NOW)
    assert "It said: “bad field … x" in error.detail
    assert len(error.detail) < 700
    assert KEY not in error.detail


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[]", b'"no"', b'{"error": 5}', b'{"error": {"message": 5}}', b"{"]
)
def test_an_error_without_words_is_an_error_all_the_same(body: bytes) -> None:
    assert "It said" not in failure(a_model(FakeServer()), 500, {}, body, NOW).detail
