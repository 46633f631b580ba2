"""Checkpoints: results of batches that outlive the process, for runs outside the web application."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol


class Checkpoints(Protocol):
    """Keeps what a batch was mapped to, by a key that names its job and everything in it."""

    def load(self, key: str) -> tuple[bool, Any]:
        """Whether there is a result, and the result."""

    def save(self, key: str, result: Any) -> None:
        """Keep a result; it is there when this returns."""


class NoCheckpoints:
    """Keeps nothing: a run that dies begins anew."""

    def load(self, key: str) -> tuple[bool, Any]:
        return False, None

    def save(self, key: str, result: Any) -> None:
        pass


class FileCheckpoints:
    """One JSON file for each batch, in a folder of its own; results must be what JSON can hold."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, key: str) -> tuple[bool, Any]:
        try:
            return True, json.loads(self._path(key).read_text("utf-8"))
        except FileNotFoundError:
            return False, None

    def save(self, key: str, result: Any) -> None:
        path = self._path(key)
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(result, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"
