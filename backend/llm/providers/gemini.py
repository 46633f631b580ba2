"""The Gemini protocol (generateContent). https://ai.google.dev/api/generate-content"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import quote

from backend.llm.providers.base import Ending, Json, Optional, Piece, Without
from backend.llm.request import Request

ENDINGS: dict[str, Ending] = {"STOP": "whole", "MAX_TOKENS": "cut", "CONTINUATION": "cut"}  # all others refuse


class Gemini:
    OPTIONAL: ClassVar[Optional] = {"schema": ("schema",), "temperature": ("temperature",)}

    def path(self, model: str, *, stream: bool) -> str:
        call = "streamGenerateContent?alt=sse" if stream else "generateContent"
        return f"/v1beta/models/{quote(model.removeprefix('models/'), safe='')}:{call}"

    def headers(self, key: str) -> dict[str, str]:
        return {"x-goog-api-key": key} if key else {}

    def body(self, model: str, request: Request, without: Without, *, stream: bool) -> Json:
        config: Json = {"maxOutputTokens": request.max_tokens}
        if "temperature" not in without:
            config["temperature"] = request.temperature
        if request.schema is not None:
            config["responseMimeType"] = "application/json"
            if "schema" not in without:
                config["responseJsonSchema"] = request.schema
        body: Json = {
            "contents": [
                {"role": "model" if one.role == "assistant" else "user", "parts": [{"text": one.content}]}
                for one in request.turns()
            ],
            "generationConfig": config,
        }
        if system := request.system():
            body["systemInstruction"] = {"parts": [{"text": system}]}
        return body

    def reply(self, payload: Json) -> Piece:
        if not payload.get("candidates") and "promptFeedback" not in payload:
            raise LookupError("neither candidates nor feedback")
        return self.piece(payload)

    def piece(self, event: Json) -> Piece:
        usage = event.get("usageMetadata") or {}
        thought, said = usage.get("thoughtsTokenCount"), usage.get("candidatesTokenCount")
        tokens_out = None if thought is None and said is None else (thought or 0) + (said or 0)
        candidate = (event.get("candidates") or [{}])[0]
        parts = (candidate.get("content") or {}).get("parts") or []
        blocked = (event.get("promptFeedback") or {}).get("blockReason")
        finish = candidate.get("finishReason")
        return Piece(
            text="".join(part.get("text", "") for part in parts if not part.get("thought")),
            ending="refused" if blocked else (ENDINGS.get(finish, "refused") if finish else ""),
            tokens_in=usage.get("promptTokenCount"),
            tokens_out=tokens_out,
        )
