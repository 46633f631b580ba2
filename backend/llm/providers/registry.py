"""Which protocols there are: adding one is a new file and a line here."""

from __future__ import annotations

from backend.llm.providers.anthropic import Anthropic
from backend.llm.providers.base import Provider
from backend.llm.providers.gemini import Gemini
from backend.llm.providers.openai import OpenAi

PROVIDERS: dict[str, Provider] = {"openai": OpenAi(), "anthropic": Anthropic(), "gemini": Gemini()}
