from __future__ import annotations

from typing import Any

import orjson
import pytest

from backend.llm.errors import Misconfigured
from backend.llm.model import Model, configured
from backend.settings import Settings

SECRET = "sk-very-secret-1234"


def listed(*entries: dict[str, Any], **more: Any) -> Settings:
    return Settings(models=orjson.dumps(entries).decode(), **more)


def test_without_settings_there_is_no_model() -> None:
    assert configured(Settings()) == ()


def test_one_model_needs_one_line() -> None:
    (model,) = configured(Settings(model="anthropic:claude-x", model_key=SECRET))
    assert (model.name, model.base_url) == ("claude-x", "https://api.anthropic.com")
    assert model.api_key.get_secret_value() == SECRET
    assert model.roles == ("map", "synthesis", "intent")


def test_a_model_name_may_hold_colons_as_those_of_ollama_do() -> None:
    (model,) = configured(Settings(model="openai:qwen3:14b", model_url="http://127.0.0.1:11434/v1"))
    assert (model.model, model.base_url) == ("qwen3:14b", "http://127.0.0.1:11434/v1")


def test_several_models_share_the_roles() -> None:
    cheap = {"provider": "gemini", "model": "small", "roles": ["map", "intent"], "concurrency": 20}
    good = {"provider": "openai", "model": "large", "roles": ["synthesis"], "price_in": 2.5, "price_out": 10}
    models = configured(listed(cheap, good, ai_concurrency=7))
    assert [(model.name, model.roles, model.concurrency) for model in models] == [
        ("small", ("map", "intent"), 20),
        ("large", ("synthesis",), 7),
    ]


def test_the_environment_names_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_MODEL", "openai:gpt-x")
    monkeypatch.setenv("WINNOW_MODEL_KEY", SECRET)
    monkeypatch.setenv("AI_CONCURRENCY", "9")
    (model,) = configured(Settings())
    assert (model.model, model.concurrency) == ("gpt-x", 9)


def test_keys_are_never_shown() -> None:
    settings = listed({"provider": "openai", "model": "a", "api_key": SECRET}, model_key=SECRET)
    (model,) = configured(settings)
    for shown in (repr(settings), repr(model), model.model_dump_json(), str(settings.model_dump())):
        assert SECRET not in shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("not json " + SECRET, "WINNOW_MODELS"),
        ('{"api_key": "' + SECRET + '"}', "array"),
        ('[{"provider": "cohere", "model": "a", "api_key": "' + SECRET + '"}]', "provider"),
        ('[{"provider": "openai", "api_key": "' + SECRET + '"}]', "model"),
        ('[{"provider": "openai", "model": "a", "api-key": "' + SECRET + '"}]', "api-key"),
        ('[{"provider": "openai", "model": "a", "base_url": "http://169.254.169.254/"}]', "link-local"),
        ('[{"provider": "openai", "model": "a", "base_url": "file:///' + SECRET + '"}]', "http"),
        ('[{"provider": "openai", "model": "a"}, {"provider": "openai", "model": "a"}]', "Two models"),
    ],
)
def test_wrong_settings_are_explained_without_the_key(value: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as caught:
        configured(Settings(models=value))
    assert SECRET not in str(caught.value)


def test_a_model_without_its_provider_is_explained() -> None:
    with pytest.raises(Misconfigured, match="provider:model"):
        configured(Settings(model="gpt-x"))


def test_a_model_without_limits_is_unlimited_but_for_calls_at_once() -> None:
    quota = Model(provider="openai", model="a").quota
    assert quota.slots == 5
    assert quota.tokens > 1e9
