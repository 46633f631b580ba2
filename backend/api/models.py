"""The language models that are configured, over HTTP; and model servers of this machine that could be."""

from __future__ import annotations

from typing import Any

from backend.api.endpoint import Call, Endpoint, Query
from backend.llm import local
from backend.llm.local import LocalServer
from backend.llm.model import Model

SHOWN = frozenset(
    {
        "name",
        "provider",
        "model",
        "base_url",
        "roles",
        "concurrency",
        "requests_per_minute",
        "tokens_per_minute",
        "price_in",
        "price_out",
    }
)  # never the key


class Looked(Query):
    """`look` makes the server look for model servers on its own machine, which takes up to a second."""

    look: bool = False


async def index(call: Call) -> dict[str, Any]:
    models = call.ctx.models()
    found = await local.find() if call.query(Looked).look else ()
    return {
        "items": [_shown(models.model(name)) for name in models.names()],
        "balance": call.ctx.settings.model_balance,
        "local": [_offered(server) for server in found],
    }


def _shown(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json", include=set(SHOWN))


def _offered(server: LocalServer) -> dict[str, Any]:
    """A server with the settings that would make its first model Winnow's."""
    settings = f"WINNOW_MODEL=openai:{server.models[0]} WINNOW_MODEL_URL={server.base_url}"
    return {"name": server.name, "base_url": server.base_url, "models": list(server.models), "settings": settings}


ENDPOINTS = (
    Endpoint("GET", "/models", index, "List the language models, and look for local ones", query=Looked, streams=True),
)
