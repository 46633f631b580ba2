from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.supervise import logs
from backend.supervise.logs import Log


def test_json_passes_through_and_text_becomes_json(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.line("api", '{"level": "info", "message": "one", "request_id": "r1"}')
    log.line("redis", "1:M * Ready to accept connections {")
    log.close()
    first, second = map(json.loads, log.path.read_text().splitlines())
    assert first == {"level": "info", "message": "one", "request_id": "r1"}
    assert (second["process"], second["message"]) == ("redis", "1:M * Ready to accept connections {")


def test_the_terminal_sees_warnings_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(tmp_path)
    log.line("api", '{"level": "info", "message": "one"}')
    log.line("api", '{"level": "warning", "message": "two", "process": "worker-ingestion"}')
    log.line("api", "three")
    log.close()
    assert capsys.readouterr().out == "Warning (worker-ingestion): two\n"


def test_old_lines_are_dropped_when_the_log_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 1_000)
    monkeypatch.setattr(logs, "FILES_KEPT", 2)
    log = Log(tmp_path)
    for number in range(100):
        log.line("api", f"line {number}")
    log.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["winnow.log", "winnow.log.1", "winnow.log.2"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 4_000
    assert "line 99" in log.path.read_text()
