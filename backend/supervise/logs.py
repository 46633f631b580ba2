"""What the programs say: every line as JSON into a rotating file, what a person should see on the terminal."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from backend.core.clock import rfc3339, utc_now

FILE_BYTES = 20 * 1024**2
FILES_KEPT = 5
SHOWN = frozenset({"warning", "error", "critical"})


class Log:
    """The log file of one data folder, and the terminal."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.path = folder / "winnow.log"
        self._handler = RotatingFileHandler(self.path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")

    def line(self, process: str, line: str) -> None:
        """Keep one line a process wrote: JSON as it is, anything else wrapped. Warnings and errors are shown too."""
        fields = parse(line)
        if fields is None:
            fields = {"time": rfc3339(utc_now()), "level": "info", "process": process, "message": line}
            line = json.dumps(fields, ensure_ascii=False)
        self._handler.emit(logging.makeLogRecord({"msg": line}))
        level = str(fields.get("level", "")).lower()
        if level in SHOWN:
            say(f"{level.capitalize()} ({fields.get('process', process)}): {fields.get('message', '')}")

    def close(self) -> None:
        self._handler.close()


def parse(line: str) -> dict[str, object] | None:
    """The fields of a JSON log line; None for anything else."""
    if not line.startswith("{"):
        return None
    try:
        fields: dict[str, object] = json.loads(line)
    except ValueError:
        return None
    return fields


def say(text: str) -> None:
    """Tell the person at the terminal; a terminal that is gone stops nothing."""
    with suppress(OSError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
