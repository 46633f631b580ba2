"""What a server's error means: HTTP status and body in, a ModelFailed out. Every server has its own words for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from backend.llm.errors import (
    BadKey,
    Broken,
    ModelFailed,
    NoCredit,
    Overloaded,
    Rejected,
    TooLong,
    UnknownModel,
)
from backend.llm.model import Model

SHOWN = 300  # characters of a server's own words
KEY_WORDS = ("api key not valid", "api_key_invalid", "invalid api key", "incorrect api key", "invalid x-api-key")
CREDIT_WORDS = ("insufficient_quota", "credit balance", "insufficient credits", "billing_error", "billing details")
LENGTH_WORDS = (
    "context_length_exceeded",
    "exceed_context_size",
    "context length",
    "context size",
    "context window",
    "prompt is too long",
    "maximum context",
    "exceeds the maximum number of tokens",
    "too many tokens in",
    "request_too_large",
)
MODEL_WORDS = (
    "model_not_found",
    "not a valid model",
    "unknown model",
    "no such model",
    "invalid model",
    "model not found",
)


def failure(model: Model, status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> ModelFailed:
    """The error that this answer of the server is; never holds the key."""
    said = _words(model, body)
    low = body[:20_000].decode(errors="replace").lower()
    server = f"{model.name} ({model.base_url})"
    if 300 <= status < 400:
        return Rejected(
            f"The server of {server} answers with a redirect, which is not followed. Set base_url to where it leads."
        )
    if status == 402 or (status in {400, 403, 429} and _any(CREDIT_WORDS, low)):
        return NoCredit(f"The account behind {server} has no credit or quota left. Top it up, or use another model.")
    if status in {401, 403} or (status == 400 and _any(KEY_WORDS, low)):
        return BadKey(
            f"The server of {server} does not accept the key ({status}). Check api_key in the settings of the models, "
            f"and that this key may use {model.model}."
        )
    if status == 404 or (status == 400 and _any(MODEL_WORDS, low)):
        return UnknownModel(
            f"The server of {server} does not know the model {model.model}. Check its name and base_url in the "
            f"settings of the models.{said}"
        )
    if status != 429 and _any(LENGTH_WORDS, low):
        return TooLong(f"The request is longer than {server} can read. Use smaller batches or another model.{said}")
    if status in {429, 503, 529}:
        return Overloaded(
            f"{server} takes no more requests at the moment ({status}). Wait, or lower its limits in the settings."
            f"{said}",
            _retry_after(headers, body, now),
        )
    if status >= 500 or status in {408, 409, 425}:
        return Broken(f"The server of {server} failed ({status}). Try again, and look into its log.{said}")
    return Rejected(f"The server of {server} rejected the request ({status}). Check the model's settings.{said}", low)


def _words(model: Model, body: bytes) -> str:
    """What the server said, short and without the key, as a further sentence; empty when it said nothing readable."""
    try:
        payload: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    if isinstance(payload, list) and payload:
        payload = payload[0]
    error = payload.get("error", payload) if isinstance(payload, dict) else None
    text = error if isinstance(error, str) else error.get("message") if isinstance(error, dict) else None
    if not isinstance(text, str) or not text.strip():
        return ""
    if key := model.api_key.get_secret_value():
        text = text.replace(key, "…")
    return f" It said: “{' '.join(text.split())[:SHOWN]}”"


def _any(wanted: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in wanted)


def _retry_after(headers: Mapping[str, str], body: bytes, now: datetime) -> float | None:
    """Seconds, from the header (seconds, or a date by RFC 9110 10.2.3), or from Google's RetryInfo in the body."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "")
        try:
            seconds = float(value) * scale
        except ValueError:
            continue
        return seconds if 0 <= seconds < float("inf") else None
    try:
        return max(0.0, (parsedate_to_datetime(headers.get("retry-after", "")) - now).total_seconds())
    except (TypeError, ValueError):
        pass
    try:
        details = orjson.loads(body)["error"]["details"]
        delays = [detail["retryDelay"] for detail in details if "retryDelay" in detail]
        return float(delays[0].removesuffix("s"))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
