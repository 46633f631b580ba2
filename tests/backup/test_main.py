"""The commands as they are typed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backend.backup.__main__ import main
from backend.context import Context
from backend.settings import ROOT
from backend.supervise.start import use_blobs
from tests.backup.making import Pile, flip
from tests.seaweed import Seaweed


@pytest.fixture
def pile(ctx: Context) -> Pile:
    use_blobs(ctx.settings)
    made = Pile(ctx)
    for name in ("a.txt", "b.txt"):
        made.add(name)
    return made


@pytest.fixture
def data(pile: Pile) -> str:
    return str(pile.ctx.settings.data_dir)


def test_a_backup_is_made_checked_and_restored(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there, fresh = str(tmp_path / "backup"), str(tmp_path / "fresh")
    assert main(["backup", there, "--data", data]) == 0
    assert "2 files (10 bytes), 2 of them new (10 bytes)." in capsys.readouterr().out
    assert main(["verify", there]) == 0
    assert "2 files and" in capsys.readouterr().out
    assert main(["restore", there, "--data", fresh]) == 0
    assert f"{fresh}: 2 files restored, 0 were there." in capsys.readouterr().out
    assert main(["verify", "--data", fresh]) == 0
    assert "are as they were stored." in capsys.readouterr().out


def test_what_is_wrong_is_listed_and_ends_with_code_1(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "backup"
    assert main(["backup", str(there), "--data", data]) == 0
    flip(min((there / "blobs").glob("*/*/*")))
    capsys.readouterr()
    assert main(["verify", str(there)]) == 1
    told = capsys.readouterr()
    assert "were looked at." in told.out
    assert "1 thing not right:\n  ../blobs/" in told.err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["backup", "THERE", "--data", "NOWHERE"], "No Winnow has run in"),
        (["verify", "NOWHERE"], "There is no backup in"),
        (["verify", "NOWHERE", "--at", "yesterday"], "There is no such backup in"),
        (["restore", "NOWHERE", "--data", "THERE"], "There is no backup in"),
        (["blobs", "move", "--to", "ftp://x", "--data", "DATA"], "Files can not be kept at ftp://x"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    argv: list[str], sentence: str, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"THERE": str(tmp_path / "there"), "NOWHERE": str(tmp_path / "nowhere"), "DATA": data}
    assert main([places.get(word, word) for word in argv]) == 1
    assert sentence in capsys.readouterr().err


def test_a_folder_that_can_not_be_written_is_one_sentence(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["backup", str(tmp_path / "file" / "backup"), "--data", data]) == 1
    assert "That did not work: " in capsys.readouterr().err


def test_moving_says_what_to_do_next(
    pile: Pile, data: str, seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in seaweed.environment.items():
        monkeypatch.setenv(name, value)
    place = seaweed.new_place()
    assert main(["blobs", "move", "--to", f"{place}/", "--data", data]) == 0
    told = capsys.readouterr().out
    assert f"2 files copied to {place}, 0 removed where they were." in told
    assert f"Start Winnow with WINNOW_BLOBS={place}, then run this again" in told
    use_blobs(seaweed.settings(pile.ctx.settings.data_dir, blobs=place))
    assert main(["blobs", "move", "--to", place, "--data", data]) == 0
    told = capsys.readouterr().out
    assert f"0 files copied to {place}, 2 removed where they were." in told
    assert "Nothing is kept at disk any more." in told


def test_the_script_knows_both_kinds_of_commands() -> None:
    script = ROOT / "scripts" / "winnow"
    told = subprocess.run([script, "backup", "--help"], capture_output=True, text=True)
    assert "Back up everything into a folder" in told.stdout
    told = subprocess.run([script, "--help"], capture_output=True, text=True)
    assert "scripts/winnow backup DIR" in told.stdout
