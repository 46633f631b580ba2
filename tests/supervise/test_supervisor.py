from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from backend.settings import ROOT
from tests.eventually import eventually
from tests.running import free_port

WAITS = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, lambda *_: None)\nwhile True:\n {WAITS}"
TELLS = """
import pathlib, signal, sys, time
def end(*_):
    with pathlib.Path(sys.argv[1]).open("a") as file: file.write(sys.argv[2] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("up", flush=True)
time.sleep(600)
"""
LIVES = """
import threading
from backend.pulse import Pulse
pulse = Pulse(0)
pulse.begin()
print("up", flush=True)
while True:
    pulse.touch()
    threading.Event().wait(0.1)
"""
FORGETS = LIVES.replace("pulse.touch()", "pulse._left = 0")  # as after ten minutes in one step
ANSWERS = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
words = iter(["up"])
while True:
    asked, _ = server.accept()
    with asked: asked.send(b"!")
    for word in words: print(word, flush=True)
"""
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITS!r}]); {WAITS}"
Run = Callable[..., subprocess.Popen[bytes]]


def python(code: str, *words: str) -> list[str]:
    return [sys.executable, "-c", code, *words]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Start a supervisor over [name, argv, needs]... and wait until all of them are up."""
    started: list[subprocess.Popen[bytes]] = []

    def _run(*programs: list[object]) -> subprocess.Popen[bytes]:
        argv = [
            sys.executable,
            "-m",
            "tests.supervise.harness",
            str(tmp_path / "logs"),
            json.dumps(programs),
            "6",
        ]
        process = subprocess.Popen(argv, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"})
        started.append(process)
        eventually(lambda: times_up(tmp_path) >= len(programs))
        return process

    yield _run
    for process in started:
        process.kill()
        process.wait()


def times_up(folder: Path) -> int:
    log = folder / "logs" / "winnow.log"
    return log.read_text().count('"message": "up"') if log.exists() else 0


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def test_a_program_that_is_killed_is_started_again(run: Run, tmp_path: Path) -> None:
    process = run(["one", python(WAITS), 0])
    children(process)[0].kill()
    eventually(lambda: times_up(tmp_path) == 2)


def test_a_program_that_ends_well_is_started_again(run: Run, tmp_path: Path) -> None:
    process = run(["one", python(TELLS, str(tmp_path / "ended"), "one"), 0])
    children(process)[0].terminate()
    eventually(lambda: times_up(tmp_path) == 2)


def test_those_that_need_others_stop_first(run: Run, tmp_path: Path) -> None:
    names = {"redis": 0, "worker": 2, "api": 1}
    process = run(*([name, python(TELLS, str(tmp_path / "ended"), name), needs] for name, needs in names.items()))
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert (tmp_path / "ended").read_text().split() == ["worker", "api", "redis"]


@pytest.mark.chaos
def test_a_program_that_does_not_go_is_killed(run: Run) -> None:
    process = run(["stubborn", python(STUBBORN), 0], ["polite", python(WAITS), 1])
    everything = children(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert not psutil.wait_procs(everything, 1)[1]


@pytest.mark.chaos
def test_asking_twice_kills_at_once(run: Run, tmp_path: Path) -> None:
    process = run(*([f"stubborn-{number}", python(STUBBORN), number] for number in range(3)))
    everything = children(process)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert not psutil.wait_procs(everything, 1)[1]


@pytest.mark.chaos
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_nothing_outlives_a_killed_supervisor(run: Run) -> None:
    process = run(["one", python(WAITS), 0], ["stubborn", python(STUBBORN), 1])
    everything = children(process)
    process.kill()
    process.wait()
    assert not psutil.wait_procs(everything, 5)[1]


@pytest.mark.chaos
def test_what_a_killed_program_had_started_goes_with_it(run: Run, tmp_path: Path) -> None:
    process = run(["parent", python(PARENT), 0])
    eventually(lambda: times_up(tmp_path) == 2)
    grandchild = next(each for each in children(process) if each.ppid() != process.pid)
    psutil.Process(grandchild.ppid()).kill()
    grandchild.wait(5)


@pytest.mark.chaos
@pytest.mark.parametrize("kind", ["live", "asked"])
def test_a_program_that_is_stopped_is_ended_and_started_again(
    run: Run,
    tmp_path: Path,
    kind: str,
) -> None:
    port = free_port()
    program = python(LIVES) if kind == "live" else python(ANSWERS, str(port))
    process = run([f"{kind}-{port}", program, 0])
    [victim] = children(process)
    victim.suspend()
    eventually(lambda: times_up(tmp_path) == 2)
    assert not victim.is_running()


@pytest.mark.chaos
def test_a_program_whose_main_loop_is_not_seen_any_more_is_started_again(
    run: Run,
    tmp_path: Path,
) -> None:
    run(["live", python(FORGETS), 0])
    eventually(lambda: times_up(tmp_path) == 2, 60)


@pytest.mark.chaos
def test_programs_that_live_and_a_machine_that_slept_alarm_nobody(run: Run, tmp_path: Path) -> None:
    """Everything stands still for longer than the patience, then goes on."""
    port = free_port()
    process = run(["live", python(LIVES), 0], [f"asked-{port}", python(ANSWERS, str(port)), 0])
    everything = children(process)
    for each in [psutil.Process(process.pid), *everything]:
        each.suspend()
    assert not psutil.wait_procs(everything, 9)[0]
    for each in [psutil.Process(process.pid), *everything]:
        each.resume()
    assert not psutil.wait_procs(everything, 9)[0]
    assert times_up(tmp_path) == 2
