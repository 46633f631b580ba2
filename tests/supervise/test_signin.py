"""scripts/key: keys are made, listed and ended, of the Winnow that is meant."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from backend.errors import Conflict, NotFound
from backend.settings import ROOT
from backend.store.keys import Key
from backend.supervise import lock, running, signin
from tests.eventually import eventually
from tests.running import BY_HAND, Winnow

MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def key(identity: str, name: str = "", used: datetime | None = None) -> Key:
    kind = "api" if name else "session"
    return Key(
        id=identity,
        user_id="u",
        kind=kind,
        name=name,
        digest=identity,
        created_at=MADE,
        used_at=used,
    )


def run(winnow: Winnow, *options: str) -> str:
    argv = [ROOT / "scripts" / "key", "--data", winnow.data_dir, *options]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


def test_keys_are_shown_in_columns_and_never_their_secret() -> None:
    shown = signin.table([key("1", "backup", MADE), key("2")])
    assert shown.splitlines() == [
        "id  kind     name    made                  last used",
        "1   api      backup  2026-03-01 12:30 UTC  2026-03-01 12:30 UTC",
        "2   session          2026-03-01 12:30 UTC  never",
    ]


def test_a_key_is_chosen_by_its_name_or_id() -> None:
    found = [key("1", "backup"), key("2", "backup"), key("3", "laptop")]
    assert signin.chosen(found, "laptop").id == "3"
    assert signin.chosen(found, "2").id == "2"
    with pytest.raises(Conflict, match=r"2 keys are named backup.*1, 2"):
        signin.chosen(found, "backup")
    with pytest.raises(NotFound, match="--list"):
        signin.chosen(found, "phone")


def test_a_key_is_made_used_listed_and_ended(winnow: Winnow) -> None:
    secret = run(winnow, "--name", "nightly").strip()

    def shown() -> list[str]:
        return [line for line in run(winnow, "--list").splitlines() if "nightly" in line]

    assert "never" in shown()[0]
    ask = {"url": f"{winnow.url}/api/v1/me", "headers": {"Authorization": f"Bearer {secret}"}}
    assert httpx.get(**ask).status_code == 200
    eventually(lambda: "never" not in shown()[0])
    assert secret not in run(winnow, "--list")
    assert run(winnow, "--revoke", "nightly").startswith("Ended: api nightly ")
    assert httpx.get(**ask).status_code == 401
    assert shown() == []


def test_a_new_link_makes_the_one_before_worthless(winnow: Winnow) -> None:
    first, second = (run(winnow, "--link").strip() for _ in range(2))
    assert httpx.get(first).status_code == 410
    assert httpx.get(second, headers=BY_HAND).status_code == 303


def test_a_running_winnow_is_noted_beside_the_program(winnow: Winnow) -> None:
    assert winnow.data_dir in running.folders()


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two data folders that are noted, and the usual one; a test says which of them run."""
    folders = [tmp_path / name for name in ("usual", "one", "two")]
    monkeypatch.setattr(running, "NOTE", tmp_path / "running")
    monkeypatch.setattr(running, "USUAL", folders[0])
    monkeypatch.setenv("WINNOW_DATA", str(folders[0]))
    (tmp_path / "running").write_text("".join(f"{each}\n" for each in folders[1:]))
    return folders


def runs(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    holder = lock.Holder(1, "http://127.0.0.1:8000", "")
    monkeypatch.setattr(lock, "holder", lambda data: holder if data in folders else None)


def test_without_a_folder_the_one_that_runs_is_meant(
    noted: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual, one, two = noted
    runs(monkeypatch, one)
    assert running.meant(None).data_dir == one
    assert capsys.readouterr().err == f"For the Winnow that runs on {one}:\n"
    assert running.meant(two).data_dir == two
    runs(monkeypatch, usual, one)
    assert running.meant(None).data_dir == usual
    runs(monkeypatch)
    assert running.meant(None).data_dir == usual


def test_several_that_run_must_be_told_apart(
    noted: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, *noted[1:])
    with pytest.raises(Conflict, match=r"--data .*one or --data .*two"):
        running.meant(None)


def test_a_folder_that_the_environment_names_is_meant(
    noted: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, noted[1])
    monkeypatch.setenv("WINNOW_DATA", str(noted[2]))
    assert running.meant(None).data_dir == noted[2]
