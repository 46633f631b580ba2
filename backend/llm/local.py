"""Local: model servers that already run on this machine, found when somebody asks, offered and never just used."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
import orjson
from pydantic import BaseModel, Field, ValidationError

from backend.llm import wire
from backend.llm.model import Model

SECONDS = 1.0
LONGEST = 256 * 1024  # bytes of a list of models
PLACES = {
    "Ollama": "http://127.0.0.1:11434/v1",
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "LM Studio": "http://127.0.0.1:1234/v1",
}


@dataclass(frozen=True, slots=True)
class LocalServer:
    """`models` are the names it knows its models by, in its own order, without those that only embed."""

    name: str
    base_url: str
    models: tuple[str, ...]

    def model(self, name: str) -> Model:
        """How this model of the server is configured."""
        return Model(provider="openai", model=name, name=f"{name} ({self.name})", base_url=self.base_url)


class _Listed(BaseModel):
    id: str = Field(min_length=1, max_length=200)


class _List(BaseModel):
    data: list[_Listed]


async def find(places: dict[str, str] = PLACES) -> tuple[LocalServer, ...]:
    """The servers that answer on this machine's usual ports with a list of models. Takes a second at most."""
    async with wire.session() as client:
        found = await asyncio.gather(*(_look(client, name, url) for name, url in places.items()))
    return tuple(server for server in found if server is not None)


async def _look(client: aiohttp.ClientSession, name: str, url: str) -> LocalServer | None:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with client.get(f"{url}/models", timeout=timeout, allow_redirects=False) as answer:
            body = await answer.content.read(LONGEST) if answer.status == 200 else b""
        listed = _List.model_validate(orjson.loads(body)).data
    except (aiohttp.ClientError, TimeoutError, orjson.JSONDecodeError, ValidationError):
        return None  # nobody there, or something else: both are no model server
    models = tuple(one.id for one in listed if "embed" not in one.id.lower())
    return LocalServer(name, url, models) if models else None
