from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backend.cli.client import Client
from backend.cli.errors import Stopped
from backend.cli.ingested import report
from backend.cli.upload import wait
from tests.cli.conftest import COMMAND, LONGEST, Run, collections, documents, write
from tests.running import Winnow


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two good files, a twin of one of them, a broken one, and what no person means to send."""
    folder = tmp_path / "Reports"
    write(folder / "2025" / "harvest.txt", "The harvest of wheat was 412 tons.")
    write(folder / "2026" / "harvest.txt", "The harvest of wheat was 377 tons.")
    write(folder / "2026" / "copy.txt", "The harvest of wheat was 377 tons.")
    write(folder / "broken.pdf", "%PDF-1.7\nthis is where the file was cut off")
    write(folder / ".DS_Store", "junk")
    write(folder / "._a.txt", "junk")
    write(folder / ".git" / "HEAD", "ref: refs/heads/main")
    return folder


def test_a_folder_keeps_its_paths_and_what_failed_says_why(run: Run, reports: Path, name: str, winnow: Winnow) -> None:
    ran = run("upload", "Reports", "--collection", name)
    assert ran.code == 1
    assert f"#{name}: 2 ready, 1 already there, 1 failed." in ran.out
    assert " is the same as Reports/2026/" in ran.out
    assert "Reports/broken.pdf: The PDF could not be read" in ran.out
    found = documents(winnow, name)
    assert found["Reports/2025/harvest.txt"] == "ready"
    assert found["Reports/broken.pdf"] == "failed"
    assert len(found) == 3


def test_without_a_terminal_plain_lines_tell_the_progress(run: Run, reports: Path, name: str) -> None:
    ran = run("upload", "Reports/2025", "Reports/2026/harvest.txt", "--collection", name)
    assert ran.code == 0
    assert "Sending: 2 of 2 files" in ran.err
    assert "Ingesting: 2 of 2 documents ready" in ran.err
    assert "\x1b" not in ran.err + ran.out


def test_on_a_terminal_bars_move_and_stay_out_of_the_result(
    reports: Path, name: str, environment: dict[str, str], tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    argv = [*COMMAND, "upload", "Reports/2025", "--collection", name]
    environment = {key: value for key, value in environment.items() if key not in {"NO_COLOR", "TERM"}}
    done = subprocess.run(
        argv, env=environment | {"TERM": "xterm"}, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, timeout=LONGEST
    )
    os.close(theirs)
    shown = os.read(ours, 1_000_000).decode(errors="replace")
    os.close(ours)
    assert "Sending" in shown and "Ingesting" in shown and "━" in shown
    assert done.stdout.decode() == f"#{name}: 1 ready.\n"


def test_sending_a_folder_again_adds_nothing(run: Run, reports: Path, name: str) -> None:
    run("upload", "Reports/2025", "--collection", name)
    again = run("upload", "Reports/2025", "--collection", f"#{name}")
    assert again.code == 0
    assert f"#{name}: 1 already there." in again.out


def test_a_folder_without_a_collection_gets_one_of_its_name(
    run: Run, tmp_path: Path, name: str, winnow: Winnow
) -> None:
    write(tmp_path / f"{name} (Notes)" / "one.md", f"A note of {name}.")
    assert run("upload", f"{name} (Notes)").code == 0
    assert documents(winnow, f"{name}-notes") == {f"{name} (Notes)/one.md": "ready"}


def test_who_does_not_wait_gets_what_is_known(run: Run, reports: Path, name: str, winnow: Winnow) -> None:
    ran = run("upload", "Reports/2025", "--collection", name, "--no-wait")
    assert ran.code == 0
    if "1 being ingested" in ran.out:
        assert "Ingestion goes on. See how far it is: scripts/winnow jobs show " in ran.err
    assert set(documents(winnow, name)) == {"2025/harvest.txt"}


def test_nothing_is_sent_when_a_path_is_mistyped(run: Run, reports: Path, name: str, winnow: Winnow) -> None:
    ran = run("upload", "Reports", "Repotrs", "--collection", name)
    assert (ran.code, ran.out, ran.err) == (1, "", "There is no file or folder Repotrs.\n")
    assert name not in {each["name"] for each in collections(winnow)}


def test_ctrl_c_stops_watching_and_not_the_work(relayed: Client, upload: dict[str, Any]) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Stopped, match=f"ingestion goes on. See how far it is: .* jobs show {upload['job_id']}"):
        wait(relayed, upload, interrupted)
    assert relayed.get(f"/uploads/{upload['id']}")["status"] == "open"


def test_an_upload_that_somebody_cancels_ends_its_watching(
    relayed: Client, upload: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    relayed.delete(f"/uploads/{upload['id']}")
    wait(relayed, upload, lambda *_: None)
    assert report(relayed, upload["id"]) == 1
    assert capsys.readouterr().err == "This upload was cancelled.\n"
