from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from backend.sandbox import memory
from backend.sandbox.memory import LEAST, MIB, MOST, fits, share

GIB = 1024 * MIB


@pytest.mark.parametrize("workers", [1, 2, 4, 8, 64])
@pytest.mark.parametrize("machine", [2 * GIB, 4 * GIB, 8 * GIB, 24 * GIB, 256 * GIB])
def test_all_readers_together_leave_half_of_the_machine(workers: int, machine: int) -> None:
    one = share(workers, machine)
    assert LEAST <= one <= MOST
    assert one * fits(workers, machine) <= machine // 2


def test_a_machine_that_is_too_small_still_reads_with_one_worker() -> None:
    assert (share(4, 300 * MIB), fits(4, 300 * MIB)) == (LEAST, 1)


def group(folder: Path, name: str, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content + "\n")


@pytest.mark.parametrize(
    ("own", "folder", "name"),
    [
        ("0::/", "", "memory.max"),  # in a container
        ("0::/user.slice/winnow.service", "user.slice/winnow.service", "memory.max"),
        ("0::/user.slice/winnow.service", "user.slice", "memory.max"),
        (
            "4:memory:/docker/abc",
            "memory",
            "memory.limit_in_bytes",
        ),  # the inside sees its own group as the top
        ("4:cpu,memory:/docker/abc", "memory/docker/abc", "memory.limit_in_bytes"),
    ],
)
def test_a_control_group_may_allow_less_than_the_machine_has(
    own: str, folder: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").write_text(f"3:cpuset:/\n{own}\n")
    group(tmp_path / "groups" / "user.slice" / "winnow.service", "memory.max", "max")
    group(tmp_path / "groups" / folder, name, str(512 * MIB))
    monkeypatch.setattr(memory, "OWN_GROUPS", tmp_path / "own")
    monkeypatch.setattr(memory, "CONTROL_GROUPS", tmp_path / "groups")
    assert memory.machine() == 512 * MIB


def test_without_control_groups_it_is_what_the_machine_has(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "OWN_GROUPS", tmp_path / "none")
    assert memory.machine() == psutil.virtual_memory().total
