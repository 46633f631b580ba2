"""The OpenAI protocol (chat completions): OpenAI, Ollama, vLLM, llama.cpp, LM Studio, OpenRouter and many more.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from typing import ClassVar

from backend.llm.providers.base import Ending, Json, Optional, Piece, Without, strict
from backend.llm.request import Request

ENDINGS: dict[str, Ending] = {"length": "cut", "content_filter": "refused"}


class OpenAi:
    OPTIONAL: ClassVar[Optional] = {
        "schema": ("responseformat", "schema", "grammar"),
        "temperature": ("temperature",),
        "max_tokens": ("maxtokens",),
        "stream_options": ("streamoptions",),
    }

    def path(self, model: str, *, stream: bool) -> str:
        return "/chat/completions"

    def headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def body(self, model: str, request: Request, without: Without, *, stream: bool) -> Json:
        messages = [{"role": one.role, "content": one.content} for one in request.turns()]
        if system := request.system():  # one, and first: chat templates of local models want it so
            messages.insert(0, {"role": "system", "content": system})
        body: Json = {
            "model": model,
            "messages": messages,
            # newer models of OpenAI know only the first name, most other servers only the second
            "max_completion_tokens" if "max_tokens" in without else "max_tokens": request.max_tokens,
        }
        if "temperature" not in without:
            body["temperature"] = request.temperature
        if request.schema is not None and "schema" not in without:
            wanted = {"name": "reply", "schema": request.schema, "strict": strict(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        if stream:
            body["stream"] = True
            if "stream_options" not in without:
                body["stream_options"] = {"include_usage": True}
        return body

    def reply(self, payload: Json) -> Piece:
        choice = payload["choices"][0]
        return self._piece(payload, choice["message"], choice.get("finish_reason") or "stop")

    def piece(self, event: Json) -> Piece:
        choice = (event.get("choices") or [{}])[0]  # the last event holds the usage alone
        return self._piece(event, choice.get("delta") or {}, choice.get("finish_reason") or "")

    def _piece(self, payload: Json, message: Json, finish: str) -> Piece:
        usage = payload.get("usage") or {}
        refused = bool(message.get("refusal"))
        return Piece(
            text=message.get("content") or "",
            ending="refused" if refused else ENDINGS.get(finish, "whole" if finish else ""),
            tokens_in=usage.get("prompt_tokens"),
            tokens_out=usage.get("completion_tokens"),
        )
