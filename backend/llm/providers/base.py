"""Provider: one protocol, as pure translation between Requests and its JSON; backend.llm.wire does the sending."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

from backend.llm.request import Request, Schema

Json = dict[str, Any]
Ending = Literal["", "whole", "cut", "refused"]  # "" while it goes on
Optional = Mapping[str, tuple[str, ...]]
Without = Set[str]  # optional parameters that this model has rejected; see `Provider.OPTIONAL`


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply, or all of it. Counts are totals so far; None where the server did not say."""

    text: str = ""
    ending: Ending = ""
    tokens_in: int | None = None
    tokens_out: int | None = None


class Provider(Protocol):
    """Reading raises LookupError, TypeError, ValueError or AttributeError for JSON of another shape."""

    # What a model may not know → words by which its complaint is recognised, in lower case without underscores.
    OPTIONAL: ClassVar[Optional]

    def path(self, model: str, *, stream: bool) -> str:
        """What is appended to base_url."""

    def headers(self, key: str) -> dict[str, str]: ...

    def body(self, model: str, request: Request, without: Without, *, stream: bool) -> Json: ...

    def reply(self, payload: Json) -> Piece:
        """A whole reply."""

    def piece(self, event: Json) -> Piece:
        """One event of a streamed reply."""


def strict(schema: Schema) -> bool:
    """Whether every object in the schema is closed and wants all it names, as strict modes demand."""
    if schema.get("type") == "object" or "properties" in schema:
        named = schema.get("properties", {})
        if schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(named):
            return False
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    if isinstance(schema.get("items"), dict):
        inner.append(schema["items"])
    return all(strict(one) for one in inner)
