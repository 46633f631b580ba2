from __future__ import annotations

import errno
import shutil
import socket
from pathlib import Path

import pytest

from backend.errors import Conflict, DiskFull, Unavailable
from backend.sandbox import memory
from backend.settings import GIB, MIB
from backend.supervise import checks

DISK = shutil.disk_usage("/")


def test_a_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    checks.port("127.0.0.1", port)


def test_a_port_in_use_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(
            Conflict, match=rf"Port {port} on 127.0.0.1 is in use.*--port {port - 1 if port == 65535 else port + 1}"
        ):
            checks.port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Unavailable, match=r"192\.0\.2\.1 is not an address of this machine"):
        checks.port("192.0.2.1", 8000)


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    checks.data_folder(tmp_path / "new" / "data")
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_is_open_to_others_is_closed_with_what_lies_in_it(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    for folder in (data, elsewhere, data / "spool"):
        folder.mkdir()
        folder.chmod(0o775)
    (data / "winnow.db").touch(0o644)
    (data / "blobs").symlink_to(elsewhere)
    assert checks.data_folder(data) == ""
    assert [path.stat().st_mode & 0o777 for path in (data, data / "spool", data / "winnow.db")] == [0o700, 0o700, 0o600]
    assert elsewhere.stat().st_mode & 0o777 == 0o775  # where a link leads is not ours to change


def test_an_open_data_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_yours(_self: Path, _mode: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    tmp_path.chmod(0o777)
    monkeypatch.setattr(Path, "chmod", not_yours)
    with pytest.raises(Unavailable, match=r"open to other users and belongs to one of them.*--data"):
        checks.data_folder(tmp_path)


def test_a_disk_without_permissions_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda _self, _mode: None)
    assert "its disk keeps no permissions" in checks.data_folder(tmp_path)


def test_a_data_folder_that_can_not_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match=r"can not be written.*--data"):
        checks.data_folder(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("free", "said"), [(2 * GIB, ""), (300 * MIB, "300 MB left. Uploads are refused until 512 MB")]
)
def test_little_space_is_a_warning(free: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DISK._replace(free=free))
    assert said in checks.disk(tmp_path, 512 * MIB)


def test_a_full_disk_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DISK._replace(free=MIB))
    with pytest.raises(DiskFull, match=r"is full \(1 MB left.*Free some space"):
        checks.disk(tmp_path, 512 * MIB)


def test_more_workers_than_the_memory_allows_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "machine", lambda: 2 * GIB)
    assert "2,048 MB of memory are little for 16 workers" in (said := checks.memory_for(16))
    assert "Start with --workers 4" in said
    assert checks.memory_for(4) == ""


@pytest.mark.parametrize(
    ("library", "said"),
    [
        ("libstdc++.so.6", "libstdc++ is missing. Install it (apt-get install libstdc++6 on Debian and Ubuntu)"),
        ("libodd-1.2.so.3", "libodd-1.2 is missing. Install it (your system's package manager)"),
    ],
)
def test_a_missing_library_says_what_to_install(library: str, said: str) -> None:
    assert said in checks.explain(f"{library}: cannot open shared object file: No such file or directory")


def test_other_failures_to_load_stay_as_they_are() -> None:
    assert checks.explain("No module named 'magic'") == "No module named 'magic'"
