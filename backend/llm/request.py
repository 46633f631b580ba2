"""Request and Reply: what is asked of a model and what it answered, the same for every provider."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

Schema = Mapping[str, Any]  # a JSON schema whose top is an object


@dataclass(frozen=True, slots=True)
class Message:
    """What a document says belongs into a "user" message: only "system" and what Winnow writes itself are orders."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model. No tools are ever offered, so that no text can make a model call anything (R9.4)."""

    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_tokens: int = 2_048
    temperature: float = 0.0

    def key(self, scope: str = "") -> str:
        """Names everything that decides the answer, and `scope`; the same in every process."""
        parts = [scope, [[one.role, one.content] for one in self.messages], self.schema, self.max_tokens]
        content = orjson.dumps([*parts, self.temperature], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(content).hexdigest()

    def schema_key(self) -> str:
        """Names the schema; empty without one."""
        if self.schema is None:
            return ""
        return hashlib.sha256(orjson.dumps(self.schema, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]

    def system(self) -> str:
        """The system messages as one text, for protocols that want them apart."""
        return "\n\n".join(one.content for one in self.messages if one.role == "system")

    def turns(self) -> Sequence[Message]:
        """The messages without the system's."""
        return [one for one in self.messages if one.role != "system"]


@dataclass(frozen=True, slots=True)
class Reply:
    """`data` is the reply as the schema wants it, None without a schema. `model` is the configured name.

    Tokens and milliseconds are those of all calls it took, `attempts` is their number: 0 for a reply that was kept.
    """

    text: str
    data: Any
    model: str
    tokens_in: int
    tokens_out: int
    milliseconds: int
    attempts: int
