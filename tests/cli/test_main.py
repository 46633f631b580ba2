from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess

import pytest

from backend.backup.__main__ import parser as backup_parser
from backend.cli.__main__ import EXAMPLES, parser
from backend.settings import ROOT
from tests.cli.conftest import COMMAND, LONGEST, Run
from tests.running import Winnow, free_port

DOCS = (ROOT / "docs" / "command-line.md").read_text()


def test_the_bare_command_explains_itself_by_examples() -> None:
    done = subprocess.run([ROOT / "scripts" / "winnow"], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'scripts/winnow ask "' in done.stdout


@pytest.mark.parametrize("line", re.findall(r"^ *(scripts/winnow .*?)(?: +#.*)?$", DOCS + EXAMPLES, re.MULTILINE))
def test_every_documented_command_can_be_given(line: str) -> None:
    words = shlex.split(line)[1:]
    local = words[0] in ("backup", "verify", "restore", "blobs")  # as scripts/winnow chooses
    assert (backup_parser() if local else parser()).parse_args(words).run


def test_without_a_key_it_says_where_to_get_one(run: Run) -> None:
    ran = run("jobs", WINNOW_KEY="")
    assert ran.code == 1
    assert ran.err.startswith("An API key is needed. Make one with scripts/key --data DIR")


def test_a_wrong_key_gets_the_servers_own_sentence(run: Run) -> None:
    ran = run("jobs", "--key", "wrong")
    assert (ran.code, ran.err) == (1, "This key is not valid. Make one with scripts/key.\n")


def test_a_server_that_is_not_there_gets_one_sentence(run: Run) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ran = run("--url", url, "ask", "Who repairs the roof?")
    assert ran.code == 1
    assert ran.err == f"Nothing answers at {url}. Start Winnow with ./start.sh, or name its --url.\n"


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://example.org", "http://", "http://[", "http://host:port"])
def test_what_is_no_address_is_not_tried(run: Run, url: str) -> None:
    ran = run("jobs", "--url", url)
    assert ran.code == 1
    assert ran.err.startswith(f"{url} is no address of a server.")


def test_a_page_that_is_not_the_api_is_recognised(run: Run, winnow: Winnow) -> None:
    page = f"{winnow.url}/library"
    ran = run("jobs", "--url", page)
    assert ran.code == 1
    wanted = f"What answers at {page} is not Winnow's API. Name the right address with --url.\n"
    assert ran.err == wanted


def test_what_a_server_has_not_is_no_fault_of_its_address(run: Run) -> None:
    ran = run("jobs", "cancel", "no/such/job")
    assert (ran.code, ran.err) == (1, "There is nothing at this address. Check how it is written.\n")


def test_a_proxy_never_sees_the_key_for_this_machine(run: Run) -> None:
    assert run("jobs", HTTP_PROXY=f"http://127.0.0.1:{free_port()}").code == 0


def test_ctrl_c_leaves_without_a_trace(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        argv = [*COMMAND, "jobs", "--url", f"http://127.0.0.1:{silent.getsockname()[1]}"]
        waiting = subprocess.Popen(
            argv,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_at_a_terminal,
        )
        silent.settimeout(LONGEST)
        with silent.accept()[0]:
            waiting.send_signal(signal.SIGINT)
            assert waiting.communicate(timeout=LONGEST)[0] == ""
    assert waiting.returncode == 130


def _at_a_terminal() -> None:
    """Hear Ctrl-C also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_reader_that_has_enough_is_no_error_to_shout_about(environment: dict[str, str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*COMMAND, "jobs", "--json"], env=environment, stdout=theirs, stderr=subprocess.PIPE, timeout=LONGEST
    )
    os.close(theirs)
    assert done.stderr == b""
