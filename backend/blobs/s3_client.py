"""Clients for S3-compatible stores, as Winnow uses them: bytes hashed once, waits that end, few retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.settings import Settings

REGION = "us-east-1"  # where none is set, and what most stores outside of AWS call themselves
CONNECTIONS = 32


@dataclass(frozen=True)
class Patience:
    """How long a client waits, in seconds, and how often it tries what can pass: no answer, 429, 5xx, SlowDown.

    `connect` is also how long the store may take for each piece that it is sent.
    """

    connect: float
    answer: float
    tries: int


PATIENT = Patience(connect=10, answer=60, tries=4)
BRISK = Patience(connect=3, answer=5, tries=2)  # at most half a minute, for calls that somebody else waits for


def connect(settings: Settings, patience: Patience) -> Any:
    """A boto3 client; it connects with the first call.

    Without keys in the settings they are looked for where all AWS programs look: AWS_ACCESS_KEY_ID, the shared
    configuration, the role of the machine.
    """
    import boto3  # here: it takes 0.2 s and 25 MB, and most installations keep their files on the disk

    return boto3.Session().client(
        "s3",
        region_name=settings.s3_region or boto3.Session().region_name or REGION,
        endpoint_url=settings.s3_endpoint or None,
        aws_access_key_id=settings.s3_access_key.get_secret_value() or None,
        aws_secret_access_key=settings.s3_secret_key.get_secret_value() or None,
        config=_config(settings, patience),
    )


def _config(settings: Settings, patience: Patience) -> Any:
    from botocore.config import Config

    path_style = bool(settings.s3_endpoint) if settings.s3_path_style is None else settings.s3_path_style
    return Config(
        signature_version="s3v4",
        connect_timeout=patience.connect,
        read_timeout=patience.answer,
        retries={"mode": "standard", "total_max_attempts": patience.tries},
        max_pool_connections=CONNECTIONS,
        tcp_keepalive=True,
        user_agent_extra="winnow",
        # Every blob is sent with its SHA-256 as a signed header, by which the store checks what arrives. Signing the
        # bytes as well, or a checksum of another kind, would hash them once more and prove nothing new.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if path_style else "auto", "payload_signing_enabled": False},
    )
