"""The Anthropic protocol (messages). https://platform.claude.com/docs/en/api/messages"""

from __future__ import annotations

from typing import ClassVar

from backend.llm.providers.base import Ending, Json, Optional, Piece, Without
from backend.llm.request import Request

VERSION = "2023-06-01"
ENDINGS: dict[str, Ending] = {
    "max_tokens": "cut",
    "model_context_window_exceeded": "cut",
    "refusal": "refused",
}


class Anthropic:
    OPTIONAL: ClassVar[Optional] = {"schema": ("outputconfig", "schema"), "temperature": ("temperature",)}

    def path(self, model: str, *, stream: bool) -> str:
        return "/v1/messages"

    def headers(self, key: str) -> dict[str, str]:
        return {"anthropic-version": VERSION} | ({"x-api-key": key} if key else {})

    def body(self, model: str, request: Request, without: Without, *, stream: bool) -> Json:
        body: Json = {
            "model": model,
            "max_tokens": request.max_tokens,
            "messages": [{"role": one.role, "content": one.content} for one in request.turns()],
        }
        if system := request.system():
            body["system"] = system
        if "temperature" not in without:
            body["temperature"] = request.temperature
        if request.schema is not None and "schema" not in without:
            body["output_config"] = {"format": {"type": "json_schema", "schema": request.schema}}
        if stream:
            body["stream"] = True
        return body

    def reply(self, payload: Json) -> Piece:
        text = "".join(block["text"] for block in payload["content"] if block["type"] == "text")
        return self._piece(text, payload["stop_reason"], payload.get("usage"))

    def piece(self, event: Json) -> Piece:
        kind = event["type"]
        if kind == "message_start":
            return self._piece("", None, event["message"].get("usage"))
        if kind == "content_block_delta":
            return Piece(event["delta"].get("text", ""))  # not a text: the model's thinking
        if kind == "message_delta":
            return self._piece("", event["delta"].get("stop_reason"), event.get("usage"))
        return Piece()

    def _piece(self, text: str, stop: str | None, usage: Json | None) -> Piece:
        usage = usage or {}
        kinds = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        counted = [usage[kind] for kind in kinds if usage.get(kind) is not None]
        return Piece(
            text=text,
            ending=ENDINGS.get(stop, "whole") if stop else "",
            tokens_in=sum(counted) if counted else None,
            tokens_out=usage.get("output_tokens"),
        )
