"""OpenAPI 3.1, written from the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backend.api.endpoint import PREFIX, Endpoint
from backend.version import VERSION

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do, for a person."},
        "request_id": {"type": "string"},
    },
}
FILES = {
    "type": "object",
    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
    "required": ["file"],
}


def describe(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole API as one OpenAPI document."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Winnow", "version": VERSION, "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": re.sub(r"\W+", "_", f"{endpoint.method.lower()}{endpoint.path}").strip("_"),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", endpoint.path)
        ],
        "responses": _responses(endpoint),
    }
    asked = endpoint.query.model_json_schema()
    for name, schema in asked.get("properties", {}).items():
        required = name in asked.get("required", [])
        operation["parameters"].append({"name": name, "in": "query", "required": required, "schema": schema})
    if endpoint.body:
        described = endpoint.body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {}) | {endpoint.body.__name__: described}
        operation["requestBody"] = _content(
            endpoint.accepts, {"$ref": f"#/components/schemas/{endpoint.body.__name__}"}
        )
    elif endpoint.accepts != "application/json":
        operation["requestBody"] = _content(endpoint.accepts, FILES)
    return operation


def _content(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    done: dict[str, Any] = {"description": endpoint.summary}
    if endpoint.status != 204:
        schema = {"type": "object"} if endpoint.returns == "application/json" else {"type": "string"}
        done["content"] = {endpoint.returns: {"schema": schema}}
    found = {str(endpoint.status): done}
    for status in sorted({400, 401, *endpoint.errors}):
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[str(status)] = {"description": "A problem, in words", "content": problem}
    return found
