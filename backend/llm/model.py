"""Model: one configured model, what it may be used for, what it costs and what it allows."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError, model_validator

from backend.core.buckets import UNLIMITED, Quota
from backend.llm import address
from backend.llm.errors import Misconfigured
from backend.settings import Settings

Role = Literal["map", "synthesis", "intent"]
Vendor = Literal["openai", "anthropic", "gemini"]

ROLES: tuple[Role, ...] = ("map", "synthesis", "intent")
MILLION = Decimal(1_000_000)
VENDORS: dict[Vendor, str] = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "gemini": "https://generativelanguage.googleapis.com",
}


class Model(BaseModel):
    """`name` is what people see, `model` what the server knows it by. Prices are per million tokens, times seconds.

    `provider` is the protocol: "openai" serves everything that speaks it, with `base_url` (…/v1) saying where.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    provider: Vendor
    model: str = Field(min_length=1, max_length=200)
    name: str = Field("", max_length=100, pattern=r"^[^\x00-\x1f]*$")
    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    roles: tuple[Role, ...] = Field(ROLES, min_length=1)
    weight: int = Field(1, ge=1, le=1_000)
    price_in: Decimal | None = Field(None, ge=0)
    price_out: Decimal | None = Field(None, ge=0)
    context_tokens: int | None = Field(None, ge=256)
    concurrency: int = Field(5, ge=1, le=1_000)
    requests_per_minute: int | None = Field(None, ge=1)
    tokens_per_minute: int | None = Field(None, ge=1)
    connect_seconds: float = Field(5.0, gt=0, le=60)
    first_token_seconds: float = Field(120.0, gt=0)
    total_seconds: float = Field(600.0, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        usual = VENDORS.get(values.get("provider", ""), "")
        return values | {
            "name": values.get("name") or values.get("model", ""),
            "base_url": values.get("base_url") or usual,
        }

    @model_validator(mode="after")
    def _safe_address(self) -> Model:
        address.check(self.base_url)
        return self

    @property
    def quota(self) -> Quota:
        return Quota(
            requests=self.requests_per_minute or UNLIMITED,
            tokens=self.tokens_per_minute or UNLIMITED,
            slots=self.concurrency,
        )

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal | None:
        """What so many tokens cost, exactly; None where a price is not known."""
        if self.price_in is None or self.price_out is None:
            return None
        return (self.price_in * tokens_in + self.price_out * tokens_out) / MILLION


def configured(settings: Settings) -> tuple[Model, ...]:
    """The models that the settings name: WINNOW_MODELS (JSON), or the one of WINNOW_MODEL. Raises Misconfigured."""
    usual = {"concurrency": settings.ai_concurrency}
    try:
        if listed := settings.models.get_secret_value():
            entries = TypeAdapter(list[dict[str, object]]).validate_json(listed)
            models = tuple(Model.model_validate(usual | entry) for entry in entries)
        elif settings.model:
            models = (Model.model_validate(usual | _single(settings)),)
        else:
            return ()
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None  # pydantic's own words may show the key
    names = [model.name for model in models]
    if twice := {name for name in names if names.count(name) > 1}:
        raise Misconfigured(f"Two models are named {min(twice)} in WINNOW_MODELS. Give each a name of its own.")
    return models


def _single(settings: Settings) -> dict[str, object]:
    provider, colon, model = settings.model.partition(":")
    if not colon:
        raise Misconfigured(
            f"WINNOW_MODEL is {settings.model}, but needs a provider too. Write it as provider:model, where the "
            "provider is openai (for every server that speaks its protocol), anthropic or gemini."
        )
    return {"provider": provider, "model": model, "base_url": settings.model_url, "api_key": settings.model_key}


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the value"
    return (
        f"The settings of the models can not be used: {where}: {first['msg']}. Correct WINNOW_MODELS or WINNOW_MODEL."
    )
