"""What a child can reach that a hostile file has taken over: the file and its own folder."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from backend.sandbox.sandbox import Sandbox
from tests.formats.samples import SAMPLES

REFUSED = ("PermissionError", "Function not implemented", "Operation not permitted")
Attack = Callable[..., str]
Needs = Callable[[str], None]
Own = Callable[..., Sandbox]


@pytest.fixture
def possessed(own: Own, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox whose child does what the file says."""
    monkeypatch.setattr("backend.sandbox.process.PROGRAM", "tests.sandbox.possessed")
    with own() as made:
        yield made


@pytest.fixture
def attack(possessed: Sandbox, tmp_path: Path) -> Attack:
    """Run these lines inside; returns what they printed, or the last line of the traceback."""

    def _attack(*lines: str) -> str:
        file = tmp_path / "hostile.py"
        file.write_text("\n".join(lines))
        return possessed.extract(file, "hostile").text.content

    return _attack


@pytest.fixture
def needs(possessed: Sandbox) -> Needs:
    """Skip a test where the kernel lacks the wall it is about."""

    def _needs(wall: str) -> None:
        if why := [missing for missing in possessed.start() if missing.startswith(wall)]:
            pytest.skip(f"this kernel can not: {why[0]}")

    return _needs


def was_refused(said: str) -> bool:
    return any(words in said for words in REFUSED)


@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM"])
def test_it_can_not_reach_the_network(kind: str, attack: Attack, needs: Needs) -> None:
    needs("seccomp")
    with socket.socket(socket.AF_INET, getattr(socket, kind)) as server:
        server.bind(("127.0.0.1", 0))
        address = server.getsockname()
        if kind == "SOCK_STREAM":
            server.listen()
        said = attack(
            "import socket",
            f"with socket.socket(socket.AF_INET, socket.{kind}) as way:",
            f"    way.connect({address!r})",
            "    way.send(b'stolen')",
            "    print('sent')",
        )
        assert was_refused(said), said
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept() if kind == "SOCK_STREAM" else server.recv(10)


def test_it_can_not_talk_to_redis(redis_server: str, attack: Attack, needs: Needs) -> None:
    needs("seccomp")
    said = attack(
        "import socket",
        "with socket.socket(socket.AF_UNIX) as way:",
        f"    way.connect({unquote(urlsplit(redis_server).path)!r})",
        "    way.send(b'PING\\r\\n')",
        "    print(way.recv(10))",
    )
    assert was_refused(said), said


def test_it_can_not_read_a_foreign_file(attack: Attack, tmp_path: Path, needs: Needs) -> None:
    needs("Landlock")
    (tmp_path / "winnow.db").write_text("every document")
    for way in (f"open({str(tmp_path / 'winnow.db')!r})", "open('/etc/passwd')"):
        assert was_refused(said := attack(f"print({way}.read())")), said
    assert was_refused(said := attack("import os", f"print(os.listdir({str(tmp_path)!r}))")), said


def test_it_can_not_write_a_foreign_file(attack: Attack, tmp_path: Path, needs: Needs) -> None:
    needs("Landlock")
    there = tmp_path / "there"
    there.write_text("as it was")
    acts = [
        f"open({str(there)!r}, 'a')",
        f"open({str(tmp_path / 'new')!r}, 'w')",
        f"__import__('os').unlink({str(there)!r})",
        f"__import__('os').truncate({str(there)!r}, 0)",
        f"__import__('os').rename({str(there)!r}, {str(tmp_path / 'moved')!r})",
        f"__import__('os').chmod({str(there)!r}, 0o777)",
    ]
    mode = there.stat().st_mode
    for act in acts:
        assert was_refused(said := attack(act)), (act, said)
    assert there.read_text() == "as it was"
    assert there.stat().st_mode == mode
    assert not (tmp_path / "new").exists()


def test_it_can_not_change_the_file_it_reads(attack: Attack, tmp_path: Path, needs: Needs) -> None:
    needs("Landlock")
    acts = ["path.write_text('')", "path.unlink()", "path.chmod(0o777)"]
    for act in [*acts, "os.open(path, os.O_TRUNC)", "os.truncate(path, 0)", "os.utime(path)"]:
        assert was_refused(said := attack("import os", act)), (act, said)
        assert (tmp_path / "hostile.py").read_text() == f"import os\n{act}"


def test_it_finds_nothing_of_the_file_before(attack: Attack) -> None:
    assert attack("import pathlib", "pathlib.Path('left').write_text('a secret')", "print('ok')") == "ok\n"
    said = attack("import os", "print([os.listdir(path.parent), os.listdir('.'), os.listdir(folder)])")
    assert said == "[['file'], ['members'], ['part']]\n"  # which part of the file is being read


@pytest.mark.parametrize("name", ["environ", "mem", "maps", "fd"])
def test_it_can_not_look_into_its_parent(name: str, attack: Attack, needs: Needs) -> None:
    needs("Landlock")
    look = "os.listdir" if name == "fd" else "open"
    said = attack("import os", f"print({look}('/proc/{os.getpid()}/{name}'))")
    assert was_refused(said), said


@pytest.mark.parametrize(
    "act",
    [
        "os.kill(os.getppid(), 0)",
        "os.kill(-1, 0)",
        "os.kill(0, 0)",
        "signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0)",
        "os.execv('/bin/sh', ['sh', '-c', 'echo here'])",
        "os.posix_spawn('/bin/sh', ['sh'], {})",
        "os.fork()",
        "os.setsid()",
        "os.symlink('/etc/passwd', folder / '000000')",
        "os.link('/etc/passwd', folder / '000000')",
        "os.mkfifo(folder / '000000')",
        "os.sched_setaffinity(os.getppid(), {0})",
        "os.setpriority(os.PRIO_PROCESS, os.getppid(), 10)",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "resource.prlimit(0, resource.RLIMIT_CPU, (-1, -1))",
        "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
        "fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())",
        "os.memfd_create('code')",
    ],
)
def test_it_can_do_no_harm_to_processes(act: str, attack: Attack, needs: Needs) -> None:
    needs("seccomp")
    said = attack("import fcntl, os, resource, signal", act, "print('done')")
    assert was_refused(said), said


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("ptrace", 101),
        ("process_vm_readv", 310),
        ("bpf", 321),
        ("mount", 165),
        ("io_uring_setup", 425),
    ],
)
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers of these calls are those of x86_64")
def test_calls_that_python_has_no_name_for_are_refused_too(
    name: str, number: int, attack: Attack, needs: Needs
) -> None:
    needs("seccomp")
    call = f"libc.syscall({number}, 16, {os.getpid()}, 0, 0, 0, 0)"
    said = attack(
        "import ctypes",
        "libc = ctypes.CDLL(None, use_errno=True)",
        f"print({call}, ctypes.get_errno())",
    )
    assert said == "-1 38\n", name


def test_a_fork_bomb_makes_no_process(attack: Attack, needs: Needs) -> None:
    needs("seccomp")
    said = attack(
        "import os",
        "made = 0",
        "for _ in range(1000):",
        "    try: made += os.fork() > 0",
        "    except OSError: pass",
        "print(made)",
    )
    assert said == "0\n"


def test_a_parser_may_use_threads(attack: Attack) -> None:
    said = attack(
        "import threading",
        "said = []",
        "threads = [threading.Thread(target=said.append, args=(n,)) for n in range(4)]",
        "[each.start() for each in threads], [each.join() for each in threads]",
        "print(sorted(said))",
    )
    assert said == "[0, 1, 2, 3]\n"


def test_whatever_it_reads_it_has_no_database_redis_or_model(attack: Attack) -> None:
    lines = [f"samples = {[(name, make()) for name, make in SAMPLES.values()]!r}"]
    lines += ["for name, data in samples:", "    (folder / 'it').write_bytes(data)"]
    lines += ["    read(folder / 'it', name, folder, limits)"]
    loaded = attack(*lines, "import sys", "print('lxml' in sys.modules, *sys.modules)").split()
    assert loaded[0] == "True"
    heavy = {
        "sqlalchemy",
        "sqlite3",
        "psycopg",
        "redis",
        "rq",
        "torch",
        "starlette",
        "pydantic",
        "httpx",
    }
    assert {name.partition(".")[0] for name in loaded} & heavy == set()


def test_a_kernel_without_walls_is_named_in_the_log_once(
    own: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("backend.sandbox.process.PROGRAM", "tests.sandbox.bare")
    monkeypatch.setattr("backend.sandbox.sandbox.FILES_PER_CHILD", 1)
    with own() as sandbox:
        for words in ("One.", "Two."):
            (tmp_path / "a.txt").write_text(words)
            assert sandbox.extract(tmp_path / "a.txt", "a.txt").text.content == words
        assert [each.partition(":")[0] for each in sandbox.start()] == ["Landlock", "seccomp"]
    said = [each.getMessage() for each in caplog.records if "shut in" in each.getMessage()]
    not_there = "Function not implemented"
    expected = f"the file reader is not shut in completely: Landlock: {not_there}; seccomp: {not_there}"
    assert said == [expected]


def test_a_child_that_its_walls_kill_works_without_them_and_says_so(
    own: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("backend.sandbox.process.PROGRAM", "tests.sandbox.stumbling")
    (tmp_path / "a.txt").write_text("Text.")
    with own() as sandbox:
        assert sandbox.extract(tmp_path / "a.txt", "a.txt").text.content == "Text."
        assert sandbox.start() == ["all walls: it does not start inside them"]
    assert "does not start inside its walls" in caplog.text
