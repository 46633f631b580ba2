from __future__ import annotations

from pathlib import Path

import pytest

from backend.supervise.options import parse


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_PORT", "9001")
    monkeypatch.setenv("WINNOW_WORKERS", "3")
    settings = parse(["--port", "9002"]).settings
    assert (settings.port, settings.workers) == (9002, 3)


def test_the_data_folder_is_meant_from_where_the_person_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["--data", "here"]).settings.data_dir == tmp_path / "here"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--port", "0"], "The setting port can not be 0"),
        (["--workers", "none"], "invalid int value: 'none'"),
        (["--redis-port", "70000"], "must be between 1 and 65535"),
        (["--prot", "1"], "unrecognized arguments"),
    ],
)
def test_a_wrong_option_is_explained(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(argv)
    assert said in capsys.readouterr().err + str(stopped.value)


def test_settings_that_do_not_go_together_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_CHUNK_TOKENS", "100")
    monkeypatch.setenv("WINNOW_CHUNK_OVERLAP", "50")
    assert parse([]).settings.chunk_overlap == 50
    monkeypatch.setenv("WINNOW_CHUNK_OVERLAP", "51")
    with pytest.raises(SystemExit, match=r"^WINNOW_CHUNK_OVERLAP is 51, .* 50 at most\. Set it to 50 or less"):
        parse([])
