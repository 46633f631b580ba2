"""Structured replies: the JSON in what a model said, checked against the schema here, whatever the server did."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry

from backend.llm.request import Message, Request, Schema

EXCERPT = 4_000  # characters of a wrong reply that are shown to the model again


class Mismatch(Exception):
    """The text is not what the schema wants; the message says what is wrong, for the model."""


def asked(request: Request) -> Request:
    """The request with the schema written into it, for a model whose server does not take one."""
    if request.schema is None:
        return request
    order = f"Answer with one JSON object that follows this JSON schema, and nothing else:\n{_json(request.schema)}"
    return _with(request, Message("system", order))


def again(request: Request, text: str, mismatch: Mismatch) -> Request:
    """The request, the wrong reply, and what is wrong with it."""
    order = f"That is not what was asked for: {mismatch} Answer again with one JSON object and nothing else."
    return _with(asked(request), Message("assistant", text[:EXCERPT]), Message("user", order))


def parsed(text: str, schema: Schema) -> Any:
    """The JSON that the text holds, valid for the schema; fractions as Decimal, as written. Raises Mismatch."""
    inner = _inner(text)
    try:
        orjson.loads(inner)  # strict: no NaN, no half characters, no bottomless nesting
        data = json.loads(inner, parse_float=Decimal)
    except ValueError as error:
        raise Mismatch(f"it is not valid JSON ({error}).") from error
    validator = Draft202012Validator(schema, registry=Registry())  # a registry of its own: nothing is ever fetched
    if worst := best_match(validator.iter_errors(data)):
        raise Mismatch(f"at {worst.json_path}: {worst.message[:500]}.")
    return data


def _inner(text: str) -> str:
    """Without the code fence or the words that models put around JSON."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _with(request: Request, *messages: Message) -> Request:
    return Request((*request.messages, *messages), request.schema, request.max_tokens, request.temperature)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
